"""The description of the API: what is in it, whether its corrections are sound, whether what is made from it is."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aurorax_openapi
import pytest
import yaml
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from support import overlay_reference

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.checkout
SERVED = ROOT / "aurorax_typed" / "emulator" / "openapi.json"
METHODS = ("get", "post", "put", "patch", "delete")
CERTAINTIES = {"seen", "sent", "told", "spec", "inferred", "unknown", "naming"}


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / "openapi" / name).read_text(encoding="utf-8"))


PUBLISHED = load("aurorax.yaml")
ACTIONS: list[dict[str, Any]] = load("corrections.overlay.yaml")["actions"]
CORRECTED = load("corrected.yaml")


def operations(document: Any) -> dict[str, dict[str, Any]]:
    return {
        f"{method} {path}": item[method]
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def walk(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object below a node, with its JSON pointer."""
    if isinstance(node, dict):
        yield at, node
    for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from walk(child, f"{at}/{key}")


def reachable(start: list[Any]) -> set[str]:
    """Names of the schemas that these nodes refer to, at any remove."""
    names: set[str] = set()
    nodes = list(start)
    while nodes:
        for _, node in walk(nodes.pop()):
            kind, _, name = str(node.get("$ref", "")).removeprefix("#/components/").partition("/")
            if kind and name not in names:
                names |= {name} if kind == "schemas" else set()
                nodes.append(CORRECTED["components"][kind][name])
    return names


RESPONSES = [operation["responses"] for operation in operations(CORRECTED).values()]
FROM_SERVER = reachable(RESPONSES)


def validator(name: str) -> OAS30Validator:
    return OAS30Validator({"$ref": f"#/components/schemas/{name}", "components": CORRECTED["components"]})


# ---- The published description ----


def test_the_published_description_has_all_its_operations_and_schemas() -> None:
    assert len(operations(PUBLISHED)) == 48
    assert len(PUBLISHED["components"]["schemas"]) == 58


def test_the_published_description_refers_to_nothing_that_is_not_there() -> None:
    for at, node in walk(PUBLISHED):
        if "$ref" in node:
            assert node["$ref"].rpartition("/")[2] in PUBLISHED["components"]["schemas"], at


@pytest.mark.parametrize("document", [PUBLISHED, CORRECTED], ids=["published", "corrected"])
def test_everything_is_explained(document: Any) -> None:
    for name, operation in operations(document).items():
        assert operation["summary"], name
        assert operation["description"], name
        for parameter in operation.get("parameters", []):
            assert parameter["description"], f"{name} {parameter['name']}"
        for status, response in operation["responses"].items():
            assert response.get("description") or "$ref" in response, f"{name} {status}"
    for name, schema in document["components"]["schemas"].items():
        assert schema["description"], name
        for member, property_ in schema.get("properties", {}).items():
            explained = "description" in property_ or "$ref" in property_ or name.endswith("Format")
            assert explained, f"{name}.{member}"


# ---- The corrections ----


def test_every_correction_says_what_it_is_and_how_sure() -> None:
    for action in ACTIONS:
        assert re.fullmatch(r"\d\d-[a-z0-9-]+", action["x-correction"]), action["target"]
        assert action["x-certainty"] in CERTAINTIES, action["target"]
        assert action["description"], action["target"]


def test_what_nobody_has_seen_is_marked_in_the_corrected_description() -> None:
    unknown = {action["x-correction"] for action in ACTIONS if action["x-certainty"] == "unknown"}
    marked = {action["x-correction"] for action in ACTIONS if action.get("update", {}).get("x-unverified")}
    assert unknown
    assert unknown <= marked


def test_every_correction_matches_and_changes_something_with_every_name_in_it() -> None:
    document = copy.deepcopy(PUBLISHED)
    for action in ACTIONS:
        target = action["target"]
        assert overlay_reference.select(document, target), f"{target} matches nothing"
        for part in overlay_reference.single_names(target):
            assert overlay_reference.select(document, part), f"{part}, a part of {target}, matches nothing"
        assert overlay_reference.changed_by(document, action), f"{action['x-correction']} on {target} changes nothing"


def test_no_correction_could_be_left_out() -> None:
    for number, action in enumerate(ACTIONS):
        without = overlay_reference.apply(PUBLISHED, ACTIONS[:number] + ACTIONS[number + 1 :])
        assert without != CORRECTED, f"{action['x-correction']} on {action['target']} is undone or repeated by another"


def test_two_readings_of_the_overlay_give_the_same_description() -> None:
    assert overlay_reference.apply(PUBLISHED, ACTIONS) == CORRECTED


# ---- The corrected description ----


def test_the_corrected_description_is_valid() -> None:
    validate(CORRECTED)


