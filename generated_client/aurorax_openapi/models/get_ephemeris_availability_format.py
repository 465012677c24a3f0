# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetEphemerisAvailabilityFormat = Literal["basic_info", "full_record", "identifier_only", "with_metadata"]

GET_EPHEMERIS_AVAILABILITY_FORMAT_VALUES: set[GetEphemerisAvailabilityFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_get_ephemeris_availability_format(value: str) -> GetEphemerisAvailabilityFormat:
    if value in GET_EPHEMERIS_AVAILABILITY_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_EPHEMERIS_AVAILABILITY_FORMAT_VALUES!r}")
