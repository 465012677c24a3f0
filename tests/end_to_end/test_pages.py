"""Every block of code on the README and the documentation's pages runs as it stands, and so do the examples."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from support.pages import RUN, run_page

import aurorax_typed
from aurorax_typed.emulator import EmulatorSettings, serve

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = [README, *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts)]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))

NOT_RUN = {
    r"^pip install": "asks the package index, and would change the environment that runs the tests",
    r"^make ": "runs these tests, or sets up environments",
}
"""Which blocks are not run, and why. `text` blocks and those of other languages are for reading."""

READ = ("text", "json", "yaml", "toml", "ini")


def institute(folder: Path) -> None:
    trustme.CA().cert_pem.write_to_path(str(folder / "institute-ca.pem"))


NEEDS: dict[str, Callable[[Path], None]] = {"docs/how-to/proxies-and-tls.md": institute}
"""What a page takes for granted in the folder where it runs."""

FENCE = re.compile(r"^( *)(`{3,}|:{3,})(?P<info>[^\n`]*)\n.*?^\1\2 *$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path) -> list[tuple[str, str]]:
    """The fences of a page: the word behind the opening one (`python`, `{toctree}`), and all of it."""
    text = path.read_text(encoding="utf-8")
    return [(match["info"].strip(), match[0]) for match in FENCE.finditer(text)]


def is_run(info: str) -> bool:
    return info.removeprefix("{code-block} ") in RUN


@pytest.fixture(scope="module")
def reader_emulator() -> Iterator[str]:
    """The emulator that readers of the pages have in place of the real server, and of those with the pictures."""
    with serve(settings=EmulatorSettings(time_scale=0, serve_files=True)) as url:
        yield url


@pytest.mark.parametrize("page", [path for path in PAGES if any(is_run(info) for info, _ in blocks(path))], ids=name)
def test_code_of(page: Path, reader_emulator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AURORAX_BASE_URL", reader_emulator)
    NEEDS.get(name(page), lambda folder: None)(tmp_path)
    try:
        printed = run_page(page, tmp_path, reader_emulator, NOT_RUN)
    finally:
        aurorax_typed.set_default_client(None)
    if page == README:
        out = "".join(printed)
        assert "near-infrared ASI" in out
        assert "THEMIS-ASI KUUJ + Swarm C" in out
        assert (tmp_path / "keograms.csv").read_text(encoding="utf-8").startswith("data_source,")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_each_block_is_run_or_for_reading(page: Path) -> None:
    for info, block in blocks(page):
        word = info.removeprefix("{code-block} ")
        assert word in (*RUN, *READ) or word.startswith("{"), f"{name(page)}: nothing runs this block\n{block}"


@pytest.mark.parametrize("pattern", NOT_RUN)
def test_what_is_not_run_is_little_and_still_there(pattern: str) -> None:
    left_out = [
        (name(page), block)
        for page in PAGES
        for info, block in blocks(page)
        if is_run(info) and re.search(pattern, block, re.MULTILINE)
    ]
    assert left_out
    for page, block in left_out:
        assert "import " not in block, f"{page}: code hides behind {pattern}\n{block}"
        assert not re.search(r"^(\$ )?aurorax ", block, re.MULTILINE), (
            f"{page}: a command hides behind {pattern}\n{block}"
        )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_examples(example: Path, shared_emulator: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(example)],
        cwd=tmp_path,
        env={**os.environ, "AURORAX_BASE_URL": shared_emulator},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") > 5


def test_the_targets_that_the_pages_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        target
        for page in PAGES
        for block in re.findall(r"`make [a-z-]+|^make [a-z-]+", page.read_text(encoding="utf-8"), re.MULTILINE)
        for target in [block.split()[-1]]
    }
    assert named >= {"demo", "test", "check", "regenerate", "bench"}
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
