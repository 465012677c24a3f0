# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.authentication_request import AuthenticationRequest
from ...models.error_document import ErrorDocument
from ...models.user_account import UserAccount
from ...types import RequestArguments, Response, is_json, to_json


def build_request(
    *,
    body: AuthenticationRequest | Mapping[str, Any],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": "/api/v1/authenticate",
    }

    _kwargs["json"] = to_json(body)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | UserAccount | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = UserAccount.from_dict(response.json())

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

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorDocument | UserAccount]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AuthenticationRequest,
) -> Response[ErrorDocument | UserAccount]:
    """Open a session

     Trades an e-mail address and a password for a token, which comes back in the header `Authorization`.
    Send that header unchanged with every call that needs it. The token ends with `end_session`, or
    after about half an hour without a call.

    Args:
        body (AuthenticationRequest): E-mail address and password.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | UserAccount]
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
    body: AuthenticationRequest,
) -> ErrorDocument | UserAccount | None:
    """Open a session

     Trades an e-mail address and a password for a token, which comes back in the header `Authorization`.
    Send that header unchanged with every call that needs it. The token ends with `end_session`, or
    after about half an hour without a call.

    Args:
        body (AuthenticationRequest): E-mail address and password.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | UserAccount
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AuthenticationRequest,
) -> Response[ErrorDocument | UserAccount]:
    """Open a session

     Trades an e-mail address and a password for a token, which comes back in the header `Authorization`.
    Send that header unchanged with every call that needs it. The token ends with `end_session`, or
    after about half an hour without a call.

    Args:
        body (AuthenticationRequest): E-mail address and password.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | UserAccount]
    """

    kwargs = build_request(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: AuthenticationRequest,
) -> ErrorDocument | UserAccount | None:
    """Open a session

     Trades an e-mail address and a password for a token, which comes back in the header `Authorization`.
    Send that header unchanged with every call that needs it. The token ends with `end_session`, or
    after about half an hour without a call.

    Args:
        body (AuthenticationRequest): E-mail address and password.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | UserAccount
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
