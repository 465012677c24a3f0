"""A search as a small file, from which any process takes it up again.

The file is JSON and holds no secret:

    {"aurorax_search": 1, "base_url": "https://…", "family": "ephemeris", "request_id": "…",
     "query": {…} or null, "source_format": "basic_info", "submitted": "2020-02-01T00:00:00+00:00" or null}

`submitted` (UTC) is null where the file was written before the server had taken the search in, or where that is not
known. A file comes from outside like any other input: all of it is checked, and nothing in it decides which server is
asked.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, Literal, cast

import msgspec

from aurorax_typed._core.urls import check_base_url, check_request_id
from aurorax_typed.errors import AuroraXError, SavedSearchError
from aurorax_typed.queries import SourceFormat
from aurorax_typed.queries.common import Family
from aurorax_typed.records import JSONValue

__all__ = ["MAX_SAVED", "SavedSearch", "parse_saved"]


MAX_SAVED: Final = 16 * 1024 * 1024
"""Bytes that such a file may have. The longest queries, with lists of events or locations, are far below."""

_FORMAT: Final = 1


class _Version(msgspec.Struct):
    aurorax_search: Annotated[int, msgspec.Meta(ge=1)]


class SavedSearch(msgspec.Struct, kw_only=True, frozen=True):
    """What the file holds; see the module."""

    aurorax_search: Literal[1] = _FORMAT
    base_url: str
    family: Family
    request_id: str
    query: dict[str, object] | None
    source_format: SourceFormat
    submitted: datetime | None

    def to_bytes(self) -> bytes:
        """The file's content."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"

    @property
    def query_document(self) -> dict[str, JSONValue] | None:
        """The query as the server takes it."""
        return cast("dict[str, JSONValue] | None", self.query)


def parse_saved(data: bytes, *, path: str, base_url: str) -> SavedSearch:
    """Read such a file.

    Args:
        data: its content.
        path: its name, for messages.
        base_url: the server that will be asked.

    Raises:
        SavedSearchError: it is something else, of a later version, damaged, or of another server.
    """
    if len(data) > MAX_SAVED:
        raise SavedSearchError(f"{path!r} is no saved search: it is over {MAX_SAVED:,} bytes.", path=path)
    try:
        version = msgspec.json.decode(data, type=_Version).aurorax_search
        if version > _FORMAT:
            raise SavedSearchError(
                f"{path!r} was written by a later version of aurorax-typed (format {version}; this one reads "
                f"{_FORMAT}). Upgrade it: pip install -U aurorax-typed.",
                path=path,
            )
        saved = msgspec.json.decode(data, type=SavedSearch)
        check_request_id(saved.request_id)
        there = check_base_url(saved.base_url)
    except SavedSearchError:
        raise
    except (msgspec.DecodeError, AuroraXError, UnicodeDecodeError, RecursionError) as error:
        raise SavedSearchError(
            f"{path!r} is no saved search, or is damaged: {error} Write it anew with save(), or attach() to the "
            "request id.",
            path=path,
        ) from None
    if there != base_url:
        raise SavedSearchError(
            f"{path!r} is a search at {there!r}, and this client asks {base_url!r}. Load it with a client made with "
            f"base_url={there!r}, if you trust that server.",
            path=path,
        )
    return msgspec.structs.replace(saved, request_id=check_request_id(saved.request_id), submitted=_utc(saved))


def _utc(saved: SavedSearch) -> datetime | None:
    time = saved.submitted
    return time if time is None or time.tzinfo is not None else time.replace(tzinfo=UTC)
