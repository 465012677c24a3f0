# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from collections.abc import Mapping
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.ephemeris_query_with_response_format import EphemerisQueryWithResponseFormat
from ...models.error_document import ErrorDocument
from ...models.partial_record import PartialRecord
from ...models.partial_result import PartialResult
from ...models.record_format import RecordFormat
from ...types import UNSET, RequestArguments, Response, Unset, is_json, to_json


def build_request(
    *,
    body: EphemerisQueryWithResponseFormat | Mapping[str, Any],
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation; the body is a model, or JSON that goes as it is"""
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    json_data_source_record_format: str | Unset = UNSET
    if not isinstance(data_source_record_format, Unset):
        json_data_source_record_format = data_source_record_format

    params["data_source_record_format"] = json_data_source_record_format

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "post",
        "url": "/api/v1/ephemeris/search_synchronous",
        "params": params,
    }

    _kwargs["json"] = to_json(body)

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | list[PartialRecord] | PartialResult | None:
    if response.status_code == 200:
        if not is_json(response):
            return None

        def _parse_response_200(data: object) -> list[PartialRecord] | PartialResult:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = PartialResult.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, list):
                raise TypeError()
            response_200_type_1 = []
            _response_200_type_1 = data
            for response_200_type_1_item_data in _response_200_type_1:
                response_200_type_1_item = PartialRecord.from_dict(response_200_type_1_item_data)

                response_200_type_1.append(response_200_type_1_item)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 400:
        if not is_json(response):
            return None
        response_400 = ErrorDocument.from_dict(response.json())

        return response_400

    if response.status_code == 500:
        if not is_json(response):
            return None
        response_500 = ErrorDocument.from_dict(response.json())

        return response_500

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorDocument | list[PartialRecord] | PartialResult]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: EphemerisQueryWithResponseFormat,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> Response[ErrorDocument | list[PartialRecord] | PartialResult]:
    """Search ephemeris and wait for the answer

     The same search in a single call, for at most two days. Nothing is stored, so there is no request to
    come back to. Works without an account.

    Args:
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them
        body (EphemerisQueryWithResponseFormat): An ephemeris query, and which members of the
            records to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[PartialRecord] | PartialResult]
    """

    kwargs = build_request(
        body=body,
        data_source_record_format=data_source_record_format,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: EphemerisQueryWithResponseFormat,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> ErrorDocument | list[PartialRecord] | PartialResult | None:
    """Search ephemeris and wait for the answer

     The same search in a single call, for at most two days. Nothing is stored, so there is no request to
    come back to. Works without an account.

    Args:
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them
        body (EphemerisQueryWithResponseFormat): An ephemeris query, and which members of the
            records to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[PartialRecord] | PartialResult
    """

    return sync_detailed(
        client=client,
        body=body,
        data_source_record_format=data_source_record_format,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: EphemerisQueryWithResponseFormat,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> Response[ErrorDocument | list[PartialRecord] | PartialResult]:
    """Search ephemeris and wait for the answer

     The same search in a single call, for at most two days. Nothing is stored, so there is no request to
    come back to. Works without an account.

    Args:
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them
        body (EphemerisQueryWithResponseFormat): An ephemeris query, and which members of the
            records to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[PartialRecord] | PartialResult]
    """

    kwargs = build_request(
        body=body,
        data_source_record_format=data_source_record_format,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: EphemerisQueryWithResponseFormat,
    data_source_record_format: RecordFormat | Unset = UNSET,
) -> ErrorDocument | list[PartialRecord] | PartialResult | None:
    """Search ephemeris and wait for the answer

     The same search in a single call, for at most two days. Nothing is stored, so there is no request to
    come back to. Works without an account.

    Args:
        data_source_record_format (RecordFormat | Unset): Which members of a data source to
            return: the number alone; six basic members; those and the metadata; all of them
        body (EphemerisQueryWithResponseFormat): An ephemeris query, and which members of the
            records to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[PartialRecord] | PartialResult
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            data_source_record_format=data_source_record_format,
        )
    ).parsed
