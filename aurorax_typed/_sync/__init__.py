"""The blocking clients. Made from `_async` by scripts/unasync.py."""
