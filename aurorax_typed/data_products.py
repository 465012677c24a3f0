# Made from _async/data_products.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Searching for data products on the default client.

`search(start, end, programs=["trex"])` submits, waits and fetches; the records are in its `data`.
`Search(…)` takes the same and goes step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Literal, overload

from aurorax_typed._core.payloads import DataSourceLike
from aurorax_typed._default import default_client, shows_parameters_of
from aurorax_typed._sync.data_products import _REACH, DataProducts, DataProductsSearch
from aurorax_typed._sync.scan import Scan
from aurorax_typed.events import Uploaded
from aurorax_typed.files import FileEventListener, FilesReport
from aurorax_typed.queries import DataProductQuery, DataProductType, MetadataFilterInput, SourceFormat, Time
from aurorax_typed.records import DataProduct
from aurorax_typed.scans.options import Windowing

__all__ = [
    "Search",
    "attach",
    "delete",
    "delete_urls",
    "describe",
    "download_files",
    "prepare",
    "scan",
    "search",
    "submit",
    "upload",
]


def attach(request_id: str, *, source_format: SourceFormat = "basic_info", verbose: bool = False) -> DataProductsSearch:
    """Take up a search again, of this process or any other. Sends nothing; `wait()` or `update_status()` looks.

    Raises:
        QueryError: that is no request id.
    """
    return default_client().data_products.attach(request_id, source_format=source_format, verbose=verbose)


def delete(
    source: DataSourceLike,
    start: Time,
    end: Time,
    *,
    data_product_types: Iterable[DataProductType] | None = None,
    timeout: float | Literal["default"] | None = "default",
) -> int:
    """Remove the data products of a source that lie within a time span: search for them, then delete their URLs.

    Args:
        source: whose records, or its identifier.
        start: earliest start of a product, UTC.
        end: latest end of a product, UTC, inclusive.
        data_product_types: only these; none means all.
        timeout: seconds that the search may take; None for ever; else the polling policy's.

    Returns:
        How many were removed; with none found, nothing is sent.

    Raises:
        QueryError: the query can't mean anything; nothing was sent.
        AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
    """
    return default_client().data_products.delete(
        source, start, end, data_product_types=data_product_types, timeout=timeout
    )


def delete_urls(source: DataSourceLike, urls: Iterable[str], *, chunk_size: int = 500) -> int:
    """Remove data products by URL. Ones that the server does not have are passed over.

    Args:
        source: whose records, or its identifier.
        urls: at least one.
        chunk_size: so many URLs go at once; the last time what is left.

    Returns:
        How many URLs were sent.

    Raises:
        QueryError: there is no URL; nothing was sent.
        NotFoundError: there is no such source.
        AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
    """
    return default_client().data_products.delete_urls(source, urls, chunk_size=chunk_size)


def describe(query: DataProductQuery) -> str:
    """The query in the server's words. The server describes without checking.

    Raises:
        QueryError: that is no query of this kind; nothing was sent.
    """
    return default_client().data_products.describe(query)


def download_files(
    products: Iterable[DataProduct],
    folder: str | os.PathLike[str],
    *,
    workers: int = 4,
    overwrite: bool = False,
    max_bytes: int = 2000000000,
    on_event: FileEventListener | None = None,
) -> FilesReport:
    """Download the pictures and movies behind data products.

    They lie on other servers than the API's. These are asked without the API key, over connections of their own; a
    `transport=` of the client's is not used. Redirects are followed, five at most and never from https to http.

    A file goes to `program/platform/instrument_type/date/name` below the folder, whatever its address looks like,
    and appears there whole or not at all. `manifest.ndjson` lists all files, with size and SHA-256. A file that is
    there already with the size listed is skipped. One that was broken off goes on where it stopped, if the server
    names it by a strong `ETag` and sends parts of it, else it begins again; so an interrupted download is simply
    called again.

    A file that can't be had doesn't end the others: see `failed` in the report, or call its `raise_if_failed()`.

    Args:
        products: whose files; those with one address are one file.
        folder: where to put them; it is made where it is missing.
        workers: how many files are fetched at a time, 1 to 32.
        overwrite: fetch again what is there already.
        max_bytes: bytes that one file may have.
        on_event: is told how it goes, see `aurorax_typed.files`; it is never called twice at once. An error that it
            raises ends the call.

    Returns:
        What came of each file.

    Raises:
        QueryError: workers or max_bytes make no sense; nothing was sent.
        OSError: a file can't be written (the disk is full), or another download works in this folder. What is whole
            stays.
    """
    return default_client().data_products.download_files(
        products, folder, workers=workers, overwrite=overwrite, max_bytes=max_bytes, on_event=on_event
    )


def prepare(
    query: DataProductQuery, *, source_format: SourceFormat = "basic_info", verbose: bool = False
) -> DataProductsSearch:
    """A search that is not submitted yet; `execute()` does that. Sends nothing.

    Args:
        query: what to find.
        source_format: how much of its data source each record will carry.
        verbose: print each step, prefixed with the elapsed time.

    Raises:
        QueryError: that is no query of this kind.
    """
    return default_client().data_products.prepare(query, source_format=source_format, verbose=verbose)


