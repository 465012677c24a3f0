"""Scans that are kept on disk, and the scan as users meet it."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import evolve

from aurorax_typed._async.exporting import AsyncExports
from aurorax_typed._async.scan import PASSING, AsyncBasicScan, Flight
from aurorax_typed._core.scan_windows import Window, concerned, counted, sole_names
from aurorax_typed._runtime_async import in_thread, opened
from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.errors import APIError, QueryError
from aurorax_typed.queries import SpanQuery
from aurorax_typed.records import Record
from aurorax_typed.scans.dataset import Dataset, DatasetReport, Refresh
from aurorax_typed.scans.ledger import Done, Ledger, Pending
from aurorax_typed.scans.tasks import WindowTask

if TYPE_CHECKING:
    import dask.dataframe as dd

    from aurorax_typed.export.sinks import Compression

__all__ = ["AsyncScan"]

Q = TypeVar("Q", bound=SpanQuery)
R = TypeVar("R", bound=Record)

_DAYS_AT_ONCE = 1461
"""Four years: the counts of a day are an entry for each of over a hundred sources."""


class AsyncScan(AsyncBasicScan[Q, R], Generic[Q, R]):
    __doc__ = AsyncBasicScan.__doc__

    async def to_parquet(
        self, folder: str | os.PathLike[str], *, refresh: Refresh = "missing", compression: Compression = "zstd"
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

        Raises:
            ScanStateError: the folder belongs to another scan, or another process writes to it.
            MissingExtraError: pyarrow is not installed.
            OSError: a file can't be written.
            SearchError, ResultError, TransportError, APIError: a window failed, more often than `attempts` allows. What
                was written before stays.
        """
        if refresh not in ("missing", "changed", "all"):
            raise QueryError(f"refresh={refresh!r} is none; take 'missing', 'changed' or 'all'.")
        dataset = await opened(Dataset, folder, self._plan.kind, self._plan.identity)
        try:
            ledger = dataset.ledger
            done = await in_thread(ledger.done)
            pending = await in_thread(ledger.pending)
            counts = await self._counts(needed=refresh == "changed")
            flights = [self._extended(window, done, pending) for window in self.windows]
            todo = []
            for flight in flights:
                # A conjunction goes on into what is asked for behind its window, and so depends on that as well.
                days = flight.asked if self._plan.kind == "conjunctions" else flight.window.span
                flight.counted = None if counts is None else counted(counts, days)
                if refresh == "all" or not _is_there(flight, done, dataset, changes=refresh == "changed"):
                    todo.append(flight)
            async with aclosing(self._flights(todo, ledger)) as ready:
                async for flight in ready:
                    rows = await self._write_window(flight, dataset, compression)
                    await in_thread(ledger.note_done, flight.window, flight.asked, rows, flight.counted)
                    self._tell(flight, rows)
            done = await in_thread(ledger.done)
            total = sum(done[window.name].records for window in self.windows)
            if todo and all(done[window.name].span == window.span for window in self.windows):
                await self._check_count(total)
            fetched = {flight.window.name for flight in todo}
            return DatasetReport(
                folder=Path(folder),
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
                seams=plan.seams,
                options=evolve(plan.options, check_count=False),
                client=plan.client,
            )
            for window in self.windows
        ]

    def to_dask(self) -> dd.DataFrame:
        """A Dask DataFrame with a partition for each window, fetched by the workers when it is needed.

        At most `in_flight` windows are fetched at once, over all workers of a cluster (its scheduler keeps count), or
        over the threads of this process. Workers take the API key, if one is needed, from `AURORAX_API_KEY` where they
        run; it is not in the graph. A partition whose worker died is fetched again by another.

        Raises:
            MissingExtraError: dask, pandas or pyarrow is not installed.
        """
        from aurorax_typed.scans.dask import scan_to_dask

        return scan_to_dask(self.tasks(), self.record_type, self._plan.options.in_flight)

    def _extended(self, window: Window, done: Mapping[str, Done], pending: Mapping[str, Pending]) -> Flight[Q, R]:
        """A window, made longer by what the dataset has of the same day, month or year already."""
        earlier = done.get(window.name)
        if earlier is None:
            return self._flight(window, self._plan.whole, pending)
        both = window.span.with_(earlier.span)
        whole = self._plan.whole.with_(earlier.asked)
        return self._flight(Window(window.name, both.start, both.end), whole, pending)

    async def _write_window(self, flight: Flight[Q, R], dataset: Dataset, compression: Compression) -> int:
        """Put the records of a window into its file; how many they are."""
        path = dataset.file(flight.window.name)
        await in_thread(path.parent.mkdir, parents=True, exist_ok=True)
        while True:
            try:
                records = _AsyncFlightExports(self, flight, dataset.ledger)
                rows = await records.to_parquet(path, compression=compression)
            except PASSING as error:
                await self._again(flight, error)
            else:
                if not rows:
                    await in_thread(dataset.drop, flight.window.name)
                return rows

    async def _counts(self, *, needed: bool) -> list[AvailabilityResult] | None:
        """What the server counts for each source and day, of those that the query is about."""
        try:
            return await self._count_days()
        except APIError:
            if needed:
                raise
            return None  # without them a later run can't tell what has changed, and fetches it

    async def _count_days(self) -> list[AvailabilityResult]:
        day, last = self.windows[0].start.date(), self.windows[-1].end.date()
        found: list[AvailabilityResult] = []
        while day <= last:
            until = min(_plus(day, _DAYS_AT_ONCE - 1), last)
            program, platform, instrument_type = sole_names(self.query)
            if self._plan.kind == "data_products":
                found += await self._plan.availability.data_products(
                    day, until, program=program, platform=platform, instrument_type=instrument_type
                )
            else:
                found += await self._plan.availability.ephemeris(
                    day, until, program=program, platform=platform, instrument_type=instrument_type
                )
            if until == date.max:
                break
            day = until + timedelta(days=1)
        return concerned(self.query, found)


class _AsyncFlightExports(AsyncExports[R], Generic[Q, R]):
    """The records of one window, to be written."""

    def __init__(self, scan: AsyncScan[Q, R], flight: Flight[Q, R], ledger: Ledger) -> None:
        self.record_type = scan.record_type
        self._scan = scan
        self._flight = flight
        self._ledger = ledger

    async def stream_batches(self) -> AsyncGenerator[list[R]]:
        """The records in lists of any size."""
        async with aclosing(self._scan._records(self._flight, self._ledger)) as batches:
            async for batch in batches:
                yield batch


def _is_there(flight: Flight[Q, R], done: Mapping[str, Done], dataset: Dataset, *, changes: bool) -> bool:
    """Whether the dataset holds all of a window."""
    earlier = done.get(flight.window.name)
    if earlier is None or not earlier.asked.covers(flight.asked):
        return False
    if earlier.records and dataset.size(flight.window.name) is None:
        return False
    return not (changes and earlier.counted != flight.counted)


def _plus(day: date, days: int) -> date:
    return date.max if (date.max - day).days < days else day + timedelta(days=days)
