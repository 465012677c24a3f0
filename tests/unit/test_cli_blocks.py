"""Blocks, places and distances of a conjunction query as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from aurorax_typed.cli.query_syntax import (
    FilterError,
    events_block,
    ground_block,
    parse_distances,
    parse_locations,
    space_block,
)
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import EventsCriteria, GroundCriteria, MetadataExpression, SpaceCriteria


def test_bare_names_are_programs_and_the_rest_is_named() -> None:
    assert ground_block("themis-asi") == GroundCriteria(programs=["themis-asi"])
    assert ground_block(
        " themis-asi , trex; platforms = gillam,fort smith;instrument-type=RGB ASI ;"
    ) == GroundCriteria(
        programs=["themis-asi", "trex"], platforms=["gillam", "fort smith"], instrument_types=["RGB ASI"]
    )
    assert ground_block("trex; program=rego") == GroundCriteria(programs=["trex", "rego"])
    assert space_block("swarm;hemisphere=northern,southern") == SpaceCriteria(
        programs=["swarm"], hemisphere=["northern", "southern"]
    )
    assert events_block("substorm onset; platform=gillam") == EventsCriteria(
        instrument_types=["substorm onset"], platforms=["gillam"]
    )


def test_filters_keep_their_own_commas_semicolons_and_equals() -> None:
    block = space_block("swarm; filter=nbtrace_region in 'a;b', c=d; platforms='x;y=z',\"it's\"; filter=n between 1,2")
    assert block == SpaceCriteria(
        programs=["swarm"],
        platforms=["x;y=z", "it's"],
        metadata_filters=[
            MetadataExpression("nbtrace_region", "in", ["a;b", "c=d"]),
            MetadataExpression("n", "between", [1, 2]),
        ],
    )


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), min_size=1, max_size=4)
)
def test_a_quoted_name_may_hold_anything(names: list[str]) -> None:
    quoted = ",".join('"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' for name in names)
    assert ground_block(f"platforms={quoted}; a") == GroundCriteria(programs=["a"], platforms=names)


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("  ", 0, "a block says what must be near"),
        ("trex; platfroms=gillam", 6, "'platfroms' is no part of this block. Its parts: programs=, platforms=,"),
        ("trex; hemisphere=northern", 6, "'hemisphere' is no part"),
        ("trex; platforms=gillam,,pinawa", 23, "a name is missing"),
        ("trex; platforms=", 16, "a name is missing"),
        ("trex; platforms='gillam", 16, "quote is not closed"),
        ("trex; platforms=a=b", 16, "neither a name nor MEMBER=NAMES"),
        ('trex; platforms="a"b', 16, "neither a name nor MEMBER=NAMES"),
        ("trex; filter=x ~ 3", 15, "expected an operator here: = !="),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, position: int, reason: str) -> None:
    with pytest.raises(FilterError, match=r"^--ground: ") as caught:
        ground_block(text)
    assert reason in caught.value.reason
    assert (caught.value.text, caught.value.position) == (text, position)


def test_a_hemisphere_is_checked() -> None:
    with pytest.raises(QueryError, match="it takes 'northern' and 'southern'"):
        space_block("swarm; hemisphere=north")


def test_places_are_pairs_of_degrees() -> None:
    assert parse_locations(["51.05,-114.07", " -10 , 20 "]) == [(51.05, -114.07), (-10.0, 20.0)]
    for text in ("51.05", "51,2,3", "51;2", "north,2", ""):
        with pytest.raises(QueryError, match="--location takes LAT,LON"):
            parse_locations([text])


def test_distances_are_for_all_pairs_or_for_one() -> None:
    assert parse_distances([]) == (None, {})
    assert parse_distances(["500"]) == (500.0, {})
    assert parse_distances(["ground1-space1=300.5", "500", "space1-space2 = any"]) == (
        500.0,
        {"ground1-space1": 300.5, "space1-space2": None},
    )
    for texts, reason in {
        ("near",): "takes kilometres",
        ("any",): "takes kilometres",
        ("a=b=3",): "takes kilometres",
        ("500", "300"): "twice for every pair",
        ("a-b=1", "a-b=2"): "twice for a-b",
    }.items():
        with pytest.raises(QueryError, match=reason):
            parse_distances(texts)
