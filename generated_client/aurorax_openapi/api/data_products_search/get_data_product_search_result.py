# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.data_product_result import DataProductResult
from ...models.error_document import ErrorDocument
from ...models.error_envelope import ErrorEnvelope
from ...models.record_format import RecordFormat
from ...types import UNSET, RequestArguments, Response, Unset, is_json, path_segment


def build_request(
    request_id: str,
    *,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation"""

    params: dict[str, Any] = {}

    json_data_source_record_format: str | Unset = UNSET
    if not isinstance(data_source_record_format, Unset):
        json_data_source_record_format = data_source_record_format

    params["data_source_record_format"] = json_data_source_record_format

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "get",
        "url": f"/api/v1/data_products/requests/{path_segment(request_id)}/data",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DataProductResult | ErrorEnvelope | ErrorDocument | None:
    if response.status_code == 200:
        if not is_json(response):
            return None

        def _parse_response_200(data: object) -> DataProductResult | ErrorEnvelope:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = DataProductResult.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = ErrorEnvelope.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

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
) -> Response[DataProductResult | ErrorEnvelope | ErrorDocument]:
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
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> Response[DataProductResult | ErrorEnvelope | ErrorDocument]:
    """Download the data products found

     The whole result in one body, without pages, by start time. A result that has been removed answers
    404.

    Args:
        request_id (str):
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataProductResult | ErrorEnvelope | ErrorDocument]
    """

    kwargs = build_request(
        request_id=request_id,
        data_source_record_format=data_source_record_format,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    request_id: str,
    *,
    client: AuthenticatedClient | Client,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> DataProductResult | ErrorEnvelope | ErrorDocument | None:
    """Download the data products found

     The whole result in one body, without pages, by start time. A result that has been removed answers
    404.

    Args:
        request_id (str):
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataProductResult | ErrorEnvelope | ErrorDocument
    """

    return sync_detailed(
        request_id=request_id,
        client=client,
        data_source_record_format=data_source_record_format,
    ).parsed


async def asyncio_detailed(
    request_id: str,
    *,
    client: AuthenticatedClient | Client,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> Response[DataProductResult | ErrorEnvelope | ErrorDocument]:
    """Download the data products found

     The whole result in one body, without pages, by start time. A result that has been removed answers
    404.

    Args:
        request_id (str):
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DataProductResult | ErrorEnvelope | ErrorDocument]
    """

    kwargs = build_request(
        request_id=request_id,
        data_source_record_format=data_source_record_format,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    request_id: str,
    *,
    client: AuthenticatedClient | Client,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> DataProductResult | ErrorEnvelope | ErrorDocument | None:
    """Download the data products found

     The whole result in one body, without pages, by start time. A result that has been removed answers
    404.

    Args:
        request_id (str):
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DataProductResult | ErrorEnvelope | ErrorDocument
    """

    return (
        await asyncio_detailed(
            request_id=request_id,
            client=client,
            data_source_record_format=data_source_record_format,
        )
    ).parsed
