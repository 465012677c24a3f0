"""What a search is doing, on standard error: one moving line on a terminal, nothing where nobody looks."""

from __future__ import annotations

import os
import shutil
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

from aurorax_typed._core.sanitize import counted
from aurorax_typed.cli.terminal import MovingLine, coloured, duration, plain, size, styled, thousands, wrapped
from aurorax_typed.errors import NothingFoundWarning, UnknownNameWarning
from aurorax_typed.events import Event, EventListener, Polled, RetryScheduled, StateChanged

if TYPE_CHECKING:
    from aurorax_typed._core.progress import Progress as Tracked
    from aurorax_typed.files import FileEvent

__all__ = ["FileProgress", "Progress", "how_far", "is_watched", "say", "warnings_told"]


_ERROR = "error:"

_SELDOM = 5.0
"""Seconds between two lines about the same step, where progress is told in lines."""

_BESIDE = 16
"""Characters of the moving line that are neither what is done nor how much: the spinner, the time, the gaps."""


def say(line: str) -> None:
    """One line on standard error, made safe to show. Where that is closed or full, there is nobody to tell.

    On a terminal a long line goes on below at a word, unless it begins with a space, as what is to be copied does.
    """
    if sys.stderr is not None:
        text = plain(line)
        if sys.stderr.isatty() and not text.startswith(" "):
            text = wrapped(text, shutil.get_terminal_size().columns)
        if text.startswith(_ERROR):
            text = styled(_ERROR, "red", coloured(sys.stderr)) + text.removeprefix(_ERROR)
        with suppress(OSError):
            print(text, file=sys.stderr, flush=True)


