# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

MetadataExpressionGroupLogicalOperator = Literal["AND", "OR"]

METADATA_EXPRESSION_GROUP_LOGICAL_OPERATOR_VALUES: set[MetadataExpressionGroupLogicalOperator] = {
    "AND",
    "OR",
}


def check_metadata_expression_group_logical_operator(value: str) -> MetadataExpressionGroupLogicalOperator:
    if value in METADATA_EXPRESSION_GROUP_LOGICAL_OPERATOR_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {METADATA_EXPRESSION_GROUP_LOGICAL_OPERATOR_VALUES!r}"
    )
