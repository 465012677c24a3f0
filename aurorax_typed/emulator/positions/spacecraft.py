"""The spacecraft: which orbit each flies, and from when to when there is ephemeris of it.

Heights, inclinations, periods and local times are those that the missions publish (ESA for Swarm and Cluster, NASA for
THEMIS, MMS, the Van Allen Probes, FAST, SAMPEX and the ISS, the Canadian Space Agency for CASSIOPE/e-POP, JAXA for
Arase, NOAA and the US Air Force for DMSP, POES and GOES, UCLA for ELFIN). Node, perigee and phase are published for the
day, not for the mission; they are representative here, spread evenly, but for these:

* Swarm A passes within 0.4 km of the three positions that the API's documentation prints (1 January 2019, 00:00 and
  00:22, and 1 January 2020, 00:00). Swarm C flies beside it, 1.4 degrees east and a few seconds behind. The plane of
  Swarm B turns away from theirs by 24 degrees a year, as it has since 2014.
* Weather satellites cross the equator at the local time of their mission.
* Geostationary satellites stand at their longitude.

Orbits are held from the first to the last day: no manoeuvres, no decay. Where the public record gives no first or last
epoch of the ephemeris, it is that of the mission, and the archive ends with the year 2025.
"""

import datetime

import numpy as np
from attrs import frozen

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.positions.frames import (
    EARTH_RADIUS,
    Orbit,
    node_at_local_time,
    sidereal_angle,
    sun_direction,
)

__all__ = ["Spacecraft", "minute_of", "spacecraft_of"]

_END = "2025-12-31T23:59:00"
_GEOSTATIONARY = 35788.12147  # where a satellite keeps its longitude under J2
_SWARM_A_EPOCH = "2020-01-01T00:00:00"


@frozen
class Spacecraft:
    """A spacecraft with ephemeris from ``first`` to ``last``, minutes since 1970 UTC, both included."""

    orbit: Orbit
    first: int
    last: int


def minute_of(text: str) -> int:
    """The minute since 1970 of a time such as ``2020-01-01T00:00:00``; seconds are cut."""
    moment = datetime.datetime.fromisoformat(text)
    return int((moment - datetime.datetime(1970, 1, 1)).total_seconds()) // 60


@frozen
class _Mission:
    """Heights of perigee and apogee in km and inclination in degrees; the window of the ephemeris; and what is known of
    the plane: the local time of its ascending node in hours, or the longitude of a geostationary satellite."""

    perigee: float
    apogee: float
    inclination: float
    first: str
    last: str = _END
    local_time: float | None = None
    longitude: float | None = None


def _earth_radii(distance: float) -> float:
    """A height in km of a distance from the Earth's centre in Earth radii."""
    return (distance - 1) * EARTH_RADIUS


def _dmsp(first: str, last: str, local_time: float) -> _Mission:
    return _Mission(835, 855, 98.8, first, last, local_time=local_time)


def _poes(height: float, first: str, last: str, local_time: float) -> _Mission:
    return _Mission(height - 8, height + 8, 98.7, first, last, local_time=local_time)


def _goes(first: str, last: str, longitude: float) -> _Mission:
    return _Mission(_GEOSTATIONARY, _GEOSTATIONARY, 0.05, first, last, longitude=longitude)


_SWARM = ("2013-11-26T00:00:00", "2021-12-10T23:59:00")
# A probe of THEMIS until two of the five left for the Moon.
_THEMIS_EARTH = ("2007-02-18T00:14:00", "2010-06-30T23:59:00")
_THEMIS = ("2007-02-18T00:14:00", "2029-05-27T00:00:00")

