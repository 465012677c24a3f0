"""Records as a table for people, laid out to fit the width of a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Generic, Literal, TypeVar

from attrs import frozen
from rich.cells import cell_len, set_cell_size

from aurorax_typed.cli.terminal import plain, styled
from aurorax_typed.records import Conjunction, DataProduct, DataSource, Ephemeris, Location, MetadataSchemaItem

__all__ = [
    "CONJUNCTION_COLUMNS",
    "EPHEMERIS_COLUMNS",
    "PRODUCT_COLUMNS",
    "SCHEMA_COLUMNS",
    "SOURCE_COLUMNS",
    "Column",
    "lines",
]

R = TypeVar("R")

_MEASURED = 1000
"""Rows that are looked at to find how wide the columns must be; more would have to be held in memory."""

_GAP = "  "


@frozen
class Column(Generic[R]):
    """One column of a table.

    Attributes:
        title: its heading.
        cell: what it shows of a record.
        cut: which end gives way where the table is too wide; None for a column that is never cut.
        least: characters that it keeps when it is cut.
        right: numbers stand at the right.
    """

    title: str
    cell: Callable[[R], str]
    cut: Literal["left", "right"] | None = None
    least: int = 8
    right: bool = False


def _start(record: DataProduct | Conjunction) -> str:
    return f"{record.start:%Y-%m-%d %H:%M}"


def _end(record: DataProduct | Conjunction) -> str:
    same_day = record.start.date() == record.end.date()
    return f"{record.end:%H:%M}" if same_day else f"{record.end:%Y-%m-%d %H:%M}"


def _names(source: DataSource) -> str:
    names = [source.program, source.platform, source.instrument_type]
    return "/".join(name for name in names if name) or f"source {source.identifier}"


def _place(location: Location) -> str:
    """Degrees north and east, in columns that stand below each other."""
    if location.lat is None or location.lon is None:
        return ""
    return f"{location.lat:.2f} {location.lon:7.2f}"


def _who(conjunction: Conjunction) -> str:
    return " + ".join(source.display_name or _names(source) for source in conjunction.data_sources)


def _file(product: DataProduct) -> str:
    return product.url.rstrip("/").rpartition("/")[2]


PRODUCT_COLUMNS: tuple[Column[DataProduct], ...] = (
    Column("START (UTC)", _start),
    Column("END", _end),
    Column("TYPE", lambda product: product.data_product_type, cut="right"),
    Column("SOURCE", lambda product: _names(product.data_source), cut="right", least=16),
    # The end of a file's name says what kind it is; its beginning repeats the time and the site.
    Column("FILE", _file, cut="left", least=18),
)

EPHEMERIS_COLUMNS: tuple[Column[Ephemeris], ...] = (
    Column("EPOCH (UTC)", lambda record: f"{record.epoch:%Y-%m-%d %H:%M}"),
    Column("SOURCE", lambda record: _names(record.data_source), cut="right", least=16),
    Column("GEO LAT     LON", lambda record: _place(record.location_geo), right=True),
    Column("NBTRACE LAT     LON", lambda record: _place(record.nbtrace), right=True),
)

CONJUNCTION_COLUMNS: tuple[Column[Conjunction], ...] = (
    Column("START (UTC)", _start),
    Column("END", _end),
    Column("TYPE", lambda record: record.conjunction_type, cut="right"),
    Column("MIN KM", lambda record: f"{record.min_distance:.0f}", right=True),
    Column("MAX KM", lambda record: f"{record.max_distance:.0f}", right=True),
    Column("WHO", _who, cut="right", least=16),
)

SOURCE_COLUMNS: tuple[Column[DataSource], ...] = (
    Column("ID", lambda source: str(source.identifier), right=True),
    Column("PROGRAM", lambda source: source.program or "", cut="right"),
    Column("PLATFORM", lambda source: source.platform or "", cut="right"),
    Column("INSTRUMENT TYPE", lambda source: source.instrument_type or "", cut="right"),
    Column("KIND", lambda source: source.source_type or "", cut="right"),
    Column("NAME", lambda source: source.display_name or "", cut="right"),
)


SCHEMA_COLUMNS: tuple[Column[MetadataSchemaItem], ...] = (
    Column("FIELD", lambda item: item.field_name),
    Column("TYPE", lambda item: item.data_type or ""),
    Column("VALUES", lambda item: ", ".join(map(str, item.allowed_values)), cut="right"),
    Column("DESCRIPTION", lambda item: item.description or "", cut="right", least=16),
)


def lines(
    records: Iterator[R], columns: Sequence[Column[R]], *, width: int | None = None, bold: bool = False
) -> Iterator[str]:
    """A heading and one line for each record; nothing at all without records.

    Args:
        records: taken one by one; at most the first 1000 are held, to measure the columns.
        width: characters that a line may have; None cuts nothing.
        bold: show the heading in bold, with terminal escapes.
    """
    first = [_cells(record, columns) for record in islice(records, _MEASURED)]
    if not first:
        return
    widths = [max(len(c.title), *(cell_len(cells[i]) for cells in first)) for i, c in enumerate(columns)]
    if width is not None:
        widths = _fit(widths, columns, width)
    heading = _line([column.title for column in columns], widths, columns)
    yield styled(heading, "bold", bold)
    for cells in chain(first, (_cells(record, columns) for record in records)):
        yield _line(cells, widths, columns, cut=width is not None)


def _cells(record: R, columns: Sequence[Column[R]]) -> list[str]:
    return [plain(column.cell(record)) for column in columns]


def _fit(widths: Sequence[int], columns: Sequence[Column[R]], width: int) -> list[int]:
    """Take from the columns that may be cut, the last first, until the line fits or nothing more can be taken."""
    fitted = list(widths)
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    for i, column in reversed(list(enumerate(columns))):
        if over > 0 and column.cut:
            taken = max(min(over, fitted[i] - max(column.least, len(column.title))), 0)
            fitted[i] -= taken
            over -= taken
    return fitted


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column[R]], *, cut: bool = True) -> str:
    parts = []
    for cell, width, column in zip(cells, widths, columns, strict=True):
        text = _cut(cell, width, column.cut) if cut else cell
        blanks = " " * (width - cell_len(text))
        parts.append(blanks + text if column.right else text + blanks)
    return _GAP.join(parts).rstrip()


def _cut(text: str, width: int, end: str | None) -> str:
    """Text in at most this many columns of a terminal, of which some characters take two and some none."""
    if end is None or cell_len(text) <= width:
        return text
    if end == "right":
        return set_cell_size(text, width - 1).rstrip() + "…"
    while cell_len(text) > width - 1:
        text = text[1:]
    return "…" + text
