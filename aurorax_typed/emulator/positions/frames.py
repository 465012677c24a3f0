"""Frames of reference (the turning Earth, the Sun, the dipole, GSM), orbits in them, and magnetic footprints.

Everything takes minutes since 1970 UTC as an array and works on whole arrays; a direction is a row of three numbers.
Angles are degrees where they are latitudes and longitudes, radians inside.

Sources of the formulas: Greenwich mean sidereal time and the low-precision position of the Sun (0.01 degree between
1950 and 2050) as in the Astronomical Almanac, sections B and C; the GSM frame after "Geophysical coordinate
transformations", Cosmic Electrodynamics 2 (1971); the dipole axis from the first three coefficients of the
International Geomagnetic Reference Field (IGRF-13 up to 2020, IGRF-14 for 2025), interpolated between its epochs.
Latitudes are geocentric, as in the ephemeris that the API publishes.

An orbit is Kepler's ellipse, turned slowly by the Earth's oblateness. The node, the perigee and the phase drift at
the secular rates that the zonal harmonic J2 causes ("Fundamentals of Astrodynamics and Applications", section 9.6).
Drag, the Moon, the Sun and manoeuvres are left out: over years a real spacecraft runs ahead of or behind this one,
but its height, speed, inclination and local time stay right.

A footprint is where the field line through a spacecraft or a camera comes down, north and south. The field is a
centred dipole along the axis of the epoch. A field line of such a dipole keeps its magnetic longitude and obeys ``r =
L cos² λ`` (r from the centre, λ the magnetic latitude; "Introduction to Geomagnetically Trapped Radiation", chapter
3), so both of its feet follow from one point without tracing. They are taken at 110 km above a sphere of 6371.2 km.
The real field differs: its feet lie up to some hundred kilometres away.
"""

import math
from functools import cached_property
from typing import TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

