"""What a notebook shows of searches, lists and records: HTML, escaped, of bounded size, in the page's own colours.

Every text may come from a server that means harm, so that nothing gets into the page but through `_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from itertools import islice
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final

import attrs

from aurorax_typed.answers import Account, AvailabilityResult, SearchListing
from aurorax_typed.records import Conjunction, DataProduct, DataSource, DataSourceStatistics, Ephemeris, Location

if TYPE_CHECKING:
    from aurorax_typed.records import LogEntry

__all__ = ["listing", "object_table", "search_card"]


_LONGEST: Final = 80
_ENDS: Final = 5
"""Rows shown of the beginning and of the end of a list."""

_LONGEST_LOG: Final = 200
_MOST_LOGS: Final = 100
_MOST_ROWS: Final = 40

# No colour but those of the page, and a grey that is seen on white and on black.
_LINE: Final = "1px solid rgba(128,128,128,0.35)"
_CELL: Final = f"text-align:left;vertical-align:top;padding:0.15em 0.8em 0.15em 0;border:0;border-bottom:{_LINE}"
_HEAD: Final = f"{_CELL};font-weight:600;white-space:nowrap"
_FAINT: Final = "opacity:0.7"
_TABLE: Final = (
    "border-collapse:collapse;border:0;margin:0.3em 0;font-size:inherit;color:inherit;background:transparent"
)


def _text(value: object, longest: int = _LONGEST) -> str:
    """A text as part of a page: cut, on one line, and unable to be anything but text."""
    text = str(value)
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return escape(cut if cut.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in cut))


def _time(value: datetime) -> str:
    whole_minute = value.second == 0 and value.microsecond == 0
    return value.isoformat(sep=" ", timespec="minutes" if whole_minute else "seconds")


def _place(value: Location) -> str:
    if value.lat is None or value.lon is None:
        return ""
    return f"{value.lat:.2f}°, {value.lon:.2f}°"


def _source(value: DataSource) -> str:
    names = [name for name in (value.program, value.platform, value.instrument_type) if name]
    return value.display_name or " ".join(names) or f"source {value.identifier}"


_SAID: Final[Sequence[tuple[type | UnionType, Callable[[Any], str]]]] = [
    (NoneType, lambda value: ""),
    (bool, lambda value: "yes" if value else "no"),
    (int, lambda value: f"{value:,}" if abs(value) >= 10_000 else str(value)),
    (float, lambda value: f"{value:g}"),
    (datetime, _time),
    (Location, _place),
    (DataSource, _source),
    (DataSourceStatistics, lambda s: f"{s.ephemeris_count:,} ephemeris, {s.data_product_count:,} data products"),
    (Mapping, lambda value: _shortened(value.items(), len(value), lambda item: f"{item[0]}: {_said(item[1])}")),
    (list | tuple, lambda value: _shortened(value, len(value), _said)),
    (object, str),
]


def _said(value: Any) -> str:
    """Any value in few words, not yet escaped."""
    return next(said for kind, said in _SAID if isinstance(value, kind))(value)


def _shortened(items: Iterable[object], count: int, said: Callable[..., str]) -> str:
    shown = ", ".join(said(item)[:_LONGEST] for item in islice(items, 4))
    return shown if count <= 4 else f"{shown}, … ({count:,} in all)"


def _link(url: str) -> str:
    """An address to follow, where it is one of the web; a page must not be led to `javascript:`."""
    if not url.lower().startswith(("http://", "https://")) or not url.isprintable():
        return _text(url)
    name = url.rstrip("/").rsplit("/", 1)[-1] or url
    return f'<a style="color:inherit" href="{escape(url)}" target="_blank" rel="noopener noreferrer">{_text(name)}</a>'


def _cell(value: object, *, link: bool = False) -> str:
    return _link(value) if link and isinstance(value, str) else _text(_said(value))


def _row(cells: Iterable[str], tag: str = "td") -> str:
    style = _HEAD if tag == "th" else _CELL
    return "<tr>" + "".join(f'<{tag} style="{style}">{cell}</{tag}>' for cell in cells) + "</tr>"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(["<thead>", _row(head, "th"), "</thead>"]) if head else ""
    return f'<table style="{_TABLE}">{top}<tbody>{"".join(map(_row, rows))}</tbody></table>'


# -- lists -------------------------------------------------------------------------------------------------------------

_Column = tuple[str, Callable[..., object]]

_COLUMNS: Final[dict[type, tuple[tuple[str, str], Sequence[_Column]]]] = {
    DataProduct: (
        ("data product", "data products"),
        [
            ("start (UTC)", lambda r: r.start),
            ("end", lambda r: r.end),
            ("source", lambda r: r.data_source),
            ("type", lambda r: r.data_product_type),
            ("url", lambda r: r.url),
        ],
    ),
    Ephemeris: (
        ("ephemeris record", "ephemeris records"),
        [
            ("epoch (UTC)", lambda r: r.epoch),
            ("source", lambda r: r.data_source),
            ("geographic (lat, lon)", lambda r: r.location_geo),
            ("north B-trace", lambda r: r.nbtrace),
            ("south B-trace", lambda r: r.sbtrace),
        ],
    ),
    Conjunction: (
        ("conjunction", "conjunctions"),
        [
            ("start (UTC)", lambda r: r.start),
            ("end", lambda r: r.end),
            ("type", lambda r: r.conjunction_type),
            ("sources", lambda r: r.data_sources),
            ("closest (km)", lambda r: r.min_distance),
            ("farthest (km)", lambda r: r.max_distance),
        ],
    ),
    DataSource: (
        ("data source", "data sources"),
        [
            ("id", lambda r: r.identifier),
            ("program", lambda r: r.program),
            ("platform", lambda r: r.platform),
            ("instrument type", lambda r: r.instrument_type),
            ("source type", lambda r: r.source_type),
            ("name", lambda r: r.display_name),
            ("has", lambda r: r.stats),
        ],
    ),
    AvailabilityResult: (
        ("data source", "data sources"),
        [
            ("source", lambda r: r.data_source),
            ("days", lambda r: len(r.available)),
            ("first (UTC)", lambda r: _first_day(r.available)),
            ("last", lambda r: _last_day(r.available)),
            ("records", lambda r: r.total),
        ],
    ),
    SearchListing: (
        ("search", "searches"),
        [
            ("requested (UTC)", lambda r: r.requested),
            ("type", lambda r: r.search_type),
            ("request id", lambda r: r.request_id),
            ("active", lambda r: r.active),
            ("failed", lambda r: r.error_condition),
            ("records", lambda r: r.result_count),
        ],
    ),
    Account: (
        ("account", "accounts"),
        [
            ("e-mail", lambda r: r.email_address),
            ("role", lambda r: r.role),
            ("name", lambda r: " ".join(part for part in (r.first_name, r.last_name) if part)),
            ("last login (UTC)", lambda r: r.last_login),
        ],
    ),
}


def _first_day(days: Mapping[date, int]) -> object:
    return next(iter(days), None)


def _last_day(days: Mapping[date, int]) -> object:
    return next(reversed(list(days)), None)


def listing(records: Sequence[object]) -> str:
    """A list as a table of its first and last rows. Takes as long for a million as for a hundred."""
    if not records:
        return "<div>no records</div>"
    kind = next((kind for kind in _COLUMNS if isinstance(records[0], kind)), None)
    names, columns = _COLUMNS[kind] if kind is not None else (("item", "items"), [("", lambda item: item)])
    shown = [name for name, value in columns]
    if len(records) <= 2 * _ENDS + 1:
        picked: list[object] = list(records)
        parted = len(picked)
    else:
        picked = [*(records[n] for n in range(_ENDS)), *(records[n] for n in range(-_ENDS, 0))]
        parted = _ENDS
    rows: list[list[str]] = []
    for record in picked:
        plain = kind is not None and not isinstance(record, kind)
        rows.append([_text(record)] if plain else [_cell(value(record), link=name == "url") for name, value in columns])
    empty = {n for n in range(len(shown)) if not any(len(row) > n and row[n] for row in rows)}
    shown = [name for n, name in enumerate(shown) if n not in empty]
    rows = [[cell for n, cell in enumerate(row) if n not in empty] for row in rows]
    if len(picked) < len(records):
        rows.insert(parted, ["…"] * len(shown))
    return f"<div>{len(records):,} {names[len(records) != 1]}{_table(shown, rows)}</div>"


def object_table(value: object) -> str:
    """One record or answer, a row for each member that it has."""
    members = {
        attribute.name: getattr(value, attribute.name)
        for attribute in attrs.fields(type(value))  # type: ignore[arg-type]
        if getattr(value, attribute.name) not in (None, {}, [], Location())
    }
    rows: list[list[str]] = []
    for name, member in members.items():
        if isinstance(member, Mapping):
            rows += [[_text(f"{name}.{key}"), _cell(inner)] for key, inner in islice(member.items(), _MOST_ROWS)]
            if len(member) > _MOST_ROWS:
                rows.append([_text(name), f"… ({len(member):,} in all)"])
        elif isinstance(member, list) and member and attrs.has(type(member[0])):
            rows.append([_text(name), _details(f"{len(member):,}", listing(member))])
        else:
            rows.append([_text(name), _cell(member, link=name == "url")])
    return f"<div><strong>{_text(type(value).__name__)}</strong>{_table([], rows)}</div>"


def _details(summary: str, inner: str) -> str:
    return f'<details><summary style="cursor:pointer">{_text(summary)}</summary>{inner}</details>'


# -- searches ----------------------------------------------------------------------------------------------------------


def search_card(
    *,
    name: str,
    state: str,
    request_id: str,
    facts: Iterable[str],
    query: object,
    next_step: str,
    logs: Sequence[LogEntry],
) -> str:
    """A search as of the last look.

    Args:
        name: its class.
        state: where it is in its life.
        request_id: empty before it is submitted.
        facts: counts and the like, in few words each.
        query: as JSON; None where it is not known.
        next_step: what to call next.
        logs: the server's.
    """
    parts = [f"<strong>{_text(name)}</strong> &nbsp;{_text(state)}"]
    parts += [f" · {_text(fact)}" for fact in facts]
    top = f"<div>{''.join(parts)}</div>"
    rows = [["request id", f"<code>{_text(request_id)}</code>"]] if request_id else []
    known = _told(query)
    if isinstance(known, Mapping):
        rows += [[_text(key), _text(said)] for key, said in islice(_query_lines(known), _MOST_ROWS)]
    about = _table([], rows) if rows else ""
    step = f'<div style="{_FAINT}">{escape(next_step)}</div>'
    folded = ""
    if logs:
        entries = [f"{e.get('timestamp') or ''} {e['level']}: {e['summary']}".strip() for e in logs[-_MOST_LOGS:]]
        if len(logs) > _MOST_LOGS:
            entries.insert(0, f"… {len(logs) - _MOST_LOGS:,} more before these")
        lines = "".join(f"<div>{_text(entry, _LONGEST_LOG)}</div>" for entry in entries)
        folded = _details(f"{len(logs):,} log {'entry' if len(logs) == 1 else 'entries'}", lines)
    return f'<div style="line-height:1.4">{top}{about}{step}{folded}</div>'


def _query_lines(query: Mapping[str, object], above: str = "") -> Iterable[tuple[str, str]]:
    for key, value in query.items():
        name = f"{above}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            yield from _query_lines(value, above if key == "data_sources" else f"{above}{key}: ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, inner in enumerate(value[:6], 1):
                yield f"{name} {number}", _said(inner)
            if len(value) > 6:
                yield name, f"… ({len(value):,} in all)"
        else:
            yield name, _said(value)


def _told(value: object, depth: int = 10) -> object:
    """A query without what it leaves open, such as filters without conditions; not deeper than any query is."""
    if isinstance(value, Mapping):
        inner = {
            str(key): told for key, part in value.items() if depth and not _is_empty(told := _told(part, depth - 1))
        }
        return {} if inner.keys() <= {"logical_operator"} else inner
    if isinstance(value, list):
        return [told for part in value[:100] if depth and not _is_empty(told := _told(part, depth - 1))]
    return value


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})
