# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

ListDataSourcesFormat = Literal["basic_info", "full_record", "identifier_only", "with_metadata"]

LIST_DATA_SOURCES_FORMAT_VALUES: set[ListDataSourcesFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_list_data_sources_format(value: str) -> ListDataSourcesFormat:
    if value in LIST_DATA_SOURCES_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DATA_SOURCES_FORMAT_VALUES!r}")
