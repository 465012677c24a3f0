"""Flat things as CSV cells and as Parquet files: what is neither a record nor so many that it must stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

from aurorax_typed._atomic import TargetFile
from aurorax_typed._optional import require
from aurorax_typed.errors import ResultError
from aurorax_typed.export.rows import sound

__all__ = ["FlatParquet", "csv_cell"]

T = TypeVar("T")


def csv_cell(value: object) -> str:
    """A value as RFC 4180 has it: times as ISO 8601 (UTC), absent values as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, date) else str(value)
    if not any(mark in text for mark in ',"\r\n'):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


class FlatParquet(Generic[T]):
    """A Parquet file of flat things, written whole at the end of its `with` block.

    Times are microseconds in UTC, days are dates.

    Args:
        path: the file.
        columns: kinds by name, as `forms.CellKind`.
        rows: those of one thing.

    Raises:
        MissingExtraError: pyarrow is not installed; nothing was written.
        OSError: the file can't be written.
    """

    def __init__(self, path: Path, columns: Mapping[str, str], rows: Callable[[T], Iterable[Sequence[object]]]) -> None:
        self._pa: Any = require("pyarrow", "Parquet files")
        self._parquet: Any = require("pyarrow.parquet", "Parquet files")
        self._columns = columns
        self._rows = rows
        self._values: list[Sequence[object]] = []
        self._file = TargetFile(path)

    def write(self, records: Sequence[T], /) -> None:
        """Take some."""
        for record in records:
            self._values += self._rows(record)

    def __enter__(self) -> FlatParquet[T]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if kind is None:
                self._parquet.write_table(self._table(), self._file, compression="zstd")
                self._file.commit()
                return
        except BaseException:
            self._file.abort()
            raise
        self._file.abort()

    def _table(self) -> Any:
        kinds = {
            "text": self._pa.string(),
            "whole": self._pa.int64(),
            "number": self._pa.float64(),
            "time": self._pa.timestamp("us", tz="UTC"),
            "day": self._pa.date32(),
            "flag": self._pa.bool_(),
        }
        schema = self._pa.schema([(name, kinds[kind]) for name, kind in self._columns.items()])
        by_column = [[_sound(row[number]) for row in self._values] for number in range(len(self._columns))]
        try:
            arrays = [self._pa.array(values, field.type) for values, field in zip(by_column, schema, strict=True)]
        except (OverflowError, self._pa.ArrowInvalid):
            raise ResultError(
                "A number does not fit in 64 bits, so that no table can hold it. Write --format ndjson instead."
            ) from None
        return self._pa.Table.from_arrays(arrays, schema=schema)


def _sound(value: object) -> object:
    return sound(value) if isinstance(value, str) else value
