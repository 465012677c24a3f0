# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source import DataSource
    from ..models.query_echo import QueryEcho


T = TypeVar("T", bound="ConjunctionEvent")


@_attrs_define
class ConjunctionEvent:
    """Two of the sources of a conjunction, e1 and e2, and the stretch of time during which they were within the distance
    asked for. It occurs only inside `events` of a conjunction.

    """

    conjunction_type: str
    """ Between what the distance was measured: northern footprints, southern footprints, or geographic positions
    """
    e1_source: DataSource
    """ What records come from: a ground instrument at its site, a spacecraft, or a list of events. Which members
    are there depends on the format asked for; `identifier` always is. """
    e2_source: DataSource
    """ What records come from: a ground instrument at its site, a spacecraft, or a list of events. Which members
    are there depends on the format asked for; `identifier` always is. """
    start: str
    """ The first minute within the distance, UTC """
    end: str
    """ The last minute within the distance, UTC """
    min_distance: float
    """ The smallest distance between the two during the event, in km """
    max_distance: float
    """ The largest distance between the two during the event, in km """
    generated_e1_ephemeris_query: QueryEcho | Unset = UNSET
    """ A query as the server understood it. It has the members of the query that was sent (`DataProductQuery`,
    `EphemerisQuery` or `SuperConjunctionQuery`); members that were left out come back as null, as an empty list or
    with their default. """
    generated_e2_ephemeris_query: QueryEcho | Unset = UNSET
    """ A query as the server understood it. It has the members of the query that was sent (`DataProductQuery`,
    `EphemerisQuery` or `SuperConjunctionQuery`); members that were left out come back as null, as an empty list or
    with their default. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conjunction_type = self.conjunction_type

        e1_source = self.e1_source.to_dict()

        e2_source = self.e2_source.to_dict()

        start = self.start

        end = self.end

        min_distance = self.min_distance

        max_distance = self.max_distance

        generated_e1_ephemeris_query: dict[str, Any] | Unset = UNSET
        if not isinstance(self.generated_e1_ephemeris_query, Unset):
            generated_e1_ephemeris_query = self.generated_e1_ephemeris_query.to_dict()

        generated_e2_ephemeris_query: dict[str, Any] | Unset = UNSET
        if not isinstance(self.generated_e2_ephemeris_query, Unset):
            generated_e2_ephemeris_query = self.generated_e2_ephemeris_query.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "conjunction_type": conjunction_type,
                "e1_source": e1_source,
                "e2_source": e2_source,
                "start": start,
                "end": end,
                "min_distance": min_distance,
                "max_distance": max_distance,
            }
        )
        if generated_e1_ephemeris_query is not UNSET:
            field_dict["generated_e1_ephemeris_query"] = generated_e1_ephemeris_query
        if generated_e2_ephemeris_query is not UNSET:
            field_dict["generated_e2_ephemeris_query"] = generated_e2_ephemeris_query

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source import DataSource
        from ..models.query_echo import QueryEcho

        d = dict(src_dict)
        conjunction_type = d.pop("conjunction_type")

        e1_source = DataSource.from_dict(d.pop("e1_source"))

        e2_source = DataSource.from_dict(d.pop("e2_source"))

        start = d.pop("start")

        end = d.pop("end")

        min_distance = d.pop("min_distance")

        max_distance = d.pop("max_distance")

        _generated_e1_ephemeris_query = d.pop("generated_e1_ephemeris_query", UNSET)
        generated_e1_ephemeris_query: QueryEcho | Unset
        if isinstance(_generated_e1_ephemeris_query, Unset):
            generated_e1_ephemeris_query = UNSET
        else:
            generated_e1_ephemeris_query = QueryEcho.from_dict(_generated_e1_ephemeris_query)

        _generated_e2_ephemeris_query = d.pop("generated_e2_ephemeris_query", UNSET)
        generated_e2_ephemeris_query: QueryEcho | Unset
        if isinstance(_generated_e2_ephemeris_query, Unset):
            generated_e2_ephemeris_query = UNSET
        else:
            generated_e2_ephemeris_query = QueryEcho.from_dict(_generated_e2_ephemeris_query)

        conjunction_event = cls(
            conjunction_type=conjunction_type,
            e1_source=e1_source,
            e2_source=e2_source,
            start=start,
            end=end,
            min_distance=min_distance,
            max_distance=max_distance,
            generated_e1_ephemeris_query=generated_e1_ephemeris_query,
            generated_e2_ephemeris_query=generated_e2_ephemeris_query,
        )

        conjunction_event.additional_properties = d
        return conjunction_event

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
