"""Reading the documents of availability, accounts and administration: JSON in, typed values out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal, TypeVar

import msgspec

from aurorax_typed._core.documents import WHOSE, parse_json
from aurorax_typed._core.plain import shortened
from aurorax_typed._core.sources import source_from
from aurorax_typed.answers import Account, AvailabilityResult, SearchListing
from aurorax_typed.errors import ProtocolError
from aurorax_typed.records import DataSourceStatistics, JSONValue

__all__ = ["parse_account", "parse_accounts", "parse_availability", "parse_list", "parse_listings", "parse_statistics"]

T = TypeVar("T")


class _Account(msgspec.Struct):
    account_id: str | None = None
    email_address: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    role: str | None = None
    upload_username: str | None = None
    email_confirmed: datetime | None = None
    agree_terms: datetime | None = None
    this_login: datetime | None = None
    last_login: datetime | None = None
    disabled: bool | None = None


class _Listing(msgspec.Struct):
    request_id: str
    search_type: str | None = None
    requested: datetime | None = None
    active: bool | None = None
    ip_address: str | None = None
    query_duration: int | None = None
    result_file_exists: bool | None = None
    file_size: int | None = None
    result_count: int | None = None
    error_condition: bool | None = None


def _convert(raw: JSONValue, shape: type[T], what: str) -> T:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise ProtocolError(
            f"{what} in the server's answer is not as expected: {shortened(str(error), 200)}. {WHOSE}"
        ) from None


def _members(wire: msgspec.Struct) -> dict[str, object]:
    """The members of a struct; times become naive UTC."""
    found: dict[str, object] = {}
    for name in wire.__struct_fields__:
        value = getattr(wire, name)
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(UTC).replace(tzinfo=None)
        found[name] = value
    return found


def _extra(raw: JSONValue, wire: msgspec.Struct) -> dict[str, JSONValue] | None:
    assert isinstance(raw, dict)
    return {name: value for name, value in raw.items() if name not in wire.__struct_fields__} or None


def parse_list(body: bytes, *, what: str) -> list[JSONValue]:
    """An array, its items as they come.

    Raises:
        ProtocolError: it is none; `what` names it in the message.
    """
    raw = parse_json(body, what=what)
    if not isinstance(raw, list):
        raise ProtocolError(f"{what} should be an array and is {type(raw).__name__}. {WHOSE}")
    return raw


def _account(raw: JSONValue) -> Account:
    wire = _convert(raw, _Account, "An account")
    return Account(**_members(wire), extra=_extra(raw, wire))  # type: ignore[arg-type]


def parse_account(body: bytes) -> Account:
    """One account, as the server answers to signing in."""
    return _account(parse_json(body, what="The account"))


def parse_accounts(body: bytes) -> list[Account]:
    """The accounts of a listing, in the server's order."""
    return [_account(raw) for raw in parse_list(body, what="The list of accounts")]


def parse_listings(body: bytes) -> list[SearchListing]:
    """The searches of an administrator's listing, in the server's order."""
    found = []
    for raw in parse_list(body, what="The list of searches"):
        wire = _convert(raw, _Listing, "A search")
        found.append(SearchListing(**_members(wire), extra=_extra(raw, wire)))  # type: ignore[arg-type]
    return found


def parse_availability(
    body: bytes, member: Literal["available_ephemeris", "available_data_products"]
) -> list[AvailabilityResult]:
    """The availability of each source, in the server's order.

    Raises:
        ProtocolError: a source or a day is not one.
    """
    found = []
    for raw in parse_list(body, what="The availability"):
        if not isinstance(raw, dict) or "data_source" not in raw:
            raise ProtocolError(f"The availability in the server's answer names no data source. {WHOSE}")
        counts = _convert(raw.get(member) or {}, dict[str, int], "The availability")
        try:
            days = {date.fromisoformat(day): count for day, count in sorted(counts.items())}
        except ValueError as error:
            raise ProtocolError(
                f"The availability in the server's answer has a wrong day: {shortened(str(error), 200)}. {WHOSE}"
            ) from None
        found.append(AvailabilityResult(source_from(raw["data_source"]), days))
    return found


def parse_statistics(body: bytes) -> DataSourceStatistics:
    """The statistics inside a source that was asked for with them.

    Raises:
        ProtocolError: they are missing.
    """
    stats = source_from(parse_json(body, what="The data source")).stats
    if stats is None:
        raise ProtocolError(f"The server's answer has no statistics, although they were asked for. {WHOSE}")
    return stats
