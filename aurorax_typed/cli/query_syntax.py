"""Metadata filters and blocks of conjunctions as people write them.

A filter: `keogram_type in daily,hourly`.

The grammar, with spaces free between its parts:

    KEY OPERATOR VALUE[,VALUE …]

- KEY: letters, digits and whatever else is not a space, a quote or one of `= ! < > ,`; or a quoted text.
- OPERATOR: `=` `!=` `<` `<=` `>` `>=`, or in small or capital letters `in`, `not in`, `between`, set off by spaces.
- VALUE: a quoted text, which may hold anything; or bare words up to the next comma. A bare value that is a number or
  `true` or `false` as JSON writes them is sent as such, everything else as text. So quotes make a text of a number.

A block of a conjunction query: `themis-asi; platforms=gillam,fort smith`.

The grammar, with spaces free between its parts:

    PART[; PART …]     PART: NAMES, or MEMBER=NAMES, or filter=CONDITION

- NAMES: names set off by commas, each bare or quoted. Alone they are programs (of events: instrument types).
- MEMBER: `programs`, `platforms`, `instrument-types`, `hemisphere`; without its `s` as well.
- CONDITION: as for `--filter`. All of a block must hold.

Quotes are double or single; inside, a backslash takes the next character as it is.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from typing import Literal, NoReturn, TypeVar, cast

from aurorax_typed.errors import QueryError
from aurorax_typed.queries import (
    EventsCriteria,
    GroundCriteria,
    Hemisphere,
    MetadataExpression,
    MetadataFilter,
    MetadataOperator,
    MetadataScalar,
    SpaceCriteria,
)

__all__ = [
    "FilterError",
    "events_block",
    "ground_block",
    "parse_distances",
    "parse_expression",
    "parse_filter",
    "parse_locations",
    "space_block",
]


_SPACE = re.compile(r"\s*")
_KEY = re.compile(r"""[^\s=!<>,"']+""")
_OPERATOR = re.compile(r"!=|<=|>=|=|<|>|(?:not\s+in|in|between)(?=\s|$|[\"'])", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^'\\]|\\.)*'", re.DOTALL)
_BARE = re.compile(r"[^,]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_OPERATORS = "= != < <= > >= in 'not in' between"


class FilterError(QueryError):
    """A filter, or a block that may hold one, that can't be read.

    Attributes:
        text: what was given.
        position: where in it the trouble is, in characters from its start.
        reason: what the trouble is.
    """

    def __init__(self, text: str, position: int, reason: str, *, option: str = "--filter") -> None:
        super().__init__(f"{option}: {reason}")
        self.text = text
        self.position = position
        self.reason = reason


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def spaces(self) -> None:
        self.take(_SPACE)

    def take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found.group()

    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def fail(self, reason: str, at: int | None = None) -> NoReturn:
        raise FilterError(self.text, self.at if at is None else at, reason)

    def quoted(self) -> str:
        begin = self.at
        found = self.take(_QUOTED)
        if found is None:
            self.fail("this quote is not closed", begin)
        return re.sub(r"\\(.)", r"\1", found[1:-1], flags=re.DOTALL)


def parse_expression(text: str) -> MetadataExpression:
    """Read one filter, such as `calgary_apa_ml_v1_confidence between 75,90`.

    Raises:
        FilterError: it can't be read; says where.
    """
    reader = _Reader(text)
    reader.spaces()
    key = _key(reader)
    reader.spaces()
    begin = reader.at
    word = reader.take(_OPERATOR)
    if word is None:
        reader.fail(f"expected an operator here: {_OPERATORS}")
    operator = cast(MetadataOperator, " ".join(word.lower().split()))
    values = _values(reader, operator)
    try:
        return MetadataExpression(key, operator, values)
    except QueryError as error:
        raise FilterError(text, begin, error.message.removeprefix(f"metadata filter on {key!r}: ")) from None


def parse_filter(texts: Iterable[str], *, join: Literal["AND", "OR"] = "AND") -> MetadataFilter | None:
    """Read all filters of a command; None without any.

    Raises:
        FilterError: one can't be read.
    """
    expressions = [parse_expression(text) for text in texts]
    return MetadataFilter(expressions, join) if expressions else None


def _key(reader: _Reader) -> str:
    begin = reader.at
    key = reader.quoted() if reader.next() in ('"', "'") else reader.take(_KEY)
    if not key or not key.strip():
        reader.fail("expected the name of a metadata field, as in: keogram_type = daily", begin)
    return key


def _values(reader: _Reader, operator: str) -> list[MetadataScalar]:
    values: list[MetadataScalar] = []
    while True:
        reader.spaces()
        values.append(_value(reader, operator, first=not values))
        reader.spaces()
        if not reader.next():
            return values
        if reader.next() != ",":
            reader.fail("expected a comma or the end after the closing quote")
        reader.at += 1


def _value(reader: _Reader, operator: str, *, first: bool) -> MetadataScalar:
    begin = reader.at
    if reader.next() in ('"', "'") and reader.next():
        return reader.quoted()
    bare = (reader.take(_BARE) or "").strip()
    if not bare:
        reader.fail(f"a value is missing after {operator!r}" if first else "a value is missing after the comma", begin)
    if bare[0] in "=<>!":
        reader.fail(f"there is no operator {operator}{bare[0]}; quote the value if it begins so", begin)
    if bare[0] in "([{":
        reader.fail("values stand without brackets: in daily,hourly", begin)
    return _scalar(bare)


def _scalar(bare: str) -> MetadataScalar:
    if bare in ("true", "false"):
        return bare == "true"
    if _NUMBER.fullmatch(bare):
        try:
            number = json.loads(bare)
        except ValueError:  # more digits than Python converts
            return bare
        if isinstance(number, int) or math.isfinite(number):
            return cast("int | float", number)
    return bare


B = TypeVar("B")

_QUOTES = r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^'\\]|\\.)*'"
_PART = re.compile(rf"(?:{_QUOTES}|[^;\"'])*", re.DOTALL)
_ITEM = re.compile(rf"(?:{_QUOTES}|[^,\"'])*", re.DOTALL)
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
            if name[0] in "\"'" and re.fullmatch(_QUOTES, name, re.DOTALL):
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
