"""The data sources by identifier, asked for once: a result then needs nothing else of them in each record."""

from __future__ import annotations

import time

from aurorax_typed import _gateway as gateway
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_sources
from aurorax_typed.queries import SourceFormat
from aurorax_typed.records import DataSource

__all__ = ["AsyncKnownSources"]

_LIFETIME = 600.0
"""Seconds for which a listing is believed. A source that is missing from it is asked for in the result itself."""


class AsyncKnownSources:
    """What a client knows of the sources, a listing for each format."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
        self._listings: dict[SourceFormat, tuple[float, dict[int, DataSource]]] = {}

    async def by_identifier(self, format: SourceFormat) -> dict[int, DataSource]:
        """Every source, the server's own included."""
        asked, known = self._listings.get(format, (0.0, {}))
        now = time.monotonic()
        if not known or now - asked > _LIFETIME:
            request = gateway.list_sources(
                program=None,
                platform=None,
                instrument_type=None,
                source_type=None,
                owner=None,
                format=format,
                include_stats=False,
            )
            reply = await self._transport.call(request)
            known = {source.identifier: source for source in parse_sources(reply.body, include_internal=True)}
            self._listings[format] = (now, known)
        return known
