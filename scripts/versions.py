#!/usr/bin/env python3
"""Run the tests against the wheel on each Python, with the oldest and the newest versions of its dependencies.

    versions.py                          every Python from 3.11 on that is found, both ends
    versions.py --python 3.13 --end lowest

The wheel in dist/ is what is tried (`make wheel` builds it). Tests whose tools are not installed are named and left
out: they look at the description or the tree, which is the same for every version.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from environments import (
    ENDS,
    ROOT,
    bounds,
    fresh,
    imported,
    lay_out_tests,
    lonely,
    pytest_arguments,
    pythons,
    run,
    the_wheel,
)

SHOWN = ("attrs", "httpx", "msgspec", "tenacity", "numpy", "pandas", "polars", "pyarrow", "starlette", "typer")
MISSING = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError:
        print(name)
"""


def without_tools(python: Path, tests: Path) -> list[Path]:
    """The test files that import what is not installed."""
    files = {path: imported(path) for path in sorted(tests.rglob("test_*.py"))}
    own = {path.stem for path in tests.rglob("*.py")} | {path.name for path in tests.iterdir()}
    modules = sorted(name for name in set[str]().union(*files.values()) if name.partition(".")[0] not in own)
    missing = set(run([python, "-c", MISSING, *modules]).split())
    return [path for path, names in files.items() if names & missing]


def attempt(version: str, command: str, end: str, wheel: Path, tests: list[str]) -> tuple[str, bool]:
    """Run the tests in one combination; gives a line for the table, and whether they passed."""
    with tempfile.TemporaryDirectory(prefix=f"aurorax-{version}-{end}-") as name:
        scratch = Path(name)
        tools = ROOT / "requirements" / "test.txt"
        python = fresh(scratch / "environment", command, f"{wheel}[all]", "--requirement", tools, *bounds(end))
        listed = dict(
            line.split("==")
            for line in run([sys.executable, "-m", "pip", "--python", python, "list", "--format", "freeze"]).split()
        )
        lay_out_tests(scratch / "tree")
        left_out = without_tools(python, scratch / "tree" / "tests")
        print(f"\n{version}, {end}: " + ", ".join(f"{name} {listed[name]}" for name in SHOWN), flush=True)
        print("left out for want of their tools: " + ", ".join(path.name for path in left_out), flush=True)
        ignored = [f"--ignore={path}" for path in left_out]
        tests = [one for one in tests if scratch / "tree" / "tests" / one not in left_out]  # named, they would be run
        if not tests:
            raise SystemExit("the tests that were named need tools which are not installed")
        # Old versions are not mended any more when what they stand on deprecates what they use.
        overlooked = ["-W", "ignore::DeprecationWarning"] if end == "lowest" else []
        path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
        started = time.monotonic()
        last = "nothing was said"
        with subprocess.Popen(
            [python, *pytest_arguments(scratch / "tree" / "tests", tests, *ignored, *overlooked)],
            cwd=scratch / "tree",
            env=lonely(PATH=path),
            stdout=subprocess.PIPE,
            text=True,
        ) as running:
            assert running.stdout
            for line in running.stdout:
                print(line, end="", flush=True)
                last = line.strip("= \n") or last
        return f"{version:8} {end:7} {last} ({time.monotonic() - started:.0f} s)", running.returncode == 0


def attempted(version: str, command: str, end: str, wheel: Path, tests: list[str]) -> tuple[str, bool]:
    """The same, but for what cannot be installed, which is no reason to leave out the other combinations."""
    try:
        return attempt(version, command, end, wheel, tests)
    except SystemExit as error:
        return f"{version:8} {end:7} not tried: {error}", False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", nargs="*", default=[], metavar="3.13|PATH")
    parser.add_argument("--end", nargs="*", choices=ENDS, default=ENDS)
    parser.add_argument("--tests", nargs="*", default=["."], metavar="unit", help="only these, below tests/")
    arguments = parser.parse_args()
    wheel = the_wheel()
    tried = [
        attempted(version, command, end, wheel, arguments.tests)
        for version, command in pythons(arguments.python).items()
        for end in arguments.end
    ]
    print("\n" + "\n".join(line for line, _ in tried))
    return 0 if all(passed for _, passed in tried) else 1


if __name__ == "__main__":
    sys.exit(main())
