"""What is known of one search: its state, its last status, and which errors follow from them. No I/O."""

from __future__ import annotations

from typing import NoReturn

from aurorax_typed._core.documents import LogEntry, SearchResultDocument, StatusDocument
from aurorax_typed._core.lifecycle import SearchEvent, SearchState, event_of, next_state
from aurorax_typed._core.plain import shortened
from aurorax_typed._core.urls import check_request_id
from aurorax_typed.errors import (
    ProtocolError,
    ResultCountError,
    ResultExpiredError,
    SearchCancelledError,
    SearchFailedError,
    SearchStateError,
)

__all__ = ["SearchHandle"]

_NEXT_STEP = {
    SearchState.PREPARED: "Call execute() first.",
    SearchState.FAILED: "Its logs say why.",
    SearchState.CANCELLED: "Run it again.",
    SearchState.EXPIRED: "Run it again.",
}


class SearchHandle:
    """The part of a search that both worlds share.

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
        from aurorax_typed._core.html import search_card

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

    def _no_data(self) -> SearchStateError:
        step = _NEXT_STEP.get(self.state, "Call wait() first.")
        return SearchStateError(f"This search is {self.state}: it has no data. {step}", request_id=self.request_id)

    def _raise_expired(self, cause: Exception | None = None) -> NoReturn:
        raise ResultExpiredError(
            f"The result of search {self.request_id} has been removed. Run it again.", request_id=self.request_id
        ) from cause

    def _raise_if_in_vain(self) -> None:
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
