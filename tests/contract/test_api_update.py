"""`make api-update` from end to end, in copies of the tree: what it writes, what it refuses, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import api_update_example as example
import pytest
from api_changes.corrections import verdicts
from api_changes.reading import load_ours
from api_changes.update import REPLACED

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.checkout
# The generator and the type checker take long where the machine is busy.
patient = pytest.mark.timeout(500)
TYPED = ["aurorax_typed", "generated_client/aurorax_openapi", "tests/typing"]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree that the type checker knows already."""
    tree = example.tree(tmp_path_factory.mktemp("api-update") / "tree")
    (tree / ".git" / "info" / "exclude").write_text(".mypy_cache\n__pycache__\n*.json\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run([sys.executable, "-m", "mypy", *TYPED], cwd=tree, env=environment, check=True, capture_output=True)
    return tree


@pytest.fixture
def tree(pristine: Path, tmp_path: Path) -> Path:
    # With the times of the files, which the cache of the type checker goes by.
    return Path(shutil.copytree(pristine, tmp_path / "tree"))


def contents(tree: Path) -> dict[str, bytes]:
    """Everything below a tree but caches and what git keeps for itself."""
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in sorted(tree.rglob("*"))
        if path.is_file() and not {".git", ".mypy_cache", "__pycache__"} & set(path.parts)
    }


def publish(tree: Path, change: Callable[[Any], Any]) -> Path:
    """A newer description, beside the tree."""
    document = load_ours((tree / "openapi" / "aurorax.yaml").read_bytes())
    change(document)
    spec = tree.parent / "newer.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    return spec


def add_a_member(document: Any) -> None:
    schemas = document["components"]["schemas"]
    schemas["DataProduct"]["properties"]["thumbnail"] = {"type": "string", "description": "In the words of others"}


@patient
def test_what_fits_is_taken_over_once(tree: Path) -> None:
    spec, before = publish(tree, add_a_member), contents(tree)
    done = example.run(tree, spec, "--report", tree.parent / "report.md")
    assert done.returncode == 0, done.stderr
    assert "**Taken over.**" in done.stdout
    assert "1 difference of the typed layer and 1 element without words" in done.stdout
    assert "`DataProduct`" in done.stdout
    assert (tree.parent / "report.md").read_text(encoding="utf-8") == done.stdout
    after = contents(tree)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {
        "aurorax_typed/emulator/openapi.json",
        "generated_client/aurorax_openapi/__init__.py",
        "generated_client/aurorax_openapi/models/data_product.py",
        "openapi/aurorax.yaml",
        "openapi/corrected.yaml",
    }
    assert b"thumbnail" in after["generated_client/aurorax_openapi/models/data_product.py"]
    assert not any(b"In the words of others" in after[path] for path in changed)

    again = example.run(tree, spec, "--check")
    assert again.returncode == 0
    assert "**Nothing changed.**" in again.stdout
    refused = example.run(tree, publish(tree, lambda document: document["paths"].popitem()))
    assert refused.returncode == 2
    assert "Commit or take back first" in refused.stdout
    assert contents(tree) == after


@patient
def test_what_needs_a_person_is_written_only_where_that_is_asked_for(tree: Path) -> None:
    spec, before = publish(tree, example.newer), contents(tree)
    (tree / "newer.json").write_bytes(spec.read_bytes())
    done = example.run(tree, "newer.json")
    assert done.returncode == 1, done.stderr
    assert example.page_with(done.stdout) == example.PAGE.read_text(encoding="utf-8"), (
        "docs/api-update.md shows another report. Run: python scripts/api_update_example.py"
    )
    (tree / "newer.json").unlink()
    assert contents(tree) == before

    done = example.run(tree, spec, "--anyway")
    assert done.returncode == 0, done.stderr
    assert "**Taken over, to be gone on with by hand:**" in done.stdout
    after = contents(tree)
    assert "generated_client/aurorax_openapi/api/availability/count_ephemeris.py" in after
    assert "generated_client/aurorax_openapi/api/availability/get_ephemeris_availability.py" not in after
    overlays = [load_ours(files["openapi/corrections.overlay.yaml"])["actions"] for files in (before, after)]
    assert len(overlays[0]) - len(overlays[1]) == 4
    touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert all(path.startswith(REPLACED) for path in touched)


