"""What all queries share: times, lists of names, reading JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, Protocol, Self, TypeAlias, get_args

from aurorax_typed.errors import QueryError
from aurorax_typed.records import JSONValue, naive_utc

__all__ = [
    "Day",
    "Family",
    "Query",
    "SourceFormat",
    "SourceType",
    "Time",
    "check_known",
    "check_source_type",
    "check_span",
    "load",
    "names",
    "span_of_days",
    "take_list",
    "take_object",
    "take_time",
    "to_end",
    "to_instrument_types",
    "to_platforms",
    "to_programs",
    "to_start",
    "utc",
]


Time: TypeAlias = datetime | str
"""A time: a datetime (naive is UTC, aware is converted), or ISO 8601 text such as `"2020-02-01T12:00"`."""

Family: TypeAlias = Literal["data_products", "ephemeris", "conjunctions"]
"""A kind of search, as it stands in the addresses of the API."""

SourceFormat = Literal["identifier_only", "basic_info", "with_metadata", "full_record"]
SourceType = Literal["ground", "leo", "heo", "lunar", "event_list", "not_applicable"]


def check_known(value: str | None, known: tuple[str, ...], what: str) -> None:
    """Refuse a word that the server does not know; None is fine.

    Raises:
        QueryError: it is none of `known`; `what` says what it should have been, such as "a source type".
    """
    if value is not None and value not in known:
        raise QueryError(f"{value!r} is not {what}. Known: {', '.join(known)}.")


def check_source_type(value: str | None) -> None:
    """Refuse what is no `SourceType`; None is fine.

    Raises:
        QueryError: it is none.
    """
    check_known(value, get_args(SourceType), "a source type")


class Query(Protocol):
    """Anything that can be searched for."""

    def to_json(self) -> dict[str, JSONValue]:
        """The query as the server takes it."""
        ...

    @classmethod
    def from_json(cls, document: str | bytes | Mapping[str, JSONValue]) -> Self:
        """A query from the server's form."""
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
        raise QueryError(
            f"{name} must be a datetime or ISO 8601 text such as '2020-02-01T12:00:00', not {type(value).__name__}."
        )
    try:
        return naive_utc(value)
    except OverflowError:
        raise QueryError(f"{name} lies outside the calendar once it is converted to UTC.") from None


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


def load(document: str | bytes | Mapping[str, JSONValue]) -> dict[str, JSONValue]:
    """A query as a dict of its members, from JSON text or from a dict (which is copied).

    Raises:
        QueryError: it is not a JSON object.
    """
    if isinstance(document, str | bytes):
        try:
            document = json.loads(document)
        except ValueError as error:
            raise QueryError(f"The query is not JSON: {error}.") from None
    if not isinstance(document, Mapping):
        raise QueryError(f"A query is a JSON object, not {type(document).__name__}.")
    return dict(document)


def take_object(members: dict[str, JSONValue], name: str) -> dict[str, JSONValue]:
    """Take an object out of a query's members; absent and null are an empty one."""
    value = members.pop(name, None)
    if value is not None and not isinstance(value, dict):
        raise QueryError(f"The member {name!r} of a query must be an object, not {value!r}.")
    return dict(value or {})


def take_list(members: dict[str, JSONValue], name: str) -> list[JSONValue]:
    """Take a list out of a query's members; absent and null are an empty one."""
    value = members.pop(name, None)
    if value is not None and not isinstance(value, list):
        raise QueryError(f"The member {name!r} of a query must be a list, not {value!r}.")
    return list(value or [])


def take_time(members: dict[str, JSONValue], name: str) -> str:
    """Take a time out of a query's members."""
    value = members.pop(name, None)
    if not isinstance(value, str):
        raise QueryError(f"The query needs a {name!r}, as text such as 2020-02-01T00:00:00.")
    return value


def check_span(start: datetime, end: datetime) -> None:
    """Refuses a span that ends before it begins."""
    if start > end:
        raise QueryError(f"start ({start}) is after end ({end}).")


def to_start(value: Time) -> datetime:
    return utc(value, "start")


def to_end(value: Time) -> datetime:
    return utc(value, "end")


def to_programs(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "programs")


def to_platforms(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "platforms")


def to_instrument_types(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "instrument_types")


Day: TypeAlias = date | str
"""A day in UTC: a date, or text such as `"2020-02-01"`. A datetime stands for the day, in UTC, that it lies in."""


def span_of_days(start: Day, end: Day) -> tuple[date, date]:
    """Both days as dates.

    Raises:
        QueryError: one is no day, or they are in the wrong order.
    """
    first, last = _day(start, "start"), _day(end, "end")
    if first > last:
        raise QueryError(f"start ({first}) is after end ({last}).")
    return first, last


def _day(value: Day, name: str) -> date:
    if isinstance(value, datetime):
        return utc(value, name).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        raise QueryError(f"{name}={value!r} is not a day. Write it like 2020-02-01.") from None
