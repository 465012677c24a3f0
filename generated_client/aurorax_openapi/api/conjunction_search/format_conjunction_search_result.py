# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.error_document import ErrorDocument
from ...models.error_envelope import ErrorEnvelope
from ...models.partial_result import PartialResult
from ...models.super_conjunction_event_format import SuperConjunctionEventFormat
from ...types import RequestArguments, Response, is_json, path_segment, to_json


def build_request(
    request_id: str,
    *,
    body: SuperConjunctionEventFormat | Mapping[str, Any],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": f"/api/v1/conjunctions/requests/{path_segment(request_id)}/data",
    }

    _kwargs["json"] = to_json(body)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | ErrorEnvelope | PartialResult | None:
    if response.status_code == 200:
        if not is_json(response):
            return None

        def _parse_response_200(data: object) -> ErrorEnvelope | PartialResult:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = PartialResult.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = ErrorEnvelope.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 400:
        if not is_json(response):
            return None
        response_400 = ErrorDocument.from_dict(response.json())

        return response_400

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
) -> Response[ErrorDocument | ErrorEnvelope | PartialResult]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    request_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: SuperConjunctionEventFormat,
) -> Response[ErrorDocument | ErrorEnvelope | PartialResult]:
    """Download chosen members of the conjunctions found

     Like the plain download, but each record carries only the members that the body sets to true. No
    account is needed.

    Args:
        request_id (str):
        body (SuperConjunctionEventFormat): Which members of each conjunction to return: true for
            those wanted. False and left out are the same.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | ErrorEnvelope | PartialResult]
    """

    kwargs = build_request(
        request_id=request_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    request_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: SuperConjunctionEventFormat,
) -> ErrorDocument | ErrorEnvelope | PartialResult | None:
    """Download chosen members of the conjunctions found

     Like the plain download, but each record carries only the members that the body sets to true. No
    account is needed.

    Args:
        request_id (str):
        body (SuperConjunctionEventFormat): Which members of each conjunction to return: true for
            those wanted. False and left out are the same.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | ErrorEnvelope | PartialResult
    """

    return sync_detailed(
        request_id=request_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    request_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: SuperConjunctionEventFormat,
) -> Response[ErrorDocument | ErrorEnvelope | PartialResult]:
    """Download chosen members of the conjunctions found

     Like the plain download, but each record carries only the members that the body sets to true. No
    account is needed.

    Args:
        request_id (str):
        body (SuperConjunctionEventFormat): Which members of each conjunction to return: true for
            those wanted. False and left out are the same.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | ErrorEnvelope | PartialResult]
    """

    kwargs = build_request(
        request_id=request_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    request_id: str,
    *,
    client: AuthenticatedClient | Client,
    body: SuperConjunctionEventFormat,
) -> ErrorDocument | ErrorEnvelope | PartialResult | None:
    """Download chosen members of the conjunctions found

     Like the plain download, but each record carries only the members that the body sets to true. No
    account is needed.

    Args:
        request_id (str):
        body (SuperConjunctionEventFormat): Which members of each conjunction to return: true for
            those wanted. False and left out are the same.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | ErrorEnvelope | PartialResult
    """

    return (
        await asyncio_detailed(
            request_id=request_id,
            client=client,
            body=body,
        )
    ).parsed
