"""A span of any length as one stream of records: searches for its windows, a few at once, read in order."""

from __future__ import annotations

import os
import random
from collections import deque
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from contextlib import aclosing
from typing import Generic, TypeVar

from attrs import define, frozen

from aurorax_typed import _gateway as gateway
from aurorax_typed._async.availability import AsyncAvailability
from aurorax_typed._async.exporting import AsyncTables
from aurorax_typed._async.search import AsyncSearch
from aurorax_typed._core.retry import backoff
from aurorax_typed._core.scan_windows import Seams, Span, Window
from aurorax_typed._runtime_async import in_thread, opened, sleep
from aurorax_typed.errors import (
    AuroraXError,
    NotFoundError,
    RateLimitError,
    ResultError,
    ResultExpiredError,
    ScanIncompleteError,
    SearchCancelledError,
    SearchFailedError,
    ServerError,
    TransportError,
)
from aurorax_typed.events import EventListener, WindowDone
from aurorax_typed.queries import SpanQuery, between
from aurorax_typed.records import JSONValue, Record
from aurorax_typed.scans.ledger import Ledger, Pending
from aurorax_typed.scans.options import ScanOptions
from aurorax_typed.scans.tasks import ClientSettings

__all__ = ["PASSING", "AsyncBasicScan", "Flight", "Plan"]

Q = TypeVar("Q", bound=SpanQuery)
R = TypeVar("R", bound=Record)

PASSING = (
    NotFoundError,
    RateLimitError,
    ResultError,
    ResultExpiredError,
    SearchCancelledError,
    SearchFailedError,
    ServerError,
    TransportError,
)
"""What another search for the same window may get over."""


@frozen
class Plan(Generic[Q, R]):
    """What a scan is made of.

    Attributes:
        query: what is asked for, over the whole span.
        windows: the parts of the span.
        record_type: what they hold.
        seams: how they are put together.
        options: how it is gone about.
        prepare: makes a search.
        attach: takes one up again.
        availability: asks how much there is of each source on each day.
        kind: the family's name, such as `ephemeris`.
        identity: what makes it this scan and no other, except for its span.
        client: what a client elsewhere needs to behave as this one.
    """

    query: Q
    windows: tuple[Window, ...]
    record_type: type[R]
    seams: Seams[R]
    options: ScanOptions
    prepare: Callable[[Q], AsyncSearch[Q, R]]
    attach: Callable[[str], AsyncSearch[Q, R]]
    availability: AsyncAvailability
    kind: gateway.Family
    identity: Mapping[str, JSONValue]
    client: ClientSettings
    on_event: EventListener | None

    @property
    def whole(self) -> Span:
        """The span of all windows."""
        return Span(self.query.start, self.query.end)


@define
class Flight(Generic[Q, R]):
    """A window on its way: its present search, and what that one was asked for."""

    window: Window
    asked: Span
    whole: Span
    search: AsyncSearch[Q, R]
    attempt: int = 1
    counted: str | None = None


