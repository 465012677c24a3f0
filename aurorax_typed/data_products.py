"""Searching for data products on the default client.

`search(start, end, programs=["trex"])` submits, waits and fetches; the records are in its `data`. `Search(...)` takes
the same and goes step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.
"""

from __future__ import annotations

from aurorax_typed._default import default_client, fetched_by_default, of_default, prepared_by_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.data_products import DataProducts, DataProductsSearch
from aurorax_typed.queries import DataProductQuery

__all__ = [
    "Search",
    "attach",
    "delete",
    "delete_urls",
    "describe",
    "download_files",
    "prepare",
    "search",
    "search_query",
    "submit",
    "submit_query",
    "upload",
]


def _resource(client: AuroraX) -> DataProducts:
    return client.data_products


def _prepare(query: DataProductQuery) -> DataProductsSearch:
    return default_client().data_products.prepare(query)


search = fetched_by_default(_resource, DataProducts.search)
submit = of_default(_resource, DataProducts.submit)
search_query = fetched_by_default(_resource, DataProducts.search_query)
submit_query = of_default(_resource, DataProducts.submit_query)
prepare = of_default(_resource, DataProducts.prepare)
attach = of_default(_resource, DataProducts.attach)
describe = of_default(_resource, DataProducts.describe)
download_files = of_default(_resource, DataProducts.download_files)
delete = of_default(_resource, DataProducts.delete)
delete_urls = of_default(_resource, DataProducts.delete_urls)
upload = of_default(_resource, DataProducts.upload)
Search = prepared_by_default(_prepare, DataProductQuery)
