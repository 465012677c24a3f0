"""Searching for data products: keograms, montages, movies."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, overload

from aurorax_typed._arguments import local_path
from aurorax_typed._async.files import download_files
from aurorax_typed._async.resource import AsyncSearchResource
from aurorax_typed._async.scan import AsyncScan, scan_of
from aurorax_typed._async.search import AsyncSearch
from aurorax_typed._async.uploads import AsyncDataProductUploads
from aurorax_typed._core.payloads import DataSourceLike
from aurorax_typed._core.scan_windows import DataProductOverlap
from aurorax_typed._runtime_async import to_thread
from aurorax_typed.files import FileEventListener, FilesReport
from aurorax_typed.queries import (
    DataProductField,
    DataProductQuery,
    DataProductType,
    MetadataFilterInput,
    SourceFormat,
    Time,
)
from aurorax_typed.queries.common import Family
from aurorax_typed.records import DataProduct
from aurorax_typed.scans.options import ScanOptions, Windowing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from aurorax_typed.plots import CountsBy

__all__ = ["AsyncDataProducts", "AsyncDataProductsSearch"]

_REACH = timedelta(days=1)


class AsyncDataProductsSearch(AsyncSearch[DataProductQuery, DataProduct, DataProductField]):
    """A search for data products."""

    family: ClassVar[Family] = "data_products"
    record_type = DataProduct
    query_type = DataProductQuery

    async def plot(self, path: str | os.PathLike[str] | None = None, *, kind: CountsBy = "auto") -> Figure:
        """Draw how many data products of each type there are over time; see `aurorax_typed.plots.product_counts`.

        The records are fetched first, and kept in `data`. A notebook shows the figure as it is.

        Args:
            path: also write the picture there: `.png`, `.svg` or `.pdf`.
            kind: what each bar counts: `hour`, `day`, `month`; `auto` is by the time span.

        Raises:
            QueryError: there is no such picture, or the path has another suffix.
            MissingExtraError: matplotlib is not installed.
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
            OSError: the file can't be written.
        """
        from aurorax_typed import plots
        from aurorax_typed.plots.saving import check_kind, save_to

        check_kind(path, kind, plots.CountsBy)
        figure = await to_thread(plots.product_counts, await self.get_data(), by=kind)
        await to_thread(save_to, figure, path)
        return figure

    async def download_files(
        self,
        folder: str | os.PathLike[str],
        *,
        workers: int = 4,
        overwrite: bool = False,
        max_bytes: int = 2_000_000_000,
        on_event: FileEventListener | None = None,
    ) -> FilesReport:
        """Download the pictures and movies behind its records; see `client.data_products.download_files`.

        The records are fetched first, and kept in `data`.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
            OSError: a file can't be written.
        """
        folder = local_path(folder, "folder")
        return await download_files(
            self._transport,
            await self.get_data(),
            folder,
            workers=workers,
            overwrite=overwrite,
            max_bytes=max_bytes,
            on_event=on_event,
        )


class AsyncDataProducts(AsyncDataProductUploads, AsyncSearchResource[DataProductQuery, AsyncDataProductsSearch]):
    """`client.data_products`: find the pictures and movies made from an instrument's data."""

    _search = AsyncDataProductsSearch

    @overload
    async def search(
        self,
        query: DataProductQuery,
        *,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
    ) -> AsyncDataProductsSearch: ...

    @overload
    async def search(
        self,
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
    ) -> AsyncDataProductsSearch: ...

    async def search(
        self,
        *given: object,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
        **parts: object,
    ) -> AsyncDataProductsSearch:
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
        query = self._query(given, parts)
        return await self._run(query, source_format=source_format, timeout=timeout, verbose=verbose)

    async def download_files(
        self,
        products: Iterable[DataProduct],
        folder: str | os.PathLike[str],
        *,
        workers: int = 4,
        overwrite: bool = False,
        max_bytes: int = 2_000_000_000,
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
        return await download_files(
            self._transport,
            products,
            folder,
            workers=workers,
            overwrite=overwrite,
            max_bytes=max_bytes,
            on_event=on_event,
        )

    async def delete(
        self,
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
        found = await self._source(source)
        query = DataProductQuery(
            start,
            end,
            programs=[found.program or ""],
            platforms=[found.platform or ""],
            instrument_types=[found.instrument_type or ""],
            data_product_types=data_product_types,
        )
        search = self.prepare(query)
        search._explains = False  # that there is nothing to delete is no news
        await search.execute()
        await search.wait(timeout=timeout)
        products = await search.get_data()
        urls = [product.url for product in products if product.data_source.identifier == found.identifier]
        return await self.delete_urls(found, urls) if urls else 0

    def scan(
        self,
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
    ) -> AsyncScan[DataProductQuery, DataProduct]:
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
        options = ScanOptions(
            window=window,
            in_flight=in_flight,
            attempts=attempts,
            source_format=source_format,
            timeout=timeout,
            reach=reach,
            check_count=check_count,
        )
        return scan_of(self, self._checked(query), DataProduct, DataProductOverlap(reach), options, ledger=ledger)
