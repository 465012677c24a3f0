# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any, cast

import httpx

from ...client import AuthenticatedClient, Client
from ...models.data_product_query import DataProductQuery
from ...models.error_document import ErrorDocument
from ...types import RequestArguments, Response, is_json, to_json


def build_request(
    *,
    body: DataProductQuery | Mapping[str, Any],
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": "/api/v1/data_products/search",
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
    body: DataProductQuery,
) -> Response[Any | ErrorDocument]:
    """Start a data product search

     Looks for the data products that lie wholly between `start` and `end`. The filters choose sources,
    types of product and values of the product's own metadata. Filters on the metadata of the source can
    be added to the source criteria.

    Args:
        body (DataProductQuery): What to search data products for.

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
    body: DataProductQuery,
) -> Any | ErrorDocument | None:
    """Start a data product search

     Looks for the data products that lie wholly between `start` and `end`. The filters choose sources,
    types of product and values of the product's own metadata. Filters on the metadata of the source can
    be added to the source criteria.

    Args:
        body (DataProductQuery): What to search data products for.

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
    body: DataProductQuery,
) -> Response[Any | ErrorDocument]:
    """Start a data product search

     Looks for the data products that lie wholly between `start` and `end`. The filters choose sources,
    types of product and values of the product's own metadata. Filters on the metadata of the source can
    be added to the source criteria.

    Args:
        body (DataProductQuery): What to search data products for.

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
    body: DataProductQuery,
) -> Any | ErrorDocument | None:
    """Start a data product search

     Looks for the data products that lie wholly between `start` and `end`. The filters choose sources,
    types of product and values of the product's own metadata. Filters on the metadata of the source can
    be added to the source criteria.

    Args:
        body (DataProductQuery): What to search data products for.

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
