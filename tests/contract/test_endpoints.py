"""What the endpoints ask for, against the description that the server's side ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any, cast
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given, strategies as st

from aurorax_typed import (
    ConjunctionQuery,
    CustomLocationsCriteria,
    DataProductQuery,
    EphemerisQuery,
    EventsCriteria,
    GroundCriteria,
    MetadataExpression,
    MetadataFilter,
    SpaceCriteria,
    _endpoints as endpoints,
)
from aurorax_typed._core.documents import SearchRequestDocument, SearchResultDocument, StatusDocument
from aurorax_typed._core.http import Request
from aurorax_typed.answers import Account, SearchListing
from aurorax_typed.queries import Query, ResponseFormat, all_fields, response_format
from aurorax_typed.queries.common import Family
from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    DataSourceStatistics,
    Ephemeris,
    JSONValue,
    Location,
    LogEntry,
    MetadataSchemaItem,
)

DESCRIPTION: dict[str, Any] = msgspec.json.decode(files("aurorax_typed.emulator").joinpath("openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = DESCRIPTION["components"]["schemas"]
ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"
FILTER = MetadataFilter([MetadataExpression("a", "in", ["b", 1, 2.5, False])], "OR")
QUERIES: dict[Family, tuple[str, Query]] = {
    "data_products": (
        "DataProduct",
        DataProductQuery(
            "2020-02-01", "2020-02-05", programs=["trex"], data_product_types=["keogram"], metadata_filters=FILTER
        ),
    ),
    "ephemeris": (
        "Ephemeris",
        EphemerisQuery("2020-02-01", "2020-02-05", programs=["swarm"], metadata_filters=FILTER),
    ),
    "conjunctions": (
        "Conjunction",
        ConjunctionQuery(
            "2020-02-01",
            "2020-02-05",
            {"ground1-space1": 500.5},
            ground=GroundCriteria(programs=["themis-asi"], metadata_filters=FILTER),
            space=[SpaceCriteria(programs=["swarm"], hemisphere=["northern"])],
            events=EventsCriteria(instrument_types=["substorm onset"]),
            custom_locations=CustomLocationsCriteria(locations=[(51.05, -114.07)]),
            conjunction_types=["nbtrace", "geographic"],
            subminute_precision=True,
        ),
    ),
}

TIME = "2020-02-01T00:00:00"
NAMES: dict[str, JSONValue] = {"program": "a", "platform": "b", "instrument_type": "c"}
SOURCE: dict[str, JSONValue] = {
    **NAMES, "source_type": "ground", "display_name": "d", "identifier": 400, "metadata": {"e": [1]},
    "owner": "a@example.org", "maintainers": [], "data_product_metadata_schema": [],
    "ephemeris_metadata_schema": [
        {"field_name": "f", "description": "g", "data_type": "double", "allowed_values": [], "searchable": True}
    ],
}  # fmt: skip
EPHEMERIS: dict[str, JSONValue] = {
    **NAMES, "epoch": "2020-02-01T00:00:00.000Z", "metadata": {"e": 1.5},
    **{key: {"lat": None, "lon": 1.0} for key in ["location_geo", "nbtrace", "sbtrace", "location_gsm"]},
}  # fmt: skip
PRODUCT: dict[str, JSONValue] = {
    **NAMES, "start": TIME, "end": TIME, "url": "http://127.0.0.1/a", "data_product_type": "keogram", "metadata": {},
}  # fmt: skip


def whole_format(family: Family) -> ResponseFormat:
    """The tree that asks for everything."""
    match family:
        case "data_products":
            return response_format(DataProduct, all_fields(DataProduct))
        case "ephemeris":
            return response_format(Ephemeris, all_fields(Ephemeris))
        case "conjunctions":
            return response_format(Conjunction, all_fields(Conjunction))


REQUESTS: dict[str, Request] = {}
for family, (noun, query) in QUERIES.items():
    REQUESTS |= {
        f"submit{noun}Search": endpoints.searches.submit(family, query.to_json(), ID),
        f"get{noun}SearchStatus": endpoints.searches.status(family, ID),
        f"get{noun}SearchResult": endpoints.searches.data(family, ID),
        f"format{noun}SearchResult": endpoints.searches.select(family, ID, whole_format(family)),
        f"cancel{noun}Search": endpoints.searches.cancel(family, ID),
        f"delete{noun}SearchResult": endpoints.searches.delete_data(family, ID),
        f"describe{noun}Query": endpoints.searches.describe(family, query.to_json()),
    }
REQUESTS |= {
    "listDataSources": endpoints.sources.list_sources(
        program="a", platform="b", instrument_type="c", source_type="leo", owner="d", format="basic_info",
        include_stats=True,
    ),
    "searchDataSources": endpoints.sources.search_sources(
        programs=["a"], platforms=[], instrument_types=[], format="full_record", include_stats=False
    ),
    "getDataSource": endpoints.sources.get_source(103, format="full_record", include_stats=True),
    "createDataSource": endpoints.sources.add_source(SOURCE),
    "updateDataSource": endpoints.sources.update_source(103, {"display_name": "a"}),
    "replaceDataSource": endpoints.sources.replace_source(103, SOURCE),
    "deleteDataSource": endpoints.sources.remove_source(103),
    "getEphemerisAvailability": endpoints.records.ephemeris_availability(
        start=date(2020, 1, 1), end=date(2020, 1, 2), program="a", platform="b", instrument_type="c",
        source_type="leo", owner="d", format="basic_info", slow=True,
    ),
    "getDataProductAvailability": endpoints.records.data_product_availability(
        start=date(2020, 1, 1), end=date(2020, 1, 2), program="a", platform="b", instrument_type="c",
        source_type="leo", data_product_type="keogram", owner="d", format="basic_info", slow=True,
    ),
    "uploadEphemeris": endpoints.records.upload_ephemeris_records(103, [EPHEMERIS]),
    "uploadDataProducts": endpoints.records.upload_data_product_records(103, [PRODUCT]),
    "deleteEphemeris": endpoints.records.delete_ephemeris_range(103, {**NAMES, "start": TIME, "end": TIME}),
    "deleteDataProducts": endpoints.records.delete_data_products_by_url(103, {**NAMES, "urls": ["http://127.0.0.1/a"]}),
    "listEphemerisDeleteJobs": endpoints.records.ephemeris_delete_jobs(103),
    "getEphemerisDeleteJob": endpoints.records.ephemeris_delete_job(103, "a/b"),
    "listAccounts": endpoints.accounts.all_accounts(role="Owner"),
    "createAccount": endpoints.accounts.new_account(
        email_address="a@example.org", first_name="A", last_name="B", agree_terms=TIME, password="c"
    ),
    "startSession": endpoints.accounts.open_session(email_address="a@example.org", password="c"),
    "endSession": endpoints.accounts.close_session(),
    "listSearchRequests": endpoints.accounts.all_searches(
        search_type="ephemeris", active=False, start=TIME, end=TIME, file_size=1, result_count=2, query_duration=3,
        error_condition=True,
    ),
    "deleteSearchRequest": endpoints.accounts.remove_search(ID),
    "listTimeZones": endpoints.accounts.time_zones(),
    "convertTimeToUtc": endpoints.accounts.convert_to_utc(time=TIME, time_zone="America/Edmonton"),
    "countConjunctionCombinations": endpoints.accounts.combinations(QUERIES["conjunctions"][1].to_json()),
}  # fmt: skip


def operation(name: str) -> tuple[str, str, dict[str, Any]]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, document in methods.items():
            if isinstance(document, dict) and document.get("operationId") == name:
                return path, method, document | {"shared": methods.get("parameters", [])}
    raise AssertionError(f"{name} is not in the description")


@pytest.mark.parametrize("name", sorted(REQUESTS))
def test_requests_are_those_of_the_description(name: str) -> None:
    request = REQUESTS[name]
    path, method, document = operation(name)
    assert request.method == method.upper()
    assert re.fullmatch(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(path)), request.path), (path, request.path)
    described = {p["name"]: p for p in document.get("parameters", []) + document["shared"] if p["in"] == "query"}
    assert request.params.keys() <= described.keys()
    for key, value in request.params.items():
        allowed = described[key]["schema"].get("enum")
        assert allowed is None or value in allowed
        if described[key]["schema"].get("type") == "boolean":
            assert value in ("true", "false")
    assert (request.body is not None) == ("requestBody" in document)


FILTERED = [
    "listDataSources",
    "getEphemerisAvailability",
    "getDataProductAvailability",
    "listSearchRequests",
    "listAccounts",
    "convertTimeToUtc",
]


@pytest.mark.parametrize("name", FILTERED)
def test_every_described_filter_can_be_sent(name: str) -> None:
    document = operation(name)[2]
    assert REQUESTS[name].params.keys() == {p["name"] for p in document["parameters"]}


WRITTEN = {
    "createDataSource": SOURCE,
    "replaceDataSource": SOURCE,
    "updateDataSource": {"display_name": "a"},
    "uploadEphemeris": [EPHEMERIS],
    "uploadDataProducts": [PRODUCT],
    "deleteEphemeris": {**NAMES, "start": TIME, "end": TIME},
    "deleteDataProducts": {**NAMES, "urls": ["http://127.0.0.1/a"]},
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_arrives_whole_and_is_described(name: str) -> None:
    assert REQUESTS[name].body == WRITTEN[name]
    fits(WRITTEN[name], operation(name)[2]["requestBody"]["content"]["application/json"]["schema"], name)


@pytest.mark.parametrize("family", sorted(QUERIES))
def test_the_query_arrives_whole(family: Family) -> None:
    noun, query = QUERIES[family]
    body = cast("dict[str, Any]", REQUESTS[f"submit{noun}Search"].body)
    assert body == {**query.to_json(), "request_id": ID}
    with_extra = {**query.to_json(), "later": [1, {"a": None}]}
    sent = cast("dict[str, Any]", endpoints.searches.submit(family, with_extra, ID).body)
    assert sent["later"] == [1, {"a": None}]


def fits(value: Any, schema: dict[str, Any], where: str) -> None:
    """A value against the description, members that it does not name refused."""
    if "$ref" in schema:
        return fits(value, SCHEMAS[schema["$ref"].rsplit("/", 1)[1].replace("%20", " ")], where)
    if not schema:  # anything goes
        return None
    if "allOf" in schema:
        for part in schema["allOf"]:
            fits(value, part, where)
        return None
    for options in ("oneOf", "anyOf"):
        if options in schema:
            faults = []
            for option in schema[options]:
                try:
                    return fits(value, option, where)
                except AssertionError as fault:
                    faults.append(fault)
            raise AssertionError(faults)
    if value is None:
        assert schema.get("nullable") or schema.get("enum") == [None], f"{where} may not be null"
        return None
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
    assert isinstance(value, kinds[schema.get("type", "object")]), f"{where}: {value!r} is no {schema.get('type')}"
    assert value in schema.get("enum", [value]), f"{where}: {value!r} is none of {schema.get('enum')}"
    if isinstance(value, dict):
        members = schema.get("properties", {})
        more = schema.get("additionalProperties", False)
        for name, member in value.items():
            assert name in members or more, f"{where}.{name} is not in the description"
            fits(member, members.get(name, more if isinstance(more, dict) else {}), f"{where}.{name}")
        assert set(schema.get("required", [])) <= value.keys(), where
    if isinstance(value, list):
        for item in value:
            fits(item, schema["items"], f"{where}[]")
    return None


@pytest.mark.parametrize("family", sorted(QUERIES))
def test_queries_have_the_members_of_the_description(family: Family) -> None:
    noun, query = QUERIES[family]
    schema = operation(f"submit{noun}Search")[2]["requestBody"]["content"]["application/json"]["schema"]
    fits(query.to_json(), schema, noun)
    with pytest.raises(AssertionError, match="is not in the description"):
        fits({**query.to_json(), "typo": 1}, schema, noun)


def leaves(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """Every boolean of a schema for response formats."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rsplit("/", 1)[1]]
    if schema["type"] == "boolean":
        yield path
    for name, member in schema.get("properties", {}).items():
        yield from leaves(member, f"{path}.{name}" if path else name)


