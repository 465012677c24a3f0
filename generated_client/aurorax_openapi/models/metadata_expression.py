# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.metadata_expression_operator import MetadataExpressionOperator, check_metadata_expression_operator

T = TypeVar("T", bound="MetadataExpression")


@_attrs_define
class MetadataExpression:
    """A condition on one metadata field."""

    key: str
    """ The name of the field, as the metadata schema of the source has it """
    operator: MetadataExpressionOperator
    """ How the field is compared """
    values: list[bool | float | str]
    """ What it is compared with, always a list: any number of values for `in` and `not in`, two for `between`, one
    for the others """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        key = self.key

        operator: str = self.operator

        values = []
        for values_item_data in self.values:
            values_item: bool | float | str
            values_item = values_item_data
            values.append(values_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "operator": operator,
                "values": values,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        key = d.pop("key")

        operator = check_metadata_expression_operator(d.pop("operator"))

        values = []
        _values = d.pop("values")
        for values_item_data in _values:

            def _parse_values_item(data: object) -> bool | float | str:
                return cast(bool | float | str, data)

            values_item = _parse_values_item(values_item_data)

            values.append(values_item)

        metadata_expression = cls(
            key=key,
            operator=operator,
            values=values,
        )

        metadata_expression.additional_properties = d
        return metadata_expression

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
