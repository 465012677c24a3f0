"""Spans for OpenTelemetry (extra `otel`), asked for by `AuroraX(tracing=OpenTelemetry())`.

A search is a span, `search data_products` say; below it come `submit`, `wait` and `download`, and below these each HTTP
request, attempts that failed included. Steps that are taken one by one (`submit()`, later `wait()`, later `get_data()`)
hang below the first of them while they are in the same trace. In another trace, such as that of another request to a
service, they hang where they happen, with a link to the first.

Requests have the attributes of OpenTelemetry's conventions for HTTP clients; the rest begins with `aurorax.`. No span
holds a header, a body or a query string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import attrs

from aurorax_typed.errors import APIError, MissingExtraError
from aurorax_typed.events import Event, PollFailed, RequestSent, RetryScheduled, StateChanged
from aurorax_typed.tracing import OperationName

try:
    from opentelemetry import context, trace
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
except ImportError as _missing:
    raise MissingExtraError(
        "Spans need opentelemetry-api, which is not installed. Run: pip install 'aurorax-typed[otel]'"
    ) from _missing

__all__ = ["OpenTelemetry", "OpenTelemetrySpan"]

_HTTP_NAMES: Final = {"status": "http.response.status_code"}
_ID: Final = re.compile(r"/(?:-?\d+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?=/|$)")


class OpenTelemetry:
    """Makes OpenTelemetry spans of what clients do. May be shared by clients, threads and tasks.

    Args:
        tracer_provider: where spans go; default: the global one.
        propagate: send `traceparent` along with requests to the configured server, never to another. Off, since
            AuroraX is somebody else's and does nothing with it; for a server of your own.
    """

    def __init__(self, tracer_provider: trace.TracerProvider | None = None, *, propagate: bool = False) -> None:
        self._tracer = trace.get_tracer("aurorax_typed", tracer_provider=tracer_provider)
        self._propagate = propagate

    def operation(self, name: OperationName, family: str, origin: object) -> OpenTelemetrySpan:
        """See `aurorax_typed.tracing.Tracing`."""
        parent, links = context.get_current(), []
        if isinstance(origin, trace.SpanContext) and origin.is_valid:
            here = trace.get_current_span().get_span_context()
            if not here.is_valid or here.trace_id == origin.trace_id:
                parent = trace.set_span_in_context(trace.NonRecordingSpan(origin))
            else:
                links.append(trace.Link(origin))
        attributes = {"aurorax.operation": name, "aurorax.family": family}
        span = self._tracer.start_span(f"{name} {family}", parent, attributes=attributes, links=links)
        return OpenTelemetrySpan(span, {})

    def request(self, sent: RequestSent, base_url: str) -> OpenTelemetrySpan:
        """See `aurorax_typed.tracing.Tracing`."""
        address = urlsplit(base_url)
        template = _ID.sub("/{id}", sent.path)
        attributes: dict[str, str | int] = {
            "http.request.method": sent.method,
            "url.full": base_url + sent.path,
            "url.template": template,
            "server.address": address.hostname or "",
            "server.port": address.port or (443 if address.scheme == "https" else 80),
        }
        if sent.attempt > 1:
            attributes["http.request.resend_count"] = sent.attempt - 1
        if sent.request_id:
            attributes["aurorax.request_id"] = sent.request_id
        span = self._tracer.start_span(f"{sent.method} {template}", kind=trace.SpanKind.CLIENT, attributes=attributes)
        headers: dict[str, str] = {}
        if self._propagate:
            TraceContextTextMapPropagator().inject(headers, trace.set_span_in_context(span))
        return OpenTelemetrySpan(span, headers)

    def event(self, event: Event) -> None:
        """Retries, failed polls and changes of state become events of the span in which they happen."""
        if isinstance(event, RetryScheduled | PollFailed | StateChanged):
            told = {
                f"aurorax.{name}": value if isinstance(value, int | float) else str(value)
                for name, value in attrs.asdict(event, recurse=False).items()
                if value is not None
            }
            trace.get_current_span().add_event(type(event).__name__, told)


class OpenTelemetrySpan:
    """See `aurorax_typed.tracing.Span`."""

    __slots__ = ("_span", "headers")

    def __init__(self, span: trace.Span, headers: Mapping[str, str]) -> None:
        self._span = span
        self.headers: Mapping[str, str] = headers

    @property
    def origin(self) -> object:
        """What links to this span."""
        return self._span.get_span_context()

    @contextmanager
    def active(self) -> Iterator[None]:
        """The current span while a block runs."""
        token = context.attach(trace.set_span_in_context(self._span))
        try:
            yield
        finally:
            context.detach(token)

    def end(self, error: BaseException | None, known: Mapping[str, str | int]) -> None:
        """Note what is known, and the error if there is one."""
        span = self._span
        for name, value in known.items():
            span.set_attribute(_HTTP_NAMES.get(name, f"aurorax.{name}"), value)
        status = known.get("status")
        if error is not None:
            kind = type(error)
            span.set_attribute("error.type", str(error.status_code) if isinstance(error, APIError) else _name(kind))
            span.record_exception(error)
            span.set_status(trace.StatusCode.ERROR, f"{kind.__name__}: {error}".rstrip(": "))
        elif isinstance(status, int) and not 200 <= status < 300:
            span.set_attribute("error.type", str(status))
            span.set_status(trace.StatusCode.ERROR)
        span.end()


def _name(kind: type[BaseException]) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
