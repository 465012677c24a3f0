"""What a search is doing, on standard error: one moving line on a terminal, nothing where nobody looks."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from aurorax_typed.cli.colours import coloured, styled
from aurorax_typed.cli.text import plain, size, thousands
from aurorax_typed.events import Event, EventListener, Polled, Received, RetryScheduled, StateChanged

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

__all__ = ["Progress", "is_watched", "say"]

_ERROR = "error:"


def say(line: str) -> None:
    """One line on standard error, made safe to show. Where that is closed or full, there is nobody to tell."""
    if sys.stderr is not None:
        text = plain(line)
        if text.startswith(_ERROR):
            text = styled(_ERROR, "red", coloured(sys.stderr)) + text.removeprefix(_ERROR)
        with suppress(OSError):
            print(text, file=sys.stderr, flush=True)


def is_watched() -> bool:
    """Whether a person sees standard error on a terminal that can redraw a line."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


class Progress:
    """Shows the events of a client while it is entered.

    Args:
        quiet: show nothing.
        verbose: tell each step in a line of its own.
        first: what is done before the first event.

    Attributes:
        listener: for the client's `on_event`; None where nothing is to be shown.
        bytes: how much of the result has come.
        records: how many of it have come.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, first: str = "submitting") -> None:
        self._first = first
        self.bytes = 0
        self.records = 0
        self._begun = time.monotonic()
        self._verbose = verbose and not quiet
        self._watched = is_watched() and not quiet
        self._logged = 0
        self._line: RichProgress | None = None
        self.listener: EventListener | None = self._happened if self._watched or self._verbose else None

    @property
    def elapsed(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._begun

    def __enter__(self) -> Progress:
        if self._watched:
            from rich.console import Console
            from rich.progress import Progress as RichProgress
            from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

            self._line = RichProgress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                TimeElapsedColumn(),
                TextColumn("{task.fields[amount]}", markup=False),
                console=Console(stderr=True, highlight=False),
                transient=True,
                # Our own output goes to the streams directly, to be the same with and without a terminal.
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._line.add_task(self._first, total=None, amount="")
            self._line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the moving line away, so that something else can be shown. Lines of `--verbose` still come."""
        if self._line is not None:
            line, self._line = self._line, None
            line.stop()

    def finished(self) -> None:
        """Say, where every step is said, how much came."""
        self._note(f"received {size(self.bytes)}, {thousands(self.records)} records")

    def _happened(self, event: Event) -> None:
        match event:
            case RetryScheduled():
                self._note(f"{event.reason} Trying again in {event.wait:.1f} s.")
                self._show(f"no answer, trying again in {event.wait:.0f} s")
            case StateChanged():
                name = f" {event.request_id}" if event.before == "prepared" else ""
                self._note(f"search{name} is {event.after}")
                self._show("receiving" if event.after == "ready" else str(event.after))
            case Polled():
                for entry in event.logs[self._logged :]:
                    self._note(f"server: {entry['summary']}")
                self._logged = max(self._logged, len(event.logs))
                if not event.state.is_over:
                    self._show(str(event.state))
            case Received():
                self.bytes, self.records = event.bytes, event.records
                of = f" of {thousands(event.expected)}" if event.expected is not None else ""
                self._show("receiving", f"{size(event.bytes)}  {thousands(event.records)}{of} records")

    def _note(self, line: str) -> None:
        if not self._verbose:
            return
        line = f"{self.elapsed:7.2f} s  {line}"
        if self._line is None:
            say(line)
        else:
            self._line.console.print(plain(line), markup=False, emoji=False, soft_wrap=True)

    def _show(self, description: str, amount: str = "") -> None:
        if self._line is not None:
            self._line.update(self._line.task_ids[0], description=plain(description), amount=amount)
