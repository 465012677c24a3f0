# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetDataSourceStatsFormat = Literal["basic_info", "full_record", "identifier_only", "with_metadata"]

GET_DATA_SOURCE_STATS_FORMAT_VALUES: set[GetDataSourceStatsFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_get_data_source_stats_format(value: str) -> GetDataSourceStatsFormat:
    if value in GET_DATA_SOURCE_STATS_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_DATA_SOURCE_STATS_FORMAT_VALUES!r}")
