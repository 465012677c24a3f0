"""The asyncio shells, from which `_sync` is made by scripts/unasync.py."""
