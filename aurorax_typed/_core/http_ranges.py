"""Taking a broken download up again where it stopped: what must be remembered, asked, and checked. Source: RFC 9110.

Positions count bytes as they are sent, so before a content coding is undone: an entity tag names one coding of a
document, and a range is cut from that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen

__all__ = ["Mark", "is_part", "mark_of", "range_headers"]


_STRONG: Final = re.compile(r'"[\x21\x23-\x7e]{0,500}"')
_RANGE: Final = re.compile(r"bytes[ ]+([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)", re.IGNORECASE)


@frozen(kw_only=True)
class Mark:
    """What makes sure that a part belongs to what came before it.

    Attributes:
        validator: the entity tag, with its quotes. Only a strong one: a weak one holds for documents that mean the same
            and differ in their bytes (section 8.8.1).
        coding: the content coding that the entity tag and the positions are about.
        total: bytes of the whole document, as sent; None where the server did not say.
    """

    validator: str
    coding: str
    total: int | None


def mark_of(headers: Mapping[str, str]) -> Mark | None:
    """What to remember of a whole reply; None where no part of it could be trusted to belong to it.

    A date of modification is no help: it is strong only under conditions on the server's clock (section 8.8.2.2), which
    a result made a second ago never meets, and servers that send ranges send an entity tag too.
    """
    tag = headers.get("etag", "").strip()
    refused = headers.get("accept-ranges", "").strip().lower() == "none"
    if refused or not _STRONG.fullmatch(tag):
        return None
    length = headers.get("content-length", "").strip()
    total = int(length) if length.isascii() and length.isdigit() and "transfer-encoding" not in headers else None
    return Mark(validator=tag, coding=_coding(headers), total=total)


def range_headers(mark: Mark, start: int) -> dict[str, str]:
    """Asks for what comes from a position on; for all of it, should the document be another by now."""
    return {"range": f"bytes={start}-", "if-range": mark.validator}


def is_part(headers: Mapping[str, str], mark: Mark, start: int) -> bool:
    """Whether a 206 is the part that was asked for; it may be shorter.

    What the server must repeat (`ETag`, section 15.3.7) has to be there, and all that it says has to fit.
    """
    found = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if found is None or headers.get("etag", "").strip() != mark.validator:
        return False
    if "content-encoding" in headers and _coding(headers) != mark.coding:
        return False
    first, last = int(found[1]), int(found[2])
    total = mark.total if found[3] == "*" else int(found[3])
    if mark.total is not None and total != mark.total:
        return False
    return first == start <= last and (total is None or last < total)


def _coding(headers: Mapping[str, str]) -> str:
    name = headers.get("content-encoding", "").strip().lower()
    return "" if name == "identity" else name
