# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...types import UNSET, RequestArguments, Response, Unset, is_json


def build_request(
    *,
    ts: str | Unset = UNSET,
    tz: str | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation"""

    params: dict[str, Any] = {}

    params["ts"] = ts

    params["tz"] = tz

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "get",
        "url": "/api/v1/utils/timezones/convert",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | list[str] | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = cast(list[str], response.json())

        return response_200

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorDocument | list[str]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    ts: str | Unset = UNSET,
    tz: str | Unset = UNSET,
) -> Response[ErrorDocument | list[str]]:
    """Convert a local time to UTC

     Shows which UTC time the server makes of a local time and a zone, as it does for photographs sent in
    by citizen scientists.

    Args:
        ts (str | Unset): The local time, without a zone
        tz (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[str]]
    """

    kwargs = build_request(
        ts=ts,
        tz=tz,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    ts: str | Unset = UNSET,
    tz: str | Unset = UNSET,
) -> ErrorDocument | list[str] | None:
    """Convert a local time to UTC

     Shows which UTC time the server makes of a local time and a zone, as it does for photographs sent in
    by citizen scientists.

    Args:
        ts (str | Unset): The local time, without a zone
        tz (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[str]
    """

    return sync_detailed(
        client=client,
        ts=ts,
        tz=tz,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    ts: str | Unset = UNSET,
    tz: str | Unset = UNSET,
) -> Response[ErrorDocument | list[str]]:
    """Convert a local time to UTC

     Shows which UTC time the server makes of a local time and a zone, as it does for photographs sent in
    by citizen scientists.

    Args:
        ts (str | Unset): The local time, without a zone
        tz (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[str]]
    """

    kwargs = build_request(
        ts=ts,
        tz=tz,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    ts: str | Unset = UNSET,
    tz: str | Unset = UNSET,
) -> ErrorDocument | list[str] | None:
    """Convert a local time to UTC

     Shows which UTC time the server makes of a local time and a zone, as it does for photographs sent in
    by citizen scientists.

    Args:
        ts (str | Unset): The local time, without a zone
        tz (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[str]
    """

    return (
        await asyncio_detailed(
            client=client,
            ts=ts,
            tz=tz,
        )
    ).parsed
