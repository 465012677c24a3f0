"""What a scan has done so far, in a small SQLite file, so that the next run goes on there.

Only one process works on a ledger: it holds the file's lock until it closes it, and the operating system gives the lock
back when the process dies.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen

from aurorax_typed._core.scan_windows import Span, Window
from aurorax_typed.errors import ScanStateError
from aurorax_typed.records import JSONValue

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Done", "Ledger", "Pending"]

_FORMAT = 2
_MARK = 0x41585363  # "AXSc", SQLite's application_id

# Each row ends in a checksum of its values: SQLite notices a damaged page by its structure, not by what it holds.
_TABLES = {
    "scan": "CREATE TABLE scan (identity TEXT NOT NULL, token TEXT NOT NULL, checksum TEXT NOT NULL)",
    "done": """CREATE TABLE done (
    name TEXT PRIMARY KEY, starts TEXT NOT NULL, ends TEXT NOT NULL, asked_from TEXT NOT NULL, asked_to TEXT NOT NULL,
    records INTEGER NOT NULL, bytes INTEGER, fingerprint TEXT, checksum TEXT NOT NULL
) WITHOUT ROWID""",
    "searches": """CREATE TABLE searches (
    name TEXT PRIMARY KEY, asked_from TEXT NOT NULL, asked_to TEXT NOT NULL, request_id TEXT NOT NULL,
    checksum TEXT NOT NULL
) WITHOUT ROWID""",
}


@frozen
class Done:
    """A window that has been given out, or written, as a whole.

    Attributes:
        span: what of it; the first and last window of a span may be shorter than the calendar's.
        asked: what the server was asked for.
        records: how many it has.
        bytes: the size of its file; None where it was given out, or has none.
        fingerprint: a sum over the server's own counts when it was fetched; None where nobody asked.
    """

    span: Span
    asked: Span
    records: int
    bytes: int | None
    fingerprint: str | None


@frozen
class Pending:
    """A search that is, or was, under way for a window; `asked` is its span."""

    asked: Span
    request_id: str


class Ledger:
    """The state of one scan.

    Args:
        path: its file; made when it does not exist.
        identity: what makes the scan this one and no other (its query without the times, its windows).

    Attributes:
        path: its file.
        token: random letters of its own, for names that nobody else chooses.

    Raises:
        ScanStateError: the file is no ledger, is damaged, belongs to another scan, or another process is at work on it.
        OSError: the disk is full, or can't be read or written.
    """

    def __init__(self, path: Path, identity: Mapping[str, JSONValue]) -> None:
        self.path: str = str(path)
        # A number of threads may take turns (asyncio hands blocking work to any of its own).
        self._turn = threading.Lock()
        self._check_file(path)
        self._db = self._opened()
        try:
            with self._errors():
                self.token: str = self._prepare(json.dumps(identity, sort_keys=True))
        except BaseException:
            self._db.close()
            raise

    def done(self) -> dict[str, Done]:
        """The windows that are done, by name."""
        with self._sound():
            return {
                name: Done(_span(*times[:2]), _span(*times[2:]), records, size, fingerprint)
                for name, *times, records, size, fingerprint in self._read("done")
            }

    def pending(self) -> dict[str, Pending]:
        """The searches that were begun and not read to their end, by the name of their window."""
        with self._sound():
            return {name: Pending(_span(*times), request_id) for name, *times, request_id in self._read("searches")}

    def note_search(self, name: str, asked: Span, request_id: str) -> None:
        """A search for it is under way."""
        self._write([_insert("searches", (name, *_texts(asked), request_id))])

    def note_done(
        self, window: Window, asked: Span, records: int, *, size: int | None = None, fingerprint: str | None = None
    ) -> None:
        """It has been given out, or written, as a whole."""
        values = (window.name, *_texts(window.span), *_texts(asked), records, size, fingerprint)
        self._write([_insert("done", values), ("DELETE FROM searches WHERE name = ?", (window.name,))])

    def close(self) -> None:
        """Give the lock back."""
        with self._turn:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def _check_file(self, path: Path) -> None:
        if path.is_dir():
            raise self._unusable("it is a directory; name a file in it")
        if path.exists() and not path.is_file():
            raise self._unusable("it is a device or named pipe; name a file")
        if not path.parent.is_dir():
            raise self._unusable(f"there is no directory {path.parent}; make it first")

    def _unusable(self, reason: str) -> ScanStateError:
        return ScanStateError(f"The ledger {self.path} can't be used: {reason}.")

    def _damaged(self, reason: object) -> ScanStateError:
        return ScanStateError(
            f"{self.path} is not the ledger of a scan, or it is damaged ({reason}). Remove it, or name another; "
            "without it everything is fetched again."
        )

    def _opened(self) -> sqlite3.Connection:
        import sqlite3

        with self._errors():
            return sqlite3.connect(self.path, timeout=1.0, isolation_level=None, check_same_thread=False)

    def _prepare(self, identity: str) -> str:
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA trusted_schema = OFF")
        self._db.execute("BEGIN EXCLUSIVE")
        mark, version = (
            self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        schema = self._db.execute("SELECT name, sql FROM sqlite_master").fetchall()
        if (mark, version) == (0, 0) and not schema:
            for statement in _TABLES.values():
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {_MARK}")
            self._db.execute(f"PRAGMA user_version = {_FORMAT}")
            self._db.execute(*_insert("scan", (identity, secrets.token_hex(8))))
        elif mark == _MARK and version != _FORMAT:
            raise ScanStateError(
                f"{self.path} was written by another version of aurorax-typed (format {version}; this one reads "
                f"{_FORMAT}). Name another file or folder, or remove it to fetch everything again."
            )
        elif mark != _MARK or dict(schema) != _TABLES or len(schema) != len(_TABLES):
            raise self._damaged("it has other tables")
        for (found,) in self._db.execute("PRAGMA integrity_check(1)"):
            if found != "ok":
                raise self._damaged(found)
        with self._sound():
            [(found, token)] = self._rows("scan")
        if found != identity:
            raise ScanStateError(
                f"{self.path} belongs to another scan: {found}\nThis one is: {identity}\n"
                "Name another file or folder, or ask for the same."
            )
        self._db.execute("COMMIT")
        self.done()  # so that what can't be read is known before anything is asked for
        self.pending()
        return str(token)

    def _rows(self, table: str) -> list[list[Any]]:
        """The rows of a table, whose checksums are right."""
        found = []
        for *values, checksum in self._db.execute(f"SELECT * FROM {table}").fetchall():
            if checksum != _checksum(table, values):
                raise ValueError(f"a row of {table} is not what was written")
            found.append(values)
        return found

    def _read(self, table: str) -> list[list[Any]]:
        with self._turn, self._errors():
            return self._rows(table)

    def _write(self, statements: Sequence[tuple[str, tuple[object, ...]]]) -> None:
        import sqlite3

        with self._turn, self._errors():
            self._db.execute("BEGIN")
            try:
                for statement, values in statements:
                    self._db.execute(statement, values)
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has rolled it back already
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """Values that no ledger has become errors of ours."""
        try:
            yield
        except (ValueError, TypeError, OverflowError) as error:
            raise self._damaged(error) from None

    @contextmanager
    def _errors(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except sqlite3.OperationalError as error:
            code = (error.sqlite_errorcode if hasattr(error, "sqlite_errorcode") else 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise ScanStateError(
                    f"Another process is at work on {self.path}. Wait until it is done, or name another file."
                ) from None
            if code == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.path) from error
            if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
                raise PermissionError(errno.EACCES, f"It can't be written ({error})", self.path) from error
            if code == sqlite3.SQLITE_IOERR:
                raise OSError(
                    errno.EIO, f"The disk can't be read or written; it may be full ({error})", self.path
                ) from error
            raise self._unusable(str(error)) from error
        except (sqlite3.DatabaseError, MemoryError) as error:
            raise self._damaged(error) from error


def _insert(table: str, values: Sequence[object]) -> tuple[str, tuple[object, ...]]:
    marks = ", ".join("?" * (len(values) + 1))
    return f"INSERT OR REPLACE INTO {table} VALUES ({marks})", (*values, _checksum(table, values))


def _checksum(table: str, values: Sequence[object]) -> str:
    return sha256(repr((table, *values)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _span(starts: str, ends: str) -> Span:
    return Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends))


def _texts(span: Span) -> tuple[str, str]:
    return span.start.isoformat(), span.end.isoformat()
