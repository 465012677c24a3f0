"""Whether spacecraft move as spacecraft do: orbits, frames, field lines, against other ways to find the same."""

import math
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from emulator.emulator_http import Api
from emulator.finding import ephemeris, find, haversine, place
from hypothesis import given, strategies as st

from aurorax_typed.emulator.archive import load_sources
from aurorax_typed.emulator.archive.sun import DARKNESS, dark_minutes, elevation
from aurorax_typed.emulator.positions.ephemeris import archive_window
from aurorax_typed.emulator.positions.frames import (
    EARTH_RADIUS,
    FOOT_RADIUS,
    Orbit,
    conjugates,
    dipole_axis,
    directions,
    gsm_basis,
    magnetic,
    places,
    sun_direction,
    traces,
)
from aurorax_typed.emulator.positions.ground import ground_minutes, ground_traces
from aurorax_typed.emulator.positions.spacecraft import minute_of, spacecraft_of

SOURCES = {source.platform + " " + source.instrument_type: source for source in load_sources()}
EPOCH = datetime(1970, 1, 1)
MINUTES = st.integers(min_value=minute_of("1995-01-01T00:00:00"), max_value=minute_of("2026-01-01T00:00:00"))


def at(text: str) -> "np.ndarray[Any, np.dtype[np.int64]]":
    return np.array([minute_of(text)], dtype=np.int64)


def orbit(platform: str) -> Orbit:
    craft = spacecraft_of(SOURCES[f"{platform} footprint"])
    assert craft is not None
    return craft.orbit


def fly(api: Api, platform: str, start: str, end: str) -> list[Any]:
    return find(api, "ephemeris", ephemeris(start, end, platforms=[platform]))


@pytest.mark.parametrize(
    ("epoch", "geographic", "gsm", "north", "south"),
    [
        ("2019-01-01T00:00:00", (-17.019026, -136.0207), (6.7606134, 40.40137), (14.933, -130.168), (-21.816, -137.23)),
        ("2019-01-01T00:22:00", (67.75, -134.21866), (79.08494, 137.89024), None, None),
        ("2020-01-01T00:00:00", (76.696365, 103.03342), None, (76.864, 103.156), (-58.289, 114.337)),
    ],
)
def test_swarm_a_is_where_the_documentation_prints_it(
    api: Api, *, epoch: str, geographic: Any, gsm: Any, north: Any, south: Any
) -> None:
    (record,) = fly(api, "swarma", epoch, epoch)
    assert haversine(place(record["location_geo"]) or (0, 0), geographic) < 1
    assert gsm is None or haversine(place(record["location_gsm"]) or (0, 0), gsm) < 5
    # The published traces follow the whole field; a dipole misses them by some hundred kilometres.
    for name, published in (("nbtrace", north), ("sbtrace", south)):
        assert published is None or haversine(place(record[name]) or (0, 0), published) < 600


@pytest.mark.parametrize(
    ("platform", "start", "minutes", "inclination", "low", "high"),
    [
        ("swarma", "2020-03-01", (92.8, 94.2), 87.35, 420, 460),
        ("swarmb", "2020-03-01", (94.0, 95.2), 87.75, 490, 520),
        ("epop", "2016-03-01", (102, 104.5), 80.97, 320, 1510),
        ("dmsp17", "2015-01-01", (101, 102.5), 81.2, 820, 870),
        ("iss", "2020-01-01", (92, 93.5), 51.64, 400, 425),
        ("noaa15", "2020-01-01", (100.5, 102), 81.3, 795, 825),
        ("arase", "2018-01-01", (560, 575), 31, 380, 32100),
        ("rbspa", "2015-01-01", (530, 545), 10.2, 600, 30500),
        ("themise", "2020-01-01", (1300, 1600), 10, 3000, 70000),
    ],
)
def test_height_inclination_and_period_are_those_of_the_mission(
    api: Api, *, platform: str, start: str, minutes: tuple[float, float], inclination: float, low: float, high: float
) -> None:
    first = datetime.fromisoformat(start)
    end = (first + timedelta(days=4) - timedelta(minutes=1)).isoformat()
    records = fly(api, platform, first.isoformat(), end)
    assert len(records) == 4 * 1440
    heights = [record["metadata"]["radial_distance"] - EARTH_RADIUS for record in records]
    assert low < min(heights) < max(heights) < high
    assert max(heights) - min(heights) > 0.6 * (high - low) or high - low < 60
    latitudes = [record["location_geo"]["lat"] for record in records]
    assert max(latitudes) == pytest.approx(inclination, abs=0.6)
    assert min(latitudes) == pytest.approx(-inclination, abs=0.6)
    northward = [row for row in range(len(latitudes) - 1) if latitudes[row] < 0 <= latitudes[row + 1]]
    between = [later - earlier for earlier, later in pairwise(northward)]
    assert minutes[0] < sum(between) / len(between) < minutes[1]
    # Kepler's third law, for the long axis that the heights show.
    if high - low > 1000:
        axis = EARTH_RADIUS + (min(heights) + max(heights)) / 2
        assert sum(between) / len(between) == pytest.approx(2 * math.pi * math.sqrt(axis**3 / 398600.44) / 60, rel=0.02)


