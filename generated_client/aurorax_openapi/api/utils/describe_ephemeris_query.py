# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.ephemeris_query import EphemerisQuery
from ...models.error_document import ErrorDocument
from ...types import RequestArguments, Response, is_json, to_json


def build_request(
    *,
    body: EphemerisQuery | Mapping[str, Any],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": "/api/v1/utils/describe/query/ephemeris",
    }

    _kwargs["json"] = to_json(body)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ErrorDocument | str | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = cast(str, response.json())
        return response_200

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ErrorDocument | str]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: EphemerisQuery,
) -> Response[ErrorDocument | str]:
    """Put an ephemeris query into words

     A sentence, in the manner of SQL, that says how the server reads the query. The query is not run and
    not checked.

    Args:
        body (EphemerisQuery): What to search ephemeris for.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | str]
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
    client: AuthenticatedClient | Client,
    body: EphemerisQuery,
) -> ErrorDocument | str | None:
    """Put an ephemeris query into words

     A sentence, in the manner of SQL, that says how the server reads the query. The query is not run and
    not checked.

    Args:
        body (EphemerisQuery): What to search ephemeris for.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | str
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: EphemerisQuery,
) -> Response[ErrorDocument | str]:
    """Put an ephemeris query into words

     A sentence, in the manner of SQL, that says how the server reads the query. The query is not run and
    not checked.

    Args:
        body (EphemerisQuery): What to search ephemeris for.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | str]
    """

    kwargs = build_request(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: EphemerisQuery,
) -> ErrorDocument | str | None:
    """Put an ephemeris query into words

     A sentence, in the manner of SQL, that says how the server reads the query. The query is not run and
    not checked.

    Args:
        body (EphemerisQuery): What to search ephemeris for.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | str
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
