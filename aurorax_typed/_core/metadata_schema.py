"""Metadata against its schema: names, types, allowed values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, cast

from aurorax_typed._arguments import python_value
from aurorax_typed.answers import MetadataProblem
from aurorax_typed.records import JSONValue, MetadataSchemaItem

__all__ = ["validate"]


def _is_text(value: JSONValue) -> bool:
    return isinstance(value, str)


def _is_number(value: JSONValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def _is_whole(value: JSONValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_boolean(value: JSONValue) -> bool:
    return isinstance(value, bool)


# The first four words were seen in schemas; their siblings are taken for the same. Other words are not checked.
_TYPES: Final[Mapping[str, tuple[str, Callable[[JSONValue], bool]]]] = {
    "string": ("text", _is_text),
    "double": ("a finite number", _is_number),
    "bool": ("true or false", _is_boolean),
    "int": ("a whole number", _is_whole),
    "float": ("a finite number", _is_number),
    "number": ("a finite number", _is_number),
    "boolean": ("true or false", _is_boolean),
    "integer": ("a whole number", _is_whole),
    "long": ("a whole number", _is_whole),
}


def validate(schema: Sequence[MetadataSchemaItem], metadata: Mapping[str, JSONValue]) -> list[MetadataProblem]:
    """What the metadata of a record has that its source's schema does not foresee; empty where all is as it should be.

    Args:
        schema: such as `source.ephemeris_metadata_schema`.
        metadata: such as `record.metadata`.

    Returns:
        Fields that the schema does not have and values of another type (`problem.serious`; uploads are refused for
        these), then fields that are missing and values that are not among the allowed ones, which the server takes and
        its own records have. Types that the schema names in words unknown to this version are not checked.
    """
    known = {item.field_name: item for item in schema}
    unknown = [
        MetadataProblem(name, "unknown", f"The schema has no field {name!r}; it has {_listed(known)}.")
        for name in metadata
        if name not in known
    ]
    given = [(known[name], cast("JSONValue", python_value(value))) for name, value in metadata.items() if name in known]
    types = [_type_problem(item, value) for item, value in given]
    values = [_value_problem(item, value) for item, value in given]
    missing = [
        MetadataProblem(name, "missing", f"The field {name!r} of the schema is missing.")
        for name in known
        if metadata.get(name) is None
    ]
    return [*unknown, *(found for found in types if found), *missing, *(found for found in values if found)]


def _type_problem(item: MetadataSchemaItem, value: JSONValue) -> MetadataProblem | None:
    wanted = _TYPES.get((item.data_type or "").lower())
    if value is None or wanted is None or wanted[1](value):
        return None
    return MetadataProblem(item.field_name, "type", f"{item.field_name!r} must be {wanted[0]}, not {value!r}.")


def _value_problem(item: MetadataSchemaItem, value: JSONValue) -> MetadataProblem | None:
    # Schemas list numbers and booleans as text.
    allowed = {str(choice).lower() for choice in item.allowed_values}
    if value is None or not allowed or str(value).lower() in allowed:
        return None
    return MetadataProblem(
        item.field_name, "value", f"{item.field_name!r} is {value!r}; the schema lists {_listed(item.allowed_values)}."
    )


def _listed(values: Iterable[object]) -> str:
    shown = [str(value) for value in values]
    more = f" and {len(shown) - 10} more" if len(shown) > 10 else ""
    return (", ".join(shown[:10]) or "none") + more
