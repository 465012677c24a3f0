"""Metadata against schemas, and documents that are not what they should be."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from aurorax_typed import Account, DataSource, JSONValue, MetadataSchemaItem, ProtocolError, QueryError
from aurorax_typed._core.documents import (
    parse_account,
    parse_accounts,
    parse_availability,
    parse_listings,
    parse_statistics,
)
from aurorax_typed._core.payloads import chunks, source_members
from aurorax_typed.metadata import validate


def item(name: str, kind: str | None, *allowed: JSONValue) -> MetadataSchemaItem:
    return MetadataSchemaItem(field_name=name, data_type=kind, allowed_values=list(allowed))


def kinds(schema: list[MetadataSchemaItem], metadata: dict[str, JSONValue]) -> list[tuple[str, str]]:
    return [(problem.field_name, problem.kind) for problem in validate(schema, metadata)]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("string", ["a", ""], [1, True, [], {}]),
        ("double", [1, 1.5, -3], ["1", True, float("nan"), float("inf")]),
        ("float", [1.5], ["x"]),
        ("int", [0, -5], [1.5, 2.0, "1", False]),
        ("integer", [7], [7.5]),
        ("long", [2**40], ["7"]),
        ("bool", [True, False], [0, 1, "true"]),
        ("BOOLEAN", [True], ["yes"]),
        ("a word of tomorrow", [1, "a", True, []], []),
        (None, [1, "a"], []),
    ],
)
def test_types(kind: str | None, good: list[JSONValue], bad: list[JSONValue]) -> None:
    schema = [item("a", kind)]
    for value in good:
        assert validate(schema, {"a": value}) == [], value
    for value in bad:
        (problem,) = validate(schema, {"a": value})
        assert (problem.kind, problem.serious) == ("type", True), value
        assert repr(value) in problem.message


def test_allowed_values_are_advice_and_are_compared_as_text() -> None:
    schema = [item("a", "bool", "true", "false"), item("b", "int", 1, "2"), item("c", "string", "x")]
    assert validate(schema, {"a": True, "b": 2, "c": "x"}) == []
    (problem,) = validate(schema, {"a": False, "b": 1, "c": "y"})
    assert (problem.field_name, problem.kind, problem.serious) == ("c", "value", False)
    assert problem.message == "'c' is 'y'; the schema lists x."


def test_missing_and_null_are_the_same_and_no_hindrance() -> None:
    schema = [item("a", "string", "x"), item("b", "double")]
    assert kinds(schema, {"a": None}) == [("a", "missing"), ("b", "missing")]
    assert not any(problem.serious for problem in validate(schema, {}))


def test_unknown_fields_come_first_and_long_lists_are_cut() -> None:
    schema = [item(f"f{number}", "int") for number in range(12)]
    metadata: dict[str, JSONValue] = {f"f{number}": 0 for number in range(11)}
    first, *rest = validate(schema, {**metadata, "f0": "a", "new": 1})
    assert (first.kind, first.serious) == ("unknown", True)
    assert first.message.endswith("f8, f9 and 2 more.")
    assert [problem.kind for problem in rest] == ["type", "missing"]


@given(st.lists(st.integers(), max_size=60), st.integers(1, 20))
def test_chunks_hold_all_in_order_and_are_full_but_for_the_last(items: list[int], size: int) -> None:
    found = list(chunks(items, size))
    assert [value for chunk in found for value in chunk] == items
    assert all(len(chunk) == size for chunk in found[:-1])
    assert all(chunk for chunk in found)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"program": " "}, "program must be text that is not empty"),
        ({"display_name": 5}, "display_name must be text"),
        ({"maintainers": "a@example.org"}, "maintainers takes a list"),
        ({"identifier": True}, "identifier must be a whole number"),
        ({"source_type": "moon"}, "'moon' is not a source type. Known: ground"),
    ],
)
def test_members_of_a_source_are_checked(members: dict[str, object], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        source_members(**members)  # type: ignore[arg-type]


def test_members_that_are_not_given_are_not_there_and_schemas_are_complete() -> None:
    assert source_members() == {}
    assert source_members(metadata={}, maintainers=[], ephemeris_metadata_schema=[item("a", None)]) == {
        "metadata": {},
        "maintainers": [],
        "ephemeris_metadata_schema": [
            {"field_name": "a", "description": "", "data_type": "string", "allowed_values": []}
        ],
    }


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[5]",
        b"[{}]",
        b'[{"data_source": {}}]',
        b'[{"data_source": {"identifier": 3}, "available_ephemeris": {"2020-01-01": "many"}}]',
        b'[{"data_source": {"identifier": 3}, "available_ephemeris": {"yesterday": 3}}]',
        b"<html>",
    ],
)
def test_what_is_no_availability_says_so(body: bytes) -> None:
    with pytest.raises(ProtocolError, match="availability|data source"):
        parse_availability(body, "available_ephemeris")


def test_availability_comes_by_day_and_may_lack_days() -> None:
    body = b'[{"data_source": {"identifier": 3}, "available_ephemeris": {"2020-01-03": 2, "2020-01-01": 1}, "new": 1}]'
    (result,) = parse_availability(body, "available_ephemeris")
    assert list(result.available.items()) == [(date(2020, 1, 1), 1), (date(2020, 1, 3), 2)]
    assert (result.total, result.data_source) == (3, DataSource(3))
    (empty,) = parse_availability(b'[{"data_source": {"identifier": 3}}]', "available_data_products")
    assert empty.available == {}


def test_accounts_and_searches_keep_what_is_new_and_read_both_forms_of_time() -> None:
    account = parse_account(b'{"role": "Astronaut", "last_login": "2022-01-14T01:38:31.43241Z", "badge": [1]}')
    assert account == Account(
        role="Astronaut", last_login=datetime(2022, 1, 14, 1, 38, 31, 432410), extra={"badge": [1]}
    )
    (listed,) = parse_listings(b'[{"request_id": "a", "requested": "2024-11-27T21:41:33.966478", "by": null}]')
    assert (listed.requested, listed.extra) == (datetime(2024, 11, 27, 21, 41, 33, 966478), {"by": None})
    for parse, body in [
        (parse_account, b"[]"),
        (parse_account, b'{"disabled": "no"}'),
        (parse_accounts, b"{}"),
        (parse_listings, b"[{}]"),
        (parse_listings, b'[{"request_id": "a", "requested": "long ago"}]'),
        (parse_statistics, b'{"identifier": 3}'),
    ]:
        with pytest.raises(ProtocolError):
            parse(body)
