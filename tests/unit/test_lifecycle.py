"""The table of the search's life, and the reading of status documents, against rules written down anew."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from aurorax_typed._core.documents import SearchResultDocument, StatusDocument
from aurorax_typed._core.search_state import OVER, TRANSITIONS, SearchEvent, SearchState, event_of, next_state
from aurorax_typed.errors import ProtocolError
from aurorax_typed.records import LogEntry

S = SearchState
E = SearchEvent


def status(result: SearchResultDocument | None, logs: Sequence[LogEntry] = ()) -> StatusDocument:
    return {"search_request": {"request_id": "x"}, "search_result": result, "logs": list(logs)}


def test_every_state_is_in_the_table_and_can_be_reached() -> None:
    assert TRANSITIONS.keys() == set(SearchState)
    reached = {S.PREPARED}
    while more := {to for state in reached for to in TRANSITIONS[state].values()} - reached:
        reached |= more
    assert reached == set(SearchState)


@given(st.lists(st.sampled_from(SearchEvent), max_size=30))
def test_no_sequence_of_events_brings_a_finished_search_back_to_life(events: list[SearchEvent]) -> None:
    state = S.PREPARED
    for event in events:
        before = state
        try:
            state = next_state(state, event)
        except ProtocolError:
            assert event not in TRANSITIONS[state]
            continue
        if before in OVER:
            assert state in OVER
        if before is S.EXPIRED:
            assert state is S.EXPIRED  # a removed result does not come back
        if before is S.CANCELLING:
            assert state not in (S.RUNNING, S.SUBMITTED, S.FAILED, S.EXPIRED)
        assert not (before is not S.PREPARED and state is S.PREPARED)


@pytest.mark.parametrize(("state", "event"), [(S.READY, E.REPORTED_FAILED), (S.FAILED, E.REPORTED_READY)])
def test_contradictions_raise_and_say_what_they_are(state: SearchState, event: SearchEvent) -> None:
    with pytest.raises(ProtocolError, match=f"can't follow the state '{state}'"):
        next_state(state, event)


RUNNING: SearchResultDocument = {
    "data_uri": None,
    "result_count": None,
    "result_file_deleted_timestamp": None,
    "file_size": None,
    "completed_timestamp": None,
    "query_duration": None,
    "error_condition": None,
}
ERROR: LogEntry = {"level": "error", "summary": "The database went away", "timestamp": "2024-11-27T21:41:33.96"}
CANCEL: LogEntry = {"level": "error", "summary": "Search was cancelled on request", "timestamp": None}


@pytest.mark.parametrize(
    ("document", "event"),
    [
        (status(None), E.REPORTED_RUNNING),
        (status({}), E.REPORTED_RUNNING),
        (status(RUNNING), E.REPORTED_RUNNING),
        (status({**RUNNING, "data_uri": "/api/v1/x", "error_condition": False}), E.REPORTED_READY),
        (status({**RUNNING, "data_uri": "/api/v1/x"}), E.REPORTED_READY),
        (status({**RUNNING, "error_condition": True}, [ERROR]), E.REPORTED_FAILED),
        (status({**RUNNING, "error_condition": True}), E.REPORTED_FAILED),
        (status({**RUNNING, "error_condition": True, "data_uri": "/api/v1/x"}, [ERROR]), E.REPORTED_FAILED),
        (status({**RUNNING, "error_condition": True}, [ERROR, CANCEL]), E.REPORTED_CANCELLED),
        (status({**RUNNING, "error_condition": True}, [CANCEL, ERROR]), E.REPORTED_FAILED),
        (status({**RUNNING, "data_uri": "/a", "result_file_deleted_timestamp": "2024-01-01"}), E.REPORTED_DELETED),
        (status({**RUNNING, "completed_timestamp": "2024-01-01", "error_condition": False}), E.REPORTED_FAILED),
    ],
)
def test_status_documents_are_read_as_events(document: StatusDocument, event: SearchEvent) -> None:
    assert event_of(document) is event
