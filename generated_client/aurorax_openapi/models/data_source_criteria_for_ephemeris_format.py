# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.metadata_expression_group_format import MetadataExpressionGroupFormat


T = TypeVar("T", bound="DataSourceCriteriaForEphemerisFormat")


@_attrs_define
class DataSourceCriteriaForEphemerisFormat:
    """Which members of the source criteria to return."""

    programs: bool | Unset = UNSET
    platforms: bool | Unset = UNSET
    instrument_types: bool | Unset = UNSET
    ephemeris_metadata_filters: MetadataExpressionGroupFormat | Unset = UNSET
    """ Which members of a group of metadata conditions to return. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        programs = self.programs

        platforms = self.platforms

        instrument_types = self.instrument_types

        ephemeris_metadata_filters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.ephemeris_metadata_filters, Unset):
            ephemeris_metadata_filters = self.ephemeris_metadata_filters.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if programs is not UNSET:
            field_dict["programs"] = programs
        if platforms is not UNSET:
            field_dict["platforms"] = platforms
        if instrument_types is not UNSET:
            field_dict["instrument_types"] = instrument_types
        if ephemeris_metadata_filters is not UNSET:
            field_dict["ephemeris_metadata_filters"] = ephemeris_metadata_filters

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.metadata_expression_group_format import MetadataExpressionGroupFormat

        d = dict(src_dict)
        programs = d.pop("programs", UNSET)

        platforms = d.pop("platforms", UNSET)

        instrument_types = d.pop("instrument_types", UNSET)

        _ephemeris_metadata_filters = d.pop("ephemeris_metadata_filters", UNSET)
        ephemeris_metadata_filters: MetadataExpressionGroupFormat | Unset
        if isinstance(_ephemeris_metadata_filters, Unset):
            ephemeris_metadata_filters = UNSET
        else:
            ephemeris_metadata_filters = MetadataExpressionGroupFormat.from_dict(_ephemeris_metadata_filters)

        data_source_criteria_for_ephemeris_format = cls(
            programs=programs,
            platforms=platforms,
            instrument_types=instrument_types,
            ephemeris_metadata_filters=ephemeris_metadata_filters,
        )

        data_source_criteria_for_ephemeris_format.additional_properties = d
        return data_source_criteria_for_ephemeris_format

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
