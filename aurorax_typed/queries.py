"""What can be asked, checked before anything is sent.

A query is frozen and knows how to write itself as the JSON that the server takes (`to_json`) and to read such JSON back
(`from_json`), members that this version does not know included.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal, Protocol, TypeAlias, cast, get_args

from attrs import field, frozen

from aurorax_typed.errors import QueryError
from aurorax_typed.records import JSONValue

__all__ = [
    "DataProductQuery",
    "DataProductType",
    "LogicalOperator",
    "MetadataExpression",
    "MetadataFilter",
    "MetadataOperator",
    "MetadataScalar",
    "Query",
    "SourceFormat",
    "SourceType",
    "Time",
]

Time: TypeAlias = datetime | str
"""A time: a datetime (naive is UTC, aware is converted), or ISO 8601 text such as `"2020-02-01T12:00"`."""

MetadataScalar: TypeAlias = str | int | float | bool
MetadataOperator = Literal["=", "!=", "<", "<=", ">", ">=", "in", "not in", "between"]
SourceFormat = Literal["identifier_only", "basic_info", "with_metadata", "full_record"]
SourceType = Literal["ground", "leo", "heo", "lunar", "event_list", "not_applicable"]
LogicalOperator = Literal["AND", "OR"]
DataProductType = Literal["keogram", "montage", "movie", "summary_plot", "data_availability", "average", "gridded_data"]

_MANY = ("in", "not in")


class Query(Protocol):
    """Anything that can be searched for."""

    def to_json(self) -> dict[str, JSONValue]:
        """The query as the server takes it."""
        ...


def utc(value: Time, name: str) -> datetime:
    """A time as a naive datetime in UTC.

    Raises:
        QueryError: it is no time; `name` says which.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise QueryError(
                f"{name}={value!r} is not a time. Write it like 2020-02-01 or 2020-02-01T12:00:00."
            ) from None
    if not isinstance(value, datetime):  # a date alone leaves open whether its whole day is meant
        raise QueryError(f"{name} must be a datetime or ISO 8601 text, not {type(value).__name__}.")
    return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)


def names(values: Iterable[str] | None, name: str) -> tuple[str, ...]:
    """A list of names, as a tuple. A bare string is refused, since it would be taken letter by letter."""
    if values is None:
        return ()
    if isinstance(values, str):
        raise QueryError(f"{name} takes a list: {name}=[{values!r}].")
    try:
        items = tuple(values)
    except TypeError:
        raise QueryError(f"{name} takes a list of text, not {type(values).__name__}.") from None
    for item in items:
        if not isinstance(item, str) or not item.strip():
            raise QueryError(f"{name} holds {item!r}; each must be text that is not empty.")
    return items


def _values(values: MetadataScalar | Iterable[MetadataScalar]) -> tuple[MetadataScalar, ...]:
    if isinstance(values, str | int | float):
        return (values,)
    try:
        return tuple(values)
    except TypeError:
        raise QueryError(f"The values of a metadata filter must be a list, not {values!r}.") from None


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
        for value in self.values:
            if not isinstance(value, str | int | float) or (isinstance(value, float) and not math.isfinite(value)):
                raise QueryError(f"{where}: {value!r} is not text, a finite number or a boolean.")
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
    def from_json(cls, document: Mapping[str, JSONValue]) -> MetadataExpression:
        """An expression from the server's form, `{"key", "operator", "values"}`."""
        if not isinstance(document, Mapping) or not {"key", "operator"} <= document.keys():
            raise QueryError(f"A metadata expression has the members key, operator and values; got {document!r}.")
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
    def from_json(cls, document: Mapping[str, JSONValue] | None) -> MetadataFilter | None:
        """A filter from the server's form; None for the empty forms (`null`, `{}`, no expressions)."""
        expressions = document.get("expressions") if document else None
        if not document or not expressions:
            return None
        if not isinstance(expressions, list):
            raise QueryError("The member 'expressions' of a metadata filter must be a list.")
        return cls(
            [MetadataExpression.from_json(cast("Mapping[str, JSONValue]", item)) for item in expressions],
            cast(LogicalOperator, document.get("logical_operator") or "AND"),
        )


MetadataFilterInput: TypeAlias = (
    MetadataFilter | MetadataExpression | Sequence[MetadataExpression | Mapping[str, JSONValue]]
)
"""What `metadata_filters=` takes: a filter, one expression, or a list of expressions (objects or the server's form)."""


def metadata_filter(
    filters: MetadataFilterInput | None, logical_operator: Literal["AND", "OR", "and", "or"] | None = None
) -> MetadataFilter | None:
    """One filter from whatever form it was given in; an empty list is no filter."""
    if isinstance(filters, MetadataFilter):
        if logical_operator is None:
            return filters
        return MetadataFilter(filters.expressions, logical_operator)
    if isinstance(filters, MetadataExpression):
        filters = [filters]
    if not filters:
        return None
    if isinstance(filters, str | Mapping):
        raise QueryError("metadata_filters takes a MetadataFilter or a list of expressions.")
    return MetadataFilter(
        [item if isinstance(item, MetadataExpression) else MetadataExpression.from_json(item) for item in filters],
        logical_operator or "AND",
    )


