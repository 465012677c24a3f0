#!/usr/bin/env python3
"""Bring the example notebooks into the form in which they are kept: without outputs, with nothing of whoever ran them.

Run it after working on them in Jupyter. The tests run them and look at what comes out; they fail, too, where one is not
in this form.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "examples" / "notebooks"

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""Of every notebook. Jupyter writes down more (versions, its own marks), which changes with the machine."""

PERSONAL = re.compile(r"/home/|/Users/|/root/|/tmp/|[A-Z]:\\")
"""Where files lie on somebody's machine."""


def clean(text: str) -> str:
    """A notebook as it is kept, from one as Jupyter writes it."""
    document = json.loads(text)
    if document.get("nbformat") != 4:
        raise ValueError(f"format {document.get('nbformat')} of notebooks is not 4: open and save it in Jupyter")
    kept = {"cells": [_cell(cell) for cell in document["cells"]], "metadata": METADATA, "nbformat": 4}
    return json.dumps(kept | {"nbformat_minor": 5}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    kept = {"cell_type": cell["cell_type"], "id": cell["id"], "metadata": {}, "source": source.splitlines(True)}
    return kept | {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else kept


def problems(text: str) -> list[str]:
    """What is wrong with a notebook as it is kept, one line each."""
    found = []
    if clean(text) != text:
        found.append("it has outputs, or marks of whoever ran it: run scripts/notebooks.py")
    for number, cell in enumerate(json.loads(text)["cells"], 1):
        if not "".join(cell["source"]).strip():
            found.append(f"cell {number} is empty")
        if match := PERSONAL.search("".join(cell["source"])):
            found.append(f"cell {number} names a place on somebody's machine: {match[0]}")
    return found


def main() -> int:
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if clean(text) != text:
            path.write_text(clean(text), encoding="utf-8")
            print(f"cleaned {path.relative_to(ROOT)}")
    found = [
        f"{path.relative_to(ROOT)}: {problem}"
        for path in paths
        for problem in problems(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
