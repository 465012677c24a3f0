"""Which columns a kind of record has as a table, and their values: what all formats agree on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Literal

import msgspec

from aurorax_typed._core.record_fields import Field, fields_of
from aurorax_typed.export.json import ByIdentity, json_bytes
from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    Ephemeris,
    JSONValue,
    Record,
)

__all__ = [
    "SOURCE_MEMBERS",
    "CsvLines",
    "JsonCells",
    "Kind",
    "column_names",
    "csv_cell",
    "flat",
    "kinds",
    "layout",
    "sound",
    "without_apostrophe",
]

Kind = Literal["source", "location", "time", "choice", "text", "number", "whole", "flag", "json", "sources", "events"]
"""What a field of a record is in tables: `choice` is text with few different values, `json` is written as JSON text."""

SOURCE_MEMBERS = ("display_name", "identifier", "program", "platform", "instrument_type", "source_type")
"""The members of a source that tables have, in their order."""

_QUOTE = '"'
_TO_BE_QUOTED = re.compile(r'[",\r\n]').search
_CHOICES = frozenset({"data_product_type", "conjunction_type"})


def _kinds(record_type: type) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {field.name: _kind(field) for field in fields_of(record_type)}
    kinds["extra"] = "json"
    return kinds


def _kind(field: Field) -> Kind:
    match field.kind:
        case "text":
            return "choice" if field.name in _CHOICES else "text"
        case "object" | "values" | "texts" | "schema" | "statistics":
            return "json"
        case kind:
            return kind


def _layout(members: Mapping[str, Kind]) -> dict[str, tuple[str, str | None]]:
    columns: dict[str, tuple[str, str | None]] = {}
    for name, kind in members.items():
        if kind == "source":
            # The source goes by its name for people; the other columns go by the names of its members.
            columns |= {name if part == "display_name" else part: (name, part) for part in SOURCE_MEMBERS}
        elif kind == "location":
            columns |= {f"{name}_{part}": (name, part) for part in ("lat", "lon")}
        else:
            columns[name] = (name, None)
    return columns


_MEMBERS: dict[type[Record | ConjunctionEvent], dict[str, Kind]] = {
    kind: _kinds(kind) for kind in (DataProduct, Ephemeris, Conjunction, ConjunctionEvent)
}
_LAYOUTS = {kind: _layout(members) for kind, members in _MEMBERS.items()}


def kinds(record_type: type[Record | ConjunctionEvent]) -> Mapping[str, Kind]:
    """The members of a kind of record, in order, and what they are."""
    return _MEMBERS[record_type]


def layout(record_type: type[Record]) -> Mapping[str, tuple[str, str | None]]:
    """Column → the member of the record, and the member of that which stands in the column (None: it does itself)."""
    return _LAYOUTS[record_type]


def column_names(record_type: type[Record]) -> list[str]:
    """The columns of every table of such records, in order: the same whatever the records hold."""
    return list(layout(record_type))


def _source(source: DataSource) -> dict[str, object]:
    return {member: getattr(source, member) for member in SOURCE_MEMBERS}


def _source_json(source: DataSource) -> msgspec.Raw:
    return msgspec.Raw(json_bytes(_source(source)))


def _event(event: ConjunctionEvent, source: Callable[[DataSource], object]) -> dict[str, object]:
    row: dict[str, object] = {}
    for name in kinds(ConjunctionEvent):
        value = getattr(event, name)
        row[name] = source(value) if isinstance(value, DataSource) else value
    return row


def flat(record: Record) -> dict[str, object]:
    """A record as one row: column → value. Times are datetimes (UTC, without a zone), lists and metadata stay such.

    `data_source` is the source's name for people; `identifier`, `program`, `platform`, `instrument_type` and
    `source_type` follow it. A location is two columns, `<name>_lat` and `<name>_lon`, degrees. Distances are km.
    """
    row: dict[str, object] = {}
    for column, (name, part) in layout(type(record)).items():
        value = getattr(record, name)
        if part is not None:
            row[column] = getattr(value, part)
        elif name == "data_sources":
            row[column] = [_source(source) for source in value]
        elif name == "events":
            row[column] = [_event(event, _source) for event in value]
        else:
            row[column] = value
    return row


def sound(text: str) -> str:
    """Text that UTF-8 can hold: each lone surrogate, which no text should have, becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class JsonCells:
    """JSON text of what stands in one column although it has an inner structure: metadata, sources, events."""

    def __init__(self) -> None:
        self._sources = ByIdentity(_source_json)

    def __call__(self, kind: Kind, value: Any) -> str:
        """The text of a value of this kind."""
        if kind == "sources":
            value = [self._sources(source) for source in value]
        elif kind == "events":
            value = [_event(event, self._sources) for event in value]
        return json_bytes(value).decode()


