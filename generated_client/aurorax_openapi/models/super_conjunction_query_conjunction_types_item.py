# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

SuperConjunctionQueryConjunctionTypesItem = Literal["geographic", "nbtrace", "sbtrace"]

SUPER_CONJUNCTION_QUERY_CONJUNCTION_TYPES_ITEM_VALUES: set[SuperConjunctionQueryConjunctionTypesItem] = {
    "geographic",
    "nbtrace",
    "sbtrace",
}


def check_super_conjunction_query_conjunction_types_item(value: str) -> SuperConjunctionQueryConjunctionTypesItem:
    if value in SUPER_CONJUNCTION_QUERY_CONJUNCTION_TYPES_ITEM_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SUPER_CONJUNCTION_QUERY_CONJUNCTION_TYPES_ITEM_VALUES!r}"
    )
