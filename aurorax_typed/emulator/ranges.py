"""Answers of which a part can be asked for: `Range` and `If-Range`, as RFC 9110 (sections 13.1.5 and 14) has them.

Only a single range of bytes is understood. Everything else (several ranges, other units, what makes no sense) is
answered with the whole, as the RFC allows.
"""

import re
from collections.abc import AsyncIterator, Mapping

from attrs import frozen

__all__ = ["Part", "cut", "part_of"]

_SINGLE = re.compile(r"bytes=\s*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))\s*", re.IGNORECASE)


@frozen
class Part:
    """What of a document is sent: the bytes from ``begin`` up to, not including, ``end``; with which status and
    headers."""

    begin: int
    end: int
    status: int
    headers: dict[str, str]


def part_of(asked: Mapping[str, str], size: int, etag: str) -> Part:
    """What a request asks for of a document of that size. ``asked`` are its headers, by names in lower case.

    ``etag`` is the strong entity tag of the document, with its quotes. A range that begins behind the end gives 416 and
    no bytes.
    """
    headers = {"etag": etag, "accept-ranges": "bytes"}
    whole = Part(0, size, 200, headers | {"content-length": str(size)})
    condition = asked.get("if-range")
    found = _SINGLE.fullmatch(asked.get("range", ""))
    # A date or a weak tag never matches: the comparison must be strong.
    if found is None or condition not in (None, etag):
        return whole
    if found[3] is not None:
        begin, end = max(size - int(found[3]), 0), size
    else:
        begin, end = int(found[1]), size
        if found[2]:
            end = int(found[2]) + 1
            if end <= begin:
                return whole
    end = min(end, size)
    if begin >= end:
        return Part(0, 0, 416, headers | {"content-range": f"bytes */{size}", "content-length": "0"})
    told = {"content-range": f"bytes {begin}-{end - 1}/{size}", "content-length": str(end - begin)}
    return Part(begin, end, 206, headers | told)


async def cut(chunks: AsyncIterator[bytes], part: Part) -> AsyncIterator[bytes]:
    """The bytes of a part out of those of the whole."""
    position = 0
    async for chunk in chunks:
        piece = chunk[max(part.begin - position, 0) : max(part.end - position, 0)]
        position += len(chunk)
        if piece:
            yield piece
        if position >= part.end:
            return
