"""The blocks of a conjunction query as people write them: `themis-asi; platforms=gillam,fort smith`.

The grammar, with spaces free between its parts:

    PART[; PART …]     PART: NAMES, or MEMBER=NAMES, or filter=CONDITION

- NAMES: names set off by commas, each bare or quoted. Alone they are programs (of events: instrument types).
- MEMBER: `programs`, `platforms`, `instrument-types`, `hemisphere`; without its `s` as well.
- CONDITION: as for `--filter`. All of a block must hold.

Quotes are double or single; inside, a backslash takes the next character as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeVar, cast

from aurorax_typed.cli.filters import FilterError, parse_expression
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import (
    EventsCriteria,
    GroundCriteria,
    Hemisphere,
    MetadataExpression,
    MetadataFilter,
    SpaceCriteria,
)

__all__ = ["events_block", "ground_block", "parse_distances", "parse_locations", "space_block"]

B = TypeVar("B")

_QUOTED = r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^'\\]|\\.)*'"
_PART = re.compile(rf"(?:{_QUOTED}|[^;\"'])*", re.DOTALL)
_ITEM = re.compile(rf"(?:{_QUOTED}|[^,\"'])*", re.DOTALL)
_MEMBER = re.compile(r"\s*([A-Za-z][A-Za-z_-]*)\s*=(?!=)")
_DISTANCE = re.compile(r"(?:([a-z0-9 -]+)=)?([^=]+)")
_SOURCES = ("programs", "platforms", "instrument_types", "filter")


class _Block:
    """What a block's text says.

    Attributes:
        names: by member.
        filters: the conditions.
    """

    def __init__(self, text: str, option: str, members: Iterable[str], bare: str) -> None:
        self.names: dict[str, list[str]] = {}
        self.filters: list[MetadataExpression] = []
        self._text = text
        self._option = option
        self._members = tuple(members)
        if not text.strip():
            raise self._error(0, "a block says what must be near: 'themis-asi; platforms=gillam,fort smith'")
        for begin, end in self._split(_PART, ";", 0, len(text)):
            self._take(begin, end, bare)

    @property
    def filter(self) -> MetadataFilter | None:
        return MetadataFilter(self.filters) if self.filters else None

    def _error(self, position: int, reason: str) -> FilterError:
        return FilterError(self._text, position, reason, option=self._option)

    def _split(self, pattern: re.Pattern[str], mark: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the pieces between marks are, marks in quotes passed over."""
        while True:
            found = pattern.match(self._text, begin, end)
            stop = begin if found is None else found.end()
            if stop < end and self._text[stop] != mark:
                raise self._error(stop, "this quote is not closed")
            yield begin, stop
            if stop >= end:
                return
            begin = stop + 1

    def _take(self, begin: int, end: int, bare: str) -> None:
        found = _MEMBER.match(self._text, begin, end)
        if found is None:
            if not self._text[begin:end].strip():
                return
            self._add(bare, begin, end)
            return
        member = self._member(found[1], found.start(1))
        if member != "filter":
            self._add(member, found.end(), end)
            return
        try:
            self.filters.append(parse_expression(self._text[found.end() : end]))
        except FilterError as error:
            raise self._error(found.end() + error.position, error.reason) from None

    def _member(self, word: str, position: int) -> str:
        name = word.lower().replace("-", "_")
        for member in (name, f"{name}s", name.removesuffix("s")):
            if member in self._members:
                return member
        known = ", ".join(f"{member.replace('_', '-')}=" for member in self._members)
        raise self._error(position, f"{word!r} is no part of this block. Its parts: {known}")

    def _add(self, member: str, begin: int, end: int) -> None:
        for start, stop in self._split(_ITEM, ",", begin, end):
            name = self._text[start:stop].strip()
            if not name:
                raise self._error(stop, "a name is missing here")
            if name[0] in "\"'" and re.fullmatch(_QUOTED, name, re.DOTALL):
                name = re.sub(r"\\(.)", r"\1", name[1:-1], flags=re.DOTALL)
            elif any(mark in name for mark in "=\"'"):
                raise self._error(
                    start, f"{name} is neither a name nor MEMBER=NAMES; quote a name whole that holds such"
                )
            self.names.setdefault(member, []).append(name)


def ground_block(text: str) -> GroundCriteria:
    """Ground instruments, from the text of `--ground`.

    Raises:
        FilterError: it can't be read; says where.
    """
    block = _Block(text, "--ground", _SOURCES, "programs")
    return GroundCriteria(
        programs=block.names.get("programs"),
        platforms=block.names.get("platforms"),
        instrument_types=block.names.get("instrument_types"),
        metadata_filters=block.filter,
    )


def space_block(text: str) -> SpaceCriteria:
    """Spacecraft, from the text of `--space`; see `ground_block`."""
    block = _Block(text, "--space", (*_SOURCES, "hemisphere"), "programs")
    return SpaceCriteria(
        programs=block.names.get("programs"),
        platforms=block.names.get("platforms"),
        instrument_types=block.names.get("instrument_types"),
        hemisphere=cast("list[Hemisphere] | None", block.names.get("hemisphere")),
        metadata_filters=block.filter,
    )


def events_block(text: str) -> EventsCriteria:
    """Events, from the text of `--events`; see `ground_block`."""
    block = _Block(text, "--events", ("platforms", "instrument_types", "filter"), "instrument_types")
    return EventsCriteria(
        platforms=block.names.get("platforms"),
        instrument_types=block.names.get("instrument_types"),
        metadata_filters=block.filter,
    )


def parse_locations(texts: Iterable[str]) -> list[tuple[float, float]]:
    """Places, degrees north and east.

    Raises:
        QueryError: one is no pair of numbers.
    """
    found = []
    for text in texts:
        try:
            lat, lon = map(float, text.split(","))
        except ValueError:
            raise QueryError(
                f"--location takes LAT,LON in degrees north and east, such as 51.05,-114.07, not {text!r}."
            ) from None
        found.append((lat, lon))
    return found


def parse_distances(texts: Iterable[str]) -> tuple[float | None, dict[str, float | None]]:
    """The distance of every pair, and of single pairs, km; None means any.

    Raises:
        QueryError: one is no distance, or said twice.
    """
    every: float | None = None
    pairs: dict[str, float | None] = {}
    for text in texts:
        found = _DISTANCE.fullmatch(text.strip())
        pair = found[1].strip() if found and found[1] is not None else None
        kilometres = _kilometres(found[2].strip(), pair) if found else "wrong"
        if kilometres == "wrong":
            raise QueryError(f"--distance takes kilometres, such as 500, or ground1-space1=300, not {text!r}.")
        if pair is None:
            if every is not None:
                raise QueryError("--distance is given twice for every pair. Name the pair: ground1-space1=300.")
            every = kilometres
        elif pair in pairs:
            raise QueryError(f"--distance is given twice for {pair}.")
        else:
            pairs[pair] = kilometres
    return every, pairs


def _kilometres(text: str, pair: str | None) -> float | Literal["wrong"] | None:
    if text == "any" and pair is not None:
        return None
    try:
        return float(text)
    except ValueError:
        return "wrong"