def marked(tree: Any, path: str = "") -> Iterator[str]:
    """Every member that a response format asks for."""
    for name, asked in tree.items():
        here = f"{path}.{name}" if path else name
        if isinstance(asked, dict):
            yield from marked(asked, here)
        else:
            assert asked is True
            yield here


@pytest.mark.parametrize("family", sorted(QUERIES))
def test_a_response_format_arrives_whole_and_reaches_all_that_is_described(family: Family) -> None:
    tree = whole_format(family)
    name = f"format{QUERIES[family][0]}SearchResult"
    schema = operation(name)[2]["requestBody"]["content"]["application/json"]["schema"]
    assert REQUESTS[name].body == tree
    fits(tree, schema, name)
    assert sorted(marked(tree)) == sorted(leaves(schema))


def test_only_what_makes_or_ends_something_is_not_repeatable_by_itself() -> None:
    found = {name for name, request in REQUESTS.items() if not request.repeatable}
    once = {"createDataSource", "deleteDataSource", "createAccount", "deleteSearchRequest"}
    assert found == once | {name for name in REQUESTS if name.startswith("submit")}


@given(st.text(min_size=1))
def test_an_id_can_not_leave_its_place_in_the_path(text: str) -> None:
    try:
        path = endpoints.searches.status("data_products", text).path
    except ValueError:
        return
    head, _, last = path.rpartition("/")
    assert head == "/api/v1/data_products/requests"
    assert last not in (".", "..")
    assert unquote(last) == text
    assert path.isascii()
    assert not set(path) & set("?#\\ \r\n\t")


