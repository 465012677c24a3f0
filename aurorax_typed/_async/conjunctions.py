"""Searching for conjunctions: when sources were close to each other."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from aurorax_typed._async.ephemeris import AsyncEphemerisSearch
from aurorax_typed._async.resource import AsyncSearchResource
from aurorax_typed._async.scan import AsyncScan, scan_of
from aurorax_typed._async.search import AsyncSearch
from aurorax_typed._core.scan_windows import ConjunctionOverlap
from aurorax_typed._runtime_async import to_thread
from aurorax_typed.queries import (
    Blocks,
    ConjunctionField,
    ConjunctionQuery,
    ConjunctionType,
    CustomLocationsCriteria,
    Distance,
    EventsCriteria,
    GroundCriteria,
    SourceFormat,
    SpaceCriteria,
    Time,
)
from aurorax_typed.queries.common import Family
from aurorax_typed.records import Conjunction, Ephemeris
from aurorax_typed.scans.options import ScanOptions, Windowing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from aurorax_typed.plots import Picture

__all__ = ["AsyncConjunctions", "AsyncConjunctionsSearch"]

_REACH = timedelta(hours=6)


class AsyncConjunctionsSearch(AsyncSearch[ConjunctionQuery, Conjunction, ConjunctionField]):
    """A search for conjunctions."""

    family: ClassVar[Family] = "conjunctions"
    record_type = Conjunction
    query_type = ConjunctionQuery

    async def plot(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        kind: Picture = "map",
        closest: int = 50,
        ephemeris: Iterable[Ephemeris] | None = None,
    ) -> Figure:
        """Draw where the sources met, or when; see `aurorax_typed.plots.conjunction_map` and `conjunction_timeline`.

        The records are fetched first, and kept in `data`. For the map, positions are searched for besides: of the
        spacecraft around the conjunctions that are drawn, of each site once. A notebook shows the figure as it is.

        Args:
            path: also write the picture there: `.png`, `.svg` or `.pdf`.
            kind: `map` or `timeline`.
            closest: of the map, how many conjunctions to draw: those with the closest approach.
            ephemeris: of the map, the positions, where they are here already; then none are searched for.

        Raises:
            QueryError: there is no such picture, or the path has another suffix.
            MissingExtraError: matplotlib is not installed.
            SearchStateError: it is still running.
            SearchError: a search for positions failed.
            ResultError: a result can't be read whole.
            OSError: the file can't be written.
        """
        from aurorax_typed import plots
        from aurorax_typed.plots.saving import check_kind, save_to

        check_kind(path, kind, plots.Picture)
        records = await self.get_data()
        if kind == "timeline":
            figure = await to_thread(plots.conjunction_timeline, records)
        else:
            if ephemeris is None:
                ephemeris = await self._ephemeris(records, closest)
            figure = await to_thread(plots.conjunction_map, records, ephemeris, closest=closest)
        await to_thread(save_to, figure, path)
        return figure

    async def _ephemeris(self, records: list[Conjunction], closest: int) -> list[Ephemeris]:
        """Where those were who came closest, from ten minutes before to ten minutes after."""
        from aurorax_typed.plots.conjunctions import ephemeris_of

        drawn = heapq.nsmallest(closest, records, key=lambda record: (record.min_distance, record.start))
        bare = any(source.program is None for record in drawn for source in record.data_sources)
        known = await self._known_sources.by_identifier("basic_info") if bare else {}
        found: list[Ephemeris] = []
        for query in ephemeris_of(drawn, known, timedelta(minutes=10)):
            search = AsyncEphemerisSearch(self._transport, self._polling, self._known_sources, query=query)
            await search.execute()
            await search.wait()
            found += await search.get_data()
        return found


class AsyncConjunctions(AsyncSearchResource[ConjunctionQuery, AsyncConjunctionsSearch]):
    """`client.conjunctions`: when sources were close to each other."""

    _search = AsyncConjunctionsSearch

    @overload
    async def search(
        self,
        query: ConjunctionQuery,
        *,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
    ) -> AsyncConjunctionsSearch: ...

    @overload
    async def search(
        self,
        start: Time,
        end: Time,
        distance: Distance,
        *,
        ground: Blocks[GroundCriteria] = (),
        space: Blocks[SpaceCriteria] = (),
        events: Blocks[EventsCriteria] = (),
        custom_locations: Blocks[CustomLocationsCriteria] = (),
        conjunction_types: Iterable[ConjunctionType] = ("nbtrace",),
        subminute_precision: bool | None = None,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
    ) -> AsyncConjunctionsSearch: ...

    async def search(
        self,
        *given: object,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
        **parts: object,
    ) -> AsyncConjunctionsSearch:
        """Find when a source of every block was within a distance of one of each other block, at the same minute.
        Returns when the result is there, unread.

        Read it with `stream()` as it comes, or whole with `get_data()`. Conjunctions do not come in the order of time.

        Args:
            query: a query that is made already, in place of `start`, `end` and what follows.
            start: first minute, UTC.
            end: last minute, UTC, inclusive.
            distance: the largest distance in km: one number for every pair of blocks, or a mapping of pairs such as
                `{"ground1-space1": 500}`.
            ground: blocks of ground instruments. At least 2 blocks and at most 10 in all.
            space: blocks of spacecraft.
            events: blocks of events, such as substorm onsets.
            custom_locations: blocks of places.
            conjunction_types: what is compared: `nbtrace`, `sbtrace` (footprints), `geographic`.
            subminute_precision: positions between the minutes as well; None leaves it to the server (one minute).
            source_format: how much of its data source each record carries: `identifier_only`, `basic_info`,
                `with_metadata`, `full_record`.
            timeout: seconds to wait in all; None for ever; else the polling policy's.
            verbose: print each step, prefixed with the elapsed time.

        Raises:
            QueryError: the query can't mean anything; nothing was sent.
            SearchFailedError, SearchTimeoutError, SearchCancelledError: see `wait`.
        """
        query = self._query(given, parts)
        return await self._run(query, source_format=source_format, timeout=timeout, verbose=verbose)

    def scan(
        self,
        query: ConjunctionQuery,
        *,
        window: Windowing = "auto",
        in_flight: int = 4,
        attempts: int = 3,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        ledger: str | os.PathLike[str] | None = None,
        reach: timedelta = _REACH,
    ) -> AsyncScan[ConjunctionQuery, Conjunction]:
        """Conjunctions over a span of any length, as many searches that are read as one.

        One that is under way where two windows meet comes once and whole, in the window that it begins in. Of its
        events, those which last longer than it does (two places that are always near each other) begin and end where
        the windows do, as in a search they do where the search does.

        Sends nothing: read it with `stream()`, keep it with `to_parquet(folder)`, or take one of the other exports.

        Args:
            query: what to find, over a span of any length.
            reach: how far each window looks into the next, to have whole what begins in it. What is longer is asked
                for again, so that this is a matter of speed alone.
            window: how long the windows are: `day`, `month` or `year` of the calendar; `auto` takes what suits these
                records (months).
            in_flight: searches that the server works on at once.
            attempts: how often a window is tried that fails.
            source_format: how much of its data source each record carries.
            timeout: seconds to wait for the result of one window; None for ever; else the polling policy's.
            ledger: a file (SQLite) that keeps which windows were given out whole, so that the same scan, run again
                after an interrupt, goes on there. `to_parquet` keeps its own.

        Raises:
            QueryError: that is no such query, or an option means nothing. Nothing is sent before the scan is read.
        """
        options = ScanOptions(
            window=window,
            in_flight=in_flight,
            attempts=attempts,
            source_format=source_format,
            timeout=timeout,
            reach=reach,
        )
        return scan_of(self, self._checked(query), Conjunction, ConjunctionOverlap(reach), options, ledger=ledger)