def scan(
    query: DataProductQuery,
    *,
    window: Windowing = "auto",
    in_flight: int = 4,
    attempts: int = 3,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    ledger: str | os.PathLike[str] | None = None,
    reach: timedelta = _REACH,
    check_count: bool = True,
) -> Scan[DataProductQuery, DataProduct]:
    """Data products over a span of any length, as many searches that are read as one.

    Sends nothing: read it with `stream()`, keep it with `to_parquet(folder)`, or take one of the other exports.

    Args:
        query: what to find, over a span of any length.
        reach: how far a data product may reach into the next window, at most. Those known are a day or shorter.
        check_count: compare, at the end, with what the server counts for the whole span (a search that is not
            downloaded), so that one which reaches farther does not go missing unnoticed.
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
    return default_client().data_products.scan(
        query,
        window=window,
        in_flight=in_flight,
        attempts=attempts,
        source_format=source_format,
        timeout=timeout,
        ledger=ledger,
        reach=reach,
        check_count=check_count,
    )


@overload
def search(
    query: DataProductQuery,
    *,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    verbose: bool = False,
) -> DataProductsSearch: ...


@overload
def search(
    start: Time,
    end: Time,
    *,
    programs: Iterable[str] | None = None,
    platforms: Iterable[str] | None = None,
    instrument_types: Iterable[str] | None = None,
    data_product_types: Iterable[DataProductType] | None = None,
    metadata_filters: MetadataFilterInput | None = None,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    verbose: bool = False,
) -> DataProductsSearch: ...


@shows_parameters_of(DataProducts.search)
def search(
    *given: object,
    source_format: SourceFormat = "basic_info",
    timeout: float | Literal["default"] | None = "default",
    verbose: bool = False,
    **parts: object,
) -> DataProductsSearch:
    """Find the data products that lie within a time span. Returns when the result is there, unread.

    Read it with `stream()` as it comes, or whole with `get_data()`.

    Args:
        query: a query that is made already, in place of `start`, `end` and what follows.
        start: earliest start of a product, UTC.
        end: latest end of a product, UTC, inclusive.
        programs: such as `["trex"]`; any of them. The same for the next two; together they must all match.
        platforms: such as `["gillam"]`.
        instrument_types: such as `["RGB ASI"]`.
        data_product_types: `keogram`, `montage`, `movie`, …; none means all.
        metadata_filters: conditions on the products' metadata.
        source_format: how much of its data source each record carries: `identifier_only`, `basic_info`,
            `with_metadata`, `full_record`.
        timeout: seconds to wait in all; None for ever; else the polling policy's.
        verbose: print each step, prefixed with the elapsed time.

    Raises:
        QueryError: the query can't mean anything; nothing was sent.
        SearchFailedError, SearchTimeoutError, SearchCancelledError: see `wait`.
    """
    call: Callable[..., DataProductsSearch] = default_client().data_products.search
    found = call(*given, source_format=source_format, timeout=timeout, verbose=verbose, **parts)
    found.get_data()
    return found


def submit(
    query: DataProductQuery, *, source_format: SourceFormat = "basic_info", verbose: bool = False
) -> DataProductsSearch:
    """Submit a query and return as soon as the server has it.

    Args:
        query: what to find.
        source_format: how much of its data source each record will carry.
        verbose: print each step, prefixed with the elapsed time.

    Raises:
        QueryError: that is no query of this kind; nothing was sent.
    """
    return default_client().data_products.submit(query, source_format=source_format, verbose=verbose)


def upload(
    source: DataSourceLike,
    records: Iterable[DataProduct],
    *,
    chunk_size: int = 500,
    validate: bool = True,
    dry_run: bool = False,
    on_progress: Callable[[Uploaded], None] | None = None,
) -> int:
    """Send data products in. Safe to repeat: one takes the place of the one of the same source and URL.

    Every record is checked before the first one is sent, also those of a generator. Checked records wait as JSON,
    up to 16 MB in memory and more in a temporary file. They show in searches some seconds later. Metadata holds
    what JSON has; numpy's numbers, booleans and text are converted, NaN and times are refused.

    Times go to the server to the second. Its own client sends whole minutes only, so what the server makes of
    seconds is not known; fractions of a second are refused.

    Args:
        source: whose records they are, or its identifier.
        records: with an URL each, by which the server tells them apart.
        chunk_size: so many records go at once; the last time what is left.
        validate: check metadata against the source's schema (names and types). What can't be sent, such as
            NaN, is refused either way.
        dry_run: check every record, send none.
        on_progress: is told after each chunk, as is the client's `on_event`.

    Returns:
        How many records were taken in; of a dry run, how many would have been sent.

    Raises:
        QueryError: a record is not valid; the message has its index, the field and the reason. Nothing was sent.
        BadRequestError: the server does not accept a chunk.
        AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
    """
    return default_client().data_products.upload(
        source, records, chunk_size=chunk_size, validate=validate, dry_run=dry_run, on_progress=on_progress
    )


def Search(
    start: Time,
    end: Time,
    *,
    programs: Iterable[str] | None = None,
    platforms: Iterable[str] | None = None,
    instrument_types: Iterable[str] | None = None,
    data_product_types: Iterable[DataProductType] | None = None,
    metadata_filters: MetadataFilterInput | None = None,
) -> DataProductsSearch:
    """A search that is not submitted yet; the arguments are those of `DataProductQuery`."""
    query = DataProductQuery(
        start,
        end,
        programs=programs,
        platforms=platforms,
        instrument_types=instrument_types,
        data_product_types=data_product_types,
        metadata_filters=metadata_filters,
    )
    return default_client().data_products.prepare(query)
