"""Pieces of patterns that several parts of the decoder are made of."""

from __future__ import annotations

from typing import Final

__all__ = ["BLANKS", "REST_OF_STRING", "STRING", "any_number"]


def any_number(body: bytes) -> bytes:
    """Any number of these, possessively: the engine keeps no way back, which would grow with the text.

    Python 3.11.0 to 3.11.4 go on behind a part of the body that did not match in the end
    (https://github.com/python/cpython/issues/106052). A last alternative that never matches begins where it should, and
    takes them back there. It costs next to nothing, since it is tried only where nothing else matches.
    """
    return b"(?:" + body + b"|(?!))*+"


BLANKS: Final = rb"[ \t\n\r]*+"
# Where this body does not match, it fails before it has gone on, so that it needs no way round; there are many strings.
REST_OF_STRING: Final = rb"[^\"\\]*+(?:\\.[^\"\\]*+)*+"
STRING: Final = b'"' + REST_OF_STRING + b'"'
