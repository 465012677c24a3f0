"""Searches in one call give the records of the same searches in steps."""

from typing import Any

import pytest
from emulator.emulator_http import FEBRUARY, Api
from emulator.finding import ephemeris, find

SWARM = ephemeris("2019-01-01T00:00:00", "2019-01-02T23:59:59", programs=["swarm"])
QUERIES = [("ephemeris", SWARM), ("data_products", FEBRUARY)]


def at_once(api: Api, family: str, body: object, asked: str = "") -> Any:
    answer = api.post(f"/api/v1/{family}/search_synchronous{asked}", body)
    assert answer.status == 200, answer.body[:500]
    assert answer.headers["content-type"] == "application/json"
    return answer.json


@pytest.mark.parametrize(("family", "query"), QUERIES)
@pytest.mark.parametrize("asked", ["", "?data_source_record_format=full_record"])
def test_the_records_are_those_of_a_search_in_steps(api: Api, family: str, query: Any, asked: str) -> None:
    records = at_once(api, family, {"query": query}, asked)
    assert records == find(api, family, query, asked)
    assert len(records) > 1000


def test_a_response_format_chooses_members(api: Api) -> None:
    tree = {"epoch": True, "data_source": {"platform": True}}
    records = at_once(api, "ephemeris", {"query": SWARM, "response_format": tree})
    assert records[0] == {"data_source": {"platform": "swarma"}, "epoch": "2019-01-01T00:00:00"}
    assert len(records) == 2 * 1440 * 3


def test_nothing_found_is_an_empty_array(api: Api) -> None:
    assert (
        at_once(
            api, "ephemeris", {"query": ephemeris("2000-01-01T00:00:00", "2000-01-02T00:00:00", programs=["swarm"])}
        )
        == []
    )


@pytest.mark.parametrize(
    ("family", "body", "why"),
    [
        ("ephemeris", [], "query and response_format"),
        ("ephemeris", {}, "JSON object"),
        ("ephemeris", {"query": SWARM | {"end": "2019-01-03T00:00:01"}}, "2 days at most"),
        ("ephemeris", {"query": SWARM, "response_format": {"epoch": 1}}, "epoch must be true, false"),
        ("data_products", {"query": FEBRUARY | {"end": "2031-02-01T00:00:00"}}, "days at most"),
    ],
)
def test_what_is_too_much_or_means_nothing_is_refused(api: Api, family: str, body: object, why: str) -> None:
    status, code, message = api.post(f"/api/v1/{family}/search_synchronous", body).error
    assert (status, code) == (400, "Other")
    assert why in message
