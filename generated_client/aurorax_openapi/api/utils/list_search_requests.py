# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...models.list_search_requests_search_type import ListSearchRequestsSearchType
from ...models.search_request_listing import SearchRequestListing
from ...types import UNSET, RequestArguments, Response, Unset, is_json


def build_request(
    *,
    active: bool | Unset = UNSET,
    search_type: ListSearchRequestsSearchType | Unset = UNSET,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    file_size: int | Unset = UNSET,
    result_count: int | Unset = UNSET,
    query_duration: int | Unset = UNSET,
    error_condition: bool | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation"""

    params: dict[str, Any] = {}

    params["active"] = active

    json_search_type: str | Unset = UNSET
    if not isinstance(search_type, Unset):
        json_search_type = search_type

    params["search_type"] = json_search_type

    params["start"] = start

    params["end"] = end

    params["file_size"] = file_size

    params["result_count"] = result_count

    params["query_duration"] = query_duration

    params["error_condition"] = error_condition

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "get",
        "url": "/api/v1/utils/admin/search_requests",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | list[SearchRequestListing] | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = SearchRequestListing.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if response.status_code == 400:
        if not is_json(response):
            return None
        response_400 = ErrorDocument.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        if not is_json(response):
            return None
        response_401 = ErrorDocument.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        if not is_json(response):
            return None
        response_403 = ErrorDocument.from_dict(response.json())

        return response_403

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorDocument | list[SearchRequestListing]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    active: bool | Unset = UNSET,
    search_type: ListSearchRequestsSearchType | Unset = UNSET,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    file_size: int | Unset = UNSET,
    result_count: int | Unset = UNSET,
    query_duration: int | Unset = UNSET,
    error_condition: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[SearchRequestListing]]:
    """List search requests

     Requests that pass every filter given. For administrators. Needs an API key or a session token.

    Args:
        active (bool | Unset):
        search_type (ListSearchRequestsSearchType | Unset):
        start (str | Unset): Only searches requested at this time or later, UTC
        end (str | Unset): Only searches requested at this time or earlier, UTC
        file_size (int | Unset):
        result_count (int | Unset):
        query_duration (int | Unset):
        error_condition (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[SearchRequestListing]]
    """

    kwargs = build_request(
        active=active,
        search_type=search_type,
        start=start,
        end=end,
        file_size=file_size,
        result_count=result_count,
        query_duration=query_duration,
        error_condition=error_condition,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    active: bool | Unset = UNSET,
    search_type: ListSearchRequestsSearchType | Unset = UNSET,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    file_size: int | Unset = UNSET,
    result_count: int | Unset = UNSET,
    query_duration: int | Unset = UNSET,
    error_condition: bool | Unset = UNSET,
) -> ErrorDocument | list[SearchRequestListing] | None:
    """List search requests

     Requests that pass every filter given. For administrators. Needs an API key or a session token.

    Args:
        active (bool | Unset):
        search_type (ListSearchRequestsSearchType | Unset):
        start (str | Unset): Only searches requested at this time or later, UTC
        end (str | Unset): Only searches requested at this time or earlier, UTC
        file_size (int | Unset):
        result_count (int | Unset):
        query_duration (int | Unset):
        error_condition (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[SearchRequestListing]
    """

    return sync_detailed(
        client=client,
        active=active,
        search_type=search_type,
        start=start,
        end=end,
        file_size=file_size,
        result_count=result_count,
        query_duration=query_duration,
        error_condition=error_condition,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    active: bool | Unset = UNSET,
    search_type: ListSearchRequestsSearchType | Unset = UNSET,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    file_size: int | Unset = UNSET,
    result_count: int | Unset = UNSET,
    query_duration: int | Unset = UNSET,
    error_condition: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[SearchRequestListing]]:
    """List search requests

     Requests that pass every filter given. For administrators. Needs an API key or a session token.

    Args:
        active (bool | Unset):
        search_type (ListSearchRequestsSearchType | Unset):
        start (str | Unset): Only searches requested at this time or later, UTC
        end (str | Unset): Only searches requested at this time or earlier, UTC
        file_size (int | Unset):
        result_count (int | Unset):
        query_duration (int | Unset):
        error_condition (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[SearchRequestListing]]
    """

    kwargs = build_request(
        active=active,
        search_type=search_type,
        start=start,
        end=end,
        file_size=file_size,
        result_count=result_count,
        query_duration=query_duration,
        error_condition=error_condition,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    active: bool | Unset = UNSET,
    search_type: ListSearchRequestsSearchType | Unset = UNSET,
    start: str | Unset = UNSET,
    end: str | Unset = UNSET,
    file_size: int | Unset = UNSET,
    result_count: int | Unset = UNSET,
    query_duration: int | Unset = UNSET,
    error_condition: bool | Unset = UNSET,
) -> ErrorDocument | list[SearchRequestListing] | None:
    """List search requests

     Requests that pass every filter given. For administrators. Needs an API key or a session token.

    Args:
        active (bool | Unset):
        search_type (ListSearchRequestsSearchType | Unset):
        start (str | Unset): Only searches requested at this time or later, UTC
        end (str | Unset): Only searches requested at this time or earlier, UTC
        file_size (int | Unset):
        result_count (int | Unset):
        query_duration (int | Unset):
        error_condition (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[SearchRequestListing]
    """

    return (
        await asyncio_detailed(
            client=client,
            active=active,
            search_type=search_type,
            start=start,
            end=end,
            file_size=file_size,
            result_count=result_count,
            query_duration=query_duration,
            error_condition=error_condition,
        )
    ).parsed
