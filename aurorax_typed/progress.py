"""Bars that show how far searches are, in a notebook and in a terminal (extra `notebook`).

    with AuroraX(on_event=ProgressBars()) as ax:
        search = ax.data_products.search("2020-02-01", "2020-02-29", programs=["trex"])
        search.get_data()

While a search waits, its bar says what goes on; a download has a bar of its own, which stays. Several searches at a
time, of threads or tasks, have a bar each.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final, TextIO

from aurorax_typed._core.progress import Progress
from aurorax_typed.errors import MissingExtraError
from aurorax_typed.events import Event, OperationEnded, Polled, PollFailed, Received, StateChanged, Uploaded

__all__ = ["ProgressBars"]

_OFTEN: Final = 0.1
"""Seconds between two drawings, since pieces may come by the hundred in a second."""


class ProgressBars:
    """A listener for a client's `on_event` that draws bars.

    Args:
        file: where to draw in place of the notebook's page or standard error.

    Raises:
        MissingExtraError: tqdm is not installed.
    """

    def __init__(self, *, file: TextIO | None = None) -> None:
        try:
            if file is None:
                from tqdm.auto import tqdm
            else:
                from tqdm import tqdm
        except ImportError as error:
            raise MissingExtraError(
                "Progress bars need tqdm, which is not installed. Run: pip install 'aurorax-typed[notebook]'"
            ) from error
        width = {"dynamic_ncols": True} if file is None else {"ncols": 80, "file": file}
        self._draw: Callable[..., Any] = partial(tqdm, **width)
        self._clock: Callable[[], float] = time.monotonic
        self._lock = threading.Lock()
        self._bars: dict[str, _Bar] = {}

    def __call__(self, event: Event) -> None:
        """Take an event in."""
        with self._lock, suppress(OSError, ValueError):  # where nobody can look any more, nothing is shown
            self._happened(event)

    def close(self) -> None:
        """Leave all bars as they are."""
        with self._lock:
            for bar in self._bars.values():
                bar.close()
            self._bars.clear()

    def _happened(self, event: Event) -> None:
        match event:
            case StateChanged() | Polled() | PollFailed():
                self._bar(event.request_id, receiving=False).happened(event, self._clock())
            case Received():
                self._bar(event.request_id, receiving=True).happened(event, self._clock())
            case Uploaded():
                self._bar(f"upload {event.identifier}", receiving=True).happened(event, self._clock())
            case OperationEnded(operation="submit" | "wait" | "download"):
                self._end(event.request_id or "")
            case OperationEnded(operation="upload"):
                for name in [name for name in self._bars if name.startswith("upload ")]:
                    self._end(name)

    def _bar(self, name: str, *, receiving: bool) -> _Bar:
        bar = self._bars.get(name)
        if bar is None or bar.receiving != receiving:
            if bar is not None:
                bar.close()
            bar = self._bars[name] = _Bar(self._draw, receiving=receiving)
        return bar

    def _end(self, name: str) -> None:
        bar = self._bars.pop(name, None)
        if bar is not None:
            bar.close()


class _Bar:
    """One search or upload, drawn.

    Args:
        draw: tqdm.
        receiving: records come, or go out; else the search is waited for.
    """

    def __init__(self, draw: Callable[..., Any], *, receiving: bool) -> None:
        self.receiving = receiving
        self._progress = Progress()
        self._refreshed = -_OFTEN
        self._drawn = draw(
            desc="receiving" if receiving else "submitted",
            leave=receiving,
            bar_format="{desc}: {n_fmt} records{postfix}" if receiving else "{desc} [{elapsed}]",
        )

    def happened(self, event: Event, now: float) -> None:
        progress, drawn = self._progress, self._drawn
        progress.happened(event, now)
        drawn.set_description_str(progress.doing, refresh=False)
        if self.receiving:
            if progress.expected is not None and drawn.total != progress.expected:
                drawn.bar_format = "{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} records{postfix}"
                drawn.reset(progress.expected)
            drawn.set_postfix_str(_rates(progress), refresh=False)
            drawn.n = progress.records
        if not self.receiving or progress.fraction == 1.0 or now - self._refreshed >= _OFTEN:
            self._refreshed = now
            drawn.refresh()

    def close(self) -> None:
        self._drawn.close()


def _rates(progress: Progress) -> str:
    said = [f"{progress.bytes / 1e6:,.1f} MB"] if progress.bytes else []
    rate, left = progress.records_per_second, progress.seconds_left
    if rate is not None:
        said.append(f"{rate:,.0f} records/s")
    if left:
        said.append(f"{left:.0f} s left")
    return ", ".join(said)