def test_the_published_description_is_not_and_the_corrections_are_why_the_corrected_is() -> None:
    with pytest.raises(OpenAPIValidationError):
        validate(PUBLISHED)


def test_the_corrected_description_adds_the_accounts_and_the_root_page() -> None:
    assert operations(CORRECTED).keys() - operations(PUBLISHED).keys() == {
        "get /api/v1/accounts",
        "post /api/v1/accounts",
        "get /",
    }
    assert not operations(PUBLISHED).keys() - operations(CORRECTED).keys()


def test_operations_have_readable_names_of_their_own() -> None:
    names = Counter(operation["operationId"] for operation in operations(CORRECTED).values())
    assert [name for name, times in names.items() if times > 1] == []
    for name in names:
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", name), f"{name} is not a verb and a noun"


def test_every_operation_may_fail_with_an_error_document() -> None:
    for name, operation in operations(CORRECTED).items():
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Error"}, name
    content = CORRECTED["components"]["responses"]["Error"]["content"]
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorDocument"}
    assert {"text/html", "text/plain"} <= content.keys()


def test_no_list_of_values_binds_what_the_server_sends() -> None:
    assert "SearchRequestLog" in FROM_SERVER
    for name in FROM_SERVER:
        found = [at for at, node in walk(CORRECTED["components"]["schemas"][name]) if "enum" in node]
        assert found == [], name
    assert [at for at, node in walk(RESPONSES) if "enum" in node] == []


def test_no_time_asks_for_a_zone() -> None:
    used = {name: schema for name, schema in CORRECTED["components"]["schemas"].items() if not schema.get("x-unused")}
    formats = {
        at: node["format"] for at, node in walk([CORRECTED["paths"], used]) if isinstance(node.get("format"), str)
    }
    assert "date-time" not in formats.values()
    assert Counter(formats.values())["utc-time"] > 30


def test_schemas_marked_as_unused_are_those_that_no_path_reaches() -> None:
    schemas = CORRECTED["components"]["schemas"]
    assert {name for name in schemas if schemas[name].get("x-unused")} == schemas.keys() - reachable(
        [CORRECTED["paths"]]
    )


@pytest.mark.parametrize("family", ["data_products", "ephemeris", "conjunctions"])
def test_a_search_is_accepted_with_a_location(family: str) -> None:
    accepted = CORRECTED["paths"][f"/api/v1/{family}/search"]["post"]["responses"]["202"]
    assert accepted["headers"]["Location"]["required"] is True
    assert "content" not in accepted


# ---- Values that were really seen, against the corrected schemas ----

