# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Iterable, Mapping
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...models.load_ephemeris_specification import LoadEphemerisSpecification
from ...models.upload_fault import UploadFault
from ...types import RequestArguments, Response, is_json, path_segment, to_json


def build_request(
    identifier: int,
    *,
    body: Iterable[LoadEphemerisSpecification | Mapping[str, Any]],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": f"/api/v1/data_sources/{path_segment(identifier)}/ephemeris",
    }

    _kwargs["json"] = []
    for body_item_data in body:
        body_item = to_json(body_item_data)
        _kwargs["json"].append(body_item)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorDocument | list[UploadFault] | None:
    if response.status_code == 202:
        response_202 = cast(Any, None)
        return response_202

    if response.status_code == 400:
        if not is_json(response):
            return None

        def _parse_response_400(data: object) -> ErrorDocument | list[UploadFault]:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_400_type_0 = ErrorDocument.from_dict(data)

                return response_400_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, list):
                raise TypeError()
            response_400_type_1 = []
            _response_400_type_1 = data
            for response_400_type_1_item_data in _response_400_type_1:
                response_400_type_1_item = UploadFault.from_dict(response_400_type_1_item_data)

                response_400_type_1.append(response_400_type_1_item)

            return response_400_type_1

        response_400 = _parse_response_400(response.json())

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
) -> Response[Any | ErrorDocument | list[UploadFault]]:
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
    body: list[LoadEphemerisSpecification],
) -> Response[Any | ErrorDocument | list[UploadFault]]:
    """Add ephemeris records

     Takes one or more ephemeris records of this source, also as a long stream, and stores them in the
    background: they turn up in searches some seconds later. A record with the same epoch is replaced.
    For an Administrator, the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (list[LoadEphemerisSpecification]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument | ErrorDocument | list[UploadFault]]
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
    body: list[LoadEphemerisSpecification],
) -> Any | ErrorDocument | list[UploadFault] | None:
    """Add ephemeris records

     Takes one or more ephemeris records of this source, also as a long stream, and stores them in the
    background: they turn up in searches some seconds later. A record with the same epoch is replaced.
    For an Administrator, the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (list[LoadEphemerisSpecification]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorDocument | ErrorDocument | list[UploadFault]
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
    body: list[LoadEphemerisSpecification],
) -> Response[Any | ErrorDocument | list[UploadFault]]:
    """Add ephemeris records

     Takes one or more ephemeris records of this source, also as a long stream, and stores them in the
    background: they turn up in searches some seconds later. A record with the same epoch is replaced.
    For an Administrator, the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (list[LoadEphemerisSpecification]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorDocument | ErrorDocument | list[UploadFault]]
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
    body: list[LoadEphemerisSpecification],
) -> Any | ErrorDocument | list[UploadFault] | None:
    """Add ephemeris records

     Takes one or more ephemeris records of this source, also as a long stream, and stores them in the
    background: they turn up in searches some seconds later. A record with the same epoch is replaced.
    For an Administrator, the owner or a maintainer of the source. Needs an API key or a session token.

    Args:
        identifier (int):
        body (list[LoadEphemerisSpecification]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorDocument | ErrorDocument | list[UploadFault]
    """

    return (
        await asyncio_detailed(
            identifier=identifier,
            client=client,
            body=body,
        )
    ).parsed
