"""The life of a search: one table of (state, event) -> state, and the reading of a status document as an event.

Rules:

1. A search is *over* in `ready`, `failed`, `cancelled` and `expired`; nothing takes it back to `running`. A server that
   says so is behind (a stale replica), and is not believed.
2. Success is a `data_uri` without an error. While a search runs every member of its `search_result` is null, the error
   condition too, and a failed search may never get a `data_uri`: neither null nor absence means success or failure.
3. A cancelled search that finishes first is `ready`: the result is there and is right.
4. Whatever the table does not hold is a contradiction and raises; it is never ignored.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from aurorax_typed._core.documents import StatusDocument
from aurorax_typed.errors import ProtocolError

__all__ = ["OVER", "TRANSITIONS", "SearchEvent", "SearchState", "event_of", "next_state"]


class SearchState(StrEnum):
    """Where a search is in its life. The values are plain text: `search.state == "ready"` works."""

    PREPARED = "prepared"
    SUBMITTED = "submitted"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_over(self) -> bool:
        """Whether the server is done with it, one way or another."""
        return self in OVER


class SearchEvent(StrEnum):
    """What can happen to a search. The `reported_` ones are read from its status document."""

    ACCEPTED = "accepted"
    ATTACHED = "attached"
    CANCEL_SENT = "cancel_sent"
    REPORTED_RUNNING = "reported_running"
    REPORTED_READY = "reported_ready"
    REPORTED_FAILED = "reported_failed"
    REPORTED_CANCELLED = "reported_cancelled"
    REPORTED_DELETED = "reported_deleted"
    RESULT_GONE = "result_gone"


_S = SearchState
_E = SearchEvent

OVER: Final = frozenset({_S.READY, _S.FAILED, _S.CANCELLED, _S.EXPIRED})

_WAITING: Final = {
    _E.REPORTED_RUNNING: _S.RUNNING,
    _E.REPORTED_READY: _S.READY,
    _E.REPORTED_FAILED: _S.FAILED,
    _E.REPORTED_CANCELLED: _S.CANCELLED,
    _E.REPORTED_DELETED: _S.EXPIRED,
    _E.CANCEL_SENT: _S.CANCELLING,
}

TRANSITIONS: Final[dict[SearchState, dict[SearchEvent, SearchState]]] = {
    _S.PREPARED: {_E.ACCEPTED: _S.SUBMITTED, _E.ATTACHED: _S.SUBMITTED},
    _S.SUBMITTED: _WAITING,
    _S.RUNNING: _WAITING,
    _S.CANCELLING: {
        _E.CANCEL_SENT: _S.CANCELLING,
        _E.REPORTED_RUNNING: _S.CANCELLING,
        _E.REPORTED_READY: _S.READY,
        _E.REPORTED_FAILED: _S.CANCELLED,
        _E.REPORTED_CANCELLED: _S.CANCELLED,
        _E.REPORTED_DELETED: _S.CANCELLED,
    },
    _S.READY: {
        _E.REPORTED_READY: _S.READY,
        _E.REPORTED_RUNNING: _S.READY,
        _E.REPORTED_DELETED: _S.EXPIRED,
        _E.RESULT_GONE: _S.EXPIRED,
    },
    _S.FAILED: {_E.REPORTED_FAILED: _S.FAILED, _E.REPORTED_RUNNING: _S.FAILED},
    _S.CANCELLED: {
        _E.REPORTED_CANCELLED: _S.CANCELLED,
        _E.REPORTED_FAILED: _S.CANCELLED,
        _E.REPORTED_RUNNING: _S.CANCELLED,
        _E.REPORTED_DELETED: _S.CANCELLED,
    },
    _S.EXPIRED: {
        _E.REPORTED_DELETED: _S.EXPIRED,
        _E.REPORTED_RUNNING: _S.EXPIRED,
        # The status may still name the file that the data address has already denied.
        _E.REPORTED_READY: _S.EXPIRED,
        _E.RESULT_GONE: _S.EXPIRED,
    },
}


def next_state(state: SearchState, event: SearchEvent) -> SearchState:
    """Where an event takes a search.

    Raises:
        ProtocolError: the event can't happen in that state; the server contradicts itself.
    """
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        raise ProtocolError(
            f"The server's word '{event.value.replace('_', ' ')}' can't follow the state '{state}' of this search. "
            "Attach to it anew to see what holds."
        ) from None


def event_of(status: StatusDocument) -> SearchEvent:
    """What a status document says has happened.

    How the server marks a cancelled search is not published; it is known to add an error entry to the logs. So an error
    whose last words speak of cancelling is read as cancelled, any other as failed.
    """
    result = status.get("search_result")
    if not result:
        return SearchEvent.REPORTED_RUNNING
    if result.get("error_condition"):
        errors = [entry["summary"] for entry in status.get("logs") or [] if entry["level"] == "error"]
        cancelled = bool(errors) and "cancel" in errors[-1].lower()
        return SearchEvent.REPORTED_CANCELLED if cancelled else SearchEvent.REPORTED_FAILED
    if result.get("result_file_deleted_timestamp") is not None:
        return SearchEvent.REPORTED_DELETED
    if result.get("data_uri") is not None:
        return SearchEvent.REPORTED_READY
    # Completed, no error, no data: there is nothing to wait for any more.
    done = result.get("completed_timestamp") is not None
    return SearchEvent.REPORTED_FAILED if done else SearchEvent.REPORTED_RUNNING
