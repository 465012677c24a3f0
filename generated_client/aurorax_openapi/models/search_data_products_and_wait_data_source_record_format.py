# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

SearchDataProductsAndWaitDataSourceRecordFormat = Literal[
    "basic_info", "full_record", "identifier_only", "with_metadata"
]

SEARCH_DATA_PRODUCTS_AND_WAIT_DATA_SOURCE_RECORD_FORMAT_VALUES: set[SearchDataProductsAndWaitDataSourceRecordFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_search_data_products_and_wait_data_source_record_format(
    value: str,
) -> SearchDataProductsAndWaitDataSourceRecordFormat:
    if value in SEARCH_DATA_PRODUCTS_AND_WAIT_DATA_SOURCE_RECORD_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEARCH_DATA_PRODUCTS_AND_WAIT_DATA_SOURCE_RECORD_FORMAT_VALUES!r}"
    )
