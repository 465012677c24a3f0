"""Records from parsed JSON, member by member: what every other way of making them is measured against.

A member that is missing, or of another type than the field, is a `Mismatch`. A member that no field is for goes to
`extra`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from aurorax_typed._core.decoder.limits import Mismatch
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
)

__all__ = ["BUILDERS", "NOWHERE", "SourceOf", "build_source", "parse_time"]


# Times as the server writes them.


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
        time = datetime.fromisoformat(text)
        if time.tzinfo is not None:
            time = time.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Mismatch("", f"is {text[:40]!r}; {_EXAMPLE}") from None
    return time


Members = dict[str, JSONValue]
SourceOf = Callable[[JSONValue], DataSource]
"""Makes a source from its value, or finds the one that was made before."""
T = TypeVar("T")

NOWHERE = Location()


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


def _take(members: Members, name: str, make: Callable[[JSONValue], T]) -> T:
    """A member that must be there."""
    if name not in members:
        raise Mismatch(name, "is missing")
    try:
        return make(members.pop(name))
    except Mismatch as fault:
        raise fault.under(name) from None


def _maybe(members: Members, name: str, make: Callable[[JSONValue], T]) -> T | None:
    """A member that may be missing or null."""
    value = members.pop(name, None)
    if value is None:
        return None
    try:
        return make(value)
    except Mismatch as fault:
        raise fault.under(name) from None


def _location(value: JSONValue) -> Location:
    members = _object(value)
    lat, lon = _maybe(members, "lat", _number), _maybe(members, "lon", _number)
    return NOWHERE if lat is None and lon is None else Location(lat, lon)


def _schema_item(value: JSONValue) -> MetadataSchemaItem:
    members = _object(value)
    return MetadataSchemaItem(
        field_name=_take(members, "field_name", _text),
        description=_maybe(members, "description", _text),
        data_type=_maybe(members, "data_type", _text),
        allowed_values=_maybe(members, "allowed_values", _list) or [],
        additional_description=_maybe(members, "additional_description", _text),
        searchable=_maybe(members, "searchable", _flag),
    )


def _schema(value: JSONValue) -> list[MetadataSchemaItem]:
    return _each(value, _schema_item)


def _texts(value: JSONValue) -> list[str]:
    return _each(value, _text)


def _statistics(value: JSONValue) -> DataSourceStatistics:
    members = _object(value)
    return DataSourceStatistics(
        ephemeris_count=_maybe(members, "ephemeris_count", _whole) or 0,
        data_product_count=_maybe(members, "data_product_count", _whole) or 0,
        earliest_ephemeris_loaded=_maybe(members, "earliest_ephemeris_loaded", _time),
        latest_ephemeris_loaded=_maybe(members, "latest_ephemeris_loaded", _time),
        earliest_data_product_loaded=_maybe(members, "earliest_data_product_loaded", _time),
        latest_data_product_loaded=_maybe(members, "latest_data_product_loaded", _time),
    )


def build_source(value: JSONValue) -> DataSource:
    """A data source in any of the server's formats.

    Raises:
        Mismatch: it has no identifier, or a member of another type.
    """
    members = _object(value)
    return DataSource(
        identifier=_take(members, "identifier", _whole),
        program=_maybe(members, "program", _text),
        platform=_maybe(members, "platform", _text),
        instrument_type=_maybe(members, "instrument_type", _text),
        source_type=_maybe(members, "source_type", _text),
        display_name=_maybe(members, "display_name", _text),
        metadata=_maybe(members, "metadata", _object),
        owner=_maybe(members, "owner", _text),
        maintainers=_maybe(members, "maintainers", _texts),
        ephemeris_metadata_schema=_maybe(members, "ephemeris_metadata_schema", _schema),
        data_product_metadata_schema=_maybe(members, "data_product_metadata_schema", _schema),
        stats=_maybe(members, "stats", _statistics),
        extra=members or None,
    )


def _product(value: JSONValue, source: SourceOf) -> DataProduct:
    members = _object(value)
    return DataProduct(
        _take(members, "data_source", source),
        _take(members, "data_product_type", _text),
        _take(members, "start", _time),
        _take(members, "end", _time),
        _take(members, "url", _text),
        _maybe(members, "metadata", _object) or {},
        members or None,
    )


def _ephemeris(value: JSONValue, source: SourceOf) -> Ephemeris:
    members = _object(value)
    return Ephemeris(
        _take(members, "data_source", source),
        _take(members, "epoch", _time),
        _maybe(members, "location_geo", _location) or NOWHERE,
        _maybe(members, "nbtrace", _location) or NOWHERE,
        _maybe(members, "sbtrace", _location) or NOWHERE,
        _maybe(members, "location_gsm", _location) or NOWHERE,
        _maybe(members, "metadata", _object) or {},
        members or None,
    )


def _event(value: JSONValue, source: SourceOf) -> ConjunctionEvent:
    members = _object(value)
    return ConjunctionEvent(
        _take(members, "conjunction_type", _text),
        _take(members, "e1_source", source),
        _take(members, "e2_source", source),
        _take(members, "start", _time),
        _take(members, "end", _time),
        _take(members, "min_distance", _number),
        _take(members, "max_distance", _number),
        members or None,
    )


def _conjunction(value: JSONValue, source: SourceOf) -> Conjunction:
    members = _object(value)

    def met(value: JSONValue) -> list[DataSource]:
        return _each(value, source)

    def events(value: JSONValue) -> list[ConjunctionEvent]:
        return _each(value, lambda item: _event(item, source))

    return Conjunction(
        _take(members, "conjunction_type", _text),
        _take(members, "start", _time),
        _take(members, "end", _time),
        _take(members, "data_sources", met),
        _take(members, "min_distance", _number),
        _take(members, "max_distance", _number),
        _take(members, "events", events),
        _maybe(members, "closest_epoch", _time),
        _maybe(members, "farthest_epoch", _time),
        members or None,
    )


BUILDERS: dict[type[Record], Callable[[JSONValue, SourceOf], Record]] = {
    DataProduct: _product,
    Ephemeris: _ephemeris,
    Conjunction: _conjunction,
}
