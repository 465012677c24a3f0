"""Records from parsed JSON, member by member: what every other way of making them is measured against.

A member that is missing, or of another type than the field, is a `Mismatch`. A member that no field is for goes to
`extra`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from attrs import fields_dict

from aurorax_typed._core.decoder.limits import Mismatch
from aurorax_typed._core.record_fields import FieldKind, fields_of
from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    DataSourceStatistics,
    Ephemeris,
    JSONValue,
    Location,
    MetadataSchemaItem,
    Record,
    naive_utc,
)

__all__ = ["NOWHERE", "RECORD_TYPES", "SourceOf", "build_source", "builder", "parse_time"]


Members = dict[str, JSONValue]
_MISSING: JSONValue = {}
"""Itself alone stands for a member that is not there."""
SourceOf = Callable[[JSONValue], DataSource]
"""Makes a source from its value, or finds the one that was made before."""
T = TypeVar("T")

NOWHERE = Location()


_FORM = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d++)?)?(?:Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?", re.ASCII
)
_EXAMPLE = "a time like '2020-01-01T00:00:00' is needed"


def parse_time(text: str) -> datetime:
    """A naive UTC datetime from `2020-01-01T00:00:00.123Z` and the like.

    Seconds may be left out, a fraction may have any number of digits (they are cut after the sixth, a microsecond),
    and `Z` or an offset may follow; without one the time is UTC, as the server means it. A date alone is refused:
    whether it stands for the start or the end of that day can't be known.

    Raises:
        Mismatch: it is no time, 24:00, a leap second, or beyond the years 1 to 9999.
    """
    # `fromisoformat` alone would also read week dates, compact forms and some that are no ISO 8601 at all.
    if not _FORM.fullmatch(text):
        raise Mismatch("", f"is {text[:40]!r}; {_EXAMPLE}")
    if text[11:13] == "24":
        raise Mismatch("", f"is {text[:40]!r}; there is no hour 24, the next day starts at 00:00")
    if text[17:19] == "60":
        raise Mismatch("", f"is {text[:40]!r}, a leap second, which a datetime can't hold")
    try:
        return naive_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise Mismatch("", f"is {text[:40]!r}; {_EXAMPLE}") from None


def _kind(value: JSONValue) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"


def _object(value: JSONValue) -> Members:
    """A copy that its user may take apart."""
    if not isinstance(value, dict):
        raise Mismatch("", f"is {_kind(value)}, an object is needed")
    return dict(value)


def _text(value: JSONValue) -> str:
    if not isinstance(value, str):
        raise Mismatch("", f"is {_kind(value)}, a string is needed")
    return value


def _time(value: JSONValue) -> datetime:
    return parse_time(_text(value))


def _number(value: JSONValue) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Mismatch("", f"is {_kind(value)}, a number is needed")
    try:
        return float(value)
    except OverflowError:
        raise Mismatch("", "is a whole number too large for a float") from None


def _whole(value: JSONValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        kind = "not whole" if isinstance(value, float) else _kind(value)
        raise Mismatch("", f"is {kind}, a whole number is needed")
    return value


def _flag(value: JSONValue) -> bool:
    if not isinstance(value, bool):
        raise Mismatch("", f"is {_kind(value)}, true or false is needed")
    return value


def _list(value: JSONValue) -> list[JSONValue]:
    if not isinstance(value, list):
        raise Mismatch("", f"is {_kind(value)}, a list is needed")
    return value


def _each(value: JSONValue, make: Callable[[JSONValue], T]) -> list[T]:
    made: list[T] = []
    for index, item in enumerate(_list(value)):
        try:
            made.append(make(item))
        except Mismatch as fault:
            raise fault.under(f"[{index}]") from None
    return made


_READERS: dict[FieldKind, Callable[[JSONValue], object]] = {
    "text": _text,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "time": _time,
    "object": _object,
    "values": _list,
    "texts": lambda value: _each(value, _text),
}


def builder(record_type: type[T], *, source: SourceOf | None = None) -> Callable[[JSONValue], T]:
    """What makes such a record, or a part of one, of its JSON object.

    It raises `Mismatch` where a field that every record has is missing, or one is of another type. Fields that may be
    missing, or are null, have their defaults. Members that the class has no field for go to its `extra`.

    Args:
        record_type: a class of `aurorax_typed.records` or of `aurorax_typed.answers`.
        source: makes its data sources.
    """
    readers = dict(_READERS)
    if source is not None:
        readers |= {
            "source": source,
            "sources": lambda value: _each(value, source),
            "events": lambda value: _each(value, builder(ConjunctionEvent, source=source)),
        }
    fields = [(field.name, readers[field.kind], field.required) for field in fields_of(record_type)]
    has_extra = "extra" in fields_dict(record_type)  # type: ignore[arg-type]

    def build(value: JSONValue) -> T:
        members = _object(value)
        found: dict[str, object] = {}
        for name, read, required in fields:
            member = members.pop(name, _MISSING if required else None)
            if member is None and not required:
                continue
            if member is _MISSING:
                raise Mismatch(name, "is missing")
            try:
                found[name] = read(member)
            except Mismatch as fault:
                raise fault.under(name) from None
        if has_extra:
            found["extra"] = members or None
        return record_type(**found)

    return build


def _location(value: JSONValue) -> Location:
    place = _read_location(value)
    return NOWHERE if place == NOWHERE else place


_read_location = builder(Location)
_read_schema_item = builder(MetadataSchemaItem)
_READERS |= {
    "location": _location,
    "statistics": builder(DataSourceStatistics),
    "schema": lambda value: _each(value, _read_schema_item),
}
build_source = builder(DataSource)
"""Makes a data source of the server's JSON in any of its formats; see `builder`."""

RECORD_TYPES: tuple[type[Record], ...] = (DataProduct, Ephemeris, Conjunction)
