"""Queries for data products."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, cast, get_args

from attrs import field, frozen

from aurorax_typed._arguments import names_its_arguments
from aurorax_typed.errors import QueryError
from aurorax_typed.queries.common import (
    check_known,
    load,
    names,
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

__all__ = ["DataProductQuery", "DataProductType", "check_data_product_type"]

DataProductType = Literal["keogram", "montage", "movie", "summary_plot", "data_availability", "average", "gridded_data"]


def check_data_product_type(value: str | None) -> None:
    """Refuse what is no `DataProductType`; None is fine.

    Raises:
        QueryError: it is none.
    """
    check_known(value, get_args(DataProductType), "a data product type")


def _types(values: Iterable[DataProductType] | None) -> tuple[DataProductType, ...]:
    kinds = names(values, "data_product_types")
    for kind in kinds:
        check_data_product_type(kind)
    return cast("tuple[DataProductType, ...]", kinds)


@names_its_arguments(QueryError)
@frozen
class DataProductQuery:
    """Which data products to find: those that start at or after `start` and end at or before `end` (inclusive), made by
    any of the sources that match every list given.

    Args:
        start: earliest start of a product, UTC.
        end: latest end of a product, UTC.
        programs: such as `["trex"]`; any of them. The same for the next two; together they must all match.
        platforms: such as `["gillam"]`.
        instrument_types: such as `["RGB ASI"]`.
        data_product_types: `keogram`, `montage`, `movie`, …; none means all.
        metadata_filters: conditions on the products' metadata.
        extra: further members to send along as they are.

    Raises:
        QueryError: start after end, an unknown product type, nothing to select by.
    """

    start: datetime = field(converter=to_start)
    end: datetime = field(converter=to_end)
    programs: tuple[str, ...] = field(default=None, converter=to_programs, kw_only=True)
    platforms: tuple[str, ...] = field(default=None, converter=to_platforms, kw_only=True)
    instrument_types: tuple[str, ...] = field(default=None, converter=to_instrument_types, kw_only=True)
    data_product_types: tuple[DataProductType, ...] = field(default=None, converter=_types, kw_only=True)
    metadata_filters: MetadataFilter | None = field(default=None, converter=to_metadata_filter, kw_only=True)
    extra: Mapping[str, JSONValue] = field(factory=dict, converter=to_extra, hash=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_span(self.start, self.end)
        if not (
            self.programs
            or self.platforms
            or self.instrument_types
            or self.data_product_types
            or self.metadata_filters is not None
        ):
            raise QueryError(
                "Nothing to select by: give programs, platforms, instrument_types, data_product_types "
                "or metadata_filters."
            )

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
                "data_product_metadata_filters": self.metadata_filters.to_json() if self.metadata_filters else {},
            },
            "data_product_type_filters": list(self.data_product_types),
        }

    @classmethod
    def from_json(cls, document: str | bytes | Mapping[str, object]) -> DataProductQuery:
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
            data_product_types=cast("list[DataProductType]", take_list(members, "data_product_type_filters")),
            metadata_filters=MetadataFilter.from_json(take_object(sources, "data_product_metadata_filters")),
            extra=members,
        )
