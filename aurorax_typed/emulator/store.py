"""Searches and their logs, in SQLite.

One connection serves the whole emulator, one statement at a time under a lock; every change of more than one row is one
transaction, so that a status document never shows half of it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock

from attrs import frozen

from aurorax_typed.emulator.replies import Json, JsonObject, decode, encode

__all__ = ["LogEntry", "Search", "Store", "new_search", "opened"]


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


_SCHEMA = """
CREATE TABLE IF NOT EXISTS searches (
    request_id TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    request_type TEXT NOT NULL,
    query TEXT NOT NULL,
    requested TEXT NOT NULL,
    completed TEXT,
    failed INTEGER,
    file_size INTEGER,
    result_count INTEGER,
    query_duration INTEGER,
    file_deleted TEXT
);
CREATE TABLE IF NOT EXISTS logs (
    request_id TEXT NOT NULL REFERENCES searches (request_id),
    level TEXT NOT NULL,
    summary TEXT NOT NULL,
    timestamp TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS logs_by_search ON logs (request_id);
"""

_COLUMNS = (
    "request_id, family, request_type, query, requested, completed, failed, file_size, result_count, query_duration,"
    " file_deleted"
)


@frozen
class LogEntry:
    """One entry of a search's logs; ``timestamp`` is in the form of status documents."""

    level: str
    summary: str
    timestamp: str


@frozen
class Search:
    """One search. While it runs everything after ``requested`` is ``None``. Durations are milliseconds."""

    request_id: str
    family: str
    request_type: str
    query: str
    requested: str
    completed: str | None = None
    failed: bool | None = None
    file_size: int | None = None
    result_count: int | None = None
    query_duration: int | None = None
    file_deleted: str | None = None

    @property
    def running(self) -> bool:
        """Whether the search has not ended."""
        return self.failed is None

    @property
    def succeeded(self) -> bool:
        """Whether there is, or was, a result."""
        return self.failed is False

    def document(self, logs: list[LogEntry]) -> JsonObject:
        """The status document."""
        data_uri = f"/api/v1/{self.family}/requests/{self.request_id}/data" if self.succeeded else None
        entries: list[Json] = [
            {"level": entry.level, "summary": entry.summary, "timestamp": entry.timestamp} for entry in logs
        ]
        return {
            "search_request": {
                "request_id": self.request_id,
                "query": decode(self.query.encode()),
                "request_type": self.request_type,
                "requested": self.requested,
            },
            "search_result": {
                "data_uri": data_uri,
                "result_count": self.result_count,
                "result_file_deleted_timestamp": self.file_deleted,
                "file_size": self.file_size,
                "completed_timestamp": self.completed,
                "query_duration": self.query_duration,
                "error_condition": self.failed,
            },
            "logs": entries,
        }


class Store:
    """The database of one emulator. ``close()`` it."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._database = opened(path, _SCHEMA)

    def close(self) -> None:
        """Close the database; more than once is fine."""
        with self._lock:
            self._database.close()

    def add(self, search: Search) -> bool:
        """Enter a new search; ``False`` when its identifier is taken."""
        with self._lock:
            cursor = self._database.execute(
                "INSERT OR IGNORE INTO searches (request_id, family, request_type, query, requested)"
                " VALUES (?, ?, ?, ?, ?)",
                (search.request_id, search.family, search.request_type, search.query, search.requested),
            )
            return cursor.rowcount == 1

    def log(self, request_id: str, entry: LogEntry) -> None:
        """Append an entry to the logs of a search."""
        with self._lock:
            self._append(request_id, entry)

    def finish(
        self,
        request_id: str,
        entry: LogEntry,
        *,
        completed: str,
        failed: bool,
        query_duration: int,
        file_size: int | None = None,
        result_count: int | None = None,
    ) -> None:
        """End a search: its outcome and its last log entry, together. A search that has ended stays as it is."""
        with self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            cursor = self._database.execute(
                "UPDATE searches SET completed = ?, failed = ?, query_duration = ?, file_size = ?, result_count = ?"
                " WHERE request_id = ? AND failed IS NULL",
                (completed, failed, query_duration, file_size, result_count, request_id),
            )
            if cursor.rowcount:
                self._append(request_id, entry)

    def mark_deleted(self, request_id: str, moment: str) -> None:
        """Note when the result file of a search was removed."""
        with self._lock:
            self._database.execute(
                "UPDATE searches SET file_deleted = ? WHERE request_id = ? AND file_deleted IS NULL",
                (moment, request_id),
            )

    def get(self, family: str, request_id: str) -> Search | None:
        """A search of a family."""
        with self._lock:
            row = self._database.execute(
                f"SELECT {_COLUMNS} FROM searches WHERE request_id = ? AND family = ?", (request_id, family)
            ).fetchone()
        return None if row is None else _search(row)

    def unfinished(self) -> list[Search]:
        """Searches that have not ended."""
        with self._lock:
            rows = self._database.execute(f"SELECT {_COLUMNS} FROM searches WHERE failed IS NULL").fetchall()
        return [_search(row) for row in rows]

    def all(self) -> list[Search]:
        """Every search, oldest first."""
        with self._lock:
            rows = self._database.execute(f"SELECT {_COLUMNS} FROM searches ORDER BY requested, rowid").fetchall()
        return [_search(row) for row in rows]

    def forget(self, request_id: str) -> None:
        """Remove a search and its logs."""
        with self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            for table in ("logs", "searches"):
                self._database.execute(f"DELETE FROM {table} WHERE request_id = ?", (request_id,))

    def logs(self, request_id: str) -> list[LogEntry]:
        """The logs of a search, oldest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT level, summary, timestamp FROM logs WHERE request_id = ? ORDER BY rowid", (request_id,)
            ).fetchall()
        return [LogEntry(*row) for row in rows]

    def document(self, family: str, request_id: str) -> JsonObject | None:
        """The status document of a search."""
        search = self.get(family, request_id)
        return None if search is None else search.document(self.logs(request_id))

    def _append(self, request_id: str, entry: LogEntry) -> None:
        self._database.execute(
            "INSERT INTO logs (request_id, level, summary, timestamp) VALUES (?, ?, ?, ?)",
            (request_id, entry.level, entry.summary, entry.timestamp),
        )


def _search(row: tuple[object, ...]) -> Search:
    values = list(row)
    values[6] = None if values[6] is None else bool(values[6])
    return Search(*values)  # type: ignore[arg-type]


def new_search(request_id: str, family: str, request_type: str, query: JsonObject, requested: str) -> Search:
    """A search that has just arrived."""
    return Search(request_id, family, request_type, encode(query).decode(), requested)
