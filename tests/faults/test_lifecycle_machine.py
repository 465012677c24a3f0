"""Searches live through anything in any order: lost answers, faults, cancels, expiry, other processes."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.faulty import COUNT, RUNNING, Exchange, document, faulty_server, head, result, whole
from support.runtimes import Runtime, client

import aurorax_typed as at
from aurorax_typed._core.search_state import OVER, TRANSITIONS, SearchState
from aurorax_typed.events import Event, StateChanged
from aurorax_typed.queries import DataProductQuery

DATA = document()
STEPS = {(before, after) for before, steps in TRANSITIONS.items() for after in steps.values()}
CANCELLED = [{"level": "error", "summary": "The search was cancelled"}]
FAILED = [{"level": "error", "summary": "The database went away"}]
FAULTS = ["reset", "close", "lost", "502", "429", "half a header"]
SEEN_AS = {
    "running": {"running", "cancelling"},
    "ready": {"ready"},
    "failed": {"failed", "cancelled"},  # a search that failed while it was being cancelled
    "cancelled": {"cancelled"},
    "removed": {"expired", "cancelled"},
}


class _Script(list[Any]):
    """Stands in the server's list of faults and never ends."""

    def __bool__(self) -> bool:
        return True

    def pop(self, index: Any = 0) -> Any:
        return self[0]


