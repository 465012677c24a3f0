"""What an older client got wrong in searching, each shown not to be so here. Faults have a table of their own."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from support.faulty import COUNT, DATA_TYPES, Exchange, document, faulty_server, result, whole

import aurorax_typed
from aurorax_typed import (
    AuroraX,
    ConjunctionQuery,
    DataProduct,
    DataProductQuery,
    Ephemeris,
    GroundCriteria,
    Location,
    NotFoundError,
    PollingPolicy,
    QueryError,
    RetryPolicy,
    SearchCancelledError,
    SearchFailedError,
    SearchStateError,
    SearchTimeoutError,
    SpaceCriteria,
    iter_records,
)

FAST: dict[str, Any] = {
    "retry": RetryPolicy(initial_wait=0.001),
    "polling": PollingPolicy(initial_interval=0.005, max_interval=0.01),
}
SPAN = ("2020-02-01", "2020-02-02")


def status(**changes: Any) -> Callable[[Exchange], None]:
    def fault(exchange: Exchange) -> None:
        logs = changes.pop("logs", [])
        exchange.send(whole(200, exchange.status({**result(exchange.request_id), **changes}, logs=logs)))

    return fault


FAILED = {"data_uri": None, "error_condition": True}
RUNNING = {"data_uri": None, "error_condition": None, "completed_timestamp": None}


def test_waiting_for_a_failed_search_ends() -> None:
    with faulty_server(status=[status(**FAILED)]) as server, AuroraX(base_url=server.url, **FAST) as ax:
        with pytest.raises(SearchFailedError):
            ax.data_products.search(*SPAN, programs=["trex"])


def test_waiting_has_a_limit() -> None:
    with faulty_server(status=[status(**RUNNING)] * 999) as server, AuroraX(base_url=server.url, **FAST) as ax:
        with pytest.raises(SearchTimeoutError):
            ax.data_products.search(*SPAN, programs=["trex"], timeout=0.05)


def test_cancelling_waits_until_the_search_has_stopped_and_says_how_it_ended() -> None:
    cancelled = status(**FAILED, logs=[{"level": "error", "summary": "Search cancelled"}])
    polls = [status(**RUNNING), status(**RUNNING), cancelled]
    with faulty_server(status=polls) as server, AuroraX(base_url=server.url, **FAST) as ax:
        search = ax.data_products.submit(DataProductQuery(*SPAN, programs=["trex"]))
        assert search.cancel(wait=True) == "cancelled"
        assert server.requests == ["submit", "cancel", "status", "status", "status"]
        with pytest.raises(SearchCancelledError):
            search.wait()


def test_one_connection_serves_a_whole_search() -> None:
    with faulty_server() as server, AuroraX(base_url=server.url, **FAST) as ax:
        search = ax.data_products.search(*SPAN, programs=["trex"])
        assert len(search.get_data()) == COUNT
        assert server.connections == 1


@pytest.mark.parametrize("kind", DATA_TYPES)
def test_a_charset_or_no_content_type_does_no_harm(kind: str | None) -> None:
    def answer(exchange: Exchange) -> None:
        head, body = exchange.answer().split(b"\r\n\r\n", 1)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-type")]
        lines += [f"content-type: {kind}".encode()] if kind else []
        exchange.send(b"\r\n".join(lines) + b"\r\n\r\n" + body)

    faults = {"submit": [answer], "status": [answer], "data": [answer]}
    with faulty_server(**faults) as server, AuroraX(base_url=server.url, **FAST) as ax:
        assert len(ax.data_products.search(*SPAN, programs=["trex"]).get_data()) == COUNT


def test_an_unknown_search_has_its_own_error() -> None:
    with faulty_server() as server, AuroraX(base_url=server.url, **FAST) as ax, pytest.raises(NotFoundError):
        ax.data_products.attach("00000000-0000-4000-8000-000000000000").update_status()


def test_data_that_are_asked_for_too_early_are_an_error() -> None:
    with faulty_server(status=[status(**RUNNING)] * 9) as server, AuroraX(base_url=server.url, **FAST) as ax:
        search = ax.data_products.submit(DataProductQuery(*SPAN, programs=["trex"]))
        with pytest.raises(SearchStateError, match="no result yet"):
            search.get_data()


def test_a_search_is_not_run_twice_by_one_object() -> None:
    with faulty_server() as server, AuroraX(base_url=server.url, **FAST) as ax:
        search = ax.data_products.submit(DataProductQuery(*SPAN, programs=["trex"]))
        with pytest.raises(SearchStateError, match="Make a new one"):
            search.execute()


def test_no_default_argument_can_be_changed_by_a_caller() -> None:
    kinds = [getattr(aurorax_typed, name) for name in aurorax_typed.__all__]
    functions = [kind for kind in kinds if callable(kind)]
    functions += [method for kind in kinds if inspect.isclass(kind) for _, method in inspect.getmembers(kind, callable)]
    checked = 0
    for function in functions:
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            continue
        for parameter in parameters:
            checked += 1
            assert not isinstance(parameter.default, list | dict | set), f"{function}: {parameter}"
    assert checked > 500


def test_aware_times_are_converted_not_stripped() -> None:
    noon = datetime(2020, 2, 1, 12, tzinfo=UTC)
    here = noon.astimezone(timezone(timedelta(hours=-7)))
    assert DataProductQuery(here, here, programs=["x"]).start == datetime(2020, 2, 1, 12)


def test_times_of_a_pasted_query_keep_their_last_digit() -> None:
    pasted = {"start": "2020-02-01T00:00:01", "end": "2020-02-01T00:00:02Z", "data_sources": {"programs": ["x"]}}
    loaded = DataProductQuery.from_json(pasted)
    assert (loaded.start.second, loaded.end.second) == (1, 2)


def test_tuples_are_lists_and_other_things_are_refused() -> None:
    block = GroundCriteria(programs=("a", "b"))
    query = ConjunctionQuery(*SPAN, 500, ground=(block,), space=(SpaceCriteria(),))
    assert query.to_json()["ground"] == [block.to_json()]
    assert block.to_json()["programs"] == ["a", "b"]


@pytest.mark.parametrize("value", [object(), float("nan"), datetime(2020, 1, 1), {1, 2}, b"x"])
def test_nothing_turns_into_null_on_the_way(value: Any) -> None:
    with faulty_server() as server, AuroraX(base_url=server.url, **FAST) as ax:
        with pytest.raises(QueryError, match="JSON can hold"):
            ax.data_products.submit(DataProductQuery(*SPAN, programs=["trex"], extra={"more": value}))
        assert server.requests == []


def test_a_location_without_numbers_is_read() -> None:
    record = b'{"data_source": {"identifier": 3}, "epoch": "2020-01-01T00:00:00.5Z", "nbtrace": {}, "sbtrace": null}'
    [found] = iter_records([b'{"result": [' + record + b"]}"], Ephemeris)
    assert (found.nbtrace, found.sbtrace, found.location_geo) == (Location(), Location(), Location())
    assert found.epoch == datetime(2020, 1, 1, 0, 0, 0, 500_000)


def test_members_that_the_server_adds_or_leaves_out_do_no_harm() -> None:
    text = (
        document(1).replace(b'"url"', b'"added": [1], "url"').replace(b', "metadata": {"keogram_type": "hourly"}', b"")
    )
    [found] = iter_records([text], DataProduct)
    assert (found.extra, found.metadata) == ({"added": [1]}, {})


def test_nothing_is_printed_unless_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    with faulty_server() as server, AuroraX(base_url=server.url, **FAST) as ax:
        ax.data_products.search(*SPAN, programs=["trex"]).get_data()
    assert capfd.readouterr() == ("", "")
