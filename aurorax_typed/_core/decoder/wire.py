"""What msgspec decodes a piece of the list into: plain structs, one step away from the records.

They take a fraction of the time that records would, since they are filled in C and the cyclic garbage collector leaves
them alone. They are strict where the way over `json` is generous (an unknown member, a deep value, a time with an
offset): what they refuse is decoded that way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias, Union, cast

import msgspec

from aurorax_typed._core.decoder.build import NOWHERE, RECORD_TYPES, parse_time
from aurorax_typed._core.record_fields import Field, FieldKind, fields_of
from aurorax_typed.records import (
    ConjunctionEvent,
    DataSource,
    Location,
    MetadataSchemaItem,
    Record,
)

__all__ = [
    "CONVERTERS",
    "BareSource",
    "FractionOfSecond",
    "Nothing",
    "SourceForm",
    "Wire",
    "WireSource",
    "add_extra",
    "extra_name",
    "list_decoder",
    "parse_times",
    "source_from_wire",
]


# The nesting is part of the type, so the fast path can't exceed a limit of depth.
_Scalar = Union[str, int, float, bool, None]  # noqa: UP007 (a value for msgspec at run time)
_Value1 = Union[_Scalar, list[_Scalar], dict[str, _Scalar]]  # noqa: UP007
_Value2 = Union[_Scalar, list[_Value1], dict[str, _Value1]]  # noqa: UP007
_Value3 = Union[_Scalar, list[_Value2], dict[str, _Value2]]  # noqa: UP007
_Members = dict[str, _Value3]

_NaiveTime = Annotated[datetime, msgspec.Meta(tz=False)]

SourceForm: TypeAlias = Literal["token", "bare", "raw", "whole"]
"""What stands for a source: a string in place of it, its identifier alone, its raw text, or all of it."""

Wire: TypeAlias = Any
"""A struct made at run time: its members are those of the record, sources and times in the form that was asked for."""


class Nothing(msgspec.Struct, gc=False):
    """Takes any object and keeps nothing of it."""


class BareSource(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A data source in the format `identifier_only`."""

    identifier: int


def extra_name(index: int) -> str:
    """The name that a struct has for the unknown member with this index."""
    return f"extra_{index}"


_Field: TypeAlias = "tuple[str, Any] | tuple[str, Any, Any]"

_TYPES: dict[str, Any] = {
    "text": str,
    "number": float,
    "whole": int,
    "flag": bool,
    "time": _NaiveTime,
    "object": _Members,
    "texts": list[str],
    "location": Location,
    "schema": list[MetadataSchemaItem],
}


def _struct(record_type: type, types: Mapping[str, Any], extra: tuple[str, ...] = ()) -> type[Any]:
    """The struct of a class, without what only a single reply carries: statistics, unknown members."""
    fields: list[_Field] = [
        (field.name, types[field.kind]) if field.required else (field.name, types[field.kind] | None, None)
        for field in fields_of(record_type)
        if field.kind != "statistics"
    ]
    learned: list[_Field] = [(extra_name(i), _Value3, msgspec.UNSET) for i in range(len(extra))]
    return msgspec.defstruct(
        f"Wire{record_type.__name__}",
        [*fields, *learned],
        rename={extra_name(i): member for i, member in enumerate(extra)},
        forbid_unknown_fields=True,
        gc=False,
    )


WireSource = _struct(DataSource, _TYPES)
_SOURCES: dict[SourceForm, type[Any]] = {"token": str, "bare": BareSource, "raw": msgspec.Raw, "whole": WireSource}


@lru_cache(maxsize=64)
def list_decoder(
    record_name: str, *, form: SourceForm, naive: bool, extra: tuple[str, ...], event_extra: tuple[str, ...]
) -> msgspec.json.Decoder[list[Wire]]:
    """A decoder of a list of records.

    Args:
        record_name: which: the name of the class.
        form: what stands for sources.
        naive: times are naive datetimes and nothing else; otherwise strings.
        extra: unknown members that records have.
        event_extra: unknown members that a conjunction's events have.

    Kept for the next document: making the types takes a millisecond.
    """
    record_type = next(found for found in RECORD_TYPES if found.__name__ == record_name)
    source = _SOURCES[form]
    types = _TYPES | {"source": source, "sources": list[source], "time": _NaiveTime if naive else str}  # type: ignore[valid-type]
    event = _struct(ConjunctionEvent, types, event_extra)
    return msgspec.json.Decoder(list[_struct(record_type, types | {"events": list[event]}, extra)])  # type: ignore[misc, valid-type]


SourceLookup = Callable[[Any], DataSource]
"""The source for what a struct has in its place."""


class FractionOfSecond(Exception):
    """A time has one. msgspec rounds its seventh digit where we cut it, so such times are read from their text."""


