"""Metadata filters as they are typed."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given, strategies as st

from aurorax_typed import MetadataExpression, MetadataFilter
from aurorax_typed.cli.query_syntax import FilterError, parse_expression, parse_filter
from aurorax_typed.queries import MetadataOperator, MetadataScalar

READ = [
    ("keogram_type = daily", "keogram_type", "=", ["daily"]),
    ("keogram_type=daily", "keogram_type", "=", ["daily"]),
    ("  keogram_type   in   daily , hourly  ", "keogram_type", "in", ["daily", "hourly"]),
    ("keogram_type NOT   IN daily,hourly", "keogram_type", "not in", ["daily", "hourly"]),
    ("movie_type = real-time daily", "movie_type", "=", ["real-time daily"]),
    ("calgary_apa_ml_v1_confidence between 75,90.5", "calgary_apa_ml_v1_confidence", "between", [75, 90.5]),
    ("tii_quality_viy>=2", "tii_quality_viy", ">=", [2]),
    ("a!=1", "a", "!=", [1]),
    ("a<1e3", "a", "<", [1000.0]),
    ("a > -0.5", "a", ">", [-0.5]),
    ("a = '95'", "a", "=", ["95"]),
    ("a = 095", "a", "=", ["095"]),
    ("a = 1.", "a", "=", ["1."]),
    ("a = True", "a", "=", ["True"]),
    ("tii_on = true", "tii_on", "=", [True]),
    ("tii_on in false,'false'", "tii_on", "in", [False, "false"]),
    ('''a in "x, y",'it\\'s',"q\\"q","\\\\"''', "a", "in", ["x, y", "it's", 'q"q', "\\"]),
    ('a = ""', "a", "=", [""]),
    ('"in" in in', "in", "in", ["in"]),
    ("in in in", "in", "in", ["in"]),
    ("inside in'x'", "inside", "in", ["x"]),
    ("a = 1e999", "a", "=", ["1e999"]),
    ("a = 2020-01-01T13:16:00", "a", "=", ["2020-01-01T13:16:00"]),
]

REFUSED = [
    ("", 0, "name of a metadata field"),
    ("= daily", 0, "name of a metadata field"),
    ('"" = daily', 0, "name of a metadata field"),
    ("keogram_type", 12, "expected an operator here: ="),
    ("keogram_type daily", 13, "expected an operator here: ="),
    ("keogram_type contains daily", 13, "expected an operator here: ="),
    ("keogram_type index x", 13, "expected an operator here: ="),
    ("a not x", 2, "expected an operator here: ="),
    ("a =", 3, "a value is missing after '='"),
    ("a in", 4, "a value is missing after 'in'"),
    ("a in x,", 7, "a value is missing after the comma"),
    ("a in x,,y", 7, "a value is missing after the comma"),
    ("a == x", 3, "no operator =="),
    ("a =< 3", 3, "no operator =<"),
    ("a <> 3", 3, "no operator <>"),
    ("a in (x, y)", 5, "without brackets"),
    ("a = 'x", 4, "not closed"),
    ("a = 'it''s'", 8, "comma or the end"),
    ("a = 'x' y", 8, "comma or the end"),
    ("a = x, y", 2, "'in'"),
    ("a between 1", 2, "two values"),
    ("a between 1,2,3", 2, "two values"),
]


@pytest.mark.parametrize(("text", "key", "operator", "values"), READ, ids=[case[0] for case in READ])
def test_read(text: str, key: str, operator: MetadataOperator, values: list[MetadataScalar]) -> None:
    found = parse_expression(text)
    assert found == MetadataExpression(key, operator, values)
    assert [type(value) for value in found.values] == [type(value) for value in values]


@pytest.mark.parametrize(("text", "position", "reason"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refused_and_where(text: str, position: int, reason: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse_expression(text)
    assert caught.value.position == position
    assert reason in str(caught.value)


def test_a_number_too_long_for_python_goes_as_text() -> None:
    digits = "9" * 5000
    assert parse_expression(f"a = {digits}").values == (digits,)


def test_several_are_joined() -> None:
    both = ["a = 1", "b in x,y"]
    assert parse_filter(both) == MetadataFilter([parse_expression(text) for text in both], "AND")
    assert parse_filter(both, join="OR") == MetadataFilter([parse_expression(text) for text in both], "OR")
    assert parse_filter([]) is None


def quoted(text: str, mark: str) -> str:
    return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, MetadataExpression]:
    """An expression, and one of the ways to write it."""
    text = st.text(max_size=8)
    number = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
    scalar = text | st.booleans() | number
    operator = draw(st.sampled_from(get_args(MetadataOperator)))
    least, most = {"between": (2, 2), "in": (1, 4), "not in": (1, 4)}.get(operator, (1, 1))
    values = draw(st.lists(scalar, min_size=least, max_size=most))
    key = draw(st.text(min_size=1, max_size=8).filter(str.strip))
    mark = st.sampled_from("\"'")
    space = st.text(" \t\n", max_size=2)
    parts = [quoted(value, draw(mark)) if isinstance(value, str) else json.dumps(value) for value in values]
    sign = draw(st.sampled_from([operator, operator.upper()]))
    comma = draw(space) + "," + draw(space)
    line = f"{draw(space)}{quoted(key, draw(mark))}{draw(space)}{sign} {draw(space)}{comma.join(parts)}{draw(space)}"
    return line, MetadataExpression(key, operator, values)


@given(typed())
def test_what_is_written_is_read_back(case: tuple[str, MetadataExpression]) -> None:
    line, expression = case
    found = parse_expression(line)
    assert found == expression
    assert [type(value) for value in found.values] == [type(value) for value in expression.values]


@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(["a", " ", "=", "<", "!", "in", "not", ",", "'", '"', "\\", "1"])).map("".join)
)
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        found = parse_expression(text)
    except FilterError as error:
        where, what = error.position, error.reason
    else:
        where, what = 0, found.key
    assert 0 <= where <= len(text)
    assert what
