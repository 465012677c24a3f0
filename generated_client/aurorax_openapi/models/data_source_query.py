# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="DataSourceQuery")


@_attrs_define
class DataSourceQuery:
    """Which data sources to find. A list that is empty or left out sets no condition."""

    programs: list[str] | Unset = UNSET
    """ Programs to choose from, such as `swarm`, `themis-asi` or `trex`: one of them must be that of the source.
    Empty means any """
    platforms: list[str] | Unset = UNSET
    """ Platforms to choose from, such as `swarma` or `gillam`: one of them must be that of the source. Empty means
    any """
    instrument_types: list[str] | Unset = UNSET
    """ Instrument types to choose from, such as `footprint` or `panchromatic ASI`: one of them must be that of the
    source. Empty means any """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        programs: list[str] | Unset = UNSET
        if not isinstance(self.programs, Unset):
            programs = self.programs

        platforms: list[str] | Unset = UNSET
        if not isinstance(self.platforms, Unset):
            platforms = self.platforms

        instrument_types: list[str] | Unset = UNSET
        if not isinstance(self.instrument_types, Unset):
            instrument_types = self.instrument_types

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if programs is not UNSET:
            field_dict["programs"] = programs
        if platforms is not UNSET:
            field_dict["platforms"] = platforms
        if instrument_types is not UNSET:
            field_dict["instrument_types"] = instrument_types

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        programs = cast(list[str], d.pop("programs", UNSET))

        platforms = cast(list[str], d.pop("platforms", UNSET))

        instrument_types = cast(list[str], d.pop("instrument_types", UNSET))

        data_source_query = cls(
            programs=programs,
            platforms=platforms,
            instrument_types=instrument_types,
        )

        data_source_query.additional_properties = d
        return data_source_query

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
