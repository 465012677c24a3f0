"""Making, changing and removing sources, and counting what they have, against the emulator, sync and async."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from support.emulator import fault, get_json
from support.runtimes import RUNTIMES, Runtime, client, run
from support.writing import ADMIN, FAST, MAINTAINER, NEW, OWNER, USER, writable

from aurorax_typed import (
    AuthenticationError,
    ConflictError,
    DataSource,
    MaintenanceError,
    MetadataSchemaItem,
    NotFoundError,
    PermissionDeniedError,
    QueryError,
    RetryPolicy,
    TransportError,
)

pytestmark = pytest.mark.filterwarnings(
    "ignore::aurorax_typed.errors.UnknownNameWarning", "ignore::aurorax_typed.errors.NothingFoundWarning"
)

Scenario = Callable[[Any, str], Coroutine[Any, Any, None]]
SCENARIOS: dict[str, Scenario] = {}
NO_RETRY = RetryPolicy(max_attempts=1)
SCHEMA = [
    MetadataSchemaItem(field_name="mode", description="How it ran", data_type="string", allowed_values=["fast", "slow"])
]


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[function.__name__] = function
    return function


@scenario
async def a_source_from_its_making_to_its_end(ax: Any, url: str) -> None:
    made = await ax.sources.add(**NEW, metadata={"height": 12.5}, ephemeris_metadata_schema=SCHEMA)
    assert {name: getattr(made, name) for name in NEW} == NEW
    assert (made.owner, made.maintainers, made.metadata) == ("contributor@example.org", [], {"height": 12.5})
    assert (made.ephemeris_metadata_schema, made.data_product_metadata_schema) == (SCHEMA, [])
    assert await ax.sources.get("testing", "bench", "photometer") == made
    changed = await ax.sources.update(
        made.identifier, display_name="Another", maintainers=["maintainer@example.org"], metadata={}
    )
    assert (changed.display_name, changed.maintainers, changed.metadata) == ("Another", ["maintainer@example.org"], {})
    assert changed.ephemeris_metadata_schema == SCHEMA
    emptied = await ax.sources.update(made.identifier, ephemeris_metadata_schema=[], maintainers=[])
    assert (emptied.ephemeris_metadata_schema, emptied.maintainers) == ([], [])
    assert await ax.sources.replace(made) == made
    await ax.sources.delete(made.identifier)
    with pytest.raises(NotFoundError, match=f"for identifier {made.identifier}"):
        await ax.sources.get_by_identifier(made.identifier)


@scenario
async def an_identifier_of_ones_own(ax: Any, url: str) -> None:
    made = await ax.sources.add(DataSource(400, **NEW), display_name="Mine")
    assert (made.identifier, made.display_name, made.platform) == (400, "Mine", "bench")
    with pytest.raises(ConflictError, match="with the identifier 400") as caught:
        await ax.sources.add(DataSource(400, **NEW), platform="shelf")
    assert caught.value.error_code == "Duplicate"
    with pytest.raises(ConflictError, match="this program, platform and instrument type"):
        await ax.sources.add(**NEW)
    other = await ax.sources.add(**{**NEW, "platform": "shelf"})
    with pytest.raises(ConflictError, match="this program, platform and instrument type"):
        await ax.sources.update(other.identifier, platform="bench")


@scenario
async def what_is_wrong_is_said_before_anything_is_sent(ax: Any, url: str) -> None:
    for name, length in {"program": 201, "platform": 51, "instrument_type": 201, "display_name": 51}.items():
        with pytest.raises(QueryError, match=f"{name} has {length} characters; the server keeps at most {length - 1}"):
            await ax.sources.add(**{**NEW, name: "x" * length})
        longest = await ax.sources.add(**{**NEW, name: "x" * (length - 1)})
        with pytest.raises(QueryError, match=f"{name} has {length} characters"):
            await ax.sources.update(longest.identifier, **{name: "x" * length})
        await ax.sources.delete(longest.identifier)
    with pytest.raises(QueryError, match="needs instrument_type, display_name"):
        await ax.sources.add(program="a", platform="b", source_type="ground")
    with pytest.raises(QueryError, match="is not a source type. Known: ground, leo"):
        await ax.sources.add(**{**NEW, "source_type": "orbit"})
    with pytest.raises(QueryError, match="nothing to change"):
        await ax.sources.update(3)
    with pytest.raises(QueryError, match="would lose its metadata, maintainers"):
        await ax.sources.replace(DataSource(3, **NEW))
    with pytest.raises(QueryError, match="whole number, 0 or more"):
        await ax.sources.add(**NEW, identifier=-4)
    with pytest.raises(QueryError, match="takes a list of MetadataSchemaItem"):
        await ax.sources.add(**NEW, ephemeris_metadata_schema=[{"field_name": "a"}])
    assert await ax.sources.list(program="testing") == []


@scenario
async def a_source_with_records_stays(ax: Any, url: str) -> None:
    async with client(runtime_of(ax), base_url=url, api_key=ADMIN, **FAST) as admin:
        with pytest.raises(ConflictError, match=r"103 still has \d+ records") as caught:
            await admin.sources.delete(103)
    assert caught.value.error_code == "Conflict"
    assert (await ax.sources.get_by_identifier(103)).display_name


@scenario
async def those_who_may_not_are_told(ax: Any, url: str) -> None:
    made = await ax.sources.add(**NEW, maintainers=["maintainer@example.org"])
    async with client(runtime_of(ax), base_url=url, **FAST) as nobody:
        with pytest.raises(AuthenticationError, match="AURORAX_API_KEY"):
            await nobody.sources.delete(made.identifier)
    for key in (USER, MAINTAINER):
        async with client(runtime_of(ax), base_url=url, api_key=key, **FAST) as other:
            with pytest.raises(PermissionDeniedError, match="needs an account with a higher role"):
                await other.sources.update(made.identifier, display_name="Mine now")
            with pytest.raises(PermissionDeniedError):
                await other.sources.add(**{**NEW, "platform": "shelf"})
    with pytest.raises(PermissionDeniedError, match="Only the owner of the source 3"):
        await ax.sources.update(3, display_name="Mine now")
    async with client(runtime_of(ax), base_url=url, api_key=ADMIN, **FAST) as admin:
        assert (await admin.sources.update(3, owner="contributor@example.org")).owner == "contributor@example.org"
    assert (await ax.sources.update(3, display_name="Mine now")).display_name == "Mine now"


@scenario
async def adding_is_not_sent_twice(ax: Any, url: str) -> None:
    fault(url, "drop_answer", method="POST", path="$/data_sources")
    with pytest.raises(TransportError) as caught:
        await ax.sources.add(**NEW)
    assert caught.value.may_have_arrived
    made = await ax.sources.get("testing", "bench", "photometer")
    fault(url, "drop_answer", method="PATCH")
    assert (await ax.sources.update(made.identifier, display_name="Again")).display_name == "Again"


@scenario
async def statistics(ax: Any, url: str) -> None:
    stats = await ax.sources.stats(103)
    raw = get_json(f"{url}/api/v1/data_sources/103?include_stats=true")["stats"]
    assert stats.data_product_count == raw["data_product_count"] > 1000
    assert stats.earliest_ephemeris_loaded == datetime(2019, 9, 27, 1, 25)
    made = await ax.sources.add(**NEW)
    empty = await ax.sources.stats(made.identifier)
    assert (empty.ephemeris_count, empty.data_product_count, empty.latest_ephemeris_loaded) == (0, 0, None)
    with pytest.raises(NotFoundError):
        await ax.sources.stats(12345678)


@scenario
async def days_are_dates(ax: Any, url: str) -> None:
    (swarm,) = await ax.availability.ephemeris(date(2020, 1, 1), "2020-01-03", platform="swarma")
    assert swarm.data_source == await ax.sources.get_by_identifier(3, format="basic_info")
    assert swarm.available == {date(2020, 1, day): 1440 for day in (1, 2, 3)}
    assert swarm.total == 3 * 1440
    all_swarm = await ax.availability.ephemeris("2020-01-01", "2020-01-01", program="swarm", format="identifier_only")
    assert [result.data_source.identifier for result in all_swarm] == [3, 29, 30]
    assert await ax.availability.ephemeris("2020-01-01", "2020-01-01", program="no such") == []


@scenario
async def products_of_a_day(ax: Any, url: str) -> None:
    (gillam,) = await ax.availability.data_products(
        date(2020, 2, 1), date(2020, 2, 2), program="trex", platform="gillam", instrument_type="RGB ASI"
    )
    end = datetime(2020, 2, 2, 23, 59, 59)
    search = await ax.data_products.search(
        datetime(2020, 2, 1), end, programs=["trex"], platforms=["gillam"], instrument_types=["RGB ASI"]
    )
    starts = [product.start.date() for product in await search.get_data()]
    assert gillam.available == {day: starts.count(day) for day in (date(2020, 2, 1), date(2020, 2, 2))}
    assert min(gillam.available.values()) > 10
    (movies,) = await ax.availability.data_products(
        "2020-02-01",
        "2020-02-02",
        program="trex",
        platform="gillam",
        instrument_type="RGB ASI",
        data_product_type="movie",
        slow=True,
    )
    assert movies.available == {date(2020, 2, 1): 1, date(2020, 2, 2): 1}


@scenario
async def days_that_are_none(ax: Any, url: str) -> None:
    for start, end, message in [
        ("2020-01-02", "2020-01-01", r"start \(2020-01-02\) is after end"),
        ("yesterday", "2020-01-01", "start='yesterday' is not a time"),
        ("2020-01-01", "2020-02-30", "end='2020-02-30' is not a time. There is no day 30"),
        (date(2020, 1, 1), None, "end must be a time, not None"),
    ]:
        for ask in (ax.availability.ephemeris, ax.availability.data_products):
            with pytest.raises(QueryError, match=message):
                await ask(start, end)
    day = ("2020-01-01", "2020-01-01")
    for ask in (
        ax.sources.list,
        partial(ax.availability.ephemeris, *day),
        partial(ax.availability.data_products, *day),
    ):
        with pytest.raises(QueryError, match=r"'orbit' is not a source type\. Known: ground, leo"):
            await ask(source_type="orbit")
    with pytest.raises(QueryError, match=r"'movies' is not a data product type"):
        await ax.availability.data_products(*day, data_product_type="movies")
    east = datetime(2020, 1, 2, 1, tzinfo=timezone(timedelta(hours=3)))
    (result,) = await ax.availability.ephemeris(east, datetime(2020, 1, 1, 23, tzinfo=UTC), platform="swarma")
    assert list(result.available) == [date(2020, 1, 1)]


def runtime_of(ax: Any) -> Runtime:
    return "async" if type(ax).__name__ == "AsyncAuroraX" else "sync"


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(runtime: Runtime, name: str) -> None:
    async def go() -> None:
        with writable() as url:
            async with client(runtime, base_url=url, api_key=OWNER, **FAST) as ax:
                await SCENARIOS[name](ax, url)

    run(go())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_maintenance_refuses_writing_and_counting_afresh(runtime: Runtime) -> None:
    async def go() -> None:
        with writable(maintenance=True) as url:
            async with client(runtime, base_url=url, api_key=OWNER, retry=NO_RETRY) as ax:
                with pytest.raises(MaintenanceError, match="maintenance mode"):
                    await ax.sources.add(**NEW)
                with pytest.raises(MaintenanceError):
                    await ax.availability.ephemeris("2020-01-01", "2020-01-01", platform="swarma", slow=True)
                assert await ax.availability.ephemeris("2020-01-01", "2020-01-01", platform="swarma")

    run(go())


def test_changes_outlive_the_emulator_where_they_should(tmp_path: Any) -> None:
    async def go() -> None:
        with writable(data_dir=tmp_path) as url:
            async with client("async", base_url=url, api_key=ADMIN) as ax:
                made = await ax.sources.add(**NEW)
                await ax.sources.update(3, display_name="Renamed")
                assert (await ax.sources.stats(9001)).ephemeris_count > 0
                await ax.ephemeris.delete(9001, "1900-01-01", "2100-01-01")
                assert (await ax.sources.stats(9001)).ephemeris_count == 0
                await ax.sources.delete(9001)
        with writable(data_dir=tmp_path) as url:
            async with client("async", base_url=url) as ax:
                assert await ax.sources.get_by_identifier(made.identifier) == made
                assert (await ax.sources.get_by_identifier(3)).display_name == "Renamed"
                with pytest.raises(NotFoundError):
                    await ax.sources.get_by_identifier(9001)

    run(go())
