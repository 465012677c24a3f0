"""Frames of reference: the turning Earth, the Sun, the dipole, and GSM.

Everything takes minutes since 1970 UTC as an array and works on whole arrays; a direction is a row of three numbers.
Angles are degrees where they are latitudes and longitudes, radians inside.

Sources of the formulas: Greenwich mean sidereal time and the low-precision position of the Sun (0.01 degree between
1950 and 2050) as in the Astronomical Almanac, sections B and C; the GSM frame after "Geophysical coordinate
transformations", Cosmic Electrodynamics 2 (1971); the dipole axis from the first three coefficients of the
International Geomagnetic Reference Field (IGRF-13 up to 2020, IGRF-14 for 2025), interpolated between its epochs.
Latitudes are geocentric, as in the ephemeris that the API publishes.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Booleans",
    "Floats",
    "Minutes",
    "dipole_axis",
    "dipole_basis",
    "directions",
    "gsm_basis",
    "places",
    "rotate",
    "sidereal_angle",
    "sun_direction",
    "to_earth_fixed",
]

Floats: TypeAlias = NDArray[np.float64]
Minutes: TypeAlias = NDArray[np.int64]
Booleans: TypeAlias = NDArray[np.bool_]

# Minutes from 1970-01-01T00:00 to 2000-01-01T12:00.
_J2000 = 15778800

# Year, g10, g11, h11 in nanotesla.
_IGRF = np.array(
    [
        (1980, -29992.0, -1956.0, 5604.0),
        (1985, -29873.0, -1905.0, 5500.0),
        (1990, -29775.0, -1848.0, 5406.0),
        (1995, -29692.0, -1784.0, 5306.0),
        (2000, -29619.4, -1728.2, 5186.1),
        (2005, -29554.63, -1669.05, 5077.99),
        (2010, -29496.57, -1586.42, 4944.26),
        (2015, -29441.46, -1501.77, 4795.99),
        (2020, -29404.8, -1450.9, 4652.5),
        (2025, -29350.0, -1410.3, 4545.5),
    ]
)


def _days(minutes: Minutes) -> Floats:
    return (minutes - _J2000) / 1440.0


def sidereal_angle(minutes: Minutes) -> Floats:
    """How far Greenwich has turned from the vernal equinox, radians."""
    return np.radians((280.46061837 + 360.98564736629 * _days(minutes)) % 360.0)


def to_earth_fixed(vectors: Floats, minutes: Minutes) -> Floats:
    """Turn vectors from the inertial equatorial frame to the one that turns with the Earth."""
    angle = sidereal_angle(minutes)
    cosine, sine = np.cos(angle), np.sin(angle)
    x, y, z = vectors.T
    return np.column_stack((cosine * x + sine * y, cosine * y - sine * x, z))


def sun_direction(minutes: Minutes) -> Floats:
    """Where the Sun stands, as unit vectors fixed to the Earth."""
    days = _days(minutes)
    anomaly = np.radians(357.528 + 0.9856003 * days)
    mean_longitude = 280.460 + 0.9856474 * days
    ecliptic = np.radians(mean_longitude + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    obliquity = np.radians(23.439 - 0.0000004 * days)
    inertial = (np.cos(ecliptic), np.cos(obliquity) * np.sin(ecliptic), np.sin(obliquity) * np.sin(ecliptic))
    return to_earth_fixed(np.column_stack(inertial), minutes)


def dipole_axis(minutes: Minutes) -> Floats:
    """Where the northern end of the Earth's dipole points, as unit vectors fixed to the Earth."""
    years = 2000.0 + _days(minutes) / 365.25
    g10, g11, h11 = (np.interp(years, _IGRF[:, 0], _IGRF[:, column]) for column in (1, 2, 3))
    axis: Floats = -np.column_stack((g11, h11, g10)) / np.sqrt(g10**2 + g11**2 + h11**2)[:, None]
    return axis


def _unit(vectors: Floats) -> Floats:
    length: Floats = np.linalg.norm(vectors, axis=1)
    return vectors / length[:, None]


def dipole_basis(minutes: Minutes) -> Floats:
    """Axes of dipole coordinates, one matrix for each minute: z along the dipole, y at right angles to the rotation."""
    z = dipole_axis(minutes)
    y = _unit(np.cross(np.array([0.0, 0.0, 1.0]), z))
    return np.stack((np.cross(y, z), y, z), axis=1)


def gsm_basis(minutes: Minutes) -> Floats:
    """Axes of GSM coordinates, one matrix for each minute: x to the Sun, the dipole in the plane of x and z."""
    x = sun_direction(minutes)
    y = _unit(np.cross(dipole_axis(minutes), x))
    return np.stack((x, y, np.cross(x, y)), axis=1)


def rotate(basis: Floats, vectors: Floats) -> Floats:
    """The components of vectors along the axes of a basis, row by row."""
    turned: Floats = np.einsum("nij,nj->ni", basis, vectors)
    return turned


def directions(latitudes: Floats, longitudes: Floats) -> Floats:
    """Unit vectors of places, degrees north and east. A missing place gives a missing vector."""
    phi, theta = np.radians(latitudes), np.radians(longitudes)
    return np.stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)), axis=-1)


def places(vectors: Floats) -> Floats:
    """Latitude and longitude of vectors in two columns, degrees north and east, longitudes from -180 to 180."""
    x, y, z = vectors.T
    degrees: Floats = np.degrees(np.column_stack((np.arctan2(z, np.hypot(x, y)), np.arctan2(y, x))))
    return degrees
