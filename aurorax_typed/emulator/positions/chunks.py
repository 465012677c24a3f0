"""Ephemeris in columns: a run of records of one source as a handful of arrays.

Metadata by the column: one array for a member of all records, instead of an object for each record.

A filter is decided on the columns, a word once and not in each of a million records, with the same verdicts as
``Filters.fits`` on one record's metadata.
"""

import math
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.filters import Expression, Filters
from aurorax_typed.emulator.positions.frames import Booleans, Floats, Minutes
from aurorax_typed.emulator.replies import Json, JsonObject, encode

__all__ = [
    "Chunk",
    "Column",
    "Columns",
    "Labels",
    "Numbers",
    "fitting",
    "joined",
    "metadata_rows",
    "metadata_texts",
    "nowhere",
    "sent_in",
]


@frozen(eq=False)
class Labels:
    """Values out of a short list: ``codes`` are places in ``words``, -1 where the member is missing."""

    words: tuple[Json, ...]
    codes: NDArray[np.int64]

    def keep(self, chosen: Booleans) -> "Labels":
        """The column of those records alone."""
        return Labels(self.words, self.codes[chosen])

    def values(self) -> list[Json]:
        """The values as JSON has them; missing ones are null."""
        words = (*self.words, None)
        return [words[code] for code in self.codes.tolist()]

    def fitting(self, expression: Expression) -> Booleans:
        """Which records an expression lets pass."""
        verdicts = [expression.fits({expression.key: word}) for word in self.words]
        return np.array([*verdicts, False])[self.codes]


@frozen(eq=False)
class Numbers:
    """Numbers, NaN where the member is missing."""

    numbers: Floats

    def keep(self, chosen: Booleans) -> "Numbers":
        """The column of those records alone."""
        return Numbers(self.numbers[chosen])

    def values(self) -> list[Json]:
        """The values as JSON has them; missing ones are null."""
        return [None if math.isnan(number) else number for number in self.numbers.tolist()]

    def fitting(self, expression: Expression) -> Booleans:
        """Which records an expression lets pass."""
        there = ~np.isnan(self.numbers)
        limits = [_number(value) for value in expression.values]
        if expression.operator == "between":
            low, high = limits
            return there & (self.numbers >= low) & (self.numbers <= high)
        if expression.operator in ("=", "in"):
            return there & np.isin(self.numbers, limits)
        if expression.operator in ("!=", "not in"):
            return there & ~np.isin(self.numbers, limits)
        limit = limits[0]
        verdict: Booleans = {
            "<": self.numbers < limit,
            "<=": self.numbers <= limit,
            ">": self.numbers > limit,
            ">=": self.numbers >= limit,
        }[expression.operator]
        return there & verdict


Column: TypeAlias = Labels | Numbers
Columns: TypeAlias = Mapping[str, Column]


def _number(value: str | float | bool) -> float:
    """A filter's value as a number; NaN, which is like no number, where it is none."""
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan


def fitting(filters: Filters, columns: Columns, count: int) -> Booleans:
    """Which of ``count`` records a group of expressions lets pass."""
    if not filters.expressions:
        return np.ones(count, dtype=np.bool_)
    nothing = np.zeros(count, dtype=np.bool_)
    verdicts = [
        columns[expression.key].fitting(expression) if expression.key in columns else nothing
        for expression in filters.expressions
    ]
    join = np.logical_and if filters.logical_operator == "AND" else np.logical_or
    joined: Booleans = join.reduce(verdicts)
    return joined


def metadata_rows(columns: Columns, count: int) -> list[JsonObject]:
    """The metadata of each record; missing members are left out."""
    rows: list[JsonObject] = [{} for _ in range(count)]
    for key, column in columns.items():
        for row, value in zip(rows, column.values(), strict=True):
            if value is not None:
                row[key] = value
    return rows


