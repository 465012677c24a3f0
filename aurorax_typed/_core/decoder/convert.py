"""From msgspec's structs to records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from aurorax_typed._core.decoder.build import NOWHERE
from aurorax_typed._core.decoder.times import parse_time
from aurorax_typed._core.decoder.wire import Wire, WireSource, extra_name
from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    Ephemeris,
    Record,
)

__all__ = ["CONVERTERS", "FractionOfSecond", "add_extra", "parse_times", "source_from_wire"]

Look = Callable[[Any], DataSource]
"""The source for what a struct has in its place."""


class FractionOfSecond(Exception):
    """A time has one. msgspec rounds its seventh digit where we cut it, so such times are read from their text."""


def _products(wires: list[Wire], look: Look, exact: bool) -> tuple[list[DataProduct], int]:
    records = []
    for w in wires:
        start, end = w.start, w.end
        if (start.microsecond or end.microsecond) and not exact:
            raise FractionOfSecond
        records.append(DataProduct(look(w.data_source), w.data_product_type, start, end, w.url, w.metadata or {}, None))
    return records, len(records)


def _ephemeris(wires: list[Wire], look: Look, exact: bool) -> tuple[list[Ephemeris], int]:
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


def _conjunctions(wires: list[Wire], look: Look, exact: bool) -> tuple[list[Conjunction], int]:
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
    DataProduct: _products,
    Ephemeris: _ephemeris,
    Conjunction: _conjunctions,
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
