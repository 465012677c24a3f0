"""A newer description of the API: read, taken over in our words, compared with ours, traced to typed names."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_changes.comparing import Change, compare
from api_changes.corrections import without_actions
from api_changes.form import facts
from api_changes.merging import as_text, take_over, without_words
from api_changes.outcome import Outcome, places_to_look_at
from api_changes.reading import DescriptionError, load_ours, parse, read
from api_changes.update import breakages, replace
from support import overlay_reference

pytestmark = pytest.mark.checkout
ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "openapi" / "aurorax.yaml").read_text(encoding="utf-8")
OVERLAY = (ROOT / "openapi" / "corrections.overlay.yaml").read_text(encoding="utf-8")
ACTIONS: list[Any] = yaml.safe_load(OVERLAY)["actions"]
PUBLISHED: Any = load_ours((ROOT / "openapi" / "aurorax.yaml").read_bytes())
CORRECTED: Any = load_ours((ROOT / "openapi" / "corrected.yaml").read_bytes())
THEIRS = "In the words of others"


def newer(change: Callable[[Any, Any], Any]) -> Any:
    """The published description after a change of its schemas and paths, with the prose of others throughout."""
    document = json.loads(json.dumps(PUBLISHED))
    change(document["components"]["schemas"], document["paths"])

    def reworded(node: Any, names: bool = False) -> Any:
        if isinstance(node, list):
            return [reworded(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {
            key: THEIRS if key in ("description", "summary") and not names else reworded(value, key == "properties")
            for key, value in node.items()
        }

    return reworded(document)


# ---- Reading ----


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<!DOCTYPE html><html></html>", "is a web page"),
        (b"", "it is NoneType, not an object"),
        (b"[1, 2]", "it is list, not an object"),
        (b"hello", "it is str, not an object"),
        (b'{"openapi": "3.0.1", "paths": {', "is neither JSON nor YAML"),
        (b"openapi: [3.0.1\npaths", "is neither JSON nor YAML"),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
        (b'{"swagger": "2.0", "paths": {}}', "is OpenAPI 2.0.*convert it first"),
        (b'{"info": {}}', "has no member 'openapi'"),
        (b'{"openapi": "4.0.0", "paths": {"/a": {}}}', "is OpenAPI 4.0.0"),
        (b'{"openapi": "3.1.0", "paths": {"/a": {}}}', "is OpenAPI 3.1.0. Only 3.0 can be read; convert it first"),
        (b'{"openapi": "3.0.1", "paths": {}}', "describes no paths"),
        (b'{"openapi": "3.0.1", "openapi": "3.0.1", "paths": {"/a": {}}}', "'openapi' stands twice"),
        (b"openapi: 3.0.1\npaths: &a {/a: *a}", "neither JSON nor YAML: Circular reference"),
        (b"[" * 100_000, "is nested too deeply|neither JSON nor YAML"),
    ],
)
def test_what_is_no_description_is_refused_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(DescriptionError, match=f"^spec.json.*({why})"):
        parse(body, "spec.json")


def test_yaml_is_read_as_json_is() -> None:
    document = parse(b"openapi: 3.0.1\npaths: {/a: {get: {responses: {200: {x: 2020-01-01, y: on}}}}}", "a")
    assert document["paths"]["/a"]["get"]["responses"] == {"200": {"x": "2020-01-01", "y": True}}


def test_a_page_of_the_server_leads_to_its_description(shared_emulator: str) -> None:
    document, address = read(shared_emulator)
    assert address == f"{shared_emulator}/openapi.json"
    assert facts(document) == facts(CORRECTED)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://127.0.0.1:1:2/", "/nowhere/spec.json"])
def test_what_can_not_be_had_is_said(address: str) -> None:
    with pytest.raises(DescriptionError, match="can't be re(ached|ad)"):
        read(address)


def test_an_error_of_the_server_is_no_description(shared_emulator: str) -> None:
    with pytest.raises(DescriptionError, match="answered with status 404"):
        read(f"{shared_emulator}/nothing.yaml")


# ---- Our words, their facts ----


def test_our_description_explains_everything() -> None:
    assert [at for at, *_ in without_words(PUBLISHED)] == []


def test_what_is_written_reads_as_it_was() -> None:
    text = as_text(PUBLISHED)
    assert json.dumps(load_ours(text)) == json.dumps(PUBLISHED)
    for begin in ("paths:", "  /api/v1/data_sources:", "    DataProduct:"):
        assert f"\n\n{begin}\n" in text


def test_other_words_alone_change_nothing() -> None:
    assert take_over(TEXT, newer(lambda schemas, paths: None)) == (TEXT, [])


def test_another_order_alone_changes_nothing() -> None:
    def turned(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: turned(node[key]) for key in reversed(node)}
        return [turned(item) for item in node] if isinstance(node, list) else node

    document = turned(PUBLISHED)
    for item in document["paths"].values():
        for operation in item.values():
            operation.get("parameters", []).reverse()
    assert take_over(TEXT, document) == (TEXT, [])


TEXT_SCHEMA = {"type": "string"}
TEXT_LIST = {"type": "array", "items": TEXT_SCHEMA}
ZONES = "/api/v1/utils/timezones"
NEW_OPERATION = {
    "get": {
        "operationId": "listNews",
        "tags": ["Utils"],
        "parameters": [{"name": "since", "in": "query", "schema": {"type": "string", "format": "date"}}],
        "responses": {"200": {"description": THEIRS, "content": {"application/json": {"schema": TEXT_SCHEMA}}}},
    }
}


def parameter(paths: Any, name: str) -> Any:
    return next(p for p in paths["/api/v1/data_sources"]["get"]["parameters"] if p["name"] == name)


# Each change, as it is published and as it is after the corrections, and where it shows in the typed layer.
CHANGES: dict[str, tuple[Callable[[Any, Any], Any], list[tuple[str, str, str, str]], set[str]]] = {
    "a member added to an answer": (
        lambda s, p: s["DataProduct"]["properties"].update(thumbnail=TEXT_SCHEMA),
        [("DataProduct", "`thumbnail`", "added", "")],
        {"DataProduct"},
    ),
    "a member removed from an answer": (
        lambda s, p: s["SearchRequestListing"]["properties"].pop("ip_address"),
        [("SearchRequestListing", "`ip_address`", "removed", "readers")],
        {"SearchListing"},
    ),
    "a list of values grown": (
        lambda s, p: s["MetadataExpression"]["properties"]["operator"]["enum"].append("like"),
        [("MetadataExpression", "`operator`", "widened", "")],
        {"MetadataExpression"},
    ),
    "a list of values shrunk": (
        lambda s, p: s["MetadataExpression"]["properties"]["operator"]["enum"].remove("between"),
        [("MetadataExpression", "`operator`", "narrowed", "callers")],
        {"MetadataExpression"},
    ),
    "an operation renamed": (
        lambda s, p: p[ZONES]["get"].update(operationId="getTimezones"),
        [(f"GET {ZONES}", "", "changed", "")],
        {"client.utilities.time_zones"},
    ),
    "an operation moved": (
        lambda s, p: p.update({"/api/v2/timezones": p.pop(ZONES)}),
        [(f"GET {ZONES}", "", "changed", "callers")],
        {"client.utilities.time_zones"},
    ),
    "an operation removed": (
        lambda s, p: p.pop(ZONES),
        [(f"GET {ZONES}", "", "removed", "callers and readers")],
        {"client.utilities.time_zones"},
    ),
    "an operation added": (
        lambda s, p: p.update({"/api/v1/utils/news": NEW_OPERATION}),
        [("GET /api/v1/utils/news", "", "added", "")],
        {"no call yet: GET /api/v1/utils/news"},
    ),
    "a type changed": (
        lambda s, p: s["ConjunctionEvent"]["properties"]["min_distance"].update(type="string"),
        [("ConjunctionEvent", "`min_distance`", "changed", "readers")],
        {"ConjunctionEvent"},
    ),
    "an answer that may be null, and one with a member more": (
        lambda s, p: (
            s["DataProduct Availability"]["properties"].update(total={"type": "integer"})
            or s["MetadataSchema"]["properties"]["field_name"].update(nullable=True)
        ),
        [
            ("MetadataSchema", "`field_name`", "widened", "readers"),
            ("DataProduct Availability", "`total`", "added", ""),
        ],
        {"MetadataSchemaItem", "AvailabilityResult"},
    ),
    "a parameter that is needed now": (
        lambda s, p: parameter(p, "owner").update(required=True),
        [("GET /api/v1/data_sources", "query parameter `owner`", "narrowed", "callers")],
        {"client.sources.list", "client.sources.get"},
    ),
    "a parameter of another type": (
        lambda s, p: parameter(p, "include_stats")["schema"].update(type="string"),
        [("GET /api/v1/data_sources", "query parameter `include_stats`", "changed", "callers")],
        {"client.sources.list", "client.sources.get"},
    ),
    "a parameter removed": (
        lambda s, p: p["/api/v1/data_sources"]["get"]["parameters"].remove(parameter(p, "owner")),
        [("GET /api/v1/data_sources", "query parameter `owner`", "removed", "callers")],
        {"client.sources.list", "client.sources.get"},
    ),
    "a member of a body that is needed now": (
        lambda s, p: s["DataSourceQuery"].update(required=["programs"]),
        [("DataSourceQuery", "`programs`", "narrowed", "callers")],
        {"client.sources.search"},
    ),
    "an answer that may have fewer values": (
        lambda s, p: s["DataProduct"]["properties"]["url"].update(maxLength=200),
        [("DataProduct", "`url`", "narrowed", "")],
        {"DataProduct"},
    ),
    "a shorter text taken": (
        lambda s, p: s["AuthenticationRequest"]["properties"]["password"].update(maxLength=20),
        [("AuthenticationRequest", "`password`", "narrowed", "callers")],
        {"client.accounts.sign_in"},
    ),
    "an account needed": (
        lambda s, p: p[ZONES]["get"].update(security=[{"ApiKeyAuth": []}, {"AccessToken": []}]),
        [(f"GET {ZONES}", "", "narrowed", "callers")],
        {"client.utilities.time_zones"},
    ),
    "an answer as something else": (
        lambda s, p: p[ZONES]["get"]["responses"]["200"].update(content={"text/csv": {"schema": TEXT_SCHEMA}}),
        [
            (f"GET {ZONES}", "answer 200, as application/json", "removed", "readers"),
            (f"GET {ZONES}", "answer 200, as text/csv", "widened", "readers"),
        ],
        {"client.utilities.time_zones"},
    ),
}


def seen(changes: list[Change]) -> list[tuple[str, str, str, str]]:
    return [(change.subject, change.place, change.effect, change.breaks) for change in changes]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_taken_over_compared_and_traced(name: str) -> None:
    change, expected, typed = CHANGES[name]
    theirs = newer(change)
    text, to_write = take_over(TEXT, theirs)
    ours = load_ours(text)
    assert facts(ours) == facts(theirs)
    assert THEIRS not in text
    assert to_write == [at for at, *_ in without_words(ours)]
    assert take_over(text, theirs) == (text, [])

    corrected = overlay_reference.apply(ours, ACTIONS)
    outcome = Outcome("spec", published=compare(PUBLISHED, ours), corrected=compare(CORRECTED, corrected))
    assert seen(outcome.corrected) == expected
    assert {subject for subject, *_ in seen(outcome.published)} == {subject for subject, *_ in expected}
    assert not any(outcome.undone(change) for change in outcome.published)
    assert typed <= places_to_look_at(outcome, ROOT).keys()


def test_a_change_that_a_correction_takes_back_is_still_shown() -> None:
    theirs = newer(lambda s, p: s["SearchRequest"]["properties"]["query"].update(type="number"))
    ours = load_ours(take_over(TEXT, theirs)[0])
    corrected = overlay_reference.apply(ours, ACTIONS)
    outcome = Outcome("spec", published=compare(PUBLISHED, ours), corrected=compare(CORRECTED, corrected))
    assert outcome.corrected == []
    assert [outcome.undone(change) for change in outcome.published] == [True]
    assert list(places_to_look_at(outcome, ROOT)) == ["SearchRequestDocument"]


def small(schema: Any, **operation: Any) -> Any:
    """A description of one operation that answers with a schema."""
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}
    shared = {"parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}}}
    return {
        "openapi": "3.0.1",
        "paths": {"/a": {"get": {"responses": answer, **operation}}},
        "components": {"schemas": {"A": schema}, **shared},
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"type": "integer"}, {"type": "number"}, [("", "widened", "is `number`, was `integer`")]),
        ({"type": "integer"}, {"type": "array", "items": {}}, [("", "changed", "is list of anything, was `integer`")]),
        ({"format": "int64"}, {"format": "int32"}, [("", "narrowed", "format is `int32`, was `int64`")]),
        ({}, {"minimum": 3}, [("", "narrowed", "minimum is `3`, was none")]),
        ({"minimum": 3}, {"minimum": 4, "maximum": 9}, ["narrowed", "narrowed"]),
        ({"minLength": 3}, {"minLength": 2}, ["widened"]),
        ({"pattern": "{}"}, {}, [("", "widened", "pattern is none, was `{}`")]),
        ({"additionalProperties": True}, {"additionalProperties": False}, ["narrowed"]),
        ({"additionalProperties": {"type": "string"}}, {"additionalProperties": {}}, ["widened"]),
        (
            {"additionalProperties": {"type": "string"}},
            {"additionalProperties": {"type": "string", "nullable": True}},
            [("any member", "widened", "may be null")],
        ),
        ({"enum": [1, 2]}, {"enum": [2, 3]}, ["widened", "narrowed"]),
        ({"enum": [1, 2]}, {"enum": [2, 1]}, []),
        ({"oneOf": [{"type": "string"}, TEXT_LIST]}, {"oneOf": [TEXT_LIST]}, ["narrowed"]),
        ({"required": ["x"]}, {"required": []}, [("`x`", "removed", "removed")]),
        (
            {"items": {"type": "string"}},
            {"items": {"type": "string", "enum": ["a"]}},
            [("items", "narrowed", "takes only `a`")],
        ),
        ({"default": 1}, {"default": 2, "title": "A", "x-new": 1, "deprecated": False}, ["changed"]),
    ],
)
def test_each_way_in_which_a_schema_changes(before: Any, after: Any, expected: list[Any]) -> None:
    found = compare(small(before), small(after))
    assert [
        (c.place, c.effect, c.text) if isinstance(e, tuple) else c.effect for c, e in zip(found, expected, strict=True)
    ] == expected
    assert all(change.answered == ("GET /a",) and change.sent == () for change in found)


LIMIT = {"$ref": "#/components/parameters/Limit"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"parameters": [LIMIT]}, ("query parameter `limit`", "added", "added: `integer`", "")),
        ({"parameters": [LIMIT]}, {}, ("query parameter `limit`", "removed", "removed: `integer`", "callers")),
        ({}, {"requestBody": {"required": True}}, ("body", "narrowed", "added and required", "callers")),
        ({"security": [{"A": []}]}, {"security": []}, ("", "widened", "needs no account any more", "")),
        ({"security": [{"A": []}]}, {"security": [{"A": []}, {}]}, ("", "widened", "needs no account any more", "")),
        ({"security": [{"A": []}]}, {"security": [{"A": [], "B": []}]}, ("", "widened", "takes `A and B` too", "")),
        ({}, {"deprecated": True}, ("", "changed", "deprecated is `True`, was none", "")),
    ],
)
def test_each_way_in_which_an_operation_changes(before: Any, after: Any, expected: tuple[str, ...]) -> None:
    change = compare(small({}, **before), small({}, **after))[0]
    assert (change.place, change.effect, change.text, change.breaks) == expected


def test_what_is_no_operation_and_no_schema_is_compared_too() -> None:
    def change(schemas: Any, paths: Any) -> None: ...

    document = newer(change)
    document["servers"].pop()
    document["info"]["version"] = "2"
    document["components"]["securitySchemes"]["New"] = {"type": "http", "scheme": "bearer"}
    assert [(c.subject, c.place, c.text) for c in compare(PUBLISHED, document)] == [
        ("info", "", "version is `2`, was `stable`"),
        ("servers", "http://localhost:8080/", "removed"),
        ("components", "scheme `New`", "added: `http`"),
    ]


def test_a_schema_with_a_new_name_is_no_removal() -> None:
    def rename(schemas: Any, paths: Any) -> None:
        schemas["Picture"] = schemas.pop("Image")

    changes = compare(PUBLISHED, newer(rename))
    assert [(change.subject, change.text) for change in changes] == [("Image", "is now `Picture`")]


# ---- Corrections ----


def test_actions_go_and_all_other_lines_stay() -> None:
    for number in (0, 43, len(ACTIONS) - 1):
        text = without_actions(OVERLAY, [number])
        assert yaml.safe_load(text)["actions"] == ACTIONS[:number] + ACTIONS[number + 1 :]
        left = iter(OVERLAY.splitlines())
        assert all(line in left for line in text.splitlines())
    assert without_actions(OVERLAY, []) == OVERLAY


# ---- Importers ----


def test_what_breaks_for_importers_is_named(tmp_path: Path) -> None:
    for folder, text in (("old", "def f(a, b): ...\nclass C:\n    x: int\n"), ("new", "def f(a): ...\nclass C: ...\n")):
        (tmp_path / folder / "pack").mkdir(parents=True)
        (tmp_path / folder / "pack" / "__init__.py").write_text(text, encoding="utf-8")
    assert breakages("pack", tmp_path / "old", tmp_path / "old") == []
    assert breakages("pack", tmp_path / "old", tmp_path / "new") == [
        "`pack.f`: Parameter was removed: b",
        "`pack.C.x`: Public object was removed",
    ]


# ---- Writing ----


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """A small checkout, and what is to be put in its place."""
    root, work = tmp_path / "root", tmp_path / "work"
    for place, name, text in (
        (root, "openapi/a.yaml", "before"),
        (root, "generated_client/old/b.py", "before"),
        (root, "generated_client/c.py", "before"),
        (root, "aurorax_typed/emulator/openapi.json", "before"),
        (work, "openapi/a.yaml", "after"),
        (work, "generated_client/c.py", "before"),
        (work, "generated_client/new/d.py", "new"),
        (work, "aurorax_typed/emulator/openapi.json", "after"),
    ):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "before"]):
        subprocess.run(["git", "-C", root, *command], check=True)
    return root, work


def kept(root: Path) -> dict[str, bytes]:
    return {name: text for name, text in contents(root).items() if not name.startswith(".git/")}


def test_all_files_are_replaced(trees: tuple[Path, Path]) -> None:
    root, work = trees
    replace(root, work)
    assert kept(root) == contents(work)
    assert not (root / "generated_client" / "old").exists()


@pytest.mark.parametrize("name", ["openapi", "generated_client", "aurorax_typed/emulator/openapi.json"])
def test_where_one_fails_none_is_replaced(trees: tuple[Path, Path], name: str) -> None:
    root, work = trees
    before = kept(root)
    if (work / name).is_dir():
        (work / name / "loop").symlink_to(work / name / "nowhere")  # can't be copied
    else:
        (work / name).unlink()
    with pytest.raises(OSError):  # noqa: PT011 - which one is the system's matter
        replace(root, work)
    assert kept(root) == before