def metadata_texts(columns: Columns, count: int) -> list[str]:
    """The metadata of each record as JSON text."""
    if not columns:
        return ["{}"] * count
    parts = [_members(key, column) for key, column in columns.items()]
    # Every member begins with a comma, so that one that is missing is nothing at all.
    return ["{" + "".join(row)[1:] + "}" for row in zip(*parts, strict=True)]


def _members(key: str, column: Column) -> list[str]:
    name = "," + encode(key).decode() + ":"
    if isinstance(column, Labels):
        words = (*(name + encode(word).decode() for word in column.words), "")
        return [words[code] for code in column.codes.tolist()]
    return ["" if math.isnan(number) else f"{name}{number!r}" for number in column.numbers.tolist()]


@frozen(eq=False)
class Chunk:
    """Records of one source in order of time. ``minutes`` count from 1970 UTC; places are latitude and longitude in two
    columns, degrees, NaN where there is none; ``columns`` hold the metadata."""

    source: Source
    minutes: Minutes
    location_geo: Floats
    location_gsm: Floats
    nbtrace: Floats
    sbtrace: Floats
    columns: Columns = field(factory=dict)

    def __len__(self) -> int:
        return len(self.minutes)

    def keep(self, chosen: Booleans) -> "Chunk":
        """Those records alone."""
        if chosen.all():
            return self
        return Chunk(
            self.source,
            self.minutes[chosen],
            self.location_geo[chosen],
            self.location_gsm[chosen],
            self.nbtrace[chosen],
            self.sbtrace[chosen],
            {key: column.keep(chosen) for key, column in self.columns.items()},
        )


def nowhere(count: int) -> Floats:
    """Places of records that have none."""
    return np.full((count, 2), np.nan)


def joined(first: Chunk, second: Chunk) -> Chunk:
    """The records of two chunks of one source in one, by time."""
    minutes = np.concatenate((first.minutes, second.minutes))
    order = np.argsort(minutes, kind="stable")

    def places(name: str) -> Floats:
        both: Floats = np.concatenate((getattr(first, name), getattr(second, name)))[order]
        return both

    # One after the other, and in no set: the order of members in a record is the same every time.
    keys = list(dict.fromkeys((*first.columns, *second.columns)))
    return Chunk(
        first.source,
        minutes[order],
        places("location_geo"),
        places("location_gsm"),
        places("nbtrace"),
        places("sbtrace"),
        {key: _joined_column(first, second, key, order) for key in keys},
    )


def _joined_column(first: Chunk, second: Chunk, key: str, order: Minutes) -> Column:
    values: list[Json] = []
    for chunk in (first, second):
        column = chunk.columns.get(key)
        values += [None] * len(chunk) if column is None else column.values()
    return labelled([values[place] for place in order.tolist()])


def labelled(values: list[Json]) -> Column:
    """A column of any values; null is a missing one."""
    if all(isinstance(value, float) for value in values):
        return Numbers(np.array(values, dtype=np.float64))
    words: dict[bytes, int] = {}
    codes = [-1 if value is None else words.setdefault(encode(value), len(words)) for value in values]
    known: list[Json] = [None] * len(words)
    for value, code in zip(values, codes, strict=True):
        if code >= 0:
            known[code] = value
    return Labels(tuple(known), np.array(codes, dtype=np.int64))


def sent_in(source: Source, minutes: list[int], records: list[JsonObject]) -> Chunk:
    """Records that clients sent in, as a chunk. They are in order of time."""
    metadata = [_object(record.get("metadata")) for record in records]
    keys = dict.fromkeys(key for row in metadata for key in row)
    return Chunk(
        source,
        np.array(minutes, dtype=np.int64),
        _places(records, "location_geo"),
        _places(records, "location_gsm"),
        _places(records, "nbtrace"),
        _places(records, "sbtrace"),
        {key: labelled([row.get(key) for row in metadata]) for key in keys},
    )


def _places(records: list[JsonObject], name: str) -> Floats:
    found = [_object(record.get(name)) for record in records]
    rows = [(_degrees(place.get("lat")), _degrees(place.get("lon"))) for place in found]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _degrees(value: Json) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
