"""Texts that must not be shown: an API key, a password, the token of a session."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable

__all__ = ["Redacted", "masked"]


_known: dict[int, weakref.ref[Redacted]] = {}
"""Every hidden text that is alive, by its object's identity; adding, dropping and listing are one step each, so that
threads need no lock."""


class Redacted:
    """Shown by nothing but `reveal`: not by repr, str, format, vars or pickle, nor in a traceback's values."""

    __slots__ = ("__weakref__", "_reveal")
    _reveal: Callable[[], str]

    def __init__(self, text: str) -> None:
        self._reveal = lambda: text
        key = id(self)
        _known[key] = weakref.ref(self, lambda _: _known.pop(key, None))

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._reveal()

    def _forms(self) -> set[str]:
        """The text as it is, and as JSON and repr write it, also of bytes."""
        text = self._reveal()
        codings = {repr(text.encode(coding, "backslashreplace"))[2:-1] for coding in ("utf-8", "latin-1")}
        return {
            text,
            json.dumps(text)[1:-1],
            json.dumps(text, ensure_ascii=False)[1:-1],
            repr(text)[1:-1],
            *codings,
        } - {""}

    def _blank(self, body: bytes) -> bytes:
        """A reply with this text made unreadable: a server may quote what it did not like."""
        for form in self._forms():
            body = body.replace(form.encode(), b"***")
        return body

    def __repr__(self) -> str:
        return f"{type(self).__name__}('***')"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Passwords and tokens are not pickled.")


def masked(text: str) -> str:
    """A text without any hidden text that is alive."""
    for reference in list(_known.values()):
        hidden = reference()
        for form in () if hidden is None else hidden._forms():
            text = text.replace(form, "***")
    return text
