# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.data_source import DataSource
from ...models.error_document import ErrorDocument
from ...models.record_format import RecordFormat
from ...models.source_type import SourceType
from ...types import UNSET, RequestArguments, Response, Unset, is_json


def build_request(
    *,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation"""

    params: dict[str, Any] = {}

    params["program"] = program

    params["platform"] = platform

    params["instrument_type"] = instrument_type

    json_source_type: str | Unset = UNSET
    if not isinstance(source_type, Unset):
        json_source_type = source_type

    params["source_type"] = json_source_type

    params["owner"] = owner

    json_format_: str | Unset = UNSET
    if not isinstance(format_, Unset):
        json_format_ = format_

    params["format"] = json_format_

    params["include_stats"] = include_stats

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "get",
        "url": "/api/v1/data_sources",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | list[DataSource] | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = DataSource.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if not is_json(response):
        return None
    response_default = ErrorDocument.from_dict(response.json())

    return response_default


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorDocument | list[DataSource]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[DataSource]]:
    """List the data sources

     Every source whose members equal the given filters. A source is what records come from: a ground
    instrument at its site, a spacecraft, or a list of events.

    Args:
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[DataSource]]
    """

    kwargs = build_request(
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format_=format_,
        include_stats=include_stats,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> ErrorDocument | list[DataSource] | None:
    """List the data sources

     Every source whose members equal the given filters. A source is what records come from: a ground
    instrument at its site, a spacecraft, or a list of events.

    Args:
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[DataSource]
    """

    return sync_detailed(
        client=client,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format_=format_,
        include_stats=include_stats,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[DataSource]]:
    """List the data sources

     Every source whose members equal the given filters. A source is what records come from: a ground
    instrument at its site, a spacecraft, or a list of events.

    Args:
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[DataSource]]
    """

    kwargs = build_request(
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format_=format_,
        include_stats=include_stats,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    include_stats: bool | Unset = UNSET,
) -> ErrorDocument | list[DataSource] | None:
    """List the data sources

     Every source whose members equal the given filters. A source is what records come from: a ground
    instrument at its site, a spacecraft, or a list of events.

    Args:
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        include_stats (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[DataSource]
    """

    return (
        await asyncio_detailed(
            client=client,
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            owner=owner,
            format_=format_,
            include_stats=include_stats,
        )
    ).parsed
