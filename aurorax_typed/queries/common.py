"""What all queries share: lists of names, reading JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, Self, TypeAlias, cast, get_args

from aurorax_typed._arguments import did_you_mean
from aurorax_typed.errors import QueryError
from aurorax_typed.records import JSONValue

__all__ = [
    "Family",
    "Query",
    "SourceFormat",
    "SourceType",
    "check_known",
    "check_members",
    "check_source_format",
    "check_source_type",
    "load",
    "names",
    "take_list",
    "take_object",
    "take_time",
    "to_extra",
    "to_instrument_types",
    "to_platforms",
    "to_programs",
]


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
        meant = did_you_mean(value, known) if isinstance(value, str) else ""
        every = f"Known: {', '.join(known)}."
        raise QueryError(f"{value!r} is not {what}. {meant if meant == every else f'{meant} {every}'.strip()}")


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
    def from_json(cls, document: str | bytes | Mapping[str, object]) -> Self:
        """A query from the server's form."""
        ...


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
    return tuple(map(str, items))


def check_source_format(value: str | None) -> None:
    """Refuse what is no `SourceFormat`; None is fine.

    Raises:
        QueryError: it is none.
    """
    check_known(value, get_args(SourceFormat), "a source format")


def check_members(document: Mapping[str, object], known: tuple[str, ...], what: str) -> None:
    """Refuse members that would be lost, those without a value left aside.

    Raises:
        QueryError: there is one; `what` says of what, such as "A metadata filter".
    """
    for name, value in document.items():
        if name not in known and value is not None:
            raise QueryError(f"{what} has no member {name!r}. {did_you_mean(str(name), known)}")


def to_extra(members: Mapping[str, object]) -> dict[str, JSONValue]:
    """Members to be sent as they are, copied; what JSON can't hold is refused."""
    if not isinstance(members, Mapping) or not all(isinstance(name, str) for name in members):
        raise QueryError(f"extra takes a dict of members by their names, not {members!r}.")
    try:
        json.dumps(members := dict(members), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise QueryError(f"A query holds only what JSON can hold: {error}.") from None
    return cast("dict[str, JSONValue]", members)


def load(document: str | bytes | Mapping[str, object]) -> dict[str, JSONValue]:
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
    return to_extra(document)


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


def to_programs(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "programs")


def to_platforms(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "platforms")


def to_instrument_types(values: Iterable[str] | None) -> tuple[str, ...]:
    return names(values, "instrument_types")
