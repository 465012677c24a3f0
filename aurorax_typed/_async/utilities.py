"""Small helpers that the server has."""

from __future__ import annotations

from datetime import datetime, time

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_json, parse_list
from aurorax_typed.errors import ProtocolError, QueryError
from aurorax_typed.queries import ConjunctionQuery, Time
from aurorax_typed.queries.times import read_time
from aurorax_typed.records import JSONValue

__all__ = ["AsyncUtilities"]


class AsyncUtilities:
    """`client.utilities`: time zones, and how much work a conjunction search is."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def time_zones(self) -> list[str]:
        """The names of the time zones that the server knows, such as `"America/Edmonton"`."""
        reply = await self._transport.call(endpoints.accounts.time_zones())
        names = parse_list(reply.body, what="The list of time zones")
        if not all(isinstance(name, str) for name in names):
            raise ProtocolError("The list of time zones in the server's answer holds something that is no text.")
        return [str(name) for name in names]

    async def convert_to_utc(self, local: Time, time_zone: str) -> JSONValue:
        """A local time in UTC, as the server tells it. The form of its answer is not documented (texts, in a list).

        In Python, `local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)` does the same without asking anybody.

        Args:
            local: the time on the clock there, without a zone.
            time_zone: such as `"America/Edmonton"`.

        Raises:
            QueryError: that is no time, or it has a zone already; nothing was sent.
            BadRequestError: the server does not know the zone.
        """
        moment = read_time(local, "local")
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        if moment.tzinfo is not None:
            raise QueryError(f"{local!r} has a zone already; give the time on the clock, without one.")
        request = endpoints.accounts.convert_to_utc(time=moment.isoformat(timespec="seconds"), time_zone=time_zone)
        reply = await self._transport.call(request)
        return parse_json(reply.body, what="The converted time")

    async def count_combinations(self, query: ConjunctionQuery) -> JSONValue:
        """How many combinations of sources a conjunction search goes through, as the server tells it.

        The form of its answer is not documented.
        """
        reply = await self._transport.call(endpoints.accounts.combinations(query.to_json()))
        return parse_json(reply.body, what="The number of combinations")
