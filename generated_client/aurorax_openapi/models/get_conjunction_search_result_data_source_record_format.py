# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetConjunctionSearchResultDataSourceRecordFormat = Literal[
    "basic_info", "full_record", "identifier_only", "with_metadata"
]

GET_CONJUNCTION_SEARCH_RESULT_DATA_SOURCE_RECORD_FORMAT_VALUES: set[
    GetConjunctionSearchResultDataSourceRecordFormat
] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_get_conjunction_search_result_data_source_record_format(
    value: str,
) -> GetConjunctionSearchResultDataSourceRecordFormat:
    if value in GET_CONJUNCTION_SEARCH_RESULT_DATA_SOURCE_RECORD_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GET_CONJUNCTION_SEARCH_RESULT_DATA_SOURCE_RECORD_FORMAT_VALUES!r}"
    )
