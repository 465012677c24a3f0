"""Records on their way to the server: checked, written as the server takes them, counted off in chunks.

The caller's objects are only read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final, TypeAlias, TypeVar, cast

from attrs import asdict

from aurorax_typed._arguments import number, python_value
from aurorax_typed._core.metadata_schema import validate
from aurorax_typed._core.record_fields import FieldKind, fields_of
from aurorax_typed._core.sanitize import plain, shortened
from aurorax_typed.errors import QueryError
from aurorax_typed.queries.common import check_source_type, names
from aurorax_typed.queries.times import utc
from aurorax_typed.records import DataProduct, DataSource, Ephemeris, JSONValue, Location, MetadataSchemaItem

__all__ = [
    "DataSourceLike",
    "check_chunk_size",
    "chunks",
    "complete_members",
    "data_product_document",
    "ephemeris_document",
    "json_object",
    "minute_text",
    "names_of",
    "new_members",
    "require_names",
    "source_members",
    "url_list",
]


T = TypeVar("T")

DataSourceLike: TypeAlias = DataSource | int
"""A source, or its identifier; the identifier alone costs a look-up."""

_LOCATIONS: Final = ("location_geo", "nbtrace", "sbtrace", "location_gsm")


def check_chunk_size(size: int) -> int:
    """A number of records to send at once.

    Raises:
        QueryError: it is none.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise QueryError(f"chunk_size must be a whole number from 1 up, not {size!r}.")
    return size


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of exactly that many items, the last one of what is left; takes no more than it gives."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


def names_of(source: DataSource) -> dict[str, JSONValue]:
    """The three names that every record of a source carries to the server.

    Raises:
        QueryError: the source lacks one.
    """
    found: dict[str, JSONValue] = {}
    for name in ("program", "platform", "instrument_type"):
        value = getattr(source, name)
        if not value:
            raise QueryError(f"Source {source.identifier} has no {name}; give its identifier, to have it looked up.")
        found[name] = value
    return found


def ephemeris_document(source: DataSource, number: int, record: Ephemeris, *, validated: bool) -> dict[str, JSONValue]:
    """One ephemeris record as the server takes it. `number` is its place, for messages, from 0.

    Raises:
        QueryError: it can't be what was meant.
    """
    where = f"Record {number}"
    _check_record(source, record, Ephemeris, where)
    found = names_of(source)
    found["epoch"] = minute_text(record.epoch, f"{where}: epoch")
    for name in _LOCATIONS:
        found[name] = _location(getattr(record, name), f"{where}: {name}", validated)
    found["metadata"] = _metadata(source.ephemeris_metadata_schema, record.metadata, where, validated)
    return found


def data_product_document(
    source: DataSource, number: int, record: DataProduct, *, validated: bool
) -> dict[str, JSONValue]:
    """One data product as the server takes it. `number` is its place, for messages, from 0.

    Raises:
        QueryError: it can't be what was meant.
    """
    where = f"Record {number}"
    _check_record(source, record, DataProduct, where)
    start, end = _second_text(record.start, f"{where}: start"), _second_text(record.end, f"{where}: end")
    if start > end:
        raise QueryError(f"{where}: start ({record.start}) is after end ({record.end}).")
    for name in ("url", "data_product_type"):
        value = getattr(record, name)
        if not isinstance(value, str) or not value.strip():
            raise QueryError(f"{where}: {name} must be text that is not empty, not {value!r}.")
    return names_of(source) | {
        "data_product_type": _json(record.data_product_type, f"{where}: data_product_type"),
        "start": start,
        "end": end,
        "url": _json(record.url, f"{where}: url"),
        "metadata": _metadata(source.data_product_metadata_schema, record.metadata, where, validated),
    }


def minute_text(value: datetime, what: str) -> str:
    """A time on the minute, as the server takes it.

    Raises:
        QueryError: it has seconds, which the server would not keep.
    """
    moment = _utc(value, what)
    if moment.second or moment.microsecond:
        raise QueryError(
            f"{what} is {moment}, and ephemeris are kept by the minute. Choose the minute yourself, "
            "for instance with epoch.replace(second=0, microsecond=0)."
        )
    return moment.strftime("%Y-%m-%dT%H:%M:00.000Z")


