"""How each kind of thing is written in each format: what the commands give to `writing`, which writes it.

Records have the columns of the library's exports. Everything else (sources, counts, listings) is flat: a mapping of
column names to kinds, and a function that gives the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar, cast

from attrs import frozen

from aurorax_typed.cli.documents import columns as columns_of
from aurorax_typed.cli.documents import csv_lines, json_lines, json_text
from aurorax_typed.cli.flat import FlatParquet, csv_cell
from aurorax_typed.cli.table import SOURCE_COLUMNS, Column, lines
from aurorax_typed.records import DataSource, Record

__all__ = [
    "SOURCES",
    "SOURCE_KINDS",
    "Cell",
    "CellKind",
    "Form",
    "Look",
    "Target",
    "columned",
    "fielded",
    "flat_form",
    "record_form",
    "source_cells",
]

T = TypeVar("T")
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
