# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetDataProductAvailabilityFormat = Literal["basic_info", "full_record", "identifier_only", "with_metadata"]

GET_DATA_PRODUCT_AVAILABILITY_FORMAT_VALUES: set[GetDataProductAvailabilityFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_get_data_product_availability_format(value: str) -> GetDataProductAvailabilityFormat:
    if value in GET_DATA_PRODUCT_AVAILABILITY_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_DATA_PRODUCT_AVAILABILITY_FORMAT_VALUES!r}")
