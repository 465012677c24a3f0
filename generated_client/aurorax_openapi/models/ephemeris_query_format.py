# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source_criteria_for_ephemeris_format import DataSourceCriteriaForEphemerisFormat


T = TypeVar("T", bound="EphemerisQueryFormat")


@_attrs_define
class EphemerisQueryFormat:
    """Which members of an ephemeris query to return."""

    request_id: bool | Unset = UNSET
    data_sources: DataSourceCriteriaForEphemerisFormat | Unset = UNSET
    """ Which members of the source criteria to return. """
    start: bool | Unset = UNSET
    end: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id = self.request_id

        data_sources: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_sources, Unset):
            data_sources = self.data_sources.to_dict()

        start = self.start

        end = self.end

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if data_sources is not UNSET:
            field_dict["data_sources"] = data_sources
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source_criteria_for_ephemeris_format import DataSourceCriteriaForEphemerisFormat

        d = dict(src_dict)
        request_id = d.pop("request_id", UNSET)

        _data_sources = d.pop("data_sources", UNSET)
        data_sources: DataSourceCriteriaForEphemerisFormat | Unset
        if isinstance(_data_sources, Unset):
            data_sources = UNSET
        else:
            data_sources = DataSourceCriteriaForEphemerisFormat.from_dict(_data_sources)

        start = d.pop("start", UNSET)

        end = d.pop("end", UNSET)

        ephemeris_query_format = cls(
            request_id=request_id,
            data_sources=data_sources,
            start=start,
            end=end,
        )

        ephemeris_query_format.additional_properties = d
        return ephemeris_query_format

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
