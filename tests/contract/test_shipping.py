"""What is shipped and promised: a light import, the public API as written down, pins and fragments that agree."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = {
    "pandas", "pyarrow", "polars", "numpy", "dask", "typer", "click", "rich", "starlette", "uvicorn", "opentelemetry",
    "matplotlib", "IPython", "ipywidgets", "tqdm", "aacgmv2",
}  # fmt: skip
# httpx loads these for its own command wherever they are installed.
BY_HTTPX = {"click", "rich"}


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def loaded_by(statements: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after some statements."""
    code = f"{statements}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_the_package_loads_neither_extras_nor_httpx() -> None:
    assert not loaded_by("import aurorax_typed") & (EXTRAS | {"httpx", "attrs", "msgspec", "tenacity", "asyncio"})


def test_a_query_loads_nothing_that_sends_it() -> None:
    loaded = loaded_by("from aurorax_typed import DataProductQuery")
    assert "attrs" in loaded
    assert not loaded & (EXTRAS | {"httpx", "aurorax_openapi"})


@pytest.mark.parametrize(
    "statements",
    [
        "from aurorax_typed import AuroraX; AuroraX().close()",
        "from aurorax_typed import AsyncAuroraX; AsyncAuroraX()",
        "import aurorax_typed; aurorax_typed.data_products.prepare; aurorax_typed.default_client().close()",
        "from aurorax_typed import *",
    ],
    ids=["sync", "async", "modules", "every name"],
)
def test_the_client_loads_no_extra(statements: str) -> None:
    loaded = loaded_by(statements)
    assert "httpx" in loaded
    assert (loaded & EXTRAS) - BY_HTTPX == set()
    assert "sqlite3" not in loaded  # which the ledger of a scan needs, and nothing else


def test_the_blocking_client_loads_no_asynchronous_one() -> None:
    code = "from aurorax_typed import AuroraX; import sys; print(*(n for n in sys.modules if '._async' in n))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if name.startswith("aurorax_typed")]


@pytest.mark.checkout
def test_a_change_of_the_public_api_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    api_snapshot = script("api_snapshot")
    assert "    def search(start: Time, end: Time, *, programs: " in api_snapshot.snapshot()
    old = tmp_path / "public_api.txt"
    old.write_text(api_snapshot.snapshot().replace("SearchTimeoutError", "WaitedTooLongError"))
    monkeypatch.setattr(api_snapshot, "SNAPSHOT", old)
    monkeypatch.setattr(sys, "argv", ["api_snapshot.py", "--check"])
    assert api_snapshot.main() == 1
    assert "-    class WaitedTooLongError(SearchError, TimeoutError)" in capsys.readouterr().out


@pytest.mark.checkout
def test_tools_have_the_same_versions_everywhere() -> None:
    pins = {
        name: dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("dev.txt", "test.txt", "consumers.txt")
    }
    for name in ("test.txt", "consumers.txt"):
        shared = pins[name].keys() & pins["dev.txt"].keys()
        assert len(shared) >= 3
        assert {tool: pins[name][tool] for tool in shared} == {tool: pins["dev.txt"][tool] for tool in shared}


@pytest.mark.checkout
def test_the_oldest_versions_are_those_that_the_metadata_admits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = {line for name, some in extras.items() if name != "aacgm" for line in some} | set(project["dependencies"])
    bounds = {
        tuple(re.sub(r"\[\w+\]", "", line).split(";")[0].split(",")[0].split(">="))
        for line in lines
        if not line.startswith("aurorax-typed[")
    }
    pinned = re.findall(r"^([\w.-]+)==([\d.]+)", (ROOT / "requirements" / "lowest.txt").read_text(), re.MULTILINE)
    for name, bound in sorted(bounds):
        versions = [version for package, version in pinned if package == name]
        assert any(f"{version}.".startswith(f"{bound}.") for version in versions), f"{name}>={bound}: {versions}"


@pytest.mark.checkout
def test_every_fragment_says_something_for_users() -> None:
    fragments = sorted((ROOT / "changes").glob("+*.md"))
    for path in fragments:
        assert re.fullmatch(r"\+[a-z0-9-]+\.(added|changed|fixed|removed)\.md", path.name), path.name
        text = path.read_text(encoding="utf-8")
        assert text.strip().endswith("."), path.name
        assert not re.search(r"#\d|\bissue\b", text), path.name


@pytest.mark.checkout
def test_the_citation_names_this_version_and_licence() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in project["authors"]]
