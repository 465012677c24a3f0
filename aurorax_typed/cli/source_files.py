"""A data source as a JSON file, such as `aurorax sources show 103 --format json` writes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict, cast

from aurorax_typed._core.documents import source_from
from aurorax_typed.errors import ProtocolError, QueryError
from aurorax_typed.queries import SourceType
from aurorax_typed.records import JSONValue, MetadataSchemaItem

__all__ = ["Members", "json_option", "members_of_file", "named", "read_input"]


class Members(TypedDict, total=False):
    """The members of a source that a client may write."""

    identifier: int
    program: str
    platform: str
    instrument_type: str
    source_type: SourceType
    display_name: str
    metadata: Mapping[str, JSONValue]
    owner: str
    maintainers: list[str]
    ephemeris_metadata_schema: list[MetadataSchemaItem]
    data_product_metadata_schema: list[MetadataSchemaItem]


_WRITABLE = tuple(Members.__annotations__)
_IGNORED = ("stats",)


def named(path: Path) -> str:
    """A file for a message; `-` is standard input."""
    return "standard input" if str(path) == "-" else str(path)


def read_input(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        QueryError: it can't be read.
    """
    try:
        if str(path) != "-":
            return path.read_bytes()
        if sys.stdin is None:
            raise QueryError("Standard input is closed. Name a file.")
        return sys.stdin.buffer.read()
    except OSError as error:
        raise QueryError(f"{named(path)} can't be read: {error.strerror or error}.") from None


def members_of_file(path: Path) -> Members:
    """The members that a file gives; what only the server sets (`stats`) is passed over.

    Raises:
        QueryError: it can't be read, is no JSON object, or holds a member that no source has.
    """
    raw = _object(read_input(path), named(path))
    unknown = [name for name in raw if name not in (*_WRITABLE, *_IGNORED)]
    if unknown:
        raise QueryError(
            f"{named(path)}: a data source has no member {unknown[0]!r}. Its members: {', '.join(_WRITABLE)}."
        )
    try:
        source = source_from({"identifier": 0, **raw})
    except ProtocolError as error:
        reason = str(error).partition(" is not as expected: ")[2]
        raise QueryError(f"{named(path)} holds no data source: {reason}") from None
    return cast("Members", {name: getattr(source, name) for name in _WRITABLE if raw.get(name) is not None})


def json_option(option: str, text: str) -> dict[str, JSONValue]:
    """The JSON object that an option gives.

    Raises:
        QueryError: it is none.
    """
    return _object(text.encode(), option)


def _object(data: bytes, what: str) -> dict[str, JSONValue]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{what} is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise QueryError(f"{what} must hold a JSON object, not {type(value).__name__}.")
    return value
