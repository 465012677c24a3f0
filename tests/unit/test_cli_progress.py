"""How far it is, in words: as much of it as has room, and spans of time for people."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from aurorax_typed._core.progress import Progress as Tracked
from aurorax_typed.cli.progress import Progress, how_far
from aurorax_typed.cli.terminal import duration
from aurorax_typed.events import Received, Uploaded

ID = "6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e"

Capture = pytest.CaptureFixture[str]


def received(*, records: int, size: int, expected: int | None, seconds: float) -> Tracked:
    """A result that came evenly for so many seconds."""
    tracked = Tracked()
    for part in range(11):
        event = Received(request_id=ID, bytes=size * part // 10, records=records * part // 10, expected=expected)
        tracked.happened(event, 100 + seconds * part / 10)
    return tracked


def test_what_matters_most_is_kept_where_there_is_little_room() -> None:
    tracked = received(records=50_000, size=20_000_000, expected=150_000, seconds=5)
    assert how_far(tracked, 80) == "50,000 of 150,000 records  20.0 MB  10,000/s  4.0 MB/s  10 s left"
    assert how_far(tracked, 60) == "50,000 of 150,000 records  20.0 MB  10,000/s  10 s left"
    assert how_far(tracked, 50) == "50,000 of 150,000 records  10,000/s  10 s left"
    assert how_far(tracked, 40) == "50,000 of 150,000 records  10 s left"
    assert how_far(tracked, 10) == "50,000 of 150,000 records"


def test_nothing_is_said_that_nobody_knows() -> None:
    assert how_far(Tracked(), 80) == ""
    assert how_far(received(records=10, size=100, expected=None, seconds=0.1), 80) == "10 records  100 B"
    done = received(records=10, size=100, expected=10, seconds=0.1)
    assert how_far(done, 80) == "10 of 10 records  100 B"


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**12),
    st.none() | st.integers(1, 10**9),
    st.floats(0, 10**5),
    st.integers(45, 120),
)
def test_it_has_the_room_that_it_is_given(
    records: int, size: int, expected: int | None, seconds: float, room: int
) -> None:
    tracked = received(records=records, size=size, expected=expected, seconds=seconds)
    assert len(how_far(tracked, room)) <= room


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1:00 min"), (187, "3:07 min"), (3599.4, "59:59 min"), (8100, "2:15 h")],
)
def test_spans_of_time(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_lines_where_no_terminal_is(capfd: Capture) -> None:
    with Progress(shown=True, first="checking") as progress:
        for count in (500, 1000, 1200):
            progress.counting(Uploaded(identifier=3, records=count, expected=1200))
    # The first of a step, then seldom.
    assert capfd.readouterr().err == "sending  500 of 1,200 records\n"
    assert progress.records == 1200
    for shown in (None, False):
        with Progress(shown=shown) as silent:
            assert silent.listener is None
            silent.counting(Uploaded(identifier=3, records=7, expected=None))
        assert silent.records == 7
    assert capfd.readouterr() == ("", "")
