"""What the fields of records hold, derived from the classes: the one table that decoder, exports and uploads read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import NoneType, UnionType
from typing import Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from aurorax_typed import records
from aurorax_typed.records import ConjunctionEvent, DataSource, DataSourceStatistics, Location, MetadataSchemaItem

__all__ = ["Field", "FieldKind", "fields_of", "times_of"]

FieldKind: TypeAlias = Literal[
    "text",
    "number",
    "whole",
    "flag",
    "time",
    "object",
    "values",
    "texts",
    "location",
    "statistics",
    "schema",
    "source",
    "sources",
    "events",
]
"""`object` is JSON with names, `values` a list of JSON values, `schema` a list of `MetadataSchemaItem`."""

_KINDS: dict[object, FieldKind] = {
    str: "text",
    float: "number",
    int: "whole",
    bool: "flag",
    datetime: "time",
    list[str]: "texts",
    vars(records)["_Values"]: "values",
    Location: "location",
    DataSourceStatistics: "statistics",
    list[MetadataSchemaItem]: "schema",
    DataSource: "source",
    list[DataSource]: "sources",
    list[ConjunctionEvent]: "events",
}


@frozen
class Field:
    """A field of a record.

    Attributes:
        name: in the class and in the API's JSON.
        kind: what it holds.
        required: whether every record has it; others may be missing or null.
        nullable: whether None stands for one that is missing; else its default does.
    """

    name: str
    kind: FieldKind
    required: bool
    nullable: bool


_fields: dict[type, tuple[Field, ...]] = {}


def fields_of(record_type: type) -> tuple[Field, ...]:
    """The fields of a class of records or of a part of them, in order, but for `extra`.

    Raises:
        TypeError: a field has a type that nothing here knows how to read, store or show.
    """
    if record_type not in _fields:
        hints = get_type_hints(record_type)
        _fields[record_type] = tuple(
            _field(f"{record_type.__name__}.{attribute.name}", attribute, hints[attribute.name])
            for attribute in attrs.fields(record_type)
            if attribute.name != "extra"
        )
    return _fields[record_type]


def _field(name: str, attribute: attrs.Attribute[object], hint: object) -> Field:
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    held = [option for option in options if option is not NoneType]
    kind = _kind(held[0]) if len(held) == 1 else None
    if kind is None:
        raise TypeError(f"{name} has the type {hint}. Say in {__name__} what such a field holds.")
    return Field(attribute.name, kind, required=attribute.default is attrs.NOTHING, nullable=NoneType in options)


def _kind(hint: object) -> FieldKind | None:
    if get_origin(hint) in (dict, Mapping):
        return "object"
    return _KINDS.get(hint)


def times_of(record_type: type) -> dict[str, tuple[str, ...] | None]:
    """Which members are times; for a list of objects, which of the members of each."""
    inner = tuple(field.name for field in fields_of(ConjunctionEvent) if field.kind == "time")
    return {
        field.name: None if field.kind == "time" else inner
        for field in fields_of(record_type)
        if field.kind in ("time", "events")
    }
