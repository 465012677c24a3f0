"""What the gateway asks for, against the description that the server's side ships."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any, cast
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorax_typed import DataProductQuery, _gateway
from aurorax_typed._core.documents import (
    LogEntry,
    SearchRequestDocument,
    SearchResultDocument,
    StatusDocument,
)
from aurorax_typed._core.http import Request
from aurorax_typed.records import DataProduct, DataSource, DataSourceStatistics, MetadataSchemaItem

DESCRIPTION: dict[str, Any] = msgspec.json.decode(files("aurorax_typed.emulator").joinpath("openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = DESCRIPTION["components"]["schemas"]
ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"
QUERY = DataProductQuery("2020-02-01", "2020-02-05", programs=["trex"], metadata_filters=[]).to_json()

REQUESTS: dict[str, Request] = {
    "submitDataProductSearch": _gateway.submit("data_products", QUERY, ID),
    "getDataProductSearchStatus": _gateway.status("data_products", ID),
    "getDataProductSearchResult": _gateway.data("data_products", ID),
    "cancelDataProductSearch": _gateway.cancel("data_products", ID),
    "deleteDataProductSearchResult": _gateway.delete_data("data_products", ID),
    "describeDataProductQuery": _gateway.describe("data_products", QUERY),
    "listDataSources": _gateway.list_sources(
        program="a", platform="b", instrument_type="c", source_type="leo", owner="d", format="basic_info",
        include_stats=True,
    ),
    "searchDataSources": _gateway.search_sources(
        programs=["a"], platforms=[], instrument_types=[], format="full_record", include_stats=False
    ),
    "getDataSource": _gateway.get_source(103, format="full_record", include_stats=True),
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


def test_every_described_filter_of_sources_can_be_sent() -> None:
    document = operation("listDataSources")[2]
    assert REQUESTS["listDataSources"].params.keys() == {p["name"] for p in document["parameters"]}


def test_the_query_arrives_whole() -> None:
    body = cast("dict[str, Any]", REQUESTS["submitDataProductSearch"].body)
    assert body == {**QUERY, "request_id": ID}
    with_extra = DataProductQuery("2020-02-01", "2020-02-05", programs=["x"], extra={"later": [1, {"a": None}]})
    sent = cast("dict[str, Any]", _gateway.submit("data_products", with_extra.to_json(), ID).body)
    assert sent["later"] == [1, {"a": None}]


def test_only_submitting_is_not_repeatable_by_itself() -> None:
    assert {name for name, request in REQUESTS.items() if not request.repeatable} == {"submitDataProductSearch"}


@given(st.text(min_size=1))
def test_an_id_can_not_leave_its_place_in_the_path(text: str) -> None:
    try:
        path = _gateway.status("data_products", text).path
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
        (DataSource, find("identifier", "program", "maintainers", "stats"), {"extra"}),
        (DataSourceStatistics, find("ephemeris_count", "data_product_count"), set()),
        (MetadataSchemaItem, find("field_name", "allowed_values"), set()),
    ],
)
def test_records_have_the_members_of_the_description(kind: Any, schema: str, ours_only: set[str]) -> None:
    ours = {attribute.name for attribute in kind.__attrs_attrs__} - ours_only
    assert ours == properties(schema) - ({"data_source"} if kind is DataSourceStatistics else set())
