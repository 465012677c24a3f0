# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetDataProductAvailabilitySourceType = Literal["event_list", "ground", "heo", "leo", "lunar", "not_applicable"]

GET_DATA_PRODUCT_AVAILABILITY_SOURCE_TYPE_VALUES: set[GetDataProductAvailabilitySourceType] = {
    "event_list",
    "ground",
    "heo",
    "leo",
    "lunar",
    "not_applicable",
}


def check_get_data_product_availability_source_type(value: str) -> GetDataProductAvailabilitySourceType:
    if value in GET_DATA_PRODUCT_AVAILABILITY_SOURCE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_DATA_PRODUCT_AVAILABILITY_SOURCE_TYPE_VALUES!r}")
