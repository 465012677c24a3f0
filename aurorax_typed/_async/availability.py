"""How much there is, by source and day."""

from __future__ import annotations

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.sources import AsyncKnownSources
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_availability
from aurorax_typed._core.source_names import Names
from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.queries import DataProductType, SourceFormat, SourceType
from aurorax_typed.queries.common import check_source_format, check_source_type
from aurorax_typed.queries.data_products import check_data_product_type
from aurorax_typed.queries.times import Day, span_of_days
from aurorax_typed.records import Records

__all__ = ["AsyncAvailability"]


class AsyncAvailability:
    """`client.availability`: how many records there are on which day."""

    def __init__(self, transport: AsyncTransport, known_sources: AsyncKnownSources | None) -> None:
        self._transport = transport
        self._known_sources = known_sources

    async def ephemeris(
        self,
        start: Day,
        end: Day,
        *,
        program: str | None = None,
        platform: str | None = None,
        instrument_type: str | None = None,
        source_type: SourceType | None = None,
        owner: str | None = None,
        format: SourceFormat = "basic_info",
        slow: bool = False,
    ) -> list[AvailabilityResult]:
        """Count the ephemeris of every source that matches (exactly), by day. Names are checked as in `sources.list`.

        Args:
            start: first day, UTC: a date, or text such as `"2020-01-01"`.
            end: last day, inclusive.
            program: such as `"swarm"`.
            platform: such as `"swarma"`.
            instrument_type: such as `"footprint"`.
            source_type: `ground`, `leo`, `heo`, `lunar`, `event_list` or `not_applicable`.
            owner: an e-mail address.
            format: how much of each source.
            slow: count afresh; otherwise the numbers are from a summary up to ten minutes old.

        Raises:
            QueryError: a day is none, `start` is after `end`, or the type is not known; nothing was sent.
            MaintenanceError: `slow` does not work while the server is in maintenance mode.
        """
        first, last = span_of_days(start, end)
        check_source_type(source_type)
        check_source_format(format)
        request = endpoints.records.ephemeris_availability(
            start=first,
            end=last,
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            owner=owner,
            format=format,
            slow=slow,
        )
        reply = await self._transport.call(request)
        found = parse_availability(reply.body, "available_ephemeris")
        if not found and (meant := await self._meant(Names(program, platform, instrument_type))):
            every = await self.ephemeris(
                start,
                end,
                source_type=source_type,
                owner=owner,
                format=format,
                slow=slow,
            )
            found = [result for result in every if result.data_source.identifier in meant]
        return Records(found)

    async def data_products(
        self,
        start: Day,
        end: Day,
        *,
        program: str | None = None,
        platform: str | None = None,
        instrument_type: str | None = None,
        source_type: SourceType | None = None,
        data_product_type: DataProductType | None = None,
        owner: str | None = None,
        format: SourceFormat = "basic_info",
        slow: bool = False,
    ) -> list[AvailabilityResult]:
        """Count the data products of every source that matches (exactly), by day. Names are checked as in
        `sources.list`.

        Args:
            start: first day, UTC: a date, or text such as `"2020-01-01"`.
            end: last day, inclusive.
            program: such as `"trex"`.
            platform: such as `"gillam"`.
            instrument_type: such as `"RGB ASI"`.
            source_type: `ground`, `leo`, `heo`, `lunar`, `event_list` or `not_applicable`.
            data_product_type: only these: `keogram`, `montage`, `movie`, …; otherwise all types together.
            owner: an e-mail address.
            format: how much of each source.
            slow: count afresh; otherwise the numbers are from a summary up to ten minutes old.

        Raises:
            QueryError: a day is none, `start` is after `end`, or a type is not known; nothing was sent.
            MaintenanceError: `slow` does not work while the server is in maintenance mode.
        """
        first, last = span_of_days(start, end)
        check_source_type(source_type)
        check_source_format(format)
        check_data_product_type(data_product_type)
        request = endpoints.records.data_product_availability(
            start=first,
            end=last,
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            data_product_type=data_product_type,
            owner=owner,
            format=format,
            slow=slow,
        )
        reply = await self._transport.call(request)
        found = parse_availability(reply.body, "available_data_products")
        if not found and (meant := await self._meant(Names(program, platform, instrument_type))):
            every = await self.data_products(
                start,
                end,
                source_type=source_type,
                data_product_type=data_product_type,
                owner=owner,
                format=format,
                slow=slow,
            )
            found = [result for result in every if result.data_source.identifier in meant]
        return Records(found)

    async def _meant(self, names: Names) -> set[int]:
        return set() if self._known_sources is None else await self._known_sources.meant(names)
