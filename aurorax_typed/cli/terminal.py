"""Text from outside, made safe to show: a server's words must not steer the terminal that they are printed on."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TextIO

from aurorax_typed._core.sanitize import plain

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = [
    "MovingLine",
    "Style",
    "coloured",
    "duration",
    "fields",
    "plain",
    "size",
    "styled",
    "thousands",
    "wrapped",
]


def wrapped(text: str, width: int) -> str:
    """A line of text that goes on below, at words, where it is longer; no word is broken."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)) or text


def fields(values: Mapping[str, object], *, width: int | None = None) -> str:
    """Names and values below each other, a line each; what is None or empty is left out.

    Args:
        width: characters that a line may have; longer values go on in the next line. None breaks nothing.
    """
    shown = {name: plain(str(value)) for name, value in values.items() if value is not None and value != ""}
    margin = max(map(len, shown), default=0) + 2
    found = []
    for name, value in shown.items():
        room = max(width - margin, 20) if width is not None else max(len(value), 1)
        first, *more = textwrap.wrap(value, room, break_on_hyphens=False) or [""]
        found.append(f"{name:<{margin}}{first}\n")
        found += [f"{'':<{margin}}{line}\n" for line in more]
    return "".join(found)


def thousands(number: int) -> str:
    """A count that can be read: 1234567 as `1,234,567`."""
    return f"{number:,}"


def duration(seconds: float) -> str:
    """A time span for people: `45 s`, `3:07 min`, `2:15 h`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"


def size(count: int) -> str:
    """Bytes for people, in powers of 1000: `512 B`, `3.7 MB`."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 999.95:
            return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


Style = Literal["bold", "red", "green", "yellow"]

_CODES: dict[Style, str] = {"bold": "1", "red": "1;31", "green": "32", "yellow": "33"}


def coloured(stream: TextIO | None) -> bool:
    """Whether a stream shows colours. NO_COLOR (https://no-color.org) wins over FORCE_COLOR; empty ones say nothing."""
    if stream is None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    # A Windows console may show escapes as they are.
    return stream.isatty() and os.environ.get("TERM") != "dumb" and sys.platform != "win32"


def styled(text: str, style: Style, on: bool) -> str:
    """Text in a style, where `on`."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if on else text


class MovingLine:
    """What is being done, how long it has taken, and how much of it is done. It is gone from the terminal at the end.

    Args:
        doing: what is done first.
        bar: whether a bar shows how much of the whole is done.
    """

    def __init__(self, doing: str, *, bar: bool = False) -> None:
        self._doing = doing
        self._bar = bar
        self._line: Progress | None = None

    @property
    def is_shown(self) -> bool:
        """Whether it stands on the terminal."""
        return self._line is not None

    @property
    def width(self) -> int:
        """Characters of a line of the terminal; 80 while it is not shown."""
        return 80 if self._line is None else self._line.console.width

    def start(self) -> None:
        """Show it."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        amount = TextColumn("{task.fields[amount]}", markup=False)
        behind = (BarColumn(bar_width=20), amount, TimeElapsedColumn()) if self._bar else (TimeElapsedColumn(), amount)
        self._line = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            *behind,
            console=Console(stderr=True, highlight=False),
            transient=True,
            # Our own output goes to the streams directly, to be the same with and without a terminal.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._line.add_task(plain(self._doing), total=None, amount="")
        self._line.start()

    def show(self, doing: str, amount: str, *, done: int = 0, total: int | None = None) -> None:
        """Change it; `done` of `total` move the bar."""
        if self._line is not None:
            task = self._line.task_ids[0]
            self._line.update(task, description=plain(doing), amount=amount, completed=done, total=total)

    def above(self, text: str) -> None:
        """A line that stays, above it."""
        if self._line is not None:
            self._line.console.print(plain(text), markup=False, emoji=False, soft_wrap=True)

    def stop(self) -> None:
        """Take it away, so that something else can be shown; more than once is fine."""
        if self._line is not None:
            line, self._line = self._line, None
            line.stop()