def test_swarm_a_and_c_fly_side_by_side_and_b_apart(api: Api) -> None:
    a, b, c = (fly(api, f"swarm{name}", "2020-01-01T00:00:00", "2020-01-01T05:59:00") for name in "abc")
    apart = [
        [
            haversine(place(x["location_geo"]) or (0, 0), place(y["location_geo"]) or (0, 0))
            for x, y in zip(a, o, strict=True)
        ]
        for o in (c, b)
    ]
    assert max(apart[0]) < 200
    assert max(apart[1]) > 5000


def test_satellites_of_goes_stay_over_their_longitude(api: Api) -> None:
    for platform, longitude, years in (("goes16", -75.2, (2017, 2025)), ("goes12", -75, (2002, 2013))):
        for year in years:
            for record in fly(api, platform, f"{year}-06-01T00:00:00", f"{year}-06-01T23:59:00")[::60]:
                assert haversine(place(record["location_geo"]) or (0, 0), (0, longitude)) < 40
                assert record["metadata"]["radial_distance"] == pytest.approx(42166, abs=5)


def test_planes_turn_as_the_oblate_earth_makes_them() -> None:
    # Degrees a day: with the Sun, against it, and as published for the station.
    assert orbit("dmsp17").rates[0] * 1440 == pytest.approx(360 / 365.2422, abs=0.02)
    assert orbit("noaa19").rates[0] * 1440 == pytest.approx(360 / 365.2422, abs=0.02)
    assert orbit("iss").rates[0] * 1440 == pytest.approx(-5.0, abs=0.1)
    assert orbit("swarma").rates[0] * 1440 == pytest.approx(-0.365, abs=0.005)


def test_weather_satellites_keep_their_local_time(api: Api) -> None:
    for year in ("2010", "2018", "2024"):
        records = fly(api, "dmsp17", f"{year}-03-01T00:00:00", f"{year}-03-01T11:59:00")
        for before, after in pairwise(records):
            if before["location_geo"]["lat"] < 0 <= after["location_geo"]["lat"]:
                minute = int(after["epoch"][11:13]) * 60 + int(after["epoch"][14:16])
                hours = (minute / 60 + after["location_geo"]["lon"] / 15) % 24
                assert hours == pytest.approx(17.5, abs=1.6)


@given(MINUTES, st.floats(0, 0.93), st.floats(0, 180), st.floats(0, 360), st.floats(0, 360))
def test_orbits_obey_kepler(minute: int, eccentricity: float, tilt: float, argument: float, anomaly: float) -> None:
    axis = 30000.0 / (1 - eccentricity)
    flown = Orbit(
        perigee=axis * (1 - eccentricity) - EARTH_RADIUS,
        apogee=axis * (1 + eccentricity) - EARTH_RADIUS,
        inclination=tilt,
        node=10.0,
        argument=argument,
        anomaly=anomaly,
        epoch=minute,
    )
    assert flown.eccentricity == pytest.approx(eccentricity, abs=1e-9)
    (position,) = flown.positions(np.array([minute]))
    distance = float(np.linalg.norm(position))
    # Kepler's equation the other way round: from the place on the ellipse to the mean anomaly.
    node = np.array([math.cos(math.radians(10)), math.sin(math.radians(10)), 0])
    normal = np.array(
        [
            math.sin(math.radians(tilt)) * math.sin(math.radians(10)),
            -math.sin(math.radians(tilt)) * math.cos(math.radians(10)),
            math.cos(math.radians(tilt)),
        ]
    )
    assert float(position @ normal) == pytest.approx(0, abs=1e-6 * axis)
    along = math.atan2(float(position @ np.cross(normal, node)), float(position @ node))
    true = along - math.radians(argument)
    eccentric = 2 * math.atan2(
        math.sqrt(1 - eccentricity) * math.sin(true / 2), math.sqrt(1 + eccentricity) * math.cos(true / 2)
    )
    assert distance == pytest.approx(axis * (1 - eccentricity * math.cos(eccentric)), rel=1e-9)
    mean = math.degrees(eccentric - eccentricity * math.sin(eccentric))
    assert (mean - anomaly + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)


