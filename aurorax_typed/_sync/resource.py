# Made from _async/resource.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""What the three kinds of searches share: running a query, attaching to a search, describing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any, Generic, Literal, TypeVar, cast

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._arguments import wait_limit
from aurorax_typed._core.documents import parse_text
from aurorax_typed._core.saved_search import SavedSearch
from aurorax_typed._core.urls import check_request_id
from aurorax_typed._sync.search import Search
from aurorax_typed._sync.sources import KnownSources
from aurorax_typed._sync.transport import Transport
from aurorax_typed.config import PollingPolicy
from aurorax_typed.errors import QueryError, SavedSearchError
from aurorax_typed.queries import Query, SourceFormat, SpanQuery

__all__ = ["SearchResource"]


Q = TypeVar("Q", bound=Query)
S_co = TypeVar("S_co", bound=Search[Any, Any, Any], covariant=True)


class SearchResource(Generic[Q, S_co]):
    """Searches of one kind."""

    _search: type[S_co]

    def __init_subclass__(cls) -> None:
        """`search` takes a query or its parts; what helps people write a call shows the parts."""
        super().__init_subclass__()
        search: Callable[..., object] | None = cls.__dict__.get("search")
        if search is not None:
            own = signature(search)
            named = [part for part in own.parameters.values() if part.kind is part.KEYWORD_ONLY]
            parts = [part for part in signature(cls._search.query_type).parameters.values() if part.name != "extra"]
            self = own.parameters["self"]
            vars(search)["__signature__"] = own.replace(parameters=[self, *parts, *named])

    def __init__(self, transport: Transport, polling: PollingPolicy, known_sources: KnownSources) -> None:
        self._transport = transport
        self._polling = polling
        self._known_sources = known_sources

    def prepare(self, query: Q, *, source_format: SourceFormat = "basic_info", verbose: bool = False) -> S_co:
        """A search that is not submitted yet; `execute()` does that. Sends nothing.

        Args:
            query: what to find.
            source_format: how much of its data source each record will carry.
            verbose: print each step, prefixed with the elapsed time.

        Raises:
            QueryError: that is no query of this kind.
        """
        return self._search(
            self._transport,
            self._polling,
            self._known_sources,
            query=self._checked(query),
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

    def submit(self, query: Q, *, source_format: SourceFormat = "basic_info", verbose: bool = False) -> S_co:
        """Submit a query and return as soon as the server has it.

        Args:
            query: what to find.
            source_format: how much of its data source each record will carry.
            verbose: print each step, prefixed with the elapsed time.

        Raises:
            QueryError: that is no query of this kind; nothing was sent.
        """
        search = self.prepare(query, source_format=source_format, verbose=verbose)
        search.execute()
        return search

    def _run(
        self, query: Q, *, source_format: SourceFormat, timeout: float | Literal["default"] | None, verbose: bool
    ) -> S_co:
        """Submit a query and wait until its result is there, unread."""
        limit = wait_limit(timeout)
        search = self.prepare(query, source_format=source_format, verbose=verbose)
        with search._doing("search"):
            search.execute()
            search.wait(timeout=limit)
        if search._meant is not None:
            return self._run(search._meant, source_format=source_format, timeout=timeout, verbose=verbose)
        return search

    def _query(self, given: tuple[object, ...], parts: Mapping[str, object]) -> Q:
        """The query that `search` was given, or one made of its parts."""
        make: Callable[..., Q] = self._search.query_type
        queries = [value for value in (*given, *parts.values()) if isinstance(value, SpanQuery)]
        if not queries:
            return make(*given, **parts)
        if len(given) + len(parts) > 1:
            raise QueryError(
                "search takes a query or the parts of one, not both. To change a query: attrs.evolve(query, …)."
            )
        return self._checked(queries[0])

    def _checked(self, query: object) -> Q:
        """What was given, if it is a query of this kind."""
        wanted = self._search.query_type
        if isinstance(query, wanted):
            return cast(Q, query)
        if isinstance(query, str | bytes | Mapping):
            name = wanted.__name__
            raise QueryError(f"This takes a query: {name}(start, end, …) makes one, {name}.from_json(…) reads one.")
        raise QueryError(f"This takes a query of the class {wanted.__name__}, not {type(query).__name__}.")

    def _take_up(self, saved: SavedSearch, path: str, *, verbose: bool) -> S_co:
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
        search._resume(saved)
        return search

    def describe(self, query: Q) -> str:
        """The query in the server's words. The server describes without checking.

        Raises:
            QueryError: that is no query of this kind; nothing was sent.
        """
        document = self._checked(query).to_json()
        reply = self._transport.call(endpoints.searches.describe(self._search.family, document))
        return parse_text(reply.body, what="The description of the query")
