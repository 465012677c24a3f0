"""The mathematics of the maps, without matplotlib: circles on the globe, a projection, where lines must break.

Angles are degrees, distances kilometres on a sphere of the mean radius of the Earth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from aurorax_typed.errors import QueryError

__all__ = ["EARTH", "Point", "Stereographic", "centre_of", "circle", "distance", "field_of_view", "pieces"]

EARTH = 6371.0
"""The mean radius of the Earth, km (IUGG)."""

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude."""


def field_of_view(altitude: float = 110.0, elevation: float = 10.0) -> float:
    """How far an all-sky imager sees along the ground, in km: the radius of its circle on a map.

    A ray that leaves the ground at the angle e meets the height h at the central angle arccos(R cos e / (R + h)) - e
    from the site, on a sphere of radius R = 6371 km. The defaults give 502 km; 5° would give 743 km, and red aurora at
    230 km and 10° would give 901 km.

    Args:
        altitude: where the aurora glows, km above the ground. 110 km is where earlier studies found it most often
            (Sangalli et al., "Estimating the peak auroral emission altitude from all-sky images", 2011, who themselves
            measured 120 to 140 km in one arc).
        elevation: the lowest angle above the horizon that is worth looking at, degrees. By convention 10: lower down
            the air is thick, and a pixel covers tens of kilometres.

    Raises:
        QueryError: no height above 0, or no angle from 0 to 90.
    """
    if not (0 < altitude < math.inf and 0 <= elevation <= 90):
        raise QueryError(
            f"A field of view needs an altitude above 0 km and an elevation of 0 to 90 degrees, "
            f"not {altitude:g} km and {elevation:g} degrees."
        )
    angle = math.radians(elevation)
    return EARTH * (math.acos(EARTH * math.cos(angle) / (EARTH + altitude)) - angle)


def distance(one: Point, other: Point) -> float:
    """Along the great circle, km (haversine formula)."""
    lat, lon, lat2, lon2 = map(math.radians, (*one, *other))
    root = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(root)))


def circle(centre: Point, radius: float, corners: int = 72) -> list[Point]:
    """The places at a distance of `radius` km from one, all around and back to the first."""
    lat, lon = map(math.radians, centre)
    away = radius / EARTH
    found = []
    for corner in range(corners + 1):
        bearing = 2 * math.pi * corner / corners
        there = math.asin(
            max(-1, min(1, math.sin(lat) * math.cos(away) + math.cos(lat) * math.sin(away) * math.cos(bearing)))
        )
        east = math.atan2(
            math.sin(bearing) * math.sin(away) * math.cos(lat), math.cos(away) - math.sin(lat) * math.sin(there)
        )
        found.append((math.degrees(there), wrapped(math.degrees(lon + east))))
    return found


def wrapped(lon: float) -> float:
    """A longitude from -180 up to 180."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def centre_of(points: Iterable[Point]) -> tuple[Point, float]:
    """The middle of places, and how far the farthest is from it, km. Nowhere in particular where there is none."""
    known = list(points)
    x = y = z = 0.0
    for lat, lon in known:
        phi, lam = math.radians(lat), math.radians(lon)
        x += math.cos(phi) * math.cos(lam)
        y += math.cos(phi) * math.sin(lam)
        z += math.sin(phi)
    middle = (math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))
    return middle, max((distance(middle, point) for point in known), default=0.0)


def pieces(line: Sequence[Point], *, seam: bool) -> Iterator[list[Point]]:
    """A line in parts that can be drawn; where it crosses the date line, each part ends right there.

    Args:
        seam: the map is cut at the date line.
    """
    part: list[Point] = []
    for point in line:
        if seam and part and abs(point[1] - part[-1][1]) > 180:
            (lat, lon), side = part[-1], math.copysign(180.0, part[-1][1])
            ahead = point[1] + 2 * side
            share = 0.5 if ahead == lon else (side - lon) / (ahead - lon)
            crossing = lat + share * (point[0] - lat)
            yield [*part, (crossing, side)]
            part = [(crossing, -side)]
        part.append(point)
    if part:
        yield part


class Stereographic:
    """The map of a part of the globe that keeps angles, so that circles stay circles (Snyder, Map Projections, 1987,
    USGS Professional Paper 1395, p. 157, sphere). Coordinates are km, true in the middle.

    Args:
        centre: the middle of the map.
    """

    def __init__(self, centre: Point) -> None:
        self.centre = centre
        phi = math.radians(centre[0])
        self._sin, self._cos, self._lam = math.sin(phi), math.cos(phi), math.radians(centre[1])

    def __call__(self, point: Point) -> tuple[float, float] | None:
        """Where a place is on the map; None on the far side of the globe, where the map runs off."""
        phi, lam = math.radians(point[0]), math.radians(point[1]) - self._lam
        cosine = self._sin * math.sin(phi) + self._cos * math.cos(phi) * math.cos(lam)
        if cosine < -0.5:
            return None
        scale = 2 * EARTH / (1 + cosine)
        return (
            scale * math.cos(phi) * math.sin(lam),
            scale * (self._cos * math.sin(phi) - self._sin * math.cos(phi) * math.cos(lam)),
        )

    def reach(self, away: float) -> float:
        """How far from the middle of the map a place is drawn that is `away` km from it on the globe."""
        return 2 * EARTH * math.tan(away / EARTH / 2)
