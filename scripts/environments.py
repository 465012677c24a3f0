"""Fresh environments for what is to be tried as users get it: the built wheel, with the tree out of reach."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = [
    "ENDS",
    "ROOT",
    "bounds",
    "files_of_the_project",
    "fresh",
    "imported",
    "interpreter",
    "lay_out_tests",
    "lonely",
    "pytest_arguments",
    "pythons",
    "run",
    "the_wheel",
]

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("aurorax_typed", "generated_client")
OLDEST, NEWEST = 11, 30
ENDS = ("lowest", "newest")
"""Of the versions of the dependencies."""


def lonely(**more: str) -> dict[str, str]:
    """The process's environment without what could lead Python back to the tree or into another environment."""
    led = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SOURCE_DATE_EPOCH", "PIP_CONSTRAINT", "MYPYPATH")
    return {**{name: value for name, value in os.environ.items() if name not in led}, **more}


def run(command: Sequence[str | Path], folder: Path | None = None) -> str:
    """Run a command outside the tree; gives what it printed, and ends the script with all of it when it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=lonely(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise SystemExit(f"This failed: {' '.join(map(str, command))}")
    return done.stdout


def interpreter(environment: Path) -> Path:
    """The Python of an environment."""
    return environment / "bin" / "python"


def fresh(environment: Path, python: str | Path, *install: str | Path) -> Path:
    """Make an environment in place of what stood there, and install into it; gives its Python."""
    shutil.rmtree(environment, ignore_errors=True)
    run([python, "-m", "venv", "--without-pip", environment])
    found = interpreter(environment)
    quiet = ("--quiet", "--disable-pip-version-check", "--no-warn-script-location")
    run([sys.executable, "-m", "pip", "--python", found, "install", *quiet, *install])
    run([sys.executable, "-m", "pip", "--python", found, "check"])
    return found


def bounds(end: str) -> tuple[str | Path, ...]:
    """What tells pip which end of the dependencies' versions is wanted."""
    return ("--constraint", ROOT / "requirements" / "lowest.txt") if end == "lowest" else ()


def pythons(asked: Sequence[str]) -> dict[str, str]:
    """Version -> command, of those asked for (`3.13` or a path), else of all that are found and start."""
    commands = [f"python{name}" if re.fullmatch(r"3\.\d+", name) else name for name in asked]
    found: dict[str, str] = {}
    for command in commands or [f"python3.{minor}" for minor in range(OLDEST, NEWEST)]:
        path = shutil.which(command)
        done = path and subprocess.run(
            [path, "-c", "import sys, ensurepip; print(sys.version.split()[0])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if path and done and done.returncode == 0:
            found[done.stdout.strip()] = path
        elif asked:
            raise SystemExit(f"{command} does not start; name another, as 3.13 or as a path.")
    if not found:
        raise SystemExit("No Python from 3.11 on was found; name one: --python /path/to/python3.13")
    return found


def the_wheel() -> Path:
    """The one that `make wheel` built."""
    found = list((ROOT / "dist").glob("aurorax_typed-*.whl"))
    if len(found) != 1:
        raise SystemExit(f"dist/ has {len(found)} wheels where one should be. Run: make wheel")
    return found[0]


def files_of_the_project(root: Path = ROOT) -> list[Path]:
    """The files that git knows, relative to the root; of an unpacked source distribution, all."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
        return [Path(name) for name in sorted(listed.split("\0")) if name and (root / name).is_file()]
    found = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
    made = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "dist")
    return [path for path in found if not any(part in made or part.startswith(".venv") for part in path.parts)]


def lay_out_tests(folder: Path) -> None:
    """Copy everything but the two packages: tests, and the documents and scripts that they read."""
    for path in files_of_the_project():
        if path.parts[0] not in PACKAGES:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)


def pytest_arguments(tests: Path, some: Sequence[str] = (".",), *more: str) -> list[str]:
    """For running the tests of that copy, or some files or folders of them, but for those about the checkout."""
    whole = "\npytestmark = pytest.mark.checkout\n"  # which may not even be importable without the checkout
    about = (path for path in tests.rglob("test_*.py") if whole in path.read_text(encoding="utf-8"))
    left_out = [f"--ignore={path}" for path in sorted(about)]
    return [
        "-m",
        "pytest",
        "-n",
        "2",
        "-q",
        "-m",
        "not checkout",
        "-p",
        "no:cacheprovider",
        *(str(tests / name) for name in some),
        *left_out,
        *more,
    ]


def imported(path: Path) -> set[str]:
    """The modules that a file imports, in functions too, by their dotted names."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