RUNNING = {
    "search_request": {
        "request_id": "3d9f6a2e-6f0b-4c1e-9f0c-2b7d6a1e5c44",
        "query": {"request_id": None, "data_sources": {"programs": ["swarm"]}, "start": "2019-01-01T00:00:00"},
        "request_type": "ephemeris",
        "requested": "2024-11-27T21:41:33.966478",
    },
    "logs": [
        {"level": "debug", "summary": "Search request arrived and saved", "timestamp": "2024-11-27T21:41:33.9664"}
    ],
    "search_result": {
        "data_uri": None,
        "result_count": None,
        "result_file_deleted_timestamp": None,
        "file_size": None,
        "completed_timestamp": None,
        "query_duration": None,
        "error_condition": None,
    },
}
FINISHED = RUNNING | {
    "search_result": {
        "data_uri": "/api/v1/ephemeris/requests/3d9f6a2e-6f0b-4c1e-9f0c-2b7d6a1e5c44/data",
        "result_count": 1440,
        "result_file_deleted_timestamp": None,
        "file_size": 8333523,
        "completed_timestamp": "2022-01-14T01:38:31.43241Z",
        "query_duration": 448,
        "error_condition": False,
    }
}
BASIC = {
    "identifier": 3,
    "program": "swarm",
    "platform": "swarma",
    "instrument_type": "footprint",
    "source_type": "leo",
    "display_name": "Swarm A",
}
PLACE = {"lat": 51.05, "lon": -114.07}
EPHEMERIS = {
    "data_source": BASIC,
    "epoch": "2019-01-01T00:00:00",
    "location_geo": PLACE,
    "location_gsm": {"lat": None, "lon": None},
    "nbtrace": PLACE,
    "sbtrace": {},
    "metadata": {"state": "definitive", "tii_on": True, "radial_distance": 6821.5},
}
PAIR = {
    "conjunction_type": "nbtrace",
    "e1_source": {"identifier": 44},
    "e2_source": BASIC,
    "start": "2020-01-01T01:46:00",
    "end": "2020-01-01T01:47:00",
    "min_distance": 284.42085025713,
    "max_distance": 493.19747610761,
}
CONJUNCTION = {
    "conjunction_type": "nbtrace",
    "start": "2020-01-01T01:46:00",
    "end": "2020-01-01T01:47:00",
    "min_distance": 284.42085025713,
    "max_distance": 493.19747610761,
    "closest_epoch": "2020-01-01T01:46:00",
    "farthest_epoch": "2020-01-01T01:47:00",
    "data_sources": [{"identifier": 44}, BASIC],
    "events": [PAIR],
}
PRODUCT = {
    "data_source": BASIC,
    "data_product_type": "gridded_data",
    "start": "2020-02-01T00:00:00",
    "end": "2020-02-01T23:59:00",
    "url": "https://example.org/keogram.jpg",
    "metadata": {"keogram_type": "daily"},
}
STATS = {
    "data_source": {"identifier": 103},
    "earliest_ephemeris_loaded": "2007-02-18T00:14:00",
    "latest_ephemeris_loaded": "2029-05-27T00:00:00",
    "ephemeris_count": 2**31,
    "earliest_data_product_loaded": None,
    "latest_data_product_loaded": None,
    "data_product_count": 0,
}
FIELD = {
    "field_name": "tii_on",
    "description": "",
    "data_type": "bool",
    "allowed_values": ["true", "false"],
    "searchable": None,
}
CONJUNCTION_QUERY = {
    "start": "2020-01-01T00:00:00.000Z",
    "end": "2020-01-01T23:59:59",
    "ground": [{"programs": ["themis-asi"], "ephemeris_metadata_filters": None}],
    "space": [{"programs": ["swarm"], "ephemeris_metadata_filters": {}, "hemisphere": ["northern"]}],
    "adhoc": [{"locations": [PLACE]}],
    "max_distances": {"ground1-space1": 500.5, "ground1-adhoc1": None},
    "conjunction_types": [],
    "subminute_precision": True,
}
FILTERS = {"expressions": [{"key": "calgary_apa_ml_v1_confidence", "operator": "between", "values": [75, "90", False]}]}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("SearchQueryResponse", RUNNING),
        ("SearchQueryResponse", FINISHED),
        ("DataProductResult", {"result": [PRODUCT]}),
        ("DataProductResult", {"result": []}),
        ("EphemerisResult", {"result": [EPHEMERIS]}),
        ("ConjunctionResult", {"result": [CONJUNCTION]}),
        ("PartialResult", {"result": [{"epoch": "2019-01-01T00:00:00", "location_geo": {}}]}),
        ("ErrorEnvelope", {"error": {"error_code": "NotFound", "error_message": "No data"}}),
        ("ErrorDocument", {"error_code": "SomethingNew", "error_message": ""}),
        ("Data Source", {"identifier": -7}),
        ("DataSourceStats", STATS),
        ("MetadataSchema", FIELD),
        ("Ephemeris Availability", {"data_source": BASIC, "available_ephemeris": {"2020-01-01": 1440}}),
        ("SuperConjunctionQuery", CONJUNCTION_QUERY),
        ("MetadataExpressionGroup", FILTERS),
        ("DataSourcePatch", {"display_name": "New", "program": None, "source_type": "lunar", "metadata": None}),
    ],
)
def test_what_was_seen_fits_the_corrected_schema(schema: str, value: Any) -> None:
    validator(schema).validate(value)


@pytest.mark.parametrize(
    ("schema", "value", "why"),
    [
        ("DataProductResult", [PRODUCT], "a bare array is what the published description has"),
        ("ConjunctionResult", {"result": [PAIR]}, "a pair is not a conjunction"),
        (
            "SearchQueryResponse",
            RUNNING | {"search_request": RUNNING["search_request"] | {"query": "text"}},
            "query is an object",
        ),
        ("EphemerisResult", {"result": [EPHEMERIS | {"metadata": "text"}]}, "metadata is an object"),
        ("DataProductResult", {"result": [PRODUCT | {"start": "yesterday"}]}, "a time has a form"),
        (
            "MetadataExpressionGroup",
            {"expressions": [{"key": "a", "operator": "~", "values": []}]},
            "operators are known",
        ),
        ("NewDataSource", {"program": "x"}, "a new source needs five members"),
        ("Ephemeris Availability", {"data_source": BASIC}, "the counts are always there"),
    ],
)
def test_what_cannot_be_does_not_fit(schema: str, value: Any, why: str) -> None:
    assert not validator(schema).is_valid(value), why


# ---- What is made from the description ----


def test_the_emulator_serves_the_corrected_description() -> None:
    assert json.loads(SERVED.read_text(encoding="utf-8")) == CORRECTED


def test_the_generated_client_names_the_description_it_was_made_from() -> None:
    assert hashlib.sha256(SERVED.read_bytes()).hexdigest()[:16] == aurorax_openapi.DESCRIPTION_SHA256
    assert re.fullmatch(r"openapi-python-client \d+\.\d+\.\d+", aurorax_openapi.GENERATOR)
