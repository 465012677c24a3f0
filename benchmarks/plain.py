"""What the peers do after parsing: objects from dictionaries, one by one.

`record` makes our own records, so that those peers end with the same. `existing_path` does what the existing client
pyaurorax does with a reply (its steps, not its code): `strptime` for each time, an object for each source and location.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

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

__all__ = ["RECORDS", "existing_path"]

_time = datetime.fromisoformat


def _schema(items: list[dict[str, Any]] | None) -> list[MetadataSchemaItem] | None:
    return None if items is None else [MetadataSchemaItem(**item) for item in items]


def _source(value: dict[str, Any]) -> DataSource:
    return DataSource(
        value["identifier"],
        value.get("program"),
        value.get("platform"),
        value.get("instrument_type"),
        value.get("source_type"),
        value.get("display_name"),
        value.get("metadata"),
        value.get("owner"),
        value.get("maintainers"),
        _schema(value.get("ephemeris_metadata_schema")),
        _schema(value.get("data_product_metadata_schema")),
    )


def _location(value: dict[str, Any] | None) -> Location:
    return Location(value.get("lat"), value.get("lon")) if value else Location()


def _product(value: dict[str, Any]) -> DataProduct:
    return DataProduct(
        _source(value["data_source"]),
        value["data_product_type"],
        _time(value["start"]),
        _time(value["end"]),
        value["url"],
        value.get("metadata") or {},
    )


def _ephemeris(value: dict[str, Any]) -> Ephemeris:
    return Ephemeris(
        _source(value["data_source"]),
        _time(value["epoch"]),
        _location(value.get("location_geo")),
        _location(value.get("nbtrace")),
        _location(value.get("sbtrace")),
        _location(value.get("location_gsm")),
        value.get("metadata") or {},
    )


def _event(value: dict[str, Any]) -> ConjunctionEvent:
    return ConjunctionEvent(
        value["conjunction_type"],
        _source(value["e1_source"]),
        _source(value["e2_source"]),
        _time(value["start"]),
        _time(value["end"]),
        value["min_distance"],
        value["max_distance"],
    )


def _conjunction(value: dict[str, Any]) -> Conjunction:
    closest, farthest = value.get("closest_epoch"), value.get("farthest_epoch")
    return Conjunction(
        value["conjunction_type"],
        _time(value["start"]),
        _time(value["end"]),
        [_source(source) for source in value["data_sources"]],
        value["min_distance"],
        value["max_distance"],
        [_event(event) for event in value["events"]],
        _time(closest) if closest else None,
        _time(farthest) if farthest else None,
    )


RECORDS: dict[str, Callable[[dict[str, Any]], Record]] = {
    "data_products": _product,
    "ephemeris": _ephemeris,
    "conjunctions": _conjunction,
}


class _Holder:
    """A class of the ordinary kind: attributes in a dictionary."""

    def __init__(self, **members: Any) -> None:
        for name, value in members.items():
            setattr(self, name, value)


_FORM = "%Y-%m-%dT%H:%M:%S"


def _parse_in_place(value: dict[str, Any], *names: str) -> None:
    for name in names:
        if value.get(name):
            value[name] = datetime.strptime(value[name], _FORM)


def existing_path(family: str, values: list[dict[str, Any]]) -> list[_Holder]:
    """Objects as the existing client makes them; events of conjunctions stay dictionaries."""
    for value in values:
        if family == "conjunctions":
            _parse_in_place(value, "start", "end", "closest_epoch", "farthest_epoch")
            for event in value["events"]:
                _parse_in_place(event, "start", "end")
        elif family == "data_products":
            _parse_in_place(value, "start", "end")
        else:
            _parse_in_place(value, "epoch")
            for name in ("location_geo", "nbtrace", "sbtrace", "location_gsm"):
                value[name] = _Holder(lat=value[name]["lat"], lon=value[name]["lon"])
    made = []
    for value in values:
        if family == "conjunctions":
            value["data_sources"] = [_Holder(**source) for source in value["data_sources"]]
        else:
            value["data_source"] = _Holder(**value["data_source"])
        made.append(_Holder(**value))
    return made