class Server:
    """What the server knows, and which faults wait for which kind of request."""

    def __init__(self) -> None:
        self.searches: dict[str, str] = {}
        self.accepted: list[str] = []
        self.faults: dict[str, list[str]] = {}

    def answer(self, exchange: Exchange) -> None:
        waiting = self.faults.get(exchange.kind, [])
        fault = waiting.pop(0) if waiting else ""
        if fault in ("reset", "close"):
            getattr(exchange, fault)()
            return
        if fault in ("502", "429"):
            exchange.send(whole(int(fault), b"<html>", {"retry-after": "0"}))
            return
        reply = getattr(self, exchange.kind)(exchange)
        if fault == "half a header":
            exchange.send(reply[:12])
            exchange.close()
        elif fault == "lost":
            exchange.reset()
        elif fault == "cut":
            exchange.send(reply[: len(reply) // 2])
            exchange.close()
        else:
            exchange.send(reply)

    def submit(self, exchange: Exchange) -> bytes:
        name = exchange.request_id
        if name in self.searches:
            return whole(409, {"error_code": "Duplicate", "error_message": "exists"})
        self.searches[name] = "running"
        self.accepted.append(name)
        return whole(202, headers={"location": f"/api/v1/data_products/requests/{name}"})

    def status(self, exchange: Exchange) -> bytes:
        state = self.searches.get(exchange.request_id)
        if state is None:
            return whole(404, {"error_code": "NotFound", "error_message": "Request not found"})
        found = {
            "running": RUNNING,
            "ready": result(exchange.request_id),
            "removed": result(exchange.request_id, result_file_deleted_timestamp="2024-12-01T00:00:00"),
        }.get(state, {**RUNNING, "error_condition": True})
        return whole(200, exchange.status(found, logs={"cancelled": CANCELLED, "failed": FAILED}.get(state)))

    def data(self, exchange: Exchange) -> bytes:
        if self.searches.get(exchange.request_id) != "ready":
            return whole(200, {"error": {"error_code": "NotFound", "error_message": "No result"}})
        return head(200, length=len(DATA)) + DATA

    def cancel(self, exchange: Exchange) -> bytes:
        if self.searches[exchange.request_id] != "running":
            return whole(409, {"error_code": "Conflict", "error_message": "has ended"})
        self.searches[exchange.request_id] = "cancelled"
        return whole(202)

    def delete(self, exchange: Exchange) -> bytes:
        if self.searches[exchange.request_id] != "ready":
            return whole(404, {"error_code": "NotFound", "error_message": "No result"})
        self.searches[exchange.request_id] = "removed"
        return whole(202)


class Lives(RuleBasedStateMachine):
    """Rules are what users, servers and networks do; whatever comes of them, the invariants hold."""

    runtime: ClassVar[Runtime]

    def __init__(self) -> None:
        super().__init__()
        self.backend = Server()
        self.calls = 0
        self.handles: list[Any] = []
        self.changes: list[StateChanged] = []
        self.ends = ExitStack()

    @initialize()
    def begin(self) -> None:
        server = self.ends.enter_context(faulty_server())
        script = _Script([self.backend.answer])
        server.faults.update(dict.fromkeys(["submit", "status", "data", "cancel", "delete"], script))
        self.runner = self.ends.enter_context(asyncio.Runner())
        self.client = client(
            self.runtime,
            base_url=server.url,
            retry=at.RetryPolicy(initial_wait=0.0005, max_wait=0.001),
            polling=at.PollingPolicy(initial_interval=0.001, max_interval=0.002),
            on_event=self.heard,
        )
        self.ax = self.runner.run(self.client.__aenter__())

    def teardown(self) -> None:
        with self.ends:
            if hasattr(self, "ax"):
                self.runner.run(self.client.__aexit__(None, None, None))

    def heard(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.changes.append(event)

    def pick(self, number: int) -> Any:
        return self.handles[number % len(self.handles)]

    def server_state(self, search: Any) -> str:
        return self.backend.searches[search.request_id]

    # -- the network and the server

    @rule(kind=st.sampled_from(["submit", "status", "cancel", "delete"]),
          faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3))  # fmt: skip
    def trouble(self, kind: str, faults: list[str]) -> None:
        self.backend.faults[kind] = list(faults)

    @rule(faults=st.lists(st.sampled_from([*FAULTS, "cut"]), min_size=1, max_size=4))
    def trouble_with_data(self, faults: list[str]) -> None:
        self.backend.faults["data"] = list(faults)

    @rule(kind=st.sampled_from(["submit", "status", "data"]))
    def outage(self, kind: str) -> None:
        self.backend.faults[kind] = ["502"] * 8

    @precondition(lambda self: self.handles)
    @rule(number=st.integers(0, 9), to=st.sampled_from(["ready", "ready", "failed", "removed"]))
    def server_moves(self, number: int, to: str) -> None:
        name = self.pick(number).request_id
        before = self.backend.searches[name]
        if (before == "running" and to != "removed") or (before == "ready" and to == "removed"):
            self.backend.searches[name] = to

    # -- the user

    async def submitted(self) -> None:
        self.calls += 1
        try:
            self.handles.append(
                await self.ax.data_products.submit(DataProductQuery("2020-02-01", "2020-02-02", programs=["trex"]))
            )
        except (at.TransportError, at.ServerError, at.RateLimitError) as error:
            if error.request_id in self.backend.searches:  # it runs all the same, and the error says under which id
                self.handles.append(self.ax.data_products.attach(error.request_id))

    @rule()
    def submit(self) -> None:
        self.runner.run(self.submitted())

    @precondition(lambda self: self.handles)
    @rule(number=st.integers(0, 9))
    def attach(self, number: int) -> None:
        self.handles.append(self.ax.data_products.attach(self.pick(number).request_id))

    async def looked(self, search: Any) -> None:
        try:
            await search.update_status()
        except (at.TransportError, at.ServerError, at.RateLimitError):
            return
        assert search.state in SEEN_AS[self.server_state(search)]

    @precondition(lambda self: self.handles)
    @rule(number=st.integers(0, 9))
    def look(self, number: int) -> None:
        self.runner.run(self.looked(self.pick(number)))

    async def waited(self, search: Any) -> None:
        try:
            await search.wait(timeout=0.02)
        except at.SearchTimeoutError:
            assert not search.completed
        except at.SearchFailedError:
            assert self.server_state(search) == "failed"
        except at.SearchCancelledError:
            assert search.state == "cancelled"
        except at.ResultExpiredError:
            assert self.server_state(search) == "removed"
        else:
            assert self.server_state(search) in ("ready", "removed")  # what was ready is not asked for again

    @precondition(lambda self: self.handles)
    @rule(number=st.integers(0, 9))
    def wait(self, number: int) -> None:
        self.runner.run(self.waited(self.pick(number)))

    async def cancelled(self, search: Any) -> None:
        try:
            state = await search.cancel()
        except (at.TransportError, at.ServerError, at.RateLimitError):
            return
        except at.ConflictError:  # it runs, says the status, and can't be stopped, says the answer
            pytest.fail("a search that has ended can't be cancelled, and that is no error")
        assert state == search.state
        assert self.server_state(search) != "running"

    @precondition(lambda self: self.handles)
    @rule(number=st.integers(0, 9))
    def cancel(self, number: int) -> None:
        self.runner.run(self.cancelled(self.pick(number)))

    async def fetched(self, search: Any) -> None:
        there = self.server_state(search)
        urls: list[str] = []
        try:
            async for product in search.stream():
                urls.append(product.url)
        except (at.SearchError, at.ResultError, at.TransportError, at.ServerError, at.RateLimitError):
            assert len(urls) < COUNT
        else:
            assert there == "ready"
            assert len(urls) == COUNT
        assert urls == [f"https://data.example/{n}.jpg" for n in range(len(urls))]

    @precondition(lambda self: self.handles)
    @rule(number=st.integers(0, 9))
    def fetch(self, number: int) -> None:
        self.runner.run(self.fetched(self.pick(number)))

    async def deleted(self, search: Any) -> None:
        try:
            await search.delete_data()
        except (at.SearchError, at.TransportError, at.ServerError, at.RateLimitError):
            return
        assert self.server_state(search) == "removed"
        assert search.state == "expired"

    @precondition(lambda self: self.handles)
    @rule(number=st.integers(0, 9))
    def delete(self, number: int) -> None:
        self.runner.run(self.deleted(self.pick(number)))

    # -- what always holds

    @invariant()
    def no_call_made_two_searches(self) -> None:
        assert len(self.backend.accepted) == len(set(self.backend.accepted)) <= self.calls

    @invariant()
    def states_move_along_the_table(self) -> None:
        for change in self.changes:
            assert (change.before, change.after) in STEPS
            assert change.before not in OVER or change.after in OVER
        for search in self.handles:
            assert search.state in SearchState
        self.changes.clear()


class _Async(Lives):
    runtime = "async"


class _Sync(Lives):
    runtime = "sync"


# A fifth of what other properties get: each example is a server, a client and dozens of requests. More of it:
# pytest --hypothesis-profile=long tests/faults/test_lifecycle_machine.py
_SETTINGS = settings(
    max_examples=max(settings.default.max_examples // 5, 1) if settings.default else 20,
    stateful_step_count=25,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.fault(
    "any of these, in any order", "states move along the table, no search runs twice, no data are partial"
)
class TestAsync(_Async.TestCase):
    settings = _SETTINGS


@pytest.mark.fault(
    "any of these, in any order", "states move along the table, no search runs twice, no data are partial"
)
class TestSync(_Sync.TestCase):
    settings = _SETTINGS
