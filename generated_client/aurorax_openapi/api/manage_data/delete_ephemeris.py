# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.delete_ephemeris_specification import DeleteEphemerisSpecification
from ...models.error_document import ErrorDocument
from ...types import RequestArguments, Response, is_json, path_segment, to_json


def build_request(
    identifier: int,
    *,
    body: DeleteEphemerisSpecification | Mapping[str, Any],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "delete",
        "url": f"/api/v1/data_sources/{path_segment(identifier)}/ephemeris",
    }

    _kwargs["json"] = to_json(body)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | ErrorDocument | None:
    if response.status_code == 202:
        response_202 = cast(Any, None)
        return response_202

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
    body: DeleteEphemerisSpecification,
) -> Response[Any | ErrorDocument]:
    """Remove the ephemeris of a time range

     Starts a job in the background; the paths below `delete_jobs` say how it does. For an Administrator,
    the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (DeleteEphemerisSpecification): Which time range of ephemeris to remove. Program,
            platform and instrument type must be those of the source, so that a wrong number does no
            harm.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument]
    """

    kwargs = build_request(
        identifier=identifier,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    identifier: int,
    *,
    client: AuthenticatedClient,
    body: DeleteEphemerisSpecification,
) -> Any | ErrorDocument | None:
    """Remove the ephemeris of a time range

     Starts a job in the background; the paths below `delete_jobs` say how it does. For an Administrator,
    the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (DeleteEphemerisSpecification): Which time range of ephemeris to remove. Program,
            platform and instrument type must be those of the source, so that a wrong number does no
            harm.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorDocument
    """

    return sync_detailed(
        identifier=identifier,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    identifier: int,
    *,
    client: AuthenticatedClient,
    body: DeleteEphemerisSpecification,
) -> Response[Any | ErrorDocument]:
    """Remove the ephemeris of a time range

     Starts a job in the background; the paths below `delete_jobs` say how it does. For an Administrator,
    the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (DeleteEphemerisSpecification): Which time range of ephemeris to remove. Program,
            platform and instrument type must be those of the source, so that a wrong number does no
            harm.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument]
    """

    kwargs = build_request(
        identifier=identifier,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    identifier: int,
    *,
    client: AuthenticatedClient,
    body: DeleteEphemerisSpecification,
) -> Any | ErrorDocument | None:
    """Remove the ephemeris of a time range

     Starts a job in the background; the paths below `delete_jobs` say how it does. For an Administrator,
    the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (DeleteEphemerisSpecification): Which time range of ephemeris to remove. Program,
            platform and instrument type must be those of the source, so that a wrong number does no
            harm.

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
            body=body,
        )
    ).parsed
