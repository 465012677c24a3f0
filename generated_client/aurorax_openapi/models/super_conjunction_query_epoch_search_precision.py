# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

SuperConjunctionQueryEpochSearchPrecision = Literal[30, 60]

SUPER_CONJUNCTION_QUERY_EPOCH_SEARCH_PRECISION_VALUES: set[SuperConjunctionQueryEpochSearchPrecision] = {
    30,
    60,
}


def check_super_conjunction_query_epoch_search_precision(value: int) -> SuperConjunctionQueryEpochSearchPrecision:
    if value in SUPER_CONJUNCTION_QUERY_EPOCH_SEARCH_PRECISION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SUPER_CONJUNCTION_QUERY_EPOCH_SEARCH_PRECISION_VALUES!r}"
    )
