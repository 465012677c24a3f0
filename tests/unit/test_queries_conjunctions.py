"""Ephemeris and conjunction queries: pairs and distances, what is refused, and the way to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import combinations
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from aurorax_typed import (
    ConjunctionQuery,
    CustomLocationsCriteria,
    EphemerisQuery,
    EventsCriteria,
    GroundCriteria,
    Location,
    MetadataExpression,
    MetadataFilter,
    QueryError,
    SpaceCriteria,
)
from aurorax_typed.queries import ConjunctionType, advanced_distances

START, END = datetime(2020, 1, 1), datetime(2020, 1, 31, 23, 59)
GROUND = GroundCriteria(programs=["themis-asi"])
SPACE = SpaceCriteria(programs=["swarm"], hemisphere=["northern"])
FILTER = MetadataFilter([MetadataExpression("calgary_cloud_ml_v1", "=", "classified as not cloudy")])

names = st.lists(st.text(min_size=1).filter(str.strip), max_size=2)
filters = st.sampled_from([None, FILTER])
blocks = {
    "ground": st.builds(
        GroundCriteria, programs=names, platforms=names, instrument_types=names, metadata_filters=filters
    ),
    "space": st.builds(
        SpaceCriteria, programs=names, hemisphere=st.sampled_from([[], ["northern"], ["southern", "northern"]])
    ),
    "events": st.builds(EventsCriteria, platforms=names, instrument_types=names, metadata_filters=filters),
    "custom_locations": st.builds(
        CustomLocationsCriteria,
        locations=st.lists(
            st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.builds(Location, st.floats(-90, 90), st.just(5.0)),
            min_size=1,
            max_size=3,
        ),
    ),
}


@st.composite
def queries(draw: st.DrawFn) -> ConjunctionQuery:
    counts = draw(st.lists(st.integers(0, 3), min_size=4, max_size=4).filter(lambda c: 2 <= sum(c) <= 10))
    groups = {
        name: draw(st.lists(block, min_size=count, max_size=count))
        for (name, block), count in zip(blocks.items(), counts, strict=True)
    }
    pairs = advanced_distances(None, ground=counts[0], space=counts[1], events=counts[2], custom=counts[3])
    values = {pair: draw(st.none() | st.floats(0, 20_000) | st.integers(0, 20_000)) for pair in pairs}
    values[draw(st.sampled_from(sorted(pairs)))] = 500
    start = draw(st.datetimes())
    return ConjunctionQuery(
        start,
        draw(st.datetimes(min_value=start)),
        values,
        **groups,
        conjunction_types=draw(st.lists(st.sampled_from(get_args(ConjunctionType)), min_size=1, max_size=3)),
        subminute_precision=draw(st.sampled_from([None, True, False])),
        extra=draw(st.dictionaries(st.sampled_from(["later", "more"]), st.integers(), max_size=1)),
    )


@given(queries())
def test_a_query_survives_the_way_to_json_and_back(query: ConjunctionQuery) -> None:
    text = json.dumps(query.to_json())
    back = ConjunctionQuery.from_json(text)
    assert back == query
    assert back.to_json() == query.to_json()


@given(queries())
def test_every_pair_is_sent_once_in_the_servers_order(query: ConjunctionQuery) -> None:
    order = [name for kind in ("ground", "space", "events", "adhoc") for name in query.blocks if name.startswith(kind)]
    assert order == list(query.blocks)
    assert list(query.max_distances) == [f"{one}-{other}" for one, other in combinations(order, 2)]


def test_one_number_is_for_every_pair() -> None:
    query = ConjunctionQuery(START, END, 500, ground=[GROUND, GROUND], space=SPACE)
    assert query.max_distances == {"ground1-ground2": 500, "ground1-space1": 500, "ground2-space1": 500}


@pytest.mark.parametrize(
    "pair",
    ["ground1-space1", "space1-ground1", " ground1 - space1 ", (GROUND, SPACE), (SPACE, GROUND)],
)
def test_pairs_may_be_named_either_way_round_or_by_their_blocks(pair: Any) -> None:
    query = ConjunctionQuery(START, END, {pair: 400.5}, ground=GROUND, space=SPACE)
    assert query.max_distances == {"ground1-space1": 400.5}


def test_whatever_has_pairs_as_items_gives_the_distances() -> None:
    table = pd.Series({"ground1-space1": 400.5})
    assert ConjunctionQuery(START, END, table, ground=GROUND, space=SPACE).max_distances == {"ground1-space1": 400.5}


def test_a_pair_left_out_means_any_distance_and_ten_is_not_one() -> None:
    query = ConjunctionQuery(START, END, {"ground1-space1": 300}, ground=[GROUND] * 9, space=SPACE)
    assert query.max_distances["ground1-space1"] == 300
    assert {v for pair, v in query.max_distances.items() if pair != "ground1-space1"} == {None}
    assert len(query.max_distances) == 45


def test_custom_locations_go_by_either_name() -> None:
    places = CustomLocationsCriteria(locations=[Location(51.05, -114.07), (51.05, 245.93)])
    for name in ("custom1-space1", "space1-adhoc1"):
        query = ConjunctionQuery(START, END, {name: 500}, space=SPACE, custom_locations=places)
        assert query.max_distances == {"space1-adhoc1": 500}
    assert [round(place.lon or 0, 6) for place in places.locations] == [-114.07, -114.07]
    assert query.to_json()["adhoc"] == [places.to_json()]


def test_equal_blocks_are_told_apart_by_identity() -> None:
    one, other = GroundCriteria(programs=["rego"]), GroundCriteria(programs=["rego"])
    query = ConjunctionQuery(START, END, {(one, other): 0, (other, SPACE): 9}, ground=[one, other], space=[SPACE])
    assert query.max_distances == {"ground1-ground2": 0, "ground1-space1": None, "ground2-space1": 9}
    copy = GroundCriteria(programs=["rego"])
    with pytest.raises(QueryError, match="stands for several blocks; name the pair like"):
        ConjunctionQuery(START, END, {(copy, SPACE): 9}, ground=[one, other], space=[SPACE])


def query(**changes: Any) -> ConjunctionQuery:
    members: dict[str, Any] = {"start": START, "end": END, "distance": 500, "ground": GROUND, "space": SPACE, **changes}
    return ConjunctionQuery(members.pop("start"), members.pop("end"), members.pop("distance"), **members)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": END, "end": START}, "is after end"),
        ({"space": ()}, "between 2 to 10 criteria blocks, got 1"),
        ({"ground": [GROUND] * 10}, "got 11"),
        ({"ground": SPACE}, "ground takes GroundCriteria objects, or dicts .*, not SpaceCriteria"),
        ({"ground": [{"program": ["x"]}]}, "GroundCriteria has no argument 'program'. Did you mean 'programs'"),
        ({"ground": 5}, "ground takes GroundCriteria objects"),
        ({"conjunction_types": []}, "conjunction_types is empty"),
        ({"conjunction_types": ["north"]}, "'north' is not a conjunction type. Known: nbtrace"),
        ({"distance": -1}, "must be a number of kilometres"),
        ({"distance": float("nan")}, "must be a number of kilometres"),
        ({"distance": True}, "must be a number of kilometres"),
        ({"distance": "500"}, "must be a number of kilometres"),
        ({"distance": None}, "needs a distance"),
        ({"distance": {}}, "No pair has a distance"),
        ({"distance": {"ground1-space1": None}}, "No pair has a distance"),
        ({"distance": {"ground1-space2": 5}}, "'ground1-space2' is not a pair .* Its pairs: ground1-space1"),
        ({"distance": {"ground1": 5}}, "is not a pair"),
        ({"distance": {5: 5}}, "5 is not a pair"),
        ({"distance": {"ground1-space1": 5, "space1-ground1": 6}}, "given twice"),
        ({"distance": {(GROUND, GroundCriteria(programs=["x"])): 5}}, "is not a block of this query"),
        ({"subminute_precision": 30}, "True, False or None, not 30"),
    ],
)
def test_what_can_not_mean_anything_is_refused(changes: Mapping[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        query(**changes)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SpaceCriteria(hemisphere=["north"]), "'north'; it takes 'northern'"),
        (lambda: SpaceCriteria(hemisphere="northern"), "takes a list"),
        (lambda: CustomLocationsCriteria(locations=[]), "at least one location"),
        (lambda: CustomLocationsCriteria(locations=5), "takes a list of locations"),
        (lambda: CustomLocationsCriteria(locations=[(91, 0)]), "lat=91 is not a latitude"),
        (lambda: CustomLocationsCriteria(locations=[(0, -181)]), "lon=-181 is not a longitude"),
        (lambda: CustomLocationsCriteria(locations=[Location()]), "must be a number of degrees, not None"),
        (lambda: CustomLocationsCriteria(locations=[(1, 2, 3)]), "is a Location"),
        (lambda: GroundCriteria(programs="themis-asi"), "takes a list"),
    ],
)
def test_blocks_are_checked(make: Any, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        make()


def test_a_query_of_the_web_site_loads() -> None:
    pasted = """{
        "start": "2019-01-01T00:00:00.000Z", "end": "2019-01-03T23:59:59.000Z",
        "ground": [{"programs": ["themis-asi"], "platforms": ["fort smith", "gillam"],
                    "instrument_types": ["panchromatic ASI"], "ephemeris_metadata_filters": {}}],
        "space": [{"programs": ["swarm"], "platforms": [], "instrument_types": ["footprint"],
                   "hemisphere": ["northern"], "ephemeris_metadata_filters": null, "new_member": 1}],
        "events": [], "conjunction_types": [], "max_distances": {"ground1-space1": 500},
        "epoch_search_precision": 60, "email": "unknown"
    }"""
    loaded = ConjunctionQuery.from_json(pasted)
    assert (loaded.start, loaded.end) == (datetime(2019, 1, 1), datetime(2019, 1, 3, 23, 59, 59))
    assert loaded.conjunction_types == ("nbtrace",)
    assert loaded.subminute_precision is False
    assert loaded.extra == {"email": "unknown"}
    assert loaded.space[0].extra == {"new_member": 1}
    sent: Any = loaded.to_json()
    assert (sent["email"], sent["space"][0]["new_member"]) == ("unknown", 1)
    assert "epoch_search_precision" not in sent


@pytest.mark.parametrize(("seconds", "subminute"), [(60, False), (30, True), (1, True)])
def test_the_older_precision_is_translated(seconds: int, subminute: bool) -> None:
    document = query().to_json() | {"epoch_search_precision": seconds}
    assert ConjunctionQuery.from_json(document).subminute_precision is subminute
    assert ConjunctionQuery.from_json(document | {"subminute_precision": True}).subminute_precision is True


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epoch_search_precision": 61}, "must be 1 to 60 seconds"),
        ({"ground": [5]}, "A criteria block must be an object"),
        ({"ground": {}}, "'ground' of a query must be a list"),
        ({"adhoc": [{"locations": [5]}]}, "A location must be an object"),
        ({"max_distances": {"ground1-space1": "near"}}, "must be a number of kilometres"),
    ],
)
def test_what_is_no_query_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ConjunctionQuery.from_json(query().to_json() | changes)


def test_advanced_distances_name_every_pair() -> None:
    assert advanced_distances(200, ground=1, space=2, custom=1) == {
        "ground1-space1": 200,
        "ground1-space2": 200,
        "ground1-adhoc1": 200,
        "space1-space2": 200,
        "space1-adhoc1": 200,
        "space2-adhoc1": 200,
    }


@given(st.datetimes(), names, names, filters)
def test_ephemeris_queries_survive_the_way_to_json_and_back(
    start: datetime, programs: list[str], platforms: list[str], chosen: MetadataFilter | None
) -> None:
    made = EphemerisQuery(
        start, start, programs=[*programs, "swarm"], platforms=platforms, metadata_filters=chosen, extra={"later": 1}
    )
    assert EphemerisQuery.from_json(json.dumps(made.to_json())) == made


def test_ephemeris_queries_are_checked() -> None:
    with pytest.raises(QueryError, match="Nothing to select by"):
        EphemerisQuery(START, END)
    with pytest.raises(QueryError, match="is after end"):
        EphemerisQuery(END, START, programs=["swarm"])
