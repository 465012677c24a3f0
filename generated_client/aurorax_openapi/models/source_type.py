# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

SourceType = Literal["event_list", "ground", "heo", "leo", "lunar", "not_applicable"]

SOURCE_TYPE_VALUES: set[SourceType] = {
    "event_list",
    "ground",
    "heo",
    "leo",
    "lunar",
    "not_applicable",
}


def check_source_type(value: str) -> SourceType:
    if value in SOURCE_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SOURCE_TYPE_VALUES!r}")
