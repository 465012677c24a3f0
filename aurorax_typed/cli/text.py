"""Text from outside, made safe to show: a server's words must not steer the terminal that they are printed on."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Mapping

__all__ = ["counted", "fields", "plain", "size", "thousands"]

_ESCAPES = re.compile(
    r"""
    (?:\x1b\[|\x9b)[0-?]*[\ -/]*[@-~]                       # CSI: colours, cursor, clearing
    | (?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])               # OSC, DCS, SOS, PM, APC: titles, links, clipboard …
      [^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)                  # … with all that they carry
    | \x1b[\ -/]*[0-~]                                      # the short ones: character sets, reset
    """,
    re.VERBOSE,
)

# Marks that turn the reading direction round, so that what is shown is not what is there.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """One line of text without terminal escapes, control characters and marks that turn the reading direction.

    Line breaks and tabs become spaces. Lone surrogates, which no output can encode, become U+FFFD.
    """
    text = _ESCAPES.sub("", text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    if character in _TURNING:
        return ""
    category = unicodedata.category(character)
    if category == "Cc":
        return ""
    return "\ufffd" if category == "Cs" else character


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


def size(count: int) -> str:
    """Bytes for people, in powers of 1000: `512 B`, `3.7 MB`."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 999.95:
            return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
