"""Searching for data products on the default client.

`search(start, end, programs=["trex"])` submits, waits and fetches; the records are in its `data`. `Search(...)` is the
same step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from aurorax_typed._default import default_client, of_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.data_products import DataProducts, DataProductsSearch
from aurorax_typed.queries import (
    DataProductQuery,
    DataProductType,
    MetadataFilterInput,
    Time,
    metadata_filter,
)

__all__ = ["Search", "attach", "describe", "prepare", "search", "submit"]


def _resource(client: AuroraX) -> DataProducts:
    return client.data_products


submit = of_default(_resource, DataProducts.submit)
prepare = of_default(_resource, DataProducts.prepare)
attach = of_default(_resource, DataProducts.attach)
describe = of_default(_resource, DataProducts.describe)


def Search(
    start: Time,
    end: Time,
    *,
    programs: Iterable[str] | None = None,
    platforms: Iterable[str] | None = None,
    instrument_types: Iterable[str] | None = None,
    data_product_types: Iterable[DataProductType] | None = None,
    metadata_filters: MetadataFilterInput | None = None,
    metadata_filters_logical_operator: Literal["AND", "OR", "and", "or"] | None = None,
    verbose: bool = False,
) -> DataProductsSearch:
    """A search that is not submitted yet; arguments as for `DataProducts.search`. Sends nothing.

    Args:
        metadata_filters_logical_operator: joins the expressions of `metadata_filters` where those are a list.
    """
    query = DataProductQuery(
        start,
        end,
        programs=programs,
        platforms=platforms,
        instrument_types=instrument_types,
        data_product_types=data_product_types,
        metadata_filters=metadata_filter(metadata_filters, metadata_filters_logical_operator),
    )
    return default_client().data_products.prepare(query, verbose=verbose)


def search(
    start: Time,
    end: Time,
    *,
    programs: Iterable[str] | None = None,
    platforms: Iterable[str] | None = None,
    instrument_types: Iterable[str] | None = None,
    data_product_types: Iterable[DataProductType] | None = None,
    metadata_filters: MetadataFilterInput | None = None,
    metadata_filters_logical_operator: Literal["AND", "OR", "and", "or"] | None = None,
    timeout: float | Literal["default"] | None = "default",
    verbose: bool = False,
) -> DataProductsSearch:
    """Find data products and fetch them all into `data`; arguments and errors as for `DataProducts.search`.

    Args:
        metadata_filters_logical_operator: joins the expressions of `metadata_filters` where those are a list.
    """
    found = Search(
        start,
        end,
        programs=programs,
        platforms=platforms,
        instrument_types=instrument_types,
        data_product_types=data_product_types,
        metadata_filters=metadata_filters,
        metadata_filters_logical_operator=metadata_filters_logical_operator,
        verbose=verbose,
    )
    found.execute()
    found.wait(timeout=timeout)
    found.get_data()
    return found
