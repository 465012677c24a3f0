# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.metadata_expression_group_logical_operator import (
    MetadataExpressionGroupLogicalOperator,
    check_metadata_expression_group_logical_operator,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.metadata_expression import MetadataExpression


T = TypeVar("T", bound="MetadataExpressionGroup")


@_attrs_define
class MetadataExpressionGroup:
    """Conditions on metadata, joined by AND or by OR."""

    logical_operator: MetadataExpressionGroupLogicalOperator | Unset = UNSET
    """ How the conditions are joined; AND if left out """
    expressions: list[MetadataExpression] | Unset = UNSET
    """ The conditions """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        logical_operator: str | Unset = UNSET
        if not isinstance(self.logical_operator, Unset):
            logical_operator = self.logical_operator

        expressions: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.expressions, Unset):
            expressions = []
            for expressions_item_data in self.expressions:
                expressions_item = expressions_item_data.to_dict()
                expressions.append(expressions_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if logical_operator is not UNSET:
            field_dict["logical_operator"] = logical_operator
        if expressions is not UNSET:
            field_dict["expressions"] = expressions

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.metadata_expression import MetadataExpression

        d = dict(src_dict)
        _logical_operator = d.pop("logical_operator", UNSET)
        logical_operator: MetadataExpressionGroupLogicalOperator | Unset
        if isinstance(_logical_operator, Unset):
            logical_operator = UNSET
        else:
            logical_operator = check_metadata_expression_group_logical_operator(_logical_operator)

        _expressions = d.pop("expressions", UNSET)
        expressions: list[MetadataExpression] | Unset = UNSET
        if _expressions is not UNSET:
            expressions = []
            for expressions_item_data in _expressions:
                expressions_item = MetadataExpression.from_dict(expressions_item_data)

                expressions.append(expressions_item)

        metadata_expression_group = cls(
            logical_operator=logical_operator,
            expressions=expressions,
        )

        metadata_expression_group.additional_properties = d
        return metadata_expression_group

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
