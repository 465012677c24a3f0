# Made from _async/client.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""The client: settings, one connection pool, and the resources on it."""

from __future__ import annotations

import os
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from aurorax_typed._arguments import check_listener, local_path, setting
from aurorax_typed._core.decoder import DecoderLimits
from aurorax_typed._core.saved_search import MAX_SAVED, parse_saved
from aurorax_typed._runtime_sync import to_thread
from aurorax_typed._sync.accounts import Accounts
from aurorax_typed._sync.availability import Availability
from aurorax_typed._sync.conjunctions import Conjunctions, ConjunctionsSearch
from aurorax_typed._sync.data_products import DataProducts, DataProductsSearch
from aurorax_typed._sync.ephemeris import Ephemerides, EphemerisSearch
from aurorax_typed._sync.metadata import Metadata
from aurorax_typed._sync.requests import Requests
from aurorax_typed._sync.sources import KnownSources, Sources
from aurorax_typed._sync.swarmaurora import SwarmAurora
from aurorax_typed._sync.transport import Transport
from aurorax_typed._sync.utilities import Utilities
from aurorax_typed._telemetry import Telemetry
from aurorax_typed.config import PollingPolicy, RetryPolicy, Secret, base_url_from, seconds, secret_from
from aurorax_typed.errors import ConfigurationError
from aurorax_typed.events import EventListener
from aurorax_typed.tracing import Tracing

if TYPE_CHECKING:
    import httpx


__all__ = ["AnySearch", "AuroraX"]

AnySearch: TypeAlias = DataProductsSearch | EphemerisSearch | ConjunctionsSearch
"""A search of any kind; `isinstance` tells which."""


class AuroraX:
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
        tracing: makes spans of it, such as `aurorax_typed.otel.OpenTelemetry()`.

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
        transport: httpx.BaseTransport | None = None,
        on_event: EventListener | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        try:
            api_key = secret_from(api_key)
        except ConfigurationError:
            del api_key  # a traceback may show what is here
            raise
        self.base_url: str = base_url_from(base_url)
        self.retry: RetryPolicy = setting(
            retry, RetryPolicy, "retry", "RetryPolicy(max_attempts=1) for no second attempt"
        )
        self.polling: PollingPolicy = setting(polling, PollingPolicy, "polling", "PollingPolicy(max_interval=2.0)")
        self.timeout: float = seconds("timeout", timeout)
        check_listener(on_event, "on_event")
        if tracing is not None and not isinstance(tracing, Tracing):
            raise ConfigurationError(f"tracing takes what makes spans, such as OpenTelemetry(), not {tracing!r}.")
        if transport is not None and not hasattr(transport, "handle_request"):
            raise ConfigurationError(f"transport takes an httpx transport for this kind of client, not {transport!r}.")
        self._transport: Transport = Transport(
            base_url=self.base_url,
            secret=api_key,
            timeout=self.timeout,
            retry=self.retry,
            limits=setting(limits, DecoderLimits, "limits", "DecoderLimits(max_total_bytes=10**9)"),
            transport=transport,
            telemetry=Telemetry(self.base_url, on_event, tracing),
        )
        self._borrowed = False
        self._make_resources()

    def _make_resources(self) -> None:
        known = KnownSources(self._transport)
        self.data_products: DataProducts = DataProducts(self._transport, self.polling, known)
        self.ephemeris: Ephemerides = Ephemerides(self._transport, self.polling, known)
        self.conjunctions: Conjunctions = Conjunctions(self._transport, self.polling, known)
        self.sources: Sources = Sources(self._transport, known)
        self.availability: Availability = Availability(self._transport, known)
        self.metadata: Metadata = Metadata(self._transport)
        self.requests: Requests = Requests(self._transport)
        self.accounts: Accounts = Accounts(self._transport)
        self.utilities: Utilities = Utilities(self._transport)
        self.swarmaurora: SwarmAurora = SwarmAurora(self._transport)

    def with_options(
        self,
        *,
        api_key: str | Secret | None = None,
        timeout: float | None = None,
        retry: RetryPolicy | None = None,
        polling: PollingPolicy | None = None,
        on_event: EventListener | None = None,
    ) -> AuroraX:
        """This client under other settings, for a part of a program or one of its users, on the same connections.

            patient = client.with_options(timeout=120, retry=RetryPolicy(max_attempts=10))

        Closing it leaves the connections open; they are this client's, and end with it.

        Args:
            api_key: with a key of its own it has no part in a session that was signed in to here.
            timeout, retry, polling, on_event: as for a new client. What is None stays as it is here.

        Raises:
            ConfigurationError: a setting can't be used.
        """
        try:
            secret = None if api_key is None else secret_from(api_key)
        except ConfigurationError:
            del api_key  # a traceback may show what is here
            raise
        check_listener(on_event, "on_event")
        other = object.__new__(AuroraX)
        other.base_url = self.base_url
        other.timeout = self.timeout if timeout is None else seconds("timeout", timeout)
        other.retry = setting(
            self.retry if retry is None else retry, RetryPolicy, "retry", "RetryPolicy(max_attempts=1)"
        )
        other.polling = setting(
            self.polling if polling is None else polling, PollingPolicy, "polling", "PollingPolicy(max_interval=2.0)"
        )
        telemetry = self._transport.telemetry
        other._transport = self._transport.with_options(
            secret=secret,
            timeout=other.timeout,
            retry=other.retry,
            telemetry=telemetry if on_event is None else telemetry.told_to(on_event),
        )
        other._borrowed = True
        other._make_resources()
        return other

    def load(self, path: str | os.PathLike[str], *, verbose: bool = False) -> AnySearch:
        """Take up a search that `save` wrote to a file, of this process or any other, and ask the server how it stands.

        Where the server does not know it (it was saved before it was submitted, or the server has forgotten it since),
        it is as `prepare` gives it, with its query: `execute()` submits it, under the id that it had.

            search = await client.load("my-search.json")
            if not search.executed:
                await search.execute()
            await search.wait()

        Args:
            path: the file.
            verbose: print each step, prefixed with the elapsed time.

        Returns:
            A search of the kind that was saved.

        Raises:
            SavedSearchError: the file holds no search that this client can take up; nothing was sent.
            QueryError: `path` is no path.
            NotFoundError: the server does not know it, and the file does not hold its query.
            OSError: the file can't be read.
        """
        from aurorax_typed._atomic import read_start

        file = local_path(path)
        name = str(file)
        saved = parse_saved(to_thread(read_start, file, MAX_SAVED + 1), path=name, base_url=self.base_url)
        if saved.family == "data_products":
            return self.data_products._take_up(saved, name, verbose=verbose)
        if saved.family == "ephemeris":
            return self.ephemeris._take_up(saved, name, verbose=verbose)
        return self.conjunctions._take_up(saved, name, verbose=verbose)

    def close(self) -> None:
        """Close the connections. Searches go on at the server."""
        if not self._borrowed:
            self._transport.close()

    def __enter__(self) -> AuroraX:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        # A traceback with values asks this of a client that is only half made, too.
        return f"{type(self).__name__}(base_url={getattr(self, 'base_url', None)!r})"
