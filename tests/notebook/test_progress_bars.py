"""Bars: what they say at given events, and that they end with what they show."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import pytest
from support.faulty import COUNT, faulty_server
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed.events import Event, OperationEnded, Polled, Received, StateChanged, Uploaded
from aurorax_typed.progress import ProgressBars

ID, OTHER = "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000001"
DAY = ("2020-02-01", "2020-02-02")


def drawn(*events: tuple[float, Event]) -> tuple[list[str], ProgressBars]:
    """The lines that are drawn one over the other."""
    text = io.StringIO()
    now = 0.0
    bars = ProgressBars(file=text)
    bars._clock = lambda: now
    for now, event in events:  # noqa: B007
        bars(event)
    return [line.strip() for line in text.getvalue().replace("\n", "\r").split("\r") if line.strip()], bars


def ended(operation: str, **more: Any) -> OperationEnded:
    return OperationEnded(operation=operation, family="data_products", seconds=1.0, request_id=ID, **more)


def received(records: int, expected: int | None = 1000, request_id: str = ID) -> Received:
    return Received(request_id=request_id, bytes=records * 10_000, records=records, expected=expected)


def test_a_search_from_its_first_event_to_its_last_record() -> None:
    lines, bars = drawn(
        (0.0, StateChanged(request_id=ID, before=at.SearchState.PREPARED, after=at.SearchState.SUBMITTED)),
        (0.1, ended("submit")),
        (1.0, Polled(request_id=ID, state=at.SearchState.RUNNING, elapsed=1.0, logs=())),
        (2.0, ended("wait")),
        (3.0, received(0)),
        (5.0, received(500)),
        (7.0, received(1000)),
        (7.0, ended("download", records=1000)),
    )
    assert lines[0].startswith("submitted [")
    assert "running [00:00]" in lines
    assert any(
        line.startswith("receiving:  50%|") and line.endswith("5.0 MB, 250 records/s, 2 s left") for line in lines
    )
    assert lines[-1].startswith("receiving: 100%|")
    assert lines[-1].endswith("| 1000/1000 records, 10.0 MB, 250 records/s")
    assert max(map(len, lines)) <= 80
    assert bars._bars == {}


def test_a_result_of_unknown_size_and_an_upload() -> None:
    lines, _ = drawn((0.0, received(5, expected=None)), (2.0, received(25, expected=None)), (2.0, ended("download")))
    assert lines[-1] == "receiving: 25 records, 0.2 MB, 10 records/s"
    lines, bars = drawn(
        (0.0, Uploaded(identifier=3, records=500, expected=1000)),
        (1.0, Uploaded(identifier=3, records=1000, expected=1000)),
        (1.0, ended("upload")),
    )
    assert lines[-1].startswith("sending: 100%|")
    assert bars._bars == {}


def test_searches_at_the_same_time_have_a_bar_each() -> None:
    _, bars = drawn((0.0, received(5)), (0.0, received(7, request_id=OTHER)), (0.0, ended("download")))
    assert bars._bars.keys() == {OTHER}
    bars.close()
    assert bars._bars == {}


def test_a_stream_that_is_closed_does_no_harm() -> None:
    text = io.StringIO()
    bars = ProgressBars(file=text)
    bars(received(5))
    text.close()
    bars(received(1000))
    bars(ended("download"))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_real_search(runtime: Runtime) -> None:
    text = io.StringIO()
    bars = ProgressBars(file=text)
    events: list[Event] = []

    def listener(event: Event) -> None:
        events.append(event)
        bars(event)

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, on_event=listener, retry=at.RetryPolicy(max_attempts=1)) as ax:
            search = await ax.data_products.search(*DAY, programs=["trex"])
            assert len(await search.get_data()) == COUNT
            with pytest.raises(at.TransportError):
                await ax.data_products.search(*DAY, programs=["trex"])

    with faulty_server(submit=[lambda e: e.send(e.answer()), *[lambda e: e.reset()] * 9]) as server:
        run(scenario(server.url))
    assert f"| {COUNT}/{COUNT} records" in text.getvalue()
    assert bars._bars == {}
    over = [event for event in events if isinstance(event, OperationEnded)]
    assert [(event.operation, event.error_type) for event in over] == [
        ("submit", None),
        ("wait", None),
        ("search", None),
        ("download", None),
        ("submit", "TransportError"),
        ("search", "TransportError"),
    ]
    assert over[3].records == COUNT
    assert over[3].seconds > 0


PROGRAM = """
import sys
sys.modules["tqdm"] = None
sys.modules["tqdm.auto"] = None
import aurorax_typed.progress
try:
    aurorax_typed.progress.ProgressBars()
except ImportError as error:
    print(error)
"""


def test_without_tqdm_it_says_what_to_install() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert "pip install 'aurorax-typed[notebook]'" in done.stdout