def _compiled(code: Sequence[str], about: type) -> dict[str, Any]:
    """What lines of Python define: written out field by field, as attrs writes an `__init__`, so that the table
    of fields is not gone through for each record."""
    found: dict[str, Any] = {kind.__name__: kind for kind in (about, ConjunctionEvent, FractionOfSecond)}
    found["NOWHERE"] = NOWHERE
    exec(compile("\n".join(code), f"<structs to {about.__name__}>", "exec"), found)
    return found


def _expression(field: Field, struct: str) -> str:
    """How a field is made of its struct's."""
    value = f"{struct}.{field.name}"
    forms: dict[FieldKind, str] = {
        "time": f"{struct}_{field.name}",
        "source": f"look({value})",
        "sources": f"[look(source) for source in {value}]",
        "events": "events",
        "location": f"{value} or NOWHERE",
        "object": value if field.nullable else f"{value} or {{}}",
    }
    return forms.get(field.kind, value)


def _call(record_type: type, struct: str) -> str:
    held = [field for field in fields_of(record_type) if field.kind != "statistics"]
    return f"{record_type.__name__}({', '.join(_expression(field, struct) for field in held)})"


def _times(record_type: type, struct: str) -> list[str]:
    """Lines that take the times of a struct and check them."""
    times = [field for field in fields_of(record_type) if field.kind == "time"]
    names = [f"{struct}_{time.name}" for time in times]
    fractions = [
        f"{name}.microsecond" if time.required else f"({name} is not None and {name}.microsecond)"
        for name, time in zip(names, times, strict=True)
    ]
    return [
        *(f"{name} = {struct}.{time.name}" for name, time in zip(names, times, strict=True)),
        f"if ({' or '.join(fractions)}) and not exact: raise FractionOfSecond",
    ]


def _converter(record_type: type[Record]) -> Callable[[list[Wire], SourceLookup, bool], tuple[list[Any], int]]:
    names = {field.kind: field.name for field in fields_of(record_type)}
    counted = "0"
    loop = [*_times(record_type, "w"), f"append({_call(record_type, 'w')})"]
    if "events" in names:
        inner = [*_times(ConjunctionEvent, "e"), f"events.append({_call(ConjunctionEvent, 'e')})"]
        each = [f"    {line}" for line in inner]
        loop = [
            "events = []",
            f"for e in w.{names['events']}:",
            *each,
            f"sources += len(w.{names['sources']}) + 2 * len(events)",
            *loop,
        ]
    else:
        counted = "len(wires)"
    body = ["records = []", "append = records.append", f"sources = {counted}", "for w in wires:"]
    code = [
        "def convert(wires, look, exact):",
        *(f"    {line}" for line in body),
        *(f"        {line}" for line in loop),
    ]
    converted = _compiled([*code, "    return records, sources"], record_type)["convert"]
    return cast("Callable[[list[Wire], SourceLookup, bool], tuple[list[Any], int]]", converted)


CONVERTERS = {record_type: _converter(record_type) for record_type in RECORD_TYPES}
"""Records from structs, and how many sources they have. `exact` says that fractions of seconds are as we read them."""


def parse_times(record_type: type[Record], wires: list[Wire]) -> None:
    """Put datetimes in place of the text of all times.

    Raises:
        Mismatch: one is no time.
    """
    for field in fields_of(record_type):
        if field.kind == "events":
            _parse_times(ConjunctionEvent, [event for w in wires for event in getattr(w, field.name)])
    _parse_times(record_type, wires)


def _parse_times(record_type: type, wires: list[Wire]) -> None:
    times = [field.name for field in fields_of(record_type) if field.kind == "time"]
    for w in wires:
        for name in times:
            text = getattr(w, name)
            if text is not None:
                setattr(w, name, parse_time(text))


def _found(wire: Wire, names: tuple[str, ...]) -> dict[str, Any] | None:
    values = ((name, getattr(wire, extra_name(index))) for index, name in enumerate(names))
    return {name: value for name, value in values if value is not msgspec.UNSET} or None


def add_extra(records: list[Any], wires: list[Wire], extra: tuple[str, ...], event_extra: tuple[str, ...]) -> None:
    """Give the records, and the events of conjunctions, the unknown members that their structs have."""
    for record, wire in zip(records, wires, strict=True):
        record.extra = _found(wire, extra)
        if event_extra:
            for event, wire_event in zip(record.events, wire.events, strict=True):
                event.extra = _found(wire_event, event_extra)


source_from_wire: Callable[[Wire], DataSource] = _compiled(
    ["def source_from_wire(wire):", f"    return {_call(DataSource, 'wire')}"], DataSource
)["source_from_wire"]
"""Makes a data source of its struct."""
