"""Text from outside, made safe to show: a server's words must not steer the terminal that they are printed on."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from aurorax_typed._core.sanitize import plain

__all__ = ["counted", "duration", "fields", "plain", "size", "thousands", "wrapped"]


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


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A count of things: `1 source`, `1,234 sources`."""
    return f"{thousands(number)} {noun if number == 1 else plural or f'{noun}s'}"


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
