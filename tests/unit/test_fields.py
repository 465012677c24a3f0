"""Which members of records can be asked for, and the trees that ask for them."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from attrs import fields_dict
from hypothesis import given, strategies as st

from aurorax_typed import Conjunction, ConjunctionEvent, DataProduct, DataSource, Ephemeris, Location, QueryError
from aurorax_typed.queries import ConjunctionField, DataProductField, EphemerisField, all_fields, response_format
from aurorax_typed.records import Record

NAMES: dict[type[Record], list[str]] = {
    DataProduct: [*all_fields(DataProduct)],
    Ephemeris: [*all_fields(Ephemeris)],
    Conjunction: [*all_fields(Conjunction)],
}
ALIASES: dict[type[Record], Any] = {
    DataProduct: DataProductField,
    Ephemeris: EphemerisField,
    Conjunction: ConjunctionField,
}
KINDS = pytest.mark.parametrize("kind", NAMES, ids=lambda kind: kind.__name__)


def members(kind: type[Any], *but: str) -> list[str]:
    return [name for name in fields_dict(kind) if name not in {"extra", *but}]


def named(kind: type[Any]) -> list[str]:
    """The names that a record's class gives rise to. Statistics belong to no record; queries come only when asked
    for, so that no class has them."""
    inner: dict[str, list[str]] = {
        **dict.fromkeys(["data_source", "data_sources", "e1_source", "e2_source"], members(DataSource, "stats")),
        **dict.fromkeys(["location_geo", "nbtrace", "sbtrace", "location_gsm"], members(Location)),
    }
    own = members(kind)
    if kind is ConjunctionEvent:
        own += ["generated_e1_ephemeris_query", "generated_e2_ephemeris_query"]
    inner["events"] = named(ConjunctionEvent) if kind is Conjunction else []
    return own + [f"{name}.{part}" for name in own for part in inner.get(name, [])]


@KINDS
def test_there_is_a_name_for_every_member_of_the_records(kind: type[Record]) -> None:
    assert sorted(NAMES[kind]) == sorted(named(kind))
    assert len(set(NAMES[kind])) == len(NAMES[kind])
    assert NAMES[kind] == list(get_args(ALIASES[kind]))


def at(tree: Any, name: str) -> Any:
    for part in name.split("."):
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree


def leaves(tree: Any, path: str = "") -> set[str]:
    if tree is True:
        return {path[1:]}
    assert isinstance(tree, dict)
    assert tree  # an object without members asks for nothing
    return set().union(*(leaves(value, f"{path}.{name}") for name, value in tree.items()))


@KINDS
def test_one_name_asks_for_that_and_what_it_holds(kind: type[Record]) -> None:
    everything = response_format(kind, NAMES[kind])
    for name in NAMES[kind]:
        tree = response_format(kind, [name])
        assert at(tree, name) == at(everything, name)
        assert leaves(tree) == {leaf for leaf in leaves(everything) if leaf == name or leaf.startswith(f"{name}.")}


@KINDS
@given(data=st.data())
def test_any_names_in_any_order_ask_for_exactly_those(kind: type[Record], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(NAMES[kind]), min_size=1))
    tree = response_format(kind, chosen)
    assert leaves(tree) == set().union(*(leaves(response_format(kind, [name])) for name in chosen))


def test_the_tree_is_the_callers_own() -> None:
    first = response_format(Ephemeris, ["nbtrace"])
    assert first == {"nbtrace": {"lat": True, "lon": True}}
    first["nbtrace"] = {"lat": False}
    assert response_format(Ephemeris, ["nbtrace"]) == {"nbtrace": {"lat": True, "lon": True}}
    both = response_format(Ephemeris, ["nbtrace", "sbtrace"])
    assert both["nbtrace"] is not both["sbtrace"]
    names = all_fields(Ephemeris)
    names.clear()
    assert all_fields(Ephemeris)


def test_examples() -> None:
    assert response_format(DataProduct, ["start", "data_source.display_name", "start"]) == {
        "start": True,
        "data_source": {"display_name": True},
    }
    assert response_format(Ephemeris, ["nbtrace.lat", "nbtrace"]) == {"nbtrace": {"lat": True, "lon": True}}
    tree = response_format(Conjunction, ["events.generated_e1_ephemeris_query", "events.e1_source.identifier"])
    assert at(tree, "events.e1_source") == {"identifier": True}
    filters = at(tree, "events.generated_e1_ephemeris_query.data_sources.ephemeris_metadata_filters")
    assert filters == {"logicalOperator": True, "expressions": {"key": True, "operator": True, "values": True}}


@pytest.mark.parametrize(
    ("kind", "wrong", "nearest"),
    [
        (DataProduct, "data_source.displayname", "data_source.display_name"),
        (DataProduct, "strat", "start"),
        (DataProduct, "display_name", "data_source.display_name"),
        (Ephemeris, "nbtrace.latitude", "nbtrace.lat"),
        (Ephemeris, "EPOCH", None),
        (Conjunction, "events.distance", "events.min_distance"),
        (Conjunction, "events.e1_source.nam", None),
        (Conjunction, "start.start", "start"),
        (Conjunction, "", None),
        (Conjunction, "events.", "events"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest_first(kind: type[Record], wrong: str, nearest: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        response_format(kind, ["start" if kind is not Ephemeris else "epoch", wrong])
    head, listed = str(caught.value).rstrip(".").split(" Nearest first, there are: ")
    assert head == f"{kind.__name__} has no field {wrong!r}."
    assert sorted(listed.split(", ")) == sorted(NAMES[kind])
    if nearest:
        assert listed.split(", ")[0] == nearest


@KINDS
@given(name=st.text())
def test_nothing_else_is_a_name(kind: type[Record], name: str) -> None:
    if name not in NAMES[kind]:
        with pytest.raises(QueryError, match="has no field"):
            response_format(kind, [name])


def test_no_names_and_things_that_are_none() -> None:
    with pytest.raises(QueryError, match=r"Name at least one field of DataProduct: data_source, .*start"):
        response_format(DataProduct, [])
    several: Any = [["start", "url"]]
    with pytest.raises(QueryError, match="Give the names one by one"):
        response_format(DataProduct, several)
    other: Any = DataSource
    with pytest.raises(TypeError, match="it must be one of DataProduct, Ephemeris, Conjunction"):
        response_format(other, ["start"])
    with pytest.raises(TypeError, match="it must be one of"):
        all_fields(other)
