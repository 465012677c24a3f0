"""Searches: submitting, looking, fetching, cancelling, describing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

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
from aurorax_openapi.types import UNSET, RequestArguments, Unset

from aurorax_typed._core.http import Request
from aurorax_typed._endpoints.common import given, request
from aurorax_typed.queries import ResponseFormat, SourceFormat
from aurorax_typed.queries.common import Family
from aurorax_typed.records import JSONValue

__all__ = [
    "cancel",
    "data",
    "delete_data",
    "describe",
    "select",
    "status",
    "submit",
]


class _OfQuery(Protocol):
    def __call__(self, *, body: Mapping[str, JSONValue]) -> RequestArguments: ...


class _OfId(Protocol):
    def __call__(self, request_id: str) -> RequestArguments: ...


class _OfResult(Protocol):
    def __call__(
        self, request_id: str, *, data_source_record_format: SourceFormat | Unset = UNSET
    ) -> RequestArguments: ...


class _OfFields(Protocol):
    def __call__(self, request_id: str, *, body: ResponseFormat) -> RequestArguments: ...


@frozen
class _Operations:
    """The generated builders of one family; each builds one kind of request."""

    submit: _OfQuery
    status: _OfId
    data: _OfResult
    select: _OfFields
    cancel: _OfId
    delete_data: _OfId
    describe: _OfQuery


_FAMILIES: Final[Mapping[Family, _Operations]] = MappingProxyType(
    {
        "data_products": _Operations(
            submit=submit_data_product_search.build_request,
            status=get_data_product_search_status.build_request,
            data=get_data_product_search_result.build_request,
            select=format_data_product_search_result.build_request,
            cancel=cancel_data_product_search.build_request,
            delete_data=delete_data_product_search_result.build_request,
            describe=describe_data_product_query.build_request,
        ),
        "ephemeris": _Operations(
            submit=submit_ephemeris_search.build_request,
            status=get_ephemeris_search_status.build_request,
            data=get_ephemeris_search_result.build_request,
            select=format_ephemeris_search_result.build_request,
            cancel=cancel_ephemeris_search.build_request,
            delete_data=delete_ephemeris_search_result.build_request,
            describe=describe_ephemeris_query.build_request,
        ),
        "conjunctions": _Operations(
            submit=submit_conjunction_search.build_request,
            status=get_conjunction_search_status.build_request,
            data=get_conjunction_search_result.build_request,
            select=format_conjunction_search_result.build_request,
            cancel=cancel_conjunction_search.build_request,
            delete_data=delete_conjunction_search_result.build_request,
            describe=describe_conjunction_query.build_request,
        ),
    }
)


def submit(family: Family, query: Mapping[str, JSONValue], request_id: str) -> Request:
    """Start a search under an id that the caller chose. Not repeatable by itself: ask for the id first."""
    body = {**query, "request_id": request_id}
    return request(_FAMILIES[family].submit(body=body), request_id=request_id, repeatable=False)


def status(family: Family, request_id: str) -> Request:
    """Ask how a search stands."""
    return request(_FAMILIES[family].status(request_id), request_id=request_id)


def data(family: Family, request_id: str, source_format: SourceFormat | None = None) -> Request:
    """Fetch the result of a search, with this much of the data sources in each record; None leaves it to the server."""
    chosen: SourceFormat | Unset = given(source_format)
    return request(_FAMILIES[family].data(request_id, data_source_record_format=chosen), request_id=request_id)


def select(family: Family, request_id: str, tree: ResponseFormat) -> Request:
    """Fetch some fields of the records that a search found. A POST that changes nothing."""
    return request(_FAMILIES[family].select(request_id, body=tree), request_id=request_id)


def cancel(family: Family, request_id: str) -> Request:
    """Stop a search."""
    return request(_FAMILIES[family].cancel(request_id), request_id=request_id)


def delete_data(family: Family, request_id: str) -> Request:
    """Remove the result of a search."""
    return request(_FAMILIES[family].delete_data(request_id), request_id=request_id)


def describe(family: Family, query: Mapping[str, JSONValue]) -> Request:
    """Ask for a query in words."""
    return request(_FAMILIES[family].describe(body=query))
