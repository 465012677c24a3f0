# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

EphemerisCriteriaSpaceHemisphereItem = Literal["northern", "southern"]

EPHEMERIS_CRITERIA_SPACE_HEMISPHERE_ITEM_VALUES: set[EphemerisCriteriaSpaceHemisphereItem] = {
    "northern",
    "southern",
}


def check_ephemeris_criteria_space_hemisphere_item(value: str) -> EphemerisCriteriaSpaceHemisphereItem:
    if value in EPHEMERIS_CRITERIA_SPACE_HEMISPHERE_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EPHEMERIS_CRITERIA_SPACE_HEMISPHERE_ITEM_VALUES!r}")
