"""Sending records in and removing them, against the emulator, sync and async."""

from __future__ import annotations

import copy
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.emulator import fault
from support.runtimes import RUNTIMES, Runtime, client, run
from support.writing import ADMIN, FAST, MAINTAINER, NEW, OWNER, USER, writable

from aurorax_typed import (
    AuthenticationError,
    BadRequestError,
    ConjunctionQuery,
    DataProduct,
    DataSource,
    Ephemeris,
    GroundCriteria,
    Location,
    MetadataExpression,
    MetadataFilter,
    MetadataSchemaItem,
    NotFoundError,
    PermissionDeniedError,
    QueryError,
    RetryPolicy,
    ServerError,
    SpaceCriteria,
)
from aurorax_typed.events import Event, RequestSent, Uploaded

pytestmark = pytest.mark.filterwarnings(
    "ignore::aurorax_typed.errors.UnknownNameWarning", "ignore::aurorax_typed.errors.NothingFoundWarning"
)

Scenario = Callable[[Any, str, list[Event]], Coroutine[Any, Any, None]]
SCENARIOS: dict[str, Scenario] = {}
NOON = datetime(2031, 3, 4, 12)
DAY = date(2031, 3, 4)
SCHEMA = [
    MetadataSchemaItem(field_name="mode", description="", data_type="string", allowed_values=["fast", "slow"]),
    MetadataSchemaItem(field_name="gain", description="", data_type="double"),
    MetadataSchemaItem(field_name="open", description="", data_type="bool", allowed_values=["true", "false"]),
    MetadataSchemaItem(field_name="shots", description="", data_type="int"),
]
GOOD = {"mode": "fast", "gain": 2.5, "open": True, "shots": 3}


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[function.__name__] = function
    return function


async def new_source(ax: Any, **members: Any) -> DataSource:
    schemas = {"ephemeris_metadata_schema": SCHEMA, "data_product_metadata_schema": SCHEMA}
    source: DataSource = await ax.sources.add(**{**NEW, **schemas, **members})
    return source


def epochs(source: DataSource, count: int, **members: Any) -> list[Ephemeris]:
    here = Location(51.05, -114.07)
    return [
        Ephemeris(source, NOON + timedelta(minutes=n), here, here, Location(-60.5, 190), metadata=dict(GOOD), **members)
        for n in range(count)
    ]


def pictures(source: DataSource, count: int, **members: Any) -> list[DataProduct]:
    made = {"data_product_type": "keogram", "start": NOON, "end": NOON + timedelta(minutes=59), **members}
    return [
        DataProduct(source, metadata=dict(GOOD), **{"url": f"http://127.0.0.1/{NOON:%Y/%m/%d}/{n}.png", **made})
        for n in range(count)
    ]


def sizes(events: list[Event]) -> list[int]:
    """How many records each chunk had."""
    totals = [event.records for event in events if isinstance(event, Uploaded)]
    return [after - before for before, after in zip([0, *totals], totals, strict=False)]


def sent(events: list[Event]) -> list[str]:
    return [event.method for event in events if isinstance(event, RequestSent)]


async def products_of(ax: Any, source: DataSource) -> list[DataProduct]:
    search = await ax.data_products.search(
        "2000-01-01",
        "2040-01-01",
        programs=[source.program],
        platforms=[source.platform],
        instrument_types=[source.instrument_type],
    )
    found: list[DataProduct] = await search.get_data()
    return found


async def count_of_day(ax: Any, source: DataSource, day: date = DAY) -> int:
    (result,) = await ax.availability.ephemeris(day, day, platform=source.platform, program=source.program)
    return int(result.available[day])


