"""Data sources: listing, searching, looking up, making, changing, removing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aurorax_openapi.api.data_sources import (
    create_data_source,
    delete_data_source,
    get_data_source,
    list_data_sources,
    replace_data_source,
    search_data_sources,
    update_data_source,
)
from aurorax_openapi.models.data_source_query import DataSourceQuery
from aurorax_openapi.types import UNSET

from aurorax_typed._core.http import Request
from aurorax_typed._endpoints.common import given, request
from aurorax_typed.queries import SourceFormat, SourceType
from aurorax_typed.records import JSONValue

__all__ = [
    "add_source",
    "get_source",
    "list_sources",
    "remove_source",
    "replace_source",
    "search_sources",
    "update_source",
]


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
        list_data_sources.build_request(
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
    return request(search_data_sources.build_request(body=body, format_=format, include_stats=include_stats or UNSET))


def get_source(identifier: int, *, format: SourceFormat, include_stats: bool) -> Request:
    """One source by its identifier."""
    return request(get_data_source.build_request(identifier, format_=format, include_stats=include_stats or UNSET))


def add_source(members: Mapping[str, JSONValue]) -> Request:
    """Make a source. Not repeatable: the second time it is there already."""
    return request(create_data_source.build_request(body=members), repeatable=False)


def update_source(identifier: int, members: Mapping[str, JSONValue]) -> Request:
    """Change the members that are given."""
    return request(update_data_source.build_request(identifier, body=members))


def replace_source(identifier: int, members: Mapping[str, JSONValue]) -> Request:
    """Put another source in the place of this one."""
    return request(replace_data_source.build_request(identifier, body=members))


def remove_source(identifier: int) -> Request:
    """Remove a source. Not repeatable: the second time it is not found."""
    return request(delete_data_source.build_request(identifier), repeatable=False)
