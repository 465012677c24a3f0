# Made from _async/conjunctions.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Searching for conjunctions on the default client.

`search(start, end, 500, ground=…, space=…)` submits, waits and fetches; the records are in its `data`.
`Search(…)` takes the same and goes step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Literal, overload

from aurorax_typed._default import default_client, shows_parameters_of
from aurorax_typed._sync.conjunctions import _REACH, Conjunctions, ConjunctionsSearch
from aurorax_typed._sync.scan import Scan
from aurorax_typed.queries import (
    Blocks,
    ConjunctionQuery,
    ConjunctionType,
    CustomLocationsCriteria,
    Distance,
    EventsCriteria,
    GroundCriteria,
    SourceFormat,
    SpaceCriteria,
    Time,
    advanced_distances,
)
from aurorax_typed.records import Conjunction
from aurorax_typed.scans.options import Windowing

__all__ = ["Search", "advanced_distances", "attach", "describe", "prepare", "scan", "search", "submit"]


def attach(request_id: str, *, source_format: SourceFormat = "basic_info", verbose: bool = False) -> ConjunctionsSearch:
    """Take up a search again, of this process or any other. Sends nothing; `wait()` or `update_status()` looks.

    Raises:
        QueryError: that is no request id.
    """
    return default_client().conjunctions.attach(request_id, source_format=source_format, verbose=verbose)


def describe(query: ConjunctionQuery) -> str:
    """The query in the server's words. The server describes without checking.

    Raises:
        QueryError: that is no query of this kind; nothing was sent.
    """
    return default_client().conjunctions.describe(query)


def prepare(
    query: ConjunctionQuery, *, source_format: SourceFormat = "basic_info", verbose: bool = False
) -> ConjunctionsSearch:
    """A search that is not submitted yet; `execute()` does that. Sends nothing.

    Args:
        query: what to find.
        source_format: how much of its data source each record will carry.
        verbose: print each step, prefixed with the elapsed time.

    Raises:
        QueryError: that is no query of this kind.
    """
    return default_client().conjunctions.prepare(query, source_format=source_format, verbose=verbose)


def scan(
    query: ConjunctionQuery,
    *,
    window: Windowing = "auto",
    in_flight: int = 4,
    attempts: int = 3,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    ledger: str | os.PathLike[str] | None = None,
    reach: timedelta = _REACH,
) -> Scan[ConjunctionQuery, Conjunction]:
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
    return default_client().conjunctions.scan(
        query,
        window=window,
        in_flight=in_flight,
        attempts=attempts,
        source_format=source_format,
        timeout=timeout,
        ledger=ledger,
        reach=reach,
    )


@overload
def search(
    query: ConjunctionQuery,
    *,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    verbose: bool = False,
) -> ConjunctionsSearch: ...


@overload
def search(
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
) -> ConjunctionsSearch: ...


@shows_parameters_of(Conjunctions.search)
def search(
    *given: object,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    verbose: bool = False,
    **parts: object,
) -> ConjunctionsSearch:
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
    call: Callable[..., ConjunctionsSearch] = default_client().conjunctions.search
    found = call(*given, source_format=source_format, timeout=timeout, verbose=verbose, **parts)
    found.get_data()
    return found


def submit(
    query: ConjunctionQuery, *, source_format: SourceFormat = "basic_info", verbose: bool = False
) -> ConjunctionsSearch:
    """Submit a query and return as soon as the server has it.

    Args:
        query: what to find.
        source_format: how much of its data source each record will carry.
        verbose: print each step, prefixed with the elapsed time.

    Raises:
        QueryError: that is no query of this kind; nothing was sent.
    """
    return default_client().conjunctions.submit(query, source_format=source_format, verbose=verbose)


def Search(
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
) -> ConjunctionsSearch:
    """A search that is not submitted yet; the arguments are those of `ConjunctionQuery`."""
    query = ConjunctionQuery(
        start,
        end,
        distance,
        ground=ground,
        space=space,
        events=events,
        custom_locations=custom_locations,
        conjunction_types=conjunction_types,
        subminute_precision=subminute_precision,
    )
    return default_client().conjunctions.prepare(query)
