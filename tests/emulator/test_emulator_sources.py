"""Data sources, queries in words, and the pages."""

import re

import pytest
from emulator.emulator_http import Api

BASIC = ["identifier", "program", "platform", "instrument_type", "source_type", "display_name"]
FULL = [*BASIC, "metadata", "owner", "maintainers", "ephemeris_metadata_schema", "data_product_metadata_schema"]


def test_the_listing_is_a_bare_array_with_internal_sources_too(api: Api) -> None:
    sources = api.get("/api/v1/data_sources").json
    assert isinstance(sources, list)
    assert all(set(source) == set(BASIC) for source in sources)
    identifiers = [source["identifier"] for source in sources]
    assert len(set(identifiers)) == len(identifiers) >= 115
    assert min(identifiers) < 0
    names = [tuple(source[name] for name in ("program", "platform", "instrument_type")) for source in sources]
    assert len(set(names)) == len(names)
    assert {source["source_type"] for source in sources} == {"ground", "leo", "heo", "event_list", "not_applicable"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("program=swarm", {3, 29, 30}),
        ("program=trex&platform=gillam", {92, 93, 103}),
        ("program=trex&platform=gillam&instrument_type=RGB%20ASI", {103}),
        ("source_type=event_list", {9001, 9002}),
        ("owner=nobody@example.org", set()),
        ("program=swar", set()),
        ("program=SWARM", set()),
    ],
)
def test_filters_are_exact(api: Api, query: str, expected: set[int]) -> None:
    assert {source["identifier"] for source in api.get(f"/api/v1/data_sources?{query}").json} == expected


@pytest.mark.parametrize(
    ("form", "members"),
    [
        ("identifier_only", ["identifier"]),
        ("basic_info", BASIC),
        ("with_metadata", [*BASIC, "metadata"]),
        ("full_record", FULL),
    ],
)
def test_forms(api: Api, form: str, members: list[str]) -> None:
    for path in ("/api/v1/data_sources/3", "/api/v1/data_sources?platform=swarma"):
        shown = api.get(f"{path}{'&' if '?' in path else '?'}format={form}&include_stats=False").json
        source = shown[0] if isinstance(shown, list) else shown
        assert set(source) == set(members)


def test_a_full_record(api: Api) -> None:
    swarm_a = api.get("/api/v1/data_sources/3?format=full_record").json
    assert {name: swarm_a[name] for name in BASIC} == {
        "identifier": 3,
        "program": "swarm",
        "platform": "swarma",
        "instrument_type": "footprint",
        "source_type": "leo",
        "display_name": "Swarm A",
    }
    assert swarm_a["metadata"] == {}
    assert swarm_a["data_product_metadata_schema"] == []
    fields = [item["field_name"] for item in swarm_a["ephemeris_metadata_schema"]]
    assert fields[:3] == ["nbtrace_region", "sbtrace_region", "radial_distance"]
    camera = api.get("/api/v1/data_sources/96?format=full_record").json
    assert camera["data_product_metadata_schema"][0] == {
        "field_name": "keogram_type",
        "description": "Type of keogram",
        "data_type": "string",
        "allowed_values": ["hourly", "hourly_hires", "daily", "daily_hires", "daily_hires_200px", "daily_moviebased"],
        "additional_description": "",
        "searchable": None,
    }
    for source in api.get("/api/v1/data_sources?format=full_record").json:
        assert re.fullmatch(r"\w+@example\.org", source["owner"])


