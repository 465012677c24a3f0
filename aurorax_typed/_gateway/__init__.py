"""Requests in the words of the API's description: the only package that knows `aurorax_openapi`.

The generated client supplies addresses, parameters and bodies, so that a change of the description shows here, as an
error of the type checker or of a test. It does not send: its way of sending reads a reply whole, knows no retries and
fails on what a newer server may say. Replies are read by `_core` from their bytes.
"""

from aurorax_typed._gateway.searches import Family, cancel, data, delete_data, describe, status, submit
from aurorax_typed._gateway.sources import get_source, list_sources, search_sources

__all__ = [
    "Family",
    "cancel",
    "data",
    "delete_data",
    "describe",
    "get_source",
    "list_sources",
    "search_sources",
    "status",
    "submit",
]
