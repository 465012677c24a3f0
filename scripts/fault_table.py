#!/usr/bin/env python3
"""Write the table of docs/reliability.md from the cases of tests/faults/test_faults.py.

`fault_table.py` writes; `fault_table.py --check` writes nothing and fails where the page is not what the tests run.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
CASES = ROOT / "tests" / "faults" / "test_faults.py"
BEGIN, END = "<!-- faults: made by scripts/fault_table.py -->\n", "<!-- end of faults -->\n"


def load() -> ModuleType:
    """The module that holds the cases."""
    sys.path.insert(0, str(ROOT / "tests"))
    spec = importlib.util.spec_from_file_location("test_faults", CASES)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{CASES} can't be loaded.")
    module = importlib.util.module_from_spec(spec)
    sys.modules["test_faults"] = module
    spec.loader.exec_module(module)
    return module


def table() -> str:
    """The table in Markdown, a line for each case."""
    lines = [
        "| what happens | what comes of it | requests that the server sees |",
        "|---|---|---|",
    ]
    for case in load().CASES:
        outcome = f"`{case.error.__name__}`" if case.error else "the whole result"
        seen = case.requests.replace(" ", " → ") if case.requests else "as often as the policies allow"
        lines.append(f"| {case.name} | {outcome} | {seen} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{PAGE.name} lacks the two marks between which the table stands.")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    wanted = before + BEGIN + "\n" + table() + "\n" + END + after
    if "--check" in sys.argv[1:]:
        if wanted != text:
            print(
                "docs/reliability.md is not what tests/faults/test_faults.py runs. Run: python scripts/fault_table.py"
            )
            return 1
        return 0
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    print(f"Wrote {len(table().splitlines()) - 2} faults to docs/reliability.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
