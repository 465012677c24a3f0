#!/usr/bin/env python3
"""Check tests/typing as a consumer of the wheel in dist/ does: in a fresh environment, with four type checkers.

    consumers.py                          every Python from 3.11 on that is found, oldest and newest dependencies
    consumers.py --python 3.13 --end lowest

Every line with a `type: ignore` must be refused by each of them, and no other line by any: see
tests/typing/consumer_project/pyproject.toml.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environments import ENDS, ROOT, bounds, fresh, lonely, pythons, the_wheel

TYPING = ROOT / "tests" / "typing"
REQUIREMENTS = ROOT / "requirements"
CHECKERS = ("mypy", "pyright", "pyrefly", "ty")
PLAIN = {
    "pyrefly": ("--output-format", "min-text"),
    "ty": ("--output-format", "concise", "--color", "never"),
}
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


def agreed(version: str, command: str, end: str, wheel: Path) -> list[str]:
    """The type checkers that agree in one combination; says what those found that do not."""
    with tempfile.TemporaryDirectory(prefix="aurorax-consumers-") as name:
        scratch = Path(name)
        tools = ("--requirement", REQUIREMENTS / "consumers.txt")
        python = fresh(scratch / "environment", command, f"{wheel}[all]", *tools, *bounds(end))
        project = scratch / "project"
        lay_out(project)
        wanted = refused_here(project)
        agree: list[str] = []
        for checker, line in commands(python, version).items():
            done = subprocess.run(line, cwd=project, env=lonely(), capture_output=True, text=True, check=False)
            fine = done.returncode == 0
            if checker in REPORT:
                refused = set(re.findall(REPORT[checker], done.stdout, re.MULTILINE))
                fine = refused == wanted
                done.stdout += f"Refused, or marked to be, but not both: {sorted(refused ^ wanted)}\n"
            if fine:
                agree.append(checker)
            else:
                print(f"{version}, {end}, {checker}:", done.stdout, done.stderr, file=sys.stderr)
        return agree


def commands(python: Path, version: str) -> dict[str, list[str | Path]]:
    """How to call each type checker for the interpreter that it shares an environment with."""
    minor = ".".join(version.split(".")[:2])
    options: dict[str, list[str | Path]] = {
        "mypy": ["--python-executable", python, "--python-version", minor],
        "pyright": ["--pythonpath", python, "--pythonversion", minor],
        "pyrefly": ["check", "--python-interpreter-path", python, "--python-version", minor, *PLAIN["pyrefly"]],
        "ty": ["check", "--python", python, "--python-version", minor, *PLAIN["ty"]],
    }
    return {checker: [python.parent / checker, *options[checker]] for checker in CHECKERS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", nargs="*", default=[], metavar="3.13|PATH")
    parser.add_argument("--end", nargs="*", choices=ENDS, default=ENDS)
    arguments = parser.parse_args()
    wheel, failed = the_wheel(), False
    print(f"{len(list(TYPING.rglob('*.py')))} files, {len(refused_here(TYPING))} lines that all must refuse")
    for version, command in pythons(arguments.python).items():
        for end in arguments.end:
            agree = agreed(version, command, end, wheel)
            others = [checker for checker in CHECKERS if checker not in agree]
            failed = failed or bool(others)
            verdict = f"not as marked: {', '.join(others)}" if others else f"{', '.join(CHECKERS)} agree"
            print(f"{version:8} {end:7} {verdict}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
