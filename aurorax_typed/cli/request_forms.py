"""How the status of a search, its log, and the listing of searches are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

import attrs
from attrs import frozen

from aurorax_typed._core.documents import LogEntry
from aurorax_typed._sync.search import Search
from aurorax_typed.answers import SearchListing, SearchType
from aurorax_typed.cli.forms import Cell, Form, Look, columned, flat_form
from aurorax_typed.cli.table import Column
from aurorax_typed.cli.text import fields, plain, size, thousands, wrapped

__all__ = ["LISTED", "LOGS", "SEARCH_TYPES", "STATUS", "Standing"]

SEARCH_TYPES: Final[dict[str, SearchType]] = {
    "data-products": "data_product",
    "ephemeris": "ephemeris",
    "conjunctions": "conjunction",
}
"""A family as listings name it."""


@frozen
class Standing:
    """A search of a family, with its status."""

    family: str
    search: Search[Any, Any]


def _standing(standing: Standing) -> dict[str, Cell]:
    search = standing.search
    status = search.status or {"search_request": {"request_id": search.request_id}}
    result = status.get("search_result") or {}
    return {
        "request_id": search.request_id,
        "family": standing.family,
        "state": str(search.state),
        "requested": status["search_request"].get("requested"),
        "completed": result.get("completed_timestamp"),
        "query_duration": result.get("query_duration"),
        "result_count": search.result_count,
        "file_size": search.file_size,
        "last_log": search.logs[-1]["summary"] if search.logs else None,
    }


def _standing_lines(standings: Iterator[Standing], look: Look) -> Iterator[str]:
    for standing in standings:
        found = _standing(standing)
        took, records, stored = found["query_duration"], found["result_count"], found["file_size"]
        yield from fields(
            {
                "request": found["request_id"],
                "family": found["family"],
                "state": found["state"],
                "requested": found["requested"],
                "completed": found["completed"],
                "took": f"{took / 1000:.1f} s" if isinstance(took, int) else None,
                "records": thousands(records) if isinstance(records, int) else None,
                "stored": size(stored) if isinstance(stored, int) else None,
                "last log": found["last_log"],
            },
            width=look.width,
        ).splitlines()


STATUS: Form[Standing] = flat_form(
    table=_standing_lines,
    columns={
        "request_id": "text",
        "family": "text",
        "state": "text",
        "requested": "text",
        "completed": "text",
        "query_duration": "whole",
        "result_count": "whole",
        "file_size": "whole",
        "last_log": "text",
    },
    rows=lambda standing: [list(_standing(standing).values())],
    # What the server said stands whole at the end: its members may be more than we know.
    document=lambda standing: {**_standing(standing), "status": standing.search.status},
    single=True,
)


def _moment(entry: LogEntry) -> str | None:
    return entry.get("timestamp")


def _log_lines(entries: Iterator[LogEntry], look: Look) -> Iterator[str]:
    for entry in entries:
        # To the second, which is enough to see what takes long; the formats for programs have it all.
        begin = plain(f"{(_moment(entry) or '')[:19].replace('T', ' '):<19}  {entry['level']:<5}  ")
        text = plain(entry["summary"])
        room = None if look.width is None else max(look.width - len(begin), 20)
        first, *more = [text] if room is None else wrapped(text, room).split("\n")
        yield f"{begin}{first}".rstrip()
        yield from (f"{'':<{len(begin)}}{line}" for line in more)


LOGS: Form[LogEntry] = flat_form(
    table=_log_lines,
    columns={"timestamp": "text", "level": "text", "summary": "text"},
    rows=lambda entry: [[_moment(entry), entry["level"], entry["summary"]]],
    document=lambda entry: entry,
)


def _result(listing: SearchListing) -> str:
    if listing.active:
        return "running"
    if listing.error_condition:
        return "failed"
    count = "ended" if listing.result_count is None else thousands(listing.result_count)
    return count if listing.result_file_exists is not False else f"({count})"


_LISTED: Final[tuple[Column[SearchListing], ...]] = (
    Column("REQUESTED (UTC)", lambda row: "" if row.requested is None else f"{row.requested:%Y-%m-%d %H:%M}"),
    Column("TYPE", lambda row: row.search_type or "", cut="right"),
    Column("RECORDS", _result, right=True),
    Column("REQUEST ID", lambda row: row.request_id),
)


def _listed(listing: SearchListing) -> dict[str, Any]:
    members = attrs.asdict(listing, recurse=False)
    return members | (members.pop("extra") or {})


_KNOWN: Final = [attribute.name for attribute in attrs.fields(SearchListing) if attribute.name != "extra"]

LISTED: Form[SearchListing] = flat_form(
    table=columned(_LISTED),
    columns={
        "request_id": "text",
        "search_type": "text",
        "requested": "time",
        "active": "flag",
        "ip_address": "text",
        "query_duration": "whole",
        "result_file_exists": "flag",
        "file_size": "whole",
        "result_count": "whole",
        "error_condition": "flag",
    },
    rows=lambda listing: [[cast("Cell", getattr(listing, name)) for name in _KNOWN]],
    document=_listed,
)