def is_watched() -> bool:
    """Whether a person sees standard error on a terminal that can redraw a line."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def warnings_told(tell: Callable[[str], None] = say, *, strict: bool = False, quiet: bool = False) -> Iterator[None]:
    """Tell of names that no data source has, and why nothing was found, in a line each.

    Args:
        tell: says a line.
        strict: raise `UnknownNameWarning`.
        quiet: say nothing.
    """
    with warnings.catch_warnings():
        for category in (UnknownNameWarning, NothingFoundWarning):
            warnings.simplefilter("ignore" if quiet else "always", category)
        if strict:
            warnings.simplefilter("error", UnknownNameWarning)
        shown_otherwise = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if issubclass(category, UnknownNameWarning | NothingFoundWarning):
                tell(f"warning: {message}")
            else:
                shown_otherwise(message, category, *where, **more)

        warnings.showwarning = show
        yield


class Progress:
    """Shows the events of a client while it is entered.

    Args:
        quiet: show nothing.
        verbose: tell each step in a line of its own.
        shown: whether how far it is is shown; None shows it to whoever watches a terminal. Where there is none, it is
            told in lines, seldom enough for a log file.
        first: what is done before the first event.

    Attributes:
        listener: for the client's `on_event`; None where nothing is to be shown.
    """

    def __init__(
        self,
        *,
        quiet: bool = False,
        verbose: bool = False,
        shown: bool | None = None,
        first: str = "submitting",
    ) -> None:
        from aurorax_typed._core.progress import Progress as Tracked

        self._tracked = Tracked()
        self._tracked.doing = first
        self._begun = time.monotonic()
        self._verbose = verbose and not quiet
        self._moving = is_watched() and not quiet and shown is not False
        self._lines = bool(shown) and not self._moving and not quiet
        self._told = ("", 0.0)
        self._logged = 0
        self._line = MovingLine(first)
        self.listener: EventListener | None = None
        if self._moving or self._lines or self._verbose:
            self.listener = self._happened

    def counting(self, event: Event) -> None:
        """For the client's `on_event` where the count is needed although nothing may be shown."""
        self._happened(event)

    @property
    def elapsed(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._begun

    @property
    def bytes(self) -> int:
        """How much of the result has come."""
        return self._tracked.bytes

    @property
    def records(self) -> int:
        """How many records have come, or gone out."""
        return self._tracked.records

    def __enter__(self) -> Progress:
        if self._moving:
            self._line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the moving line away, so that something else can be shown. Lines still come where they are asked for."""
        self._line.stop()

    def above(self, line: str) -> None:
        """Say a line above the moving line, which goes on."""
        if self._line.is_shown:
            self._line.above(line)
        else:
            say(line)

    def finished(self) -> None:
        """Say, where every step is said, how much came."""
        self._note(f"received {size(self.bytes)}, {counted(self.records, 'record')}")
        if self._lines and not self._verbose:
            say(f"received {size(self.bytes)}, {counted(self.records, 'record')} in {self.elapsed:.1f} s")

    def _happened(self, event: Event) -> None:
        self._tracked.happened(event, time.monotonic())
        match event:
            case RetryScheduled():
                self._note(f"{event.reason} Trying again in {event.wait:.1f} s.")
            case StateChanged():
                name = f" {event.request_id}" if event.before == "prepared" else ""
                self._note(f"search{name} is {event.after}")
            case Polled():
                for entry in event.logs[self._logged :]:
                    self._note(f"server: {entry['summary']}")
                self._logged = max(self._logged, len(event.logs))
        self._show()

    def _note(self, line: str) -> None:
        if not self._verbose:
            return
        self.above(f"{self.elapsed:7.2f} s  {line}")

    def _show(self) -> None:
        doing = "receiving" if self._tracked.doing == "ready" else self._tracked.doing
        if self._line.is_shown:
            self._line.show(doing, how_far(self._tracked, self._line.width - len(doing) - _BESIDE))
        elif self._lines:
            before, when = self._told
            now = time.monotonic()
            if doing != before or now - when >= _SELDOM:
                self._told = (doing, now)
                say(f"{doing}  {how_far(self._tracked, 80)}".rstrip())


def how_far(tracked: Tracked, room: int) -> str:
    """How much has come, how fast, and how long the rest takes, as much of it as has room (characters).

    What matters most stands first in line for the room: records, time left, bytes, rates.
    """
    if not tracked.records and not tracked.bytes:
        return ""
    of = "" if tracked.expected is None else f" of {thousands(tracked.expected)}"
    left, records, speed = tracked.seconds_left, tracked.records_per_second, tracked.bytes_per_second
    # In the order of what is shown; the number says what goes first where there is no room.
    parts = [
        (0, f"{thousands(tracked.records)}{of} records"),
        (3, size(tracked.bytes) if tracked.bytes else ""),
        (2, f"{thousands(round(records))}/s" if records else ""),
        (4, f"{size(round(speed))}/s" if speed else ""),
        (1, f"{duration(left)} left" if left else ""),
    ]
    kept = [part for part in parts if part[1]]
    while len(kept) > 1 and len("  ".join(text for _, text in kept)) > room:
        kept.remove(max(kept))
    return "  ".join(text for _, text in kept)


"""Seconds between two lines, where progress is told in lines."""


class FileProgress:
    """Shows the events of a download of files while it is entered.

    Args:
        quiet: show nothing.
        shown: whether it is shown; None shows it to whoever watches a terminal. Where there is none, it is told in
            lines.
    """

    def __init__(self, *, quiet: bool, shown: bool | None) -> None:
        self._moving = is_watched() and not quiet and shown is not False
        self._lines = bool(shown) and not self._moving and not quiet
        self._line = MovingLine("waiting for the search", bar=True)
        self._told = -_SELDOM
        self._done = self._total = self._bytes = 0
        self._underway: dict[str, int] = {}
        self._begun = time.monotonic()

    def __enter__(self) -> FileProgress:
        if self._moving:
            self._line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the moving line away, so that something else can be shown."""
        self._line.stop()

    def happened(self, event: FileEvent) -> None:
        """Take an event in."""
        from aurorax_typed.files import FileFinished, FileReceived, FileStarted

        match event:
            case FileStarted():
                self._total, self._done = event.total, event.done
                self._underway[event.url] = event.received
            case FileReceived():
                self._bytes += max(event.received - self._underway.get(event.url, 0), 0)
                self._underway[event.url] = event.received
            case FileFinished():
                self._total, self._done = event.total, event.done
                self._underway.pop(event.file.url, None)
        self._show()

    def _show(self) -> None:
        now = time.monotonic()
        rate = self._bytes / max(now - self._begun, 0.001)
        amount = f"{self._done} of {self._total} files  {size(self._bytes)}  {size(round(rate))}/s"
        if self._line.is_shown:
            self._line.show("downloading", amount, done=self._done, total=self._total)
        elif self._lines and now - self._told >= _SELDOM:
            self._told = now
            say(f"downloading  {amount}")
