"""The asyncio clients, from which `_sync` is made by scripts/unasync.py."""
