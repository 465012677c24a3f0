"""Data sources as the server lists them: JSON in, `DataSource` out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast

import msgspec

from aurorax_typed._core.documents import WHOSE, parse_json
from aurorax_typed._core.plain import shortened
from aurorax_typed.errors import ProtocolError
from aurorax_typed.records import DataSource, DataSourceStatistics, JSONValue, MetadataSchemaItem

__all__ = ["parse_source", "parse_sources", "source_from"]


class _Item(msgspec.Struct):
    field_name: str
    description: str | None = None
    data_type: str | None = None
    allowed_values: list[object] | None = None
    additional_description: str | None = None
    searchable: bool | None = None


class _Statistics(msgspec.Struct):
    ephemeris_count: int | None = None
    data_product_count: int | None = None
    earliest_ephemeris_loaded: datetime | None = None
    latest_ephemeris_loaded: datetime | None = None
    earliest_data_product_loaded: datetime | None = None
    latest_data_product_loaded: datetime | None = None


class _Source(msgspec.Struct):
    identifier: Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
    program: str | None = None
    platform: str | None = None
    instrument_type: str | None = None
    source_type: str | None = None
    display_name: str | None = None
    metadata: dict[str, object] | None = None
    owner: str | None = None
    maintainers: list[str] | None = None
    ephemeris_metadata_schema: list[_Item] | None = None
    data_product_metadata_schema: list[_Item] | None = None
    stats: _Statistics | None = None


_KNOWN = frozenset(_Source.__struct_fields__)


def _schema(items: list[_Item] | None) -> list[MetadataSchemaItem] | None:
    if items is None:
        return None
    return [
        MetadataSchemaItem(
            field_name=item.field_name,
            description=item.description,
            data_type=item.data_type,
            allowed_values=cast("list[JSONValue]", item.allowed_values or []),
            additional_description=item.additional_description,
            searchable=item.searchable,
        )
        for item in items
    ]


def _utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.replace(tzinfo=None)


def _statistics(stats: _Statistics | None) -> DataSourceStatistics | None:
    if stats is None:
        return None
    return DataSourceStatistics(
        ephemeris_count=stats.ephemeris_count or 0,
        data_product_count=stats.data_product_count or 0,
        earliest_ephemeris_loaded=_utc(stats.earliest_ephemeris_loaded),
        latest_ephemeris_loaded=_utc(stats.latest_ephemeris_loaded),
        earliest_data_product_loaded=_utc(stats.earliest_data_product_loaded),
        latest_data_product_loaded=_utc(stats.latest_data_product_loaded),
    )


def source_from(raw: JSONValue) -> DataSource:
    """A source from a decoded JSON object.

    Raises:
        ProtocolError: it is not one.
    """
    try:
        wire = msgspec.convert(raw, _Source)
    except msgspec.ValidationError as error:
        raise ProtocolError(
            f"A data source in the server's answer is not as expected: {shortened(str(error), 200)}. {WHOSE}"
        ) from None
    extra = {k: v for k, v in cast("dict[str, JSONValue]", raw).items() if k not in _KNOWN}
    return DataSource(
        identifier=wire.identifier,
        program=wire.program,
        platform=wire.platform,
        instrument_type=wire.instrument_type,
        source_type=wire.source_type,
        display_name=wire.display_name,
        metadata=cast("dict[str, JSONValue] | None", wire.metadata),
        owner=wire.owner,
        maintainers=wire.maintainers,
        ephemeris_metadata_schema=_schema(wire.ephemeris_metadata_schema),
        data_product_metadata_schema=_schema(wire.data_product_metadata_schema),
        stats=_statistics(wire.stats),
        extra=extra or None,
    )


def parse_source(body: bytes) -> DataSource:
    """One source, as the server answers for an identifier."""
    return source_from(parse_json(body, what="The data source"))


def parse_sources(body: bytes, *, include_internal: bool) -> list[DataSource]:
    """The sources of a listing, by identifier; those below 0 are the server's own.

    Raises:
        ProtocolError: the listing is not an array of sources.
    """
    raw = parse_json(body, what="The list of data sources")
    if not isinstance(raw, list):
        raise ProtocolError(f"The list of data sources should be an array and is {type(raw).__name__}. {WHOSE}")
    sources = [source_from(item) for item in raw]
    return sorted((s for s in sources if include_internal or s.identifier >= 0), key=lambda s: s.identifier)