class AsyncBasicScan(AsyncTables[R], Generic[Q, R]):
    """One query over a span of any length. Made by `scan` of a family, not by hand; sends nothing until it is read.

    The span is cut into windows along the calendar. The server works on a few of them at once, while their results are
    read one after the other, so that records come in the order of the windows and memory stays flat. Each record comes
    once, also where windows meet.

    Attributes:
        query: what is asked for.
        windows: the parts of its span.
    """

    def __init__(self, plan: Plan[Q, R], ledger: str | os.PathLike[str] | None = None) -> None:
        self.query = plan.query
        self.windows = plan.windows
        self.record_type = plan.record_type
        self._plan = plan
        self._ledger = ledger

    def __repr__(self) -> str:
        kind = type(self.query).__name__.removesuffix("Query")
        return f"{type(self).__name__}({kind}, {self.query.start} to {self.query.end}, {len(self.windows)} windows)"

    async def stream(self) -> AsyncGenerator[R]:
        """All records, one by one, window after window; within a window in the server's order.

        With a ledger, windows that an earlier run has given out whole are left out, and one that it was in the middle
        of comes again from its start.

        Raises:
            ScanStateError: the ledger can't be used.
            ScanIncompleteError: the server counts more or fewer records in the whole span (data products only).
            SearchError, ResultError, TransportError, APIError: a window failed, more often than `attempts` allows. What
                came before is right.
        """
        async with aclosing(self.stream_batches()) as batches:
            async for batch in batches:
                for record in batch:
                    yield record

    async def stream_batches(self) -> AsyncGenerator[list[R]]:
        """The same in lists of whatever size came over the network at once; see `stream`."""
        ledger = None if self._ledger is None else await opened(Ledger, self._ledger, self._this_span())
        try:
            done = {} if ledger is None else await in_thread(ledger.done)
            pending = {} if ledger is None else await in_thread(ledger.pending)
            before = sum(entry.records for entry in done.values())
            todo = [
                self._flight(window, self._plan.whole, pending) for window in self.windows if window.name not in done
            ]
            async with aclosing(self._flights(todo, ledger)) as flights:
                total = before
                async for flight in flights:
                    given = 0
                    while True:
                        try:
                            async with aclosing(self._records(flight, ledger)) as batches:
                                async for batch in batches:
                                    given += len(batch)
                                    yield batch
                            break
                        except PASSING as error:
                            if given:
                                self._explain(error, flight)
                                raise
                            await self._again(flight, error)
                    total += given
                    if ledger is not None:
                        await in_thread(ledger.note_done, flight.window, flight.asked, given)
                    self._tell(flight, given)
            if todo:
                await self._check_count(total)
        finally:
            if ledger is not None:
                ledger.close()

    # -- within -------------------------------------------------------------------------------------------------------

    def _this_span(self) -> dict[str, JSONValue]:
        whole = self._plan.whole
        return {**self._plan.identity, "start": whole.start.isoformat(), "end": whole.end.isoformat()}

    def _flight(self, window: Window, whole: Span, pending: Mapping[str, Pending]) -> Flight[Q, R]:
        """A window with its search: a new one, or one that an earlier run has submitted for the same."""
        asked = self._plan.seams.asked(window, whole)
        earlier = pending.get(window.name)
        if earlier is not None and earlier.asked == asked:
            # That it may be gone by now is no failed attempt.
            return Flight(window, asked, whole, self._plan.attach(earlier.request_id), attempt=0)
        return Flight(window, asked, whole, self._prepared(asked))

    def _prepared(self, asked: Span) -> AsyncSearch[Q, R]:
        return self._plan.prepare(between(self.query, asked.start, asked.end))

    async def _flights(self, todo: Collection[Flight[Q, R]], ledger: Ledger | None) -> AsyncGenerator[Flight[Q, R]]:
        """Each in turn, while the server works on those behind it."""
        left = deque(todo)
        ahead: deque[Flight[Q, R]] = deque()
        try:
            while left or ahead:
                while left and len(ahead) < self._plan.options.in_flight:
                    try:
                        await self._submit(left[0], ledger)
                    except PASSING:
                        if ahead:
                            break  # the server has enough to do; ask again when one is done
                    ahead.append(left.popleft())
                yield ahead[0]
                ahead.popleft()
        finally:
            if ledger is None:
                for flight in ahead:
                    await flight.search.abandon()

    async def _submit(self, flight: Flight[Q, R], ledger: Ledger | None) -> None:
        search = flight.search
        if search.executed:
            return
        # Noted before it is sent: a process that dies in between finds it again, where it arrived.
        chosen = search._choose_id()
        if ledger is not None:
            await in_thread(ledger.note_search, flight.window.name, flight.asked, chosen)
        await search.execute()
        if ledger is not None and search.request_id != chosen:  # the server has named it otherwise
            await in_thread(ledger.note_search, flight.window.name, flight.asked, search.request_id)

    async def _records(self, flight: Flight[Q, R], ledger: Ledger | None) -> AsyncGenerator[list[R]]:
        """The records that a window keeps. Those which were cut come at the end, once they are whole."""
        await self._submit(flight, ledger)
        seams, window, whole = self._plan.seams, flight.window, flight.whole
        search, asked = flight.search, flight.asked
        before: Span | None = None
        while True:
            await search.wait(timeout=self._plan.options.timeout)
            cut = []
            async with aclosing(search.stream_batches()) as batches:
                async for batch in batches:
                    kept = []
                    for record in batch:
                        if not seams.belongs(record, window):
                            continue
                        if before is not None and not seams.cut(record, before, whole):
                            continue  # was whole already, and given out
                        if seams.cut(record, asked, whole):
                            cut.append(seams.begins(record))
                        else:
                            kept.append(record)
                    if kept:
                        yield kept
            if not cut:
                return
            before, asked = asked, seams.more(min(cut), asked, whole)
            search = self._prepared(asked)
            await search.execute()

    async def _again(self, flight: Flight[Q, R], error: AuroraXError) -> None:
        """Get ready to try a window once more."""
        if flight.attempt >= self._plan.options.attempts:
            self._explain(error, flight)
            raise error
        if flight.attempt:
            await sleep(backoff(flight.attempt, self._plan.client.retry, error, random.random))
        flight.attempt += 1
        flight.search = self._prepared(flight.asked)

    def _explain(self, error: AuroraXError, flight: Flight[Q, R]) -> None:
        step = "Run it again with the same ledger to go on there." if self._ledger is not None else ""
        error.add_note(
            f"This was in the window {flight.window.name} of a scan. What came before is whole. {step}".strip()
        )

    async def _check_count(self, received: int) -> None:
        """Whether the server finds as many in the whole span; its result is not downloaded."""
        if not self._plan.options.check_count or len(self.windows) < 2:
            return
        search = self._plan.prepare(self.query)
        await search.execute()
        await search.wait(timeout=self._plan.options.timeout)
        expected = search.result_count
        if expected is not None and expected != received:
            raise ScanIncompleteError(
                f"The windows hold {received} records, the server counts {expected} in the whole span. Records may "
                "reach from one window into the next by more than reach=; scan again with a longer one. Or records "
                "were added or removed meanwhile.",
                expected=expected,
                received=received,
            )

    def _tell(self, flight: Flight[Q, R], records: int) -> None:
        if self._plan.on_event is not None:
            number = next(n for n, window in enumerate(self.windows, 1) if window.name == flight.window.name)
            self._plan.on_event(
                WindowDone(name=flight.window.name, records=records, number=number, windows=len(self.windows))
            )
