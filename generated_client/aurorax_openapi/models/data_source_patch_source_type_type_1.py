# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

DataSourcePatchSourceTypeType1 = Literal["event_list", "ground", "heo", "leo", "lunar", "not_applicable"]

DATA_SOURCE_PATCH_SOURCE_TYPE_TYPE_1_VALUES: set[DataSourcePatchSourceTypeType1] = {
    "event_list",
    "ground",
    "heo",
    "leo",
    "lunar",
    "not_applicable",
}


def check_data_source_patch_source_type_type_1(value: str) -> DataSourcePatchSourceTypeType1:
    if value in DATA_SOURCE_PATCH_SOURCE_TYPE_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DATA_SOURCE_PATCH_SOURCE_TYPE_TYPE_1_VALUES!r}")
