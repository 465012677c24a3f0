"""Magnetic footprints of places on the ground, computed here, by AACGM.

Needs the extra `aacgm` (`pip install 'aurorax-typed[aacgm]'`); where there is no wheel it needs a C compiler.

The server gives ground sources footprints by the same rule: the place itself in its own hemisphere, and in the other
one the place with the opposite magnetic latitude in altitude-adjusted corrected geomagnetic coordinates (AACGM;
Shepherd, 2014, doi:10.1002/2014JA020264) at height 0. Against footprints that the server gave for Gillam in January
2019 and January 2020 the results differ by 0.3 and 0.4 km.
"""

from __future__ import annotations

import importlib
import math
from typing import Any

from aurorax_typed.errors import MissingExtraError, QueryError
from aurorax_typed.queries import Time
from aurorax_typed.queries.times import utc
from aurorax_typed.records import Location

__all__ = ["ground_to_nbtrace", "ground_to_sbtrace"]


def ground_to_nbtrace(location: Location, time: Time) -> Location:
    """The northern footprint (North B-trace) of a place on the ground.

    Args:
        location: geographic degrees, both of them.
        time: UTC; the magnetic field drifts by some hundredths of a degree a year.

    Returns:
        The place itself where it lies in the north, else its conjugate. Empty where AACGM has no conjugate, near the
        magnetic equator.

    Raises:
        QueryError: the place or the time is none.
        MissingExtraError: `aacgmv2` is not installed.
    """
    lat, lon = _degrees(location)
    return location if lat >= 0 else _conjugate(lat, lon, time)


def ground_to_sbtrace(location: Location, time: Time) -> Location:
    """The southern footprint (South B-trace) of a place on the ground; see `ground_to_nbtrace`."""
    lat, lon = _degrees(location)
    return location if lat < 0 else _conjugate(lat, lon, time)


def _degrees(location: Location) -> tuple[float, float]:
    lat, lon = location.lat, location.lon
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 360):
        raise QueryError(f"A place on the globe is needed, with latitude and longitude in degrees, not {location}.")
    return lat, lon


def _conjugate(lat: float, lon: float, time: Time) -> Location:
    moment = utc(time, "time")
    aacgm = _aacgm()
    magnetic_lat, magnetic_lon, _ = aacgm.convert_latlon(lat, lon, 0.0, moment, method_code="G2A")
    conjugate_lat, conjugate_lon, _ = aacgm.convert_latlon(-magnetic_lat, magnetic_lon, 0.0, moment, method_code="A2G")
    # Near the magnetic equator AACGM is not defined and gives NaN.
    if math.isnan(conjugate_lat) or math.isnan(conjugate_lon):
        return Location()
    return Location(float(conjugate_lat), float(conjugate_lon))


def _aacgm() -> Any:
    try:
        return importlib.import_module("aacgmv2")
    except ImportError:
        raise MissingExtraError(
            "Magnetic footprints need aacgmv2, which is not installed: pip install 'aurorax-typed[aacgm]'"
        ) from None
