# Made from _async/ephemeris.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Searching for ephemeris records on the default client.

`search(start, end, programs=["swarm"])` submits, waits and fetches; the records are in its `data`.
`Search(…)` takes the same and goes step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Literal, overload

from aurorax_typed._core.payloads import DataSourceLike
from aurorax_typed._default import default_client, shows_parameters_of
from aurorax_typed._sync.ephemeris import Ephemerides, EphemerisSearch
from aurorax_typed._sync.scan import Scan
from aurorax_typed.events import Uploaded
from aurorax_typed.queries import EphemerisQuery, MetadataFilterInput, SourceFormat, Time
from aurorax_typed.records import Ephemeris, JSONValue
from aurorax_typed.scans.options import Windowing

__all__ = [
    "Search",
    "attach",
    "delete",
    "delete_job",
    "delete_jobs",
    "describe",
    "prepare",
    "scan",
    "search",
    "submit",
    "upload",
]


def attach(request_id: str, *, source_format: SourceFormat = "basic_info", verbose: bool = False) -> EphemerisSearch:
    """Take up a search again, of this process or any other. Sends nothing; `wait()` or `update_status()` looks.

    Raises:
        QueryError: that is no request id.
    """
    return default_client().ephemeris.attach(request_id, source_format=source_format, verbose=verbose)


def delete(source: DataSourceLike, start: Time, end: Time) -> None:
    """Remove the ephemeris of a source between two epochs, both included. The server goes on in the background.

    Args:
        source: whose records, or its identifier.
        start: first minute, UTC.
        end: last minute, UTC, inclusive.

    Raises:
        QueryError: the times can't mean anything; nothing was sent.
        NotFoundError: there is no such source.
        AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
    """
    return default_client().ephemeris.delete(source, start, end)


def delete_job(identifier: int, job_id: str) -> JSONValue:
    """One removal of the last hour, as the server tells it; the form is not documented.

    Raises:
        NotFoundError: there is no such removal, or it is over an hour old.
    """
    return default_client().ephemeris.delete_job(identifier, job_id)


def delete_jobs(identifier: int) -> list[JSONValue]:
    """The removals of ephemeris of the last hour, as the server lists them; their form is not documented."""
    return default_client().ephemeris.delete_jobs(identifier)


def describe(query: EphemerisQuery) -> str:
    """The query in the server's words. The server describes without checking.

    Raises:
        QueryError: that is no query of this kind; nothing was sent.
    """
    return default_client().ephemeris.describe(query)


def prepare(
    query: EphemerisQuery, *, source_format: SourceFormat = "basic_info", verbose: bool = False
) -> EphemerisSearch:
    """A search that is not submitted yet; `execute()` does that. Sends nothing.

    Args:
        query: what to find.
        source_format: how much of its data source each record will carry.
        verbose: print each step, prefixed with the elapsed time.

    Raises:
        QueryError: that is no query of this kind.
    """
    return default_client().ephemeris.prepare(query, source_format=source_format, verbose=verbose)


def scan(
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
    return default_client().ephemeris.scan(
        query,
        window=window,
        in_flight=in_flight,
        attempts=attempts,
        source_format=source_format,
        timeout=timeout,
        ledger=ledger,
    )


@overload
def search(
    query: EphemerisQuery,
    *,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    verbose: bool = False,
) -> EphemerisSearch: ...


@overload
def search(
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


@shows_parameters_of(Ephemerides.search)
def search(
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
    call: Callable[..., EphemerisSearch] = default_client().ephemeris.search
    found = call(*given, source_format=source_format, timeout=timeout, verbose=verbose, **parts)
    found.get_data()
    return found


def submit(
    query: EphemerisQuery, *, source_format: SourceFormat = "basic_info", verbose: bool = False
) -> EphemerisSearch:
    """Submit a query and return as soon as the server has it.

    Args:
        query: what to find.
        source_format: how much of its data source each record will carry.
        verbose: print each step, prefixed with the elapsed time.

    Raises:
        QueryError: that is no query of this kind; nothing was sent.
    """
    return default_client().ephemeris.submit(query, source_format=source_format, verbose=verbose)


def upload(
    source: DataSourceLike,
    records: Iterable[Ephemeris],
    *,
    chunk_size: int = 500,
    validate: bool = True,
    dry_run: bool = False,
    on_progress: Callable[[Uploaded], None] | None = None,
) -> int:
    """Send ephemeris in. Safe to repeat: a record takes the place of the one of the same source and epoch.

    Every record is checked before the first one is sent, also those of a generator. Checked records wait as JSON,
    up to 16 MB in memory and more in a temporary file. They show in searches some seconds later. Metadata holds
    what JSON has; numpy's numbers, booleans and text are converted, NaN and times are refused.

    Args:
        source: whose records they are, or its identifier.
        records: epochs on the minute, UTC; latitudes from -90 to 90 degrees.
        chunk_size: so many records go at once; the last time what is left.
        validate: check metadata against the source's schema (names and types), and locations against the globe.
            What can't be sent, such as NaN, is refused either way.
        dry_run: check every record, send none.
        on_progress: is told after each chunk, as is the client's `on_event`.

    Returns:
        How many records were taken in; of a dry run, how many would have been sent.

    Raises:
        QueryError: a record is not valid; the message has its index, the field and the reason. Nothing was sent.
        BadRequestError: the server does not accept a chunk.
        AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
    """
    return default_client().ephemeris.upload(
        source, records, chunk_size=chunk_size, validate=validate, dry_run=dry_run, on_progress=on_progress
    )


def Search(
    start: Time,
    end: Time,
    *,
    programs: Iterable[str] | None = None,
    platforms: Iterable[str] | None = None,
    instrument_types: Iterable[str] | None = None,
    metadata_filters: MetadataFilterInput | None = None,
) -> EphemerisSearch:
    """A search that is not submitted yet; the arguments are those of `EphemerisQuery`."""
    query = EphemerisQuery(
        start,
        end,
        programs=programs,
        platforms=platforms,
        instrument_types=instrument_types,
        metadata_filters=metadata_filters,
    )
    return default_client().ephemeris.prepare(query)
