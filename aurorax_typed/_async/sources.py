"""The data sources: which instruments there are."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from aurorax_typed import _gateway as gateway
from aurorax_typed._async.source_writing import AsyncSourceWriting
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_source, parse_sources
from aurorax_typed.errors import NotFoundError
from aurorax_typed.queries import SourceFormat, SourceType, names
from aurorax_typed.queries.common import check_source_type
from aurorax_typed.records import DataSource, Records

__all__ = ["AsyncSources"]


class AsyncSources(AsyncSourceWriting):
    """`client.sources`: the instruments and spacecraft that AuroraX has data of."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def list(
        self,
        *,
        program: str | None = None,
        platform: str | None = None,
        instrument_type: str | None = None,
        source_type: SourceType | None = None,
        owner: str | None = None,
        format: SourceFormat = "basic_info",
        include_stats: bool = False,
        include_internal: bool = False,
    ) -> builtins.list[DataSource]:
        """All sources that match every filter given (exactly), by identifier.

        Args:
            program: such as `"trex"`.
            platform: such as `"gillam"`.
            instrument_type: such as `"RGB ASI"`.
            source_type: `ground`, `leo`, `heo`, `lunar`, `event_list` or `not_applicable`.
            owner: an e-mail address.
            format: how much of each: `identifier_only`, `basic_info`, `with_metadata`, `full_record`.
            include_stats: count records; slower.
            include_internal: also the server's own sources, whose identifiers are below 0.

        Raises:
            QueryError: the source type is not known; nothing was sent.
        """
        check_source_type(source_type)
        request = gateway.list_sources(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            owner=owner,
            format=format,
            include_stats=include_stats,
        )
        reply = await self._transport.call(request)
        return Records(parse_sources(reply.body, include_internal=include_internal))

    async def search(
        self,
        *,
        programs: Iterable[str] | None = None,
        platforms: Iterable[str] | None = None,
        instrument_types: Iterable[str] | None = None,
        format: SourceFormat = "basic_info",
        include_stats: bool = False,
        include_internal: bool = False,
    ) -> builtins.list[DataSource]:
        """All sources that match any value of every list given, by identifier."""
        request = gateway.search_sources(
            programs=names(programs, "programs"),
            platforms=names(platforms, "platforms"),
            instrument_types=names(instrument_types, "instrument_types"),
            format=format,
            include_stats=include_stats,
        )
        reply = await self._transport.call(request)
        return Records(parse_sources(reply.body, include_internal=include_internal))

    async def get(
        self,
        program: str,
        platform: str,
        instrument_type: str,
        *,
        format: SourceFormat = "full_record",
        include_stats: bool = False,
    ) -> DataSource:
        """The one source with these three names, which together name it.

        Raises:
            NotFoundError: there is none.
        """
        found = await self.list(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            format=format,
            include_stats=include_stats,
            include_internal=True,
        )
        if not found:
            raise NotFoundError(
                f"There is no data source {program!r} {platform!r} {instrument_type!r}. "
                "The three names are matched exactly; sources.list() shows them all.",
                status_code=404,
            )
        return found[0]

    async def get_by_identifier(
        self, identifier: int, *, format: SourceFormat = "full_record", include_stats: bool = False
    ) -> DataSource:
        """The source with this identifier.

        Raises:
            NotFoundError: there is none.
        """
        reply = await self._transport.call(gateway.get_source(identifier, format=format, include_stats=include_stats))
        return parse_source(reply.body)
