"""Requests in the words of the API's description: the only module that knows `aurorax_openapi`.

The generated client supplies addresses, parameters and bodies, so that a change of the description shows here, as an
error of the type checker or of a test. It does not send: its way of sending reads a reply whole, knows no retries and
fails on what a newer server may say. Replies are read by `_core` from their bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, cast

from attrs import frozen
from aurorax_openapi.api.conjunction_search import (
    cancel_conjunction_search,
    delete_conjunction_search_result,
    get_conjunction_search_result,
    get_conjunction_search_status,
    submit_conjunction_search,
)
from aurorax_openapi.api.data_products_search import (
    cancel_data_product_search,
    delete_data_product_search_result,
    get_data_product_search_result,
    get_data_product_search_status,
    submit_data_product_search,
)
from aurorax_openapi.api.data_sources import get_data_source, list_data_sources, search_data_sources
from aurorax_openapi.api.ephemeris_search import (
    cancel_ephemeris_search,
    delete_ephemeris_search_result,
    get_ephemeris_search_result,
    get_ephemeris_search_status,
    submit_ephemeris_search,
)
from aurorax_openapi.api.utils import (
    describe_conjunction_query,
    describe_data_product_query,
    describe_ephemeris_query,
)
from aurorax_openapi.models.data_product_query import DataProductQuery
from aurorax_openapi.models.data_source_query import DataSourceQuery
from aurorax_openapi.models.ephemeris_query import EphemerisQuery
from aurorax_openapi.models.super_conjunction_query import SuperConjunctionQuery
from aurorax_openapi.types import UNSET

from aurorax_typed._core.http import Request
from aurorax_typed.queries import SourceFormat, SourceType
from aurorax_typed.records import JSONValue

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

Family: TypeAlias = Literal["data_products", "ephemeris", "conjunctions"]
"""A kind of search, as it stands in the addresses."""

_Kwargs: TypeAlias = dict[str, Any]
"""What the generated functions give: method, url, params, json."""


@frozen
class _Operations:
    """The generated modules of one family; each builds one kind of request."""

    query: type[DataProductQuery] | type[EphemerisQuery] | type[SuperConjunctionQuery]
    submit: Any
    status: Any
    data: Any
    cancel: Any
    delete_data: Any
    describe: Any


_FAMILIES: Final[Mapping[Family, _Operations]] = MappingProxyType(
    {
        "data_products": _Operations(
            query=DataProductQuery,
            submit=submit_data_product_search._get_kwargs,
            status=get_data_product_search_status._get_kwargs,
            data=get_data_product_search_result._get_kwargs,
            cancel=cancel_data_product_search._get_kwargs,
            delete_data=delete_data_product_search_result._get_kwargs,
            describe=describe_data_product_query._get_kwargs,
        ),
        "ephemeris": _Operations(
            query=EphemerisQuery,
            submit=submit_ephemeris_search._get_kwargs,
            status=get_ephemeris_search_status._get_kwargs,
            data=get_ephemeris_search_result._get_kwargs,
            cancel=cancel_ephemeris_search._get_kwargs,
            delete_data=delete_ephemeris_search_result._get_kwargs,
            describe=describe_ephemeris_query._get_kwargs,
        ),
        "conjunctions": _Operations(
            query=SuperConjunctionQuery,
            submit=submit_conjunction_search._get_kwargs,
            status=get_conjunction_search_status._get_kwargs,
            data=get_conjunction_search_result._get_kwargs,
            cancel=cancel_conjunction_search._get_kwargs,
            delete_data=delete_conjunction_search_result._get_kwargs,
            describe=describe_conjunction_query._get_kwargs,
        ),
    }
)


def _request(kwargs: _Kwargs, *, request_id: str | None = None, repeatable: bool = True) -> Request:
    params = {
        name: ("true" if value else "false") if isinstance(value, bool) else str(value)
        for name, value in kwargs.get("params", {}).items()
    }
    return Request(
        method=kwargs["method"].upper(),
        path=kwargs["url"],
        params=params,
        body=cast(JSONValue, kwargs.get("json")),
        request_id=request_id,
        repeatable=repeatable,
    )


def submit(family: Family, query: Mapping[str, JSONValue], request_id: str) -> Request:
    """Start a search under an id that the caller chose. Not repeatable by itself: ask for the id first."""
    operations = _FAMILIES[family]
    body = operations.query.from_dict({**query, "request_id": request_id})
    return _request(operations.submit(body=body), request_id=request_id, repeatable=False)


def status(family: Family, request_id: str) -> Request:
    """Ask how a search stands."""
    return _request(_FAMILIES[family].status(request_id), request_id=request_id)


def data(family: Family, request_id: str) -> Request:
    """Fetch the result of a search."""
    return _request(_FAMILIES[family].data(request_id), request_id=request_id)


def cancel(family: Family, request_id: str) -> Request:
    """Stop a search."""
    return _request(_FAMILIES[family].cancel(request_id), request_id=request_id)


def delete_data(family: Family, request_id: str) -> Request:
    """Remove the result of a search."""
    return _request(_FAMILIES[family].delete_data(request_id), request_id=request_id)


def describe(family: Family, query: Mapping[str, JSONValue]) -> Request:
    """Ask for a query in words."""
    operations = _FAMILIES[family]
    return _request(operations.describe(body=operations.query.from_dict(query)))


def list_sources(
    *,
    program: str | None,
    platform: str | None,
    instrument_type: str | None,
    source_type: SourceType | None,
    owner: str | None,
    format: SourceFormat,
    include_stats: bool,
) -> Request:
    """List the sources that match every filter exactly."""
    return _request(
        list_data_sources._get_kwargs(
            program=UNSET if program is None else program,
            platform=UNSET if platform is None else platform,
            instrument_type=UNSET if instrument_type is None else instrument_type,
            source_type=UNSET if source_type is None else source_type,
            owner=UNSET if owner is None else owner,
            format_=format,
            include_stats=include_stats or UNSET,
        )
    )


def search_sources(
    *,
    programs: Iterable[str],
    platforms: Iterable[str],
    instrument_types: Iterable[str],
    format: SourceFormat,
    include_stats: bool,
) -> Request:
    """List the sources that match any value of every list."""
    body = DataSourceQuery(programs=list(programs), platforms=list(platforms), instrument_types=list(instrument_types))
    return _request(search_data_sources._get_kwargs(body=body, format_=format, include_stats=include_stats or UNSET))


def get_source(identifier: int, *, format: SourceFormat, include_stats: bool) -> Request:
    """One source by its identifier."""
    return _request(get_data_source._get_kwargs(identifier, format_=format, include_stats=include_stats or UNSET))
