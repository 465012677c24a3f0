"""What a result document means, worked out with the standard library alone.

It shares no code with the decoder: the whole text is read by `json`, and the records are put together by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    DataSourceStatistics,
    Ephemeris,
    Location,
    MetadataSchemaItem,
    Record,
    Row,
)

__all__ = ["Refused", "exact", "expected", "expected_rows", "record_from"]

T = TypeVar("T")


class Refused(Exception):
    """The document, or a record of it, is not what it should be."""


class EndsEarly(Refused):
    """The document is the beginning of a better one."""


_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?", re.ASCII
)


def _time(value: Any) -> datetime:
    found = _TIME.fullmatch(value) if type(value) is str else None
    if not found:
        raise Refused(f"no time: {value!r}")
    date, clock, second, fraction, zone = found.groups()
    try:
        time = datetime.strptime(f"{date} {clock}:{second or '00'}", "%Y-%m-%d %H:%M:%S")
        time = time.replace(microsecond=int((fraction or "0")[:6].ljust(6, "0")))
        if zone and zone != "Z":
            offset = datetime.strptime(zone, "%z").utcoffset()
            assert offset is not None
            time -= offset
    except (ValueError, OverflowError) as error:
        raise Refused(str(error)) from None
    return time.replace(tzinfo=UTC).replace(tzinfo=None)


def _is(value: Any, *kinds: type) -> Any:
    if type(value) not in kinds:
        raise Refused(f"{value!r} is none of {kinds}")
    return value


def _text(value: Any) -> str:
    return _is(value, str)


def _number(value: Any) -> float:
    try:
        return float(_is(value, int, float))
    except OverflowError:
        raise Refused("too large") from None


def _location(value: Any) -> Location:
    if value is None:
        return Location()
    _is(value, dict)
    lat, lon = value.get("lat"), value.get("lon")
    return Location(None if lat is None else _number(lat), None if lon is None else _number(lon))


def _optional(members: dict[str, Any], name: str, make: Any, default: Any = None) -> Any:
    value = members.get(name)
    return default if value is None else make(value)


def _required(members: dict[str, Any], name: str, make: Any) -> Any:
    if name not in members:
        raise Refused(f"{name} is missing")
    return make(members[name])


def _schema(value: Any) -> list[MetadataSchemaItem]:
    return [
        MetadataSchemaItem(
            field_name=_required(_is(item, dict), "field_name", _text),
            description=_optional(item, "description", _text),
            data_type=_optional(item, "data_type", _text),
            allowed_values=_optional(item, "allowed_values", lambda v: _is(v, list), []),
            additional_description=_optional(item, "additional_description", _text),
            searchable=_optional(item, "searchable", lambda v: _is(v, bool)),
        )
        for item in _is(value, list)
    ]


def _statistics(value: Any) -> DataSourceStatistics:
    _is(value, dict)
    times = {
        f"{end}_{kind}_loaded": _optional(value, f"{end}_{kind}_loaded", _time)
        for end in ("earliest", "latest")
        for kind in ("ephemeris", "data_product")
    }
    counts = {
        name: _optional(value, name, lambda v: _is(v, int), 0) for name in ("ephemeris_count", "data_product_count")
    }
    return DataSourceStatistics(**times, **counts)


def _without(members: dict[str, Any], *known: str) -> dict[str, Any] | None:
    return {name: value for name, value in members.items() if name not in known} or None


def source_from(value: Any) -> DataSource:
    _is(value, dict)
    texts = ("program", "platform", "instrument_type", "source_type", "display_name", "owner")
    schemas = ("ephemeris_metadata_schema", "data_product_metadata_schema")
    return DataSource(
        identifier=_required(value, "identifier", lambda v: _is(v, int)),
        **{name: _optional(value, name, _text) for name in texts},
        **{name: _optional(value, name, _schema) for name in schemas},
        metadata=_optional(value, "metadata", lambda v: _is(v, dict)),
        maintainers=_optional(value, "maintainers", lambda v: [_text(item) for item in _is(v, list)]),
        stats=_optional(value, "stats", _statistics),
        extra=_without(value, "identifier", *texts, *schemas, "metadata", "maintainers", "stats"),
    )


def _metadata(value: dict[str, Any]) -> dict[str, Any]:
    return _optional(value, "metadata", lambda v: _is(v, dict), {})


def _event(value: Any) -> ConjunctionEvent:
    _is(value, dict)
    return ConjunctionEvent(
        conjunction_type=_required(value, "conjunction_type", _text),
        e1_source=_required(value, "e1_source", source_from),
        e2_source=_required(value, "e2_source", source_from),
        start=_required(value, "start", _time),
        end=_required(value, "end", _time),
        min_distance=_required(value, "min_distance", _number),
        max_distance=_required(value, "max_distance", _number),
        extra=_without(
            value, "conjunction_type", "e1_source", "e2_source", "start", "end", "min_distance", "max_distance"
        ),
    )


def record_from(value: Any, kind: type[Record]) -> Record:
    """The record that a value of `json` stands for."""
    _is(value, dict)
    if kind is DataProduct:
        return DataProduct(
            data_source=_required(value, "data_source", source_from),
            data_product_type=_required(value, "data_product_type", _text),
            start=_required(value, "start", _time),
            end=_required(value, "end", _time),
            url=_required(value, "url", _text),
            metadata=_metadata(value),
            extra=_without(value, "data_source", "data_product_type", "start", "end", "url", "metadata"),
        )
    if kind is Ephemeris:
        places = ("location_geo", "nbtrace", "sbtrace", "location_gsm")
        return Ephemeris(
            data_source=_required(value, "data_source", source_from),
            epoch=_required(value, "epoch", _time),
            **{name: _location(value.get(name)) for name in places},
            metadata=_metadata(value),
            extra=_without(value, "data_source", "epoch", *places, "metadata"),
        )
    names = ("conjunction_type", "start", "end", "data_sources", "min_distance", "max_distance", "events")
    return Conjunction(
        conjunction_type=_required(value, "conjunction_type", _text),
        start=_required(value, "start", _time),
        end=_required(value, "end", _time),
        data_sources=_required(value, "data_sources", lambda v: [source_from(item) for item in _is(v, list)]),
        min_distance=_required(value, "min_distance", _number),
        max_distance=_required(value, "max_distance", _number),
        events=_required(value, "events", lambda v: [_event(item) for item in _is(v, list)]),
        closest_epoch=_optional(value, "closest_epoch", _time),
        farthest_epoch=_optional(value, "farthest_epoch", _time),
        extra=_without(value, *names, "closest_epoch", "farthest_epoch"),
    )


def _no_number(name: str) -> Any:
    raise Refused(name)


_JSON = json.JSONDecoder(parse_constant=_no_number)
_BLANK = " \t\n\r"


class _Reader:
    """Reads a document value by value; bytes that are no UTF-8 have become lone surrogates."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        while self.text[self.at : self.at + 1] in _BLANK and self.at < len(self.text):
            self.at += 1
        return self.text[self.at : self.at + 1]

    def skip(self, *allowed: str) -> str:
        found = self.peek()
        if found not in allowed or not found:
            raise Refused(f"{found!r} where one of {allowed} is needed")
        self.at += 1
        return found

    def value(self) -> Any:
        start = self.at
        try:
            value, self.at = _JSON.raw_decode(self.text, start)
            self.text[start : self.at].encode("utf-8")
        except (ValueError, UnicodeEncodeError) as error:
            raise Refused(str(error)) from None
        return value


