# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MetadataSchemaFormat")


@_attrs_define
class MetadataSchemaFormat:
    """Which members of a metadata field's description to return."""

    field_name: bool | Unset = UNSET
    description: bool | Unset = UNSET
    data_type: bool | Unset = UNSET
    allowed_values: bool | Unset = UNSET
    additional_description: bool | Unset = UNSET
    searchable: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        field_name = self.field_name

        description = self.description

        data_type = self.data_type

        allowed_values = self.allowed_values

        additional_description = self.additional_description

        searchable = self.searchable

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if field_name is not UNSET:
            field_dict["field_name"] = field_name
        if description is not UNSET:
            field_dict["description"] = description
        if data_type is not UNSET:
            field_dict["data_type"] = data_type
        if allowed_values is not UNSET:
            field_dict["allowed_values"] = allowed_values
        if additional_description is not UNSET:
            field_dict["additional_description"] = additional_description
        if searchable is not UNSET:
            field_dict["searchable"] = searchable

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        field_name = d.pop("field_name", UNSET)

        description = d.pop("description", UNSET)

        data_type = d.pop("data_type", UNSET)

        allowed_values = d.pop("allowed_values", UNSET)

        additional_description = d.pop("additional_description", UNSET)

        searchable = d.pop("searchable", UNSET)

        metadata_schema_format = cls(
            field_name=field_name,
            description=description,
            data_type=data_type,
            allowed_values=allowed_values,
            additional_description=additional_description,
            searchable=searchable,
        )

        metadata_schema_format.additional_properties = d
        return metadata_schema_format

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
