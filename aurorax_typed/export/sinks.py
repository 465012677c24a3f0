"""Sinks: records in, a file out, which appears whole at the end or not at all."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from tempfile import TemporaryFile
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, Self, TypeAlias, TypeVar

from aurorax_typed._atomic import TargetFile
from aurorax_typed._optional import require
from aurorax_typed.export.arrow import SettlingConverter
from aurorax_typed.export.json import RecordLines
from aurorax_typed.export.metadata_columns import MetadataColumns, MetadataFields
from aurorax_typed.export.rows import CsvLines
from aurorax_typed.records import Record

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Compression", "CsvSink", "NdjsonSink", "ParquetSink", "RecordSink", "TableSink", "gathered"]

R = TypeVar("R", bound=Record)
T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

Compression: TypeAlias = Literal["zstd", "snappy", "gzip", "none"]


MOST_RECORDS = 4096
MOST_BATCHES = 32
"""Records and network batches that are converted together; the second bounds memory where records are huge."""


def gathered(batches: Iterable[list[T]]) -> Iterator[list[T]]:
    """The same in lists that are worth converting."""
    found: list[T] = []
    for number, batch in enumerate(batches, 1):
        found += batch
        if len(found) >= MOST_RECORDS or number % MOST_BATCHES == 0:
            yield found
            found = []
    if found:
        yield found


class RecordSink(ABC, Generic[T]):
    """Takes records and writes them to a file beside the target, which takes the target's name at the end.

    Use it in a `with` block: its end puts the file in place, an error in it leaves the target as it was.

    Attributes:
        rows: records taken so far.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.rows: int = 0
        given: object = path  # a dataset opens the file itself
        self._file = given if isinstance(given, TargetFile) else TargetFile(path)

    def write(self, records: Sequence[T]) -> None:
        """Take records of the sink's type, any number."""
        self._write(records)
        self.rows += len(records)

    def commit(self) -> None:
        """Write what is left and put the file in place."""
        try:
            self._finish()
            self._file.commit()
        except BaseException:
            self.abort()
            raise

    def abort(self) -> None:
        """Leave the target as it was and nothing beside it."""
        self._file.abort()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is None:
            self.commit()
        else:
            self.abort()

    @abstractmethod
    def _write(self, records: Sequence[T]) -> None: ...

    def _finish(self) -> None:
        """What is to be written behind the last record."""


class NdjsonSink(RecordSink[R]):
    """Newline-delimited JSON: a record on each line, as the API writes it, nothing left out."""

    def __init__(self, path: str | os.PathLike[str], record_type: type[R]) -> None:
        super().__init__(path)
        self._line = RecordLines()

    def _write(self, records: Sequence[R]) -> None:
        self._file.write(b"".join(map(self._line, records)))


class CsvSink(RecordSink[R]):
    """Comma-separated values with a header, in UTF-8, quoted as RFC 4180 has it; lines end in a line feed.

    Args:
        path: the file.
        record_type: what it holds.
        metadata: fields of the metadata that get columns of their own.
        excel_safe: put an apostrophe before text that a spreadsheet would take for a formula.

    Raises:
        QueryError: `metadata` is not valid; nothing was written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        record_type: type[R],
        *,
        metadata: MetadataFields | None = None,
        excel_safe: bool = False,
    ) -> None:
        self._line = CsvLines(record_type, MetadataColumns(record_type, metadata).cells(), excel_safe=excel_safe)
        super().__init__(path)
        self._before = self._line.header

    def _write(self, records: Sequence[R]) -> None:
        self._file.write("".join([self._before, *map(self._line, records)]).encode())
        self._before = ""

    def _finish(self) -> None:
        self._write(())


class Converter(Protocol[T_contra]):
    """Makes columns of things."""

    @property
    def schema(self) -> pa.Schema: ...

    def convert(self, records: Sequence[T_contra], /) -> pa.RecordBatch: ...


class TableSink(RecordSink[T]):
    """A Parquet file of what a converter makes columns of, row group by row group, so that memory stays flat."""

    _MOST_ROWS = 1 << 16
    _MOST_BYTES = 32 << 20
    """A row group ends where either is reached. Larger ones are read no faster and held in memory whole."""

    def __init__(
        self, path: str | os.PathLike[str], converter: Converter[T], *, compression: Compression = "zstd"
    ) -> None:
        self._pa: Any = require("pyarrow", "Parquet files")
        self._converter = converter
        self._compression = compression
        self._waiting: list[pa.RecordBatch] = []
        self._bytes = 0
        self._waiting_rows = 0
        super().__init__(path)
        try:
            self._writer = self._writer_of(self._target(), converter.schema)
        except BaseException:
            self._file.abort()
            raise

    def _target(self) -> Any:
        """Where the row groups are written."""
        return self._file

    def _writer_of(self, file: Any, schema: pa.Schema) -> Any:
        return require("pyarrow.parquet", "Parquet files").ParquetWriter(file, schema, compression=self._compression)

    def _write(self, records: Sequence[T]) -> None:
        batch = self._converter.convert(records)
        self._waiting.append(batch)
        self._waiting_rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._waiting_rows >= self._MOST_ROWS or self._bytes >= self._MOST_BYTES:
            self._write_group()

    def _write_group(self) -> None:
        if self._waiting_rows:
            table = self._pa.Table.from_batches(self._waiting)
            self._writer.write_table(table, row_group_size=self._waiting_rows)
        self._waiting = []
        self._waiting_rows = self._bytes = 0

    def _finish(self) -> None:
        self._write_group()
        self._writer.close()

    def abort(self) -> None:
        """Leave the target as it was and nothing beside it."""
        super().abort()
        # The writer would otherwise write its footer whenever it is collected, and complain. A test holds that closing
        # it once is enough, and that it goes by this attribute.
        with suppress(Exception):
            self._writer.close()
        self._writer.is_open = False


class ParquetSink(TableSink[R]):
    """A Parquet file in the columns of `arrow_schema`, row group by row group, so that memory stays flat.

    If `metadata` has names without types, the rows wait in a temporary file until all values are known.

    Args:
        path: the file.
        record_type: what it holds.
        compression: of the columns; every current reader knows zstd.
        metadata: fields of the metadata that get columns of their own, with or without types.

    Raises:
        QueryError: `metadata` is not valid; nothing was written.
        MissingExtraError: pyarrow is not installed; nothing was written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        record_type: type[R],
        *,
        compression: Compression = "zstd",
        metadata: MetadataFields | None = None,
    ) -> None:
        require("pyarrow", "Parquet files")
        self._records = SettlingConverter(record_type, metadata)
        self._rows = TemporaryFile() if self._records.open else None  # noqa: SIM115
        try:
            super().__init__(path, self._records, compression=compression)
        except BaseException:
            self._discard()
            raise

    def _target(self) -> Any:
        return super()._target() if self._rows is None else self._rows

    def _finish(self) -> None:
        super()._finish()
        if self._rows is None:
            return
        self._writer = self._writer_of(self._file, self._records.settle())
        with require("pyarrow.parquet", "Parquet files").ParquetFile(self._rows) as waiting:
            for number in range(waiting.num_row_groups):
                group = self._records.settled(waiting.read_row_group(number))
                self._writer.write_table(group, row_group_size=group.num_rows)
        self._writer.close()
        self._discard()

    def abort(self) -> None:
        """Leave the target as it was and nothing beside it."""
        super().abort()
        self._discard()

    def _discard(self) -> None:
        if self._rows is not None:
            self._rows.close()
