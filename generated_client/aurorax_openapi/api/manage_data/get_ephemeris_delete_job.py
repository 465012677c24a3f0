# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...types import RequestArguments, Response, is_json, path_segment


def build_request(
    identifier: int,
    delete_job_id: str,
) -> RequestArguments:
    """The request of this operation"""

    _kwargs: RequestArguments = {
        "method": "get",
        "url": f"/api/v1/data_sources/{path_segment(identifier)}/ephemeris/delete_jobs/{path_segment(delete_job_id)}",
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
) -> Response[ErrorDocument | list[str]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    identifier: int,
    delete_job_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ErrorDocument | list[str]]:
    """Get one removal job

     A removal of ephemeris that was started less than an hour ago.

    Args:
        identifier (int):
        delete_job_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[str]]
    """

    kwargs = build_request(
        identifier=identifier,
        delete_job_id=delete_job_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    identifier: int,
    delete_job_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> ErrorDocument | list[str] | None:
    """Get one removal job

     A removal of ephemeris that was started less than an hour ago.

    Args:
        identifier (int):
        delete_job_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[str]
    """

    return sync_detailed(
        identifier=identifier,
        delete_job_id=delete_job_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    identifier: int,
    delete_job_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ErrorDocument | list[str]]:
    """Get one removal job

     A removal of ephemeris that was started less than an hour ago.

    Args:
        identifier (int):
        delete_job_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[str]]
    """

    kwargs = build_request(
        identifier=identifier,
        delete_job_id=delete_job_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    identifier: int,
    delete_job_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> ErrorDocument | list[str] | None:
    """Get one removal job

     A removal of ephemeris that was started less than an hour ago.

    Args:
        identifier (int):
        delete_job_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[str]
    """

    return (
        await asyncio_detailed(
            identifier=identifier,
            delete_job_id=delete_job_id,
            client=client,
        )
    ).parsed
