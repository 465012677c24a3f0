# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...models.super_conjunction_query import SuperConjunctionQuery
from ...types import RequestArguments, Response, is_json, to_json


def build_request(
    *,
    body: SuperConjunctionQuery | Mapping[str, Any],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": "/api/v1/conjunctions/search",
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
    *,
    client: AuthenticatedClient | Client,
    body: SuperConjunctionQuery,
) -> Response[Any | ErrorDocument]:
    """Start a conjunction search

     Looks for the times at which sources of every criteria block were within the given distances of each
    other:
    two spacecraft, a spacecraft and a ground instrument, either of them and a place of your choice, and
    so on.
    Distances are taken between the footprints along the field line, northern (`nbtrace`) or southern
    (`sbtrace`), or between the geographic positions.

    Blocks are joined by AND. Inside a block, the values of one list are joined by OR and the lists by
    AND. With
    a ground instrument, only times at which it was running count.

    For example: Swarm within 500 km of any THEMIS ground station by northern footprint in January 2020;
    or the
    same with a filter on the region of the magnetosphere in which the spacecraft was.

    The search is public unless it is made while logged in.

    Args:
        body (SuperConjunctionQuery): What to search conjunctions for. At least two criteria
            blocks are needed, since a distance has two ends.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument]
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
    body: SuperConjunctionQuery,
) -> Any | ErrorDocument | None:
    """Start a conjunction search

     Looks for the times at which sources of every criteria block were within the given distances of each
    other:
    two spacecraft, a spacecraft and a ground instrument, either of them and a place of your choice, and
    so on.
    Distances are taken between the footprints along the field line, northern (`nbtrace`) or southern
    (`sbtrace`), or between the geographic positions.

    Blocks are joined by AND. Inside a block, the values of one list are joined by OR and the lists by
    AND. With
    a ground instrument, only times at which it was running count.

    For example: Swarm within 500 km of any THEMIS ground station by northern footprint in January 2020;
    or the
    same with a filter on the region of the magnetosphere in which the spacecraft was.

    The search is public unless it is made while logged in.

    Args:
        body (SuperConjunctionQuery): What to search conjunctions for. At least two criteria
            blocks are needed, since a distance has two ends.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorDocument
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SuperConjunctionQuery,
) -> Response[Any | ErrorDocument]:
    """Start a conjunction search

     Looks for the times at which sources of every criteria block were within the given distances of each
    other:
    two spacecraft, a spacecraft and a ground instrument, either of them and a place of your choice, and
    so on.
    Distances are taken between the footprints along the field line, northern (`nbtrace`) or southern
    (`sbtrace`), or between the geographic positions.

    Blocks are joined by AND. Inside a block, the values of one list are joined by OR and the lists by
    AND. With
    a ground instrument, only times at which it was running count.

    For example: Swarm within 500 km of any THEMIS ground station by northern footprint in January 2020;
    or the
    same with a filter on the region of the magnetosphere in which the spacecraft was.

    The search is public unless it is made while logged in.

    Args:
        body (SuperConjunctionQuery): What to search conjunctions for. At least two criteria
            blocks are needed, since a distance has two ends.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument]
    """

    kwargs = build_request(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: SuperConjunctionQuery,
) -> Any | ErrorDocument | None:
    """Start a conjunction search

     Looks for the times at which sources of every criteria block were within the given distances of each
    other:
    two spacecraft, a spacecraft and a ground instrument, either of them and a place of your choice, and
    so on.
    Distances are taken between the footprints along the field line, northern (`nbtrace`) or southern
    (`sbtrace`), or between the geographic positions.

    Blocks are joined by AND. Inside a block, the values of one list are joined by OR and the lists by
    AND. With
    a ground instrument, only times at which it was running count.

    For example: Swarm within 500 km of any THEMIS ground station by northern footprint in January 2020;
    or the
    same with a filter on the region of the magnetosphere in which the spacecraft was.

    The search is public unless it is made while logged in.

    Args:
        body (SuperConjunctionQuery): What to search conjunctions for. At least two criteria
            blocks are needed, since a distance has two ends.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorDocument
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