def test_statistics(api: Api) -> None:
    gillam = api.get("/api/v1/data_sources/103?include_stats=True").json
    stats = gillam.pop("stats")
    assert stats.pop("data_source") == gillam
    assert stats["earliest_data_product_loaded"] == "2019-09-27T00:00:00"
    assert stats["latest_data_product_loaded"].endswith("T23:59:00")
    # Counted one by one by a search.
    span = {"start": "2019-01-01T00:00:00", "end": "2030-01-01T00:00:00"}
    path = api.submit({**span, "data_sources": {"programs": ["trex"], "platforms": ["gillam"]}})
    assert api.wait(path)["search_result"]["result_count"] == stats["data_product_count"]
    assert api.get("/api/v1/data_sources/103/stats").json == {**stats, "data_source": gillam}

    nothing = api.get("/api/v1/data_sources/373?include_stats=true").json["stats"]
    assert nothing["data_product_count"] == 0
    assert nothing["earliest_data_product_loaded"] is None
    assert [
        source["stats"]["ephemeris_count"]
        for source in api.get("/api/v1/data_sources?platform=swarma&include_stats=True").json
    ] == [4229280]


@pytest.mark.parametrize("path", ["/api/v1/data_sources/search", "//api/v1/data_sources/search"])
def test_search_with_one_and_with_two_slashes(api: Api, path: str) -> None:
    body = {"programs": ["trex", "swarm"], "platforms": ["gillam", "swarmb"], "instrument_types": []}
    sources = api.post(f"{path}?format=identifier_only&include_stats=False", body).json
    assert sources == [{"identifier": 29}, {"identifier": 92}, {"identifier": 93}, {"identifier": 103}]


def test_an_unknown_source_is_not_found_in_the_servers_words(api: Api) -> None:
    assert api.get("/api/v1/data_sources/12345678").error == (
        404,
        "NotFound",
        "No Data Source record found in AuroraX for identifier 12345678",
    )
    assert api.get("/api/v1/data_sources/-1").json["identifier"] == -1
    assert api.get("/api/v1/data_sources/-77").error[2].endswith("identifier -77")


@pytest.mark.parametrize("query", ["format=everything", "include_stats=maybe"])
def test_bad_parameters_are_refused(api: Api, query: str) -> None:
    for path in ("/api/v1/data_sources", "/api/v1/data_sources/3"):
        assert api.get(f"{path}?{query}").error[0] == 400


def test_describe_has_the_servers_exact_words(api: Api) -> None:
    query = {
        "start": "2020-02-01T00:00:00",
        "end": "2020-02-01T23:59:59",
        "data_sources": {"programs": ["trex"], "platforms": [], "instrument_types": ["RGB ASI"]},
    }
    answer = api.post("/api/v1/utils/describe/query/data_products", query)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json == (
        "Find data_products for ((program in (trex) AND instrument_type in (RGB ASI) filtered by metadata ()) AND "
        " data_product_metadata_filters []) AND data_product start >= 2020-02-01T00:00 UTC AND data_product end"
        " <= 2020-02-01T23:59:59 UTC AND"
    )


def test_describe_names_platforms_and_types_and_refuses_nothing(api: Api) -> None:
    def describe(query: object) -> str:
        return api.post("/api/v1/utils/describe/query/data_products", query).json

    full = {
        "start": "2020-02-01T00:00:10Z",
        "end": "2020-02-02T00:00",
        "data_sources": {
            "platforms": ["gillam", "pinawa"],
            "data_product_metadata_filters": {"expressions": [{"key": "k", "operator": "in", "values": [1, "b"]}]},
        },
        "data_product_type_filters": ["keogram"],
    }
    text = describe(full)
    assert "platform in (gillam, pinawa)" in text
    assert "[k in (1, b)]" in text
    assert "start >= 2020-02-01T00:00:10 UTC" in text
    assert "end <= 2020-02-02T00:00 UTC" in text
    assert "keogram" in text
    assert describe({}).startswith("Find data_products for (")
    assert "(trex)" in describe({"start": "soon", "data_sources": {"programs": ["trex"], "platforms": 3}})


def test_the_front_page_and_the_description(api: Api) -> None:
    page = api.get("/")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"/openapi.json" in page.body
    description = api.get("/openapi.json")
    assert description.headers["content-type"] == "application/json"
    assert description.json["openapi"].startswith("3.")
