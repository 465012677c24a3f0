"""The blocking shells. Made from `_async` by scripts/unasync.py."""
