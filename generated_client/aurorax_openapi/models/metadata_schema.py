# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MetadataSchema")


@_attrs_define
class MetadataSchema:
    """One metadata field that records of a source may carry."""

    field_name: str
    """ The name of the field, as records and filters have it """
    description: str
    """ What it means, in short """
    data_type: str
    """ The type of its values, which decides the operators that make sense: `=`, `!=` and `in` for text, the
    comparisons as well for numbers """
    allowed_values: list[str]
    """ The values it may have, as text; empty where any will do. The server does not hold records to it """
    additional_description: None | str | Unset = UNSET
    """ What it means, at length """
    searchable: bool | None | Unset = UNSET
    """ False where web pages should not offer the field as a filter. The API can filter by every field """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        field_name = self.field_name

        description = self.description

        data_type = self.data_type

        allowed_values = self.allowed_values

        additional_description: None | str | Unset
        if isinstance(self.additional_description, Unset):
            additional_description = UNSET
        else:
            additional_description = self.additional_description

        searchable: bool | None | Unset
        if isinstance(self.searchable, Unset):
            searchable = UNSET
        else:
            searchable = self.searchable

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "field_name": field_name,
                "description": description,
                "data_type": data_type,
                "allowed_values": allowed_values,
            }
        )
        if additional_description is not UNSET:
            field_dict["additional_description"] = additional_description
        if searchable is not UNSET:
            field_dict["searchable"] = searchable

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        field_name = d.pop("field_name")

        description = d.pop("description")

        data_type = d.pop("data_type")

        allowed_values = cast(list[str], d.pop("allowed_values"))

        def _parse_additional_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        additional_description = _parse_additional_description(d.pop("additional_description", UNSET))

        def _parse_searchable(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        searchable = _parse_searchable(d.pop("searchable", UNSET))

        metadata_schema = cls(
            field_name=field_name,
            description=description,
            data_type=data_type,
            allowed_values=allowed_values,
            additional_description=additional_description,
            searchable=searchable,
        )

        metadata_schema.additional_properties = d
        return metadata_schema

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