def properties(schema: str) -> set[str]:
    return set(SCHEMAS[schema]["properties"])


def find(*members: str) -> str:
    """The schema that has these members and the fewest others, so that a new name for it is no failure."""
    fitting = [name for name, schema in SCHEMAS.items() if set(members) <= set(schema.get("properties", {}))]
    data = [name for name in fitting if "Format" not in name]
    return min(data, key=lambda name: len(properties(name)))


@pytest.mark.parametrize(
    ("kind", "schema", "ours_only"),
    [
        (StatusDocument, find("search_request", "search_result", "logs"), set()),
        (SearchRequestDocument, find("request_id", "query", "request_type", "requested"), set()),
        (SearchResultDocument, find("data_uri", "result_count"), set()),
        (LogEntry, find("summary", "level"), set()),
    ],
)
def test_documents_have_the_members_of_the_description(kind: Any, schema: str, ours_only: set[str]) -> None:
    assert set(kind.__annotations__) - ours_only == properties(schema)


@pytest.mark.parametrize(
    ("kind", "schema", "ours_only"),
    [
        (DataProduct, find("data_product_type", "url", "metadata", "data_source"), {"extra"}),
        (Ephemeris, find("epoch", "nbtrace", "metadata", "data_source"), {"extra"}),
        (Conjunction, find("closest_epoch", "events", "min_distance"), {"extra"}),
        (ConjunctionEvent, find("e1_source", "e2_source", "min_distance"), {"extra"}),
        (Location, find("lat", "lon"), set()),
        (DataSource, find("identifier", "program", "maintainers", "stats"), {"extra"}),
        (DataSourceStatistics, find("ephemeris_count", "data_product_count"), set()),
        (MetadataSchemaItem, find("field_name", "allowed_values"), set()),
        (Account, find("account_id", "email_address"), {"extra"}),
        (SearchListing, find("ip_address", "request_id"), {"extra"}),
    ],
)
def test_records_have_the_members_of_the_description(kind: Any, schema: str, ours_only: set[str]) -> None:
    ours = {attribute.name for attribute in kind.__attrs_attrs__} - ours_only
    # A statistic lies inside its source already. The generated queries come only when asked for; `extra` takes them.
    left_out = {"data_source"} if kind is DataSourceStatistics else set()
    left_out |= {name for name in properties(schema) if name.startswith("generated_")}
    assert ours == properties(schema) - left_out
