"""What a server says, shown on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from aurorax_typed.cli.terminal import plain, size, thousands

CASES = [
    ("Finished query in 0.11 seconds.", "Finished query in 0.11 seconds."),
    ("\x1b[31;1mred\x1b[0m", "red"),
    ("\x1b[2J\x1b[Hgone", "gone"),
    ("\x1b]0;title\x07text", "text"),
    ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
    ("\x1b]52;c;c2VjcmV0\x07clipboard", "clipboard"),
    ("\x1bPq#0;2\x1b\\sixel", "sixel"),
    ("\x9b31mred", "red"),
    ("\x9d0;title\x9ctext", "text"),
    ("\x1b(Bcharset\x1bcreset", "charsetreset"),
    ("\x1b]never closed", "never closed"),
    ("a\rb\nc\td", "a b c d"),
    ("bell\x07back\x08null\x00del\x7f", "bellbacknulldel"),
    ("left\u202eright", "leftright"),
    ("half \ud800 pair", "half \ufffd pair"),
    ("naïve 日本語 🌌", "naïve 日本語 🌌"),
]


@pytest.mark.parametrize(("text", "shown"), CASES, ids=[repr(case[1]) for case in CASES])
def test_escapes_are_gone_and_the_text_stays(text: str, shown: str) -> None:
    assert plain(text) == shown


escapes = st.sampled_from(["\x1b", "\x1b[", "\x1b]", "\x9b", "\x07", "\x1b\\", "0", ";", "m", "\u202e", "text", "\n"])


@given(st.text() | st.lists(escapes).map("".join))
def test_nothing_is_left_that_steers_a_terminal(text: str) -> None:
    shown = plain(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") or c in "\u2028\u2029\u202e"]
    assert plain(shown) == shown


def test_sizes_and_counts_for_people() -> None:
    shown = [size(n) for n in (0, 999, 1000, 3_743_875, 999_949, 999_950, 10**9, 5 * 10**12)]
    assert shown == ["0 B", "999 B", "1.0 kB", "3.7 MB", "999.9 kB", "1.0 MB", "1.0 GB", "5.0 TB"]
    assert thousands(1234567) == "1,234,567"
