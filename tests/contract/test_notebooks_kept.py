"""The example notebooks are kept without outputs and without marks of whoever ran them."""

from __future__ import annotations

import json
from pathlib import Path

import notebooks
import pytest

pytestmark = pytest.mark.checkout

PATHS = sorted(notebooks.NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_is_clean(path: Path) -> None:
    assert notebooks.problems(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_says_how_to_choose_the_server(path: Path) -> None:
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    assert first["cell_type"] == "markdown"
    assert "AURORAX_BASE_URL" in "".join(first["source"])
    assert "`aurorax emulator" in "".join(first["source"])


def as_jupyter_leaves_it() -> dict[str, object]:
    """A notebook as it lies on disk after a run."""
    output = {"output_type": "stream", "name": "stdout", "text": ["2\n"]}
    marks = {"kernelspec": {"display_name": "aurora", "name": "aurora"}, "language_info": {"version": "3.13.1"}}
    cell = {"cell_type": "code", "id": "sum", "metadata": {"execution": {}}, "source": ["x = 1\n", "x + 1"]}
    cell |= {"execution_count": 7, "outputs": [output]}
    return {"cells": [cell], "metadata": marks, "nbformat": 4, "nbformat_minor": 5}


def test_marks_of_a_run_are_found_and_taken_out() -> None:
    text = json.dumps(as_jupyter_leaves_it())
    assert notebooks.problems(text) == ["it has outputs, or marks of whoever ran it: run scripts/notebooks.py"]
    cleaned = notebooks.clean(text)
    assert notebooks.problems(cleaned) == []
    assert notebooks.clean(cleaned) == cleaned
    document = json.loads(cleaned)
    assert document["cells"][0]["source"] == ["x = 1\n", "x + 1"]
    assert document["cells"][0]["outputs"] == []
    assert "aurora" not in cleaned
    assert "3.13" not in cleaned


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("", "cell 1 is empty"),
        (" \n", "cell 1 is empty"),
        ("open('/home/me/data.csv')", "cell 1 names a place on somebody's machine: /home/"),
        (r"open('C:\data.csv')", "cell 1 names a place on somebody's machine: C:\\"),
    ],
)
def test_what_nobody_can_clean_is_named(source: str, problem: str) -> None:
    document = as_jupyter_leaves_it()
    document["cells"][0]["source"] = source  # type: ignore[index]
    assert notebooks.problems(notebooks.clean(json.dumps(document))) == [problem]
