# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
import datetime
from typing import Any

import httpx

from ...client import AuthenticatedClient, Client
from ...models.ephemeris_availability import EphemerisAvailability
from ...models.error_document import ErrorDocument
from ...models.record_format import RecordFormat
from ...models.source_type import SourceType
from ...types import UNSET, RequestArguments, Response, Unset, is_json


def build_request(
    *,
    start: datetime.date | Unset = UNSET,
    end: datetime.date | Unset = UNSET,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    slow: bool | Unset = UNSET,
) -> RequestArguments:
    """The request of this operation"""

    params: dict[str, Any] = {}

    json_start: str | Unset = UNSET
    if not isinstance(start, Unset):
        json_start = start.isoformat()
    params["start"] = json_start

    json_end: str | Unset = UNSET
    if not isinstance(end, Unset):
        json_end = end.isoformat()
    params["end"] = json_end

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

    params["slow"] = slow

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: RequestArguments = {
        "method": "get",
        "url": "/api/v1/availability/ephemeris",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorDocument | list[EphemerisAvailability] | None:
    if response.status_code == 200:
        if not is_json(response):
            return None
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:
            response_200_item = EphemerisAvailability.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if response.status_code == 400:
        if not is_json(response):
            return None
        response_400 = ErrorDocument.from_dict(response.json())

        return response_400

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
) -> Response[ErrorDocument | list[EphemerisAvailability]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    start: datetime.date | Unset = UNSET,
    end: datetime.date | Unset = UNSET,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    slow: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[EphemerisAvailability]]:
    """Count ephemeris records by day

     For each source that matches the filters, the number of ephemeris records on each day from `start`
    to `end`, both included. A source that is followed all day has 1440, one a minute.

    Args:
        start (datetime.date | Unset):
        end (datetime.date | Unset):
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        slow (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[EphemerisAvailability]]
    """

    kwargs = build_request(
        start=start,
        end=end,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format_=format_,
        slow=slow,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    start: datetime.date | Unset = UNSET,
    end: datetime.date | Unset = UNSET,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    slow: bool | Unset = UNSET,
) -> ErrorDocument | list[EphemerisAvailability] | None:
    """Count ephemeris records by day

     For each source that matches the filters, the number of ephemeris records on each day from `start`
    to `end`, both included. A source that is followed all day has 1440, one a minute.

    Args:
        start (datetime.date | Unset):
        end (datetime.date | Unset):
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        slow (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[EphemerisAvailability]
    """

    return sync_detailed(
        client=client,
        start=start,
        end=end,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format_=format_,
        slow=slow,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    start: datetime.date | Unset = UNSET,
    end: datetime.date | Unset = UNSET,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    slow: bool | Unset = UNSET,
) -> Response[ErrorDocument | list[EphemerisAvailability]]:
    """Count ephemeris records by day

     For each source that matches the filters, the number of ephemeris records on each day from `start`
    to `end`, both included. A source that is followed all day has 1440, one a minute.

    Args:
        start (datetime.date | Unset):
        end (datetime.date | Unset):
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        slow (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorDocument | list[EphemerisAvailability]]
    """

    kwargs = build_request(
        start=start,
        end=end,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format_=format_,
        slow=slow,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    start: datetime.date | Unset = UNSET,
    end: datetime.date | Unset = UNSET,
    program: str | Unset = UNSET,
    platform: str | Unset = UNSET,
    instrument_type: str | Unset = UNSET,
    source_type: SourceType | Unset = UNSET,
    owner: str | Unset = UNSET,
    format_: RecordFormat | Unset = UNSET,
    slow: bool | Unset = UNSET,
) -> ErrorDocument | list[EphemerisAvailability] | None:
    """Count ephemeris records by day

     For each source that matches the filters, the number of ephemeris records on each day from `start`
    to `end`, both included. A source that is followed all day has 1440, one a minute.

    Args:
        start (datetime.date | Unset):
        end (datetime.date | Unset):
        program (str | Unset):
        platform (str | Unset):
        instrument_type (str | Unset):
        source_type (SourceType | Unset): Where a source is: on the ground, in a low Earth orbit,
            in a highly elliptical orbit, at the Moon; a list of events; none of these
        owner (str | Unset):
        format_ (RecordFormat | Unset): Which members of a data source to return: the number
            alone; six basic members; those and the metadata; all of them
        slow (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorDocument | list[EphemerisAvailability]
    """

    return (
        await asyncio_detailed(
            client=client,
            start=start,
            end=end,
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            owner=owner,
            format_=format_,
            slow=slow,
        )
    ).parsed
