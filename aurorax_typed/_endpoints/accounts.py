"""Accounts, sessions, administration and the small utilities."""

from __future__ import annotations

from collections.abc import Mapping

from aurorax_openapi.api.accounts import create_account, list_accounts
from aurorax_openapi.api.authenticate import end_session, start_session
from aurorax_openapi.api.utils import (
    convert_time_to_utc,
    count_conjunction_combinations,
    delete_search_request,
    list_search_requests,
    list_time_zones,
)
from aurorax_openapi.models.authentication_request import AuthenticationRequest
from aurorax_openapi.models.new_account_request import NewAccountRequest

from aurorax_typed._core.http import Request
from aurorax_typed._endpoints.common import given, request
from aurorax_typed.answers import Role, SearchType
from aurorax_typed.records import JSONValue

__all__ = [
    "all_accounts",
    "all_searches",
    "close_session",
    "combinations",
    "convert_to_utc",
    "new_account",
    "open_session",
    "remove_search",
    "time_zones",
]


def all_accounts(*, role: Role | None) -> Request:
    """List the accounts."""
    return request(list_accounts.build_request(role=given(role)))


def new_account(*, email_address: str, first_name: str, last_name: str, agree_terms: str, password: str) -> Request:
    """Make an account."""
    body = NewAccountRequest(
        email_address=email_address,
        first_name=first_name,
        last_name=last_name,
        agree_terms=agree_terms,
        password=password,
    )
    return request(create_account.build_request(body=body), repeatable=False, unsigned=True)


def open_session(*, email_address: str, password: str) -> Request:
    """Open a session. Opening two is no harm: the one whose token got lost ends by itself."""
    body = AuthenticationRequest(email_address=email_address, password=password)
    return request(start_session.build_request(body=body), unsigned=True)


def close_session() -> Request:
    """Close the session whose token goes along."""
    return request(end_session.build_request())


def all_searches(
    *,
    search_type: SearchType | None,
    active: bool | None,
    start: str | None,
    end: str | None,
    file_size: int | None,
    result_count: int | None,
    query_duration: int | None,
    error_condition: bool | None,
) -> Request:
    """List the searches of everybody."""
    return request(
        list_search_requests.build_request(
            search_type=given(search_type),
            active=given(active),
            start=given(start),
            end=given(end),
            file_size=given(file_size),
            result_count=given(result_count),
            query_duration=given(query_duration),
            error_condition=given(error_condition),
        )
    )


def remove_search(request_id: str) -> Request:
    """Remove a search. Not repeatable: of one that is gone already the server knows nothing."""
    return request(delete_search_request.build_request(request_id), request_id=request_id, repeatable=False)


def time_zones() -> Request:
    """List the time zones."""
    return request(list_time_zones.build_request())


def convert_to_utc(*, time: str, time_zone: str) -> Request:
    """Convert a local time."""
    return request(convert_time_to_utc.build_request(ts=time, tz=time_zone))


def combinations(query: Mapping[str, JSONValue]) -> Request:
    """Count the combinations of sources that a conjunction query goes through."""
    return request(count_conjunction_combinations.build_request(body=query))