@given(MINUTES)
def test_frames_have_right_angles(minute: int) -> None:
    when = np.array([minute])
    (basis,) = gsm_basis(when)
    assert np.allclose(basis @ basis.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(basis) == pytest.approx(1)
    # The Sun is on the x axis, the dipole in the plane of x and z, on the northern side.
    assert np.allclose(basis @ sun_direction(when)[0], [1, 0, 0], atol=1e-12)
    _, y, z = basis @ dipole_axis(when)[0]
    assert abs(y) < 1e-12
    assert z > 0.8


@pytest.mark.parametrize(
    ("epoch", "declination", "longitude"),
    [  # Equinoxes and solstices; at noon UTC the Sun is as far from Greenwich as the equation of time says.
        ("2020-03-20T03:50:00", 0.0, None),
        ("2020-06-20T21:44:00", 23.44, None),
        ("2020-12-21T10:02:00", -23.44, None),
        ("2020-02-11T12:00:00", None, 14.2 / 4),
        ("2020-11-03T12:00:00", None, -16.4 / 4),
    ],
)
def test_the_sun_is_where_the_calendar_has_it(epoch: str, declination: float | None, longitude: float | None) -> None:
    latitude, east = places(sun_direction(at(epoch)))[0]
    assert declination is None or latitude == pytest.approx(declination, abs=0.02)
    assert longitude is None or east == pytest.approx(longitude, abs=0.05)


@given(MINUTES, st.floats(-89, 89), st.floats(-180, 180))
def test_the_sun_is_as_high_as_the_data_products_have_it(minute: int, latitude: float, longitude: float) -> None:
    up = directions(np.array(latitude), np.array(longitude))
    height = math.degrees(math.asin(float(sun_direction(np.array([minute]))[0] @ up)))
    assert height == pytest.approx(elevation(latitude, longitude, minute), abs=1e-6)


@given(MINUTES, st.sampled_from(["gillam", "taloyoak", "resolute bay", "longyearbyen", "athabasca"]))
def test_nights_are_those_of_the_data_products(minute: int, platform: str) -> None:
    source = next(item for item in load_sources() if item.platform == platform)
    assert source.latitude is not None
    assert source.longitude is not None
    day = minute // 1440
    spells = ground_minutes(source, day * 1440, day * 1440 + 1439)
    dark = {number for start, end in spells for number in range(start, end + 1)}
    assert sum(end - start + 1 for start, end in spells) == len(dark)
    nights = [
        dark_minutes(source.latitude, source.longitude, EPOCH.date() + timedelta(days=day + shift))
        for shift in (-1, 0, 1)
    ]
    assert dark == {
        number
        for night in nights
        if night
        for number in range(max(night[0], day * 1440), min(night[1], day * 1440 + 1439) + 1)
    }
    for number in dark:
        assert elevation(source.latitude, source.longitude, number) < DARKNESS + 1e-6


def follow(start: "np.ndarray[Any, np.dtype[np.float64]]", axis: Any, sign: float) -> Any:
    """The foot of a dipole's field line by small steps along the field (Runge-Kutta), up to the height of the feet."""

    def field(at: Any) -> Any:
        radial = at / np.linalg.norm(at)
        # The northern end of the dipole's axis is its south pole: the field points down there.
        there = -(3 * (axis @ radial) * radial - axis)
        return sign * there / np.linalg.norm(there)

    here = start
    for _ in range(20000):
        step = 0.01 * np.linalg.norm(here)
        one = field(here)
        two = field(here + step / 2 * one)
        three = field(here + step / 2 * two)
        there = here + step / 6 * (one + 2 * two + 2 * three + field(here + step * three))
        if np.linalg.norm(there) < FOOT_RADIUS:
            # The last step is cut where it meets the sphere.
            share = (np.linalg.norm(here) - FOOT_RADIUS) / (np.linalg.norm(here) - np.linalg.norm(there))
            return here + share * (there - here)
        here = there
    raise AssertionError("the field line does not come down")


@pytest.mark.parametrize(
    ("latitude", "longitude", "distance"),
    [
        (56.0, -94.0, 6811.0),
        (-17.0, -136.0, 6819.0),
        (-70.0, 20.0, 7200.0),
        (10.0, 140.0, 42164.0),
        (-25.0, 15.0, 25000.0),
    ],
)
def test_footprints_are_the_ends_of_field_lines(latitude: float, longitude: float, distance: float) -> None:
    when = at("2015-01-01T00:00:00")
    position = directions(np.array([latitude]), np.array([longitude])) * distance
    north, south = traces(magnetic(position, when), np.array([True]))
    axis = dipole_axis(when)[0]
    for foot, sign in ((north, 1.0), (south, -1.0)):
        followed = places(follow(position[0], axis, sign)[None, :])[0]
        assert haversine(tuple(foot[0]), tuple(followed)) < 15


@given(MINUTES, st.floats(20, 89.9), st.floats(-180, 180), st.sampled_from([1, -1]))
def test_the_conjugate_of_the_conjugate_is_the_place_itself(
    minute: int, latitude: float, longitude: float, sign: int
) -> None:
    when = np.array([minute])
    (there,) = conjugates(sign * latitude, longitude, when)
    (back,) = conjugates(float(there[0]), float(there[1]), when)
    assert haversine(tuple(back), (sign * latitude, longitude)) < 0.01
    # A place is its own trace in its own geographic hemisphere, and its conjugate is the other one.
    north, south = ground_traces(sign * latitude, longitude, when)
    own, other = (north, south) if sign > 0 else (south, north)
    assert tuple(own[0]) == (sign * latitude, longitude)
    assert tuple(other[0]) == tuple(there)


def test_there_is_no_trace_where_there_is_no_field_line(api: Api) -> None:
    swarm = fly(api, "swarma", "2020-01-01T00:00:00", "2020-01-01T23:59:00")
    missing = {
        name: [r["location_geo"]["lat"] for r in swarm if place(r[name]) is None] for name in ("nbtrace", "sbtrace")
    }
    # Over the poles the line is open: the foot below is there, the one on the other side is not.
    assert missing["sbtrace"]
    assert min(missing["sbtrace"]) > 60
    assert missing["nbtrace"]
    assert max(missing["nbtrace"]) < -60
    for record in swarm:
        for name in ("nbtrace", "sbtrace"):
            assert (f"{name}_region" in record["metadata"]) == (place(record[name]) is not None)
    cluster = fly(api, "cluster1", "2004-02-01T00:00:00", "2004-02-03T23:59:00")
    regions = {
        r["metadata"]["spacecraft_region"] for r in cluster if place(r["nbtrace"]) is place(r["sbtrace"]) is None
    }
    assert regions <= {"interplanetary medium", "dayside magnetosheath", "nightside magnetosheath"}
    assert regions


def test_footprints_are_below_low_spacecraft_at_high_latitudes(api: Api) -> None:
    for record in fly(api, "swarma", "2020-01-01T00:00:00", "2020-01-01T05:59:00"):
        where = place(record["location_geo"]) or (0, 0)
        if abs(where[0]) > 65:
            own = place(record["nbtrace" if where[0] > 0 else "sbtrace"])
            assert own is not None
            assert haversine(where, own) < 400


def test_every_source_with_ephemeris_has_some_on_its_first_and_last_days(api: Api) -> None:
    for source in load_sources():
        window = archive_window(source)
        if window is None or source.source_type in ("ground", "event_list"):
            assert source.source_type in ("ground", "event_list", "not_applicable"), source
            continue
        for minute, count in ((window[0], 1), (window[1], 1), (window[0] - 1, 0), (window[1] + 1, 0)):
            text = (EPOCH + timedelta(minutes=minute)).isoformat()
            query = ephemeris(text, text, programs=[source.program], platforms=[source.platform])
            assert len(find(api, "ephemeris", query)) == count, (source.platform, text)
