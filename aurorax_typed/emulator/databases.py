"""How the emulator opens its SQLite databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path

__all__ = ["opened"]


def opened(path: Path, schema: str) -> sqlite3.Connection:
    """A database with its tables; the caller closes it, and lets one thread at a time use it.

    Raises:
        sqlite3.Error: the file is none, or cannot be written.
    """
    database = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
    try:
        # A crash of the machine may lose the last changes of an emulator; waiting for the disk each time is not worth
        # their safety.
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + schema)
    except BaseException:
        database.close()
        raise
    return database
