# Made from _async/requests.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""The searches of everybody, for administrators, on the default client."""

from __future__ import annotations

import builtins

from aurorax_typed._default import default_client
from aurorax_typed.answers import SearchListing, SearchType
from aurorax_typed.queries import Time

__all__ = ["delete", "list"]


def delete(request_id: str) -> None:
    """Remove a search and its result from the server.

    Raises:
        QueryError: that is no request id; nothing was sent.
        NotFoundError: the server does not know it (any more).
        AuthenticationError, PermissionDeniedError: the key is missing, or is not an Administrator's.
    """
    return default_client().requests.delete(request_id)


def list(
    *,
    search_type: SearchType | None = None,
    active: bool | None = None,
    start: Time | None = None,
    end: Time | None = None,
    file_size: int | None = None,
    result_count: int | None = None,
    query_duration: int | None = None,
    error_condition: bool | None = None,
) -> builtins.list[SearchListing]:
    """List the searches that match every filter given.

    Args:
        search_type: `conjunction`, `ephemeris` or `data_product`.
        active: True for those that run, False for those that have ended.
        start: requested at this time or later, UTC.
        end: requested at this time or earlier, UTC.
        file_size: results of at least so many kilobytes; leaves out what still runs.
        result_count: at least so many records.
        query_duration: that took at least so many milliseconds.
        error_condition: True for those that failed, False for the others.

    Raises:
        QueryError: `start` is after `end`; nothing was sent.
        AuthenticationError, PermissionDeniedError: the key is missing, or is not an Administrator's.
    """
    return default_client().requests.list(
        search_type=search_type,
        active=active,
        start=start,
        end=end,
        file_size=file_size,
        result_count=result_count,
        query_duration=query_duration,
        error_condition=error_condition,
    )
