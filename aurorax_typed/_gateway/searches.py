"""Searches: submitting, looking, fetching, cancelling, describing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen
from aurorax_openapi.api.conjunction_search import (
    cancel_conjunction_search,
    delete_conjunction_search_result,
    format_conjunction_search_result,
    get_conjunction_search_result,
    get_conjunction_search_status,
    submit_conjunction_search,
)
from aurorax_openapi.api.data_products_search import (
    cancel_data_product_search,
    delete_data_product_search_result,
    format_data_product_search_result,
    get_data_product_search_result,
    get_data_product_search_status,
    submit_data_product_search,
)
from aurorax_openapi.api.ephemeris_search import (
    cancel_ephemeris_search,
    delete_ephemeris_search_result,
    format_ephemeris_search_result,
    get_ephemeris_search_result,
    get_ephemeris_search_status,
    submit_ephemeris_search,
)
from aurorax_openapi.api.utils import (
    describe_conjunction_query,
    describe_data_product_query,
    describe_ephemeris_query,
)
from aurorax_openapi.models.data_product_format import DataProductFormat
from aurorax_openapi.models.data_product_query import DataProductQuery
from aurorax_openapi.models.ephemeris_format import EphemerisFormat
from aurorax_openapi.models.ephemeris_query import EphemerisQuery
from aurorax_openapi.models.super_conjunction_event_format import SuperConjunctionEventFormat
from aurorax_openapi.models.super_conjunction_query import SuperConjunctionQuery
from aurorax_openapi.types import UNSET

from aurorax_typed._core.http import Request
from aurorax_typed._gateway.common import request
from aurorax_typed.queries import ResponseFormat, SourceFormat
from aurorax_typed.records import JSONValue

__all__ = [
    "Family",
    "cancel",
    "data",
    "delete_data",
    "describe",
    "select",
    "status",
    "submit",
]

Family: TypeAlias = Literal["data_products", "ephemeris", "conjunctions"]
"""A kind of search, as it stands in the addresses."""


@frozen
class _Operations:
    """The generated modules of one family; each builds one kind of request."""

    query: type[DataProductQuery] | type[EphemerisQuery] | type[SuperConjunctionQuery]
    tree: type[DataProductFormat] | type[EphemerisFormat] | type[SuperConjunctionEventFormat]
    submit: Any
    status: Any
    data: Any
    select: Any
    cancel: Any
    delete_data: Any
    describe: Any


_FAMILIES: Final[Mapping[Family, _Operations]] = MappingProxyType(
    {
        "data_products": _Operations(
            query=DataProductQuery,
            tree=DataProductFormat,
            submit=submit_data_product_search._get_kwargs,
            status=get_data_product_search_status._get_kwargs,
            data=get_data_product_search_result._get_kwargs,
            select=format_data_product_search_result._get_kwargs,
            cancel=cancel_data_product_search._get_kwargs,
            delete_data=delete_data_product_search_result._get_kwargs,
            describe=describe_data_product_query._get_kwargs,
        ),
        "ephemeris": _Operations(
            query=EphemerisQuery,
            tree=EphemerisFormat,
            submit=submit_ephemeris_search._get_kwargs,
            status=get_ephemeris_search_status._get_kwargs,
            data=get_ephemeris_search_result._get_kwargs,
            select=format_ephemeris_search_result._get_kwargs,
            cancel=cancel_ephemeris_search._get_kwargs,
            delete_data=delete_ephemeris_search_result._get_kwargs,
            describe=describe_ephemeris_query._get_kwargs,
        ),
        "conjunctions": _Operations(
            query=SuperConjunctionQuery,
            tree=SuperConjunctionEventFormat,
            submit=submit_conjunction_search._get_kwargs,
            status=get_conjunction_search_status._get_kwargs,
            data=get_conjunction_search_result._get_kwargs,
            select=format_conjunction_search_result._get_kwargs,
            cancel=cancel_conjunction_search._get_kwargs,
            delete_data=delete_conjunction_search_result._get_kwargs,
            describe=describe_conjunction_query._get_kwargs,
        ),
    }
)


def submit(family: Family, query: Mapping[str, JSONValue], request_id: str) -> Request:
    """Start a search under an id that the caller chose. Not repeatable by itself: ask for the id first."""
    operations = _FAMILIES[family]
    body = operations.query.from_dict({**query, "request_id": request_id})
    return request(operations.submit(body=body), request_id=request_id, repeatable=False)


def status(family: Family, request_id: str) -> Request:
    """Ask how a search stands."""
    return request(_FAMILIES[family].status(request_id), request_id=request_id)


def data(family: Family, request_id: str, source_format: SourceFormat | None = None) -> Request:
    """Fetch the result of a search, with so much of the data sources in each record; None leaves it to the server."""
    chosen = UNSET if source_format is None else source_format
    return request(_FAMILIES[family].data(request_id, data_source_record_format=chosen), request_id=request_id)


def select(family: Family, request_id: str, tree: ResponseFormat) -> Request:
    """Fetch some members of the records that a search found. A POST that changes nothing."""
    operations = _FAMILIES[family]
    return request(operations.select(request_id, body=operations.tree.from_dict(tree)), request_id=request_id)


def cancel(family: Family, request_id: str) -> Request:
    """Stop a search."""
    return request(_FAMILIES[family].cancel(request_id), request_id=request_id)


def delete_data(family: Family, request_id: str) -> Request:
    """Remove the result of a search."""
    return request(_FAMILIES[family].delete_data(request_id), request_id=request_id)


def describe(family: Family, query: Mapping[str, JSONValue]) -> Request:
    """Ask for a query in words."""
    operations = _FAMILIES[family]
    return request(operations.describe(body=operations.query.from_dict(query)))
