"""Scans: many searches as one, against the emulator, sync and async."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.emulator import fault
from support.runtimes import RUNTIMES, Runtime, client, run
from support.writing import ADMIN, NEW, writable

from aurorax_typed import (
    Conjunction,
    DataProduct,
    GroundCriteria,
    PollingPolicy,
    QueryError,
    RetryPolicy,
    ScanIncompleteError,
    ScanStateError,
    SearchFailedError,
    SpaceCriteria,
)
from aurorax_typed.emulator import serve
from aurorax_typed.events import Event, RequestSent, WindowDone
from aurorax_typed.queries import ConjunctionQuery, DataProductQuery, EphemerisQuery

FAST: dict[str, Any] = {
    "polling": PollingPolicy(initial_interval=0.01, max_interval=0.05),
    "retry": RetryPolicy(initial_wait=0.01, max_wait=0.02),
}
SWARM_A: dict[str, Any] = {"programs": ["swarm"], "platforms": ["swarma"]}
DAYS = ("2020-01-30T12:00", "2020-02-02T11:59:59")


def of(events: Iterable[Event], kind: type[Any]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def submitted(events: Iterable[Event]) -> list[RequestSent]:
    return [event for event in of(events, RequestSent) if event.method == "POST" and event.path.endswith("/search")]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_ephemeris_of_a_scan_are_those_of_one_search(runtime: Runtime, shared_emulator: str) -> None:
    async def scenario() -> None:
        events: list[Event] = []
        async with client(runtime, base_url=shared_emulator, on_event=events.append, **FAST) as ax:
            whole = await (await ax.ephemeris.search(*DAYS, **SWARM_A)).get_data()
            events.clear()
            scan = ax.ephemeris.scan(EphemerisQuery(*DAYS, **SWARM_A), window="day")
            assert not events, "nothing is sent before it is read"
            found = [record async for record in scan.stream()]
            assert found == whole
            assert [event.name for event in of(events, WindowDone)] == [window.name for window in scan.windows]
            assert [event.number for event in of(events, WindowDone)] == [1, 2, 3, 4]
            assert sum(event.records for event in of(events, WindowDone)) == len(whole) == 4320
            assert len(submitted(events)) == 4

    run(scenario())


def meeting(record: Conjunction) -> tuple[Any, ...]:
    sources = tuple(source.identifier for source in record.data_sources)
    return record.start, record.end, sources, record.min_distance, record.max_distance, record.closest_epoch


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("window", ["day", "month"])
def test_conjunctions_that_cross_a_seam_come_once_and_whole(
    runtime: Runtime, window: str, shared_emulator: str
) -> None:
    # A geostationary spacecraft stays within reach of a site for hours or days.
    blocks: dict[str, Any] = {
        "ground": GroundCriteria(programs=["themis-asi"], platforms=["kuujjuaq", "sanikiluaq", "taloyoak"]),
        "space": SpaceCriteria(programs=["themis", "goes"]),
    }

    async def scenario() -> None:
        events: list[Event] = []
        async with client(runtime, base_url=shared_emulator, on_event=events.append, **FAST) as ax:
            whole = await (await ax.conjunctions.search(*DAYS, 900, **blocks)).get_data()
            crossing = [record for record in whole if record.start.date() != record.end.date()]
            longest = max(record.end - record.start for record in whole)
            assert crossing, "the test must have something to show"
            assert longest > timedelta(hours=2)
            events.clear()
            scan = ax.conjunctions.scan(
                ConjunctionQuery(*DAYS, 900, **blocks), window=window, reach=timedelta(minutes=10)
            )
            found = [record async for record in scan.stream()]
            assert sorted(map(meeting, found)) == sorted(map(meeting, whole))
            assert len(submitted(events)) > len(scan.windows), "what was cut was asked for again"

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_three_blocks(runtime: Runtime, shared_emulator: str) -> None:
    blocks: dict[str, Any] = {
        "ground": [GroundCriteria(programs=["themis-asi"]), GroundCriteria(programs=["trex"])],
        "space": SpaceCriteria(programs=["swarm"]),
    }

    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            whole = await (await ax.conjunctions.search(*DAYS, 500, **blocks)).get_data()
            found = [
                record
                async for record in ax.conjunctions.scan(ConjunctionQuery(*DAYS, 500, **blocks), window="day").stream()
            ]
            assert whole
            assert sorted(map(meeting, found)) == sorted(map(meeting, whole))

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_data_products_that_cross_a_seam(runtime: Runtime) -> None:
    def product(start: datetime, length: timedelta) -> DataProduct:
        return DataProduct(
            data_source=source,
            data_product_type="keogram",
            start=start,
            end=start + length,
            url=f"https://example.org/{start:%Y%m%d%H%M}-{length}.png",
        )

    async def scenario() -> None:
        nonlocal source
        async with client(runtime, base_url=url, api_key=ADMIN, **FAST) as ax:
            source = await ax.sources.add(**NEW)
            noon = datetime(2020, 1, 31, 12)
            products = [product(noon, timedelta(hours=hours)) for hours in (1, 11, 12, 13, 24)]
            await ax.data_products.upload(source.identifier, products)
            query = DataProductQuery("2020-01-30", "2020-02-03", programs=["testing"])
            scan = ax.data_products.scan(query, window="day")
            assert sorted([record.url async for record in scan.stream()]) == sorted(item.url for item in products)

            far = product(noon, timedelta(days=2))
            await ax.data_products.upload(source.identifier, [far])
            with pytest.raises(ScanIncompleteError, match="scan again with a longer one") as caught:
                [record async for record in ax.data_products.scan(query, window="day").stream()]
            assert (caught.value.expected, caught.value.received) == (6, 5)
            scan = ax.data_products.scan(query, window="day", reach=timedelta(days=2))
            assert len([record async for record in scan.stream()]) == 6

    source: Any = None
    with writable() as url:
        run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("in_flight", [1, 3])
def test_no_more_searches_at_once_than_allowed(runtime: Runtime, in_flight: int, shared_emulator: str) -> None:
    async def scenario() -> None:
        events: list[Event] = []
        async with client(runtime, base_url=shared_emulator, on_event=events.append, **FAST) as ax:
            scan = ax.ephemeris.scan(
                EphemerisQuery("2020-01-01", "2020-01-06", **SWARM_A), window="day", in_flight=in_flight
            )
            assert len([record async for record in scan.stream()]) == 6 * 1440
        most = 0
        for number in range(len(events)):
            before = events[:number]
            most = max(most, len(submitted(before)) - len(of(before, WindowDone)))
        assert most == in_flight

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_window_that_fails_is_tried_again(runtime: Runtime, emulator: str) -> None:
    async def scenario() -> None:
        events: list[Event] = []
        async with client(runtime, base_url=emulator, on_event=events.append, **FAST) as ax:
            fault(emulator, "fail_search", count=2, message="the database is away")
            scan = ax.ephemeris.scan(
                EphemerisQuery("2020-01-01", "2020-01-03T23:59:59", **SWARM_A), window="day", in_flight=1
            )
            assert len([record async for record in scan.stream()]) == 3 * 1440
            assert len(submitted(events)) == 5

            fault(emulator, "fail_search", count=2, message="the database is away")
            scan = ax.ephemeris.scan(
                EphemerisQuery("2020-01-01", "2020-01-03", **SWARM_A), window="day", in_flight=1, attempts=2
            )
            with pytest.raises(SearchFailedError, match="the database is away") as caught:
                [record async for record in scan.stream()]
            assert "window 2020-01-01" in caught.value.__notes__[0]

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_one_that_is_left_stops_what_it_began(runtime: Runtime, emulator: str) -> None:
    async def scenario() -> None:
        events: list[Event] = []
        async with client(runtime, base_url=emulator, on_event=events.append, **FAST) as ax:
            scan = ax.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-06", **SWARM_A), window="day", in_flight=3)
            stream = scan.stream()
            async for _ in stream:
                break
            await stream.aclose()
            cancelled = [event for event in of(events, RequestSent) if event.method == "DELETE"]
            # The first is being read, so it is over; those behind it may have ended by themselves.
            assert len(submitted(events)) == 3
            assert len(cancelled) == 2

    run(scenario())


# -- ledgers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_interrupted_and_started_again_it_goes_on(runtime: Runtime, shared_emulator: str, tmp_path: Path) -> None:
    ledger = tmp_path / "scan.sqlite"
    asked: dict[str, Any] = {"window": "day", "in_flight": 2, "ledger": ledger}

    async def scenario() -> None:
        events: list[Event] = []
        async with client(runtime, base_url=shared_emulator, on_event=events.append, **FAST) as ax:
            stream = ax.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-04T23:59:59", **SWARM_A), **asked).stream()
            found = []
            async for record in stream:
                found.append(record)
                if len(found) == 1441:  # the first of the second window: the first window is done
                    break
            await stream.aclose()
            assert not [event for event in of(events, RequestSent) if event.method == "DELETE"]
            begun = submitted(events)
            assert len(begun) == 3

            events.clear()
            rest = [
                record
                async for record in ax.ephemeris.scan(
                    EphemerisQuery("2020-01-01", "2020-01-04T23:59:59", **SWARM_A), **asked
                ).stream()
            ]
            assert len(submitted(events)) == 1, "two of the three that are left run at the server already"
            whole = await (await ax.ephemeris.search("2020-01-01", "2020-01-04T23:59:59", **SWARM_A)).get_data()
            assert found[:1440] + rest == whole

            events.clear()
            scan = ax.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-04T23:59:59", **SWARM_A), **asked)
            assert [record async for record in scan.stream()] == []
            assert not submitted(events)

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_searches_that_the_server_forgot_are_run_again(runtime: Runtime, tmp_path: Path) -> None:
    asked: dict[str, Any] = {"window": "day", "ledger": tmp_path / "scan.sqlite"}

    async def scenario(url: str, *, first: bool) -> None:
        async with client(runtime, base_url=url, **FAST) as ax:
            stream = ax.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-02T23:59:59", **SWARM_A), **asked).stream()
            if first:
                async for _ in stream:
                    break
                await stream.aclose()
            else:
                assert len([record async for record in stream]) == 2 * 1440

    for first in (True, False):
        with serve(time_scale=0) as url:  # the second knows nothing of the first one's searches
            run(scenario(url, first=first))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_ledger_is_for_one_scan_and_one_process(runtime: Runtime, shared_emulator: str, tmp_path: Path) -> None:
    ledger = tmp_path / "scan.sqlite"

    async def refused(ax: Any, start: str, match: str, **changes: Any) -> None:
        asked = {"window": "day", "ledger": ledger} | changes
        query = EphemerisQuery(start, "2020-01-03", **SWARM_A | {"platforms": asked.pop("platforms", ["swarma"])})
        scan = ax.ephemeris.scan(query, **asked)
        with pytest.raises(ScanStateError, match=match):
            [record async for record in scan.stream()]

    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            stream = ax.ephemeris.scan(
                EphemerisQuery("2020-01-01", "2020-01-03", **SWARM_A), window="day", ledger=ledger
            ).stream()
            async for _ in stream:
                await refused(ax, "2020-01-01", "Another process is at work on")
                break
            await stream.aclose()
            await refused(ax, "2020-01-02", "belongs to another scan")
            await refused(ax, "2020-01-01", "belongs to another scan", platforms=["swarmb"])
            await refused(ax, "2020-01-01", "belongs to another scan", window="month")
            ledger.write_bytes(b"{}" * 3000)
            await refused(ax, "2020-01-01", "is not the ledger of a scan")
            await refused(ax, "2020-01-01", "can't be used", ledger=tmp_path / "nowhere" / "scan.sqlite")

    run(scenario())


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"in_flight": 0}, "in_flight=0 must be a whole number, 1 to 32"),
        ({"attempts": True}, "attempts=True must be"),
        ({"window": "week"}, "take 'auto', 'day', 'month' or 'year'"),
    ],
)
def test_what_means_nothing_is_refused_at_once(arguments: dict[str, Any], match: str, shared_emulator: str) -> None:
    async def scenario() -> None:
        async with client("async", base_url=shared_emulator) as ax:
            with pytest.raises(QueryError, match=match):
                ax.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-02", **SWARM_A), **arguments)
            with pytest.raises(QueryError, match="a minute or more"):
                ax.data_products.scan(
                    DataProductQuery("2020-01-01", "2020-01-02", programs=["trex"]), reach=timedelta(0)
                )

    run(scenario())