_MISSIONS = {
    "swarma": _Mission(428.578054, 450.394448, 87.347473, *_SWARM),
    "swarmb": _Mission(497, 511, 87.75, *_SWARM),
    "swarmc": _Mission(428.578054, 450.394448, 87.347473, *_SWARM),
    "epop": _Mission(325, 1500, 80.97, "2013-09-29T18:00:00", "2021-12-31T23:59:00"),
    "themisa": _Mission(_earth_radii(1.27), _earth_radii(10.2), 14.0, *_THEMIS),
    "themisb": _Mission(_earth_radii(1.2), _earth_radii(30.7), 7.0, *_THEMIS_EARTH),
    "themisc": _Mission(_earth_radii(1.2), _earth_radii(19.0), 7.0, *_THEMIS_EARTH),
    "themisd": _Mission(_earth_radii(1.4), _earth_radii(11.8), 9.0, *_THEMIS),
    "themise": _Mission(_earth_radii(1.5), _earth_radii(11.7), 10.0, *_THEMIS),
    "arase": _Mission(400, 32000, 31.0, "2016-12-21T00:00:00"),
    "cluster1": _Mission(_earth_radii(4.0), _earth_radii(19.6), 90.0, "2000-08-10T00:00:00", "2024-09-08T00:00:00"),
    "mms1": _Mission(_earth_radii(1.2), _earth_radii(12.0), 28.0, "2015-03-13T04:00:00"),
    "rbspa": _Mission(618, 30414, 10.2, "2012-08-30T10:00:00", "2019-10-18T23:59:00"),
    "rbspb": _Mission(625, 30540, 10.1, "2012-08-30T10:00:00", "2019-07-19T23:59:00"),
    "fast": _Mission(351, 4175, 83.0, "1996-08-22T00:00:00", "2009-05-04T23:59:00"),
    "sampex": _Mission(520, 670, 82.0, "1992-07-04T00:00:00", "2012-11-13T12:00:00"),
    "elfina": _Mission(440, 455, 93.0, "2018-09-16T00:00:00", "2022-09-17T23:59:00"),
    "elfinb": _Mission(441, 456, 93.0, "2018-09-16T00:00:00", "2022-09-30T23:59:00"),
    "iss": _Mission(408, 418, 51.64, "1998-11-21T00:00:00"),
    "dmsp06": _dmsp("1982-12-22T00:00:00", "1987-07-24T23:59:00", 18.2),
    "dmsp07": _dmsp("1983-11-19T00:00:00", "1988-01-31T23:59:00", 10.2),
    "dmsp08": _dmsp("1987-06-21T00:00:00", "1994-07-31T23:59:00", 6.2),
    "dmsp09": _dmsp("1988-02-04T00:00:00", "1994-04-30T23:59:00", 10.1),
    "dmsp10": _dmsp("1990-12-02T00:00:00", "1997-11-14T23:59:00", 19.7),
    "dmsp11": _dmsp("1991-11-29T00:00:00", "2000-05-16T23:59:00", 17.1),
    "dmsp12": _dmsp("1994-08-30T00:00:00", "2002-07-25T23:59:00", 21.3),
    "dmsp13": _dmsp("1995-03-25T00:00:00", "2015-02-03T23:59:00", 17.7),
    "dmsp14": _dmsp("1997-04-05T00:00:00", "2020-02-11T23:59:00", 20.5),
    "dmsp15": _dmsp("1999-12-13T00:00:00", _END, 21.1),
    "dmsp16": _dmsp("2003-10-19T00:00:00", _END, 20.2),
    "dmsp17": _dmsp("2006-11-05T00:00:00", _END, 17.5),
    "dmsp18": _dmsp("2009-10-19T00:00:00", _END, 20.0),
    "dmsp19": _dmsp("2014-04-04T00:00:00", "2016-02-11T23:59:00", 18.5),
    "noaa8": _poes(815, "1983-03-29T00:00:00", "1985-12-29T23:59:00", 19.5),
    "noaa10": _poes(815, "1986-09-18T00:00:00", "2001-08-30T23:59:00", 19.5),
    "noaa12": _poes(810, "1991-05-15T00:00:00", "2007-08-10T23:59:00", 19.5),
    "noaa14": _poes(850, "1994-12-31T00:00:00", "2007-05-23T23:59:00", 13.7),
    "noaa15": _poes(810, "1998-05-14T00:00:00", _END, 19.5),
    "noaa16": _poes(850, "2000-09-22T00:00:00", "2014-06-09T23:59:00", 14.0),
    "noaa17": _poes(810, "2002-06-25T00:00:00", "2013-04-10T23:59:00", 22.0),
    "noaa18": _poes(855, "2005-05-21T00:00:00", _END, 14.0),
    "noaa19": _poes(860, "2009-02-07T00:00:00", _END, 14.0),
    "noaa20": _poes(828, "2017-11-19T00:00:00", _END, 13.4),
    "goes8": _goes("1994-04-14T00:00:00", "2004-05-05T23:59:00", -75.0),
    "goes9": _goes("1995-05-24T00:00:00", "2007-06-14T23:59:00", -135.0),
    "goes10": _goes("1997-04-26T00:00:00", "2009-12-02T23:59:00", -135.0),
    "goes12": _goes("2001-07-24T00:00:00", "2013-08-16T23:59:00", -75.0),
    "goes16": _goes("2016-11-20T00:00:00", _END, -75.2),
    "goes17": _goes("2018-03-02T00:00:00", "2023-01-10T23:59:00", -137.2),
    "goes18": _goes("2022-03-02T00:00:00", _END, -137.0),
}

# Node, perigee and mean anomaly in degrees at the epoch of Swarm A.
_SWARM_ANGLES = {
    "swarma": (191.855159, 60.0, 16.905441),
    "swarmb": (191.855159 + 144.0, 90.0, 250.0),
    "swarmc": (191.855159 + 1.4, 60.0, 16.905441 - 0.4),
}

# The even spread: each step of this angle falls into the widest gap.
_GOLDEN = 137.50776405


def spacecraft_of(source: Source) -> Spacecraft | None:
    """The spacecraft behind a data source; ``None`` for anything else."""
    mission = _MISSIONS.get(source.platform)
    # A source of the same platform that a client made is not one of these.
    if mission is None or source.instrument_type != "footprint" or not source.platform.startswith(source.program):
        return None
    return Spacecraft(_orbit(source, mission), minute_of(mission.first), minute_of(mission.last))


def _orbit(source: Source, mission: _Mission) -> Orbit:
    spread = source.identifier * _GOLDEN % 360
    epoch = minute_of(mission.first)
    node, argument, anomaly = spread, (spread * 7) % 360, (spread * 3) % 360
    if source.platform in _SWARM_ANGLES:
        node, argument, anomaly = _SWARM_ANGLES[source.platform]
        epoch = minute_of(_SWARM_A_EPOCH)
    at_epoch = np.array([epoch], dtype=np.int64)
    turned = float(np.degrees(sidereal_angle(at_epoch)[0]))
    if mission.local_time is not None:
        sun = sun_direction(at_epoch)[0]
        node = node_at_local_time(mission.local_time, sun) + turned
    if mission.longitude is not None:
        node, argument = 0.0, 0.0
        anomaly = (turned + mission.longitude) % 360
    return Orbit(
        perigee=mission.perigee,
        apogee=mission.apogee,
        inclination=mission.inclination,
        node=node % 360,
        argument=argument,
        anomaly=anomaly,
        epoch=epoch,
    )
