"""Metadata by the column: one array for a member of all records, instead of an object for each record.

A filter is decided on the columns, a word once and not in each of a million records, with the same verdicts as
``Filters.fits`` on one record's metadata.
"""

import math
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from aurorax_typed.emulator.filters import Expression, Filters
from aurorax_typed.emulator.jsons import Json, JsonObject, encode
from aurorax_typed.emulator.positions.frames import Booleans, Floats

__all__ = ["Column", "Columns", "Labels", "Numbers", "fitting", "metadata_rows", "metadata_texts"]


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
