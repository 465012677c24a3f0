# Made from _async/scan.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""A span of any length as one stream of records: searches for its windows, a few at once, read in order."""

from __future__ import annotations

import os
import random
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import define, evolve, frozen

from aurorax_typed._arguments import local_path
from aurorax_typed._core.retry import backoff
from aurorax_typed._core.scan_windows import Overlap, Span, Window, fingerprint, matching_counts, sole_names, windows_of
from aurorax_typed._runtime_sync import all_within, open_in_thread, owned, sleep, to_thread
from aurorax_typed._sync.availability import Availability
from aurorax_typed._sync.exports import Exports
from aurorax_typed._sync.resource import SearchResource
from aurorax_typed._sync.search import Search
from aurorax_typed._sync.sources import KnownSources
from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.config import ClientSettings
from aurorax_typed.errors import (
    APIError,
    AuroraXError,
    NotFoundError,
    QueryError,
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
from aurorax_typed.queries import SpanQuery
from aurorax_typed.queries.common import Family
from aurorax_typed.records import JSONValue, Record
from aurorax_typed.scans.dataset import Dataset, DatasetReport, Refresh
from aurorax_typed.scans.ledger import Done, Ledger, Pending
from aurorax_typed.scans.options import ScanOptions
from aurorax_typed.scans.tasks import WindowTask

if TYPE_CHECKING:
    import dask.dataframe as dd

    from aurorax_typed.export.metadata_columns import MetadataType
    from aurorax_typed.export.sinks import Compression

__all__ = ["Scan", "scan_of"]


Q = TypeVar("Q", bound=SpanQuery)
R = TypeVar("R", bound=Record)

TRANSIENT = (
    NotFoundError,
    RateLimitError,
    ResultError,
    ResultExpiredError,
    SearchCancelledError,
    SearchFailedError,
    ServerError,
    TransportError,
)
"""Errors after which another search for the same window may succeed."""

_LEAVING = 2.0
"""Seconds that all cancellations together may take when a scan is left."""

_DAYS_AT_ONCE = 1461
"""Four years: the counts of a day are an entry for each of over a hundred sources."""


@frozen
class Plan(Generic[Q, R]):
    """What a scan is made of.

    Attributes:
        query: what is asked for, over the whole span.
        windows: the parts of the span.
        record_type: what they hold.
        overlap: how they are put together.
        options: how it is gone about.
        prepare: makes a search.
        attach: takes one up again.
        availability: asks how much there is of each source on each day.
        known_sources: compares names with the sources.
        explains: say why nothing was found; a window by itself does not.
        kind: the family's name, such as `ephemeris`.
        identity: what makes it this scan and no other, except for its span.
        client: what a client elsewhere needs to behave as this one.
    """

    query: Q
    windows: tuple[Window, ...]
    record_type: type[R]
    overlap: Overlap[R]
    options: ScanOptions
    prepare: Callable[[Q], Search[Q, R, Any]]
    attach: Callable[[str], Search[Q, R, Any]]
    availability: Availability
    known_sources: KnownSources
    explains: bool
    kind: Family
    identity: Mapping[str, JSONValue]
    client: ClientSettings
    on_event: EventListener | None

    @property
    def whole(self) -> Span:
        """The span of all windows."""
        return Span(self.query.start, self.query.end)


@define
class WindowSearch(Generic[Q, R]):
    """A window on its way: its present search, and what that one was asked for."""

    window: Window
    asked: Span
    whole: Span
    search: Search[Q, R, Any]
    attempt: int = 1
    fingerprint: str | None = None


class Scan(Exports[R], Generic[Q, R]):
    """One query over a span of any length. Made by `scan` of a family, not by hand; sends nothing until it is read.

    The span is cut into windows along the calendar. The server works on a few of them at once, while their results are
    read one after the other, so that records come in the order of the windows and memory stays flat. Each record comes
    once, also where windows meet.

    Attributes:
        query: what is asked for.
        windows: the parts of its span.
    """

    def __init__(self, plan: Plan[Q, R], ledger: str | os.PathLike[str] | None = None) -> None:
        self.query: Q = plan.query
        self.windows: tuple[Window, ...] = plan.windows
        self.record_type: type[R] = plan.record_type
        self._plan = plan
        self._ledger = None if ledger is None else local_path(ledger, "ledger")

    def __repr__(self) -> str:
        kind = type(self.query).__name__.removesuffix("Query")
        return f"{type(self).__name__}({kind}, {self.query.start} to {self.query.end}, {len(self.windows)} windows)"

    def stream(self) -> Generator[R]:
        """All records, one by one, window after window; within a window in the server's order.

        With a ledger, windows that an earlier run has given out whole are left out, and one that it was in the middle
        of comes again from its start.

        Raises:
            ScanStateError: the ledger can't be used.
            ScanIncompleteError: the server counts more or fewer records in the whole span (data products only).
            SearchError, ResultError, TransportError, APIError: a window failed, more often than `attempts` allows. What
                came before is right.
        """
        with owned(self.stream_batches()) as batches:
            for batch in batches:
                for record in batch:
                    yield record

    def stream_batches(self) -> Generator[list[R]]:
        """The same in lists of whatever size came over the network at once; see `stream`."""
        self._respell()
        ledger = None if self._ledger is None else open_in_thread(Ledger, self._ledger, self._this_span())
        try:
            done = {} if ledger is None else to_thread(ledger.done)
            pending = {} if ledger is None else to_thread(ledger.pending)
            before = sum(entry.records for entry in done.values())
            todo = [
                self._window_search(window, self._plan.whole, pending)
                for window in self.windows
                if window.name not in done
            ]
            with owned(self._window_searches(todo, ledger)) as window_searches:
                total = before
                for window_search in window_searches:
                    given = 0
                    while True:
                        try:
                            with owned(self._records(window_search, ledger)) as batches:
                                for batch in batches:
                                    given += len(batch)
                                    yield batch
                            break
                        except TRANSIENT as error:
                            if given:
                                self._explain(error, window_search)
                                raise
                            self._again(window_search, error)
                    total += given
                    if ledger is not None:
                        to_thread(ledger.note_done, window_search.window, window_search.asked, given)
                    self._tell(window_search, given)
            if todo:
                self._check_count(total)
            if not total:
                self._explain_nothing()
        finally:
            if ledger is not None:
                ledger.close()

    def to_parquet(
        self,
        folder: str | os.PathLike[str],
        *,
        refresh: Refresh = "missing",
        compression: Compression = "zstd",
        metadata: Mapping[str, MetadataType] | None = None,
    ) -> DatasetReport:
        """Keep it as a dataset: one Parquet file for each window, in Hive's layout (`year=2020/month=01/`).

        DuckDB and polars read it as one table from `folder/**/*.parquet`, pandas and pyarrow from `folder`. A file
        appears whole or not at all, and a window that is fetched again takes the place of what was there.

        Run again, also after an interrupt or with a longer span, it fetches what is missing, and goes on with the
        searches that the server still knows. `refresh="changed"` also fetches the windows for which the server counts
        other numbers of records by source and day than when they were fetched; what was uploaded again in the same
        number is not noticed, `refresh="all"` fetches everything.

        Args:
            folder: made where it does not exist; one scan, one folder.
            refresh: `missing`, `changed` or `all`.
            compression: of the columns.
            metadata: fields of the metadata that get columns of their own, with their types: `{"kp": float}`. All files
                of a folder have the same ones.

        Raises:
            QueryError: `metadata` is not valid, or gives no types.
            ScanStateError: the folder belongs to another scan, or another process writes to it.
            MissingExtraError: pyarrow is not installed.
            OSError: a file can't be written.
            SearchError, ResultError, TransportError, APIError: a window failed, more often than `attempts` allows. What
                was written before stays.
        """
        from aurorax_typed.export.metadata_columns import MetadataColumns

        if refresh not in ("missing", "changed", "all"):
            raise QueryError(f"refresh={refresh!r} is none; take 'missing', 'changed' or 'all'.")
        columns = MetadataColumns(self.record_type, metadata, taken=("year", "month"))  # which readers make of folders
        columns.check_typed()
        self._respell()
        identity = {**self._plan.identity, **columns.identity}
        dataset = open_in_thread(Dataset, folder, self._plan.kind, identity)
        try:
            ledger = dataset.ledger
            done = to_thread(ledger.done)
            pending = to_thread(ledger.pending)
            counts = self._counts(needed=refresh == "changed")
            window_searches = [self._extended(window, done, pending) for window in self.windows]
            todo = []
            for window_search in window_searches:
                # A conjunction goes on into what is asked for behind its window, and so depends on that as well.
                days = window_search.asked if self._plan.kind == "conjunctions" else window_search.window.span
                window_search.fingerprint = None if counts is None else fingerprint(counts, days)
                if refresh == "all" or not _is_there(window_search, done, dataset, changes=refresh == "changed"):
                    todo.append(window_search)
            with owned(self._window_searches(todo, ledger)) as ready:
                for window_search in ready:
                    rows = self._write_window(window_search, dataset, compression, metadata)
                    to_thread(
                        ledger.note_done,
                        window_search.window,
                        window_search.asked,
                        rows,
                        size=dataset.size(window_search.window.name),
                        fingerprint=window_search.fingerprint,
                    )
                    self._tell(window_search, rows)
            done = to_thread(ledger.done)
            total = sum(done[window.name].records for window in self.windows)
            if todo and all(done[window.name].span == window.span for window in self.windows):
                self._check_count(total)
            if not total:
                self._explain_nothing()
            fetched = {window_search.window.name for window_search in todo}
            return DatasetReport(
                folder=dataset.folder,
                records=total,
                bytes=sum(dataset.size(window.name) or 0 for window in self.windows),
                fetched=tuple(window.name for window in self.windows if window.name in fetched),
                kept=tuple(window.name for window in self.windows if window.name not in fetched),
            )
        finally:
            dataset.close()

    def tasks(self) -> list[WindowTask[R]]:
        """Its windows as values that can be pickled, to be fetched by other processes or machines, each by itself.

        Each task runs one search, so whoever works on them keeps the number at once small.
        """
        plan = self._plan
        return [
            WindowTask(
                window=window,
                kind=plan.kind,
                query=plan.query,
                record_type=plan.record_type,
                overlap=plan.overlap,
                options=evolve(plan.options, check_count=False),
                client=plan.client,
            )
            for window in self.windows
        ]

    def to_dask(self, *, metadata: Mapping[str, MetadataType] | None = None) -> dd.DataFrame:
        """A Dask DataFrame with a partition for each window, fetched by the workers when it is needed.

        At most `in_flight` windows are fetched at once, over all workers of a cluster (its scheduler keeps count), or
        over the threads of this process. Workers take the API key, if one is needed, from `AURORAX_API_KEY` where they
        run; it is not in the graph. A partition whose worker died is fetched again by another. Times are UTC without a
        time zone, as in every other format.

        Args:
            metadata: fields of the metadata that get columns of their own, with their types: `{"kp": float}`.

        Raises:
            QueryError: `metadata` is not valid, or gives no types.
            MissingExtraError: dask, pandas or pyarrow is not installed.
        """
        from aurorax_typed.scans.dask import scan_to_dask

        return scan_to_dask(self.tasks(), self.record_type, self._plan.options.in_flight, metadata)

    # -- within -----------------------------------------------------------------------------------------------------

    def _respell(self) -> None:
        self.query = self._plan.known_sources.respelled(self.query)

    def _explain_nothing(self) -> None:
        if self._plan.explains:
            self._plan.known_sources.explain_nothing(self.query, self._plan.kind)

    def _this_span(self) -> dict[str, JSONValue]:
        whole = self._plan.whole
        return {**self._plan.identity, "start": whole.start.isoformat(), "end": whole.end.isoformat()}

    def _window_search(self, window: Window, whole: Span, pending: Mapping[str, Pending]) -> WindowSearch[Q, R]:
        """A window with its search: a new one, or one that an earlier run has submitted for the same."""
        asked = self._plan.overlap.asked(window, whole)
        earlier = pending.get(window.name)
        if earlier is not None and earlier.asked == asked:
            # That it may be gone by now is no failed attempt.
            return WindowSearch(window, asked, whole, self._plan.attach(earlier.request_id), attempt=0)
        return WindowSearch(window, asked, whole, self._prepared(asked))

    def _prepared(self, asked: Span) -> Search[Q, R, Any]:
        search = self._plan.prepare(evolve(self.query, start=asked.start, end=asked.end))
        search._explains = False
        return search

    def _window_searches(
        self, todo: Collection[WindowSearch[Q, R]], ledger: Ledger | None
    ) -> Generator[WindowSearch[Q, R]]:
        """Each in turn, while the server works on those behind it."""
        left = deque(todo)
        ahead: deque[WindowSearch[Q, R]] = deque()
        try:
            while left or ahead:
                while left and len(ahead) < self._plan.options.in_flight:
                    try:
                        self._submit(left[0], ledger)
                    except TRANSIENT:
                        if ahead:
                            break  # the server has enough to do; ask again when one is done
                    ahead.append(left.popleft())
                yield ahead[0]
                ahead.popleft()
        finally:
            # A later run takes up those that the ledger names. The next one may have reached the server as well.
            resumable = {} if ledger is None else to_thread(ledger.pending)
            kept = {entry.request_id for entry in resumable.values()}
            begun = [window_search.search for window_search in (*ahead, *islice(left, 1))]
            _abandon([search for search in begun if search.request_id not in kept])

    def _submit(self, window_search: WindowSearch[Q, R], ledger: Ledger | None) -> None:
        search = window_search.search
        if search.executed:
            return
        # Noted before it is sent: a process that dies in between finds it again, where it arrived.
        chosen = search._choose_id()
        if ledger is not None:
            to_thread(ledger.note_search, window_search.window.name, window_search.asked, chosen)
        search.execute()
        if ledger is not None and search.request_id != chosen:  # the server has named it otherwise
            to_thread(ledger.note_search, window_search.window.name, window_search.asked, search.request_id)

    def _records(self, window_search: WindowSearch[Q, R], ledger: Ledger | None) -> Generator[list[R]]:
        """The records that a window keeps. Those which were cut come at the end, once they are whole."""
        self._submit(window_search, ledger)
        overlap, window, whole = self._plan.overlap, window_search.window, window_search.whole
        search, asked = window_search.search, window_search.asked
        before: Span | None = None
        while True:
            search.wait(timeout=self._plan.options.timeout)
            cut = []
            with owned(search.stream_batches()) as batches:
                for batch in batches:
                    kept = []
                    for record in batch:
                        if not overlap.belongs(record, window):
                            continue
                        if before is not None and not overlap.cut(record, before, whole):
                            continue  # was whole already, and given out
                        if overlap.cut(record, asked, whole):
                            cut.append(overlap.begins(record))
                        else:
                            kept.append(record)
                    if kept:
                        yield kept
            if not cut:
                return
            before, asked = asked, overlap.more(min(cut), asked, whole)
            search = window_search.search = self._prepared(asked)
            search.execute()

    def _again(self, window_search: WindowSearch[Q, R], error: AuroraXError) -> None:
        """Get ready to try a window once more."""
        if window_search.attempt >= self._plan.options.attempts:
            self._explain(error, window_search)
            raise error
        if window_search.attempt:
            sleep(backoff(window_search.attempt, self._plan.client.retry, error, random.random))
        window_search.attempt += 1
        window_search.search = self._prepared(window_search.asked)

    def _explain(self, error: AuroraXError, window_search: WindowSearch[Q, R]) -> None:
        step = "Run it again with the same ledger to go on there." if self._ledger is not None else ""
        error.add_note(
            f"This was in the window {window_search.window.name} of a scan. What came before is whole. {step}".strip()
        )

    def _check_count(self, received: int) -> None:
        """Whether the server finds as many in the whole span; its result is not downloaded."""
        if not self._plan.options.check_count or len(self.windows) < 2:
            return
        search = self._plan.prepare(self.query)
        search._explains = False
        try:
            search.execute()
            search.wait(timeout=self._plan.options.timeout)
        finally:
            _abandon([search])
        expected = search.result_count
        if expected is not None and expected != received:
            raise ScanIncompleteError(
                f"The windows hold {received} records, the server counts {expected} in the whole span. Records may "
                "reach from one window into the next by more than reach=; scan again with a longer one. Or records "
                "were added or removed meanwhile.",
                expected=expected,
                received=received,
            )

    def _tell(self, window_search: WindowSearch[Q, R], records: int) -> None:
        if self._plan.on_event is not None:
            number = next(n for n, window in enumerate(self.windows, 1) if window.name == window_search.window.name)
            self._plan.on_event(
                WindowDone(name=window_search.window.name, records=records, number=number, windows=len(self.windows))
            )

    def _extended(self, window: Window, done: Mapping[str, Done], pending: Mapping[str, Pending]) -> WindowSearch[Q, R]:
        """A window, made longer by what the dataset has of the same day, month or year already."""
        earlier = done.get(window.name)
        if earlier is None:
            return self._window_search(window, self._plan.whole, pending)
        both = window.span.with_(earlier.span)
        whole = self._plan.whole.with_(earlier.asked)
        return self._window_search(Window(window.name, both.start, both.end), whole, pending)

    def _write_window(
        self,
        window_search: WindowSearch[Q, R],
        dataset: Dataset,
        compression: Compression,
        metadata: Mapping[str, MetadataType] | None,
    ) -> int:
        """Put the records of a window into its file; how many they are."""
        name = window_search.window.name
        while True:
            try:
                records = _AsyncWindowExports(self, window_search, dataset.ledger)
                sink = dataset.sink(name, self.record_type, compression, metadata)
                rows = records._write(sink)
            except TRANSIENT as error:
                self._again(window_search, error)
            else:
                if not rows:
                    to_thread(dataset.drop, name)
                return rows

    def _counts(self, *, needed: bool) -> list[AvailabilityResult] | None:
        """What the server counts for each source and day, of those that the query is about."""
        try:
            return self._count_days()
        except APIError:
            if needed:
                raise
            return None  # without them a later run can't tell what has changed, and fetches it

    def _count_days(self) -> list[AvailabilityResult]:
        day, last = self.windows[0].start.date(), self.windows[-1].end.date()
        found: list[AvailabilityResult] = []
        while day <= last:
            until = min(_plus(day, _DAYS_AT_ONCE - 1), last)
            program, platform, instrument_type = sole_names(self.query)
            if self._plan.kind == "data_products":
                found += self._plan.availability.data_products(
                    day, until, program=program, platform=platform, instrument_type=instrument_type
                )
            else:
                found += self._plan.availability.ephemeris(
                    day, until, program=program, platform=platform, instrument_type=instrument_type
                )
            if until == date.max:
                break
            day = until + timedelta(days=1)
        return matching_counts(self.query, found)


class _AsyncWindowExports(Exports[R], Generic[Q, R]):
    """The records of one window, to be written."""

    def __init__(self, scan: Scan[Q, R], window_search: WindowSearch[Q, R], ledger: Ledger) -> None:
        self.record_type = scan.record_type
        self._scan = scan
        self._window_search = window_search
        self._ledger = ledger

    def stream_batches(self) -> Generator[list[R]]:
        """The records in lists of any size."""
        with owned(self._scan._records(self._window_search, self._ledger)) as batches:
            for batch in batches:
                yield batch


def _abandon(searches: Iterable[Search[Any, Any, Any]]) -> None:
    """Cancel those that may still run, all at the same time: leaving must not take long where the server is silent."""
    all_within(_LEAVING, Search.abandon, searches)


def _is_there(window_search: WindowSearch[Q, R], done: Mapping[str, Done], dataset: Dataset, *, changes: bool) -> bool:
    """Whether the dataset holds all of a window."""
    earlier = done.get(window_search.window.name)
    if earlier is None or not earlier.asked.covers(window_search.asked):
        return False
    if not dataset.holds(window_search.window.name, earlier):
        return False
    return not (changes and earlier.fingerprint != window_search.fingerprint)


def _plus(day: date, days: int) -> date:
    return date.max if (date.max - day).days < days else day + timedelta(days=days)


def scan_of(
    family: SearchResource[Q, Any],
    query: Q,
    record_type: type[R],
    overlap: Overlap[R],
    options: ScanOptions,
    *,
    ledger: str | os.PathLike[str] | None = None,
    only: Window | None = None,
) -> Scan[Q, R]:
    """A scan of a query, or of one of its windows only.

    Raises:
        QueryError: there are no such windows.
    """
    transport = family._transport
    kind: Family = family._search.family
    asked = query.to_json()
    identity: dict[str, JSONValue] = {
        "kind": kind,
        "query": {name: value for name, value in asked.items() if name not in ("start", "end")},
        "source_format": options.source_format,
        "window": options.unit,
        "reach": None if options.reach is None else options.reach.total_seconds(),
    }
    plan = Plan(
        query=query,
        windows=windows_of(query.start, query.end, options.unit) if only is None else (only,),
        record_type=record_type,
        overlap=overlap,
        options=options,
        prepare=lambda part: family.prepare(part, source_format=options.source_format),
        attach=lambda request_id: family.attach(request_id, source_format=options.source_format),
        availability=Availability(transport, None),  # the scan compares the names
        known_sources=family._known_sources,
        explains=only is None,
        kind=kind,
        identity=identity,
        client=ClientSettings(
            base_url=transport.base_url, timeout=transport.timeout, retry=transport.retry, polling=family._polling
        ),
        on_event=transport.telemetry.tell,
    )
    return Scan(plan, ledger)
