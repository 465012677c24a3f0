"""The code of the README and the examples runs as it stands, against the emulator."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def run(command: list[str], url: str, folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "AURORAX_BASE_URL": url, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_python_of_the_readme(number: int, shared_emulator: str, tmp_path: Path) -> None:
    run([sys.executable, "-W", "error", "-c", PYTHON[number]], shared_emulator, tmp_path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_examples(example: Path, shared_emulator: str, tmp_path: Path) -> None:
    assert run([sys.executable, str(example)], shared_emulator, tmp_path).count("\n") > 5


def test_shell_of_the_readme(shared_emulator: str, tmp_path: Path) -> None:
    [block] = [block for block in SHELL if "aurorax search" in block]
    lines = [
        line for line in block.splitlines() if not line.startswith(("aurorax emulator", "export AURORAX_BASE_URL"))
    ]
    out = run(["sh", "-e", "-c", "\n".join(lines)], shared_emulator, tmp_path)
    assert "trex/gillam/RGB ASI" in out
    assert (tmp_path / "swarma.parquet").stat().st_size > 10_000
    assert (tmp_path / "keograms.csv").read_text(encoding="utf-8").startswith("data_source,")
    assert out.count('"data_product_type"') == 3


def test_the_targets_that_the_readme_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z-]+)", README))
    assert named >= {"demo", "test", "check", "regenerate", "bench"}
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
