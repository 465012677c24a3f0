"""The one place that what a client does goes through on its way to whoever watches: logs, spans, the user's listener.

The clients say what happens, by `tell`, and what is under way, by `request` and `operation`; they know nothing of logs
and spans.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType

from attrs import define, field

from aurorax_typed.events import Event, EventListener, OperationEnded, RequestFailed, RequestSent, ResponseReceived
from aurorax_typed.logs import log_event
from aurorax_typed.tracing import OperationName, Span, Tracing

__all__ = ["Answer", "Operation", "Telemetry"]


@define
class Answer:
    """What came of a request, to be filled in by whoever sends it.

    Attributes:
        headers: to be sent along.
        status: of HTTP; 0 before there is one.
        bytes: of the body, where it was read whole.
    """

    headers: Mapping[str, str] = field(factory=dict)
    status: int = 0
    bytes: int | None = None


class Operation:
    """Something under way that may take several requests. Ends when it is left, whatever the reason.

    Attributes:
        known: what has become known of it, by the names that events use.
    """

    __slots__ = ("_begun", "_family", "_name", "_span", "_tell", "known")

    def __init__(self, name: OperationName, family: str, span: Span | None, tell: EventListener) -> None:
        self._name = name
        self._family = family
        self._span = span
        self._tell = tell
        self._begun = time.monotonic()
        self.known: dict[str, str | int] = {}

    @property
    def origin(self) -> object:
        """See `Span.origin`."""
        return None if self._span is None else self._span.origin

    def active(self) -> AbstractContextManager[object]:
        """Requests in this block are part of it. Must not be open where a generator gives something out: what its
        consumer does then is not part of it."""
        return nullcontext() if self._span is None else self._span.active()

    def __enter__(self) -> Operation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        failure = None if isinstance(error, GeneratorExit) else error  # a consumer that has enough is no failure
        if self._span is not None:
            self._span.end(failure, self.known)
        name, records, size = (self.known.get(key) for key in ("request_id", "records", "bytes"))
        self._tell(
            OperationEnded(
                operation=self._name,
                family=self._family,
                seconds=time.monotonic() - self._begun,
                request_id=str(name) if name else None,
                records=records if isinstance(records, int) else None,
                bytes=size if isinstance(size, int) else None,
                error_type=None if failure is None else type(failure).__name__,
            )
        )


class Telemetry:
    """Who is told what one client does.

    Args:
        base_url: where its requests go.
        listener: the user's, for events.
        tracing: makes spans.
        is_configured_server: whether that is the configured server, which may get headers of the tracing system.
    """

    __slots__ = ("_base_url", "_is_configured_server", "_listener", "_tracing")

    def __init__(
        self,
        base_url: str,
        listener: EventListener | None,
        tracing: Tracing | None,
        *,
        is_configured_server: bool = True,
    ) -> None:
        self._base_url = base_url
        self._listener = listener
        self._tracing = tracing
        self._is_configured_server = is_configured_server

    def told_to(self, listener: EventListener | None) -> Telemetry:
        """The same with another listener."""
        return Telemetry(self._base_url, listener, self._tracing, is_configured_server=self._is_configured_server)

    def elsewhere(self, base_url: str) -> Telemetry:
        """The same for requests to another server."""
        return Telemetry(base_url, self._listener, self._tracing, is_configured_server=False)

    def tell(self, event: Event) -> None:
        """Something happened."""
        log_event(event)
        if self._tracing is not None:
            self._tracing.event(event)
        if self._listener is not None:
            self._listener(event)

    def operation(self, name: OperationName, family: str, origin: object = None) -> Operation:
        """Something begins; see `Tracing.operation`."""
        span = None if self._tracing is None else self._tracing.operation(name, family, origin)
        return Operation(name, family, span, self.tell)

    @contextmanager
    def request(self, method: str, path: str, attempt: int, request_id: str | None) -> Iterator[Answer]:
        """One request, from before it is sent until its answer is here: the whole of a small one, else the head."""
        sent = RequestSent(method=method, path=path, attempt=attempt, request_id=request_id)
        self.tell(sent)
        span = None if self._tracing is None else self._tracing.request(sent, self._base_url)
        answer = Answer() if span is None or not self._is_configured_server else Answer(headers=span.headers)
        begun = time.monotonic()
        failure: BaseException | None = None
        try:
            with nullcontext() if span is None else span.active():
                yield answer
        except BaseException as error:
            failure = error
            raise
        finally:
            seconds = time.monotonic() - begun
            if span is not None:
                span.end(failure, {"status": answer.status} if answer.status else {})
            self.tell(
                ResponseReceived(
                    method=method,
                    path=path,
                    attempt=attempt,
                    status=answer.status,
                    seconds=seconds,
                    bytes=answer.bytes,
                    request_id=request_id,
                )
                if failure is None
                else RequestFailed(
                    method=method,
                    path=path,
                    attempt=attempt,
                    seconds=seconds,
                    error_type=type(failure).__name__,
                    reason=str(failure) or type(failure).__name__,
                    request_id=request_id,
                )
            )
