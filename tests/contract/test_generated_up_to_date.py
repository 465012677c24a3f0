"""The scripts that write the generated client: what they refuse, and that the check finds every kind of difference."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.checkout


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


apply_overlay = script("apply_overlay")
regenerate = script("regenerate")


# ---- Actions that the overlay tool would apply wrongly, or not at all ----


@pytest.mark.parametrize(
    "action",
    [
        {"target": "$..description", "remove": True},
        {"target": "$.paths[0]", "update": {}},
        {"target": "$.tags[?(@.name=='Utils')]", "update": {"description": "the tool cannot end in a list element"}},
        {"target": "$.tags[?(@.name>'a')].x", "update": {}},
        {"target": "info", "update": {}},
        {"target": "$.info.", "update": {}},
        {"target": "$.info", "remove": False},
        {"target": "$.info", "remove": True, "update": {}},
        {"target": "$.info"},
        {"target": "$.info", "update": {}, "copy": "$.tags"},
    ],
)
def test_an_action_of_unsound_form_is_refused(action: dict[str, Any]) -> None:
    with pytest.raises(apply_overlay.OverlayError):
        apply_overlay.check_form(action)


def test_every_action_of_the_overlay_is_of_sound_form() -> None:
    overlay = yaml.safe_load((ROOT / "openapi" / "corrections.overlay.yaml").read_text(encoding="utf-8"))
    assert len(overlay["actions"]) > 100
    for action in overlay["actions"]:
        apply_overlay.check_form(action)


@pytest.mark.parametrize(
    ("action", "nodes", "message"),
    [
        ({"remove": True}, [], "matches nothing"),
        ({"remove": True}, [{}, "text"], "single value"),
        ({"update": {"a": 1}}, [7], "single value"),
        ({"update": [1]}, [{}], "only be updated with an object"),
        ({"update": [1]}, [[]], "one new element"),
    ],
)
def test_an_action_that_does_not_suit_its_targets_is_refused(action: Any, nodes: list[Any], message: str) -> None:
    matches = [SimpleNamespace(value=node, full_path="info") for node in nodes]
    with pytest.raises(apply_overlay.OverlayError, match=message):
        apply_overlay.check_matches(action, matches)


def test_an_action_that_suits_its_targets_is_not_refused() -> None:
    apply_overlay.check_matches({"update": {"a": 1}}, [SimpleNamespace(value={}, full_path="info")])
    apply_overlay.check_matches({"update": {"a": 1}}, [SimpleNamespace(value=[], full_path="tags")])
    apply_overlay.check_matches({"remove": True}, [SimpleNamespace(value=[], full_path="tags")])


# ---- Writing and checking ----


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(regenerate, "ROOT", tmp_path)
    return tmp_path


MADE = {
    "generated_client/aurorax_openapi/__init__.py": b"# new\n",
    "generated_client/aurorax_openapi/api/one/first.py": b"first = 1\n",
    "openapi/corrected.yaml": b"openapi: 3.0.1\n",
    "aurorax_typed/emulator/openapi.json": b"{}\n",
}


def write(project: Path, path: str, content: bytes) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_bytes(content)


def test_the_check_finds_what_is_missing_different_and_left_over(project: Path) -> None:
    write(project, "generated_client/aurorax_openapi/__init__.py", b"# old\n")
    write(project, "generated_client/aurorax_openapi/api/gone/second.py", b"second = 2\n")
    write(project, "openapi/corrected.yaml", b"openapi: 3.0.1\n")
    assert regenerate.differences(MADE) == {
        "aurorax_typed/emulator/openapi.json": "missing",
        "generated_client/aurorax_openapi/__init__.py": "differs",
        "generated_client/aurorax_openapi/api/gone/second.py": "left over",
        "generated_client/aurorax_openapi/api/one/first.py": "missing",
    }


def test_writing_leaves_nothing_to_find(project: Path) -> None:
    write(project, "generated_client/aurorax_openapi/api/gone/second.py", b"second = 2\n")
    write(project, "generated_client/aurorax_openapi/api/gone/__pycache__/second.cpython-311.pyc", b"\0")
    write(project, "openapi/aurorax.yaml", b"not made by the script\n")
    regenerate.write(MADE, regenerate.differences(MADE))
    assert regenerate.differences(MADE) == {}
    assert not (project / "generated_client/aurorax_openapi/api/gone").exists()
    assert (project / "openapi/aurorax.yaml").read_bytes() == b"not made by the script\n"
    assert {path: (project / path).read_bytes() for path in MADE} == MADE


def test_carriage_returns_of_a_checkout_are_no_difference(project: Path) -> None:
    for path, content in MADE.items():
        write(project, path, content.replace(b"\n", b"\r\n"))
    assert regenerate.differences(MADE) == {}


def test_caches_are_no_difference(project: Path) -> None:
    regenerate.write(MADE, regenerate.differences(MADE))
    write(project, "generated_client/aurorax_openapi/__pycache__/client.cpython-311.pyc", b"\0")
    assert regenerate.differences(MADE) == {}


def test_without_its_tools_the_script_says_how_to_get_them(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "regenerate.py", "--check", "--generator", tmp_path / "nowhere"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "make .venv-generator/.ready" in done.stderr
    assert "Traceback" not in done.stderr


def test_tools_of_another_version_are_refused(tmp_path: Path) -> None:
    tool = tmp_path / "bin" / "openapi-python-client"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho openapi-python-client version: 0.1.2\n", encoding="utf-8")
    tool.chmod(0o755)
    with pytest.raises(regenerate.RegenerateError, match=r"should be \d+\.\d+\.\d+ and is 0\.1\.2"):
        regenerate.Generator(tmp_path)
