"""Ephemeris and conjunctions from the emulator to typed records, sync and async."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.emulator import get_json
from support.runtimes import RUNTIMES, Runtime, client, run

from aurorax_typed import (
    Conjunction,
    ConjunctionEvent,
    ConjunctionQuery,
    CustomLocationsCriteria,
    DataSource,
    Ephemeris,
    EphemerisQuery,
    GroundCriteria,
    Location,
    MetadataExpression,
    MetadataFilter,
    PollingPolicy,
    SearchCancelledError,
    SpaceCriteria,
)
from aurorax_typed.emulator import serve

pytestmark = pytest.mark.filterwarnings(
    "ignore::aurorax_typed.errors.UnknownNameWarning", "ignore::aurorax_typed.errors.NothingFoundWarning"
)

START, END = datetime(2020, 1, 1), datetime(2020, 1, 1, 6, 59, 59)
DAY_END = datetime(2020, 1, 1, 23, 59, 59)
CAMERAS, SWARM = GroundCriteria(programs=["themis-asi"]), SpaceCriteria(programs=["swarm"])
FAST = PollingPolicy(initial_interval=0.01, max_interval=0.05)
MINUTE = timedelta(minutes=1)

Scenario = Callable[[Any], Coroutine[Any, Any, None]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[function.__name__] = function
    return function


def source(document: dict[str, Any]) -> DataSource:
    return DataSource(**document)


def location(document: dict[str, Any]) -> Location:
    return Location(lat=document["lat"], lon=document["lon"])


@scenario
async def ephemeris_decodes_whole(ax: Any) -> None:
    search = await ax.ephemeris.search(START, DAY_END, programs=["swarm", "themis-asi"], platforms=["swarma", "gillam"])
    streamed = [record async for record in search.stream()]
    raw = get_json(search.data_url)["result"]
    assert len(raw) == len(streamed) == search.result_count > 1440
    for record, document in zip(streamed, raw, strict=True):
        assert record == Ephemeris(
            data_source=source(document["data_source"]),
            epoch=datetime.fromisoformat(document["epoch"]),
            location_geo=location(document["location_geo"]),
            location_gsm=location(document["location_gsm"]),
            nbtrace=location(document["nbtrace"]),
            sbtrace=location(document["sbtrace"]),
            metadata=document["metadata"],
        )
        assert record.extra is None
    swarm, camera = streamed[0], streamed[-1]
    assert (swarm.data_source.display_name, swarm.epoch) == ("Swarm A", START)
    assert swarm.metadata["state"] == "definitive"
    assert isinstance(swarm.metadata["tii_on"], bool)
    assert camera.location_gsm == Location()
    assert camera.nbtrace == camera.location_geo == Location(lat=56.376723, lon=-94.643664)


@scenario
async def ephemeris_filters_reach_the_server(ax: Any) -> None:
    north = MetadataFilter([MetadataExpression("nbtrace_region", "in", ["north auroral oval", "north polar cap"])])
    query = EphemerisQuery(START, DAY_END, programs=["swarm"], metadata_filters=north)
    search = await ax.ephemeris.search(query)
    records = await search.get_data()
    assert {record.metadata["nbtrace_region"] for record in records} == {"north auroral oval", "north polar cap"}
    text = await ax.ephemeris.describe(query)
    assert text == await search.describe()
    assert "ephemeris_metadata_filters [nbtrace_region in (north auroral oval, north polar cap)]" in text
    assert f"Starting {search.request_id} for query {text}" == search.logs[1]["summary"]


@scenario
async def conjunctions_decode_whole(ax: Any) -> None:
    search = await ax.conjunctions.search(
        START,
        END,
        500,
        ground=[CAMERAS],
        space=[SWARM],
        conjunction_types=["nbtrace", "sbtrace"],
    )
    streamed = [record async for record in search.stream()]
    raw = get_json(search.data_url)["result"]
    assert len(raw) == len(streamed) == search.result_count > 50
    for record, document in zip(streamed, raw, strict=True):
        assert record == Conjunction(
            conjunction_type=document["conjunction_type"],
            start=datetime.fromisoformat(document["start"]),
            end=datetime.fromisoformat(document["end"]),
            data_sources=[source(item) for item in document["data_sources"]],
            min_distance=document["min_distance"],
            max_distance=document["max_distance"],
            events=[
                ConjunctionEvent(
                    conjunction_type=event["conjunction_type"],
                    e1_source=source(event["e1_source"]),
                    e2_source=source(event["e2_source"]),
                    start=datetime.fromisoformat(event["start"]),
                    end=datetime.fromisoformat(event["end"]),
                    min_distance=event["min_distance"],
                    max_distance=event["max_distance"],
                )
                for event in document["events"]
            ],
            closest_epoch=datetime.fromisoformat(document["closest_epoch"]),
            farthest_epoch=datetime.fromisoformat(document["farthest_epoch"]),
        )
        assert record.extra is None
    assert {record.conjunction_type for record in streamed} == {"nbtrace", "sbtrace"}


@scenario
async def the_closest_conjunction_and_its_ephemeris(ax: Any) -> None:
    clear = MetadataFilter([MetadataExpression("calgary_cloud_ml_v1", "=", ["classified as not cloudy"])])
    cameras = GroundCriteria(programs=["themis-asi"], metadata_filters=clear)
    search = await ax.conjunctions.search(START, datetime(2020, 1, 3), 500, ground=[cameras], space=[SWARM])
    closest = min(await search.get_data(), key=lambda record: float(record.min_distance))
    camera, craft = closest.data_sources
    for met in (camera, craft):
        there = await ax.ephemeris.search(
            closest.start,
            closest.end,
            programs=[met.program],
            platforms=[met.platform],
            instrument_types=[met.instrument_type],
        )
        records = await there.get_data()
        assert len(records) == (closest.end - closest.start) / MINUTE + 1
        assert closest.closest_epoch in [record.epoch for record in records]
        if met is camera:
            assert {record.metadata["calgary_cloud_ml_v1"] for record in records} == {"classified as not cloudy"}


@scenario
async def more_blocks_and_places(ax: Any) -> None:
    rego = GroundCriteria(programs=["rego"])
    query = ConjunctionQuery(
        START,
        datetime(2020, 1, 3),
        {"ground1-ground2": 0, "ground1-space1": 600, "space1-ground2": 600},
        ground=[CAMERAS, rego],
        space=[SpaceCriteria(programs=["swarm"], hemisphere=["northern"])],
    )
    search = await ax.conjunctions.search(query)
    records = await search.get_data()
    assert records
    for record in records:
        one, other, _ = record.data_sources
        assert (one.program, other.program, one.platform) == ("themis-asi", "rego", other.platform)
        assert len(record.events) == 3
    assert search.status["search_request"]["query"]["max_distances"]["ground2-space1"] == 600
    text = await search.describe()
    assert text.endswith("of ground1-ground2=0 km, ground1-space1=600 km, ground2-space1=600 km.")

    calgary = CustomLocationsCriteria(locations=[Location(lat=51.05, lon=-114.07)])
    search = await ax.conjunctions.search(START, datetime(2020, 1, 3), 500, space=[SWARM], custom_locations=[calgary])
    records = await search.get_data()
    assert records
    assert {record.data_sources[1].identifier for record in records} == {-1}


@scenario
async def a_query_of_the_web_site_is_searched(ax: Any) -> None:
    pasted = """{"start": "2020-01-01T00:00:00.000Z", "end": "2020-01-01T06:59:59.000Z", "conjunction_types":
        ["nbtrace"], "ground": [{"programs": ["themis-asi"], "platforms": [], "instrument_types": ["panchromatic ASI"],
        "ephemeris_metadata_filters": {}}], "space": [{"programs": ["swarm"], "platforms": [], "instrument_types":
        ["footprint"], "ephemeris_metadata_filters": {}, "hemisphere": ["northern"]}], "events": [], "max_distances":
        {"ground1-space1": 500}}"""
    search = await ax.conjunctions.search(ConjunctionQuery.from_json(pasted))
    echo = ConjunctionQuery.from_json(search.status["search_request"]["query"])
    again = await ax.conjunctions.search(echo)
    assert await again.get_data() == await search.get_data() != []


@scenario
async def nothing_found(ax: Any) -> None:
    search = await ax.ephemeris.search(datetime(2010, 1, 1), datetime(2010, 1, 2), programs=["swarm"])
    assert (await search.get_data(), search.file_size, search.result_count) == ([], 5, 0)
    search = await ax.conjunctions.search(START, END, 0.001, ground=[CAMERAS], space=[SWARM])
    assert (await search.get_data(), search.file_size, search.result_count) == ([], 5, 0)


@scenario
async def large_searches_are_cancelled(ax: Any) -> None:
    years = (datetime(2006, 1, 1), datetime(2025, 12, 31))
    searches = [
        await ax.ephemeris.submit(EphemerisQuery(*years, platforms=["gillam", "iss", "noaa15"])),
        await ax.conjunctions.submit(
            ConjunctionQuery(*years, 500, ground=[CAMERAS], space=[SpaceCriteria(instrument_types=["footprint"])])
        ),
    ]
    for search in searches:
        await search.cancel()
        with pytest.raises(SearchCancelledError):
            await search.wait()


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    with serve(time_scale=0) as url:
        yield url


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(name: str, runtime: Runtime, emulator: str) -> None:
    async def whole() -> None:
        async with client(runtime, base_url=emulator, polling=FAST) as ax:
            await SCENARIOS[name](ax)

    run(whole())
