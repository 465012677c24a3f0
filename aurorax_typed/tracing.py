"""What a tracing system does for a client: see `aurorax_typed.otel` for the one that is built in.

A client is given a `Tracing` by `tracing=`. It begins a span for each operation on a search (`search`, `submit`,
`wait`, `poll`, `download`, `cancel`), for each upload, and for each request that goes out, and ends every one of them,
whatever happens in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from aurorax_typed.events import Event, RequestSent

__all__ = ["OperationName", "Span", "Tracing"]

OperationName: TypeAlias = Literal["search", "submit", "wait", "poll", "download", "cancel", "upload"]


class Span(Protocol):
    """One thing under way."""

    @property
    def origin(self) -> object:
        """For `Tracing.operation`, so that what is done later with the same search hangs below this."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """To go along with a request, such as `traceparent`; to the configured server only."""
        ...

    def active(self) -> AbstractContextManager[object]:
        """Make it the current one while a block runs, in this thread or task."""
        ...

    def end(self, error: BaseException | None, known: Mapping[str, str | int]) -> None:
        """It is over.

        Args:
            error: what ended it, if it did not end well.
            known: what has become known, by the names that events use: `status`, `records`, `bytes`, `state` …
        """
        ...


@runtime_checkable
class Tracing(Protocol):
    """Makes spans. May be shared by clients, threads and tasks."""

    def operation(self, name: OperationName, family: str, origin: object) -> Span:
        """An operation begins; `origin` is that of the search's first span, or None."""
        ...

    def request(self, sent: RequestSent, base_url: str) -> Span:
        """A request is about to go out."""
        ...

    def event(self, event: Event) -> None:
        """Something happened within the current span."""
        ...
