# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

GetEphemerisAvailabilitySourceType = Literal["event_list", "ground", "heo", "leo", "lunar", "not_applicable"]

GET_EPHEMERIS_AVAILABILITY_SOURCE_TYPE_VALUES: set[GetEphemerisAvailabilitySourceType] = {
    "event_list",
    "ground",
    "heo",
    "leo",
    "lunar",
    "not_applicable",
}


def check_get_ephemeris_availability_source_type(value: str) -> GetEphemerisAvailabilitySourceType:
    if value in GET_EPHEMERIS_AVAILABILITY_SOURCE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_EPHEMERIS_AVAILABILITY_SOURCE_TYPE_VALUES!r}")
