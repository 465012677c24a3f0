"""Every operation of the description has its call, or the reason why not; every call that is named exists."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from contract.test_endpoints import DESCRIPTION, REQUESTS

import aurorax_typed
from aurorax_typed import AsyncAuroraX, AuroraX

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api-coverage.md"
METHODS = ("get", "post", "put", "patch", "delete")


def rows(title: str) -> list[list[str]]:
    """The rows of the table below a title."""
    text = DOCUMENT.read_text("utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


OPERATIONS = {row[0]: row for row in rows("Operations of the API")}
FUNCTIONS = {row[0]: row for row in rows("Functions of pyaurorax")}


def described() -> dict[str, str]:
    return {
        document["operationId"]: f"{method.upper()} {path}"
        for path, methods in DESCRIPTION["paths"].items()
        for method, document in methods.items()
        if method in METHODS
    }


def calls(cell: str) -> list[str]:
    return re.findall(r"`([\w.]+)`", cell)


def has_reason(cell: str) -> bool:
    return re.match(r"none: \w", cell) is not None


def test_every_operation_is_listed_once_with_its_request() -> None:
    assert len(OPERATIONS) == len(rows("Operations of the API"))
    assert {name: row[1] for name, row in OPERATIONS.items()} == described()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_is_sent_or_has_a_reason(name: str) -> None:
    cell = OPERATIONS[name][2]
    assert has_reason(cell) != (name in REQUESTS), f"{name}: {cell}"
    if not has_reason(cell):
        assert calls(cell)


def resolve(name: str, client: AuroraX | AsyncAuroraX) -> Any:
    head, *rest = name.split(".")
    if head == "client":
        found: Any = client
    elif head == "aurorax_typed":
        found, rest = import_module(f"aurorax_typed.{rest[0]}"), rest[1:]
    else:
        found = getattr(aurorax_typed, head)
    for part in rest:
        found = inspect.getattr_static(found, part) if inspect.isclass(found) else getattr(found, part)
    return found


@pytest.fixture(scope="module")
def clients() -> Iterator[list[AuroraX | AsyncAuroraX]]:
    with AuroraX(base_url="http://127.0.0.1:1") as blocking:
        yield [blocking, AsyncAuroraX(base_url="http://127.0.0.1:1")]


@pytest.mark.parametrize("row", [*OPERATIONS.values(), *FUNCTIONS.values()], ids=lambda row: row[0])
def test_every_call_that_is_named_exists_and_is_documented(
    row: list[str], clients: list[AuroraX | AsyncAuroraX]
) -> None:
    named = calls(row[-1])
    if not named:
        assert has_reason(row[-1]) or "on the command line" in row[-1], row
    for name in named:
        for client in clients:
            found = resolve(name, client)
            assert inspect.getdoc(found) or isinstance(found, property) or inspect.isgetsetdescriptor(found), name


def test_every_call_of_a_client_is_named() -> None:
    """A new resource or method is entered in the table too."""
    named = {name for row in [*OPERATIONS.values(), *FUNCTIONS.values()] for name in calls(row[-1])}
    ways = {
        "prepare",
        "signed_in",
        "base_url",
        "attach",
        "scan",
        "download_files",
    }
    with AuroraX(base_url="http://127.0.0.1:1") as client:
        for resource in (name for name in vars(client) if not name.startswith("_")):
            value = getattr(client, resource)
            if type(value).__module__.startswith("aurorax_typed._sync."):
                methods = {name for name in dir(value) if not name.startswith("_")} - ways
                assert methods <= {name.split(".")[2] for name in named if name.startswith(f"client.{resource}.")}
