"""Words for messages; those of a server made safe to show, so that they do not steer the terminal."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["counted", "plain", "shortened", "without_credentials"]

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


def shortened(text: str, most: int = 500) -> str:
    """Text that is quoted inside a message: its first characters, where it is long."""
    return text if len(text) <= most else f"{text[:most]} …"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A count of things: `1 source`, `1,234 sources`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def without_credentials(url: str) -> str:
    """A URL, or what should have been one, without the user name and password before its host."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        scheme, rest = "", url
    _, at, host = rest.rpartition("@")
    return f"{scheme}{mark}***@{host}" if at else url
