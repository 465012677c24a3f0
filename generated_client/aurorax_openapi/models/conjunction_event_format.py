# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source_format import DataSourceFormat
    from ..models.ephemeris_query_format import EphemerisQueryFormat


T = TypeVar("T", bound="ConjunctionEventFormat")


@_attrs_define
class ConjunctionEventFormat:
    """Which members of a conjunction event to return."""

    conjunction_type: bool | Unset = UNSET
    e1_source: DataSourceFormat | Unset = UNSET
    """ Which members of a data source to return. """
    e2_source: DataSourceFormat | Unset = UNSET
    """ Which members of a data source to return. """
    start: bool | Unset = UNSET
    end: bool | Unset = UNSET
    min_distance: bool | Unset = UNSET
    max_distance: bool | Unset = UNSET
    generated_e1_ephemeris_query: EphemerisQueryFormat | Unset = UNSET
    """ Which members of an ephemeris query to return. """
    generated_e2_ephemeris_query: EphemerisQueryFormat | Unset = UNSET
    """ Which members of an ephemeris query to return. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conjunction_type = self.conjunction_type

        e1_source: dict[str, Any] | Unset = UNSET
        if not isinstance(self.e1_source, Unset):
            e1_source = self.e1_source.to_dict()

        e2_source: dict[str, Any] | Unset = UNSET
        if not isinstance(self.e2_source, Unset):
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
        field_dict.update({})
        if conjunction_type is not UNSET:
            field_dict["conjunction_type"] = conjunction_type
        if e1_source is not UNSET:
            field_dict["e1_source"] = e1_source
        if e2_source is not UNSET:
            field_dict["e2_source"] = e2_source
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end
        if min_distance is not UNSET:
            field_dict["min_distance"] = min_distance
        if max_distance is not UNSET:
            field_dict["max_distance"] = max_distance
        if generated_e1_ephemeris_query is not UNSET:
            field_dict["generated_e1_ephemeris_query"] = generated_e1_ephemeris_query
        if generated_e2_ephemeris_query is not UNSET:
            field_dict["generated_e2_ephemeris_query"] = generated_e2_ephemeris_query

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source_format import DataSourceFormat
        from ..models.ephemeris_query_format import EphemerisQueryFormat

        d = dict(src_dict)
        conjunction_type = d.pop("conjunction_type", UNSET)

        _e1_source = d.pop("e1_source", UNSET)
        e1_source: DataSourceFormat | Unset
        if isinstance(_e1_source, Unset):
            e1_source = UNSET
        else:
            e1_source = DataSourceFormat.from_dict(_e1_source)

        _e2_source = d.pop("e2_source", UNSET)
        e2_source: DataSourceFormat | Unset
        if isinstance(_e2_source, Unset):
            e2_source = UNSET
        else:
            e2_source = DataSourceFormat.from_dict(_e2_source)

        start = d.pop("start", UNSET)

        end = d.pop("end", UNSET)

        min_distance = d.pop("min_distance", UNSET)

        max_distance = d.pop("max_distance", UNSET)

        _generated_e1_ephemeris_query = d.pop("generated_e1_ephemeris_query", UNSET)
        generated_e1_ephemeris_query: EphemerisQueryFormat | Unset
        if isinstance(_generated_e1_ephemeris_query, Unset):
            generated_e1_ephemeris_query = UNSET
        else:
            generated_e1_ephemeris_query = EphemerisQueryFormat.from_dict(_generated_e1_ephemeris_query)

        _generated_e2_ephemeris_query = d.pop("generated_e2_ephemeris_query", UNSET)
        generated_e2_ephemeris_query: EphemerisQueryFormat | Unset
        if isinstance(_generated_e2_ephemeris_query, Unset):
            generated_e2_ephemeris_query = UNSET
        else:
            generated_e2_ephemeris_query = EphemerisQueryFormat.from_dict(_generated_e2_ephemeris_query)

        conjunction_event_format = cls(
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

        conjunction_event_format.additional_properties = d
        return conjunction_event_format

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
