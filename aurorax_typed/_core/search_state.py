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
from typing import Final, NoReturn

from aurorax_typed._core.documents import SearchResultDocument, StatusDocument
from aurorax_typed._core.sanitize import shortened
from aurorax_typed._core.urls import check_request_id
from aurorax_typed.errors import (
    ProtocolError,
    ResultCountError,
    ResultExpiredError,
    SearchCancelledError,
    SearchFailedError,
    SearchStateError,
)
from aurorax_typed.records import LogEntry

__all__ = ["OVER", "TRANSITIONS", "SearchEvent", "SearchHandle", "SearchState", "event_of", "next_state"]


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


_NEXT_STEP = {
    SearchState.PREPARED: "Call execute() first.",
    SearchState.FAILED: "Its logs say why.",
    SearchState.CANCELLED: "Run it again.",
    SearchState.EXPIRED: "Run it again.",
}


class SearchHandle:
    """The part of a search that the sync and async clients share.

    Attributes:
        request_id: the server's name for it; empty until it is submitted or saved. Anyone who knows it can attach.
        state: where it is in its life.
        status: the last status document, as the server sent it; None before the first.
    """

    # Of the class too, for the repr of one that is only half made, in a traceback with values.
    request_id: str = ""
    state: SearchState = SearchState.PREPARED
    status: StatusDocument | None = None

    def __init__(self, request_id: str = "") -> None:
        if request_id:
            self.request_id = check_request_id(request_id)
            self.state = next_state(self.state, SearchEvent.ATTACHED)

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(executed={self.executed}, completed={self.completed}, "
            f"request_id={self.request_id!r})"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: where it stands as of the last look, and what to do next. Sends nothing."""
        from aurorax_typed._notebook import search_card

        result = self._result()
        count, size, took = result.get("result_count"), result.get("file_size"), result.get("query_duration")
        facts = [] if count is None else [f"{count:,} record{'' if count == 1 else 's'}"]
        facts += [] if size is None else [f"{size / 1e6:,.1f} MB at the server"]
        facts += [] if took is None else [f"searched for {took / 1000:.1f} s"]
        query = getattr(self, "query", None)
        asked = self.status["search_request"].get("query") if self.status is not None else None
        return search_card(
            name=type(self).__name__,
            state=str(self.state),
            request_id=self.request_id,
            facts=facts,
            query=asked if query is None else query.to_json(),
            next_step=self._advice(),
            logs=self.logs,
        )

    def _advice(self) -> str:
        wait = "await " if type(self).__name__.startswith("Async") else ""
        match self.state:
            case SearchState.PREPARED:
                return f"Not submitted yet. Next: {wait}search.execute()"
            case SearchState.READY if getattr(self, "_data", None) is not None:
                return "Its records are in search.data"
            case SearchState.READY:
                return f"Next: {wait}search.get_data(), or search.stream()"
            case SearchState.FAILED | SearchState.CANCELLED | SearchState.EXPIRED:
                return _NEXT_STEP[self.state]
        return f"As of the last look. Next: {wait}search.wait(), or {wait}search.update_status() to look again"

    @property
    def executed(self) -> bool:
        """Whether it has been submitted."""
        return self.state is not SearchState.PREPARED

    @property
    def completed(self) -> bool:
        """Whether the server is done with it, one way or another, as far as the last look told."""
        return self.state.is_over

    @property
    def logs(self) -> list[LogEntry]:
        """The server's log of it, as of the last look at its status."""
        return list(self.status.get("logs") or []) if self.status is not None else []

    @property
    def result_count(self) -> int | None:
        """How many records the server found; None until it is ready."""
        return self._result().get("result_count")

    @property
    def file_size(self) -> int | None:
        """Bytes of the result as the server stores it (not as it is downloaded); None until it is ready."""
        return self._result().get("file_size")

    def _result(self) -> SearchResultDocument:
        return (self.status.get("search_result") if self.status is not None else None) or {}

    def _reported(self, status: StatusDocument) -> SearchEvent:
        """The event that a status stands for, after checking that it is about this search."""
        named = status["search_request"]["request_id"]
        if named.lower() != self.request_id:
            raise ProtocolError(
                f"Asked for search {self.request_id}, the server answered about {named[:100]!r}. "
                "Try again; if it stays so, something on the way mixes answers up."
            )
        return event_of(status)

    def _require_submitted(self) -> None:
        if not self.executed:
            raise SearchStateError("This search was not submitted. Call execute() first.")

    def _raise_expired(self, cause: Exception | None = None) -> NoReturn:
        raise ResultExpiredError(
            f"The result of search {self.request_id} has been removed. Run it again.", request_id=self.request_id
        ) from cause

    def _raise_if_unsuccessful(self) -> None:
        """Raises where the search is over without a result."""
        name = f"Search {self.request_id}"
        if self.state is SearchState.FAILED:
            errors = [entry["summary"] for entry in self.logs if entry["level"].lower() in ("error", "fatal")]
            said = shortened(errors[-1]).rstrip(". ") if errors else "the server gave no reason"
            raise SearchFailedError(
                f"{name} failed: {said}. Its logs may say more; check the query, or run it again.",
                request_id=self.request_id,
                logs=self.logs,
            )
        if self.state is SearchState.CANCELLED:
            raise SearchCancelledError(
                f"{name} was cancelled. Run it again if you want its result.", request_id=self.request_id
            )
        if self.state is SearchState.EXPIRED:
            self._raise_expired()

    def _check_count(self, received: int) -> None:
        expected = self.result_count
        if expected is not None and received != expected:
            raise ResultCountError(
                f"The server counted {expected} records, the result of search {self.request_id} holds {received}. "
                "Don't trust it: fetch it again, or run the search again.",
                expected=expected,
                received=received,
            )
