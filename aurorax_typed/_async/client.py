"""The client: settings, one connection pool, and the resources on it."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from aurorax_typed._async.accounts import AsyncAccounts
from aurorax_typed._async.availability import AsyncAvailability
from aurorax_typed._async.conjunctions import AsyncConjunctions
from aurorax_typed._async.data_products import AsyncDataProducts
from aurorax_typed._async.ephemeris import AsyncEphemerides
from aurorax_typed._async.known_sources import AsyncKnownSources
from aurorax_typed._async.metadata import AsyncMetadata
from aurorax_typed._async.requests import AsyncRequests
from aurorax_typed._async.sources import AsyncSources
from aurorax_typed._async.swarmaurora import AsyncSwarmAurora
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._async.utilities import AsyncUtilities
from aurorax_typed._core.decoder import DecoderLimits
from aurorax_typed.config import PollingPolicy, RetryPolicy, Secret, base_url_from, seconds, secret_from
from aurorax_typed.events import EventListener

if TYPE_CHECKING:
    import httpx

__all__ = ["AsyncAuroraX"]


class AsyncAuroraX:
    """A client of one AuroraX server.

    Args:
        api_key: for what needs an account; searching needs none. Default: `AURORAX_API_KEY`.
        base_url: default: `AURORAX_BASE_URL`, else https://api.aurorax.space.
        timeout: seconds that a small request may take in all, and the longest silence of a download.
        retry: how often a request is sent again when no usable answer comes.
        polling: how often a running search is asked after, and for how long.
        limits: what a result may cost; the defaults stop only what is broken or hostile.
        transport: an httpx transport in place of the network, for proxies, certificates of your own, or tests.
        on_event: is told what happens, see `aurorax_typed.events`.

    Raises:
        ConfigurationError: a setting can't be used.
    """

    def __init__(
        self,
        *,
        api_key: str | Secret | None = None,
        base_url: str | None = None,
        timeout: float = 30.0,
        retry: RetryPolicy | None = None,
        polling: PollingPolicy | None = None,
        limits: DecoderLimits | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        on_event: EventListener | None = None,
    ) -> None:
        self.base_url = base_url_from(base_url)
        self.retry = retry or RetryPolicy()
        self.polling = polling or PollingPolicy()
        self.timeout = seconds("timeout", timeout)
        self._transport = AsyncTransport(
            base_url=self.base_url,
            secret=secret_from(api_key),
            timeout=self.timeout,
            retry=self.retry,
            limits=limits or DecoderLimits(),
            transport=transport,
            on_event=on_event,
        )
        known = AsyncKnownSources(self._transport)
        self.data_products = AsyncDataProducts(self._transport, self.polling, known)
        self.ephemeris = AsyncEphemerides(self._transport, self.polling, known)
        self.conjunctions = AsyncConjunctions(self._transport, self.polling, known)
        self.sources = AsyncSources(self._transport)
        self.availability = AsyncAvailability(self._transport)
        self.metadata = AsyncMetadata(self._transport)
        self.requests = AsyncRequests(self._transport)
        self.accounts = AsyncAccounts(self._transport)
        self.utilities = AsyncUtilities(self._transport)
        self.swarmaurora = AsyncSwarmAurora(self._transport)

    async def close(self) -> None:
        """Close the connections. Searches go on at the server."""
        await self._transport.aclose()

    async def __aenter__(self) -> AsyncAuroraX:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"
