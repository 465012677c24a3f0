"""Whether colours are shown: on a terminal that knows them, unless NO_COLOR; elsewhere only with FORCE_COLOR."""

from __future__ import annotations

import os
import sys
from typing import Literal, TextIO

__all__ = ["Style", "coloured", "styled"]

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
