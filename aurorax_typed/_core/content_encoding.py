"""Undoing a content coding piece by piece, so that no reply can unfold into more memory than one piece."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

__all__ = ["CodingError", "ContentDecoder"]


_PIECE: Final = 256 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS


class CodingError(Exception):
    """The body is not in the coding that its header names, or ends in its middle."""


class ContentDecoder:
    """Bytes as sent in, bytes as meant out, at most 256 KiB at a time.

    Args:
        coding: the `Content-Encoding` header; empty, `identity`, `gzip` or `x-gzip`, the only ones that are asked for.

    Raises:
        CodingError: another coding.
    """

    def __init__(self, coding: str) -> None:
        name = coding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip"):
            raise CodingError(f"the content coding {name[:40]!r} was not asked for")
        self._coded = name.endswith("gzip")
        self._inflate = zlib.decompressobj(_GZIP)
        self._inside = False

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """The pieces that these bytes give.

        Raises:
            CodingError: they are no gzip.
        """
        if not self._coded:
            if raw:
                yield raw
            return
        while raw:
            try:
                piece = self._inflate.decompress(raw, _PIECE)
            except zlib.error as error:
                raise CodingError(f"the gzip data are damaged ({error})") from None
            self._inside = not self._inflate.eof
            if self._inflate.eof:  # another member may follow, as RFC 1952 allows
                raw = self._inflate.unused_data
                self._inflate = zlib.decompressobj(_GZIP)
            else:
                raw = self._inflate.unconsumed_tail
            if piece:
                yield piece

    def close(self) -> None:
        """The end of the body.

        Raises:
            CodingError: more should have come.
        """
        if self._inside:
            raise CodingError("the gzip data end early")
