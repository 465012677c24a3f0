"""What is said about a camera's pictures: the verdicts of the classifiers, minute by minute.

Weather lasts for hours, aurora for minutes, and a classifier changes its mind now and then: the verdicts are drawn with
those lengths. Shares and confidences are representative.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.positions.chunks import Column, Labels, Numbers
from aurorax_typed.emulator.positions.frames import Floats, Minutes
from aurorax_typed.emulator.positions.pseudorandom import chances

__all__ = ["camera_metadata"]

_CLOUD = ("classified as cloudy", "classified as not cloudy", "not classified")
_APA = ("classified as APA", "classified as not APA", "not classified")
_OATH = (
    "classified as arc",
    "classified as diffuse",
    "classified as discrete",
    "classified as cloudy",
    "classified as moon",
    "classified as no aurora",
    "not classified",
)


def camera_metadata(source: Source, minutes: Minutes) -> dict[str, Column]:
    """The metadata columns of a camera, those that its schema names."""
    names = {str(field["field_name"]) for field in source.ephemeris_metadata_schema if isinstance(field, dict)}
    about = f"{source.program} {source.platform}"
    columns: dict[str, Column] = {}
    if "calgary_cloud_ml_v1" not in names:
        return columns
    unclassified = chances(f"{about} unclassified", minutes // 45) < 0.03
    # Three layers of weather, so that spells have many lengths.
    weather = [chances(f"{about} weather {hours}", minutes // (60 * hours)) for hours in (2, 7, 24)]
    cloudy = np.sum(weather, axis=0) < 1.45

    def doubt(name: str) -> Floats:
        return chances(f"{about} {name}", minutes)

    if "clausen_ml_oath" in names:
        drawn = chances(f"{about} aurora", minutes // 4)
        aurora = np.searchsorted([0.16, 0.42, 0.64, 0.64, 0.70], drawn, side="right")
        seen = np.where(cloudy & (chances(f"{about} through", minutes // 2) < 0.9), 3, aurora)
        columns["clausen_ml_oath"] = Labels(_OATH, np.where(unclassified, 6, seen))
    if "calgary_apa_ml_v1" in names:
        pulsating = ~cloudy & (chances(f"{about} pulsating", minutes // 15) < 0.2)
        columns |= _verdict("calgary_apa_ml_v1", _APA, np.where(unclassified, 2, np.where(pulsating, 0, 1)), doubt)
    columns |= _verdict("calgary_cloud_ml_v1", _CLOUD, np.where(unclassified, 2, np.where(cloudy, 0, 1)), doubt)
    return columns


def _verdict(
    name: str, words: tuple[str, ...], codes: NDArray[np.int64], doubt: Callable[[str], Floats]
) -> dict[str, Column]:
    # Most verdicts are nearly certain; the classifiers say so with two decimals.
    confidence = np.round(100 - 49.9 * doubt(name) ** 6, 2)
    return {name: Labels(words, codes), f"{name}_confidence": Numbers(np.where(codes == 2, np.nan, confidence))}