def _read(reader: _Reader, make: Callable[[Any], T], records: list[T], members: dict[str, Any]) -> None:
    if reader.peek() == "[":
        _read_list(reader, make, records)
    else:
        reader.skip("{")
        seen = False
        following = reader.peek()
        while following != "}":
            if following != '"':
                raise Refused("no name")
            name = reader.value()
            reader.skip(":")
            following = reader.peek()
            if name != "result":
                members[name] = reader.value()
                if name == "error" and members[name] is not None:
                    raise Refused("the server's error")
            elif seen or following != "[":
                raise Refused("no list of records, or two")
            else:
                seen = True
                _read_list(reader, make, records)
            if reader.skip(",", "}") == "}":
                break
            following = reader.peek()
            if following == "}":
                raise Refused("comma before the end")
        else:
            reader.skip("}")
        if not seen:
            raise Refused("no result")
    if reader.peek():
        raise Refused("more after the end")


def _read_list(reader: _Reader, make: Callable[[Any], T], records: list[T]) -> None:
    reader.skip("[")
    if reader.peek() == "]":
        reader.at += 1
        return
    while True:
        reader.peek()
        records.append(make(reader.value()))
        if reader.skip(",", "]") == "]":
            return


def expected(document: bytes, kind: type[Record]) -> tuple[list[Record], bool, dict[str, Any]]:
    """The records before the first fault, whether there is no fault, and the other members of the envelope."""
    return _expected(document, lambda value: record_from(value, kind))


def expected_rows(document: bytes, kind: type[Record]) -> tuple[list[Row], bool, dict[str, Any]]:
    """The same for rows: parts of such records."""
    return _expected(document, lambda value: row_from(value, kind))


def row_from(value: Any, kind: type[Record]) -> Row:
    """The same members, with times in place of their text."""
    names = {DataProduct: ["start", "end"], Ephemeris: ["epoch"]}
    row = _is(value, dict)
    for name in names.get(kind, ["start", "end", "closest_epoch", "farthest_epoch"]):
        if row.get(name) is not None:
            row[name] = _time(row[name])
    if kind is Conjunction and row.get("events") is not None:
        for event in _is(row["events"], list):
            for name in ("start", "end"):
                if _is(event, dict).get(name) is not None:
                    event[name] = _time(event[name])
    return row  # type: ignore[no-any-return]


def _expected(document: bytes, make: Callable[[Any], T]) -> tuple[list[T], bool, dict[str, Any]]:
    records: list[T] = []
    members: dict[str, Any] = {}
    text = document.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    try:
        _read(_Reader(text), make, records, members)
    except Refused:
        return records, False, members
    return records, True, members


_FIELDS: dict[type, tuple[str, ...]] = {}


def exact(value: Any) -> Any:
    """A value to compare by: `1`, `1.0` and `True` differ, and the order of members counts but in `extra`."""
    kind = type(value)
    if value is None or kind is str:
        return value
    if kind is float:
        return (kind, repr(value))
    if kind is dict:
        return (kind, [(name, exact(item)) for name, item in value.items()])
    if kind is list:
        return (kind, [exact(item) for item in value])
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(field.name for field in getattr(kind, "__attrs_attrs__", ()))
    if not names:
        return (kind, value)
    return (
        kind,
        [
            sorted(exact(item)[1]) if name == "extra" and item else exact(item)
            for name in names
            for item in [getattr(value, name)]
        ],
    )