_TAKEN_FOR_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]").match


def csv_text(text: str, *, excel_safe: bool = False) -> str:
    """Text as a cell. `excel_safe` puts an apostrophe before what a spreadsheet would take for a formula.

    Text that begins with apostrophes before such a character gets one more, so that `without_apostrophe` is exact.
    """
    text = sound(text)
    if excel_safe and _TAKEN_FOR_FORMULA(text):
        text = f"'{text}"
    return f'"{text.replace(_QUOTE, _QUOTE + _QUOTE)}"' if _TO_BE_QUOTED(text) else text


def without_apostrophe(text: str) -> str:
    """The text of a cell as it was before `excel_safe` put an apostrophe there."""
    return text[1:] if text.startswith("'") and _TAKEN_FOR_FORMULA(text) else text


def csv_cell(value: object, *, excel_safe: bool = False) -> str:
    """A plain value as RFC 4180 has it: times as ISO 8601, `true` and `false`, absent values as nothing.

    Args:
        value: text, number, boolean, time, or None.
        excel_safe: see `csv_text`; changes text only.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return csv_text(value, excel_safe=excel_safe)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else repr(value)


class CsvLines:
    """Records of one type as lines of a CSV file, its header first.

    Times are ISO 8601 (UTC, without a zone), lists and metadata JSON; what is absent is an empty cell. Text is written
    as it is, even if a spreadsheet would take it for a formula; `excel_safe` puts an apostrophe before such text.

    Args:
        record_type: what the records are.
        columns: fields of the metadata that get columns of their own: name → what gives the cell's value.
        excel_safe: whether to put an apostrophe before text that begins with `=`, `+`, `-`, `@` or a tab.

    Attributes:
        header: the line with the names of the columns.
    """

    def __init__(
        self,
        record_type: type[Record],
        columns: Mapping[str, Callable[[Any], object]] | None = None,
        *,
        excel_safe: bool = False,
    ) -> None:
        self._text = partial(csv_cell, excel_safe=excel_safe)
        self._columns = dict(columns or {})
        self.header: str = f"{','.join(map(self._text, [*column_names(record_type), *self._columns]))}\n"
        self._members = tuple(kinds(record_type).items())
        self._sources: ByIdentity[DataSource, str] = ByIdentity(
            lambda source: ",".join(map(self._text, _source(source).values()))
        )
        self._json = JsonCells()

    def __call__(self, record: Record) -> str:
        """The line of a record, its end included."""
        cells = [self._cell(kind, getattr(record, name)) for name, kind in self._members]
        if self._columns:
            metadata: Mapping[str, JSONValue] = record.metadata  # type: ignore[attr-defined]
            cells += [self._text(value(metadata.get(name))) for name, value in self._columns.items()]
        return f"{','.join(cells)}\n"

    def _cell(self, kind: Kind, value: Any) -> str:
        if value is None:
            return ""
        if kind == "location":
            return f"{csv_cell(value.lat)},{csv_cell(value.lon)}"
        if kind == "source":
            return self._sources(value)
        return self._text(self._json(kind, value) if kind in ("json", "sources", "events") else value)
