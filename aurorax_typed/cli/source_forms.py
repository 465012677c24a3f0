"""How one data source, and the counts of several, are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import frozen

from aurorax_typed.cli.documents import json_lines, json_text
from aurorax_typed.cli.forms import SOURCE_KINDS, Cell, CellKind, Form, Look, columned, flat_form, source_cells
from aurorax_typed.cli.table import SCHEMA_COLUMNS, Column, lines
from aurorax_typed.cli.text import fields, thousands
from aurorax_typed.records import DataSource, DataSourceStatistics

__all__ = ["COUNTED", "DESCRIBED"]

_STATISTICS: dict[str, CellKind] = {
    "ephemeris_count": "whole",
    "earliest_ephemeris_loaded": "time",
    "latest_ephemeris_loaded": "time",
    "data_product_count": "whole",
    "earliest_data_product_loaded": "time",
    "latest_data_product_loaded": "time",
}


@frozen
class _Count:
    """One line of the table: the records of one kind of one source."""

    source: DataSource
    what: str
    count: int
    first: datetime | None
    last: datetime | None


def _minute(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


_COLUMNS: tuple[Column[_Count], ...] = (
    Column("ID", lambda row: str(row.source.identifier), right=True),
    Column("NAME", lambda row: row.source.display_name or "", cut="right", least=12),
    Column("RECORDS", lambda row: row.what),
    Column("COUNT", lambda row: thousands(row.count), right=True),
    Column("FIRST (UTC)", lambda row: _minute(row.first)),
    Column("LAST (UTC)", lambda row: _minute(row.last)),
)


def _statistics(source: DataSource) -> DataSourceStatistics:
    return source.stats or DataSourceStatistics()


def _counts(sources: Iterator[DataSource]) -> Iterator[_Count]:
    for source in sources:
        stats = _statistics(source)
        yield _Count(
            source,
            "ephemeris",
            stats.ephemeris_count,
            stats.earliest_ephemeris_loaded,
            stats.latest_ephemeris_loaded,
        )
        yield _Count(
            source,
            "data products",
            stats.data_product_count,
            stats.earliest_data_product_loaded,
            stats.latest_data_product_loaded,
        )


def _rows(source: DataSource) -> list[list[Cell]]:
    stats = _statistics(source)
    return [[*source_cells(source), *(getattr(stats, name) for name in _STATISTICS)]]


COUNTED: Form[DataSource] = flat_form(
    table=lambda sources, look: columned(_COLUMNS)(_counts(sources), look),
    columns={**SOURCE_KINDS, **_STATISTICS},
    rows=_rows,
)


def _amount(count: int, first: datetime | None, last: datetime | None) -> str:
    span = f", {_minute(first)} to {_minute(last)}" if first and last else ""
    return f"{thousands(count)}{span}"


def _described(sources: Iterator[DataSource], look: Look) -> Iterator[str]:
    for source in sources:
        stats = _statistics(source)
        yield from fields(
            {
                "identifier": source.identifier,
                "program": source.program,
                "platform": source.platform,
                "instrument type": source.instrument_type,
                "kind": source.source_type,
                "name": source.display_name,
                "ephemeris": _amount(
                    stats.ephemeris_count, stats.earliest_ephemeris_loaded, stats.latest_ephemeris_loaded
                ),
                "data products": _amount(
                    stats.data_product_count, stats.earliest_data_product_loaded, stats.latest_data_product_loaded
                ),
                "metadata": json_text(source.metadata) if source.metadata else None,
                "maintainers": ", ".join(source.maintainers or []),
                "owner": source.owner,
            },
            width=look.width,
        ).splitlines()
        yield from _schemas(source, look)


def _schemas(source: DataSource, look: Look) -> Iterable[str]:
    schemas = {"ephemeris": source.ephemeris_metadata_schema, "data products": source.data_product_metadata_schema}
    for name, schema in schemas.items():
        if schema:
            yield ""
            yield f"Metadata of its {name}:"
            yield from lines(iter(schema), SCHEMA_COLUMNS, width=look.width, bold=look.colours)


DESCRIBED: Form[DataSource] = flat_form(
    table=_described,
    columns=SOURCE_KINDS,
    rows=lambda source: [source_cells(source)],
    json_line=json_lines,
    single=True,
)
