"""What each generated operation puts on the wire: sent to a real socket and compared with the description."""

from __future__ import annotations

import datetime
import importlib
import json
import pkgutil
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import aurorax_openapi.api
import httpx
import pytest
import yaml
from aurorax_openapi import models
from aurorax_openapi.types import UNSET

CORRECTED = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "openapi" / "corrected.yaml").read_text(encoding="utf-8")
)
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, item in CORRECTED["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}
HOSTILE = [
    "a/b",
    "../../admin",
    "%2e%2e%2fadmin",
    "a?b=c",
    "a#b",
    "a b",
    "a\r\nHost: elsewhere",
    "a\x00b",
    "\u00e9",
    "a;b",
    "a\\b",
    "...",
]


class Recorder(ThreadingHTTPServer):
    """Keeps every request as it came over the wire and answers 204."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        assert isinstance(self.server, Recorder)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with Recorder() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def modules() -> dict[str, Any]:
    found = pkgutil.walk_packages(aurorax_openapi.api.__path__, "aurorax_openapi.api.")
    return {
        found_.name.rpartition(".")[2]: importlib.import_module(found_.name) for found_ in found if not found_.ispkg
    }


MODULES = modules()


def build(operation_id: str) -> Callable[..., dict[str, Any]]:
    builder: Callable[..., dict[str, Any]] = MODULES[snake(operation_id)].build_request
    return builder


def resolve(schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name (empty where it has none) and the content of a schema."""
    reference = schema.get("$ref") or (schema.get("allOf") or [{}])[0].get("$ref", "")
    name = reference.rpartition("/")[2]
    return name, CORRECTED["components"]["schemas"][name] if name else schema


def sample(schema: dict[str, Any]) -> Any:
    """A value that fits a schema, with every member filled in."""
    if "oneOf" in schema:
        return sample(schema["oneOf"][0])
    _, schema = resolve(schema)
    kind = schema.get("type")
    if kind == "object" and "properties" not in schema:
        return (
            {"ground1-space1": 1.5} if isinstance(schema.get("additionalProperties"), dict) else {"anything": [1, None]}
        )
    if kind == "object":
        return {name: sample(member) for name, member in schema["properties"].items()}
    if kind == "array":
        return [sample(schema["items"])]
    by_format = {"date": "2020-02-01", "utc-time": "2020-02-01T00:00:00"}
    plain = {"integer": 30, "number": 1.5, "boolean": True, "string": by_format.get(schema.get("format", ""), "a b&c")}
    return schema["enum"][0] if "enum" in schema else plain[str(kind)]


def as_model(schema: dict[str, Any], value: Any) -> Any:
    if isinstance(value, list):
        return [as_model(schema["items"], item) for item in value]
    name, _ = resolve(schema)
    return getattr(models, name).from_dict(value)


def in_query(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def argument(parameter: dict[str, Any], value: Any) -> Any:
    return datetime.date.fromisoformat(value) if resolve(parameter["schema"])[1].get("format") == "date" else value


def python_name(name: str) -> str:
    return "format_" if name == "format" else name


def test_there_is_one_module_for_each_operation() -> None:
    assert MODULES.keys() == {snake(name) for name in OPERATIONS}


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_a_full_request_is_the_one_described(operation_id: str, recorder: Recorder) -> None:
    path, method, operation = OPERATIONS[operation_id]
    parameters = operation.get("parameters", [])
    values = {parameter["name"]: sample(parameter["schema"]) for parameter in parameters}
    arguments = {python_name(p["name"]): argument(p, values[p["name"]]) for p in parameters}
    body = None
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        body = sample(schema)
        arguments["body"] = as_model(schema, body)

    with httpx.Client(base_url=recorder.url, trust_env=False) as client:
        client.request(**build(operation_id)(**arguments))

    [(sent_method, sent_target, headers, sent_body)] = recorder.seen
    sent_path, _, query = sent_target.partition("?")
    expected = path
    for parameter in parameters:
        if parameter["in"] == "path":
            expected = expected.replace(f"{{{parameter['name']}}}", str(values[parameter["name"]]))
    wanted = {p["name"]: in_query(values[p["name"]]) for p in parameters if p["in"] == "query"}
    assert sent_method == method.upper()
    assert unquote(sent_path) == expected
    assert dict(parse_qsl(query)) == wanted
    if body is None:
        assert sent_body == b""
    else:
        assert json.loads(sent_body) == body
        assert headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "operation_id", [name for name, (_, _, operation) in OPERATIONS.items() if "requestBody" in operation]
)
def test_what_is_not_set_is_not_sent(operation_id: str) -> None:
    path, method, operation = OPERATIONS[operation_id]
    del path, method
    parameters = {p["name"]: sample(p["schema"]) for p in operation.get("parameters", []) if p.get("required")}
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    many = schema.get("type") == "array"
    _, content = resolve(schema["items"] if many else schema)
    least = {name: sample(content["properties"][name]) for name in content.get("required", [])}
    for name, member in content["properties"].items():
        if name in least and isinstance(least[name], dict):
            inner = resolve(member)[1]
            least[name] = {key: sample(inner["properties"][key]) for key in inner.get("required", [])}
    built = build(operation_id)(**parameters, body=as_model(schema, [least] if many else least))
    assert built["json"] == ([least] if many else least)
    assert built.get("params", {}) == {}


@pytest.mark.parametrize("value", [True, False])
def test_booleans_are_lower_case_in_a_query(value: bool, recorder: Recorder) -> None:
    with httpx.Client(base_url=recorder.url, trust_env=False) as client:
        client.request(**build("listDataSources")(include_stats=value))
    assert recorder.seen[0][1] == f"/api/v1/data_sources?include_stats={str(value).lower()}"


def test_false_zero_and_null_are_set_values() -> None:
    source = models.DataSourcePatch(program=None, identifier=0, maintainers=[])
    assert source.to_dict() == {"program": None, "identifier": 0, "maintainers": []}
    query = models.SuperConjunctionQuery(subminute_precision=False, ground=UNSET, space=[])
    assert query.to_dict() == {"subminute_precision": False, "space": []}


WITH_TEXT_IN_PATH = [
    name
    for name, (_, _, operation) in OPERATIONS.items()
    if any(p["in"] == "path" and p["schema"]["type"] == "string" for p in operation.get("parameters", []))
]


def with_id(operation_id: str, value: str) -> dict[str, Any]:
    _, _, operation = OPERATIONS[operation_id]
    arguments: dict[str, Any] = {}
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            arguments[parameter["name"]] = value if parameter["schema"]["type"] == "string" else 3
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        arguments["body"] = as_model(schema, sample(schema))
    return build(operation_id)(**arguments)


@pytest.mark.parametrize("operation_id", WITH_TEXT_IN_PATH)
def test_an_id_cannot_leave_its_place_in_the_path(operation_id: str, recorder: Recorder) -> None:
    path, _, _ = OPERATIONS[operation_id]
    with httpx.Client(base_url=recorder.url, trust_env=False) as client:
        for value in HOSTILE:
            client.request(**with_id(operation_id, value))
    pattern = re.compile("/".join("([^/?#]+)" if part.startswith("{") else re.escape(part) for part in path.split("/")))
    for value, (_, target, headers, _) in zip(HOSTILE, recorder.seen, strict=True):
        match = pattern.fullmatch(target)
        assert match, f"{value!r} became {target}"
        assert value in [unquote(part) for part in match.groups()]
        assert headers["host"] == recorder.url.removeprefix("http://")


@pytest.mark.parametrize("operation_id", WITH_TEXT_IN_PATH)
@pytest.mark.parametrize("value", ["", ".", ".."])
def test_an_id_that_is_a_step_in_a_path_is_refused(operation_id: str, value: str) -> None:
    with pytest.raises(ValueError, match="cannot be a part of a path"):
        with_id(operation_id, value)
