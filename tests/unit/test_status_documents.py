"""Whatever a status document is, it is an event or a `ProtocolError`, and both can be shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st
from support.status_attacks import EXAMPLES, ID, case, outcome

from aurorax_typed._core.search_state import SearchEvent

EVENTS = {event.value for event in SearchEvent if event.value.startswith("reported_")}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@pytest.mark.parametrize("seed", range(0, 1000, 100))
def test_damaged_documents(seed: int) -> None:
    """`benchmarks/fuzz_status.py` goes on from here, for as long as wanted."""
    found = {outcome(case(number)[1]) for number in range(seed, seed + 100)}
    assert found <= EVENTS | {"refused"}
    assert {"refused", "reported_running", "reported_ready"} <= found


@given(JSON)
def test_any_json(value: Any) -> None:
    assert outcome(json.dumps(value).encode()) == "refused"


@given(JSON, st.sampled_from(["search_request", "search_result", "logs", "new"]))
def test_any_json_in_place_of_a_part(value: Any, part: str) -> None:
    document = {**EXAMPLES[1], part: value}
    assert outcome(json.dumps(document).encode()) in EVENTS | {"refused"}


@given(st.binary(max_size=100))
def test_any_bytes(data: bytes) -> None:
    assert outcome(data) == "refused"


def test_the_examples_are_what_they_stand_for() -> None:
    assert [outcome(json.dumps(example).encode()) for example in EXAMPLES] == [
        "reported_running",
        "reported_ready",
        "reported_running",
        "reported_cancelled",
        "reported_deleted",
    ]
    assert ID in json.dumps(EXAMPLES[0])
