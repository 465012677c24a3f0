"""How many records there are on which day, over HTTP."""

import asyncio
import datetime

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aurorax_typed.emulator.archive import FORMATS, Source
from aurorax_typed.emulator.counts import Counts
from aurorax_typed.emulator.faults import MAINTENANCE
from aurorax_typed.emulator.parsing import now
from aurorax_typed.emulator.replies import ApiError, JsonObject, bad_request, json_reply

__all__ = ["availability_routes"]

# The server's own limit, if it has one, is not known; a day is an entry for each of over a hundred sources.
_LONGEST = datetime.timedelta(days=20 * 366)

_FILTERS = ("program", "platform", "instrument_type", "source_type", "owner")


def availability_routes(counts: Counts, *, maintenance: bool) -> list[Route]:
    """The two endpoints of the availability."""
    api = _AvailabilityApi(counts, maintenance)
    return [
        Route("/api/v1/availability/ephemeris", api.ephemeris, methods=["GET"]),
        Route("/api/v1/availability/data_products", api.data_products, methods=["GET"]),
    ]


@frozen
class _AvailabilityApi:
    counts: Counts
    maintenance: bool

    async def ephemeris(self, request: Request) -> Response:
        return await self._reply(request, "available_ephemeris")

    async def data_products(self, request: Request) -> Response:
        return await self._reply(request, "available_data_products")

    async def _reply(self, request: Request, member: str) -> Response:
        asked = {name: request.query_params[name] for name in _FILTERS if request.query_params.get(name)}
        form = request.query_params.get("format", "basic_info")
        if form not in FORMATS:
            raise bad_request(f"format must be one of {', '.join(FORMATS)}, not '{form}'")
        # Only `slow` counts afresh on the server. Here every answer does: an upload shows at once.
        if self.maintenance and request.query_params.get("slow", "false").lower() == "true":
            raise ApiError(503, "Unavailable", MAINTENANCE)
        first, last = _span(request)
        product_type = request.query_params.get("data_product_type")

        def count(source: Source) -> dict[str, int]:
            if member == "available_ephemeris":
                return self.counts.ephemeris(source, first, last)
            return self.counts.products(source, first, last, product_type)

        def documents() -> list[JsonObject]:
            found = self.counts.holdings.catalogue.find(
                also=lambda source: all(getattr(source, name) == value for name, value in asked.items())
            )
            return [{"data_source": source.document(form), member: {**count(source)}} for source in found]

        return json_reply(await asyncio.to_thread(documents))


def _span(request: Request) -> tuple[datetime.date, datetime.date]:
    """The days asked for; without a start the year begins, without an end it is a year, or a month from today."""
    today = now().date()
    start, end = _day(request, "start"), _day(request, "end")
    if end is None:
        end = today + datetime.timedelta(days=30) if start is None else _year_later(start)
    start = start or datetime.date(today.year, 1, 1)
    if start > end:
        raise bad_request(f"start, {start}, must not be later than end, {end}")
    if end - start > _LONGEST:
        raise bad_request("start and end lie more than 20 years apart")
    return start, end


def _day(request: Request, name: str) -> datetime.date | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        if len(text) != len("2020-02-01"):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise bad_request(f"{name} must be a day such as 2020-02-01, not '{text}'") from None


def _year_later(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return datetime.date(day.year + 1, 2, 28)
