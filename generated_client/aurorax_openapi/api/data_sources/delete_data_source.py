# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...types import RequestArguments, Response, is_json, path_segment


def build_request(
    identifier: int,
) -> RequestArguments:
    """The request of this operation"""

    _kwargs: RequestArguments = {
        "method": "delete",
        "url": f"/api/v1/data_sources/{path_segment(identifier)}",
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | ErrorDocument | None:
    if response.status_code == 200:
        response_200 = cast(Any, None)
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

    if response.status_code == 404:
        if not is_json(response):
            return None
        response_404 = ErrorDocument.from_dict(response.json())

        return response_404

    if response.status_code == 409:
        if not is_json(response):
            return None
        response_409 = ErrorDocument.from_dict(response.json())

        return response_409

    if response.status_code == 503:
        if not is_json(response):
            return None
        response_503 = ErrorDocument.from_dict(response.json())

        return response_503

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | ErrorDocument]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    identifier: int,
    *,
    client: AuthenticatedClient,
) -> Response[Any | ErrorDocument]:
    """Remove a data source

     Possible once no record of the source is left. For an Administrator or the owner of the source.
    Needs an API key or a session token.

    Args:
        identifier (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument]
    """

    kwargs = build_request(
        identifier=identifier,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    identifier: int,
    *,
    client: AuthenticatedClient,
) -> Any | ErrorDocument | None:
    """Remove a data source

     Possible once no record of the source is left. For an Administrator or the owner of the source.
    Needs an API key or a session token.

    Args:
        identifier (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorDocument
    """

    return sync_detailed(
        identifier=identifier,
        client=client,
    ).parsed


async def asyncio_detailed(
    identifier: int,
    *,
    client: AuthenticatedClient,
) -> Response[Any | ErrorDocument]:
    """Remove a data source

     Possible once no record of the source is left. For an Administrator or the owner of the source.
    Needs an API key or a session token.

    Args:
        identifier (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument]
    """

    kwargs = build_request(
        identifier=identifier,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    identifier: int,
    *,
    client: AuthenticatedClient,
) -> Any | ErrorDocument | None:
    """Remove a data source

     Possible once no record of the source is left. For an Administrator or the owner of the source.
    Needs an API key or a session token.

    Args:
        identifier (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorDocument
    """

    return (
        await asyncio_detailed(
            identifier=identifier,
            client=client,
        )
    ).parsed
