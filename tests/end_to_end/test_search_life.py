"""Searches against the emulator, from submission to records and to every other end, sync and async."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.emulator import fault, get_json
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed
from aurorax_typed import (
    BadRequestError,
    ConfigurationError,
    DataProduct,
    DataProductQuery,
    DataSource,
    MaintenanceError,
    MetadataExpression,
    MetadataFilter,
    NotFoundError,
    PollingPolicy,
    ProtocolError,
    RateLimitError,
    ResultCountError,
    ResultExpiredError,
    ResultTruncatedError,
    RetryPolicy,
    SearchCancelledError,
    SearchFailedError,
    SearchState,
    SearchStateError,
    SearchTimeoutError,
    ServerError,
    TransportError,
)
from aurorax_typed.emulator import serve
from aurorax_typed.events import Event, Polled, Received, RequestSent, RetryScheduled, StateChanged
from aurorax_typed.export import read_results

pytestmark = pytest.mark.filterwarnings(
    "ignore::aurorax_typed.errors.UnknownNameWarning", "ignore::aurorax_typed.errors.NothingFoundWarning"
)

START, END = datetime(2020, 2, 1), datetime(2020, 2, 5, 23, 59, 59)
QUERY = DataProductQuery(START, END, programs=["trex"])
SMALL = DataProductQuery(START, datetime(2020, 2, 1, 23, 59, 59), programs=["trex"], platforms=["gillam"])
FAST: dict[str, Any] = {
    "retry": RetryPolicy(initial_wait=0.01, max_wait=0.02),
    "polling": PollingPolicy(initial_interval=0.01, max_interval=0.05),
}
UNKNOWN = "00000000-0000-4000-8000-000000000000"

Scenario = Callable[[Any, str, list[Event]], Coroutine[Any, Any, None]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[function.__name__] = function
    return function


def requests(events: list[Event]) -> list[str]:
    """Method and last part of each path that was asked, in order."""
    return [f"{e.method} {e.path.rsplit('/', 1)[1][:8]}" for e in events if isinstance(e, RequestSent)]


@scenario
async def under_other_settings(ax: Any, url: str, events: list[Event]) -> None:
    told: list[Event] = []
    patient = ax.with_options(timeout=120, polling=PollingPolicy(initial_interval=0.02), on_event=told.append)
    assert (patient.timeout, patient.polling.initial_interval, patient.retry) == (120, 0.02, ax.retry)
    before = len(events)
    search = await patient.data_products.search(SMALL)
    assert len(await search.get_data()) == search.result_count
    assert len(events) == before
    assert requests(told)
    await patient.close()
    # Its connections are those of the first, which lives on.
    assert (await ax.data_products.search(SMALL)).result_count == search.result_count
    for wrong in ({"retry": 0}, {"timeout": "60"}, {"polling": 2.0}, {"on_event": "x"}):
        with pytest.raises(ConfigurationError):
            ax.with_options(**wrong)


@scenario
async def what_the_server_answered_with(ax: Any, url: str, events: list[Event]) -> None:
    with pytest.raises(NotFoundError) as refused:
        await ax.data_products.attach(UNKNOWN).update_status()
    assert (refused.value.status_code, refused.value.request_id) == (404, UNKNOWN)
    assert refused.value.headers["content-type"].startswith("application/json")
    search = ax.data_products.prepare(SMALL)
    assert search.response is None
    await search.execute()
    assert (search.response.status, search.response.headers["location"]) == (202, search.request_url)
    await search.wait()
    assert search.response.status == 200
    await search.get_data()
    assert search.response.headers["content-type"].startswith("application/json")
    assert not {"authorization", "set-cookie"} & search.response.headers.keys()


@scenario
async def whole_life(ax: Any, url: str, events: list[Event]) -> None:
    search = ax.data_products.prepare(QUERY)
    assert (search.state, search.executed, search.completed, search.request_id) == ("prepared", False, False, "")
    assert (search.request_url, search.data_url, search.logs, search.status) == ("", "", [], None)
    await search.execute()
    assert search.state == "submitted"
    assert search.request_url == f"{url}/api/v1/data_products/requests/{search.request_id}"
    await search.wait()
    assert (search.state, search.completed) == ("ready", True)
    assert search.data_url == f"{search.request_url}/data"
    data = await search.get_data()
    assert all(isinstance(product, DataProduct) for product in data)
    assert len(data) == search.result_count == len(await search.data)
    assert search.logs[-1]["summary"].endswith(f"found {len(data)} records.")
    assert search.file_size > 1000 * len(data)
    states = [event.after for event in events if isinstance(event, StateChanged)]
    assert states[0] == "submitted"
    assert states[-1] == "ready"
    assert [event for event in events if isinstance(event, Polled)][-1].logs == tuple(search.logs)
    assert [event for event in events if isinstance(event, Received)][-1].records == len(data)


@scenario
async def records_are_those_of_the_document(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    streamed = [product async for product in search.stream()]
    batches = [batch async for batch in search.stream_batches()]
    assert [product for batch in batches for product in batch] == streamed
    raw = get_json(search.data_url)["result"]
    assert len(raw) == len(streamed) > 1000
    for product, document in zip(streamed, raw, strict=True):
        assert product == DataProduct(
            DataSource(**document["data_source"]),
            document["data_product_type"],
            datetime.fromisoformat(document["start"]),
            datetime.fromisoformat(document["end"]),
            document["url"],
            document["metadata"],
        )
    assert len({id(product.data_source) for product in streamed}) == len({p.data_source for p in streamed})


@scenario
async def fetched_records_are_not_fetched_again(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"], platforms=["gillam"])
    data = await search.get_data()
    before = len(requests(events))
    assert [product async for product in search.stream()] == data
    assert await search.get_data() is data
    assert len(requests(events)) == before


@scenario
async def filters_reach_the_server(ax: Any, url: str, events: list[Event]) -> None:
    wanted = MetadataFilter([MetadataExpression("keogram_type", "in", ["daily"])])
    search = await ax.data_products.search(
        START, END, programs=["trex"], data_product_types=["keogram"], metadata_filters=wanted
    )
    data = await search.get_data()
    assert data
    assert {(p.data_product_type, p.metadata["keogram_type"]) for p in data} == {("keogram", "daily")}


@scenario
async def nothing_found_is_a_success(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["no such program"])
    assert (search.result_count, search.file_size, await search.get_data()) == (0, 5, [])
    table = await search.to_pandas()
    assert (len(table), list(table.columns)[:2]) == (0, ["data_source", "identifier"])


@scenario
async def taken_up_by_another_client(ax: Any, url: str, events: list[Event]) -> None:
    first = await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"], platforms=["gillam"]))
    second = ax.data_products.attach(first.request_id.upper())
    await second.wait()
    assert await second.get_data()
    with pytest.raises(SearchStateError, match="submitted before"):
        await second.execute()
    with pytest.raises(SearchStateError, match="its query is in its status"):
        await second.describe()


@scenario
async def an_unknown_search(ax: Any, url: str, events: list[Event]) -> None:
    search = ax.data_products.attach(UNKNOWN)
    for call in (search.update_status, search.wait, search.get_data, search.cancel):
        with pytest.raises(NotFoundError, match="404"):
            await call()
    assert search.state == "submitted"


@scenario
async def called_too_early(ax: Any, url: str, events: list[Event]) -> None:
    search = ax.data_products.prepare(SMALL)
    for call in (search.update_status, search.wait, search.get_data, search.cancel, search.delete_data):
        with pytest.raises(SearchStateError, match=r"Call execute\(\)"):
            await call()
    with pytest.raises(SearchStateError, match="was not submitted"):
        await search.data
    assert requests(events) == []


@scenario
async def a_failed_search_carries_the_servers_words(ax: Any, url: str, events: list[Event]) -> None:
    fault(url, "fail_search", message="The database went away.")
    search = await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"]))
    with pytest.raises(SearchFailedError, match="The database went away") as caught:
        await search.wait()
    assert caught.value.request_id == search.request_id
    assert caught.value.logs == search.logs
    assert caught.value.logs[-1]["level"] == "error"
    assert (search.state, search.completed) == (SearchState.FAILED, True)
    with pytest.raises(SearchFailedError):
        await search.get_data()
    again = ax.data_products.attach(search.request_id)
    with pytest.raises(SearchFailedError, match="The database went away"):
        await again.wait()


@scenario
async def an_expired_result(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    fault(url, "expire_result", request_id=search.request_id)
    with pytest.raises(ResultExpiredError, match="has been removed. Run it again"):
        await search.get_data()
    assert search.state == "expired"
    with pytest.raises(ResultExpiredError):
        await ax.data_products.attach(search.request_id).get_data()


@scenario
async def deleting_the_data(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    await search.delete_data()
    assert search.state == "expired"
    with pytest.raises(ResultExpiredError):
        await search.get_data()
    with pytest.raises(ResultExpiredError):
        await search.data
    attached = ax.data_products.attach(search.request_id)
    await attached.update_status()
    assert attached.state == "expired"


@scenario
async def cancelling_what_is_over_sends_nothing(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"], platforms=["gillam"])
    before = len(requests(events))
    assert await search.cancel(wait=True) == "ready"
    assert len(requests(events)) == before
    assert await search.get_data()


@scenario
async def a_lost_answer_to_the_submission(ax: Any, url: str, events: list[Event]) -> None:
    fault(url, "drop_answer", method="POST", path="$/search")
    search = await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"]))
    await search.wait()
    assert await search.get_data()
    posts = [request for request in requests(events) if request.startswith("POST")]
    assert len(posts) == 1  # it had arrived, so that it was looked up and not sent again
    assert len([event for event in events if isinstance(event, RetryScheduled)]) == 1


@scenario
async def a_proxy_error_to_the_submission(ax: Any, url: str, events: list[Event]) -> None:
    fault(url, "bad_gateway", method="POST", path="$/search", count=2)
    search = await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"]))
    posts = [request for request in requests(events) if request.startswith("POST")]
    assert len(posts) == 3  # it had not arrived: unknown to the server each time it was looked up
    await search.wait()
    assert search.state == "ready"


@scenario
async def failing_polls_do_not_end_the_wait(ax: Any, url: str, events: list[Event]) -> None:
    fault(url, "bad_gateway", method="GET", path="/requests/", count=3)
    fault(url, "drop_answer", method="GET", path="/requests/")
    fault(url, "rate_limit", method="GET", path="/requests/", retry_after=0.01)
    search = await ax.data_products.search(START, END, programs=["trex"])
    assert search.state == "ready"
    assert len([event for event in events if isinstance(event, RequestSent) and event.method == "GET"]) >= 5


@scenario
async def a_refusal_ends_the_wait(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"]))
    fault(url, "answer", method="GET", path="/requests/", status=400, body="no")
    with pytest.raises(BadRequestError, match="400 no"):
        await search.wait()


@scenario
async def reads_are_sent_again_and_no_more_often_than_allowed(ax: Any, url: str, events: list[Event]) -> None:
    fault(url, "bad_gateway", count=4)
    assert await ax.sources.list(program="trex")
    assert len(requests(events)) == 5
    fault(url, "bad_gateway", count=5)
    with pytest.raises(ServerError, match="502 Bad Gateway. Try again later") as caught:
        await ax.sources.list(program="trex")
    assert caught.value.status_code == 502
    assert len(requests(events)) == 10


@scenario
async def maintenance_and_rate_limits_have_their_own_errors(ax: Any, url: str, events: list[Event]) -> None:
    fault(url, "maintenance", count=5)
    with pytest.raises(MaintenanceError, match="maintenance mode"):
        await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"]))
    fault(url, "rate_limit", retry_after=900)
    with pytest.raises(RateLimitError, match="Too many requests") as caught:
        await ax.sources.list()
    assert caught.value.retry_after == 900
    assert len(requests(events)) == 6  # nobody waits 900 seconds for a list


@scenario
async def a_download_that_breaks_is_taken_up_again(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    whole = [product async for product in search.stream()]
    for size in (0, 1, 1000, 200_000):
        fault(url, "cut_result", size=size)
        assert [product async for product in search.stream()] == whole, size
    assert len([event for event in events if isinstance(event, RetryScheduled)]) == 4


@scenario
async def a_download_that_keeps_breaking_is_an_error(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    fault(url, "cut_result", size=1000, count=5)
    with pytest.raises(TransportError, match="/data failed"):
        await search.get_data()
    assert await search.get_data()  # the state is as before: it can be tried again


@scenario
async def a_result_that_ends_early_is_never_taken_for_whole(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    fault(url, "cut_result", size=100_000, clean=True, count=5)
    seen = []
    with pytest.raises(ResultTruncatedError, match="byte"):
        async for product in search.stream():
            seen.append(product)
    assert seen == (await search.get_data())[: len(seen)]
    assert seen


@scenario
async def each_source_format_in_the_cheapest_form(ax: Any, url: str, events: list[Event]) -> None:
    members = {"identifier_only": 1, "basic_info": 6, "with_metadata": 7, "full_record": 11}
    for source_format, count in members.items():
        search = await ax.data_products.search(START, END, programs=["trex"], source_format=source_format)
        data = await search.get_data()
        assert {len(vars(product.data_source)) for product in data} == {count}
        raw = get_json(f"{search.data_url}?data_source_record_format={source_format}")["result"]
        assert [vars(p.data_source).keys() for p in data] == [d["data_source"].keys() for d in raw]
        assert [p.data_source.identifier for p in data] == [d["data_source"]["identifier"] for d in raw]
    listings = [event for event in events if isinstance(event, RequestSent) and event.path.endswith("/data_sources")]
    assert len(listings) == 3  # one for each format that has more than the identifier, however often it is used


@scenario
async def a_source_that_the_listing_lacks_is_asked_for_in_the_result(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    listing = [source for source in get_json(f"{url}/api/v1/data_sources") if source["identifier"] != 102]
    fault(url, "answer", path="$/data_sources", status=200, body=json.dumps(listing), content_type="application/json")
    data = await search.get_data()
    assert len(data) == search.result_count
    assert {product.data_source.platform for product in data} >= {"pinawa", "gillam"}
    raw = get_json(search.data_url)["result"]
    assert [product.url for product in data] == [document["url"] for document in raw]


@scenario
async def a_listing_that_can_not_be_had_costs_no_result(ax: Any, url: str, events: list[Event]) -> None:
    for answer in ({"status": 403, "body": "no"}, {"status": 200, "body": "<html>", "content_type": "text/html"}):
        search = await ax.data_products.search(START, END, programs=["trex"])
        fault(url, "answer", path="$/data_sources", **answer)
        data = await search.get_data()
        assert len(data) == search.result_count
        assert {len(vars(product.data_source)) for product in data} == {6}


@scenario
async def a_server_that_does_not_take_formats(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    fault(url, "answer", path="$/data", status=400, body='{"error_code": "x", "error_message": "unknown parameter"}')
    data = await search.get_data()
    assert len(data) == search.result_count
    assert {len(vars(product.data_source)) for product in data} == {6}


@scenario
async def the_raw_document_can_be_kept(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.json"
        fault(url, "cut_result", size=100_000, clean=True)
        size = await search.download(path)
        assert size == path.stat().st_size
        assert json.loads(path.read_bytes()) == get_json(search.data_url)
        assert list(read_results(path, DataProduct)) == await search.get_data()
        before = path.read_bytes()
        fault(url, "cut_result", size=100_000, count=5)
        with pytest.raises(TransportError):
            await search.download(path)
        with pytest.raises(OSError, match="no directory"):
            await search.download(Path(folder) / "not there" / "result.json")
        assert path.read_bytes() == before
        assert os.listdir(folder) == ["result.json"]


@scenario
async def a_wrong_count_is_an_error(ax: Any, url: str, events: list[Event]) -> None:
    fault(url, "wrong_count", delta=1)
    search = await ax.data_products.search(START, END, programs=["trex"])
    with pytest.raises(ResultCountError, match="Don't trust it") as caught:
        await search.get_data()
    assert caught.value.expected == caught.value.received + 1
    with pytest.raises(ResultCountError):
        await search.get_data()


@scenario
async def a_page_instead_of_json(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    fault(url, "answer", path="$/data", status=200, body="<html>hello</html>", content_type="text/html")
    with pytest.raises(ProtocolError, match="text/html"):
        await search.get_data()
    fault(url, "answer", status=200, body="<html>hello</html>", content_type="text/html")
    with pytest.raises(ProtocolError, match="is not JSON"):
        await ax.sources.list()
    fault(url, "answer", status=200, body='{"search_request": {"request_id": "another"}}')
    with pytest.raises(ProtocolError, match="answered about 'another'"):
        await search.update_status()


@scenario
async def leaving_early_closes_the_connection(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    for _ in range(20):
        stream = search.stream()
        first = await anext(stream)
        await stream.aclose()
        assert isinstance(first, DataProduct)
    assert await search.get_data()  # the pool is not used up


@scenario
async def describing(ax: Any, url: str, events: list[Event]) -> None:
    text = await ax.data_products.describe(QUERY)
    assert text.startswith("Find data_products for ((program in (trex)")
    assert await ax.data_products.prepare(QUERY).describe() == text


@scenario
async def sources(ax: Any, url: str, events: list[Event]) -> None:
    everything = await ax.sources.list()
    identifiers = [source.identifier for source in everything]
    assert identifiers == sorted(identifiers)
    assert identifiers[0] >= 0
    internal = await ax.sources.list(include_internal=True)
    assert internal[0].identifier < 0
    gillam = await ax.sources.get("trex", "gillam", "RGB ASI")
    assert (gillam.identifier, gillam.display_name) == (103, "TREx RGB GILL")
    assert gillam.data_product_metadata_schema
    assert await ax.sources.get_by_identifier(103) == gillam
    basic = await ax.sources.get_by_identifier(103, format="basic_info")
    assert vars(basic) == {key: vars(gillam)[key] for key in vars(basic)}
    assert vars(await ax.sources.get_by_identifier(103, format="identifier_only")) == {"identifier": 103}
    stats = (await ax.sources.get("swarm", "swarma", "footprint", include_stats=True)).stats
    assert stats is not None
    assert stats.ephemeris_count > 0
    found = await ax.sources.search(programs=["trex"], platforms=["gillam", "pinawa"])
    assert {source.platform for source in found} == {"gillam", "pinawa"}
    assert await ax.sources.list(program="no such program") == []
    with pytest.raises(NotFoundError, match="No Data Source record found in AuroraX for identifier 12345678"):
        await ax.sources.get_by_identifier(12345678)
    with pytest.raises(NotFoundError, match="'rgb asi' is spelled 'RGB ASI'"):
        await ax.sources.get("trex", "gillam", "rgb asi")


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(name: str, runtime: Runtime, emulator: str) -> None:
    events: list[Event] = []

    async def whole() -> None:
        async with client(runtime, base_url=emulator, on_event=events.append, **FAST) as ax:
            await SCENARIOS[name](ax, emulator, events)

    run(whole())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_slow_searches_time_out_and_can_be_cancelled(runtime: Runtime) -> None:
    async def whole(url: str) -> None:
        async with client(runtime, base_url=url, **FAST) as ax:
            search = await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"]))
            for timeout in (0, 0.05):
                with pytest.raises(SearchTimeoutError, match="It goes on at the server") as caught:
                    await search.wait(timeout=timeout)
                assert caught.value.request_id == search.request_id
            assert search.state == "running"
            with pytest.raises(SearchStateError, match="no result yet"):
                await search.get_data()
            assert await search.cancel() == "cancelling"
            with pytest.raises(SearchCancelledError, match="was cancelled"):
                await search.wait()
            assert await search.cancel(wait=True) == "cancelled"
            with pytest.raises(SearchCancelledError):
                await ax.data_products.attach(search.request_id).wait()
            other = await ax.data_products.submit(DataProductQuery(START, END, programs=["trex"]))
            assert await other.cancel(wait=True) == "cancelled"
            with pytest.raises(SearchTimeoutError):
                await ax.data_products.search(START, END, programs=["trex"], timeout=0.05)

    with serve(time_scale=1000) as url:
        run(whole(url))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_no_server_there(runtime: Runtime, unused_port: int) -> None:
    async def whole() -> None:
        async with client(runtime, base_url=f"http://127.0.0.1:{unused_port}", **FAST) as ax:
            with pytest.raises(TransportError, match="AURORAX_BASE_URL.*is the server running") as caught:
                await ax.data_products.search(START, END, programs=["trex"])
            assert not caught.value.may_have_arrived
            assert caught.value.request_id

    run(whole())


def test_many_searches_at_once(emulator: str) -> None:
    async def one(ax: Any) -> int:
        search = await ax.data_products.search(START, END, programs=["trex"], platforms=["gillam"])
        return len([product async for product in search.stream()])

    async def whole() -> None:
        async with client("async", base_url=emulator, **FAST) as ax:
            counts = await asyncio.gather(*(one(ax) for _ in range(32)))
            assert len(set(counts)) == 1
            assert counts[0] > 0

    run(whole())


def test_many_threads_on_one_client(emulator: str) -> None:
    with aurorax_typed.AuroraX(base_url=emulator, **FAST) as ax, ThreadPoolExecutor(16) as pool:

        def one(_: int) -> list[str]:
            search = ax.data_products.search(START, END, programs=["trex"], platforms=["gillam"])
            return sorted(product.url for product in search.stream())

        results = list(pool.map(one, range(64)))
    assert results[0]
    assert all(result == results[0] for result in results)
