"""What the three kinds of searches share: running a query, attaching to a search, describing."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.search import AsyncSearch
from aurorax_typed._async.sources import AsyncKnownSources
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_text
from aurorax_typed._core.saved_search import SavedSearch
from aurorax_typed._core.urls import check_request_id
from aurorax_typed.config import PollingPolicy
from aurorax_typed.errors import QueryError, SavedSearchError
from aurorax_typed.queries import Query, SourceFormat

__all__ = ["AsyncSearchResource"]


Q = TypeVar("Q", bound=Query)
S_co = TypeVar("S_co", bound=AsyncSearch[Any, Any, Any], covariant=True)


class AsyncSearchResource(Generic[Q, S_co]):
    """Searches of one kind, for queries that are made already; `search` and `submit` of each kind make their query."""

    _search: type[S_co]

    def __init__(self, transport: AsyncTransport, polling: PollingPolicy, known_sources: AsyncKnownSources) -> None:
        self._transport = transport
        self._polling = polling
        self._known_sources = known_sources

    def prepare(self, query: Q, *, source_format: SourceFormat = "basic_info", verbose: bool = False) -> S_co:
        """A search that is not submitted yet; `execute()` does that. Sends nothing.

        Args:
            source_format: how much of its data source each record will carry.
            verbose: print each step, prefixed with the elapsed time.
        """
        return self._search(
            self._transport,
            self._polling,
            self._known_sources,
            query=query,
            source_format=source_format,
            verbose=verbose,
        )

    def attach(self, request_id: str, *, source_format: SourceFormat = "basic_info", verbose: bool = False) -> S_co:
        """Take up a search again, of this process or any other. Sends nothing; `wait()` or `update_status()` looks.

        Raises:
            QueryError: that is no request id.
        """
        return self._search(
            self._transport,
            self._polling,
            self._known_sources,
            request_id=check_request_id(request_id),
            source_format=source_format,
            verbose=verbose,
        )

    async def submit_query(
        self, query: Q, *, source_format: SourceFormat = "basic_info", verbose: bool = False
    ) -> S_co:
        """Submit a query and return as soon as the server has it."""
        search = self.prepare(query, source_format=source_format, verbose=verbose)
        await search.execute()
        return search

    async def search_query(
        self,
        query: Q,
        *,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
    ) -> S_co:
        """Submit a query and wait until its result is there, unread."""
        search = self.prepare(query, source_format=source_format, verbose=verbose)
        with search._doing("search"):
            await search.execute()
            await search.wait(timeout=timeout)
        return search

    async def _take_up(self, saved: SavedSearch, path: str, *, verbose: bool) -> S_co:
        """A search that was read from a file by `client.load`, which see."""
        query: Q | None = None
        if saved.query_document is not None:
            try:
                query = self._search.query_type.from_json(saved.query_document)
            except QueryError as error:
                raise SavedSearchError(f"{path!r} is damaged; its query can't be read: {error}", path=path) from None
        search = self._search(
            self._transport,
            self._polling,
            self._known_sources,
            query=query,
            source_format=saved.source_format,
            verbose=verbose,
        )
        await search._resume(saved)
        return search

    async def describe(self, query: Q) -> str:
        """The query in the server's words. The server describes without checking."""
        reply = await self._transport.call(endpoints.searches.describe(self._search.family, query.to_json()))
        return parse_text(reply.body, what="The description of the query")
