#!/usr/bin/env python3
"""Write the table of docs/reliability.md from the tests that bear the mark `fault`.

`fault_table.py` writes; `fault_table.py --check` writes nothing and fails where the page is not what the tests run.
How a test gets the mark stands in tests/support/scenarios.py.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: made by scripts/fault_table.py -->\n", "<!-- end of faults -->\n"
FIRST = [
    "test_submit.py",
    "test_status.py",
    "test_data.py",
    "test_cancelling.py",
    "test_other_calls.py",
    "test_elsewhere.py",
    "test_http.py",
    "test_toxics.py",
]
"""Modules in the order of a search's life; the others come behind, by name."""


class Collector:
    """Takes the tests that pytest finds, and runs none."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.items = list(items)


def marked() -> list[pytest.Item]:
    """Every test with the mark, once for each of its parameters."""
    modules = sorted(ROOT.glob("tests/**/test_*.py"))
    tests = [str(path) for path in modules if re.search(r"@rows\(|mark\.fault\(", path.read_text("utf-8"))]
    collector = Collector()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        options = ["--collect-only", "-q", "-p", "no:cacheprovider", f"--rootdir={ROOT}"]
        code = pytest.main([*options, *tests], plugins=[collector])
    if code != 0:
        raise SystemExit(f"The tests can't be collected:\n{said.getvalue()}")
    return [item for item in collector.items if item.get_closest_marker("fault") is not None]


def place(path: Path) -> tuple[int, str]:
    """Where a module stands on the page."""
    return (FIRST.index(path.name) if path.name in FIRST else len(FIRST), path.name)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def lines_of(item: pytest.Item) -> str:
    """A test as a line of the table."""
    mark = item.get_closest_marker("fault")
    if mark is None:
        raise AssertionError
    what, outcome = mark.args
    requests: str | None = mark.kwargs.get("requests")
    seen = "any" if requests is None else requests.replace(" ", " → ") or "none"
    function = item.originalname if isinstance(item, pytest.Function) else item.name
    return f"| {cell(what)} | {cell(outcome)} | {seen} | `{function}` |"


def table(items: Sequence[pytest.Item]) -> str:
    """The tables in Markdown, one for each module, a line for each fault."""
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.path, []).append(item)
    parts: list[str] = []
    for path in sorted(modules, key=place):
        module = getattr(modules[path][0], "module", None)
        doc = (inspect.getdoc(module) or "").split("\n\n")[0].replace("\n", " ") if module else ""
        if not doc:
            raise SystemExit(f"{path.name} has no docstring to stand above its faults.")
        lines = dict.fromkeys(map(lines_of, modules[path]))  # once for sync and async
        parts += [
            f"\n### {doc.split(': ')[0].rstrip('.')}\n",
            f"`{path.relative_to(ROOT).as_posix()}`\n",
            "| what happens | what comes of it | requests that the server sees | test |",
            "|---|---|---|---|",
            *lines,
        ]
    return "\n".join(parts) + "\n"


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{PAGE.name} lacks the two marks between which the table stands.")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    made = table(marked())
    wanted = before + BEGIN + made + "\n" + END + after
    if "--check" in sys.argv[1:]:
        if wanted != text:
            print("docs/reliability.md is not what the tests run. Run: python scripts/fault_table.py")
            return 1
        return 0
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    count = sum(line.startswith("| ") for line in made.splitlines()) - made.count("|---|---|---|---|")
    print(f"Wrote {count} faults to docs/reliability.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
