"""The asyncio half: several searches at once, inside somebody's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import assert_type

from aurorax_typed import (
    APIError,
    AsyncAuroraX,
    AsyncDataProductsSearch,
    AsyncEphemerisSearch,
    AvailabilityResult,
    DataProductQuery,
    DataSource,
    Ephemeris,
    ResultExpiredError,
    SearchCancelledError,
    SearchState,
)
from aurorax_typed.queries import EphemerisQuery


class Nowcast:
    """Is given a client, and does not own it."""

    def __init__(self, client: AsyncAuroraX) -> None:
        self._client = client
        self._known: dict[str, AsyncEphemerisSearch] = {}

    async def begin(self, programs: list[str], now: datetime) -> list[str]:
        """Submit a search for each program, all at once."""
        start = now - timedelta(hours=1)
        searches = await asyncio.gather(
            *(self._client.ephemeris.submit(EphemerisQuery(start, now, programs=[program])) for program in programs)
        )
        assert_type(searches, list[AsyncEphemerisSearch])
        self._known |= {search.request_id: search for search in searches}
        return [search.request_id for search in searches]

    async def positions(self, request_id: str) -> AsyncIterator[Ephemeris]:
        search = self._known.get(request_id) or self._client.ephemeris.attach(request_id)
        await search.wait(timeout=60)
        if search.state is SearchState.READY:
            async for record in search.stream():
                yield record

    async def northernmost(self, request_id: str) -> float | None:
        latitudes = [record.nbtrace.lat async for record in self.positions(request_id)]
        assert_type(latitudes, list[float | None])
        return max((lat for lat in latitudes if lat is not None), default=None)

    async def pictures(self, query: DataProductQuery) -> AsyncDataProductsSearch | None:
        try:
            search = await self._client.data_products.search(query, timeout=60)
            await search.get_data()
        except (SearchCancelledError, ResultExpiredError):
            return None
        except APIError as error:
            if error.status_code == 401:
                return None
            raise
        return search

    async def rows(self, search: AsyncDataProductsSearch) -> list[str]:
        return [str(row["url"]) async for row in search.select("start", "url")]

    async def coverage(self, now: datetime) -> tuple[list[AvailabilityResult], DataSource]:
        async with asyncio.TaskGroup() as group:
            days = group.create_task(self._client.availability.ephemeris(now.date(), now.date()))
            source = group.create_task(self._client.sources.get("trex", "gillam", "RGB ASI"))
        assert_type(days.result(), list[AvailabilityResult])
        return days.result(), source.result()


@asynccontextmanager
async def nowcast(base_url: str | None = None) -> AsyncGenerator[Nowcast]:
    async with AsyncAuroraX(base_url=base_url) as client:
        yield Nowcast(client)
