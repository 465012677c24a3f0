"""How far a search or an upload is: rates and what is left of it, from the events of a client. No clock, no drawing.

Whatever shows progress (the command line, a bar in a notebook) hands each event here with the time, and reads what it
shows.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from aurorax_typed._core.search_state import SearchState
from aurorax_typed.events import Event, Polled, PollFailed, Received, RetryScheduled, StateChanged, Uploaded

__all__ = ["Progress"]

_WINDOW: Final = 10.0
"""Seconds that a rate looks back: long enough to be calm, short enough to follow a connection that becomes slow."""

_SPACING: Final = 0.25
"""Seconds between two samples, so that the window holds few of them however small the pieces are."""

_SOONEST: Final = 0.5
"""Seconds of receiving before a rate means anything."""


class Progress:
    """One search, or one upload, as its events tell of it. Times are seconds of any clock that only goes forward.

    Attributes:
        state: of the search; None before the first event about it.
        request_id: of the search; empty before that.
        records: how many have come (or gone out) so far.
        bytes: of the result so far, decoded; 0 for an upload.
        expected: how many records there will be, where that is known.
        waiting: seconds that waiting had taken at the last poll.
        doing: what goes on, in a word or a few: `submitting`, `running`, `receiving`, `no answer, trying again in 3 s`.
    """

    def __init__(self) -> None:
        self.state: SearchState | None = None
        self.request_id: str = ""
        self.records: int = 0
        self.bytes: int = 0
        self.expected: int | None = None
        self.waiting: float = 0.0
        self.doing: str = "submitting"
        self._samples: deque[tuple[float, int, int]] = deque()

    def happened(self, event: Event, now: float) -> None:
        """Take an event in. Events that say nothing about how far it is are passed over."""
        match event:
            case StateChanged():
                self.request_id, self.state = event.request_id, event.after
                self.doing = str(event.after)
            case Polled():
                self.request_id, self.state, self.waiting = event.request_id, event.state, event.elapsed
                self.doing = str(event.state)
            case RetryScheduled():
                self.doing = f"no answer, trying again in {event.wait:.0f} s"
            case PollFailed():
                self.request_id, self.waiting = event.request_id, event.elapsed
                self.doing = "no answer, waiting goes on"
            case Received():
                self.request_id = event.request_id
                self._came("receiving", event.records, event.bytes, event.expected, now)
            case Uploaded():
                self._came("sending", event.records, 0, event.expected, now)

    @property
    def fraction(self) -> float | None:
        """From 0 to 1, by records; None where it is not known how many there will be."""
        if self.expected is None:
            return None
        return min(self.records / self.expected, 1.0) if self.expected else 1.0

    @property
    def records_per_second(self) -> float | None:
        """Over the last ten seconds in which something came; None where that is too short a time to tell."""
        return self._rate(1)

    @property
    def bytes_per_second(self) -> float | None:
        """The same for bytes."""
        return self._rate(2)

    @property
    def seconds_left(self) -> float | None:
        """Until the last record, at the present rate; None where nobody can tell."""
        if self.expected is None:
            return None
        left = max(self.expected - self.records, 0)
        rate = self.records_per_second
        if left == 0:
            return 0.0
        return left / rate if rate else None

    def _came(self, doing: str, records: int, size: int, expected: int | None, now: float) -> None:
        if records < self.records:  # begun anew, as another search on the same client or a result fetched again
            self._samples.clear()
        self.doing, self.records, self.bytes, self.expected = doing, records, size, expected
        samples = self._samples
        if len(samples) >= 2 and now - samples[-2][0] < _SPACING:
            samples.pop()
        samples.append((now, records, size))
        while len(samples) > 2 and now - samples[1][0] >= _WINDOW:
            samples.popleft()

    def _rate(self, member: int) -> float | None:
        if len(self._samples) < 2:
            return None
        first, last = self._samples[0], self._samples[-1]
        span = last[0] - first[0]
        return (last[member] - first[member]) / span if span >= _SOONEST else None