def _load(document: str | bytes | Mapping[str, JSONValue]) -> dict[str, JSONValue]:
    if isinstance(document, str | bytes):
        try:
            document = json.loads(document)
        except ValueError as error:
            raise QueryError(f"The query is not JSON: {error}.") from None
    if not isinstance(document, Mapping):
        raise QueryError(f"A query is a JSON object, not {type(document).__name__}.")
    return dict(document)


def _object(members: dict[str, JSONValue], name: str) -> dict[str, JSONValue]:
    value = members.pop(name, None)
    if value is not None and not isinstance(value, dict):
        raise QueryError(f"The member {name!r} of a query must be an object, not {value!r}.")
    return dict(value or {})


def _start(value: Time) -> datetime:
    return utc(value, "start")


def _end(value: Time) -> datetime:
    return utc(value, "end")


def _programs(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "programs")


def _platforms(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "platforms")


def _instrument_types(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "instrument_types")


def _data_product_types(values: Iterable[DataProductType] | None) -> tuple[DataProductType, ...]:
    kinds = names(values, "data_product_types")
    for kind in kinds:
        if kind not in get_args(DataProductType):
            raise QueryError(f"{kind!r} is not a data product type. Known: {', '.join(get_args(DataProductType))}.")
    return cast("tuple[DataProductType, ...]", kinds)


def _metadata_filters(filters: MetadataFilterInput | None) -> MetadataFilter | None:
    return metadata_filter(filters)


@frozen
class DataProductQuery:
    """Which data products to find: those that start at or after `start` and end at or before `end` (inclusive), made by
    any of the sources that match every list given.

    Args:
        start: earliest start of a product, UTC.
        end: latest end of a product, UTC.
        programs: such as `["trex"]`; any of them. The same for the next two; together they must all match.
        platforms: such as `["gillam"]`.
        instrument_types: such as `["RGB ASI"]`.
        data_product_types: `keogram`, `montage`, `movie`, …; none means all.
        metadata_filters: conditions on the products' metadata.
        extra: further members to send along as they are.

    Raises:
        QueryError: start after end, an unknown product type, nothing to select by.
    """

    start: datetime = field(converter=_start)
    end: datetime = field(converter=_end)
    programs: tuple[str, ...] = field(default=None, converter=_programs, kw_only=True)
    platforms: tuple[str, ...] = field(default=None, converter=_platforms, kw_only=True)
    instrument_types: tuple[str, ...] = field(default=None, converter=_instrument_types, kw_only=True)
    data_product_types: tuple[DataProductType, ...] = field(default=None, converter=_data_product_types, kw_only=True)
    metadata_filters: MetadataFilter | None = field(default=None, converter=_metadata_filters, kw_only=True)
    extra: Mapping[str, JSONValue] = field(factory=dict, hash=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.start > self.end:
            raise QueryError(f"start ({self.start}) is after end ({self.end}).")
        if not (
            self.programs
            or self.platforms
            or self.instrument_types
            or self.data_product_types
            or self.metadata_filters is not None
        ):
            raise QueryError(
                "Nothing to select by: give programs, platforms, instrument_types, data_product_types "
                "or metadata_filters."
            )

    def to_json(self) -> dict[str, JSONValue]:
        """The query as the server takes it."""
        return {
            **self.extra,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "data_sources": {
                "programs": list(self.programs),
                "platforms": list(self.platforms),
                "instrument_types": list(self.instrument_types),
                "data_product_metadata_filters": self.metadata_filters.to_json() if self.metadata_filters else {},
            },
            "data_product_type_filters": list(self.data_product_types),
        }

    @classmethod
    def from_json(cls, document: str | bytes | Mapping[str, JSONValue]) -> DataProductQuery:
        """A query from the server's form, as JSON text or as a dict; unknown members are kept in `extra`.

        A `request_id` inside (as in the echo of a status) is left out: it belongs to the search that had it.

        Raises:
            QueryError: it is not such a query.
        """
        members = _load(document)
        sources = _object(members, "data_sources")
        members.pop("request_id", None)
        for name in ("start", "end"):
            if not isinstance(members.get(name), str):
                raise QueryError(f"The query needs a {name!r}, as text such as 2020-02-01T00:00:00.")
        types = members.pop("data_product_type_filters", None)
        return cls(
            cast(str, members.pop("start")),
            cast(str, members.pop("end")),
            programs=cast("list[str]", sources.get("programs")),
            platforms=cast("list[str]", sources.get("platforms")),
            instrument_types=cast("list[str]", sources.get("instrument_types")),
            data_product_types=cast("list[DataProductType]", types),
            metadata_filters=MetadataFilter.from_json(_object(sources, "data_product_metadata_filters")),
            extra=members,
        )
