"""Conjunctions against brute force: every minute of every pair, written as plainly as it can be."""

from datetime import datetime
from itertools import combinations, pairwise, product
from typing import Any

import numpy as np
import pytest
from emulator.emulator_http import Api
from emulator.finding import MINUTE, Place, find, haversine, minute, runs, track
from hypothesis import given, strategies as st

from aurorax_typed.emulator.archive import Source, load_sources
from aurorax_typed.emulator.conjunction_query import Block, parse_query
from aurorax_typed.emulator.conjunction_search import Candidates, Together, find_super_events, great_circle
from aurorax_typed.emulator.positions.frames import directions

START, END = "2020-01-01T00:00:00", "2020-01-01T08:59:59"
Track = dict[int, dict[datetime, Place]]


def super_events(
    blocks: list[Track], limits: dict[tuple[int, int], float]
) -> list[tuple[tuple[int, ...], datetime, datetime, float, float, datetime, datetime]]:
    """The rules, word by word: one source of each block, all pairs close enough, consecutive minutes put together."""
    result = []
    for members in product(*blocks):
        if len(set(members)) < len(members):
            continue
        tracks = [block[member] for block, member in zip(blocks, members, strict=True)]
        together: dict[datetime, list[float]] = {}
        for at in tracks[0]:
            if all(at in other for other in tracks):
                distances = {pair: haversine(tracks[pair[0]][at], tracks[pair[1]][at]) for pair in limits}
                if all(distances[pair] <= limit for pair, limit in limits.items()):
                    together[at] = list(distances.values())
        for start, end in runs(list(together)):
            minutes = [start + n * MINUTE for n in range(int((end - start) / MINUTE) + 1)]
            closest = min(minutes, key=lambda at: min(together[at]))
            farthest = max(minutes, key=lambda at: max(together[at]))
            result.append((members, start, end, min(together[closest]), max(together[farthest]), closest, farthest))
    return sorted(result)


def as_found(records: list[Any]) -> list[Any]:
    return sorted(
        (
            tuple(source["identifier"] for source in record["data_sources"]),
            minute(record["start"]),
            minute(record["end"]),
            record["min_distance"],
            record["max_distance"],
            minute(record["closest_epoch"]),
            minute(record["farthest_epoch"]),
        )
        for record in records
    )


def close(one: list[Any], other: list[Any]) -> None:
    assert [row[:3] for row in one] == [row[:3] for row in other]
    for first, second in zip(one, other, strict=True):
        assert first[3:5] == pytest.approx(second[3:5], abs=1e-6)
        assert first[5:] == second[5:]


@pytest.mark.parametrize(
    ("kind", "member"), [("nbtrace", "nbtrace"), ("sbtrace", "sbtrace"), ("geographic", "location_geo")]
)
def test_two_blocks_are_what_brute_force_finds(api: Api, kind: str, member: str) -> None:
    query = {
        "start": START,
        "end": END,
        "conjunction_types": [kind],
        "ground": [{"programs": ["themis-asi"]}],
        "space": [{"programs": ["swarm", "epop"]}],
        "max_distances": {"ground1-space1": 650.5},
    }
    cameras = track(api, START, END, member, programs=["themis-asi"])
    craft = track(api, START, END, member, programs=["swarm", "epop"])
    wanted = super_events([cameras, craft], {(0, 1): 650.5})
    assert len(wanted) > 30
    close(as_found(find(api, "conjunctions", query)), wanted)


def test_spacecraft_may_meet_each_other(api: Api) -> None:
    query = {
        "start": START,
        "end": END,
        "space": [{"programs": ["swarm"]}, {"programs": ["swarm", "iss", "epop"]}],
        "max_distances": {"space1-space2": 300},
        "conjunction_types": ["geographic"],
    }
    one = track(api, START, END, "location_geo", programs=["swarm"])
    other = track(api, START, END, "location_geo", programs=["swarm", "iss", "epop"])
    wanted = super_events([one, other], {(0, 1): 300})
    assert {row[0] for row in wanted} >= {(3, 30), (30, 3)}
    close(as_found(find(api, "conjunctions", query)), wanted)


