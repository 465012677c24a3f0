# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

SearchDataSourcesFormat = Literal["basic_info", "full_record", "identifier_only", "with_metadata"]

SEARCH_DATA_SOURCES_FORMAT_VALUES: set[SearchDataSourcesFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_search_data_sources_format(value: str) -> SearchDataSourcesFormat:
    if value in SEARCH_DATA_SOURCES_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SEARCH_DATA_SOURCES_FORMAT_VALUES!r}")
