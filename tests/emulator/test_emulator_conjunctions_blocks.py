"""Conjunction searches: what blocks of each kind, types and distances mean."""

from datetime import timedelta
from typing import Any

import pytest
from emulator.emulator_http import Api
from emulator.finding import MINUTE, find, found, haversine, minute, track
from emulator.meeting import END, PAIR, START, THEMIS_ASI, conjunctions, identifiers, length


@pytest.fixture(scope="module")
def early(api: Api) -> tuple[Any, list[Any]]:
    """The search of the API's own notebook: THEMIS ASI and Swarm within 500 km, seven hours of 2020."""
    return found(api, "conjunctions", PAIR)


def test_ten_blocks_are_searched(api: Api) -> None:
    space = [{"programs": ["swarm"], "platforms": ["swarma"]}] + [{"programs": ["dmsp"]}] * 4
    places = [{"locations": [{"lat": 60.0 + n, "lon": -100.0}]} for n in range(5)]
    pairs = {f"space1-adhoc{n}": 900 for n in range(1, 6)} | {f"space{n}-adhoc1": 15000 for n in range(2, 6)}
    records = conjunctions(api, ground=[], space=space, adhoc=places, max_distances=pairs)
    assert records
    for record in records:
        assert len(record["data_sources"]) == 10
        assert len({source["identifier"] for source in record["data_sources"][:5]}) == 5
        assert len(record["events"]) == 9


def test_without_types_northern_footprints_are_compared(api: Api, early: tuple[Any, list[Any]]) -> None:
    status, records = found(api, "conjunctions", {**PAIR, "conjunction_types": []})
    assert records == early[1]
    assert status["search_request"]["query"]["conjunction_types"] == []
    assert "Find conjunctions of type (nbtrace) at" in status["logs"][2]["summary"]


def test_several_types_are_searched_one_after_the_other(api: Api, early: tuple[Any, list[Any]]) -> None:
    types = ["nbtrace", "sbtrace", "geographic"]
    status, records = found(api, "conjunctions", {**PAIR, "conjunction_types": types})
    assert [record for record in records if record["conjunction_type"] == "nbtrace"] == early[1]
    assert sorted({record["conjunction_type"] for record in records}) == sorted(types)
    summaries = [entry["summary"] for entry in status["logs"]]
    assert len(summaries) == 6 + 7 * 3
    assert sum("will repeat 3 times" in text for text in summaries) == 3
    counts = [int(text.split()[1]) for text in summaries if text.endswith("super events")]
    assert counts == [sum(record["conjunction_type"] == kind for record in records) for kind in types]


def test_pairs_may_be_named_either_way_round(api: Api, early: tuple[Any, list[Any]]) -> None:
    assert conjunctions(api, max_distances={"space1-ground1": 500.0, "space7-ground1": 3}) == early[1]


def test_a_wider_distance_lengthens_the_same_passes(api: Api, early: tuple[Any, list[Any]]) -> None:
    wide = conjunctions(api, max_distances={"ground1-space1": 1000})
    for record in early[1]:
        (around,) = [
            other
            for other in wide
            if identifiers(other) == identifiers(record) and other["start"] <= record["start"] <= other["end"]
        ]
        assert around["end"] >= record["end"]
        assert around["min_distance"] == record["min_distance"]
    assert sum(map(length, wide)) > 2 * sum(map(length, early[1]))


@pytest.mark.parametrize("distance", [None, 2**31, 30000])
def test_where_any_distance_will_do_every_shared_minute_counts(api: Api, distance: float | None) -> None:
    one = {"programs": ["themis-asi"], "platforms": ["gillam"]}
    records = conjunctions(
        api, ground=[one], space=[{"platforms": ["swarma"]}], max_distances={"ground1-space1": distance}
    )
    camera = track(api, START, END, "nbtrace", **one)[46]
    craft = track(api, START, END, "nbtrace", platforms=["swarma"])[3]
    assert sum(map(length, records)) == len(camera.keys() & craft.keys()) > 300
    assert max(record["max_distance"] for record in records) > 10000


def test_ground_instruments_without_a_distance_stand_at_the_same_place(api: Api) -> None:
    rego = {"programs": ["rego"]}
    records = conjunctions(
        api,
        ground=[THEMIS_ASI, rego],
        max_distances={"ground1-space1": 500, "ground2-space1": 500},
    )
    assert records
    for record in records:
        camera, other, _ = record["data_sources"]
        assert camera["platform"] == other["platform"]
        assert [camera["program"], other["program"]] == ["themis-asi", "rego"]
        assert record["min_distance"] == 0
        assert record["events"][0]["max_distance"] == 0


@pytest.mark.parametrize("hemispheres", [["northern"], ["southern"], ["northern", "southern"]])
def test_hemispheres_are_those_of_the_spacecraft(api: Api, hemispheres: list[str]) -> None:
    both = conjunctions(api, space=[{"programs": ["dmsp"]}], max_distances={"ground1-space1": 300})
    records = conjunctions(
        api, space=[{"programs": ["dmsp"], "hemisphere": hemispheres}], max_distances={"ground1-space1": 300}
    )
    where = track(api, START, END, "location_geo", programs=["dmsp"])

    def kept(record: Any) -> bool:
        latitude = where[identifiers(record)[1]][minute(record["closest_epoch"])][0]
        return ("northern" if latitude >= 0 else "southern") in hemispheres

    assert records == [record for record in both if kept(record)]
    # From the far south, too, field lines come down at the cameras.
    assert len(records) > 0
    assert (len(records) < len(both)) == (len(hemispheres) == 1)


