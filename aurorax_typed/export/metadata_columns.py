"""Fields of the metadata as columns of their own, each with one type."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, TypeAlias

from aurorax_typed._core.sanitize import shortened
from aurorax_typed.errors import QueryError, ResultError
from aurorax_typed.export.json import json_bytes
from aurorax_typed.export.rows import Kind, column_names, kinds, sound
from aurorax_typed.records import JSONValue, Record

__all__ = ["MetadataColumns", "MetadataFields", "MetadataType"]

MetadataType: TypeAlias = type[str] | type[int] | type[float] | type[bool]

MetadataFields: TypeAlias = Iterable[str] | Mapping[str, MetadataType]
"""Fields of the metadata that become columns: names, or names with types, such as `{"kp": float}`.

A name alone gets the type of its values: whole numbers stay whole, also if some records lack the field; whole numbers
and others together are `float`; only booleans are `bool`. Any other mixture is text, in which values that are not text
are JSON, and so is a field that no record has.
"""

_KINDS: Final[Mapping[object, Kind]] = {str: "text", int: "whole", float: "number", bool: "flag"}
_WORDS: Final[Mapping[Kind, str]] = {"whole": "a whole number", "number": "a number", "flag": "true or false"}
_NAMES: Final[Mapping[Kind, str]] = {"whole": "int", "number": "float", "flag": "bool"}
_EXACT = 2**53
"""Up to here a float holds every whole number."""


class MetadataColumns:
    """The columns asked for, and which types their values had so far.

    Args:
        record_type: what the records are.
        asked: the fields.
        taken: columns that there are beside those of the records.

    Attributes:
        kinds: what each column holds; None until `settle`, where the caller gave a name alone.

    Raises:
        QueryError: the argument is not valid: a name is missing, given twice or taken, or a type is unknown.
    """

    def __init__(self, record_type: type[Record], asked: MetadataFields | None, taken: Iterable[str] = ()) -> None:
        self.kinds: dict[str, Kind | None] = {}
        self._seen: dict[str, set[str]] = {}
        if asked is None:
            return
        if isinstance(asked, str | bytes) or not isinstance(asked, Iterable):
            raise QueryError(f"metadata takes a list of names, such as metadata=['keogram_type'], not {asked!r}.")
        taken = {*column_names(record_type), *taken}
        for name in asked:
            if not isinstance(name, str) or not name:
                raise QueryError(f"metadata takes the names of fields, not {shortened(repr(name), 100)}.")
            if "metadata" not in kinds(record_type):
                raise QueryError(f"{record_type.__name__} records have no metadata; leave out metadata.")
            if name in taken:
                raise QueryError(
                    f"metadata: there is already a column {name!r}. Read this field from the column 'metadata'."
                )
            if name in self.kinds:
                raise QueryError(f"metadata names {name!r} twice.")
            self.kinds[name] = _kind(name, asked[name]) if isinstance(asked, Mapping) else None
        self._seen = {name: set() for name, kind in self.kinds.items() if kind is None}

    @property
    def identity(self) -> dict[str, JSONValue]:
        """What tells files with these columns from others."""
        return {"metadata": {**self.kinds}} if self.kinds else {}

    @property
    def open(self) -> bool:
        """Whether the type of a column depends on values that are still to come."""
        return bool(self._seen)

    def check_typed(self) -> None:
        """Refuse names alone, where the types must be known before the values.

        Raises:
            QueryError: one has no type.
        """
        for name in self._seen:
            raise QueryError(
                f"metadata: {name!r} needs a type here, such as metadata={{{name!r}: float}} (or int, bool, str), "
                "since the columns are made before all values are known."
            )

    def values(self, name: str, records: Iterable[Any]) -> list[Any]:
        """A column's values; JSON text of each, as long as the type is open.

        Raises:
            ResultError: a value is not of the type asked for.
        """
        found = [record.metadata.get(name) for record in records]
        kind = self.kinds[name]
        if kind is not None:
            return [self.value(name, value) for value in found]
        self._seen[name].update(map(_class, found))
        return [None if value is None else json_bytes(value).decode() for value in found]

    def cells(self) -> dict[str, Callable[[Any], object]]:
        """What makes a column's values one by one, for a format whose cells have no types: name → function."""
        return {name: partial(self._cell, name) for name in self.kinds}

    def _cell(self, name: str, value: JSONValue) -> object:
        plain = self.kinds[name] is None and isinstance(value, bool | int | float)
        return value if plain else self.value(name, value)

    def settle(self) -> dict[str, Kind]:
        """Every value was seen: what was open, with its type."""
        settled: dict[str, Kind] = {name: _common(seen - {"none"}) for name, seen in self._seen.items()}
        self.kinds.update(settled)
        self._seen = {}
        return settled

    def value(self, name: str, value: JSONValue) -> bool | int | float | str | None:
        """A value as its column has it.

        Raises:
            ResultError: it is not of the column's type.
        """
        kind = self.kinds[name]
        if value is None:
            return None
        if kind == "text" or kind is None:
            return sound(value if isinstance(value, str) else json_bytes(value).decode())
        if isinstance(value, bool):
            if kind == "flag":
                return value
        elif isinstance(value, int | float):
            if kind == "number":
                with suppress(OverflowError):
                    return float(value)
            if kind == "whole" and (isinstance(value, int) or value.is_integer()) and -(2**63) <= value < 2**63:
                return int(value)
        raise ResultError(
            f"The metadata field {name!r} is {shortened(repr(value), 60)} in one record, which is not "
            f"{_WORDS[kind]}. Ask for another type than {_NAMES[kind]}; str takes every value."
        )

    def read(self, name: str, text: str | None) -> bool | int | float | str | None:
        """A value, once settled, from the JSON text that stood for it."""
        return None if text is None else self.value(name, json.loads(text))


def _kind(name: str, given: object) -> Kind:
    kind = _KINDS.get(given) if isinstance(given, type) else None
    if kind is None:
        raise QueryError(
            f"metadata: the type of {name!r} is str, int, float or bool, not {shortened(repr(given), 60)}."
        )
    return kind


def _class(value: JSONValue) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "whole" if abs(value) <= _EXACT else "large" if -(2**63) <= value < 2**63 else "other"
    return "number" if isinstance(value, float) else "text" if isinstance(value, str) else "other"


def _common(seen: set[str]) -> Kind:
    if seen == {"flag"}:
        return "flag"
    if seen and seen <= {"whole", "large"}:
        return "whole"
    return "number" if seen and seen <= {"whole", "number"} else "text"
