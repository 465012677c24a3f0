"""How far a download of files is, on standard error: one moving line on a terminal, nothing where nobody looks."""

from __future__ import annotations

import time
from types import TracebackType

from aurorax_typed.cli.moving_line import MovingLine
from aurorax_typed.cli.progress import is_watched, say
from aurorax_typed.cli.text import size
from aurorax_typed.files import FileEvent, FileFinished, FileReceived, FileStarted

__all__ = ["FileProgress"]

_SELDOM = 5.0
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
