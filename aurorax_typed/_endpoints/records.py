"""Records going in and out one by one: availability, uploads, deletions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from aurorax_openapi.api.availability import get_data_product_availability, get_ephemeris_availability
from aurorax_openapi.api.manage_data import (
    delete_data_products,
    delete_ephemeris,
    get_ephemeris_delete_job,
    list_ephemeris_delete_jobs,
    upload_data_products,
    upload_ephemeris,
)
from aurorax_openapi.types import UNSET

from aurorax_typed._core.http import Request
from aurorax_typed._endpoints.common import given, request
from aurorax_typed.queries import DataProductType, SourceFormat, SourceType
from aurorax_typed.records import JSONValue

__all__ = [
    "data_product_availability",
    "delete_data_products_by_url",
    "delete_ephemeris_range",
    "ephemeris_availability",
    "ephemeris_delete_job",
    "ephemeris_delete_jobs",
    "upload_data_product_records",
    "upload_ephemeris_records",
]


def ephemeris_availability(
    *,
    start: date,
    end: date,
    program: str | None,
    platform: str | None,
    instrument_type: str | None,
    source_type: SourceType | None,
    owner: str | None,
    format: SourceFormat,
    slow: bool,
) -> Request:
    """Count the ephemeris of each source by day."""
    return request(
        get_ephemeris_availability.build_request(
            start=start,
            end=end,
            program=given(program),
            platform=given(platform),
            instrument_type=given(instrument_type),
            source_type=given(source_type),
            owner=given(owner),
            format_=format,
            slow=slow or UNSET,
        )
    )


def data_product_availability(
    *,
    start: date,
    end: date,
    program: str | None,
    platform: str | None,
    instrument_type: str | None,
    source_type: SourceType | None,
    data_product_type: DataProductType | None,
    owner: str | None,
    format: SourceFormat,
    slow: bool,
) -> Request:
    """Count the data products of each source by day."""
    return request(
        get_data_product_availability.build_request(
            start=start,
            end=end,
            program=given(program),
            platform=given(platform),
            instrument_type=given(instrument_type),
            source_type=given(source_type),
            data_product_type=given(data_product_type),
            owner=given(owner),
            format_=format,
            slow=slow or UNSET,
        )
    )


# Uploads and deletions may be sent twice: the server keeps one record for each source and epoch, or source and URL.


def upload_ephemeris_records(identifier: int, records: Iterable[Mapping[str, JSONValue]]) -> Request:
    """Send ephemeris records in."""
    return request(upload_ephemeris.build_request(identifier, body=records))


def upload_data_product_records(identifier: int, records: Iterable[Mapping[str, JSONValue]]) -> Request:
    """Send data products in."""
    return request(upload_data_products.build_request(identifier, body=records))


def delete_ephemeris_range(identifier: int, members: Mapping[str, JSONValue]) -> Request:
    """Remove the ephemeris of a time span."""
    return request(delete_ephemeris.build_request(identifier, body=members))


def delete_data_products_by_url(identifier: int, members: Mapping[str, JSONValue]) -> Request:
    """Remove data products."""
    return request(delete_data_products.build_request(identifier, body=members))


def ephemeris_delete_jobs(identifier: int) -> Request:
    """List the removals of the last hour."""
    return request(list_ephemeris_delete_jobs.build_request(identifier))


def ephemeris_delete_job(identifier: int, job: str) -> Request:
    """Look at one removal."""
    return request(get_ephemeris_delete_job.build_request(identifier, job))
