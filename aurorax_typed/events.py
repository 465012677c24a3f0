"""What a client is doing, as frozen values, for whoever wants to show or record it.

Pass `on_event=` to a client: it is called with each event, in the thread or task that works, and must return soon.
An error that it raises ends the call it came from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

from aurorax_typed._core.search_state import SearchState
from aurorax_typed.records import LogEntry

__all__ = [
    "Event",
    "EventListener",
    "OperationEnded",
    "PollFailed",
    "Polled",
    "Received",
    "RequestFailed",
    "RequestSent",
    "ResponseReceived",
    "RetryScheduled",
    "StateChanged",
    "Uploaded",
    "WindowDone",
]


@frozen(kw_only=True)
class RequestSent:
    """A request is about to go out. One `ResponseReceived` or `RequestFailed` follows.

    Attributes:
        path: relative to the base URL, without the query.
        attempt: counts from 1.
        request_id: the search that it is about, if any.
    """

    method: str
    path: str
    attempt: int
    request_id: str | None = None


@frozen(kw_only=True)
class ResponseReceived:
    """An answer came, be it a refusal: a small one as a whole, of a download its head.

    Attributes:
        status: of HTTP.
        seconds: since the request was sent.
        bytes: of the body; None for a download, which `Received` tells of.
    """

    method: str
    path: str
    attempt: int
    status: int
    seconds: float
    bytes: int | None = None
    request_id: str | None = None


@frozen(kw_only=True)
class RequestFailed:
    """No usable answer came, or the call was interrupted. Where it is sent again, a `RetryScheduled` follows.

    Attributes:
        error_type: name of the error's class, such as `"TransportError"` or `"CancelledError"`.
        reason: for people.
        seconds: since the request was sent.
    """

    method: str
    path: str
    attempt: int
    seconds: float
    error_type: str
    reason: str
    request_id: str | None = None


@frozen(kw_only=True)
class RetryScheduled:
    """A request failed for a passing reason and will be sent again after `wait` seconds."""

    method: str
    path: str
    attempt: int
    wait: float
    reason: str
    request_id: str | None = None


@frozen(kw_only=True)
class StateChanged:
    """A search went from one state to another; `submitted` is the first after `prepared`."""

    request_id: str
    before: SearchState
    after: SearchState


@frozen(kw_only=True)
class Polled:
    """The status of a search was asked for. `elapsed` is seconds since waiting began; `logs` are all so far."""

    request_id: str
    state: SearchState
    elapsed: float
    logs: tuple[LogEntry, ...]


@frozen(kw_only=True)
class PollFailed:
    """The status of a search could not be had for a passing reason; waiting goes on. `elapsed` as for `Polled`."""

    request_id: str
    reason: str
    elapsed: float


@frozen(kw_only=True)
class Received:
    """Part of a result came. `bytes` (decoded, not as sent) and `records` are totals so far; `expected` is the number
    of records that the server counted, if it said so."""

    request_id: str
    bytes: int
    records: int
    expected: int | None


@frozen(kw_only=True)
class Uploaded:
    """Part of an upload was taken in. `records` is the total so far; `expected` is how many there will be."""

    identifier: int
    records: int
    expected: int


@frozen(kw_only=True)
class OperationEnded:
    """Something that may take several requests is over, one way or another.

    Attributes:
        operation: `search` (submitting and waiting), `submit`, `wait`, `poll`, `download`, `cancel` or `upload`.
        family: `data_products`, `ephemeris` or `conjunctions`.
        seconds: that it took.
        request_id: the search, if it is about one.
        records: that came, or that were taken in, until then.
        bytes: of the result that came until then, decoded.
        error_type: name of the class of the error that ended it; None where it ended well. A download whose consumer
            had enough ends well too.
    """

    operation: str
    family: str
    seconds: float
    request_id: str | None = None
    records: int | None = None
    bytes: int | None = None
    error_type: str | None = None


@frozen(kw_only=True)
class WindowDone:
    """A window of a scan was read, or written, to its end. `number` of `windows` it is, counted from 1; `records` are
    those that it kept."""

    name: str
    records: int
    number: int
    windows: int


Event: TypeAlias = (
    RequestSent
    | ResponseReceived
    | RequestFailed
    | RetryScheduled
    | StateChanged
    | Polled
    | PollFailed
    | Received
    | Uploaded
    | OperationEnded
    | WindowDone
)
EventListener: TypeAlias = Callable[[Event], None]