def url_list(urls: Iterable[str]) -> list[str]:
    """Addresses of data products.

    Raises:
        QueryError: there is none, since what the server does with an empty list is not known; or one is no text.
    """
    if isinstance(urls, str):
        raise QueryError(f"urls takes a list: urls=[{urls!r}].")
    found = list(urls)
    if not found:
        raise QueryError("urls is empty, so there is nothing to delete. Nothing was sent.")
    for url in found:
        if not isinstance(url, str) or not url.strip():
            raise QueryError(f"urls holds {url!r}; each must be text that is not empty.")
    return found


def _second_text(value: datetime, what: str) -> str:
    moment = _utc(value, what)
    if moment.microsecond:
        raise QueryError(f"{what} is {moment}, and the server keeps no fractions of a second. Round it yourself.")
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _utc(value: datetime, what: str) -> datetime:
    if not isinstance(value, datetime):
        raise QueryError(f"{what} must be a datetime, not {type(value).__name__}.")
    return utc(value, what)


def _check_record(source: DataSource, record: Ephemeris | DataProduct, kind: type[object], where: str) -> None:
    if not isinstance(record, kind):
        raise QueryError(f"{where} must be of type {kind.__name__}, not {type(record).__name__}.")
    own = record.data_source
    if not isinstance(own, DataSource):
        raise QueryError(f"{where}: data_source must be a DataSource, not {type(own).__name__}.")
    if own.identifier != source.identifier:
        raise QueryError(f"{where} is of source {own.identifier}, and this upload is for source {source.identifier}.")
    for name in ("program", "platform", "instrument_type"):
        value = getattr(own, name)
        if value is not None and value != getattr(source, name):
            raise QueryError(
                f"{where} has the {name} {value!r}, and source {source.identifier} has {getattr(source, name)!r}."
            )


def _location(location: Location, what: str, validated: bool) -> dict[str, JSONValue]:
    if not isinstance(location, Location):
        raise QueryError(f"{what} must be a Location, not {type(location).__name__}.")
    if location.lat is None and location.lon is None:
        return {"lat": None, "lon": None}
    if location.lat is None or location.lon is None:
        if not validated:
            return {"lat": _degrees(location.lat, f"{what}.lat"), "lon": _degrees(location.lon, f"{what}.lon")}
        raise QueryError(f"{what} has only one of lat and lon. Give both, or neither.")
    lat, lon = _degrees(location.lat, f"{what}.lat"), _degrees(location.lon, f"{what}.lon")
    if validated and not -90 <= lat <= 90:
        raise QueryError(
            f"{what} has the latitude {lat}; it must be from -90 to 90 degrees. The server would fold it over the pole."
        )
    if validated and not -180 <= lon <= 360:
        raise QueryError(f"{what} has the longitude {lon}; it must be from -180 to 180 degrees, or from 0 to 360.")
    return {"lat": lat, "lon": lon}


def _degrees(value: object, what: str) -> float:
    def refusal() -> QueryError:
        return QueryError(f"{what} must be a number of degrees, or None, not {shortened(repr(value), 100)}.")

    return _json_number(number(value, refusal), what)


def _metadata(
    schema: Sequence[MetadataSchemaItem] | None, metadata: Mapping[str, JSONValue], where: str, validated: bool
) -> dict[str, JSONValue]:
    found = json_object(metadata, f"{where}: metadata")
    # A source without a schema says nothing about its metadata.
    serious = [p.message for p in validate(schema, found) if p.serious] if validated and schema else []
    if serious:
        raise QueryError(f"{where}: {' '.join(serious[:3])} With validate=False it would be sent all the same.")
    return found


_DEEPEST: Final = 100


def json_object(value: object, what: str) -> dict[str, JSONValue]:
    """A copy of an object of JSON, with numpy's values as Python's.

    Raises:
        QueryError: it is another thing, or holds what JSON can't, at any depth; `what` names it in the message.
    """
    if not isinstance(value, Mapping):
        raise QueryError(f"{what} must be a dict, not {type(value).__name__}.")
    return cast("dict[str, JSONValue]", _json(value, what))


def _json(given: object, what: str, depth: int = 0) -> JSONValue:
    value = python_value(given)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _json_text(value, what)
    if isinstance(value, int | float):
        return _json_number(value, what)
    if depth == _DEEPEST:
        raise QueryError(f"{shortened(what, 100)} nests deeper than {_DEEPEST} levels. Does it contain itself?")
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise QueryError(f"{what} has the key {shortened(repr(key), 50)}; keys must be text.")
        return {
            _json_text(key, f"{what}, a key"): _json(member, f"{what}.{plain(shortened(key, 50))}", depth + 1)
            for key, member in value.items()
        }
    if isinstance(value, list | tuple):
        return [_json(item, f"{what}[{index}]", depth + 1) for index, item in enumerate(value)]
    kind = type(value).__name__
    if isinstance(value, date | time | timedelta) or kind in ("datetime64", "timedelta64"):
        raise QueryError(f"{what} is a {kind}, which JSON does not have. Write it as text, such as its isoformat().")
    raise QueryError(f"{what} is of type {kind}. JSON holds text, numbers, booleans, None, lists and dicts.")


