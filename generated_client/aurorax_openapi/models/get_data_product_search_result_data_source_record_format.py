# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetDataProductSearchResultDataSourceRecordFormat = Literal[
    "basic_info", "full_record", "identifier_only", "with_metadata"
]

GET_DATA_PRODUCT_SEARCH_RESULT_DATA_SOURCE_RECORD_FORMAT_VALUES: set[
    GetDataProductSearchResultDataSourceRecordFormat
] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_get_data_product_search_result_data_source_record_format(
    value: str,
) -> GetDataProductSearchResultDataSourceRecordFormat:
    if value in GET_DATA_PRODUCT_SEARCH_RESULT_DATA_SOURCE_RECORD_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GET_DATA_PRODUCT_SEARCH_RESULT_DATA_SOURCE_RECORD_FORMAT_VALUES!r}"
    )
