"""A folder of Parquet files, one for each window, laid out so that every reader knows the year and month of a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from attrs import frozen

from aurorax_typed._arguments import local_path
from aurorax_typed._atomic import NotPlainError, TargetFile, make_folder
from aurorax_typed._optional import require
from aurorax_typed.errors import ScanStateError
from aurorax_typed.records import JSONValue, Record
from aurorax_typed.scans.ledger import Done, Ledger

if TYPE_CHECKING:
    from aurorax_typed.export.metadata_columns import MetadataType
    from aurorax_typed.export.sinks import Compression, ParquetSink

__all__ = ["Dataset", "DatasetReport", "Refresh"]

R = TypeVar("R", bound=Record)

Refresh: TypeAlias = Literal["missing", "changed", "all"]
"""Which windows are fetched although the folder has some: only `missing` ones; those that have `changed` as well, by
the server's counts for each source and day; or `all`."""

_LEDGER = ".scan.sqlite"  # readers of datasets pass over names that begin with a dot


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
        self.folder: Path = local_path(folder, "folder")
        self._kind = kind
        make_folder(self.folder)
        ledger = self.folder / _LEDGER
        if ledger.is_symlink():
            raise ScanStateError(f"{ledger} is a link, not a plain file. Remove it.")
        self.ledger: Ledger = Ledger(ledger, identity)
        # Nobody else writes here now, so that these are what a process left behind that was killed.
        for path in self.folder.rglob(f".*.{self.ledger.token}.part"):
            with suppress(OSError):
                path.unlink()

    def file(self, window: str) -> Path:
        """The file of a window; a new version of it takes its place, so that no record is ever there twice."""
        year, _, rest = window.partition("-")
        folder = self.folder / f"year={year}"
        if rest:
            folder /= f"month={rest[:2]}"
        return folder / f"{self._kind}-{window}.parquet"

    def sink(
        self,
        window: str,
        record_type: type[R],
        compression: Compression,
        metadata: Mapping[str, MetadataType] | None = None,
    ) -> ParquetSink[R]:
        """Takes the records of a window, for its file.

        Raises:
            ScanStateError: a link leads out of the folder, or something else than a plain file is in the way.
            OSError: the file can't be written.
        """
        from aurorax_typed.export.sinks import ParquetSink

        path = self.file(window)
        make_folder(path.parent)
        if not path.parent.resolve().is_relative_to(self.folder.resolve()):
            raise ScanStateError(f"{path.parent} is a link that leads out of {self.folder}. Remove it.")
        # The ledger's token is in the name, so that this file is known as ours after a crash.
        try:
            target = TargetFile(path, part=f".{path.name}.{self.ledger.token}.part", ours=True)
        except NotPlainError as error:
            raise ScanStateError(f"{path} can't be written. {error.strerror}.") from None
        try:
            return ParquetSink(cast("Any", target), record_type, compression=compression, metadata=metadata)
        except BaseException:
            target.abort()
            raise

    def size(self, window: str) -> int | None:
        """Bytes of its file; None where there is none."""
        try:
            found = self.file(window).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def holds(self, window: str, done: Done) -> bool:
        """Whether the file of a window is the one that was written: its size, and the rows that its footer names."""
        if self.size(window) != done.bytes:
            return False
        if done.bytes is None:
            return True
        parquet: Any = require("pyarrow.parquet", "Parquet files")
        try:
            return bool(parquet.read_metadata(self.file(window)).num_rows == done.records)
        except (OSError, ValueError):  # pyarrow's own errors are among them
            return False

    def drop(self, window: str) -> None:
        """Remove its file, since it holds no records (any more)."""
        self.file(window).unlink(missing_ok=True)

    def close(self) -> None:
        """Let other processes write to it."""
        self.ledger.close()
