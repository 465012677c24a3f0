"""How each kind of thing is written in each format: what the commands give to `writing`, which writes it.

Records have the columns of the library's exports. Everything else (sources, counts, listings) is flat: a mapping of
column names to kinds, and a function that gives the rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar, cast

from attrs import frozen

from aurorax_typed._atomic import TargetFile
from aurorax_typed._optional import require
from aurorax_typed.cli.table import SOURCE_COLUMNS, Column, lines
from aurorax_typed.errors import ResultError
from aurorax_typed.records import DataSource, JSONValue, Record

__all__ = [
    "SOURCES",
    "SOURCE_KINDS",
    "Cell",
    "CellKind",
    "FlatParquet",
    "Form",
    "Look",
    "Target",
    "columned",
    "columns_of",
    "csv_cell",
    "csv_lines",
    "document",
    "fielded",
    "flat_form",
    "indented",
    "json_lines",
    "json_text",
    "record_form",
    "source_cells",
]


# Records as lines of JSON and of CSV, under the names that the API itself uses.


# JSON leaves these as they are, but a terminal takes them for commands.
_CONTROLS = {number: f"\\u{number:04x}" for number in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def json_text(value: object) -> str:
    """A value as one line of JSON that is safe to show."""
    from aurorax_typed.export.json import json_bytes

    return _safe(json_bytes(value).decode())


def _safe(text: str) -> str:
    # To translate is slow, and seldom changes anything.
    return text if text.isascii() and "\x7f" not in text else text.translate(_CONTROLS)


def indented(value: object) -> str:
    """A JSON value for people to read and edit, safe to show."""
    return f"{json.dumps(value, indent=2)}\n"


def json_lines() -> Callable[[Record | DataSource], str]:
    """What makes a line of JSON of a record, as the API writes it and safe to show, without the line's end.

    Times are `2020-02-01T00:00:00` (UTC), sources whole. Members that this version does not know stand at the end.
    """
    from aurorax_typed.export.json import RecordLines

    of_record = RecordLines()

    def line(record: Record | DataSource) -> str:
        if isinstance(record, Record):
            return _safe(of_record(record)[:-1].decode())
        members = dict(vars(record))
        extra = cast("dict[str, object]", members.pop("extra", None) or {})
        return json_text(members | extra)

    return line


def document(record: Record | DataSource) -> dict[str, JSONValue]:
    """A record as the JSON document that is written of it."""
    return cast("dict[str, JSONValue]", json.loads(json_lines()(record)))


def columns_of(record_type: type[Record]) -> list[str]:
    """The columns of a CSV file: known before the first record, and the same for every result."""
    from aurorax_typed.export import column_names

    return column_names(record_type)


def csv_lines(record_type: type[Record]) -> Callable[[Record], str]:
    """What makes a line of CSV of a record, without the line's end: times as ISO 8601 (UTC), objects and lists as JSON,
    absent values as nothing."""
    from aurorax_typed.export.rows import CsvLines

    of_record = CsvLines(record_type)
    return lambda record: of_record(record)[:-1]


# Flat things as CSV cells and as Parquet files: what is neither a record nor so many that it must stream.


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
    from aurorax_typed.export.rows import sound

    return sound(value) if isinstance(value, str) else value


T_contra = TypeVar("T_contra", contravariant=True)
R = TypeVar("R", bound=Record)

Cell: TypeAlias = str | int | float | bool | datetime | date | None
CellKind: TypeAlias = Literal["text", "whole", "number", "time", "day", "flag"]


class Target(Protocol[T_contra]):
    """An open Parquet file."""

    def write(self, records: Sequence[T_contra], /) -> object:
        """Take some."""


@frozen
class Look:
    """How a table may look.

    Attributes:
        width: characters that a line may have; None cuts nothing.
        colours: whether terminal escapes may be used.
        ascii: whether only ASCII can be shown.
    """

    width: int | None = None
    colours: bool = False
    ascii: bool = False


@frozen(kw_only=True)
class Form(Generic[T]):
    """One kind of thing in every format.

    Attributes:
        table: its lines for people, without line ends.
        json_line: makes what makes a line of JSON, safe to show, without its end.
        columns: those of CSV and Parquet.
        csv_rows: makes what makes the lines of CSV of a thing, without their ends.
        parquet: opens a file, which appears whole at the end of the `with` block.
        single: there is just one: JSON is that object, not an array.
    """

    table: Callable[[Iterator[T], Look], Iterator[str]]
    json_line: Callable[[], Callable[[T], str]]
    columns: Sequence[str]
    csv_rows: Callable[[], Callable[[T], Iterable[str]]]
    parquet: Callable[[Path], AbstractContextManager[Target[T]]]
    single: bool = False


def columned(columns: Sequence[Column[T]]) -> Callable[[Iterator[T], Look], Iterator[str]]:
    """A table with a heading and a line for each."""
    return lambda rows, look: lines(rows, columns, width=look.width, bold=look.colours)


def fielded(fields: Callable[[T], Iterable[str]]) -> Callable[[Iterator[T], Look], Iterator[str]]:
    """No table: some lines about each."""

    def show(rows: Iterator[T], look: Look) -> Iterator[str]:
        for row in rows:
            yield from fields(row)

    return show


def record_form(record_type: type[R], table: Sequence[Column[R]]) -> Form[R]:
    """Records that a search finds; they can be millions, and nothing keeps them."""

    def parquet(path: Path) -> AbstractContextManager[Target[R]]:
        from aurorax_typed.export import ParquetSink

        return ParquetSink(path, record_type)

    def rows() -> Callable[[R], Iterable[str]]:
        line = csv_lines(record_type)
        return lambda record: (line(record),)

    return Form(
        table=columned(table),
        json_line=json_lines,
        columns=columns_of(record_type),
        csv_rows=rows,
        parquet=parquet,
    )


def flat_form(
    *,
    table: Callable[[Iterator[T], Look], Iterator[str]],
    columns: Mapping[str, CellKind],
    rows: Callable[[T], Iterable[Sequence[Cell]]],
    document: Callable[[T], object] | None = None,
    json_line: Callable[[], Callable[[T], str]] | None = None,
    single: bool = False,
) -> Form[T]:
    """Things with plain columns.

    Args:
        rows: of one thing, in the order of the columns.
        document: its JSON value; or `json_line`, where that is made already.
    """

    def to_json(thing: T) -> str:
        if document is None:
            [row] = rows(thing)
            return json_text(dict(zip(columns, row, strict=True)))
        return json_text(document(thing))

    def csv(thing: T) -> Iterable[str]:
        return (",".join(map(csv_cell, row)) for row in rows(thing))

    return Form(
        table=table,
        json_line=json_line or (lambda: to_json),
        columns=tuple(columns),
        csv_rows=lambda: csv,
        parquet=lambda path: FlatParquet(path, columns, rows),
        single=single,
    )


SOURCE_KINDS: dict[str, CellKind] = {
    "identifier": "whole",
    "program": "text",
    "platform": "text",
    "instrument_type": "text",
    "source_type": "text",
    "display_name": "text",
}


def source_cells(source: DataSource) -> list[Cell]:
    """A source in the six columns that every table of sources begins with."""
    return [cast("Cell", getattr(source, name)) for name in SOURCE_KINDS]


SOURCES: Form[DataSource] = flat_form(
    table=columned(SOURCE_COLUMNS),
    columns=SOURCE_KINDS,
    rows=lambda source: [source_cells(source)],
    json_line=json_lines,
)
