"""What a scan has done so far, in a small SQLite file, so that the next run goes on there.

Only one process works on a ledger: it holds the file's lock until it closes it, and the operating system gives the lock
back when the process dies.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen

from aurorax_typed._core.scan_windows import Span, Window
from aurorax_typed.errors import ScanStateError
from aurorax_typed.records import JSONValue

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Done", "Ledger", "Pending"]

_FORMAT = 1
_MARK = 0x41585363  # "AXSc", SQLite's application_id

_TABLES = """
CREATE TABLE scan (identity TEXT NOT NULL);
CREATE TABLE done (
    name TEXT PRIMARY KEY, starts TEXT NOT NULL, ends TEXT NOT NULL, asked_from TEXT NOT NULL, asked_to TEXT NOT NULL,
    records INTEGER NOT NULL, fingerprint TEXT
) WITHOUT ROWID;
CREATE TABLE searches (
    name TEXT PRIMARY KEY, asked_from TEXT NOT NULL, asked_to TEXT NOT NULL, request_id TEXT NOT NULL
) WITHOUT ROWID;
"""


@frozen
class Done:
    """A window that has been given out, or written, as a whole.

    Attributes:
        span: what of it; the first and last window of a span may be shorter than the calendar's.
        asked: what the server was asked for.
        records: how many it has.
        fingerprint: a sum over the server's own counts when it was fetched; None where nobody asked.
    """

    span: Span
    asked: Span
    records: int
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

    Raises:
        ScanStateError: the file is no ledger, belongs to another scan, or another process is at work on it.
    """

    def __init__(self, path: str | os.PathLike[str], identity: Mapping[str, JSONValue]) -> None:
        self.path: str = os.fspath(path)
        # A number of threads may take turns (asyncio hands blocking work to any of its own).
        self._turn = threading.Lock()
        self._db = self._opened()
        try:
            with self._errors():
                self._prepare(json.dumps(identity, sort_keys=True))
        except BaseException:
            self._db.close()
            raise

    def done(self) -> dict[str, Done]:
        """The windows that are done, by name."""
        rows = self._read("SELECT name, starts, ends, asked_from, asked_to, records, fingerprint FROM done")
        return {
            name: Done(_span(*times[:2]), _span(*times[2:]), records, fingerprint)
            for name, *times, records, fingerprint in rows
        }

    def pending(self) -> dict[str, Pending]:
        """The searches that were begun and not read to their end, by the name of their window."""
        rows = self._read("SELECT name, asked_from, asked_to, request_id FROM searches")
        return {name: Pending(_span(*times), request_id) for name, *times, request_id in rows}

    def note_search(self, name: str, asked: Span, request_id: str) -> None:
        """A search for it is under way."""
        self._write([("INSERT OR REPLACE INTO searches VALUES (?, ?, ?, ?)", (name, *_texts(asked), request_id))])

    def note_done(self, window: Window, asked: Span, records: int, fingerprint: str | None = None) -> None:
        """It has been given out, or written, as a whole."""
        values = (window.name, *_texts(window.span), *_texts(asked), records, fingerprint)
        self._write(
            [
                ("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?)", values),
                ("DELETE FROM searches WHERE name = ?", (window.name,)),
            ]
        )

    def close(self) -> None:
        """Give the lock back."""
        with self._turn:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def _opened(self) -> sqlite3.Connection:
        import sqlite3

        with self._errors():
            return sqlite3.connect(self.path, timeout=1.0, isolation_level=None, check_same_thread=False)

    def _prepare(self, identity: str) -> None:
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("BEGIN EXCLUSIVE")
        mark, version = (
            self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if (mark, version) == (0, 0) and not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {_MARK}")
            self._db.execute(f"PRAGMA user_version = {_FORMAT}")
            self._db.execute("INSERT INTO scan VALUES (?)", (identity,))
        elif (mark, version) != (_MARK, _FORMAT):
            raise ScanStateError(
                f"{self.path} is not the ledger of a scan, or of another version of this library. Name another file."
            )
        (found,) = self._db.execute("SELECT identity FROM scan").fetchone()
        if found != identity:
            raise ScanStateError(
                f"{self.path} belongs to another scan: {found}\nThis one is: {identity}\n"
                "Name another file or folder, or ask for the same."
            )
        self._db.execute("COMMIT")

    def _read(self, statement: str) -> list[Any]:
        with self._turn, self._errors():
            return self._db.execute(statement).fetchall()

    def _write(self, statements: Sequence[tuple[str, tuple[object, ...]]]) -> None:
        with self._turn, self._errors():
            self._db.execute("BEGIN")
            try:
                for statement, values in statements:
                    self._db.execute(statement, values)
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise ScanStateError(
                    f"Another process is at work on {self.path}. Wait until it is done, or name another file."
                ) from None
            raise ScanStateError(f"The ledger {self.path} can't be used: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise ScanStateError(
                f"{self.path} is not the ledger of a scan, or it is damaged ({error}). Name another file; "
                "without a ledger all is fetched again."
            ) from error


def _span(starts: str, ends: str) -> Span:
    return Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends))


def _texts(span: Span) -> tuple[str, str]:
    return span.start.isoformat(), span.end.isoformat()
