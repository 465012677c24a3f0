# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

RecordFormat = Literal["basic_info", "full_record", "identifier_only", "with_metadata"]

RECORD_FORMAT_VALUES: set[RecordFormat] = {
    "basic_info",
    "full_record",
    "identifier_only",
    "with_metadata",
}


def check_record_format(value: str) -> RecordFormat:
    if value in RECORD_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RECORD_FORMAT_VALUES!r}")
