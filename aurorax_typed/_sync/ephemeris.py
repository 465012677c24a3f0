# Made from _async/ephemeris.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Searching for ephemeris: where sources were, minute by minute."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from aurorax_typed._core.scan_windows import EphemerisOverlap
from aurorax_typed._runtime_sync import to_thread
from aurorax_typed._sync.resource import SearchResource
from aurorax_typed._sync.scan import Scan, scan_of
from aurorax_typed._sync.search import Search
from aurorax_typed._sync.uploads import EphemerisUploads
from aurorax_typed.queries import EphemerisField, EphemerisQuery, MetadataFilterInput, SourceFormat, Time
from aurorax_typed.queries.common import Family
from aurorax_typed.records import Ephemeris
from aurorax_typed.scans.options import ScanOptions, Windowing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from aurorax_typed.plots import MapView, Position

__all__ = ["Ephemerides", "EphemerisSearch"]


class EphemerisSearch(Search[EphemerisQuery, Ephemeris, EphemerisField]):
    """A search for ephemeris records."""

    family: ClassVar[Family] = "ephemeris"
    record_type = Ephemeris
    query_type = EphemerisQuery

    def plot(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        kind: Position = "geographic",
        view: MapView = "auto",
    ) -> Figure:
        """Draw where the sources were, on a map; see `aurorax_typed.plots.ground_track`.

        The records are fetched first, and kept in `data`. A notebook shows the figure as it is.

        Args:
            path: also write the picture there: `.png`, `.svg` or `.pdf`.
            kind: `geographic`, or the magnetic footprints `nbtrace` or `sbtrace`.
            view: `world`, `north`, `south`; `auto` is the hemisphere of the footprint, else the world.

        Raises:
            QueryError: there is no such picture, or the path has another suffix.
            MissingExtraError: matplotlib is not installed.
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
            OSError: the file can't be written.
        """
        from aurorax_typed import plots
        from aurorax_typed.plots.saving import check_kind, save_to

        check_kind(path, kind, plots.Position)
        figure = to_thread(plots.ground_track, self.get_data(), position=kind, view=view)
        to_thread(save_to, figure, path)
        return figure


class Ephemerides(EphemerisUploads, SearchResource[EphemerisQuery, EphemerisSearch]):
    """`client.ephemeris`: where spacecraft and ground instruments were, minute by minute."""

    _search = EphemerisSearch

    @overload
    def search(
        self,
        query: EphemerisQuery,
        *,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
    ) -> EphemerisSearch: ...

    @overload
    def search(
        self,
        start: Time,
        end: Time,
        *,
        programs: Iterable[str] | None = None,
        platforms: Iterable[str] | None = None,
        instrument_types: Iterable[str] | None = None,
        metadata_filters: MetadataFilterInput | None = None,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
    ) -> EphemerisSearch: ...

    def search(
        self,
        *given: object,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
        **parts: object,
    ) -> EphemerisSearch:
        """Find where sources were, one record a minute. Returns when the result is there, unread.

        Read it with `stream()` as it comes, or whole with `get_data()`.

        Args:
            query: a query that is made already, in place of `start`, `end` and what follows.
            start: first minute, UTC.
            end: last minute, UTC, inclusive.
            programs: such as `["swarm"]`; any of them. The same for the next two; together they must all match.
            platforms: such as `["swarma"]`.
            instrument_types: such as `["footprint"]`.
            metadata_filters: conditions on the records' metadata.
            source_format: how much of its data source each record carries: `identifier_only`, `basic_info`,
                `with_metadata`, `full_record`.
            timeout: seconds to wait in all; None for ever; else the polling policy's.
            verbose: print each step, prefixed with the elapsed time.

        Raises:
            QueryError: the query can't mean anything; nothing was sent.
            SearchFailedError, SearchTimeoutError, SearchCancelledError: see `wait`.
        """
        query = self._query(given, parts)
        return self._run(query, source_format=source_format, timeout=timeout, verbose=verbose)

    def scan(
        self,
        query: EphemerisQuery,
        *,
        window: Windowing = "auto",
        in_flight: int = 4,
        attempts: int = 3,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        ledger: str | os.PathLike[str] | None = None,
    ) -> Scan[EphemerisQuery, Ephemeris]:
        """Where sources were over a span of any length, as many searches that are read as one.

        Sends nothing: read it with `stream()`, keep it with `to_parquet(folder)`, or take one of the other exports.

        Args:
            query: what to find, over a span of any length.
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
        )
        return scan_of(self, self._checked(query), Ephemeris, EphemerisOverlap(), options, ledger=ledger)
