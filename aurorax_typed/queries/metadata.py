"""Conditions on the metadata of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias, cast, get_args

from attrs import field, frozen

from aurorax_typed._arguments import Number, names_its_arguments, number
from aurorax_typed.errors import QueryError
from aurorax_typed.queries.common import check_members
from aurorax_typed.records import JSONValue

__all__ = [
    "LogicalOperator",
    "MetadataExpression",
    "MetadataFilter",
    "MetadataFilterInput",
    "MetadataOperator",
    "MetadataScalar",
    "metadata_filter",
    "to_metadata_filter",
]

MetadataScalar: TypeAlias = str | int | float | bool
MetadataOperator = Literal["=", "!=", "<", "<=", ">", ">=", "in", "not in", "between"]
LogicalOperator = Literal["AND", "OR"]

_MANY = ("in", "not in")


def _values(values: Number | str | Iterable[Number | str]) -> tuple[MetadataScalar, ...]:
    items = values if isinstance(values, Iterable) and not isinstance(values, str | bytes | Mapping) else (values,)
    return tuple(_value(item) for item in items)


def _value(value: object) -> MetadataScalar:
    """Text, a number or a boolean, of Python's or numpy's."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return bool(value)
    return number(
        value, lambda: QueryError(f"A metadata filter compares with text, finite numbers or booleans, not {value!r}.")
    )


@names_its_arguments(QueryError)
@frozen
class MetadataExpression:
    """One condition on the metadata of a record, such as `MetadataExpression("keogram_type", "in", ["daily"])`.

    Args:
        key: name of the metadata field.
        operator: `=`, `!=`, `<`, `<=`, `>`, `>=` (one value), `between` (two, inclusive), `in`, `not in` (any number).
        values: text, numbers or booleans; a single value may stand without a list.

    Raises:
        QueryError: an unknown operator, or a number of values that it does not take.
    """

    key: str
    operator: MetadataOperator
    values: tuple[MetadataScalar, ...] = field(converter=_values)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.key, str) or not self.key.strip():
            raise QueryError(f"A metadata filter needs the name of a field, not {self.key!r}.")
        where = f"metadata filter on {self.key!r}"
        if self.operator not in get_args(MetadataOperator):
            raise QueryError(
                f"{where}: operator {self.operator!r} is not one of {', '.join(get_args(MetadataOperator))}."
            )
        count = len(self.values)
        if self.operator == "between" and count != 2:
            raise QueryError(f"{where}: 'between' takes two values, got {count}.")
        if self.operator in _MANY and count == 0:
            raise QueryError(f"{where}: {self.operator!r} needs at least one value.")
        if self.operator not in (*_MANY, "between") and count != 1:
            hint = " Use 'in' for any of several." if self.operator == "=" and count > 1 else ""
            raise QueryError(f"{where}: {self.operator!r} takes one value, got {count}.{hint}")

    def to_json(self) -> dict[str, JSONValue]:
        """The expression as the server takes it."""
        return {"key": self.key, "operator": self.operator, "values": list(self.values)}

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> MetadataExpression:
        """An expression from the server's form, `{"key", "operator", "values"}`."""
        if not isinstance(document, Mapping) or not {"key", "operator"} <= document.keys():
            raise QueryError(f"A metadata expression has the members key, operator and values; got {document!r}.")
        check_members(document, ("key", "operator", "values"), "A metadata expression")
        operator = document["operator"]
        values = document.get("values", [])
        return cls(
            cast(str, document["key"]),
            cast(MetadataOperator, operator.lower() if isinstance(operator, str) else operator),
            cast("list[MetadataScalar]", values),
        )


def _expressions(expressions: Iterable[MetadataExpression] | MetadataExpression) -> tuple[MetadataExpression, ...]:
    items = (expressions,) if isinstance(expressions, MetadataExpression) else tuple(expressions)
    for item in items:
        if not isinstance(item, MetadataExpression):
            raise QueryError(f"A MetadataFilter holds MetadataExpression objects, not {item!r}.")
    if not items:
        raise QueryError("A MetadataFilter needs at least one expression. Leave the filter out to take everything.")
    return items


def _logical_operator(word: Literal["AND", "OR", "and", "or"]) -> LogicalOperator:
    upper = word.upper() if isinstance(word, str) else word
    if upper == "AND":
        return "AND"
    if upper == "OR":
        return "OR"
    raise QueryError(f"logical_operator must be 'AND' or 'OR', not {word!r}.")


@names_its_arguments(QueryError)
@frozen
class MetadataFilter:
    """Conditions on metadata, all of which (`AND`) or any of which (`OR`) must hold.

    Raises:
        QueryError: no expressions, or another logical operator.
    """

    expressions: tuple[MetadataExpression, ...] = field(converter=_expressions)
    logical_operator: LogicalOperator = field(default="AND", converter=_logical_operator)

    def to_json(self) -> dict[str, JSONValue]:
        """The filter as the server takes it."""
        return {
            "expressions": [expression.to_json() for expression in self.expressions],
            "logical_operator": self.logical_operator,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, object] | None) -> MetadataFilter | None:
        """A filter from the server's form; None for the empty forms (`null`, `{}`, no expressions)."""
        if document is not None and not isinstance(document, Mapping):
            raise QueryError(f"A metadata filter is an object, not {document!r}.")
        check_members(document or {}, ("expressions", "logical_operator"), "A metadata filter")
        expressions = document.get("expressions") if document else None
        if not document or not expressions:
            return None
        if not isinstance(expressions, list):
            raise QueryError("The member 'expressions' of a metadata filter must be a list.")
        return cls(
            [MetadataExpression.from_json(cast("Mapping[str, object]", item)) for item in expressions],
            cast(LogicalOperator, document.get("logical_operator") or "AND"),
        )


MetadataFilterInput: TypeAlias = (
    MetadataFilter | MetadataExpression | Mapping[str, object] | Sequence[MetadataExpression | Mapping[str, object]]
)
"""What `metadata_filters=` takes: a filter, one expression, or a list of expressions. Each is an object of its class or
a dict of the server's form, `{"key": "keogram_type", "operator": "=", "values": ["daily"]}`."""


def metadata_filter(
    filters: MetadataFilterInput | None, logical_operator: Literal["AND", "OR", "and", "or"] | None = None
) -> MetadataFilter | None:
    """One filter from whatever form it was given in; an empty list is no filter."""
    if isinstance(filters, MetadataFilter):
        if logical_operator is None:
            return filters
        return MetadataFilter(filters.expressions, logical_operator)
    if isinstance(filters, Mapping):
        if "key" not in filters:
            return metadata_filter(MetadataFilter.from_json(filters), logical_operator)
        filters = [filters]
    elif isinstance(filters, MetadataExpression):
        filters = [filters]
    if filters is not None and (isinstance(filters, str) or not isinstance(filters, Iterable)):
        raise QueryError(f"metadata_filters takes a MetadataFilter or a list of expressions, not {filters!r}.")
    expressions = [
        item if isinstance(item, MetadataExpression) else MetadataExpression.from_json(item) for item in filters or ()
    ]
    return MetadataFilter(expressions, logical_operator or "AND") if expressions else None


def to_metadata_filter(filters: MetadataFilterInput | None) -> MetadataFilter | None:
    """A filter from whatever form it was given in, for one argument."""
    return metadata_filter(filters)
