"""A service that keeps an archive: sources, uploads, accounts. Checked by mypy --strict and pyright, never run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import assert_type

import aurorax_typed
from aurorax_typed import (
    Account,
    AsyncAuroraX,
    AuroraX,
    AvailabilityResult,
    DataProduct,
    DataSource,
    DataSourceStatistics,
    Ephemeris,
    JSONValue,
    Location,
    MetadataProblem,
    MetadataSchemaItem,
    SearchListing,
)
from aurorax_typed.events import Uploaded
from aurorax_typed.footprints import ground_to_sbtrace


def watch(event: Uploaded) -> None:
    assert_type(event.expected, int)


def records(source: DataSource) -> Iterator[Ephemeris]:
    yield Ephemeris(source, datetime(2020, 1, 1), Location(51.05, -114.07), metadata={"a": 1.5})


def keep() -> dict[date, int]:
    with AuroraX(api_key="k") as ax:
        source = ax.sources.add(
            program="p", platform="q", instrument_type="r", source_type="ground", display_name="s", metadata={"a": [1]}
        )
        assert_type(source, DataSource)
        assert_type(ax.sources.update(source.identifier, maintainers=[]), DataSource)
        assert_type(ax.sources.stats(source.identifier), DataSourceStatistics)
        assert_type(ax.ephemeris.upload(source, records(source), chunk_size=100, on_progress=watch), int)
        assert_type(ax.data_products.upload(source.identifier, list[DataProduct]()), int)
        ax.ephemeris.delete(source, "2020-01-01", datetime(2020, 1, 2))
        assert_type(ax.data_products.delete(source, "2020-01-01", "2020-01-02", data_product_types=["keogram"]), int)
        assert_type(ax.ephemeris.delete_jobs(3), list[JSONValue])
        schema = ax.metadata.ephemeris_schema(3)
        assert_type(schema, list[MetadataSchemaItem])
        assert_type(ax.metadata.validate(schema, {"a": 1}), list[MetadataProblem])
        assert_type(ax.accounts.sign_in("a@example.org", "b"), Account)
        assert_type(ax.accounts.list(role="Owner"), list[Account])
        assert_type(ax.requests.list(search_type="ephemeris", error_condition=True), list[SearchListing])
        assert_type(ax.swarmaurora.custom_import("id"), list[dict[str, JSONValue]])
        results = ax.availability.data_products(date(2020, 1, 1), "2020-01-02", data_product_type="keogram")
        assert_type(results, list[AvailabilityResult])
        return results[0].available


async def awaited() -> list[str]:
    async with AsyncAuroraX() as ax:
        assert_type(await ax.ephemeris.upload(3, list[Ephemeris]()), int)
        assert_type(await ax.accounts.sign_in("a@example.org", "b"), Account)
        assert_type(ax.metadata.validate([], {}), list[MetadataProblem])
        return await ax.utilities.time_zones()


def by_module() -> Location:
    assert_type(aurorax_typed.availability.ephemeris("2020-01-01", "2020-01-02"), list[AvailabilityResult])
    assert_type(aurorax_typed.requests.list(active=True), list[SearchListing])
    assert_type(aurorax_typed.metadata.validate([], {}), list[MetadataProblem])
    return ground_to_sbtrace(Location(56.4, -94.6), "2020-01-01")
