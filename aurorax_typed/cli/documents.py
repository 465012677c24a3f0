"""Records as lines of JSON and of CSV, under the names that the API itself uses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

from aurorax_typed.export import column_names
from aurorax_typed.export.json import RecordLines, json_bytes
from aurorax_typed.export.rows import CsvLines
from aurorax_typed.records import DataSource, JSONValue, Record

__all__ = ["columns", "csv_lines", "document", "indented", "json_lines", "json_text"]

# JSON leaves these as they are, but a terminal takes them for commands.
_CONTROLS = {number: f"\\u{number:04x}" for number in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def json_text(value: object) -> str:
    """A value as one line of JSON that is safe to show."""
    return _safe(json_bytes(value).decode())


def _safe(text: str) -> str:
    # To translate is slow, and seldom changes anything.
    return text if text.isascii() and "\x7f" not in text else text.translate(_CONTROLS)


def indented(value: object) -> str:
    """A JSON value for people to read and edit, safe to show."""
    return f"{json.dumps(value, indent=2)}\n"


def json_lines() -> Callable[[Record | DataSource], str]:
    """What makes a line of JSON of a record, as the API writes it and safe to show, without the line's end.

    Times are `2020-02-01T00:00:00` (UTC), sources whole. Members that this version does not know stand at the end.
    """
    of_record = RecordLines()

    def line(record: Record | DataSource) -> str:
        if isinstance(record, Record):
            return _safe(of_record(record)[:-1].decode())
        members = dict(vars(record))
        extra = cast("dict[str, object]", members.pop("extra", None) or {})
        return json_text(members | extra)

    return line


def document(record: Record | DataSource) -> dict[str, JSONValue]:
    """A record as the JSON document that is written of it."""
    return cast("dict[str, JSONValue]", json.loads(json_lines()(record)))


def columns(record_type: type[Record]) -> list[str]:
    """The columns of a CSV file: known before the first record, and the same for every result."""
    return column_names(record_type)


def csv_lines(record_type: type[Record]) -> Callable[[Record], str]:
    """What makes a line of CSV of a record, without the line's end: times as ISO 8601 (UTC), objects and lists as JSON,
    absent values as nothing."""
    of_record = CsvLines(record_type)
    return lambda record: of_record(record)[:-1]
