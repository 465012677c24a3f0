"""JSON text that loses nothing which a record can hold: large integers, lone surrogates, numbers beyond a float."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import isfinite, isnan
from typing import Generic, TypeVar, cast

import attrs
import msgspec

from aurorax_typed.records import Conjunction, ConjunctionEvent, DataProduct, DataSource, Ephemeris, Location, Record

__all__ = ["ByIdentity", "RecordLines", "json_bytes"]


K = TypeVar("K")
V = TypeVar("V")

_ENCODE = msgspec.json.Encoder().encode
_MOST = 4096
_NAMES: dict[type[Record | ConjunctionEvent], tuple[str, ...]] = {
    kind: tuple(attrs.fields_dict(kind)) for kind in (DataProduct, Ephemeris, Conjunction, ConjunctionEvent)
}


def json_bytes(value: object) -> bytes:
    """A value as JSON without blanks, in UTF-8.

    A lone surrogate is written as its escape, an infinite number (what a parser makes of `1e999`) as `1e999`, so that
    both come back as they were. NaN, which no JSON document can bring, becomes null.
    """
    try:
        text = _ENCODE(value)
    except (UnicodeEncodeError, TypeError):
        return _exact(value).encode()
    # msgspec writes numbers that are not finite as null. Where repr() shows none, there is none, and it is fast.
    if b"null" in text:
        shown = repr(value)
        if ("inf" in shown or "nan" in shown) and _any_infinite(value):
            return _exact(value).encode()
    return text


def _members(value: object) -> Mapping[str, object] | None:
    if isinstance(value, Mapping):
        return value
    if attrs.has(type(value)):
        return attrs.asdict(cast("attrs.AttrsInstance", value), recurse=False)
    return None


def _any_infinite(value: object) -> bool:
    if isinstance(value, float):
        return not isfinite(value)
    if value is None or isinstance(value, str | int | datetime | msgspec.Raw):
        return False
    members = _members(value)
    if members is not None:
        return any(map(_any_infinite, members.values()))
    return isinstance(value, Sequence) and any(map(_any_infinite, value))


def _exact(value: object) -> str:
    if isinstance(value, float) and not isfinite(value):
        return "null" if isnan(value) else "1e999" if value > 0 else "-1e999"
    if value is None or isinstance(value, str | int | float):
        return json.dumps(value)
    if isinstance(value, msgspec.Raw):
        return bytes(value).decode()
    if isinstance(value, datetime):
        return json.dumps(value.isoformat())
    members = _members(value)
    if members is not None:
        return f"{{{','.join(f'{json.dumps(name)}:{_exact(member)}' for name, member in members.items())}}}"
    if isinstance(value, Sequence):
        return f"[{','.join(map(_exact, value))}]"
    raise TypeError(f"{type(value).__name__} has no JSON form.")


class ByIdentity(Generic[K, V]):
    """What was made of an object, for as long as that very object comes again: the sources of a result are few.

    Holds at most a few thousand of them, so that a result in which every source differs costs no memory.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make
        self._made: dict[int, tuple[K, V]] = {}

    def __call__(self, key: K) -> V:
        """What was made of it."""
        known = self._made.get(id(key))
        if known is None:
            if len(self._made) >= _MOST:
                self._made.clear()
            known = self._made[id(key)] = (key, self._make(key))
        return known[1]


def _source_text(source: DataSource) -> msgspec.Raw:
    members = dict(vars(source))
    extra = cast("Mapping[str, object]", members.pop("extra", None) or {})
    return msgspec.Raw(json_bytes(members | dict(extra)))


class RecordLines:
    """Records as lines of JSON with the member names of the API, sources whole, unknown members at the end."""

    def __init__(self) -> None:
        self._source = ByIdentity(_source_text)

    def __call__(self, record: Record) -> bytes:
        """The line of a record, its end included."""
        return json_bytes(self._document(record)) + b"\n"

    def _document(self, value: Record | ConjunctionEvent) -> dict[str, object]:
        document: dict[str, object] = {}
        for name in _NAMES[type(value)]:
            member = getattr(value, name)
            if isinstance(member, DataSource):
                member = self._source(member)
            elif isinstance(member, Location):
                member = {"lat": member.lat, "lon": member.lon}
            elif isinstance(member, list):
                member = [
                    self._source(item) if isinstance(item, DataSource) else self._document(item) for item in member
                ]
            document[name] = member
        extra = document.pop("extra")
        return document | extra if isinstance(extra, dict) else document
