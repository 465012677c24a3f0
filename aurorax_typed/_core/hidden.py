"""A text that must not be shown: a password, or the token of a session."""

from __future__ import annotations

import json
from collections.abc import Callable

__all__ = ["Hidden"]


class Hidden:
    """Shown by nothing but `reveal`: not by repr, str, format, vars or pickle, nor in a traceback's values."""

    __slots__ = ("_reveal",)
    _reveal: Callable[[], str]

    def __init__(self, text: str) -> None:
        self._reveal = lambda: text

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._reveal()

    def blank(self, body: bytes) -> bytes:
        """A reply with this text, also as JSON writes it, made unreadable: a server may quote what it did not like."""
        text = self._reveal()
        for form in {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]} - {""}:
            body = body.replace(form.encode(), b"***")
        return body

    def __repr__(self) -> str:
        return "Hidden('***')"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Passwords and tokens are not pickled.")
