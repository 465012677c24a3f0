# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

ListDataSourcesSourceType = Literal["event_list", "ground", "heo", "leo", "lunar", "not_applicable"]

LIST_DATA_SOURCES_SOURCE_TYPE_VALUES: set[ListDataSourcesSourceType] = {
    "event_list",
    "ground",
    "heo",
    "leo",
    "lunar",
    "not_applicable",
}


def check_list_data_sources_source_type(value: str) -> ListDataSourcesSourceType:
    if value in LIST_DATA_SOURCES_SOURCE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_DATA_SOURCES_SOURCE_TYPE_VALUES!r}")
