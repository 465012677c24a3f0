# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...models.list_accounts_role import ListAccountsRole
from ...models.user_account import UserAccount
from ...types import UNSET, RequestArguments, Response, Unset, is_json


def build_request(
    *,
    role: ListAccountsRole | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation"""

    params: dict[str, Any] = {}

    json_role: str | Unset = UNSET
    if not isinstance(role, Unset):
        json_role = role

    params["role"] = json_role

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "get",
        "url": "/api/v1/accounts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | list[UserAccount] | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = UserAccount.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorDocument | list[UserAccount]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    role: ListAccountsRole | Unset = UNSET,
) -> Response[ErrorDocument | list[UserAccount]]:
    """List accounts

     For administrators. Needs an API key or a session token.

    Args:
        role (ListAccountsRole | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[UserAccount]]
    """

    kwargs = build_request(
        role=role,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    role: ListAccountsRole | Unset = UNSET,
) -> ErrorDocument | list[UserAccount] | None:
    """List accounts

     For administrators. Needs an API key or a session token.

    Args:
        role (ListAccountsRole | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[UserAccount]
    """

    return sync_detailed(
        client=client,
        role=role,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    role: ListAccountsRole | Unset = UNSET,
) -> Response[ErrorDocument | list[UserAccount]]:
    """List accounts

     For administrators. Needs an API key or a session token.

    Args:
        role (ListAccountsRole | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[UserAccount]]
    """

    kwargs = build_request(
        role=role,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    role: ListAccountsRole | Unset = UNSET,
) -> ErrorDocument | list[UserAccount] | None:
    """List accounts

     For administrators. Needs an API key or a session token.

    Args:
        role (ListAccountsRole | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[UserAccount]
    """

    return (
        await asyncio_detailed(
            client=client,
            role=role,
        )
    ).parsed
