"""Parts of records: the same document, read into rows, with nothing dropped and nothing made up.

What a row holds was chosen by whoever asked, so no member is required and none is refused; only the times, which
would be text otherwise, are read as those of whole records are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Union, cast

import msgspec

from aurorax_typed._core.decoder.build import parse_time
from aurorax_typed._core.decoder.document_parser import DocumentParser
from aurorax_typed._core.decoder.fast import FastPath
from aurorax_typed._core.decoder.limits import DecoderLimits, LimitReached, Mismatch
from aurorax_typed._core.decoder.stream import DocumentDecoder
from aurorax_typed._core.decoder.value_scanner import suspects_long_number
from aurorax_typed._core.record_fields import times_of
from aurorax_typed.records import JSONValue, Record, Row

__all__ = ["RowDecoder"]


_LEVELS = 8
"""How deep values nest that are read many at once. The deepest that the API has are those of a generated query, 8."""

_NaiveTime = Annotated[datetime, msgspec.Meta(tz=False)]
_PLAIN_TIME = len("2020-01-01T00:00:00")
_Scalar = Union[str, int, float, bool, None]  # noqa: UP007 (a value for msgspec at run time)


@lru_cache(maxsize=1)
def _rows_decoder() -> msgspec.json.Decoder[list[Row]]:
    """A decoder of a list of objects. The nesting is part of the type, so that no limit of depth is exceeded.

    Made when it is first needed: that takes some milliseconds.
    """
    value: Any = _Scalar
    for _ in range(_LEVELS):
        value = Union[_Scalar, list[value], dict[str, value]]  # noqa: UP007
    return msgspec.json.Decoder(list[dict[str, value]])


def _kind(value: object) -> str:
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else json.dumps(value)[:40]


def _read_time(members: Row, name: str) -> None:
    """Put a datetime in place of the text of a time. Null stays: the server has none there."""
    text = members.get(name)
    if text is None:
        return
    if not isinstance(text, str):
        raise Mismatch(name, f"is {_kind(text)}, a time is needed")
    try:
        members[name] = parse_time(text)
    except Mismatch as fault:
        raise fault.under(name) from None


def _objects(row: Row, name: str) -> list[Row]:
    items = row.get(name)
    if items is None:
        return []
    if not isinstance(items, list):
        raise Mismatch(name, f"is {_kind(items)}, a list is needed")
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise Mismatch(f"{name}[{index}]", f"is {_kind(item)}, an object is needed")
    return cast(list[Row], items)


def _read_times(row: Row, times: Mapping[str, tuple[str, ...] | None]) -> None:
    for name, inner in times.items():
        if inner is None:
            _read_time(row, name)
            continue
        for index, item in enumerate(_objects(row, name)):
            for part in inner:
                try:
                    _read_time(item, part)
                except Mismatch as fault:
                    raise fault.under(f"{name}[{index}]") from None


def _read_all_times(rows: list[Row], times: Mapping[str, tuple[str, ...] | None]) -> None:
    """The same for many rows, column by column."""
    for name, inner in times.items():
        if inner is None:
            _read_column(rows, name)
            continue
        items: list[Row] = []
        for row in rows:
            items += _objects(row, name)
        for part in inner:
            _read_column(items, part)


def _read_column(members: list[Row], name: str) -> None:
    holding = [each for each in members if each.get(name) is not None]
    texts = [each[name] for each in holding]
    try:
        found = msgspec.convert(texts, list[_NaiveTime])
    except msgspec.ValidationError:
        found = []
    # A longer one may have a fraction, whose seventh digit msgspec rounds where we cut it.
    if found and set(map(len, texts)) == {_PLAIN_TIME}:  # type: ignore[arg-type]
        for each, time in zip(holding, found, strict=True):
            each[name] = time
        return
    for each in holding:
        _read_time(each, name)


class _RowPath(FastPath):
    """Cuts the document like that of whole records. Any object is a row, so that nothing has to be learned but this."""

    def __init__(self, parser: DocumentParser, record_type: type[Record]) -> None:
        super().__init__(record_type, parser.limits, parser.sources)
        self._times = times_of(record_type)
        self._rows = _rows_decoder()

    def learn(self, text: bytes, value: JSONValue) -> None:
        self._started = True
        self._wait -= self._wait > 0

    def _decode(self, piece: bytes) -> list[Row]:
        self.worked += len(piece)
        if suspects_long_number(piece, self._limits.max_number_digits):
            raise LimitReached("max_number_digits", 0, "may hold a number that is too long")
        rows = self._rows.decode(b"[%b]" % piece)
        _read_all_times(rows, self._times)
        return rows


def _builder(record_type: type[Record]) -> Callable[[JSONValue], Row]:
    times = times_of(record_type)

    def build(value: JSONValue) -> Row:
        if not isinstance(value, dict):
            raise Mismatch("", f"is {_kind(value)}, an object is needed")
        row = cast(Row, value)
        _read_times(row, times)
        return row

    return build


class _RowParser(DocumentParser):
    def __init__(self, record_type: type[Record], limits: DecoderLimits) -> None:
        super().__init__(record_type, limits, {})
        self.fast = _RowPath(self, record_type)
        self._build = _builder(record_type)
        self._advice = f"The answer doesn't hold parts of {record_type.__name__} records."


class RowDecoder(DocumentDecoder[Row]):
    """Reads the answer to a request for some members of the records.

    Args:
        record_type: of what the rows are parts: `DataProduct`, `Ephemeris` or `Conjunction`.
        limits: what the document may cost.
    """

    def __init__(self, record_type: type[Record], *, limits: DecoderLimits | None = None) -> None:
        super().__init__(_RowParser(record_type, limits or DecoderLimits()))
