# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.metadata_expression_group import MetadataExpressionGroup


T = TypeVar("T", bound="DataSourceCriteriaForEphemeris")


@_attrs_define
class DataSourceCriteriaForEphemeris:
    """Which sources to take ephemeris of: a single one, or all of a program, and so on. The values of one list are joined
    by OR, the lists by AND.

    """

    programs: list[str] | Unset = UNSET
    """ Programs to choose from, such as `swarm`, `themis-asi` or `trex`: one of them must be that of the source.
    Empty means any """
    platforms: list[str] | Unset = UNSET
    """ Platforms to choose from, such as `swarma` or `gillam`: one of them must be that of the source. Empty means
    any """
    instrument_types: list[str] | Unset = UNSET
    """ Instrument types to choose from, such as `footprint` or `panchromatic ASI`: one of them must be that of the
    source. Empty means any """
    ephemeris_metadata_filters: MetadataExpressionGroup | None | Unset = UNSET
    """ Conditions on the metadata; null, or a group without conditions, sets none """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.metadata_expression_group import MetadataExpressionGroup

        programs: list[str] | Unset = UNSET
        if not isinstance(self.programs, Unset):
            programs = self.programs

        platforms: list[str] | Unset = UNSET
        if not isinstance(self.platforms, Unset):
            platforms = self.platforms

        instrument_types: list[str] | Unset = UNSET
        if not isinstance(self.instrument_types, Unset):
            instrument_types = self.instrument_types

        ephemeris_metadata_filters: dict[str, Any] | None | Unset
        if isinstance(self.ephemeris_metadata_filters, Unset):
            ephemeris_metadata_filters = UNSET
        elif isinstance(self.ephemeris_metadata_filters, MetadataExpressionGroup):
            ephemeris_metadata_filters = self.ephemeris_metadata_filters.to_dict()
        else:
            ephemeris_metadata_filters = self.ephemeris_metadata_filters

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
        from ..models.metadata_expression_group import MetadataExpressionGroup

        d = dict(src_dict)
        programs = cast(list[str], d.pop("programs", UNSET))

        platforms = cast(list[str], d.pop("platforms", UNSET))

        instrument_types = cast(list[str], d.pop("instrument_types", UNSET))

        def _parse_ephemeris_metadata_filters(data: object) -> MetadataExpressionGroup | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ephemeris_metadata_filters_type_0 = MetadataExpressionGroup.from_dict(data)

                return ephemeris_metadata_filters_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetadataExpressionGroup | None | Unset, data)

        ephemeris_metadata_filters = _parse_ephemeris_metadata_filters(d.pop("ephemeris_metadata_filters", UNSET))

        data_source_criteria_for_ephemeris = cls(
            programs=programs,
            platforms=platforms,
            instrument_types=instrument_types,
            ephemeris_metadata_filters=ephemeris_metadata_filters,
        )

        data_source_criteria_for_ephemeris.additional_properties = d
        return data_source_criteria_for_ephemeris

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
