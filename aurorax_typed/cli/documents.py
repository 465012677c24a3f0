"""Records as JSON documents and as rows, under the names that the API itself uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

import attrs
import msgspec

from aurorax_typed.export import column_names, flat
from aurorax_typed.records import DataSource, JSONValue, Record

__all__ = ["columns", "document", "json_text", "row"]

_SOURCE_COLUMNS = ("identifier", "program", "platform", "instrument_type", "source_type", "display_name")
# JSON leaves these as they are, but a terminal takes them for commands.
_CONTROLS = {number: f"\\u{number:04x}" for number in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def document(record: Record | DataSource) -> dict[str, JSONValue]:
    """A record as the API writes it: its member names, times as `2020-02-01T00:00:00` (UTC), a source as an object.

    Members that this version does not know stand at the end, as they came.
    """
    return cast("dict[str, JSONValue]", _json(record))


def _json(value: object) -> JSONValue:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _json(member) for name, member in value.items()}
    if isinstance(value, Sequence):
        return [_json(item) for item in value]
    if attrs.has(type(value)):
        # The records' own `vars` leaves out what their reply did not carry.
        members = (
            vars(value)
            if hasattr(value, "__dict__")
            else attrs.asdict(cast("attrs.AttrsInstance", value), recurse=False)
        )
        extra = cast("Mapping[str, object]", members.get("extra") or {})
        known = {name: _json(member) for name, member in members.items() if name != "extra"}
        return known | {name: _json(member) for name, member in extra.items()}
    raise TypeError(f"{type(value).__name__} has no JSON form.")


def json_text(value: JSONValue) -> str:
    """A value as one line of JSON that is safe to show."""
    return msgspec.json.encode(value).decode().translate(_CONTROLS)


def columns(record_type: type[Record | DataSource]) -> list[str]:
    """The columns of a CSV file: known before the first record, and the same for every result."""
    return column_names(record_type) if issubclass(record_type, Record) else list(_SOURCE_COLUMNS)


def row(record: Record | DataSource) -> dict[str, str]:
    """A record as CSV cells by column: times as ISO 8601 (UTC), objects and lists as JSON, absent ones as nothing."""
    values = flat(record) if isinstance(record, Record) else vars(record)
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return json_text(_json(value))
