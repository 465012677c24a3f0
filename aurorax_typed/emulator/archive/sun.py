"""Where the Sun stands, and hence when an auroral camera may open its eye.

The position is the low-precision one of the Astronomical Almanac (section C, "Low precision formulas for the Sun's
coordinates"), good to 0.01 degree between 1950 and 2050; sidereal time is that of the same book, section B. Refraction
is left out: it is 0.1 degree and less at these depressions.
"""

import datetime
import math
from collections.abc import Callable
from functools import lru_cache

__all__ = ["DARKNESS", "EPOCH", "dark_minutes", "elevation"]

# Degrees. With this depression the hours of every TREx RGB camera from 1 to 5 February 2020 are those of the real
# archive: 335 camera hours, 67 a day, and Fort Smith alone at 14 UT on the last day.
DARKNESS = -11.5

EPOCH = datetime.date(1970, 1, 1)
_J2000_MINUTES = int((datetime.datetime(2000, 1, 1, 12) - datetime.datetime(1970, 1, 1)).total_seconds()) // 60


def elevation(latitude: float, longitude: float, minute: int) -> float:
    """Degrees of the Sun above the horizon at a place (degrees north and east), ``minute`` minutes after 1970 UTC."""
    days = (minute - _J2000_MINUTES) / 1440
    mean_longitude = 280.460 + 0.9856474 * days
    anomaly = math.radians(357.528 + 0.9856003 * days)
    ecliptic = math.radians(mean_longitude + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    obliquity = math.radians(23.439 - 0.0000004 * days)
    right_ascension = math.atan2(math.cos(obliquity) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(obliquity) * math.sin(ecliptic))
    sidereal = 280.46061837 + 360.98564736629 * days
    hour_angle = math.radians(sidereal + longitude) - right_ascension
    phi = math.radians(latitude)
    sine = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(declination) * math.cos(hour_angle)
    return math.degrees(math.asin(sine))


@lru_cache(maxsize=1 << 16)
def dark_minutes(latitude: float, longitude: float, day: datetime.date) -> tuple[int, int] | None:
    """The night around the local midnight that belongs to a day: its first and last dark minute, both included.

    Minutes count from 1970 UTC. Local midnight is the one whose UTC time is ``day`` 00:00 minus the longitude's share
    of a day, so for Canada it falls in the morning of ``day``. ``None`` when it does not get dark; in the polar night
    the answer runs from noon to noon.
    """
    midnight = (day - EPOCH).days * 1440 - round(longitude * 4)

    def dark(minute: int) -> bool:
        return elevation(latitude, longitude, minute) < DARKNESS

    if not dark(midnight):
        return None
    return _edge(dark, midnight, midnight - 720), _edge(dark, midnight, midnight + 719)


def _edge(dark: Callable[[int], bool], inside: int, outside: int) -> int:
    """The last dark minute on the way from a dark one to another."""
    if dark(outside):
        return outside
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if dark(middle):
            inside = middle
        else:
            outside = middle
    return inside
