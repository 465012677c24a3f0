# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.metadata_expression_format import MetadataExpressionFormat


T = TypeVar("T", bound="MetadataExpressionGroupFormat")


@_attrs_define
class MetadataExpressionGroupFormat:
    """Which members of a group of metadata conditions to return."""

    logical_operator: bool | Unset = UNSET
    """ Asks for the member that is called `logical_operator` in the data """
    expressions: MetadataExpressionFormat | Unset = UNSET
    """ Which members of a metadata condition to return. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        logical_operator = self.logical_operator

        expressions: dict[str, Any] | Unset = UNSET
        if not isinstance(self.expressions, Unset):
            expressions = self.expressions.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if logical_operator is not UNSET:
            field_dict["logicalOperator"] = logical_operator
        if expressions is not UNSET:
            field_dict["expressions"] = expressions

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.metadata_expression_format import MetadataExpressionFormat

        d = dict(src_dict)
        logical_operator = d.pop("logicalOperator", UNSET)

        _expressions = d.pop("expressions", UNSET)
        expressions: MetadataExpressionFormat | Unset
        if isinstance(_expressions, Unset):
            expressions = UNSET
        else:
            expressions = MetadataExpressionFormat.from_dict(_expressions)

        metadata_expression_group_format = cls(
            logical_operator=logical_operator,
            expressions=expressions,
        )

        metadata_expression_group_format.additional_properties = d
        return metadata_expression_group_format

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
