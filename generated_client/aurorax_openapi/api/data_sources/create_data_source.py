# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.data_source import DataSource
from ...models.error_document import ErrorDocument
from ...models.new_data_source import NewDataSource
from ...types import RequestArguments, Response, is_json, to_json


def build_request(
    *,
    body: NewDataSource | Mapping[str, Any],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": "/api/v1/data_sources",
    }

    _kwargs["json"] = to_json(body)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
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
    *,
    client: AuthenticatedClient,
    body: NewDataSource,
) -> Response[DataSource | ErrorDocument]:
    """Add a data source

     For the roles Owner and Administrator. Needs an API key or a session token.

    Args:
        body (NewDataSource): A data source to create, or to put in the place of another.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataSource | ErrorDocument]
    """

    kwargs = build_request(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: NewDataSource,
) -> DataSource | ErrorDocument | None:
    """Add a data source

     For the roles Owner and Administrator. Needs an API key or a session token.

    Args:
        body (NewDataSource): A data source to create, or to put in the place of another.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataSource | ErrorDocument
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: NewDataSource,
) -> Response[DataSource | ErrorDocument]:
    """Add a data source

     For the roles Owner and Administrator. Needs an API key or a session token.

    Args:
        body (NewDataSource): A data source to create, or to put in the place of another.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataSource | ErrorDocument]
    """

    kwargs = build_request(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: NewDataSource,
) -> DataSource | ErrorDocument | None:
    """Add a data source

     For the roles Owner and Administrator. Needs an API key or a session token.

    Args:
        body (NewDataSource): A data source to create, or to put in the place of another.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataSource | ErrorDocument
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
