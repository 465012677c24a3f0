"""docs/reference/inputs.md is true, line by line: what is given there is taken or refused as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import aurorax_typed
from aurorax_typed import AuroraX, AuroraXError
from aurorax_typed.events import RequestSent

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "inputs.md"


class AstropyLike:
    """Has what astropy's `Time` has: a scale, and itself in UTC."""

    def __init__(self, moment: datetime, scale: str = "utc") -> None:
        self.moment = moment
        self.scale = scale

    def to_datetime(self) -> datetime:
        return self.moment


SENT: list[object] = []
NAMES: dict[str, Any] = {
    **{name: getattr(aurorax_typed, name) for name in aurorax_typed.__all__ if not name.startswith("__")},
    "ax": AuroraX(
        base_url="http://127.0.0.1:1",
        on_event=lambda event: SENT.append(event) if isinstance(event, RequestSent) else None,
    ),
    "swarm": {"programs": ["swarm"]},
    "blocks": {"ground": {"programs": ["themis-asi"]}, "space": {"programs": ["swarm"]}},
    "here": aurorax_typed.DataSource(103, "trex", "gillam", "RGB ASI"),
    "noon": datetime(2020, 2, 1, 12),
    "np": np,
    "pd": pd,
    "date": date,
    "datetime": datetime,
    "AstropyLike": AstropyLike,
}


def rows() -> Iterator[tuple[str, str]]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"\| `(.*?)` \| (.*) \|", line)
        if match:
            yield match[1], match[2]


ROWS = list(rows())


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 30


@pytest.mark.parametrize(("given", "happens"), ROWS, ids=[given for given, _ in ROWS])
def test_it_happens(given: str, happens: str) -> None:
    SENT.clear()
    if not happens.startswith("**"):
        assert eval(given, dict(NAMES)) == eval(happens.strip("`"), dict(NAMES))
        return
    kind, message = re.fullmatch(r"\*\*(\w+)\*\*: (.*)", happens).groups()  # type: ignore[union-attr]
    with pytest.raises(AuroraXError) as refused:
        eval(given, dict(NAMES))
    assert (type(refused.value).__name__, str(refused.value)) == (kind, message)
    assert not SENT
