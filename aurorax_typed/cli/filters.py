"""Metadata filters as people write them: `keogram_type in daily,hourly`.

The grammar, with spaces free between its parts:

    KEY OPERATOR VALUE[,VALUE …]

- KEY: letters, digits and whatever else is not a space, a quote or one of `= ! < > ,`; or a quoted text.
- OPERATOR: `=` `!=` `<` `<=` `>` `>=`, or in small or capital letters `in`, `not in`, `between`, set off by spaces.
- VALUE: a quoted text, which may hold anything; or bare words up to the next comma. A bare value that is a number or
  `true` or `false` as JSON writes them is sent as such, everything else as text. So quotes make a text of a number.

Quotes are double or single; inside, a backslash takes the next character as it is.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Literal, NoReturn, cast

from aurorax_typed.errors import QueryError
from aurorax_typed.queries import MetadataExpression, MetadataFilter, MetadataOperator, MetadataScalar

__all__ = ["FilterError", "parse_expression", "parse_filter"]

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
