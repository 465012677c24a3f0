"""How far it is: rates, what is left, and what is said, from events at given times."""

from __future__ import annotations

import pytest

from aurorax_typed import SearchState
from aurorax_typed._core.progress import Progress
from aurorax_typed.events import (
    Event,
    Polled,
    PollFailed,
    Received,
    RequestSent,
    RetryScheduled,
    StateChanged,
    Uploaded,
)

ID = "00000000-0000-4000-8000-000000000000"


def received(records: int, size: int = 0, expected: int | None = None) -> Received:
    return Received(request_id=ID, bytes=size, records=records, expected=expected)


def told(*events: tuple[float, Event]) -> Progress:
    progress = Progress()
    for now, event in events:
        progress.happened(event, now)
    return progress


def test_a_search_from_its_first_event_to_its_last_record() -> None:
    progress = Progress()
    assert (progress.doing, progress.state, progress.fraction, progress.seconds_left) == (
        "submitting",
        None,
        None,
        None,
    )
    progress.happened(StateChanged(request_id=ID, before=SearchState.PREPARED, after=SearchState.SUBMITTED), 100.0)
    assert (progress.doing, progress.request_id) == ("submitted", ID)
    progress.happened(Polled(request_id=ID, state=SearchState.RUNNING, elapsed=2.5, logs=()), 102.5)
    assert (progress.doing, progress.state, progress.waiting) == ("running", SearchState.RUNNING, 2.5)
    retry = RetryScheduled(method="GET", path="/x", attempt=1, wait=3.2, reason="lost")
    progress.happened(retry, 103.0)
    assert progress.doing == "no answer, trying again in 3 s"
    progress.happened(PollFailed(request_id=ID, reason="lost", elapsed=3.0), 103.0)
    assert (progress.doing, progress.waiting) == ("no answer, waiting goes on", 3.0)
    progress.happened(retry, 103.0)
    progress.happened(RequestSent(method="GET", path="/x", attempt=1), 103.1)
    assert progress.doing == "no answer, trying again in 3 s"
    progress.happened(received(0, 10, 1000), 104.0)
    progress.happened(received(200, 2010, 1000), 106.0)
    assert (progress.doing, progress.fraction) == ("receiving", 0.2)
    assert progress.records_per_second == pytest.approx(100.0)
    assert progress.bytes_per_second == pytest.approx(1000.0)
    assert progress.seconds_left == pytest.approx(8.0)
    progress.happened(received(1000, 9999, 1000), 110.0)
    assert (progress.fraction, progress.seconds_left) == (1.0, 0.0)


def test_a_rate_follows_the_last_ten_seconds() -> None:
    steady = [(float(second), received(second * 100)) for second in range(20)]
    assert told(*steady).records_per_second == pytest.approx(100.0)
    slower = [(19.0 + second, received(1900 + second)) for second in range(1, 12)]
    assert told(*steady, *slower).records_per_second == pytest.approx(1.0)


def test_small_pieces_do_not_pile_up() -> None:
    progress = told(*((number / 1000, received(number)) for number in range(20_000)))
    assert progress.records_per_second == pytest.approx(1000.0, rel=0.01)
    assert len(progress._samples) < 60


@pytest.mark.parametrize(
    "events",
    [
        [],
        [(0.0, received(5, 50, 10))],
        [(0.0, received(0, 0, 10)), (0.1, received(5, 50, 10))],
        [(0.0, received(5, 50)), (9.0, received(8, 80))],
        [(0.0, received(5, 50, 10)), (9.0, received(5, 50, 10))],
    ],
    ids=["nothing", "one piece", "too soon", "no count", "stalled"],
)
def test_what_nobody_can_tell_is_none(events: list[tuple[float, Event]]) -> None:
    assert told(*events).seconds_left is None


def test_a_result_that_is_fetched_again_begins_anew() -> None:
    progress = told((0.0, received(0, 0, 10)), (1.0, received(10, 99, 10)), (50.0, received(2, 9, 10)))
    assert (progress.records, progress.fraction, progress.records_per_second) == (2, 0.2, None)


def test_an_empty_result_is_whole_at_once() -> None:
    progress = told((0.0, received(0, 5, 0)))
    assert (progress.fraction, progress.seconds_left) == (1.0, 0.0)


def test_an_upload() -> None:
    events = [(float(n), Uploaded(identifier=3, records=500 * n, expected=2000)) for n in (1, 2, 3)]
    progress = told(*events)
    assert (progress.doing, progress.fraction, progress.seconds_left) == ("sending", 0.75, pytest.approx(1.0))
