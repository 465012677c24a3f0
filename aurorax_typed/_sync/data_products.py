# Made from _async/data_products.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Searching for data products: keograms, montages, movies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from aurorax_typed import _gateway as gateway
from aurorax_typed._core.uploads import DataSourceLike
from aurorax_typed._sync.family import Family
from aurorax_typed._sync.records_writing import DataProductWriting
from aurorax_typed._sync.selecting import SelectingSearch
from aurorax_typed.queries import (
    DataProductField,
    DataProductQuery,
    DataProductType,
    MetadataFilterInput,
    SourceFormat,
    Time,
)
from aurorax_typed.records import DataProduct

__all__ = ["DataProducts", "DataProductsSearch"]


class DataProductsSearch(SelectingSearch[DataProductQuery, DataProduct, DataProductField]):
    """A search for data products."""

    family: ClassVar[gateway.Family] = "data_products"
    record_type = DataProduct
    query_type = DataProductQuery


class DataProducts(DataProductWriting, Family[DataProductQuery, DataProductsSearch]):
    """`client.data_products`: find the pictures and movies made from an instrument's data."""

    _search = DataProductsSearch

    def search(
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
    ) -> DataProductsSearch:
        """Find the data products that lie within a time span. Returns when the result is there, unread.

        Read it with `stream()` as it comes, or whole with `get_data()`.

        Args:
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
            verbose: print each step, behind the time.

        Raises:
            QueryError: the query can't mean anything; nothing was sent.
            SearchFailedError, SearchTimeoutError, SearchCancelledError: see `wait`.
        """
        query = DataProductQuery(
            start,
            end,
            programs=programs,
            platforms=platforms,
            instrument_types=instrument_types,
            data_product_types=data_product_types,
            metadata_filters=metadata_filters,
        )
        return self.search_query(query, source_format=source_format, timeout=timeout, verbose=verbose)

    def submit(
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
        verbose: bool = False,
    ) -> DataProductsSearch:
        """Submit a search and return as soon as the server has it; arguments as for `search`."""
        query = DataProductQuery(
            start,
            end,
            programs=programs,
            platforms=platforms,
            instrument_types=instrument_types,
            data_product_types=data_product_types,
            metadata_filters=metadata_filters,
        )
        return self.submit_query(query, source_format=source_format, verbose=verbose)

    def delete(
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
        found = self._source(source)
        query = DataProductQuery(
            start,
            end,
            programs=[found.program or ""],
            platforms=[found.platform or ""],
            instrument_types=[found.instrument_type or ""],
            data_product_types=data_product_types,
        )
        search = self.search_query(query, timeout=timeout)
        products = search.get_data()
        urls = [product.url for product in products if product.data_source.identifier == found.identifier]
        return self.delete_urls(found, urls) if urls else 0
