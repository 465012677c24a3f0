"""The searches of everybody, for administrators."""

from __future__ import annotations

import builtins
from datetime import datetime

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_listings
from aurorax_typed._core.urls import check_request_id
from aurorax_typed.answers import SearchListing, SearchType
from aurorax_typed.queries import Time
from aurorax_typed.queries.times import check_span, to_end, to_start
from aurorax_typed.records import Records

__all__ = ["AsyncRequests"]


class AsyncRequests:
    """`client.requests`: who searched for what. Needs the key of an Administrator.

    For the status, the logs and the data of one search, attach to it: `client.data_products.attach(request_id)`.
    """

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def list(
        self,
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
        first = None if start is None else to_start(start)
        last = None if end is None else to_end(end)
        if first is not None and last is not None:
            check_span(first, last)
        request = endpoints.accounts.all_searches(
            search_type=search_type,
            active=active,
            start=_text(first),
            end=_text(last),
            file_size=file_size,
            result_count=result_count,
            query_duration=query_duration,
            error_condition=error_condition,
        )
        reply = await self._transport.call(request)
        return Records(parse_listings(reply.body))

    async def delete(self, request_id: str) -> None:
        """Remove a search and its result from the server.

        Raises:
            QueryError: that is no request id; nothing was sent.
            NotFoundError: the server does not know it (any more).
            AuthenticationError, PermissionDeniedError: the key is missing, or is not an Administrator's.
        """
        await self._transport.call(endpoints.accounts.remove_search(check_request_id(request_id)))


def _text(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")
