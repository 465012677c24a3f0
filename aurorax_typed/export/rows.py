"""Which columns a kind of record has as a table, and their values: what all formats agree on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, get_type_hints

from attrs import fields_dict

from aurorax_typed.export.jsontext import json_bytes
from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    Ephemeris,
    Location,
    Record,
)

__all__ = [
    "SOURCE_MEMBERS",
    "Kind",
    "cells",
    "column_names",
    "flat",
    "kinds",
    "layout",
    "naive_utc",
    "sound",
    "source_cells",
]

Kind = Literal["source", "location", "time", "choice", "text", "number", "whole", "json", "sources", "events"]
"""What a member of a record is: `choice` is text with few different values."""

SOURCE_MEMBERS = ("display_name", "identifier", "program", "platform", "instrument_type", "source_type")
"""The members of a source that tables have, in their order."""

_CHOICES = frozenset({"data_product_type", "conjunction_type"})
_KINDS: dict[object, Kind] = {DataSource: "source", Location: "location", float: "number", str: "text"}


def _kind(name: str, hint: object) -> Kind:
    if name in _CHOICES:
        return "choice"
    if name in ("metadata", "extra"):
        return "json"
    if hint == list[DataSource]:
        return "sources"
    if hint == list[ConjunctionEvent]:
        return "events"
    return _KINDS.get(hint, "time")


def _kinds(record_type: type[Any]) -> dict[str, Kind]:
    hints = get_type_hints(record_type)
    return {name: _kind(name, hints[name]) for name in fields_dict(record_type)}


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


def naive_utc(time: datetime) -> datetime:
    """A time without a zone, UTC, as records have it."""
    return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)


def _source(source: DataSource) -> dict[str, object]:
    return {member: getattr(source, member) for member in SOURCE_MEMBERS}


def _event(event: ConjunctionEvent) -> dict[str, object]:
    row: dict[str, object] = {}
    for name in kinds(ConjunctionEvent):
        value = getattr(event, name)
        row[name] = _source(value) if isinstance(value, DataSource) else value
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
            row[column] = [_event(event) for event in value]
        else:
            row[column] = value
    return row


def sound(text: str) -> str:
    """Text that UTF-8 can hold: each lone surrogate, which no text should have, becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text_cell(value: str | None) -> str:
    return "" if value is None else sound(value)


def _time_cell(value: datetime | None) -> str:
    return "" if value is None else value.isoformat()


def _number_cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def _json_cell(value: object) -> str:
    return "" if value is None else json_bytes(value).decode()


_CELLS: dict[Kind, Callable[..., str]] = {
    "choice": _text_cell,
    "text": _text_cell,
    "time": _time_cell,
    "number": _number_cell,
    "json": _json_cell,
    "sources": lambda value: _json_cell([_source(source) for source in value]),
    "events": lambda value: _json_cell([_event(event) for event in value]),
}


def _pair(location: Location) -> tuple[str, str]:
    return (_number_cell(location.lat), _number_cell(location.lon))


def source_cells(source: DataSource) -> tuple[str, ...]:
    """The cells of a source."""
    values = [getattr(source, member) for member in SOURCE_MEMBERS]
    return tuple(str(value) if isinstance(value, int) else _text_cell(value) for value in values)


def cells(record: Record, source: Callable[[DataSource], tuple[str, ...]] = source_cells) -> list[str]:
    """A record as the cells of a CSV file: times as ISO 8601 (UTC, without a zone), lists and metadata as JSON.

    What is absent is an empty cell. Text stays as it is, also where a spreadsheet would take it for a formula.

    Args:
        source: what makes the cells of a source, where they are to be remembered.
    """
    row: list[str] = []
    for name, kind in kinds(type(record)).items():
        value = getattr(record, name)
        if kind == "source":
            row += source(value)
        elif kind == "location":
            row += _pair(value)
        else:
            row.append(_CELLS[kind](value))
    return row
