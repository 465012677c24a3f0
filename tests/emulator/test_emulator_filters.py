"""Metadata filters: every operator, every kind of value."""

from typing import Any

import pytest
from emulator.emulator_http import Api

DAY = {"start": "2022-02-01T00:00:00", "end": "2022-02-01T23:59:59"}
LINES = {427.8, 486.1, 557.7, 630.0}


def found(api: Api, *expressions: tuple[str, str, list[Any]], joined: str | None = None, **sources: Any) -> list[Any]:
    filters: dict[str, Any] = {
        "expressions": [{"key": key, "operator": sign, "values": values} for key, sign, values in expressions]
    }
    if joined is not None:
        filters["logical_operator"] = joined
    criteria = {"programs": ["trex"], **sources, "data_product_metadata_filters": filters}
    return [record["metadata"] for record in api.search({**DAY, "data_sources": criteria})]


@pytest.mark.parametrize(
    ("sign", "values", "expected"),
    [
        ("=", [557.7], {557.7}),
        ("=", ["557.7"], {557.7}),
        ("!=", [557.7], LINES - {557.7}),
        ("<", [486.1], {427.8}),
        ("<=", ["486.1"], {427.8, 486.1}),
        (">", [486.1], {557.7, 630.0}),
        (">=", ["486.1"], LINES - {427.8}),
        ("between", [486.1, 600], {486.1, 557.7}),
        ("between", ["486.1", "557.7"], {486.1, 557.7}),
        ("in", [427.8, "630", "other"], {427.8, 630.0}),
        ("not in", [427.8, 630], {486.1, 557.7}),
        ("=", ["green"], set()),
        ("!=", ["green"], LINES),
    ],
)
def test_numbers_compare_as_numbers_whether_sent_as_such_or_as_text(
    api: Api, sign: str, values: list[Any], expected: set[float]
) -> None:
    metadata = found(api, ("wavelength", sign, values))
    assert {item["wavelength"] for item in metadata} == expected


@pytest.mark.parametrize(
    ("sign", "values", "expected"),
    [
        ("=", ["daily"], {"daily"}),
        ("!=", ["daily"], {"hourly"}),
        ("in", ["daily", "weekly"], {"daily"}),
        ("not in", ["daily", "weekly"], {"hourly"}),
        (">", ["daily"], {"hourly"}),
        ("between", ["a", "e"], {"daily"}),
        ("=", [True], set()),
    ],
)
def test_texts_compare_as_texts(api: Api, sign: str, values: list[Any], expected: set[str]) -> None:
    metadata = found(api, ("keogram_type", sign, values), instrument_types=["spectrograph"])
    assert {item["keogram_type"] for item in metadata} == expected


def test_times_in_metadata_can_be_compared(api: Api) -> None:
    late = found(api, ("imaging_end_time", ">=", ["2022-02-01T13:00:00.000000"]))
    early = found(api, ("imaging_end_time", "<", ["2022-02-01T13:00:00.000000"]))
    assert late
    assert early
    assert len(late) + len(early) == len(found(api))


def test_a_record_without_the_member_fits_no_expression(api: Api) -> None:
    assert all("wavelength" in item for item in found(api, ("wavelength", "!=", [1])))
    assert found(api, ("no_such_member", "not in", ["x"])) == []


def test_expressions_are_joined(api: Api) -> None:
    both = (("wavelength", "=", [557.7]), ("keogram_type", "=", ["daily"]))
    for joined in (None, "AND"):
        metadata = found(api, *both, joined=joined)
        assert {(item["wavelength"], item["keogram_type"]) for item in metadata} == {(557.7, "daily")}
    either = found(api, *both, joined="OR")
    assert all(item.get("wavelength") == 557.7 or item["keogram_type"] == "daily" for item in either)
    assert len(either) > len(found(api, *both))
    assert found(api, ("keogram_type", "=", ["daily"]), ("keogram_type", "=", ["hourly"])) == []


def test_the_echo_repeats_the_filters(api: Api) -> None:
    expression = {"key": "wavelength", "operator": "between", "values": [400, "500"]}
    filters = {"expressions": [expression], "logical_operator": "OR"}
    path = api.submit({**DAY, "data_sources": {"data_product_metadata_filters": filters}})
    echo = api.wait(path)["search_request"]["query"]["data_sources"]
    assert echo["data_product_metadata_filters"] == filters


@pytest.mark.parametrize("given", [None, {}, {"expressions": []}, {"expressions": None, "logical_operator": None}])
def test_no_filters_in_any_spelling(api: Api, given: object) -> None:
    path = api.submit({**DAY, "data_sources": {"data_product_metadata_filters": given}})
    echo = api.wait(path)["search_request"]["query"]["data_sources"]
    assert echo["data_product_metadata_filters"] == {"expressions": [], "logical_operator": "AND"}


@pytest.mark.parametrize(
    ("filters", "hint"),
    [
        ({"expressions": [{"key": "k", "operator": "=", "values": ["a", "b"]}]}, "one value"),
        ({"expressions": [{"key": "k", "operator": "between", "values": [1]}]}, "two values"),
        ({"expressions": [{"key": "k", "operator": "in", "values": []}]}, "needs a value"),
        ({"expressions": [{"key": "k", "operator": "like", "values": ["a"]}]}, "operator"),
        ({"expressions": [{"key": "k", "operator": "=", "values": "a"}]}, "array"),
        ({"expressions": [{"key": "k", "operator": "=", "values": [None]}]}, "texts, numbers or booleans"),
        ({"expressions": [{"operator": "=", "values": ["a"]}]}, "key"),
        ({"expressions": ["k = a"]}, "object"),
        ({"expressions": "k = a"}, "array"),
        ({"expressions": [], "logical_operator": "XOR"}, "logical_operator"),
        ({"expressions": [], "logical_operator": "and"}, "logical_operator"),
    ],
)
def test_bad_filters_are_refused(api: Api, filters: object, hint: str) -> None:
    query = {**DAY, "data_sources": {"data_product_metadata_filters": filters}}
    status, _, message = api.post("/api/v1/data_products/search", query).error
    assert status == 400
    assert hint in message
