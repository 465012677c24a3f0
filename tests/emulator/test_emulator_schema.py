"""The emulator against the description that it serves, by a tool that knows neither: schemathesis."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from aurorax_typed.emulator import EmulatorSettings, serve

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


DOCUMENT = json.loads(files("aurorax_typed.emulator").joinpath("openapi.json").read_text(encoding="utf-8"))
METHODS = ("get", "post", "put", "patch", "delete")
KEY = "the-key-of-an-administrator"
OPERATIONS = [
    (path, method) for path, operations in DOCUMENT["paths"].items() for method in METHODS if method in operations
]


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    with serve(settings=EmulatorSettings(time_scale=0, admin_key=KEY)) as url:
        yield schemathesis.openapi.from_url(f"{url}/openapi.json")


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_answers_are_those_of_the_description(described: Any, path: str, method: str) -> None:
    operation = described[path][method.upper()]

    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        response = case.call(timeout=30, headers={"x-aurorax-api-key": KEY})
        case.validate_response(response, checks=CHECKS)

    ask()
