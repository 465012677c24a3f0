"""How each kind of thing is written in each format: what the commands give to `writing`, which writes it.

Records have the columns of the library's exports. Everything else (sources, counts, listings) is flat: a mapping of
column names to kinds, and a function that gives the rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, cast

from attrs import frozen

from aurorax_typed._optional import require
from aurorax_typed.cli.table import SOURCE_COLUMNS, Column, lines
from aurorax_typed.errors import ResultError
from aurorax_typed.records import DataSource, JSONValue, Record

if TYPE_CHECKING:
    import pyarrow as pa

    from aurorax_typed.export import RecordSink

__all__ = [
    "SOURCES",
    "SOURCE_KINDS",
    "Cell",
    "CellKind",
    "Formatter",
    "TableStyle",
    "as_fields",
    "as_table",
    "document",
    "flat_formatter",
    "indented",
    "json_lines",
    "json_text",
    "record_formatter",
    "source_cells",
]


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


T = TypeVar("T")
R = TypeVar("R", bound=Record)

Cell: TypeAlias = str | int | float | bool | datetime | date | None
CellKind: TypeAlias = Literal["text", "whole", "number", "time", "day", "flag"]


@frozen
class TableStyle:
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
class Formatter(Generic[T]):
    """One kind of thing in every format.

    Attributes:
        table: its lines for people, without line ends.
        json_line: makes what makes a line of JSON, safe to show, without its end.
        columns: those of CSV and Parquet.
        csv_rows: makes what makes the lines of CSV of a thing, without their ends; safe for Excel if that is asked for.
        parquet: opens a file, which appears whole at the end of the `with` block.
        single: there is just one: JSON is that object, not an array.
    """

    table: Callable[[Iterator[T], TableStyle], Iterator[str]]
    json_line: Callable[[], Callable[[T], str]]
    columns: Sequence[str]
    csv_rows: Callable[[bool], Callable[[T], Iterable[str]]]
    parquet: Callable[[Path], RecordSink[T]]
    single: bool = False


def as_table(columns: Sequence[Column[T]]) -> Callable[[Iterator[T], TableStyle], Iterator[str]]:
    """A table with a heading and a line for each."""
    return lambda rows, style: lines(rows, columns, width=style.width, bold=style.colours)


def as_fields(fields: Callable[[T], Iterable[str]]) -> Callable[[Iterator[T], TableStyle], Iterator[str]]:
    """No table: some lines about each."""

    def show(rows: Iterator[T], style: TableStyle) -> Iterator[str]:
        for row in rows:
            yield from fields(row)

    return show


def record_formatter(
    record_type: type[R], table: Sequence[Column[R]], metadata: Sequence[str] | None = None
) -> Formatter[R]:
    """Records that a search finds; they can be millions, and nothing keeps them.

    Args:
        record_type: what they are.
        table: the columns for people.
        metadata: fields of the metadata that become columns of CSV and Parquet.

    Raises:
        QueryError: one can't be a column.
    """
    from aurorax_typed.export.metadata_columns import MetadataColumns
    from aurorax_typed.export.rows import CsvLines, column_names

    fields = MetadataColumns(record_type, metadata).cells()

    def parquet(path: Path) -> RecordSink[R]:
        from aurorax_typed.export import ParquetSink

        return ParquetSink(path, record_type, metadata=metadata)

    def csv_rows(excel_safe: bool) -> Callable[[R], Iterable[str]]:
        of_record = CsvLines(record_type, fields, excel_safe=excel_safe)
        return lambda record: (of_record(record)[:-1],)

    return Formatter(
        table=as_table(table),
        json_line=json_lines,
        columns=[*column_names(record_type), *fields],
        csv_rows=csv_rows,
        parquet=parquet,
    )


def flat_formatter(
    *,
    table: Callable[[Iterator[T], TableStyle], Iterator[str]],
    columns: Mapping[str, CellKind],
    rows: Callable[[T], Iterable[Sequence[Cell]]],
    document: Callable[[T], object] | None = None,
    json_line: Callable[[], Callable[[T], str]] | None = None,
    single: bool = False,
) -> Formatter[T]:
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

    def csv_rows(excel_safe: bool) -> Callable[[T], Iterable[str]]:
        from aurorax_typed.export.rows import csv_cell

        cell = partial(csv_cell, excel_safe=excel_safe)
        return lambda thing: (",".join(map(cell, row)) for row in rows(thing))

    def parquet(path: Path) -> RecordSink[T]:
        from aurorax_typed.export.sinks import TableSink

        return TableSink(path, _FlatColumns(columns, rows))

    return Formatter(
        table=table,
        json_line=json_line or (lambda: to_json),
        columns=tuple(columns),
        csv_rows=csv_rows,
        parquet=parquet,
        single=single,
    )


class _FlatColumns(Generic[T]):
    """Makes the columns of flat things. Times are microseconds in UTC without a time zone, days are dates.

    Args:
        columns: kinds by name.
        rows: those of one thing.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self, columns: Mapping[str, CellKind], rows: Callable[[T], Iterable[Sequence[Cell]]]) -> None:
        self._pa: Any = require("pyarrow", "Parquet files")
        self._rows = rows
        types = {
            "text": self._pa.string(),
            "whole": self._pa.int64(),
            "number": self._pa.float64(),
            "time": self._pa.timestamp("us"),
            "day": self._pa.date32(),
            "flag": self._pa.bool_(),
        }
        self.schema = self._pa.schema([(name, types[kind]) for name, kind in columns.items()])

    def convert(self, things: Sequence[T], /) -> pa.RecordBatch:
        from aurorax_typed.export.rows import sound

        rows = [row for thing in things for row in self._rows(thing)]
        by_column = list(zip(*rows, strict=True)) if rows else [()] * len(self.schema)
        try:
            arrays = [
                self._pa.array([sound(value) if isinstance(value, str) else value for value in values], field.type)
                for values, field in zip(by_column, self.schema, strict=True)
            ]
        except (OverflowError, self._pa.ArrowInvalid):
            raise ResultError(
                "A number does not fit in 64 bits, so that no table can hold it. Write --format ndjson instead."
            ) from None
        return self._pa.RecordBatch.from_arrays(arrays, schema=self.schema)


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


SOURCES: Formatter[DataSource] = flat_formatter(
    table=as_table(SOURCE_COLUMNS),
    columns=SOURCE_KINDS,
    rows=lambda source: [source_cells(source)],
    json_line=json_lines,
)
