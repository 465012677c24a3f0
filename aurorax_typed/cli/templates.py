"""Queries to be edited: JSON with a line of comment above what needs one.

Comments are lines of their own that begin with `//`. A line of JSON can't begin so, since no text of it goes on in the
next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, get_args

from aurorax_typed.cli.documents import indented
from aurorax_typed.queries import ConjunctionType, DataProductType
from aurorax_typed.records import JSONValue

__all__ = ["commented", "without_comments"]

_MARK: Final = "//"
_FILTERS: Final = "= != < <= > >= in, not in, between; all must hold (AND) or one (OR)"

_NOTES: Final[Mapping[str, str]] = {
    "start": "the first time, UTC",
    "end": "the last time, UTC, inclusive",
    "data_sources": "any of the names of each list; an empty list takes all",
    "data_product_metadata_filters": _FILTERS,
    "ephemeris_metadata_filters": _FILTERS,
    "data_product_type_filters": " ".join(get_args(DataProductType)),
    "ground": "blocks of ground instruments: one of each meets; 2 to 10 blocks in all",
    "space": "blocks of spacecraft; the hemisphere is that of the footprint",
    "events": "blocks of events, such as substorms",
    "adhoc": "places of your own, degrees north and east",
    "conjunction_types": " ".join(get_args(ConjunctionType)),
    "max_distances": "km, for each pair of blocks; null: any distance",
}
_MEMBER: Final = re.compile(r'( *)"(\w+)":')


def commented(query: Mapping[str, JSONValue], name: str) -> str:
    """A query as JSON with comments; `name` is that of its command, such as `data-products`."""
    return "".join(f"{line}\n" for line in _lines(query, name))


def _lines(query: Mapping[str, JSONValue], name: str) -> Iterator[str]:
    yield f"{_MARK} Edit this, then: aurorax search {name} --query FILE"
    yield f"{_MARK} Lines that begin with {_MARK} are passed over. What is empty may be left out."
    noted = set()
    for line in indented(query).splitlines():
        found = _MEMBER.match(line)
        if found and found[2] in _NOTES and found[2] not in noted:
            noted.add(found[2])
            yield f"{found[1]}{_MARK} {_NOTES[found[2]]}"
        yield line


def without_comments(data: bytes) -> bytes:
    """The JSON, with an empty line for each comment, so that the lines of errors are those of the file."""
    if _MARK.encode() not in data:
        return data
    return b"\n".join(b"" if line.lstrip().startswith(_MARK.encode()) else line for line in data.split(b"\n"))
