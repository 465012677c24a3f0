"""Some members of records, from the emulator and from a server at fault, sync and async."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import pytest
from support.emulator import get_json
from support.faulty import COUNT, Exchange, Fault, faulty_server, head, whole
from support.runtimes import RUNTIMES, Runtime, client, run

from aurorax_typed import (
    BadRequestError,
    Conjunction,
    ConjunctionQuery,
    DataProduct,
    DataProductQuery,
    Ephemeris,
    EphemerisQuery,
    GroundCriteria,
    PollingPolicy,
    QueryError,
    ResultCountError,
    ResultDecodeError,
    ResultExpiredError,
    ResultTruncatedError,
    RetryPolicy,
    SearchStateError,
    SpaceCriteria,
)
from aurorax_typed.events import Received, RequestSent
from aurorax_typed.queries import all_fields

pytestmark = pytest.mark.filterwarnings(
    "ignore::aurorax_typed.errors.UnknownNameWarning", "ignore::aurorax_typed.errors.NothingFoundWarning"
)

START, END = datetime(2020, 2, 1), datetime(2020, 2, 1, 6, 59, 59)
PRODUCTS = DataProductQuery(START, "2020-02-05", programs=["trex"])
POSITIONS = EphemerisQuery(START, END, programs=["swarm", "themis-asi"], platforms=["swarma", "gillam"])
MEETINGS = ConjunctionQuery(
    START, END, 500, ground=GroundCriteria(programs=["themis-asi"]), space=SpaceCriteria(programs=["swarm"])
)
FAST = PollingPolicy(initial_interval=0.01, max_interval=0.05)
TIMES = {"start", "end", "epoch", "closest_epoch", "farthest_epoch"}

Scenario = Callable[[Any, list[Any]], Coroutine[Any, Any, None]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[function.__name__] = function
    return function


def with_times(record: dict[str, Any]) -> dict[str, Any]:
    """A record as the server writes it, its own times and those of its events read."""
    found = {name: datetime.fromisoformat(value) if name in TIMES else value for name, value in record.items()}
    if "events" in record:
        found["events"] = [with_times(event) for event in record["events"]]
    return found


def without_queries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for row in rows:
        for event in row["events"]:
            assert event.pop("generated_e1_ephemeris_query") != event.pop("generated_e2_ephemeris_query")
    return rows


@scenario
async def data_products_have_the_values_of_the_records(ax: Any, events: list[Any]) -> None:
    search = await ax.data_products.search(PRODUCTS)
    events.clear()
    rows = [row async for row in search.select("start", "url", "data_source.display_name", "metadata")]
    assert [type(event) for event in events if isinstance(event, RequestSent)] == [RequestSent]
    assert events[0].method == "POST"
    received = [event for event in events if isinstance(event, Received)][-1]
    assert (received.records, received.expected) == (len(rows), search.result_count)
    records = await search.get_data()
    assert len(records) > 500
    assert rows == [
        {
            "start": record.start,
            "url": record.url,
            "data_source": {"display_name": record.data_source.display_name},
            "metadata": record.metadata,
        }
        for record in records
    ]
    again = [row async for row in search.select("url")]
    assert again == [{"url": record.url} for record in records]


@scenario
async def batches_are_the_rows(ax: Any, events: list[Any]) -> None:
    search = await ax.data_products.search(PRODUCTS)
    batches = [batch async for batch in search.select_batches("end")]
    assert all(batches)
    assert [row for batch in batches for row in batch] == [{"end": record.end} for record in await search.get_data()]


@scenario
async def ephemeris_have_the_values_of_the_records(ax: Any, events: list[Any]) -> None:
    search = await ax.ephemeris.search(POSITIONS)
    rows = [row async for row in search.select("epoch", "nbtrace", "location_geo.lat", "location_gsm.lon")]
    records = await search.get_data()
    assert len(records) > 800
    assert rows == [
        {
            "epoch": record.epoch,
            "nbtrace": {"lat": record.nbtrace.lat, "lon": record.nbtrace.lon},
            "location_geo": {"lat": record.location_geo.lat},
            "location_gsm": {"lon": record.location_gsm.lon},
        }
        for record in records
    ]


@scenario
async def conjunctions_have_the_values_of_the_records(ax: Any, events: list[Any]) -> None:
    search = await ax.conjunctions.search(MEETINGS)
    rows = [
        row
        async for row in search.select(
            "start", "closest_epoch", "data_sources.identifier", "events.min_distance", "events.end"
        )
    ]
    records = await search.get_data()
    assert len(records) > 10
    assert rows == [
        {
            "start": record.start,
            "closest_epoch": record.closest_epoch,
            "data_sources": [{"identifier": source.identifier} for source in record.data_sources],
            "events": [{"min_distance": event.min_distance, "end": event.end} for event in record.events],
        }
        for record in records
    ]


@scenario
async def all_fields_give_the_whole_records(ax: Any, events: list[Any]) -> None:
    whole_format = {"source_format": "full_record"}
    products = await ax.data_products.search(PRODUCTS)
    positions = await ax.ephemeris.search(POSITIONS, **whole_format)
    meetings = await ax.conjunctions.search(MEETINGS)
    for search, names in [
        (products, all_fields(DataProduct)),
        (positions, all_fields(Ephemeris)),
        (meetings, all_fields(Conjunction)),
    ]:
        rows = [row async for row in search.select(*names)]
        raw = get_json(f"{search.data_url}?data_source_record_format=full_record")["result"]
        assert len(raw) > 10
        assert (without_queries(rows) if search is meetings else rows) == [with_times(record) for record in raw]


@scenario
async def generated_queries_can_be_asked(ax: Any, events: list[Any]) -> None:
    search = await ax.conjunctions.search(MEETINGS)
    name = "generated_e2_ephemeris_query"
    rows = [row async for row in search.select(f"events.{name}", "events.e2_source.platform")]
    (event,) = rows[0]["events"]
    query = EphemerisQuery.from_json(event[name])
    assert query.platforms == (event["e2_source"]["platform"],)
    assert START <= query.start <= query.end <= END
    found = await ax.ephemeris.search(query)
    assert found.result_count > 0


@scenario
async def nothing_is_sent_for_names_that_are_none(ax: Any, events: list[Any]) -> None:
    search = await ax.data_products.search(PRODUCTS)
    events.clear()
    for names in [("strat",), (), ("epoch",), ("start", "nbtrace.lat"), (["start"],)]:
        for call in (search.select, search.select_batches):
            with pytest.raises(QueryError):
                async for _ in call(*names):
                    pass
    assert events == []


@scenario
async def a_search_without_a_result_has_no_rows(ax: Any, events: list[Any]) -> None:
    with pytest.raises(SearchStateError):
        async for _ in ax.data_products.prepare(PRODUCTS).select("start"):
            pass
    empty = await ax.data_products.search(DataProductQuery("1990-01-01", "1990-01-02", programs=["trex"]))
    assert [row async for row in empty.select("start")] == []
    gone = await ax.data_products.search(PRODUCTS)
    await gone.delete_data()
    other = ax.data_products.attach(gone.request_id)
    with pytest.raises(ResultExpiredError):
        async for _ in other.select("start"):
            pass


@scenario
async def leaving_early_closes_the_connection(ax: Any, events: list[Any]) -> None:
    search = await ax.data_products.search(PRODUCTS)
    rows = search.select("url")
    async for row in rows:
        assert row.keys() == {"url"}
        break
    await rows.aclose()
    assert len([row async for row in search.select("url")]) == search.result_count


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(name: str, runtime: Runtime, shared_emulator: str) -> None:
    async def life() -> None:
        events: list[Any] = []
        async with client(runtime, base_url=shared_emulator, polling=FAST, on_event=events.append) as ax:
            await SCENARIOS[name](ax, events)

    run(life())


ROWS = json.dumps({"result": [{"url": f"https://data.example/{n}.jpg"} for n in range(COUNT)]}).encode()
LAST_IS_NONE = json.dumps({"result": [*json.loads(ROWS)["result"][:-1], 5]}).encode()
GONE = {"error": {"error_code": "NotFound", "error_message": "The result has been removed"}}
REFUSED = {"error_code": "BadRequest", "error_message": "response format: url must be true"}
WHOLE = whole(200, ROWS)
CUT = head(200, length=len(ROWS)) + ROWS[:5000]
ENDS_EARLY = head(200, {"connection": "close"}) + ROWS[:5000]
OTHER = head(200, length=len(ROWS)) + ROWS.replace(b"jpg", b"png")

FAULTS: dict[str, tuple[list[bytes], type[Exception] | None, str, int]] = {
    "well": ([WHOLE], None, "", 1),
    "busy, then well": ([whole(503), whole(502), WHOLE], None, "", 3),
    "broken off, then well": ([CUT, WHOLE], None, "", 2),
    "broken off twice, then well": ([CUT, ENDS_EARLY, WHOLE], None, "", 3),
    "ends early again and again": ([ENDS_EARLY] * 3, ResultTruncatedError, "is not complete", 3),
    "changed meanwhile": ([CUT, OTHER], ResultDecodeError, "changed while it was read", 2),
    "one row too few": (
        [whole(200, {"result": [{}] * 199})],
        ResultCountError,
        r"200 records, the result of search \S+ holds 199",
        1,
    ),
    "one row too many": (
        [whole(200, {"result": [{}] * 201})],
        ResultCountError,
        r"200 records, the result of search \S+ holds 201",
        1,
    ),
    "a row that is none": ([whole(200, LAST_IS_NONE)], ResultDecodeError, "Record 200 is 5, an object is needed", 1),
    "refused": ([whole(400, REFUSED)], BadRequestError, "url must be true", 1),
    "removed": ([whole(404, GONE["error"])], ResultExpiredError, "removed", 1),
    "removed, told with 200": ([whole(200, GONE)], ResultExpiredError, "removed", 1),
}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_in_every_row_once_or_in_an_error(name: str, runtime: Runtime) -> None:
    replies, error, told, requests = FAULTS[name]
    seen: list[tuple[str, str, Any]] = []

    def reply(data: bytes) -> Fault:
        def send(exchange: Exchange) -> None:
            seen.append((exchange.method, exchange.path.rsplit("/", 1)[1], json.loads(exchange.body)))
            exchange.send(data)
            if data in (CUT, ENDS_EARLY):
                exchange.close()

        return send

    rows: list[Any] = []

    async def life(url: str) -> None:
        retry = RetryPolicy(max_attempts=3, initial_wait=0.001, max_wait=0.002)
        async with client(runtime, base_url=url, polling=FAST, retry=retry) as ax:
            search = await ax.data_products.search(PRODUCTS)
            async for batch in search.select_batches("url"):
                rows.extend(batch)

    with faulty_server(data=[reply(data) for data in replies]) as server:
        if error is None:
            run(life(server.url))
            assert rows == json.loads(ROWS)["result"]
        else:
            with pytest.raises(error, match=told):
                run(life(server.url))
            if replies[0] in (CUT, ENDS_EARLY):
                assert 0 < len(rows) < COUNT
                assert rows == json.loads(ROWS)["result"][: len(rows)]
    assert seen == [("POST", "data", {"url": True})] * requests
