# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetDataSourceFormat = Literal["basic_info", "full_record", "identifier_only", "with_metadata"]

GET_DATA_SOURCE_FORMAT_VALUES: set[GetDataSourceFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_get_data_source_format(value: str) -> GetDataSourceFormat:
    if value in GET_DATA_SOURCE_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_DATA_SOURCE_FORMAT_VALUES!r}")
