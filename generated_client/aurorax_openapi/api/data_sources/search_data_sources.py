# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.data_source import DataSource
from ...models.data_source_query import DataSourceQuery
from ...models.error_document import ErrorDocument
from ...models.record_format import RecordFormat
from ...types import UNSET, RequestArguments, Response, Unset, is_json, to_json


def build_request(
    *,
    body: DataSourceQuery | Mapping[str, Any],
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    json_format_: str | Unset = UNSET
    if not isinstance(format_, Unset):
        json_format_ = format_

    params["format"] = json_format_

    params["include_stats"] = include_stats

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": "/api/v1/data_sources/search",
        "params": params,
    }

    _kwargs["json"] = to_json(body)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | list[DataSource] | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = DataSource.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if response.status_code == 400:
        if not is_json(response):
            return None
        response_400 = ErrorDocument.from_dict(response.json())

        return response_400

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorDocument | list[DataSource]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: DataSourceQuery,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[DataSource]]:
    """Search the data sources

     Sources that have one of the given programs, one of the platforms and one of the instrument types;
    an empty list sets no condition. Answers at once.

    Args:
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):
        body (DataSourceQuery): Which data sources to find. A list that is empty or left out sets
            no condition.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[DataSource]]
    """

    kwargs = build_request(
        body=body,
        format_=format_,
        include_stats=include_stats,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: DataSourceQuery,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> ErrorDocument | list[DataSource] | None:
    """Search the data sources

     Sources that have one of the given programs, one of the platforms and one of the instrument types;
    an empty list sets no condition. Answers at once.

    Args:
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):
        body (DataSourceQuery): Which data sources to find. A list that is empty or left out sets
            no condition.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[DataSource]
    """

    return sync_detailed(
        client=client,
        body=body,
        format_=format_,
        include_stats=include_stats,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: DataSourceQuery,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[DataSource]]:
    """Search the data sources

     Sources that have one of the given programs, one of the platforms and one of the instrument types;
    an empty list sets no condition. Answers at once.

    Args:
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):
        body (DataSourceQuery): Which data sources to find. A list that is empty or left out sets
            no condition.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[DataSource]]
    """

    kwargs = build_request(
        body=body,
        format_=format_,
        include_stats=include_stats,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: DataSourceQuery,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> ErrorDocument | list[DataSource] | None:
    """Search the data sources

     Sources that have one of the given programs, one of the platforms and one of the instrument types;
    an empty list sets no condition. Answers at once.

    Args:
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):
        body (DataSourceQuery): Which data sources to find. A list that is empty or left out sets
            no condition.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[DataSource]
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            format_=format_,
            include_stats=include_stats,
        )
    ).parsed
