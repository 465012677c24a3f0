# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.data_source import DataSource
from ...models.error_document import ErrorDocument
from ...models.record_format import RecordFormat
from ...types import UNSET, RequestArguments, Response, Unset, is_json, path_segment


def build_request(
    identifier: int,
    *,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation"""

    params: dict[str, Any] = {}

    json_format_: str | Unset = UNSET
    if not isinstance(format_, Unset):
        json_format_ = format_

    params["format"] = json_format_

    params["include_stats"] = include_stats

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "get",
        "url": f"/api/v1/data_sources/{path_segment(identifier)}",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DataSource | ErrorDocument | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = DataSource.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        if not is_json(response):
            return None
        response_400 = ErrorDocument.from_dict(response.json())

        return response_400

    if response.status_code == 404:
        if not is_json(response):
            return None
        response_404 = ErrorDocument.from_dict(response.json())

        return response_404

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[DataSource | ErrorDocument]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    identifier: int,
    *,
    client: AuthenticatedClient | Client,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> Response[DataSource | ErrorDocument]:
    """Get one data source

     The source with this identifier, in the members of the chosen format.

    Args:
        identifier (int):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataSource | ErrorDocument]
    """

    kwargs = build_request(
        identifier=identifier,
        format_=format_,
        include_stats=include_stats,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    identifier: int,
    *,
    client: AuthenticatedClient | Client,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> DataSource | ErrorDocument | None:
    """Get one data source

     The source with this identifier, in the members of the chosen format.

    Args:
        identifier (int):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataSource | ErrorDocument
    """

    return sync_detailed(
        identifier=identifier,
        client=client,
        format_=format_,
        include_stats=include_stats,
    ).parsed


async def asyncio_detailed(
    identifier: int,
    *,
    client: AuthenticatedClient | Client,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> Response[DataSource | ErrorDocument]:
    """Get one data source

     The source with this identifier, in the members of the chosen format.

    Args:
        identifier (int):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataSource | ErrorDocument]
    """

    kwargs = build_request(
        identifier=identifier,
        format_=format_,
        include_stats=include_stats,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    identifier: int,
    *,
    client: AuthenticatedClient | Client,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> DataSource | ErrorDocument | None:
    """Get one data source

     The source with this identifier, in the members of the chosen format.

    Args:
        identifier (int):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataSource | ErrorDocument
    """

    return (
        await asyncio_detailed(
            identifier=identifier,
            client=client,
            format_=format_,
            include_stats=include_stats,
        )
    ).parsed