DISTANCES: list[dict[str, float | None]] = [
    {"ground1-space1": 900, "ground1-space2": 900, "space1-space2": None},
    {"ground1-space1": 1500, "ground1-space2": 1500, "space1-space2": 1200},
    {"ground1-space1": 700, "space1-space2": 2500},
    {"ground1-space1": 400},
]


@pytest.mark.parametrize("distances", DISTANCES)
def test_three_blocks_are_what_brute_force_finds(api: Api, distances: dict[str, float | None]) -> None:
    query = {
        "start": START,
        "end": END,
        "conjunction_types": ["nbtrace"],
        "ground": [{"programs": ["themis-asi"]}],
        "space": [{"programs": ["swarm"]}, {"programs": ["noaa"]}],
        "max_distances": distances,
    }
    names = ["ground1", "space1", "space2"]
    limits = {
        (one, other): distance
        for one, other in combinations(range(3), 2)
        if (distance := distances.get(f"{names[one]}-{names[other]}")) is not None
    }
    blocks = [
        track(api, START, END, "nbtrace", programs=programs) for programs in (["themis-asi"], ["swarm"], ["noaa"])
    ]
    wanted = super_events(blocks, limits)
    assert len(wanted) > 5
    path = api.submit(query, "conjunctions")
    status = api.wait(path)
    records = api.get(f"{path}/data").json["result"]
    close(as_found(records), wanted)

    # Each record names, for every pair with a distance, the pair's own interval that it is part of.
    intervals = {
        pair: super_events([blocks[pair[0]], blocks[pair[1]]], {(0, 1): limit}) for pair, limit in limits.items()
    }
    for record in records:
        members = [source["identifier"] for source in record["data_sources"]]
        assert len(record["events"]) == len(limits)
        for event, pair in zip(record["events"], limits, strict=True):
            ends = (event["e1_source"]["identifier"], event["e2_source"]["identifier"])
            assert ends == (members[pair[0]], members[pair[1]])
            key = (ends, minute(event["start"]), minute(event["end"]))
            (own,) = [row for row in intervals[pair] if row[:3] == key]
            assert (event["min_distance"], event["max_distance"]) == pytest.approx(own[3:5], abs=1e-6)
            assert event["start"] <= record["start"] <= record["end"] <= event["end"]
    summaries = [entry["summary"] for entry in status["logs"]]
    minutes = sum(int((row[2] - row[1]) / MINUTE) + 1 for rows in intervals.values() for row in rows)
    assert f"Found {minutes} single epoch events" in summaries
    assert f"Reduced single events into {sum(map(len, intervals.values()))} continuous intervals" in summaries
    assert sum(text.startswith("Querying database for criteria combination") for text in summaries) == len(limits)


def test_a_search_over_days_has_no_seams(api: Api) -> None:
    # The emulator looks at a few days at a time; what lasts over a seam stays in one piece.
    query = {
        "start": "2020-01-01T00:00:00",
        "end": "2020-01-17T23:59:59",
        "conjunction_types": ["geographic"],
        "ground": [{"programs": ["amisr"], "platforms": ["poker flat"]}],
        "space": [{"programs": ["goes"], "platforms": ["goes17"]}],
        "max_distances": {"ground1-space1": 10000},
    }
    (record,) = find(api, "conjunctions", query)
    assert (record["start"], record["end"]) == ("2020-01-01T00:00:00", "2020-01-17T23:59:00")


LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distances_are_great_circles(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    one, other = directions(np.array([[lat], [other_lat]]), np.array([[lon], [other_lon]]))
    assert float(great_circle(one, other)[0]) == pytest.approx(haversine((lat, lon), (other_lat, other_lon)), abs=0.05)


@given(LATITUDES, LONGITUDES, st.floats(0, 0.01))
def test_short_distances_keep_their_digits(lat: float, lon: float, shift: float) -> None:
    one, other = directions(np.array([[lat], [lat - shift if lat > 0 else lat + shift]]), np.array([[lon], [lon]]))
    wanted = haversine((lat, lon), (lat - shift if lat > 0 else lat + shift, lon))
    assert float(great_circle(one, other)[0]) == pytest.approx(wanted, abs=1e-8)


EVENTS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(100, 112)), st.floats(0, 900), max_size=40
)


