"""What the API answers besides search results: availability, accounts, the listing of searches, problems of metadata.

As with records, times are naive UTC, and what the server chooses (roles, types) is plain `str`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

from attrs import field, frozen

from aurorax_typed.records import DataSource, JSONValue

__all__ = ["Account", "AvailabilityResult", "MetadataProblem", "Response", "Role", "SearchListing", "SearchType"]

Role: TypeAlias = Literal["Administrator", "Owner", "Maintainer", "User"]
"""What an account may do; see `docs/api-coverage.md` for who may do what."""

SearchType: TypeAlias = Literal["conjunction", "ephemeris", "data_product"]
"""A kind of search, as administrators' listings name it."""


class _Shown:
    __slots__ = ()

    def _repr_html_(self) -> str:
        """What a notebook shows: a small table, in the page's own colours."""
        from aurorax_typed._notebook import object_table

        return object_table(self)


@frozen
class Response:
    """The head of one answer over HTTP.

    Attributes:
        status: of HTTP, such as 200.
        headers: their names in lower case; without what gives access, such as the token of a session.
    """

    status: int
    headers: dict[str, str]


@frozen
class AvailabilityResult(_Shown):
    """How much there is of one source.

    Attributes:
        data_source: whose records were counted.
        available: records by day, UTC, in order of time; a day that is missing has none.
    """

    data_source: DataSource
    available: dict[date, int] = field(hash=False)

    @property
    def total(self) -> int:
        """The records of all days."""
        return sum(self.available.values())


@frozen(kw_only=True)
class SearchListing(_Shown):
    """One search, as an administrator sees it.

    Attributes:
        request_id: attach to it with this.
        search_type: `conjunction`, `ephemeris`, `data_product`, or what the server adds later.
        requested: when it was submitted, UTC.
        active: it still runs.
        ip_address: where it came from.
        query_duration: milliseconds that it took, or has taken so far.
        result_file_exists: its result can still be downloaded.
        file_size: bytes of the file stored at the server, also of one that was removed; None while it runs.
        result_count: records found; None while it runs.
        error_condition: it failed; None while it runs.
        extra: members that this version does not know; None where there are none.
    """

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
    extra: dict[str, JSONValue] | None = field(default=None, hash=False)


@frozen(kw_only=True)
class Account(_Shown):
    """One account. Times are UTC.

    Attributes:
        role: `Administrator`, `Owner`, `Maintainer`, `User`, or what the server adds later.
        upload_username: the name under which the user sends in pictures.
        email_confirmed: when the address was confirmed; None where it was not.
        agree_terms: when the terms of use were agreed to.
        this_login: start of the present session; `last_login` of the one before.
        extra: members that this version does not know; None where there are none.
    """

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
    extra: dict[str, JSONValue] | None = field(default=None, hash=False)


@frozen
class MetadataProblem(_Shown):
    """Something about one field of a record's metadata that its schema does not foresee.

    Attributes:
        field_name: which field.
        kind: `unknown` (the schema has no such field), `type` (another type than the schema's), `missing` (the schema
            has it, the record does not) or `value` (none of the allowed values).
        message: what is wrong, for people.
    """

    field_name: str
    kind: Literal["unknown", "type", "missing", "value"]
    message: str

    @property
    def serious(self) -> bool:
        """Whether uploads are refused for it. The server enforces no allowed values, and records in it lack fields."""
        return self.kind in ("unknown", "type")
