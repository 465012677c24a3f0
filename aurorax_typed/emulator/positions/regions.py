"""What is said about a spacecraft's positions: the regions that it and its footprints are in, and Swarm's instrument.

The regions are rules of thumb with the names that the API uses. On the ground: low latitudes reach to 30 degrees, the
auroral oval is ten degrees wide and lies lower at night than by day, the cusp and the cleft are at its noon side, the
polar cap is inside of it. In space: the magnetopause is the empirical one of "Magnetopause location under extreme solar
wind conditions" (Journal of Geophysical Research 103, 1998) in a quiet solar wind, the bow shock stands a third farther
out, the plasmasphere ends at L = 4.5.
"""

from typing import Final

import numpy as np

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.positions.chunks import Column, Labels, Numbers
from aurorax_typed.emulator.positions.frames import (
    MEAN_RADIUS,
    Booleans,
    Floats,
    Magnetic,
    Minutes,
    directions,
    magnetic,
)
from aurorax_typed.emulator.positions.pseudorandom import chances

__all__ = ["magnetopause_ratio", "spacecraft_metadata"]

_ON_GROUND = ("polar cap", "cusp", "cleft", "auroral oval", "mid-latitude")
_NORTH = tuple(f"north {name}" for name in _ON_GROUND)
_SOUTH = tuple(f"south {name}" for name in _ON_GROUND)
_LOW = "low latitude"
_IN_SPACE = (
    "interplanetary medium",
    "dayside magnetosheath",
    "nightside magnetosheath",
    "low latitude boundary layer",
    "high latitude boundary layer",
    "tail lobe",
    "plasma sheet",
    "dayside plasmasphere",
    "nightside plasmasphere",
    "dayside magnetosphere",
    "nightside magnetosphere",
)
_LOW_LATITUDE = 30.0
_PLASMASPHERE = 4.5
_BOW_SHOCK = 1.33
# Degrees of magnetic latitude at dawn and dusk; by night five less, at noon five more.
_OVAL: Final = (67.0, 77.0)
_OVAL_SHIFT = 5.0

# Orbital data is made ahead, and replaced when the orbit is known: 1 June 2024.
_DEFINITIVE_UNTIL = 28620000

_TII_FLAGS = ("tii_quality_vixh", "tii_quality_vixv", "tii_quality_viy", "tii_quality_viz")


def magnetopause_ratio(gsm: Floats) -> Floats:
    """How far out positions are, as a share of the distance of the magnetopause; ``gsm`` is in km.

    For a northward field of 0 nT and a pressure of 2 nPa: 10.25 Earth radii at noon.
    """
    distance = np.linalg.norm(gsm, axis=1)
    # Straight behind the Earth the model's tail has no end.
    cosine = np.maximum(gsm[:, 0] / distance, -0.99)
    ratio: Floats = distance / (10.25 * MEAN_RADIUS * (2 / (1 + cosine)) ** 0.59)
    return ratio


def spacecraft_metadata(
    source: Source, minutes: Minutes, *, positions: Floats, gsm: Floats, found: Magnetic, feet: tuple[Floats, Floats]
) -> dict[str, Column]:
    """The metadata columns of a spacecraft. Positions are km, fixed to the Earth and in GSM; feet are degrees."""
    midnight = _local_time_phase(found, gsm)
    north, south = feet
    columns: dict[str, Column] = {
        "nbtrace_region": _foot_regions(north, minutes, midnight, _NORTH),
        "sbtrace_region": _foot_regions(south, minutes, midnight, _SOUTH),
        "radial_distance": Numbers(np.linalg.norm(positions, axis=1)),
        "spacecraft_region": _space_regions(gsm, found),
        "radial_trace_region": _radial_regions(positions, found, midnight),
        "state": Labels(("predictive", "definitive"), (minutes < _DEFINITIVE_UNTIL).astype(np.int64)),
    }
    if source.program == "swarm":
        columns |= _thermal_ion_imager(source, minutes)
    return columns


def _local_time_phase(found: Magnetic, gsm: Floats) -> Floats:
    """1 at magnetic midnight, -1 at noon: the side of the Earth as seen from the Sun."""
    sideways = np.hypot(gsm[:, 0], gsm[:, 1])
    phase: Floats = -gsm[:, 0] / np.maximum(sideways, 1e-9)
    return phase


def _ground_codes(
    geographic: Floats, magnetic_latitude: Floats, midnight: Floats
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Places in ``_ON_GROUND``, 5 for low latitudes."""
    seen = np.abs(magnetic_latitude) + _OVAL_SHIFT * midnight
    noon = midnight < -0.5
    codes = np.select(
        [
            np.abs(geographic) < _LOW_LATITUDE,
            seen >= _OVAL[1],
            noon & (midnight < -0.966) & (seen >= 72),
            noon & (seen >= 72),
            seen >= _OVAL[0],
        ],
        [5, 0, 1, 2, 3],
        default=4,
    )
    return codes.astype(np.int64)


def _foot_regions(feet: Floats, minutes: Minutes, midnight: Floats, names: tuple[str, ...]) -> Labels:
    latitude = magnetic(directions(feet[:, 0], feet[:, 1]), minutes).latitude
    codes = _ground_codes(feet[:, 0], np.degrees(latitude), midnight)
    return Labels((*names, _LOW), np.where(np.isnan(feet[:, 0]), -1, codes))


def _radial_regions(positions: Floats, found: Magnetic, midnight: Floats) -> Labels:
    geographic = np.degrees(np.arcsin(positions[:, 2] / np.linalg.norm(positions, axis=1)))
    codes = _ground_codes(geographic, np.degrees(found.latitude), midnight)
    southern = (found.latitude < 0) & (codes < 5)
    return Labels((*_NORTH, _LOW, *_SOUTH), np.where(southern, codes + 6, codes))


def _space_regions(gsm: Floats, found: Magnetic) -> Labels:
    ratio = magnetopause_ratio(gsm)
    x, _, z = gsm.T / MEAN_RADIUS
    day: Booleans = x > 0
    tail = x < -8
    codes = np.select(
        [
            ratio > _BOW_SHOCK,
            (ratio > 1) & day,
            ratio > 1,
            (ratio > 0.95) & (np.abs(z) < 3),
            ratio > 0.95,
            tail & (np.abs(z) > 3),
            tail,
            (found.shell < _PLASMASPHERE * MEAN_RADIUS) & day,
            found.shell < _PLASMASPHERE * MEAN_RADIUS,
            day,
        ],
        list(range(10)),
        default=10,
    )
    return Labels(_IN_SPACE, codes.astype(np.int64))


def _thermal_ion_imager(source: Source, minutes: Minutes) -> dict[str, Column]:
    """Swarm's thermal ion imager runs about two thirds of the time; its quality flags are there when it does."""
    on = chances(f"{source.platform} ion imager", minutes // 360) < 0.66
    columns: dict[str, Column] = {"tii_on": Labels((False, True), on.astype(np.int64))}
    for flag in _TII_FLAGS:
        good = chances(f"{source.platform} {flag}", minutes // 20) < 0.2
        columns[flag] = Labels((0, 1), np.where(on, good.astype(np.int64), -1))
    return columns
