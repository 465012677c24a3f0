"""Orbits: Kepler's ellipse, turned slowly by the Earth's oblateness.

The node, the perigee and the phase drift at the secular rates that the zonal harmonic J2 causes ("Fundamentals of
Astrodynamics and Applications", section 9.6). Drag, the Moon, the Sun and manoeuvres are left out: over years a real
spacecraft runs ahead of or behind this one, but its height, speed, inclination and local time stay right.
"""

import math
from functools import cached_property

import numpy as np
from attrs import field, frozen

from aurorax_typed.emulator.positions.frames import Floats, Minutes

__all__ = ["EARTH_RADIUS", "Orbit", "node_at_local_time"]

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

    @property
    def period(self) -> float:
        """Minutes from perigee to perigee."""
        return 360 / self.rates[2]

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
