"""The records as types that msgspec fills by itself: as structs, and as slotted attrs classes like ours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
import msgspec

__all__ = ["ATTRS", "STRUCTS", "Nothing"]


class Nothing(msgspec.Struct):
    """Takes any object and keeps nothing: what parsing alone costs."""


class SItem(msgspec.Struct):
    field_name: str
    description: str | None = None
    data_type: str | None = None
    allowed_values: list[Any] = []
    additional_description: str | None = None
    searchable: bool | None = None


class SSource(msgspec.Struct):
    identifier: int
    program: str | None = None
    platform: str | None = None
    instrument_type: str | None = None
    source_type: str | None = None
    display_name: str | None = None
    metadata: dict[str, Any] | None = None
    owner: str | None = None
    maintainers: list[str] | None = None
    ephemeris_metadata_schema: list[SItem] | None = None
    data_product_metadata_schema: list[SItem] | None = None


class SLocation(msgspec.Struct):
    lat: float | None = None
    lon: float | None = None


class SProduct(msgspec.Struct):
    data_source: SSource
    data_product_type: str
    start: datetime
    end: datetime
    url: str
    metadata: dict[str, Any]


class SEphemeris(msgspec.Struct):
    data_source: SSource
    epoch: datetime
    location_geo: SLocation
    nbtrace: SLocation
    sbtrace: SLocation
    location_gsm: SLocation
    metadata: dict[str, Any]


class SEvent(msgspec.Struct):
    conjunction_type: str
    e1_source: SSource
    e2_source: SSource
    start: datetime
    end: datetime
    min_distance: float
    max_distance: float


class SConjunction(msgspec.Struct):
    conjunction_type: str
    start: datetime
    end: datetime
    data_sources: list[SSource]
    min_distance: float
    max_distance: float
    events: list[SEvent]
    closest_epoch: datetime | None = None
    farthest_epoch: datetime | None = None


@attrs.frozen(kw_only=True)
class AItem:
    field_name: str
    description: str | None = None
    data_type: str | None = None
    allowed_values: list[Any] = attrs.field(factory=list)
    additional_description: str | None = None
    searchable: bool | None = None


@attrs.frozen
class ASource:
    identifier: int
    program: str | None = None
    platform: str | None = None
    instrument_type: str | None = None
    source_type: str | None = None
    display_name: str | None = None
    metadata: dict[str, Any] | None = None
    owner: str | None = None
    maintainers: list[str] | None = None
    ephemeris_metadata_schema: list[AItem] | None = None
    data_product_metadata_schema: list[AItem] | None = None
    stats: dict[str, Any] | None = None
    extra: dict[str, Any] | None = None


@attrs.frozen
class ALocation:
    lat: float | None = None
    lon: float | None = None


@attrs.define
class AProduct:
    data_source: ASource
    data_product_type: str
    start: datetime
    end: datetime
    url: str
    metadata: dict[str, Any] = attrs.field(factory=dict)
    extra: dict[str, Any] | None = None


@attrs.define
class AEphemeris:
    data_source: ASource
    epoch: datetime
    location_geo: ALocation = ALocation()
    nbtrace: ALocation = ALocation()
    sbtrace: ALocation = ALocation()
    location_gsm: ALocation = ALocation()
    metadata: dict[str, Any] = attrs.field(factory=dict)
    extra: dict[str, Any] | None = None


@attrs.define
class AEvent:
    conjunction_type: str
    e1_source: ASource
    e2_source: ASource
    start: datetime
    end: datetime
    min_distance: float
    max_distance: float
    extra: dict[str, Any] | None = None


@attrs.define
class AConjunction:
    conjunction_type: str
    start: datetime
    end: datetime
    data_sources: list[ASource]
    min_distance: float
    max_distance: float
    events: list[AEvent]
    closest_epoch: datetime | None = None
    farthest_epoch: datetime | None = None
    extra: dict[str, Any] | None = None


STRUCTS: dict[str, type[Any]] = {"data_products": SProduct, "ephemeris": SEphemeris, "conjunctions": SConjunction}
ATTRS: dict[str, type[Any]] = {"data_products": AProduct, "ephemeris": AEphemeris, "conjunctions": AConjunction}
