"""Data sources: listing, searching, looking up."""

from __future__ import annotations

from collections.abc import Iterable

from aurorax_openapi.api.data_sources import get_data_source, list_data_sources, search_data_sources
from aurorax_openapi.models.data_source_query import DataSourceQuery
from aurorax_openapi.types import UNSET

from aurorax_typed._core.http import Request
from aurorax_typed._gateway.common import given, request
from aurorax_typed.queries import SourceFormat, SourceType

__all__ = ["get_source", "list_sources", "search_sources"]


def list_sources(
    *,
    program: str | None,
    platform: str | None,
    instrument_type: str | None,
    source_type: SourceType | None,
    owner: str | None,
    format: SourceFormat,
    include_stats: bool,
) -> Request:
    """List the sources that match every filter exactly."""
    return request(
        list_data_sources._get_kwargs(
            program=given(program),
            platform=given(platform),
            instrument_type=given(instrument_type),
            source_type=given(source_type),
            owner=given(owner),
            format_=format,
            include_stats=include_stats or UNSET,
        )
    )


def search_sources(
    *,
    programs: Iterable[str],
    platforms: Iterable[str],
    instrument_types: Iterable[str],
    format: SourceFormat,
    include_stats: bool,
) -> Request:
    """List the sources that match any value of every list."""
    body = DataSourceQuery(programs=list(programs), platforms=list(platforms), instrument_types=list(instrument_types))
    return request(search_data_sources._get_kwargs(body=body, format_=format, include_stats=include_stats or UNSET))


def get_source(identifier: int, *, format: SourceFormat, include_stats: bool) -> Request:
    """One source by its identifier."""
    return request(get_data_source._get_kwargs(identifier, format_=format, include_stats=include_stats or UNSET))
