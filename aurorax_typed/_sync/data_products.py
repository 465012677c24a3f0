# Made from _async/data_products.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Searching for data products: keograms, montages, movies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from aurorax_typed import _gateway as gateway
from aurorax_typed._core.documents import parse_text
from aurorax_typed._sync.search import Search
from aurorax_typed._sync.transport import Transport
from aurorax_typed.config import PollingPolicy
from aurorax_typed.queries import DataProductQuery, DataProductType, MetadataFilterInput, Time
from aurorax_typed.records import DataProduct

__all__ = ["DataProducts", "DataProductsSearch"]


class DataProductsSearch(Search[DataProductQuery, DataProduct]):
    """A search for data products."""

    family: ClassVar[gateway.Family] = "data_products"
    record_type = DataProduct


class DataProducts:
    """`client.data_products`: find the pictures and movies made from an instrument's data."""

    def __init__(self, transport: Transport, polling: PollingPolicy) -> None:
        self._transport = transport
        self._polling = polling

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
        search = self.prepare(query, verbose=verbose)
        search.execute()
        search.wait(timeout=timeout)
        return search

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
        search = self.prepare(query, verbose=verbose)
        search.execute()
        return search

    def prepare(self, query: DataProductQuery, *, verbose: bool = False) -> DataProductsSearch:
        """A search that is not submitted yet; `execute()` does that. Sends nothing."""
        return DataProductsSearch(self._transport, self._polling, query=query, verbose=verbose)

    def attach(self, request_id: str, *, verbose: bool = False) -> DataProductsSearch:
        """Take up a search again, of this process or any other. Sends nothing; `wait()` or `update_status()` looks.

        Raises:
            QueryError: that is no request id.
        """
        return DataProductsSearch(self._transport, self._polling, request_id=request_id, verbose=verbose)

    def describe(self, query: DataProductQuery) -> str:
        """The query in the server's words. The server describes without checking."""
        reply = self._transport.call(gateway.describe("data_products", query.to_json()))
        return parse_text(reply.body, what="The description of the query")