@scenario
async def chunks_have_exactly_the_size_asked_for(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    for count, size, expected in [(7, 3, [3, 3, 1]), (6, 3, [3, 3]), (5, 500, [5]), (999, 500, [500, 499])]:
        events.clear()
        told: list[Uploaded] = []
        assert await ax.ephemeris.upload(source, epochs(source, count), chunk_size=size, on_progress=told.append)
        assert sizes(events) == expected
        assert sent(events) == ["POST"] * len(expected)
        assert told == [event for event in events if isinstance(event, Uploaded)]
        assert {event.expected for event in told} == {count}
    events.clear()
    assert await ax.data_products.upload(source, pictures(source, 1001)) == 1001
    assert sizes(events) == [500, 500, 1]
    assert await ax.ephemeris.upload(source, []) == 0
    for size in (0, -1, True, 2.5):
        with pytest.raises(QueryError, match="chunk_size must be a whole number from 1 up"):
            await ax.ephemeris.upload(source, epochs(source, 1), chunk_size=size)


@scenario
async def products_are_found_at_once_and_replaced_by_a_repetition(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    wanted = pictures(source, 4)
    assert await ax.data_products.upload(source, wanted) == 4
    found = await products_of(ax, source)
    assert sorted(found, key=lambda p: p.url) == [
        DataProduct(await basic(ax, source), p.data_product_type, p.start, p.end, p.url, p.metadata) for p in wanted
    ]
    again = pictures(source, 2, data_product_type="montage")
    assert await ax.data_products.upload(source.identifier, again) == 2
    kinds = {p.url: p.data_product_type for p in await products_of(ax, source)}
    assert [kinds[p.url] for p in wanted] == ["montage", "montage", "keogram", "keogram"]
    (result,) = await ax.availability.data_products(DAY, DAY, platform="bench")
    assert result.available == {DAY: 4}
    assert (await ax.sources.stats(source.identifier)).data_product_count == 4


@scenario
async def ephemeris_is_counted_at_once_and_replaced_by_a_repetition(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    assert await ax.ephemeris.upload(source, epochs(source, 30)) == 30
    assert await ax.ephemeris.upload(source, epochs(source, 40)) == 40
    assert await count_of_day(ax, source) == 40
    stats = await ax.sources.stats(source.identifier)
    assert (stats.ephemeris_count, stats.earliest_ephemeris_loaded) == (40, NOON)
    assert stats.latest_ephemeris_loaded == NOON + timedelta(minutes=39)


@scenario
async def ephemeris_is_found_at_once(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    wanted = epochs(source, 3)
    wanted[1].nbtrace = Location()
    wanted[2].metadata = {"mode": "slow", "gain": -1}
    await ax.ephemeris.upload(source, wanted)
    search = await ax.ephemeris.search(NOON, NOON + timedelta(minutes=1), programs=["testing"])
    found = await search.get_data()
    assert [record.epoch for record in found] == [record.epoch for record in wanted[:2]]
    for record, original in zip(found, wanted, strict=False):
        assert record.data_source == await basic(ax, source)
        assert (record.location_geo, record.nbtrace) == (original.location_geo, original.nbtrace)
        assert (record.sbtrace, record.location_gsm) == (original.sbtrace, Location())
        assert record.metadata == original.metadata
    slow = MetadataFilter([MetadataExpression("mode", "=", "slow")])
    search = await ax.ephemeris.search(NOON, "2031-03-05", programs=["testing"], metadata_filters=slow)
    assert [record.epoch for record in await search.get_data()] == [wanted[2].epoch]
    await ax.ephemeris.delete(source, NOON, NOON + timedelta(minutes=1))
    search = await ax.ephemeris.search("2031-03-01", "2031-03-31", programs=["testing"])
    assert [record.epoch for record in await search.get_data()] == [wanted[2].epoch]


@scenario
async def the_archives_own_ephemeris_can_be_removed_and_replaced(ax: Any, url: str, events: list[Event]) -> None:
    async with client(runtime_of(ax), base_url=url, api_key=ADMIN, **FAST) as admin:
        swarm = await admin.sources.get_by_identifier(3)
        before = (await admin.sources.stats(3)).ephemeris_count
        start = datetime(2020, 1, 1, 5)
        await admin.ephemeris.delete(swarm, start, start + timedelta(minutes=9))
        moved = Ephemeris(swarm, start, Location(1, 2), Location(3, 4), Location(-5, 6))
        await admin.ephemeris.upload(swarm, [moved])
        other = Ephemeris(swarm, start - timedelta(minutes=1), Location(7, 8))
        await admin.ephemeris.upload(swarm, [other])
        search = await admin.ephemeris.search(
            start - timedelta(minutes=2), start + timedelta(minutes=10), platforms=["swarma"]
        )
        found = {record.epoch: record for record in await search.get_data()}
        assert sorted(found) == [start + timedelta(minutes=n) for n in (-2, -1, 0, 10)]
        assert found[start].location_geo == Location(1, 2)
        assert found[start - timedelta(minutes=1)].location_geo == Location(7, 8)
        assert (await admin.sources.stats(3)).ephemeris_count == before - 9
        (day,) = await admin.availability.ephemeris("2020-01-01", "2020-01-01", platform="swarma")
        assert day.total == 1440 - 9


@scenario
async def conjunctions_are_found_with_what_was_sent_in(ax: Any, url: str, events: list[Event]) -> None:
    async with client(runtime_of(ax), base_url=url, api_key=ADMIN, **FAST) as admin:
        gillam = await admin.sources.get("themis-asi", "gillam", "panchromatic ASI")
        source = await new_source(admin, source_type="leo")
        over = Location(56.376723, -94.643664)
        night = datetime(2020, 1, 1, 6)
        passes = [Ephemeris(source, night + timedelta(minutes=n), over, over, Location(-72, -134)) for n in range(3)]
        query = ConjunctionQuery(
            night,
            night + timedelta(minutes=9),
            1,
            ground=GroundCriteria(programs=["themis-asi"], platforms=["gillam"]),
            space=SpaceCriteria(programs=["testing"]),
        )
        search = await admin.conjunctions.search(query)
        assert await search.get_data() == []
        await admin.ephemeris.upload(source, passes)
        search = await admin.conjunctions.search(query)
        (conjunction,) = await search.get_data()
        assert (conjunction.start, conjunction.end) == (night, night + timedelta(minutes=2))
        assert [s.identifier for s in conjunction.data_sources] == [gillam.identifier, source.identifier]
        assert conjunction.max_distance < 0.001


@scenario
async def the_callers_objects_are_left_alone(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    east = timezone(timedelta(hours=2))
    lists: list[list[Any]] = [epochs(source, 3), pictures(source, 3)]
    lists[0][0].epoch = NOON.replace(tzinfo=east)
    before = copy.deepcopy(lists)
    identities = [[id(record) for record in records] for records in lists]
    for _ in range(2):
        await ax.ephemeris.upload(source, lists[0], chunk_size=2)
        await ax.data_products.upload(source, lists[1], chunk_size=2)
    assert lists == before
    assert [[id(record) for record in records] for records in lists] == identities
    stats = await ax.sources.stats(source.identifier)
    assert stats.earliest_ephemeris_loaded == NOON - timedelta(hours=2)


@scenario
async def a_generator_is_checked_before_anything_is_sent(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    done = await ax.data_products.upload(source, (product for product in pictures(source, 10)), chunk_size=4)
    assert done == 10
    assert [event.expected for event in events if isinstance(event, Uploaded)] == [10] * 3
    assert len(await products_of(ax, source)) == 10
    records = epochs(source, 10)
    records[8].metadata = {"gain": float("nan")}
    events.clear()
    for dry_run in (False, True):
        for given in (records, iter(records), (record for record in records)):
            with pytest.raises(QueryError, match=r"Record 8: metadata.gain is nan"):
                await ax.ephemeris.upload(source, given, chunk_size=1, dry_run=dry_run)
    assert sent(events) == []


@scenario
async def more_records_than_memory_may_hold_are_sent_from_a_file(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax, ephemeris_metadata_schema=[])
    records = epochs(source, 5)
    for record in records:
        record.metadata = {"text": "é" * (1 << 20)}  # 6 MB each as JSON
    assert await ax.ephemeris.upload(source, iter(records), chunk_size=2) == 5
    assert await count_of_day(ax, source) == 5


ITSELF: dict[str, Any] = {}
ITSELF["again"] = [ITSELF]
UNSENDABLE: list[tuple[Any, str]] = [
    ({"kp": float("nan")}, "metadata.kp is nan, which JSON does not have"),
    ({"a": {"b": [1, -np.inf]}}, r"metadata.a.b\[1\] is -inf, which JSON does not have"),
    ({"kp": np.float32("nan")}, "metadata.kp is nan"),
    ({"kp": {1, 2}}, "metadata.kp is of type set. JSON holds text, numbers"),
    ({"raw": b"x"}, "metadata.raw is of type bytes"),
    ({"seen": NOON}, "metadata.seen is a datetime, which JSON does not have. Write it as text"),
    ({"seen": np.datetime64("2020-02-01", "ns")}, "metadata.seen is a datetime64, which JSON"),
    ({"kp": pd.NA}, "metadata.kp is of type NAType"),
    ({"kp": np.array([1, 2])}, "metadata.kp is of type ndarray"),
    ({"kp": 1 + 2j}, "metadata.kp is of type complex"),
    ({"of": {3: "x"}}, "metadata.of has the key 3; keys must be text"),
    (ITSELF, "nests deeper than 100 levels. Does it contain itself"),
    ({"name": "\ud800"}, r"metadata.name is '\\ud800', half of a surrogate pair"),
    ({"a\udfff": 1}, "metadata, a key is .*, half of a surrogate pair"),
    ({"count": 2**63}, "metadata.count is a whole number beyond 64 bits"),
    ({"count": 10**5000}, "metadata.count is a whole number beyond 64 bits"),
    (None, "metadata must be a dict, not NoneType"),
    ([("a", 1)], "metadata must be a dict, not list"),
]


@scenario
async def what_json_does_not_have_is_refused(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    events.clear()
    for metadata, message in UNSENDABLE:
        records = epochs(source, 3)
        records[2].metadata = metadata
        products = pictures(source, 3)
        products[2].metadata = metadata
        for validate in (True, False):
            with pytest.raises(QueryError, match=f"Record 2: .*{message}"):
                await ax.ephemeris.upload(source, records, chunk_size=1, validate=validate)
            with pytest.raises(QueryError, match=f"Record 2: .*{message}"):
                await ax.data_products.upload(source, iter(products), chunk_size=1, validate=validate, dry_run=True)
        if isinstance(metadata, dict):
            with pytest.raises(QueryError, match=message):
                await ax.sources.update(source.identifier, metadata=metadata)
    for location, message in [
        (Location(float("nan"), 1), "nbtrace.lat must be a number of degrees, or None, not nan"),
        (Location(1, np.float32("inf")), "nbtrace.lon must be a number of degrees, or None, not "),
        (Location("51", 1), "nbtrace.lat must be a number of degrees, or None, not '51'"),  # type: ignore[arg-type]
        (Location(True, 1), "nbtrace.lat must be a number of degrees, or None, not True"),
        (None, "nbtrace must be a Location, not NoneType"),
    ]:
        records = epochs(source, 2)
        records[1].nbtrace = location  # type: ignore[assignment]
        with pytest.raises(QueryError, match=f"Record 1: {message}"):
            await ax.ephemeris.upload(source, records, chunk_size=1, validate=False)
    with pytest.raises(QueryError, match="Record 0: url is "):
        await ax.data_products.upload(source, pictures(source, 1, data_product_type="keogram", url="\udc00"))
    assert sent(events) == []


@scenario
async def numpys_values_are_sent_as_pythons(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    [record] = epochs(source, 1)
    record.metadata = {"mode": np.str_("fast"), "gain": np.float32(2.5), "open": np.bool_(True), "shots": np.int64(3)}
    record.location_geo = Location(np.float32(51.5), np.int16(-114))
    assert ax.metadata.validate(SCHEMA, record.metadata) == []
    assert await ax.ephemeris.upload(source, [record]) == 1
    found = await (await ax.ephemeris.search(NOON, NOON, programs=["testing"])).get_data()
    assert (found[0].metadata, found[0].location_geo) == (GOOD, Location(51.5, -114.0))
    record.metadata = {"x": [np.uint8(1), (np.float64(0.5), None)], np.str_("y"): {"z": np.array(7)}}
    assert await ax.ephemeris.upload(source, [record], validate=False) == 1
    found = await (await ax.ephemeris.search(NOON, NOON, programs=["testing"])).get_data()
    assert found[0].metadata == {"x": [1, [0.5, None]], "y": {"z": 7}}


@scenario
async def a_list_is_checked_before_anything_is_sent(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    events.clear()

    def wrong(**members: Any) -> list[Ephemeris]:
        made = epochs(source, 3)
        for name, value in members.items():
            setattr(made[2], name, value)
        return made

    far = DataSource(77, **NEW)
    renamed = DataSource(source.identifier, **{**NEW, "platform": "shelf"})
    for records, message in [
        (wrong(epoch=NOON.replace(second=30)), r"Record 2: epoch is .*12:00:30, and ephemeris are kept by the minute"),
        (wrong(epoch=NOON.replace(microsecond=1)), r"replace\(second=0, microsecond=0\)"),
        (wrong(epoch="2031-03-04T12:00"), "Record 2: epoch must be a datetime, not str"),
        (wrong(location_geo=Location(91, 0)), "Record 2: location_geo has the latitude 91; .* fold it over the pole"),
        (wrong(location_gsm=Location(150.25, 0)), "location_gsm has the latitude 150.25"),
        (wrong(nbtrace=Location(float("nan"), 0)), "nbtrace.lat must be a number of degrees, or None, not nan"),
        (wrong(sbtrace=Location(0, 361)), "sbtrace has the longitude 361"),
        (wrong(nbtrace=Location(1, None)), "nbtrace has only one of lat and lon"),
        (wrong(metadata={**GOOD, "colour": "red"}), "Record 2: The schema has no field 'colour'; it has mode, gain"),
        (wrong(metadata={**GOOD, "gain": "high"}), "'gain' must be a finite number, not 'high'"),
        (wrong(metadata={**GOOD, "open": 1}), "'open' must be true or false, not 1"),
        (wrong(metadata={**GOOD, "shots": 1.5}), r"'shots' must be a whole number, not 1\.5"),
        (wrong(metadata={**GOOD, "mode": 5}), "'mode' must be text, not 5"),
        (wrong(data_source=far), f"Record 2 is of source 77, and this upload is for source {source.identifier}"),
        (wrong(data_source=renamed), "Record 2 has the platform 'shelf'"),
        (wrong(data_source=None), "Record 2: data_source must be a DataSource, not NoneType"),
        (wrong(data_source=source.identifier), "Record 2: data_source must be a DataSource, not int"),
        ([*epochs(source, 1), pictures(source, 1)[0]], "Record 1 must be of type Ephemeris, not DataProduct"),
        (None, "records takes a list of records or a generator, not NoneType"),
        (epochs(source, 1)[0], "records takes a list of records or a generator, not Ephemeris"),
    ]:
        with pytest.raises(QueryError, match=message):
            await ax.ephemeris.upload(source, records, chunk_size=1)
    for products, message in [
        (pictures(source, 1, start=NOON + timedelta(hours=2)), r"Record 0: start .* is after end"),
        (pictures(source, 1, end=NOON + timedelta(microseconds=1)), "keeps no fractions of a second"),
        ([DataProduct(source, "keogram", NOON, NOON, " ")], "Record 0: url must be text that is not empty"),
        ([DataProduct(source, "", NOON, NOON, "u")], "data_product_type must be text"),
    ]:
        with pytest.raises(QueryError, match=message):
            await ax.data_products.upload(source, products)
    assert sent(events) == []


@scenario
async def values_that_the_server_takes_are_sent(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    loose = epochs(source, 1)
    loose[0].metadata = {"mode": "unheard of", "gain": 3}
    loose[0].location_geo = loose[0].nbtrace = loose[0].sbtrace = Location()
    assert await ax.ephemeris.upload(source, loose) == 1
    strange = epochs(source, 1)
    strange[0].metadata = {"colour": "red"}
    assert await ax.ephemeris.upload(source, strange, validate=False) == 1
    free = await new_source(ax, platform="shelf", ephemeris_metadata_schema=[])
    unforeseen = epochs(free, 1)
    assert await ax.ephemeris.upload(free, unforeseen) == 1
    seconds = pictures(source, 1, end=NOON + timedelta(seconds=59))
    await ax.data_products.upload(source, seconds)
    assert [product.end.second for product in await products_of(ax, source)] == [59]


@scenario
async def passing_failures_are_passed_over(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    fault(url, "drop_answer", method="POST", path="$/ephemeris")
    assert await ax.ephemeris.upload(source, epochs(source, 10), chunk_size=5) == 10
    assert await count_of_day(ax, source) == 10


@scenario
async def a_failure_says_how_far_it_went(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)

    def break_down(event: Uploaded) -> None:
        if event.records == 4:
            fault(url, "bad_gateway", method="POST", path="$/ephemeris", count=9)

    with pytest.raises(ServerError) as caught:
        await ax.ephemeris.upload(source, epochs(source, 10), chunk_size=2, on_progress=break_down)
    assert caught.value.__notes__ == ["4 records were taken in before. Uploading all of them again does no harm."]
    assert await count_of_day(ax, source) == 4


@scenario
async def the_servers_list_of_faults_is_read(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    renamed = DataSource(source.identifier, **{**NEW, "platform": "shelf"})
    with pytest.raises(BadRequestError, match="Record 0: platform must be 'bench'.*; Record 1: platform must be"):
        await ax.ephemeris.upload(renamed, epochs(renamed, 2), validate=False)


@scenario
async def a_span_of_ephemeris_is_removed(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    await ax.ephemeris.upload(source, epochs(source, 30))
    assert await ax.ephemeris.delete_jobs(source.identifier) == []
    await ax.ephemeris.delete(source, NOON, NOON + timedelta(minutes=9))
    assert await count_of_day(ax, source) == 20
    (job,) = await ax.ephemeris.delete_jobs(source.identifier)
    assert "2031-03-04T12:00:00 to 2031-03-04T12:09:00" in str(await ax.ephemeris.delete_job(source.identifier, job))
    with pytest.raises(NotFoundError):
        await ax.ephemeris.delete_job(source.identifier, "no such job")
    with pytest.raises(QueryError, match=r"start .* is after end"):
        await ax.ephemeris.delete(source, NOON, NOON - timedelta(minutes=1))
    with pytest.raises(QueryError, match="kept by the minute"):
        await ax.ephemeris.delete(source, NOON, NOON + timedelta(seconds=1))
    await ax.ephemeris.delete(source.identifier, "2031-01-01", "2032-01-01")
    await ax.sources.delete(source.identifier)


@scenario
async def the_archives_own_records_can_be_removed_and_replaced(ax: Any, url: str, events: list[Event]) -> None:
    async with client(runtime_of(ax), base_url=url, api_key=ADMIN, **FAST) as admin:
        gillam = await admin.sources.get("trex", "gillam", "RGB ASI")
        before = await admin.sources.stats(gillam.identifier)
        span = ("2020-02-01", "2020-02-01T23:59:59")
        removed = await admin.data_products.delete(gillam, *span, data_product_types=["keogram"])
        assert removed > 10
        search = await admin.data_products.search(*span, programs=["trex"], platforms=["gillam"])
        left = [p for p in await search.get_data() if p.data_source.identifier == gillam.identifier]
        assert left
        assert "keogram" not in {product.data_product_type for product in left}
        assert await admin.data_products.delete(gillam, *span, data_product_types=["keogram"]) == 0
        after = await admin.sources.stats(gillam.identifier)
        assert after.data_product_count == before.data_product_count - removed
        (result,) = await admin.availability.data_products(
            "2020-02-01", "2020-02-01", program="trex", platform="gillam", instrument_type="RGB ASI"
        )
        assert result.total == len(left)
        other = left[0]
        other.data_product_type = "summary_plot"
        await admin.data_products.upload(gillam, [other])
        again = await admin.data_products.search(*span, programs=["trex"], data_product_types=["summary_plot"])
        assert [product.url for product in await again.get_data()] == [other.url]
        assert (await admin.sources.stats(gillam.identifier)).data_product_count == after.data_product_count


@scenario
async def urls_are_removed(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax)
    wanted = pictures(source, 5)
    await ax.data_products.upload(source, wanted)
    events.clear()
    assert await ax.data_products.delete_urls(source, (p.url for p in wanted[:3]), chunk_size=2) == 3
    assert sent(events) == ["DELETE", "DELETE"]
    assert {p.url for p in await products_of(ax, source)} == {p.url for p in wanted[3:]}
    events.clear()
    with pytest.raises(QueryError, match="urls is empty, so there is nothing to delete. Nothing was sent"):
        await ax.data_products.delete_urls(source, [])
    with pytest.raises(QueryError, match="urls takes a list"):
        await ax.data_products.delete_urls(source, wanted[4].url)
    assert sent(events) == []
    assert await ax.data_products.delete(source, "2031-01-01", "2031-01-02") == 0
    assert "DELETE" not in sent(events)
    assert await ax.data_products.delete(source, "2031-03-01", "2031-04-01") == 2
    await ax.sources.delete(source.identifier)


@scenario
async def those_who_may_write(ax: Any, url: str, events: list[Event]) -> None:
    source = await new_source(ax, maintainers=["maintainer@example.org"])
    other = await new_source(ax, platform="shelf")
    async with client(runtime_of(ax), base_url=url, api_key=MAINTAINER, **FAST) as maintainer:
        assert await maintainer.ephemeris.upload(source, epochs(source, 2)) == 2
        await maintainer.ephemeris.delete(source, NOON, NOON)
        with pytest.raises(PermissionDeniedError, match="maintainers of the source"):
            await maintainer.ephemeris.upload(other, epochs(other, 2))
    async with client(runtime_of(ax), base_url=url, api_key=USER, **FAST) as user:
        with pytest.raises(PermissionDeniedError):
            await user.data_products.delete_urls(source, ["http://127.0.0.1/a"])
    async with client(runtime_of(ax), base_url=url, **FAST) as nobody:
        with pytest.raises(AuthenticationError):
            await nobody.data_products.upload(source, pictures(source, 1))
    with pytest.raises(NotFoundError, match="for identifier 12345678"):
        await ax.ephemeris.upload(12345678, [])
    with pytest.raises(QueryError, match="A data source, or its identifier, is needed"):
        await ax.ephemeris.upload("trex", [])


def runtime_of(ax: Any) -> Runtime:
    return "async" if type(ax).__name__ == "AsyncAuroraX" else "sync"


async def basic(ax: Any, source: DataSource) -> DataSource:
    found: DataSource = await ax.sources.get_by_identifier(source.identifier, format="basic_info")
    return found


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(runtime: Runtime, name: str) -> None:
    events: list[Event] = []

    async def go() -> None:
        retry = RetryPolicy(max_attempts=3, initial_wait=0.01, max_wait=0.02)
        with writable() as url:
            async with client(runtime, base_url=url, api_key=OWNER, on_event=events.append, retry=retry) as ax:
                await SCENARIOS[name](ax, url, events)

    run(go())


def test_times_are_sent_as_the_server_takes_them() -> None:
    from aurorax_typed._core.payloads import data_product_document, ephemeris_document

    source = DataSource(5, **NEW)
    aware = datetime(2031, 3, 4, 14, tzinfo=timezone(timedelta(hours=2)))
    sent_epoch = ephemeris_document(source, 0, Ephemeris(source, aware), validated=True)
    assert sent_epoch["epoch"] == "2031-03-04T12:00:00.000Z"
    assert sent_epoch["location_gsm"] == {"lat": None, "lon": None}
    product = DataProduct(source, "keogram", aware, datetime(2031, 3, 4, 12, 0, 7, tzinfo=UTC), "u")
    document = data_product_document(source, 0, product, validated=True)
    assert (document["start"], document["end"]) == ("2031-03-04T12:00:00.000Z", "2031-03-04T12:00:07.000Z")