def test_metadata_filters_are_asked_of_each_minute_of_a_block(api: Api) -> None:
    def cloudless(**more: Any) -> dict[str, Any]:
        expressions = [
            {"key": "calgary_cloud_ml_v1", "operator": "=", "values": ["classified as not cloudy"]},
            {"key": "calgary_cloud_ml_v1_confidence", "operator": ">=", "values": ["75"]},
        ]
        filters = {"expressions": expressions, "logical_operator": "AND"}
        return {"ground": [{**THEMIS_ASI, "ephemeris_metadata_filters": filters}], **more}

    status, records = found(api, "conjunctions", {**PAIR, **cloudless()})
    sky = {
        (record["data_source"]["identifier"], minute(record["epoch"])): record["metadata"]
        for record in find(api, "ephemeris", {"start": START, "end": END, "data_sources": {"programs": ["themis-asi"]}})
    }

    def clear(identifier: int, at: Any) -> bool:
        metadata = sky[identifier, at]
        clouds = metadata["calgary_cloud_ml_v1"]
        return clouds == "classified as not cloudy" and metadata["calgary_cloud_ml_v1_confidence"] >= 75

    minutes = {
        (*identifiers(record), minute(record["start"]) + n * MINUTE)
        for record in records
        for n in range(length(record))
    }
    wanted = {
        (camera, craft, at)
        for record in conjunctions(api)
        for camera, craft in [identifiers(record)]
        for at in [minute(record["start"]) + n * MINUTE for n in range(length(record))]
        if clear(camera, at)
    }
    assert minutes == wanted
    assert 0 < len(records) < len(conjunctions(api))
    echo = status["search_request"]["query"]["ground"][0]["ephemeris_metadata_filters"]
    assert echo == cloudless()["ground"][0]["ephemeris_metadata_filters"]
    assert status["logs"][5]["summary"] == f"Found {len(wanted)} single epoch events"
    words = (
        "ground1=(program in (themis-asi) filtered by metadata (calgary_cloud_ml_v1 = (classified as not cloudy) AND"
        " calgary_cloud_ml_v1_confidence >= (75)))"
    )
    assert words in status["logs"][2]["summary"]


def test_places_of_ones_own(api: Api) -> None:
    calgary, churchill = (51.05, -114.07), (58.77, -94.17)
    query = {
        "start": "2018-01-01T00:00:00",
        "end": "2018-01-02T23:59:59",
        "ground": [],
        "adhoc": [{"locations": [{"lat": lat, "lon": lon} for lat, lon in (calgary, churchill)]}],
        "max_distances": {"space1-adhoc1": 500},
    }
    for kind, member in (("nbtrace", "nbtrace"), ("geographic", "location_geo")):
        status, records = found(api, "conjunctions", {**PAIR, **query, "conjunction_types": [kind]})
        craft = track(api, query["start"], query["end"], member, programs=["swarm"])  # type: ignore[arg-type]
        near = [
            (identifier, at, distance)
            for identifier, places in craft.items()
            for at, where in places.items()
            for distance in [haversine(where, calgary), haversine(where, churchill)]
            if distance <= 500
        ]
        assert sum(map(length, records)) == len(near) > 4
        assert min(record["min_distance"] for record in records) == pytest.approx(min(item[2] for item in near))
        assert {identifiers(record)[1] for record in records} == {-1}
        assert status["search_request"]["query"]["adhoc"] == query["adhoc"]


def test_events_are_met_while_they_last(api: Api) -> None:
    query = {
        "start": "2008-01-01T00:00:00",
        "end": "2008-12-31T23:59:59",
        "space": [],
        "events": [{"programs": ["events"], "instrument_types": ["substorm onset"]}],
        "max_distances": {"ground1-events1": 500},
    }
    records = conjunctions(api, **query)
    # The server finds 189 of its own list with THEMIS in a year.
    assert 60 < len(records) < 1000
    assert {record["data_sources"][1]["source_type"] for record in records} == {"event_list"}
    (onsets,) = track(
        api, query["start"], query["end"], "nbtrace", programs=["events"], instrument_types=["substorm onset"]
    ).values()  # type: ignore[arg-type]
    assert 150 < len(onsets) < 400
    assert {minute(record["start"]) for record in records} <= onsets.keys()
    assert all(record["start"] == record["end"] for record in records)
    for where in onsets.values():
        assert 45 < where[0] < 75


def test_steve_lasts_for_tens_of_minutes_over_its_platform(api: Api) -> None:
    names = {"programs": ["events"], "instrument_types": ["STEVE"]}
    (seen,) = track(api, "2015-01-01T00:00:00", "2018-12-31T23:59:59", "location_geo", **names).values()
    assert set(seen.values()) == {(62.95, -155.59)}
    assert any(at + timedelta(minutes=19) in seen for at in seen)
