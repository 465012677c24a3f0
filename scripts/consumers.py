#!/usr/bin/env python3
"""Check tests/typing as a consumer of the wheel in dist/ does: in a fresh environment, with four type checkers.

Every line with a `type: ignore` must be refused by each of them, and no other line by any: see
tests/typing/consumer_project/pyproject.toml.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environments import ROOT, fresh, lonely, the_wheel

TYPING = ROOT / "tests" / "typing"
REQUIREMENTS = ROOT / "requirements"
REPORT = {"pyrefly": r"^ERROR (\S+?\.py:\d+):", "ty": r"^(\S+?\.py:\d+):\d+: error"}
"""How the two that overlook ignores begin the line of an error."""


def lay_out(project: Path) -> None:
    """The consumer's project, with the files beside it."""
    shutil.copytree(TYPING / "consumer_project", project, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for path in TYPING.glob("*.py"):
        shutil.copy(path, project)


def refused_here(project: Path) -> set[str]:
    """The lines that must be refused, as `file:line`."""
    return {
        f"{path.relative_to(project)}:{number}"
        for path in project.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "# type: ignore" in line
    }


def main() -> int:
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="aurorax-consumers-") as name:
        scratch = Path(name)
        python = fresh(
            scratch / "environment",
            sys.executable,
            f"{the_wheel()}[all]",
            *("--requirement", REQUIREMENTS / "consumers.txt", "--constraint", REQUIREMENTS / "dev.txt"),
        )
        project = scratch / "project"
        lay_out(project)
        wanted = refused_here(project)
        tools = python.parent
        commands: dict[str, list[str | Path]] = {
            "mypy": [tools / "mypy", "--python-executable", python],
            "pyright": [tools / "pyright", "--pythonpath", python],
            "pyrefly": [tools / "pyrefly", "check", "--python-interpreter-path", python, "--output-format", "min-text"],
            "ty": [tools / "ty", "check", "--python", python, "--output-format", "concise", "--color", "never"],
        }
        for checker, command in commands.items():
            done = subprocess.run(command, cwd=project, env=lonely(), capture_output=True, text=True, check=False)
            fine = done.returncode == 0
            if checker in REPORT:
                refused = set(re.findall(REPORT[checker], done.stdout, re.MULTILINE))
                fine = refused == wanted
                done.stdout += f"Refused, or marked to be, but not both: {sorted(refused ^ wanted)}\n"
            if not fine:
                failed.append(checker)
                print(done.stdout, done.stderr, file=sys.stderr)
            print(f"{checker}: {'agrees' if fine else 'does not agree'}", flush=True)
        print(f"{len(list(project.rglob('*.py')))} files, {len(wanted)} lines that all must refuse")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