def together(events: dict[tuple[int, int, int], float]) -> Together:
    rows = [
        (np.array([at]), np.array([one]), np.array([other]), np.array([km])) for (one, other, at), km in events.items()
    ]
    return Together.of((3, 3), rows)


@given(EVENTS)
def test_consecutive_minutes_are_one_interval(events: dict[tuple[int, int, int], float]) -> None:
    found = together(events).intervals()
    wanted = []
    for one, other in product(range(3), repeat=2):
        minutes = sorted(at for first, second, at in events if (first, second) == (one, other))
        starts = minutes[:1] + [later for earlier, later in pairwise(minutes) if later != earlier + 1]
        for start in starts:
            end = start
            while end + 1 in minutes:
                end += 1
            inside = [events[one, other, at] for at in range(start, end + 1)]
            wanted.append((start, end, min(inside), max(inside)))
    columns = (found.start, found.end, found.nearest, found.farthest)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == wanted
    assert len(found) == len(wanted)
    assert (np.diff(found.keys) > 0).all()


SOURCES = load_sources()


def candidates(block: Block, sources: list[Source]) -> Candidates:
    return Candidates(block, sources)


@given(EVENTS, EVENTS, EVENTS, st.sampled_from([(0, 1), (1, 2), (0, 2), None]), st.booleans())
def test_super_events_are_those_of_brute_force(
    one: dict[tuple[int, int, int], float],
    two: dict[tuple[int, int, int], float],
    three: dict[tuple[int, int, int], float],
    without: tuple[int, int] | None,
    shared: bool,
) -> None:
    query = {"start": START, "end": END, "ground": [{}], "space": [{}, {}], "max_distances": {}}
    blocks = parse_query(query).blocks  # type: ignore[arg-type]
    # Sources may stand in two blocks, but not in both at once.
    groups = [SOURCES[:3], SOURCES[3:6], SOURCES[4:7] if shared else SOURCES[6:9]]
    given_events = {
        pair: events
        for pair, events in zip([(0, 1), (0, 2), (1, 2)], [one, two, three], strict=True)
        if pair != without
    }
    filled = [candidates(block, group) for block, group in zip(blocks, groups, strict=True)]
    found = find_super_events(filled, {pair: together(events) for pair, events in given_events.items()}, {})

    wanted = []
    for members in product(range(3), repeat=3):
        if len({groups[block][member].identifier for block, member in enumerate(members)}) < 3:
            continue
        keys = [(pair, members[pair[0]], members[pair[1]]) for pair in given_events]
        minutes = [at for at in range(100, 113) if all((a, b, at) in given_events[pair] for pair, a, b in keys)]
        for start in [at for at in minutes if at - 1 not in minutes]:
            end = start
            while end + 1 in minutes:
                end += 1
            km = {at: [given_events[pair][a, b, at] for pair, a, b in keys] for at in range(start, end + 1)}
            near = min(km, key=lambda at, km=km: min(km[at]))  # type: ignore[misc]
            far = max(km, key=lambda at, km=km: max(km[at]))  # type: ignore[misc]
            wanted.append((members, start, end, min(km[near]), max(km[far]), near, far))
    columns = (found.start, found.end, found.nearest, found.farthest, found.closest_epoch, found.farthest_epoch)
    rows = zip(map(tuple, found.members.tolist()), *(column.tolist() for column in columns), strict=True)
    # Grouped by the members, the last block's first, and backwards in time.
    assert list(rows) == sorted(wanted, key=lambda row: (row[0][::-1], -row[1]))
    for pair, parts in found.parts.items():
        intervals = found.intervals[pair]
        assert (intervals.start[parts] <= found.start).all()
        assert (intervals.end[parts] >= found.end).all()