def _json_text(text: str, what: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise QueryError(
            f"{what} is {shortened(ascii(text), 100)}, half of a surrogate pair; it can't be sent."
        ) from None
    return str.__str__(text)


def _json_number(value: float, what: str) -> float:
    if isinstance(value, int):
        if value.bit_length() > 63:
            raise QueryError(f"{what} is a whole number beyond 64 bits, which servers change. Write it as text.")
        return int(value)
    if not -math.inf < value < math.inf:
        raise QueryError(f"{what} is {float(value)}, which JSON does not have. Leave it out, or use None.")
    return float(value)


_REQUIRED: Final = ("program", "platform", "instrument_type", "source_type", "display_name")
"""What every source has."""

# The columns of the server's database, in characters; a longer text ends there in a general error without a reason.
_LIMITS: Final[Mapping[str, int]] = {"program": 200, "platform": 50, "instrument_type": 200, "display_name": 50}


def source_members(**given: object) -> dict[str, JSONValue]:
    """Those fields of a `DataSource` that are given, as the server takes them; empty lists and objects are given too.

    Raises:
        QueryError: one is not valid: too long, empty, of an unknown type.
    """
    kinds: dict[str, FieldKind] = {field.name: field.kind for field in fields_of(DataSource)}
    found = {name: _member(kinds[name], name, value) for name, value in given.items() if value is not None}
    check_source_type(cast("str | None", found.get("source_type")))
    return found


def _member(kind: FieldKind, name: str, value: object) -> JSONValue:
    match kind:
        case "whole":
            return _identifier(value)
        case "object":
            return json_object(value, name)
        case "texts":
            return list(names(cast("Iterable[str]", value), name))
        case "schema":
            return _schema(name, cast("Iterable[MetadataSchemaItem]", value))
    return _text(name, value)


def complete_members(source: DataSource) -> dict[str, JSONValue]:
    """All fields of a source that a client may write.

    Raises:
        QueryError: one is not valid.
    """
    written = [field.name for field in fields_of(DataSource) if field.kind != "statistics"]
    return source_members(**{name: getattr(source, name) for name in written})


def new_members(source: DataSource | None, given: Mapping[str, JSONValue]) -> dict[str, JSONValue]:
    """All members that make a new source: those of `source`, then those given (see `source_members`).

    Raises:
        QueryError: one is missing, or can't be right.
    """
    members = {} if source is None else complete_members(source)
    members |= given
    require_names(members)
    # The server's description asks for no more, but its own client has always sent these.
    for name in ("ephemeris_metadata_schema", "data_product_metadata_schema"):
        members.setdefault(name, [])
    members.setdefault("metadata", {})
    return members


def require_names(members: Mapping[str, JSONValue]) -> None:
    """Check that all is there which every source has.

    Raises:
        QueryError: something is missing.
    """
    missing = [name for name in _REQUIRED if name not in members]
    if missing:
        raise QueryError(f"A data source needs {', '.join(missing)}.")


def _identifier(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise QueryError(
            f"identifier must be a whole number, 0 or more, not {value!r}; the server keeps those below 0."
        )
    return value


def _text(name: str, text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise QueryError(f"{name} must be text that is not empty, not {text!r}.")
    limit = _LIMITS.get(name)
    if limit is not None and len(text) > limit:
        raise QueryError(f"{name} has {len(text)} characters; the server keeps at most {limit}.")
    return text


def _schema(name: str, items: Iterable[MetadataSchemaItem]) -> list[JSONValue]:
    found: list[JSONValue] = []
    for item in items:
        if not isinstance(item, MetadataSchemaItem):
            raise QueryError(f"{name} takes a list of MetadataSchemaItem, not {item!r}.")
        members = {key: value for key, value in asdict(item).items() if value is not None}
        # These two are required by the server.
        found.append(json_object({"description": "", "data_type": "string", **members}, f"{name}[{len(found)}]"))
    return found
