"""The checks of `make check` fail when they should: on an import in the wrong direction, and on drift of `_sync`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.checkout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and what checks them, to be broken."""
    for name in ("aurorax_typed", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "generated_client" / "aurorax_openapi", tmp_path / "aurorax_openapi")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", "pyproject.toml"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


def unasync_check(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "scripts/unasync.py", "--check"], cwd=tree, capture_output=True, text=True, check=False
    )


WRONG = [
    ("aurorax_typed/_core/urls.py", "import httpx"),
    ("aurorax_typed/_core/retry.py", "import time"),
    ("aurorax_typed/_core/retry.py", "import aurorax_typed._async.client"),
    ("aurorax_typed/queries/common.py", "import aurorax_openapi.models"),
    ("aurorax_typed/_async/search.py", "import aurorax_typed.data_products"),
    ("aurorax_typed/_async/search.py", "import httpx"),
    ("aurorax_typed/emulator/app.py", "import aurorax_typed.records"),
    ("aurorax_openapi/types.py", "import aurorax_typed"),
]


def test_imports_in_the_wrong_direction_are_found(copy: Path) -> None:
    assert lint_imports(copy).returncode == 0, lint_imports(copy).stdout
    for name, line in WRONG:
        path = copy / name
        text = path.read_text()
        path.write_text(f"{text}\n{line}\n")
        done = lint_imports(copy)
        assert done.returncode == 1, f"{line} in {name} was not found:\n{done.stdout}{done.stderr}"
        assert "BROKEN" in done.stdout
        path.write_text(text)


def test_drift_of_the_sync_code_is_found(copy: Path) -> None:
    assert unasync_check(copy).returncode == 0
    search = copy / "aurorax_typed/_sync/search.py"
    search.write_text(search.read_text() + "\n# by hand\n")
    (copy / "aurorax_typed/_sync/left_over.py").write_text("")
    (copy / "aurorax_typed/_async/more.py").write_text("async def f() -> None: ...\n")
    done = unasync_check(copy)
    assert done.returncode == 1
    for name in ("search.py", "left_over.py", "more.py"):
        assert f"_sync/{name} is not what" in done.stdout
    assert "client.py" not in done.stdout
    subprocess.run([sys.executable, "scripts/unasync.py"], cwd=copy, check=True, capture_output=True)
    assert unasync_check(copy).returncode == 0


def test_unasync_translates_what_it_should(copy: Path) -> None:
    source = '''"""Words with `await x` in them."""

from collections.abc import AsyncIterator


async def numbers(AsyncClient: int) -> AsyncIterator[int]:
    async with AsyncClient as ax, other:
        async for n in aclosing(ax): yield (await n)  # an async for
    text = f"{await_} await {n}"
'''
    for path in (copy / "aurorax_typed/_async").glob("*.py"):
        path.unlink()
    (copy / "aurorax_typed/_async/some.py").write_text(source)
    subprocess.run([sys.executable, "scripts/unasync.py"], cwd=copy, check=True, capture_output=True)
    assert (
        (copy / "aurorax_typed/_sync/some.py").read_text()
        == '''# Made from _async/some.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Words with `x` in them."""

from collections.abc import Iterator


def numbers(Client: int) -> Iterator[int]:
    with Client as ax, other:
        for n in closing(ax):
            yield (n)  # an for
    text = f"{await_} await {n}"
'''
    )
    assert sorted(path.name for path in (copy / "aurorax_typed/_sync").glob("*.py")) == ["some.py"]


def test_groups_are_repeated_possessively_in_one_place_only() -> None:
    # Python 3.11.0 to 3.11.4 match them wrongly, and only `any_number` knows the way round it.
    repeated = re.compile(r"\)(?:[*+?]|\{[0-9,]*\})\+")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "aurorax_typed").rglob("*.py")}
    assert [name for name, text in texts.items() if repeated.search(text)] == ["value_scanner.py"]
