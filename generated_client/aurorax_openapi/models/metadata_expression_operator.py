# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

MetadataExpressionOperator = Literal["!=", "<", "<=", "=", ">", ">=", "between", "in", "not in"]

METADATA_EXPRESSION_OPERATOR_VALUES: set[MetadataExpressionOperator] = {
    "!=",
    "<",
    "<=",
    "=",
    ">",
    ">=",
    "between",
    "in",
    "not in",
}


def check_metadata_expression_operator(value: str) -> MetadataExpressionOperator:
    if value in METADATA_EXPRESSION_OPERATOR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {METADATA_EXPRESSION_OPERATOR_VALUES!r}")
