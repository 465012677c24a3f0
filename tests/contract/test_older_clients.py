"""Every test that docs/older-clients.md names exists."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS.parent / "docs" / "older-clients.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_names_exists() -> None:
    missing = []
    count = 0
    for row in PAGE.splitlines():
        file = ""
        for name in re.findall(r"`([\w/]*\.py)?(::\w+)?`", row):
            file = name[0] or file
            if not file:
                continue
            count += 1
            found = list(TESTS.rglob(Path(file).name))
            text = found[0].read_text(encoding="utf-8") if found else ""
            function = name[1].removeprefix("::")
            if not found or (function and not re.search(rf"def {function}\b", text)):
                missing.append(f"{file}::{function}")
    assert not missing
    assert count > 50
