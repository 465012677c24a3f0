"""Queries for ephemeris records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from attrs import field, frozen

from aurorax_typed._arguments import names_its_arguments
from aurorax_typed.errors import QueryError
from aurorax_typed.queries.common import (
    load,
    take_list,
    take_object,
    take_time,
    to_extra,
    to_instrument_types,
    to_platforms,
    to_programs,
)
from aurorax_typed.queries.metadata import MetadataFilter, to_metadata_filter
from aurorax_typed.queries.times import check_span, to_end, to_start
from aurorax_typed.records import JSONValue

__all__ = ["EphemerisQuery"]


@names_its_arguments(QueryError)
@frozen
class EphemerisQuery:
    """Where sources were: one record a minute from `start` to `end` (both inclusive), of every source that matches
    every list given.

    The server's documentation allows a month for one search; longer spans are accepted at submission.

    Args:
        start: first minute, UTC.
        end: last minute, UTC.
        programs: such as `["swarm"]`; any of them. The same for the next two; together they must all match.
        platforms: such as `["swarma"]`.
        instrument_types: such as `["footprint"]`.
        metadata_filters: conditions on the records' metadata.
        extra: further members to send along as they are.

    Raises:
        QueryError: start after end, or nothing to select by.
    """

    start: datetime = field(converter=to_start)
    end: datetime = field(converter=to_end)
    programs: tuple[str, ...] = field(default=None, converter=to_programs, kw_only=True)
    platforms: tuple[str, ...] = field(default=None, converter=to_platforms, kw_only=True)
    instrument_types: tuple[str, ...] = field(default=None, converter=to_instrument_types, kw_only=True)
    metadata_filters: MetadataFilter | None = field(default=None, converter=to_metadata_filter, kw_only=True)
    extra: Mapping[str, JSONValue] = field(factory=dict, converter=to_extra, hash=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_span(self.start, self.end)
        if not (self.programs or self.platforms or self.instrument_types or self.metadata_filters is not None):
            raise QueryError("Nothing to select by: give programs, platforms, instrument_types or metadata_filters.")

    def to_json(self) -> dict[str, JSONValue]:
        """The query as the server takes it."""
        return {
            **self.extra,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "data_sources": {
                "programs": list(self.programs),
                "platforms": list(self.platforms),
                "instrument_types": list(self.instrument_types),
                "ephemeris_metadata_filters": self.metadata_filters.to_json() if self.metadata_filters else {},
            },
        }

    @classmethod
    def from_json(cls, document: str | bytes | Mapping[str, object]) -> EphemerisQuery:
        """A query from the server's form, as JSON text or as a dict; unknown members are kept in `extra`.

        A `request_id` inside (as in the echo of a status) is left out: it belongs to the search that had it.

        Raises:
            QueryError: it is not such a query.
        """
        members = load(document)
        sources = take_object(members, "data_sources")
        members.pop("request_id", None)
        return cls(
            take_time(members, "start"),
            take_time(members, "end"),
            programs=cast("list[str]", take_list(sources, "programs")),
            platforms=cast("list[str]", take_list(sources, "platforms")),
            instrument_types=cast("list[str]", take_list(sources, "instrument_types")),
            metadata_filters=MetadataFilter.from_json(take_object(sources, "ephemeris_metadata_filters")),
            extra=members,
        )
