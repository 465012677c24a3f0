"""Queries: what is refused before anything is sent, and that nothing is lost on the way to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import given, strategies as st

from aurorax_typed import DataProductQuery, MetadataExpression, MetadataFilter, QueryError
from aurorax_typed.queries import DataProductType, MetadataOperator
from aurorax_typed.queries.metadata import metadata_filter

DAY = datetime(2020, 2, 1)

names = st.lists(st.text(min_size=1).filter(str.strip), max_size=4)
scalars = st.one_of(st.text(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))


@st.composite
def expressions(draw: st.DrawFn) -> MetadataExpression:
    operator = draw(st.sampled_from(get_args(MetadataOperator)))
    sizes = {"between": (2, 2), "in": (1, 5), "not in": (1, 5)}
    low, high = sizes.get(operator, (1, 1))
    values = draw(st.lists(scalars, min_size=low, max_size=high))
    return MetadataExpression(draw(st.text(min_size=1).filter(str.strip)), operator, values)


filters = st.builds(
    MetadataFilter, st.lists(expressions(), min_size=1, max_size=4), st.sampled_from(["AND", "OR", "and", "or"])
)


@st.composite
def queries(draw: st.DrawFn) -> DataProductQuery:
    start = draw(st.datetimes())
    end = draw(st.datetimes(min_value=start))
    return DataProductQuery(
        start,
        end,
        programs=[*draw(names), "trex"],
        platforms=draw(names),
        instrument_types=draw(names),
        data_product_types=draw(st.lists(st.sampled_from(get_args(DataProductType)), max_size=3)),
        metadata_filters=draw(st.none() | filters),
        extra=draw(st.dictionaries(st.text(min_size=1).map(lambda name: "x-" + name), scalars, max_size=2)),
    )


@given(queries())
def test_a_query_survives_the_way_to_json_and_back(query: DataProductQuery) -> None:
    text = json.dumps(query.to_json())
    assert DataProductQuery.from_json(text) == query
    assert DataProductQuery.from_json(json.loads(text)) == query


def test_the_json_is_what_the_server_takes() -> None:
    query = DataProductQuery(
        DAY,
        datetime(2020, 2, 5, 23, 59, 59),
        programs=["trex"],
        data_product_types=["keogram"],
        metadata_filters=MetadataFilter([MetadataExpression("keogram_type", "in", ["daily"])], logical_operator="AND"),
    )
    assert query.to_json() == {
        "start": "2020-02-01T00:00:00",
        "end": "2020-02-05T23:59:59",
        "data_sources": {
            "programs": ["trex"],
            "platforms": [],
            "instrument_types": [],
            "data_product_metadata_filters": {
                "expressions": [{"key": "keogram_type", "operator": "in", "values": ["daily"]}],
                "logical_operator": "AND",
            },
        },
        "data_product_type_filters": ["keogram"],
    }


@given(st.datetimes(), st.integers(min_value=-14 * 60, max_value=14 * 60))
def test_aware_times_are_converted_and_naive_ones_are_utc(naive: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    try:
        aware = naive.replace(tzinfo=UTC).astimezone(zone)
    except OverflowError:  # at the very ends of the calendar
        return
    assert DataProductQuery(naive, naive, programs=["x"]) == DataProductQuery(aware, aware, programs=["x"])


@pytest.mark.parametrize(
    "text", ["2020-02-01", "2020-02-01T00:00", "2020-02-01T00:00:00.000Z", "2020-02-01T01:00+01:00"]
)
def test_times_may_be_iso_text(text: str) -> None:
    assert DataProductQuery(text, text, programs=["x"]).start == DAY


def query(**changes: Any) -> DataProductQuery:
    members: dict[str, Any] = {"start": DAY, "end": DAY, "programs": ["trex"], **changes}
    return DataProductQuery(members.pop("start"), members.pop("end"), **members)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"end": DAY - timedelta(seconds=1)}, "is after end"),
        ({"start": "yesterday"}, "start='yesterday' is not a time"),
        ({"end": [2020, 2, 5]}, "must be a time, not"),
        ({"end": None}, "must be a time, not"),
        ({"programs": "trex"}, r"programs takes a list: programs=\['trex'\]"),
        ({"programs": 5}, "programs takes a list"),
        ({"platforms": [""]}, "platforms holds ''"),
        ({"instrument_types": [None]}, "instrument_types holds None"),
        ({"data_product_types": ["keogramm"]}, "'keogramm' is not a data product type. Did you mean 'keogram'"),
        ({"programs": None}, "Nothing to select by"),
        ({"metadata_filters": [{"operator": "=", "values": ["a"]}]}, "members key, operator and values"),
        ({"metadata_filters": {"key": "a"}}, "members key, operator and values"),
    ],
)
def test_what_can_not_mean_anything_is_refused(changes: Mapping[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        query(**changes)


@pytest.mark.parametrize(
    ("operator", "values", "message"),
    [
        ("=", ["a", "b"], "'=' takes one value, got 2. Use 'in'"),
        ("<", [], "takes one value, got 0"),
        ("between", ["a"], "'between' takes two values, got 1"),
        ("between", [1, 2, 3], "'between' takes two values, got 3"),
        ("in", [], "needs at least one value"),
        ("like", ["a"], "operator 'like' is not one of =, !="),
        ("in", [float("nan")], "finite numbers or booleans, not nan"),
        ("in", [["a"]], r"booleans, not \['a'\]"),
        ("=", None, "booleans, not None"),
    ],
)
def test_metadata_expressions_are_checked(operator: Any, values: Any, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        MetadataExpression("keogram_type", operator, values)


def test_a_filter_needs_expressions_and_a_known_operator() -> None:
    with pytest.raises(QueryError, match="at least one expression"):
        MetadataFilter([])
    with pytest.raises(QueryError, match="'AND' or 'OR', not 'XOR'"):
        MetadataFilter([MetadataExpression("a", "=", "b")], "XOR")  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="holds MetadataExpression objects"):
        MetadataFilter([{"key": "a"}])  # type: ignore[list-item]


def test_a_list_of_expressions_in_the_servers_form_becomes_a_filter() -> None:
    made = metadata_filter([{"key": "keogram_type", "operator": "IN", "values": ["daily"]}], "or")
    assert made == MetadataFilter([MetadataExpression("keogram_type", "in", ["daily"])], "OR")
    assert metadata_filter([]) is None


def test_a_single_value_may_stand_without_a_list() -> None:
    assert MetadataExpression("a", "=", "text").values == ("text",)
    assert MetadataExpression("a", "=", False).to_json() == {"key": "a", "operator": "=", "values": [False]}


def test_the_echo_of_a_status_loads_and_unknown_members_are_kept() -> None:
    echo = {
        "request_id": None,
        "start": "2020-02-01T00:00:00.000Z",
        "end": "2020-02-05T23:59:59",
        "data_sources": {
            "programs": ["trex"],
            "platforms": [],
            "instrument_types": None,
            "data_product_metadata_filters": {"expressions": [], "logical_operator": "AND"},
        },
        "data_product_type_filters": [],
        "new_in_2027": True,
    }
    loaded = DataProductQuery.from_json(echo)
    assert loaded.programs == ("trex",)
    assert loaded.metadata_filters is None
    assert loaded.extra == {"new_in_2027": True}
    assert loaded.to_json()["new_in_2027"] is True


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "not JSON"),
        ("[]", "a JSON object, not list"),
        ("{}", "needs a 'start'"),
        ('{"start": "2020-01-01", "end": 5}', "needs a 'end'"),
        (
            '{"start": "2020-01-01", "end": "2020-01-01", "data_sources": []}',
            "'data_sources' of a query must be an object",
        ),
    ],
)
def test_what_is_no_query_is_refused(document: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        DataProductQuery.from_json(document)