__all__ = [
    "EARTH_RADIUS",
    "FOOT_RADIUS",
    "MEAN_RADIUS",
    "Booleans",
    "Floats",
    "Magnetic",
    "Minutes",
    "Orbit",
    "conjugates",
    "dipole_axis",
    "dipole_basis",
    "directions",
    "gsm_basis",
    "magnetic",
    "node_at_local_time",
    "places",
    "rotate",
    "sidereal_angle",
    "sun_direction",
    "to_earth_fixed",
    "traces",
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


EARTH_RADIUS = 6378.137
"""The Earth's equatorial radius, km (WGS 84)."""

_GRAVITY = 398600.4418 * 3600  # km³ per square minute
_J2 = 1.08262668e-3


@frozen(kw_only=True, slots=False)
class Orbit:
    """An orbit around the Earth by its mean elements at ``epoch``, in minutes since 1970 UTC.

    ``perigee`` and ``apogee`` are heights above the equatorial radius in km; angles are degrees: ``node`` is the right
    ascension of the ascending node, ``argument`` that of the perigee, ``anomaly`` the mean anomaly.
    """

    perigee: float
    apogee: float
    inclination: float
    node: float
    argument: float = 0.0
    anomaly: float = 0.0
    epoch: int = field()

    @property
    def semi_major_axis(self) -> float:
        """Half the long axis, km."""
        return EARTH_RADIUS + (self.perigee + self.apogee) / 2

    @property
    def eccentricity(self) -> float:
        """How far the ellipse is from a circle."""
        return (self.apogee - self.perigee) / 2 / self.semi_major_axis

    @cached_property
    def rates(self) -> tuple[float, float, float]:
        """Degrees a minute of the node, the argument of the perigee and the mean anomaly."""
        motion = math.degrees(math.sqrt(_GRAVITY / self.semi_major_axis**3))
        eccentricity, cosine = self.eccentricity, math.cos(math.radians(self.inclination))
        bulge = 0.75 * _J2 * (EARTH_RADIUS / self.semi_major_axis / (1 - eccentricity**2)) ** 2 * motion
        return (
            -2 * bulge * cosine,
            bulge * (5 * cosine**2 - 1),
            motion + bulge * math.sqrt(1 - eccentricity**2) * (3 * cosine**2 - 1),
        )

    def positions(self, minutes: Minutes) -> Floats:
        """Where the spacecraft is, km from the Earth's centre in the inertial equatorial frame."""
        since = (minutes - self.epoch).astype(np.float64)
        start = (self.node, self.argument, self.anomaly)
        node, argument, anomaly = (
            np.radians((begin + rate * since) % 360.0) for begin, rate in zip(start, self.rates, strict=True)
        )
        eccentricity = self.eccentricity
        eccentric = _eccentric_anomaly(anomaly, eccentricity)
        along = self.semi_major_axis * (np.cos(eccentric) - eccentricity)
        across = self.semi_major_axis * math.sqrt(1 - eccentricity**2) * np.sin(eccentric)
        # In the plane of the orbit, from the ascending node and at right angles to it.
        near = along * np.cos(argument) - across * np.sin(argument)
        far = along * np.sin(argument) + across * np.cos(argument)
        tilt = math.radians(self.inclination)
        return np.column_stack(
            (
                near * np.cos(node) - far * math.cos(tilt) * np.sin(node),
                near * np.sin(node) + far * math.cos(tilt) * np.cos(node),
                far * math.sin(tilt),
            )
        )


def _eccentric_anomaly(mean: Floats, eccentricity: float) -> Floats:
    """Solve Kepler's equation by Newton's method, to the last digits whatever the eccentricity below 0.95."""
    eccentric = mean + eccentricity * np.sin(mean)
    if eccentricity > 0.5:
        eccentric = np.where(mean < np.pi, np.minimum(eccentric, np.pi), np.maximum(eccentric, np.pi))
    for _ in range(50):
        step = (eccentric - eccentricity * np.sin(eccentric) - mean) / (1 - eccentricity * np.cos(eccentric))
        eccentric = eccentric - step
        if np.abs(step).max(initial=0.0) < 1e-13:
            break
    return eccentric


def node_at_local_time(local_time: float, sun: Floats) -> float:
    """The longitude, degrees, of an ascending node at a local time in hours, with the Sun in this direction."""
    noon = math.degrees(math.atan2(float(sun[1]), float(sun[0])))
    return (noon + (local_time - 12) * 15) % 360


MEAN_RADIUS = 6371.2
"""The reference radius of the field model, km."""
FOOT_RADIUS = MEAN_RADIUS + 110.0
"""The height of footprints, km from the Earth's centre."""

# Field lines that reach farther out than this, in Earth radii, are taken for open: they have one foot only.
_OPEN = 20.0


@frozen
class Magnetic:
    """Positions in the dipole's own coordinates: ``latitude`` and ``longitude`` in radians, ``shell`` (L) in km."""

    basis: Floats
    latitude: Floats
    longitude: Floats
    shell: Floats

    @property
    def open(self) -> Booleans:
        """Whether the field line does not come back to the Earth."""
        return self.shell > _OPEN * MEAN_RADIUS

    def feet(self, hemisphere: int) -> Floats:
        """Latitude and longitude of the foot in the northern (1) or southern (-1) magnetic hemisphere, degrees."""
        latitude = hemisphere * np.arccos(np.sqrt(np.minimum(FOOT_RADIUS / self.shell, 1.0)))
        local = np.column_stack(
            (np.cos(latitude) * np.cos(self.longitude), np.cos(latitude) * np.sin(self.longitude), np.sin(latitude))
        )
        return places(np.einsum("nji,nj->ni", self.basis, local))


def magnetic(positions: Floats, minutes: Minutes) -> Magnetic:
    """Positions fixed to the Earth, km, in dipole coordinates."""
    basis = dipole_basis(minutes)
    x, y, z = rotate(basis, positions).T
    across = np.hypot(x, y)
    distance = np.hypot(across, z)
    # Right over the pole L is infinite; a millionth of a degree beside it, it is not.
    cosine = np.maximum(across / distance, 1e-8)
    return Magnetic(basis, np.arctan2(z, across), np.arctan2(y, x), distance / cosine**2)


def traces(found: Magnetic, reachable: Booleans) -> tuple[Floats, Floats]:
    """The northern and the southern foot, degrees; NaN where there is none.

    On an open line only the foot of the spacecraft's own hemisphere exists; where ``reachable`` is false neither does.
    """
    north, south = found.feet(1), found.feet(-1)
    beyond = ~reachable
    north[beyond | (found.open & (found.latitude < 0))] = np.nan
    south[beyond | (found.open & (found.latitude >= 0))] = np.nan
    return north, south


def conjugates(latitude: float, longitude: float, minutes: Minutes) -> Floats:
    """The other foot of the field line over a place on the ground, degrees, minute by minute."""
    here = directions(np.full(len(minutes), latitude), np.full(len(minutes), longitude)) * FOOT_RADIUS
    found = magnetic(here, minutes)
    north, south = found.feet(1), found.feet(-1)
    return np.where((found.latitude >= 0)[:, None], south, north)
