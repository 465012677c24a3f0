"""A connection that the server gave up while it was idle: one more request, at once, where that can do no harm."""

from __future__ import annotations

from typing import Any

import pytest
from support.faulty import Exchange, Fault, faulty_server, whole
from support.runtimes import RUNTIMES, Runtime, client, run
from support.scenarios import ONCE, WHOLE, accepted, just, searching, sends

import aurorax_typed as at
from aurorax_typed.events import Event, RequestSent, RetryScheduled

HEADED: Fault = lambda e: (e.send(whole(200, [], {"connection": "close"})), e.close())  # noqa: E731
UNHEADED = sends(whole(200, []), then="close")
AFTER_RESET = sends(whole(200, []), then="reset")


def sent(events: list[Event]) -> int:
    """Requests that the listener was told of, each at its first attempt."""
    assert not [event for event in events if isinstance(event, RetryScheduled)]
    return len([event for event in events if isinstance(event, RequestSent)])


def listing(runtime: Runtime, count: int, **faults: Any) -> tuple[list[str], list[Event], int]:
    """Ask for the sources so often, one attempt each: what the server saw, what the listener was told, connections."""
    events: list[Event] = []

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, on_event=events.append, **ONCE) as ax:
            for _ in range(count):
                await ax.sources.list()

    with faulty_server(**faults) as server:
        run(scenario(server.url))
    return server.requests, events, server.connections


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    "answered",
    [
        pytest.param(HEADED, marks=pytest.mark.fault("closed after an answer that says so", WHOLE)),
        pytest.param(UNHEADED, marks=pytest.mark.fault("closed after an answer that does not say so", WHOLE)),
        pytest.param(AFTER_RESET, marks=pytest.mark.fault("reset after an answer", WHOLE)),
    ],
)
def test_closed_behind_an_answer(runtime: Runtime, answered: Fault) -> None:
    # Whether the client sees the end before it sends or after is the network's choice; nobody notices either.
    requests, events, connections = listing(runtime, 3, data_sources=[answered, answered])
    assert requests == ["data_sources"] * 3
    assert sent(events) == 3
    assert connections == 3


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("how", ["close", "reset"])
@pytest.mark.fault("closed just when the next request arrives", "asked once more at once; no attempt is counted",
                   requests="data_sources data_sources data_sources")  # fmt: skip
def test_closed_when_the_request_arrives(runtime: Runtime, how: str) -> None:
    right: Fault = lambda e: e.send(e.answer())  # noqa: E731
    requests, events, connections = listing(runtime, 2, data_sources=[right, just(how)])
    assert requests == ["data_sources"] * 3
    assert sent(events) == 2
    assert connections == 2


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("so is the new connection", "an attempt like any other has failed",
                   requests="data_sources data_sources data_sources")  # fmt: skip
def test_it_is_done_once_only(runtime: Runtime) -> None:
    right: Fault = lambda e: e.send(e.answer())  # noqa: E731
    with pytest.raises(at.TransportError) as caught:
        listing(runtime, 2, data_sources=[right, just("close"), just("close")])
    assert caught.value.retryable
    assert not caught.value.reused


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_new_connection_that_breaks_is_a_failed_attempt(runtime: Runtime) -> None:
    with pytest.raises(at.TransportError) as caught:
        listing(runtime, 1, data_sources=[just("close")])
    assert not caught.value.reused


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        pytest.param(just("close"), "data_sources submit status submit status data",
                     marks=pytest.mark.fault("submission closed on arrival, not taken", WHOLE,
                                             requests="data_sources submit status submit status data")),
        pytest.param(accepted(just("reset")), "data_sources submit status status data",
                     marks=pytest.mark.fault("submission taken, then reset", WHOLE,
                                             requests="data_sources submit status status data")),
    ],
)  # fmt: skip
def test_a_submission_asks_for_its_id_first(runtime: Runtime, fault: Fault, seen: str) -> None:
    events: list[Event] = []

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, on_event=events.append, **ONCE) as ax:
            await ax.sources.list()
            assert await searching(ax, []) == WHOLE

    with faulty_server(submit=[fault]) as server:
        run(scenario(server.url))
    assert " ".join(server.requests) == seen
    assert not [event for event in events if isinstance(event, RetryScheduled)]
    assert len(server.known) == 1


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("the connection of a poll, then of a download closed on arrival", WHOLE,
                   requests="submit status status data data")  # fmt: skip
def test_a_search_goes_on(runtime: Runtime) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **ONCE) as ax:
            assert await searching(ax, []) == WHOLE

    with faulty_server(status=[just("close")], data=[just("reset")]) as server:
        run(scenario(server.url))
    assert " ".join(server.requests) == "submit status status data data"


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a source that is being made: closed on arrival", "`TransportError`; it may have been made",
                   requests="data_sources data_sources")  # fmt: skip
def test_what_must_not_happen_twice_is_not_sent_twice(runtime: Runtime) -> None:
    seen: list[Exchange] = []

    def vanish(exchange: Exchange) -> None:
        seen.append(exchange)
        exchange.reset()

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key="a-key") as ax:
            await ax.sources.list()
            with pytest.raises(at.TransportError) as caught:
                await ax.sources.add(at.DataSource(None, "trex", "gillam", "RGB ASI", "ground", "TREx RGB GILL"))
            assert caught.value.may_have_arrived
            assert caught.value.reused

    right: Fault = lambda e: e.send(e.answer())  # noqa: E731
    with faulty_server(data_sources=[right, vanish]) as server:
        run(scenario(server.url))
    assert [exchange.method for exchange in seen] == ["POST"]
    assert server.requests == ["data_sources"] * 2
