# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

NewDataSourceSourceType = Literal["event_list", "ground", "heo", "leo", "lunar", "not_applicable"]

NEW_DATA_SOURCE_SOURCE_TYPE_VALUES: set[NewDataSourceSourceType] = {
    "event_list",
    "ground",
    "heo",
    "leo",
    "lunar",
    "not_applicable",
}


def check_new_data_source_source_type(value: str) -> NewDataSourceSourceType:
    if value in NEW_DATA_SOURCE_SOURCE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {NEW_DATA_SOURCE_SOURCE_TYPE_VALUES!r}")