def broken_generator(folder: Path) -> Path:
    """An environment whose overlay tool works, and whose generator breaks off."""
    real = Path(os.environ.get("AURORAX_GENERATOR_ENV", ROOT / ".venv-generator"))
    (folder / "bin").mkdir(parents=True)
    for name in ("python", "ruff"):
        tool = folder / "bin" / name
        tool.write_text(f'#!/bin/sh\nexec "{real.absolute()}/bin/{name}" "$@"\n', encoding="utf-8")
        tool.chmod(0o755)
    tool = folder / "bin" / "openapi-python-client"
    tool.write_text(
        f'#!/bin/sh\ntest "$1" = --version && exec "{real.absolute()}/bin/openapi-python-client" --version\n'
        "echo out of paper >&2\nexit 1\n",
        encoding="utf-8",
    )
    tool.chmod(0o755)
    return folder


@patient
def test_a_step_that_fails_leaves_the_tree_as_it_was(tree: Path) -> None:
    spec, before = publish(tree, add_a_member), contents(tree)
    done = example.run(tree, spec, "--anyway", "--generator", broken_generator(tree.parent / "generator"))
    assert done.returncode == 2
    assert "**It could not be finished; nothing was written.** The generator failed:" in done.stdout
    assert "out of paper" in done.stdout
    assert contents(tree) == before


@patient
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda document: document["components"]["schemas"].pop("Location"), "Location"),
        (lambda document: document["paths"].clear(), "describes no paths"),
        (lambda document: document.pop("openapi"), "has no member 'openapi'"),
    ],
)
def test_a_description_that_does_not_hold_together_is_not_taken_over(
    tree: Path, change: Callable[[Any], Any], why: str
) -> None:
    spec, before = publish(tree, change), contents(tree)
    done = example.run(tree, spec, "--anyway")
    assert done.returncode == 2
    assert "nothing was written" in done.stdout
    assert why in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert contents(tree) == before


@patient
def test_where_nothing_could_be_taken_back_nothing_is_written(tree: Path) -> None:
    shutil.rmtree(tree / ".git")
    done = example.run(tree, publish(tree, add_a_member))
    assert done.returncode == 2
    assert "no git checkout" in done.stdout


SMALL: Any = {
    "info": {"title": "A"},
    "tags": [],
    "paths": {"/a": {"get": {"x": 1}}, "/b": {"get": {"x": 1}}},
    "components": {"schemas": {"A": {"type": "string"}}},
}


FITTING: list[tuple[dict[str, Any], str, str]] = [
    ({"target": "$.paths['/a','/b'].get", "update": {"x": 1}}, "not needed", "says so itself"),
    ({"target": "$.components.schemas.A.enum", "remove": True}, "not needed", "is gone"),
    ({"target": "$.components.schemas.B.enum", "remove": True}, "does not fit", "matches nothing"),
    ({"target": "$.paths['/c'].get", "update": {"x": 2}}, "does not fit", "matches nothing"),
    ({"target": "$.info.title", "update": {"x": 2}}, "does not fit", "single value"),
    ({"target": "$.paths['/a','/b'].get", "update": {"x": 2}}, "fits", ""),
    ({"target": "$.paths['/a','/c'].get", "update": {"x": 3}}, "fits in part", r"\$.paths\['/c'\].get"),
]


def test_each_way_in_which_a_correction_fits(tmp_path: Path) -> None:
    said = {"x-correction": "01-a", "x-certainty": "seen", "description": "So it is."}
    overlay = {"overlay": "1.0.0", "info": {"title": "A", "version": "1"}, "actions": [said | a for a, *_ in FITTING]}
    for name, document in (("description", SMALL), ("overlay", overlay)):
        (tmp_path / f"{name}.yaml").write_text(json.dumps(document), encoding="utf-8")
    generator = Path(os.environ.get("AURORAX_GENERATOR_ENV", ROOT / ".venv-generator"))
    script = ROOT / "scripts" / "apply_overlay.py"
    command = [
        generator / "bin" / "python",
        script,
        "--examine",
        "description.yaml",
        "description.yaml",
        "overlay.yaml",
        "out.json",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    found = verdicts(json.loads((tmp_path / "out.json").read_text(encoding="utf-8")))
    assert [verdict.verdict for verdict in found] == [verdict for _, verdict, _ in FITTING]
    assert all(re.search(why, verdict.why) for verdict, (*_, why) in zip(found, FITTING, strict=True))
    assert {verdict.verdict for verdict in found if verdict.goes} == {"not needed", "does not fit"}
    assert {verdict.verdict for verdict in found if verdict.by_hand} == {"fits in part", "does not fit"}
