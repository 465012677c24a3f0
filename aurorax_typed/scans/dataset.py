"""A folder of Parquet files, one for each window, laid out so that every reader knows the year and month of a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeAlias

from attrs import frozen

from aurorax_typed.records import JSONValue
from aurorax_typed.scans.ledger import Ledger

__all__ = ["Dataset", "DatasetReport", "Refresh"]

Refresh: TypeAlias = Literal["missing", "changed", "all"]
"""Which windows are fetched although the folder has some: only `missing` ones; those that have `changed` as well, by
the server's counts for each source and day; or `all`."""

_LEDGER = ".scan.sqlite"  # readers of datasets pass over names that begin with a dot
_LEFT_BEHIND = ".part"


@frozen(kw_only=True)
class DatasetReport:
    """What a dataset holds now, and what came of this run.

    Attributes:
        folder: where it is.
        records: all of them, in the windows of this scan.
        bytes: size of their files.
        fetched: names of the windows that this run fetched, in order.
        kept: names of those that were there already.
    """

    folder: Path
    records: int
    bytes: int
    fetched: tuple[str, ...]
    kept: tuple[str, ...]


class Dataset:
    """The folder of one scan, locked for this process until it is closed.

    Attributes:
        ledger: which windows it holds.

    Raises:
        ScanStateError: the folder belongs to another scan, or another process writes to it.
        OSError: the folder can't be made or written.
    """

    def __init__(self, folder: str | os.PathLike[str], kind: str, identity: Mapping[str, JSONValue]) -> None:
        self.folder: Path = Path(folder)
        self._kind = kind
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ledger: Ledger = Ledger(self.folder / _LEDGER, identity)
        # Nobody else writes here now, so that these are what a process left behind that was killed.
        for path in self.folder.rglob(f".*{_LEFT_BEHIND}"):
            with suppress(OSError):
                path.unlink()

    def file(self, window: str) -> Path:
        """The file of a window; a new version of it takes its place, so that no record is ever there twice."""
        year, _, rest = window.partition("-")
        folder = self.folder / f"year={year}"
        if rest:
            folder /= f"month={rest[:2]}"
        return folder / f"{self._kind}-{window}.parquet"

    def size(self, window: str) -> int | None:
        """Bytes of its file; None where there is none."""
        try:
            return self.file(window).stat().st_size
        except FileNotFoundError:
            return None

    def drop(self, window: str) -> None:
        """Remove its file, since it holds no records (any more)."""
        self.file(window).unlink(missing_ok=True)

    def close(self) -> None:
        """Let other processes write to it."""
        self.ledger.close()
