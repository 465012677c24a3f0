"""The page for those who come from pyaurorax: each new call runs, and no old one is missing."""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.seed_notebook import CELLS
from support.writing import ADMIN, writable

import aurorax_typed
import aurorax_typed.footprints
from aurorax_typed.cli import main

pytestmark = pytest.mark.checkout

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "how-to" / "from-pyaurorax.md").read_text(encoding="utf-8")
SECTIONS = [
    "Settings",
    "Data sources and availability",
    "Searching",
    "Search objects and requests",
    "Uploading",
    "In a terminal",
]
CODE = re.compile(r"`([^`]+)`")
QUERY = {
    "start": "2020-01-01T00:00:00",
    "end": "2020-01-01T23:59:59",
    "ground": [{"programs": ["themis-asi"], "platforms": [], "instrument_types": []}],
    "space": [{"programs": ["swarm"], "platforms": [], "instrument_types": [], "hemisphere": []}],
    "events": [],
    "conjunction_types": ["nbtrace"],
    "max_distances": {"ground1-space1": 500},
}


def rows(heading: str) -> list[tuple[str, str]]:
    """The rows of the table under a heading, old and new."""
    section = PAGE.split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [(old.strip(), new.strip()) for old, new in lines[2:]]


def codes(cell: str) -> list[str]:
    """The code in a cell of a table; names of variables of the environment and of arguments are none."""
    return [code for code in CODE.findall(cell) if not re.fullmatch(r"[A-Z_]+|\w+=", code)]


@pytest.fixture
def names() -> Iterator[dict[str, Any]]:
    """What the rows find: a client with a key, a span, a query as text, the id of a search."""
    found: dict[str, Any] = {name: getattr(aurorax_typed, name) for name in aurorax_typed.__all__}
    found |= {"start": "2020-01-01", "end": "2020-01-01T23:59:59", "text": json.dumps(QUERY), "key": ADMIN}
    found |= {"aurorax_typed": aurorax_typed, "footprints": aurorax_typed.footprints, "datetime": datetime}
    with writable() as url, aurorax_typed.AuroraX(base_url=url, api_key=ADMIN) as ax:
        search = ax.ephemeris.search(found["start"], found["end"], programs=["swarm"])
        yield found | {"ax": ax, "url": url, "request_id": search.request_id}


def run(old: str, code: str, names: dict[str, Any]) -> None:
    try:
        exec(code, names)
    except Exception as error:
        raise AssertionError(f"{old} -> {code}: {error!r}") from error


@pytest.mark.parametrize("section", SECTIONS[1:5])
def test_every_new_call_runs(section: str, names: dict[str, Any]) -> None:
    here = dict(names)
    if section == "Uploading":
        members = {"platform": "there", "instrument_type": "camera", "source_type": "ground", "display_name": "M"}
        here["source"] = names["ax"].sources.add(program="mine", **members)
    for old, new in rows(section):
        for code in codes(new):
            if not code.startswith("aurorax "):
                run(old, code, here)
    if section == "Searching":
        assert here["c"].result_count == here["c2"].result_count > 0
        assert next(here["rows"]).keys() == {"start", "end", "min_distance"}
    if section == "Search objects and requests":
        assert len(here["again"].data) == 4320


def test_every_setting_is_taken(names: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", names["url"])
    made = 0
    for old, new in rows("Settings"):
        for code in codes(new):
            here = {**names, "ax": None}
            run(old, code, here)
            if here["ax"] is not None:
                with closing(here["ax"]):
                    assert here["ax"].sources.list(program="trex")
                    made += 1
    assert made == 3


def test_the_notebook_is_there_cell_by_cell() -> None:
    cells = [old if new.startswith("the same") else new for old, new in rows("A notebook: one line")]
    assert [codes(cell)[0] for cell in cells] == CELLS


def test_commands_run(
    names: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AURORAX_BASE_URL", names["url"])
    query = aurorax_typed.EphemerisQuery("2020-01-01", "2020-01-01T01:00", programs=["swarm"]).to_json()
    Path("query.json").write_text(json.dumps(query), encoding="utf-8")
    for section in SECTIONS:
        for old, new in rows(section):
            for code in codes(new):
                if code.startswith("aurorax "):
                    words = [names["request_id"] if word == "ID" else word for word in code.split()[1:]]
                    assert main(words) == 0, f"{old} -> {code}\n{capfd.readouterr().err}"
                    assert capfd.readouterr().out, code


def test_no_function_of_pyaurorax_is_missing() -> None:
    listed = (DOCS / "api-coverage.md").read_text(encoding="utf-8").split("## Functions of pyaurorax", 1)[1]
    functions = re.findall(r"^\| (search\.[\w.]+) \|", listed, re.MULTILINE)
    assert len(functions) > 45
    old = "\n".join(old for section in SECTIONS for old, _ in rows(section))
    assert [name for name in functions if f"aurorax.{name}" not in old] == []


def test_the_new_names_exist() -> None:
    pairs = rows("Names")
    assert len(pairs) > 10
    for old, new in pairs:
        for code in codes(old if new == "the same" else new):
            if not code.startswith('"') and not hasattr(builtins, code):
                value: object = aurorax_typed
                for part in code.split("."):
                    value = getattr(value, part)
