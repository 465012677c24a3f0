"""What the description says an answer may hold is read: all of it, and as little as it promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_changes.typed_layer import ANSWERS

from aurorax_typed import Conjunction, DataProduct, Ephemeris, iter_records
from aurorax_typed._core.documents import parse_account, parse_availability, parse_listings, parse_source, parse_status

pytestmark = pytest.mark.checkout
ROOT = Path(__file__).resolve().parents[2]
CORRECTED: Any = yaml.safe_load((ROOT / "openapi" / "corrected.yaml").read_text(encoding="utf-8"))
SCHEMAS = CORRECTED["components"]["schemas"]
TIME = "2020-02-01T00:00:00"
ASKED_FOR = {"generated_e1_ephemeris_query", "generated_e2_ephemeris_query"}


def example(schema: Any, *, whole: bool, above: tuple[str, ...] = ()) -> Any:
    """A value with every member, or with those that are required only and null where that may be."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        # A source holds statistics, which hold a source, and so on.
        return example(SCHEMAS[name], whole=whole and name not in above, above=(*above, name))
    if schema.get("nullable") and not whole:
        return None
    needed = schema.get("properties", {}) if whole else schema.get("required", [])
    match schema.get("type"):
        case "object" if "properties" in schema:
            return {name: example(schema["properties"][name], whole=whole, above=above) for name in needed}
        case "object":
            free = {"2020-02-01": 1440} if "x-key-format" in schema else {"key": [1, {"deep": None}]}
            return free if whole else {}
        case "array":
            return [example(schema["items"], whole=whole, above=above)] if whole else []
        case kind:
            text = TIME if schema.get("format") == "utc-time" else "some text"
            return {"string": text, "integer": 7, "number": 1.5, "boolean": True}[kind]


def record(kind: Any) -> Callable[[bytes], Any]:
    def read(body: bytes) -> Any:
        (found,) = iter_records([b'{"result": [', body, b"]}"], kind)
        return found

    return read


READERS: dict[str, Callable[[bytes], Any]] = {
    "DataProduct": record(DataProduct),
    "Ephemeris": record(Ephemeris),
    "SuperConjunctionEvent": record(Conjunction),
    "Data Source": parse_source,
    "UserAccount": parse_account,
    "SearchRequestListing": lambda body: parse_listings(b"[" + body + b"]")[0],
    "DataProduct Availability": lambda body: parse_availability(b"[" + body + b"]", "available_data_products")[0],
    "Ephemeris Availability": lambda body: parse_availability(b"[" + body + b"]", "available_ephemeris")[0],
}


def compare(found: Any, document: Any, at: str) -> None:
    """Every member of a document is in the object that was read, and nothing was put aside."""
    if isinstance(document, list):
        assert len(found) == len(document), at
        for mine, theirs in zip(found, document, strict=True):
            compare(mine, theirs, at)
    elif isinstance(document, dict) and not isinstance(found, dict):
        assert not set(getattr(found, "extra", None) or {}) - ASKED_FOR, f"{at}: {found.extra}"
        for name, value in document.items():
            ours = {"available_data_products": "available", "available_ephemeris": "available"}.get(name, name)
            if name not in ASKED_FOR and (type(found).__name__, name) != ("DataSourceStatistics", "data_source"):
                compare(getattr(found, ours), value, f"{at}.{name}")
    elif isinstance(found, datetime):
        assert found == datetime.fromisoformat(document), at
    elif isinstance(found, dict):
        assert {str(key): value for key, value in found.items()} == document, at
    else:
        assert found == document, at


@pytest.mark.parametrize("name", READERS)
def test_a_document_with_every_member_is_read_whole(name: str) -> None:
    document = example(SCHEMAS[name], whole=True, above=(name,))
    assert document.keys() == SCHEMAS[name]["properties"].keys()
    compare(READERS[name](json.dumps(document).encode()), document, ANSWERS[name])


# A listing without an id names no search; on_purpose.py has the reason.
NEEDS = {"SearchRequestListing": {"request_id": "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"}}


@pytest.mark.parametrize("name", READERS)
def test_a_document_with_what_is_promised_only_is_read_too(name: str) -> None:
    document = example(SCHEMAS[name], whole=False) | NEEDS.get(name, {})
    compare(READERS[name](json.dumps(document).encode()), document, ANSWERS[name])


@pytest.mark.parametrize("whole", [True, False])
def test_a_status_is_given_on_as_the_description_has_it(whole: bool) -> None:
    document = example(SCHEMAS["SearchQueryResponse"], whole=whole)
    assert parse_status(json.dumps(document).encode()) == document
    assert example(SCHEMAS["SearchResult"], whole=True).keys() == SCHEMAS["SearchResult"]["properties"].keys()
