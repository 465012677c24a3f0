"""What msgspec decodes a piece of the list into: plain structs, one step away from the records.

They take a fraction of the time that records would, since they are filled in C and the cyclic garbage collector leaves
them alone. They are strict where the way over `json` is generous (an unknown member, a deep value, a time with an
offset): what they refuse is decoded that way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias, Union

import msgspec

from aurorax_typed._core.decoder.build import NOWHERE, parse_time
from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    Ephemeris,
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


class WireSource(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """`DataSource` without statistics."""

    identifier: int
    program: str | None = None
    platform: str | None = None
    instrument_type: str | None = None
    source_type: str | None = None
    display_name: str | None = None
    metadata: _Members | None = None
    owner: str | None = None
    maintainers: list[str] | None = None
    ephemeris_metadata_schema: list[MetadataSchemaItem] | None = None
    data_product_metadata_schema: list[MetadataSchemaItem] | None = None


def extra_name(index: int) -> str:
    """The name that a struct has for the unknown member with this index."""
    return f"extra_{index}"


_Field: TypeAlias = "tuple[str, Any] | tuple[str, Any, Any]"


def _struct(name: str, fields: Sequence[_Field], extra: tuple[str, ...]) -> type[Any]:
    learned: list[_Field] = [(extra_name(i), _Value3, msgspec.UNSET) for i in range(len(extra))]
    return msgspec.defstruct(
        name,
        [*fields, *learned],
        rename={extra_name(i): member for i, member in enumerate(extra)},
        forbid_unknown_fields=True,
        gc=False,
    )


def _product(source: Any, time: Any, extra: tuple[str, ...], _: tuple[str, ...]) -> type[Any]:
    fields: list[_Field] = [
        ("data_source", source),
        ("data_product_type", str),
        ("start", time),
        ("end", time),
        ("url", str),
        ("metadata", _Members | None, None),
    ]
    return _struct("WireProduct", fields, extra)


def _ephemeris(source: Any, time: Any, extra: tuple[str, ...], _: tuple[str, ...]) -> type[Any]:
    fields: list[_Field] = [
        ("data_source", source),
        ("epoch", time),
        ("location_geo", Location | None, None),
        ("nbtrace", Location | None, None),
        ("sbtrace", Location | None, None),
        ("location_gsm", Location | None, None),
        ("metadata", _Members | None, None),
    ]
    return _struct("WireEphemeris", fields, extra)


def _conjunction(source: Any, time: Any, extra: tuple[str, ...], event_extra: tuple[str, ...]) -> type[Any]:
    event: list[_Field] = [
        ("conjunction_type", str),
        ("e1_source", source),
        ("e2_source", source),
        ("start", time),
        ("end", time),
        ("min_distance", float),
        ("max_distance", float),
    ]
    fields: list[_Field] = [
        ("conjunction_type", str),
        ("start", time),
        ("end", time),
        ("data_sources", list[source]),
        ("min_distance", float),
        ("max_distance", float),
        ("events", list[_struct("WireEvent", event, event_extra)]),  # type: ignore[misc]
        ("closest_epoch", time | None, None),
        ("farthest_epoch", time | None, None),
    ]
    return _struct("WireConjunction", fields, extra)


_SOURCES: dict[SourceForm, type[Any]] = {"token": str, "bare": BareSource, "raw": msgspec.Raw, "whole": WireSource}
_TYPES = {"DataProduct": _product, "Ephemeris": _ephemeris, "Conjunction": _conjunction}


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
    source = _SOURCES[form]
    time = _NaiveTime if naive else str
    return msgspec.json.Decoder(list[_TYPES[record_name](source, time, extra, event_extra)])  # type: ignore[misc]


# From msgspec's structs to records.


Look = Callable[[Any], DataSource]
"""The source for what a struct has in its place."""


class FractionOfSecond(Exception):
    """A time has one. msgspec rounds its seventh digit where we cut it, so such times are read from their text."""


def _build_products(wires: list[Wire], look: Look, exact: bool) -> tuple[list[DataProduct], int]:
    records = []
    for w in wires:
        start, end = w.start, w.end
        if (start.microsecond or end.microsecond) and not exact:
            raise FractionOfSecond
        records.append(DataProduct(look(w.data_source), w.data_product_type, start, end, w.url, w.metadata or {}, None))
    return records, len(records)


def _build_ephemeris(wires: list[Wire], look: Look, exact: bool) -> tuple[list[Ephemeris], int]:
    records = []
    for w in wires:
        epoch = w.epoch
        if epoch.microsecond and not exact:
            raise FractionOfSecond
        records.append(
            Ephemeris(
                look(w.data_source),
                epoch,
                w.location_geo or NOWHERE,
                w.nbtrace or NOWHERE,
                w.sbtrace or NOWHERE,
                w.location_gsm or NOWHERE,
                w.metadata or {},
                None,
            )
        )
    return records, len(records)


def _build_conjunctions(wires: list[Wire], look: Look, exact: bool) -> tuple[list[Conjunction], int]:
    records = []
    count = 0
    for w in wires:
        events = []
        for e in w.events:
            start, end = e.start, e.end
            if (start.microsecond or end.microsecond) and not exact:
                raise FractionOfSecond
            events.append(
                ConjunctionEvent(
                    e.conjunction_type,
                    look(e.e1_source),
                    look(e.e2_source),
                    start,
                    end,
                    e.min_distance,
                    e.max_distance,
                    None,
                )
            )
        start, end, closest, farthest = w.start, w.end, w.closest_epoch, w.farthest_epoch
        if not exact and (
            start.microsecond
            or end.microsecond
            or (closest is not None and closest.microsecond)
            or (farthest is not None and farthest.microsecond)
        ):
            raise FractionOfSecond
        sources = [look(source) for source in w.data_sources]
        count += len(sources) + 2 * len(events)
        records.append(
            Conjunction(
                w.conjunction_type, start, end, sources, w.min_distance, w.max_distance, events, closest, farthest, None
            )
        )
    return records, count


CONVERTERS: dict[type[Record], Callable[[list[Wire], Look, bool], tuple[list[Any], int]]] = {
    DataProduct: _build_products,
    Ephemeris: _build_ephemeris,
    Conjunction: _build_conjunctions,
}
"""Records from structs, and how many sources they have. `exact` says that fractions of seconds are as we read them."""


def parse_times(record_type: type[Record], wires: list[Wire]) -> None:
    """Put datetimes in place of the text of all times.

    Raises:
        Mismatch: one is no time.
    """
    if record_type is Ephemeris:
        for w in wires:
            w.epoch = parse_time(w.epoch)
        return
    for w in wires:
        w.start = parse_time(w.start)
        w.end = parse_time(w.end)
        if record_type is Conjunction:
            if w.closest_epoch is not None:
                w.closest_epoch = parse_time(w.closest_epoch)
            if w.farthest_epoch is not None:
                w.farthest_epoch = parse_time(w.farthest_epoch)
            for event in w.events:
                event.start = parse_time(event.start)
                event.end = parse_time(event.end)


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


def source_from_wire(wire: WireSource) -> DataSource:
    """A data source."""
    return DataSource(
        wire.identifier,
        wire.program,
        wire.platform,
        wire.instrument_type,
        wire.source_type,
        wire.display_name,
        wire.metadata,  # type: ignore[arg-type]
        wire.owner,
        wire.maintainers,
        wire.ephemeris_metadata_schema,
        wire.data_product_metadata_schema,
    )
