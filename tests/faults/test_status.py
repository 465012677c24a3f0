"""Polls that fail, lie or tell nothing neither end a wait too early nor let it go on for ever."""

from __future__ import annotations

import json
from typing import Any

from support.faulty import RUNNING, result, whole
from support.runtimes import Runtime
from support.scenarios import (
    BAD_GATEWAY,
    ERROR_LOG,
    HTML,
    LIFE,
    SLOW,
    Case,
    case,
    check,
    done,
    drips,
    just,
    replies,
    rows,
    searching,
    sends,
    status,
)

import aurorax_typed as at
from aurorax_typed import PollingPolicy

CASES = [
    case("reset", requests="submit status status data", status=just("reset")),
    case("closed", requests="submit status status data", status=just("close")),
    case("stalls", requests="submit status status data", status=just("stall"), settings=SLOW),
    case("502 three times", requests="submit status status status status data", status=[BAD_GATEWAY] * 3),
    case("429 with Retry-After", requests="submit status status data",
         status=replies(429, b"", retry_after="0")),
    case("429 with a date that has passed", requests="submit status status data",
         status=replies(429, b"", retry_after="Wed, 21 Oct 2015 07:28:00 GMT")),
    case("503 with garbage for Retry-After", requests="submit status status data",
         status=replies(503, b"", retry_after="tomorrow")),
    case("404 just after it was taken", requests="submit status status data",
         status=replies(404, {"error_code": "NotFound", "error_message": "not yet"})),
    case("404 once it was known, and back again", requests="submit status status status data",
         status=[status(RUNNING), replies(404, {"error_code": "NotFound", "error_message": "forgotten"})]),
    case("401", at.AuthenticationError, "401", requests="submit status", status=replies(401)),
    case("HTML with 200", requests="submit status status data", status=replies(200, HTML)),
    case("empty with 200", requests="submit status status data", status=replies(200)),
    case("an array", requests="submit status status data", status=replies(200, [])),
    case("a JSON string", requests="submit status status data", status=replies(200, "busy")),
    case("no UTF-8", requests="submit status status data", status=replies(200, b"\xff{}")),
    case("half a document", requests="submit status status data", status=replies(200, b'{"search_request": {')),
    case("deeply nested", requests="submit status status data", status=replies(200, b"[" * 200_000)),
    case("HTML twice", at.ProtocolError, "is not JSON", requests="submit status status",
         status=[replies(200, HTML)] * 2),
    case("null, then an array", at.ProtocolError, "is not as expected", requests="submit status status",
         status=[replies(200, None), replies(200, [])]),
    case("HTML, running, HTML", requests="submit status status status status data",
         status=[replies(200, HTML), status(RUNNING), replies(200, HTML)]),
    case("HTML, 502, HTML", requests="submit status status status status data",
         status=[replies(200, HTML), BAD_GATEWAY, replies(200, HTML)]),
    case("429 for ever", at.SearchTimeoutError, "attach to this id.*The last poll failed: .*429.*limiting requests",
         status=[replies(429, b"")] * 9999, settings={"polling": PollingPolicy(initial_interval=0.01, timeout=0.2)}),
    case("of another search", at.ProtocolError, "answered about", requests="submit status",
         status=replies(200, {"search_request": {"request_id": "other"}})),
    case("a count that is text", at.ProtocolError, "result_count", requests="submit status",
         status=done(result_count="many")),
    case("running without search_result", requests="submit status status data", status=status(None)),
    case("unknown members and type", requests=LIFE,
         status=status(lambda e: result(e.request_id, new=1), new=[{}], logs=None)),
    case("data_uri elsewhere is not followed", requests=LIFE, status=done(data_uri="https://evil.example/data")),
    case("failed", at.SearchFailedError, "The database went away", requests="submit status",
         status=status({**RUNNING, "error_condition": True}, logs=[ERROR_LOG])),
    case("failed without a word", at.SearchFailedError, "no reason", requests="submit status",
         status=status({**RUNNING, "error_condition": True}, logs=[])),
    case("failed with a data_uri", at.SearchFailedError, "failed", requests="submit status",
         status=done(error_condition=True)),
    case("completed without data", at.SearchFailedError, "failed", requests="submit status",
         status=done(data_uri=None)),
    case("cancelled by somebody", at.SearchCancelledError, "was cancelled", requests="submit status",
         status=status({**RUNNING, "error_condition": True}, logs=[{"level": "error", "summary": "Cancelled"}])),
    case("removed", at.ResultExpiredError, "Run it again", requests="submit status",
         status=done(result_file_deleted_timestamp="2024-12-01T00:00:00")),
    case("running for ever", at.SearchTimeoutError, "It goes on at the server",
         status=[status(RUNNING)] * 9999, settings={"polling": PollingPolicy(initial_interval=0.01, timeout=0.2)}),
    case("failing for ever", at.SearchTimeoutError, "It goes on at the server",
         status=[BAD_GATEWAY] * 9999, settings={"polling": PollingPolicy(initial_interval=0.01, timeout=0.2)}),
    case("drips a byte at a time", at.SearchTimeoutError, "It goes on at the server",
         status=[drips(lambda e: whole(200, b" " * 500))] * 9,
         settings={"polling": PollingPolicy(initial_interval=0.01, timeout=0.3)}),
    case("an error inside 200", at.PermissionDeniedError, "200 private.*needs an account", requests="submit status",
         status=replies(200, {"error": {"error_code": "NotPermitted", "error_message": "private"}})),
    case("a passing error inside 200", requests="submit status status data",
         status=replies(200, {"error": {"error_code": "ApplicationError", "error_message": "busy"}})),
    case("unknown type, levels and states", requests=LIFE,
         status=status(lambda e: result(e.request_id, state="teleported", query_duration=-1),
                       logs=[{"level": "TRACE", "summary": "x", "timestamp": "yesterday", "thread": 3}])),
    case("a log entry without a level", at.ProtocolError, "level", requests="submit status",
         status=status(RUNNING, logs=[{"summary": "x"}])),
    case("failed, with words that steer a terminal", at.SearchFailedError, "failed: first +second evil",
         requests="submit status",
         status=status({**RUNNING, "error_condition": True},
                       logs=[{"level": "error", "summary": "\x1b]0;t\x07first\r\nsecond \u202e\x9b2Jevil\x00"}])),
    case("failed, with a megabyte of words", at.SearchFailedError, r"failed: x{500} …\. Its logs",
         requests="submit status",
         status=status({**RUNNING, "error_condition": True}, logs=[{"level": "error", "summary": "x" * 1_000_000}])),
    case("10,000 log entries", requests=LIFE,
         status=status(lambda e: result(e.request_id), logs=[{"level": "debug", "summary": "x"}] * 10_000)),
    case("a million log entries", at.ProtocolError, "more than 500,000 lists and objects", requests="submit status",
         status=replies(200, b'{"logs":[' + b"{}," * 1_000_000 + b"{}]}")),
    case("a result_count of a thousand digits", at.ProtocolError, "result_count", requests="submit status",
         status=done(result_count=10**1000)),
    case("a negative result_count", at.ProtocolError, "result_count", requests="submit status",
         status=done(result_count=-1)),
    case("a result_count that is a fraction", at.ProtocolError, "result_count", requests="submit status",
         status=done(result_count=1.5)),
    case("no result_count", requests="submit status data_sources data", status=done(result_count=None)),
    case("a file_size that lies", requests=LIFE, status=done(file_size=1)),
    case("a file_size of a thousand digits", at.ProtocolError, "file_size", requests="submit status",
         status=done(file_size=10**1000)),
    case("a query that nests 500 levels", at.ProtocolError, "nests deeper than 100", requests="submit status",
         status=sends(lambda e: whole(200, json.dumps(e.status(result(e.request_id))).encode().replace(
             b'"query": {}', b'"query": ' + b'{"a":' * 500 + b"1" + b"}" * 500)))),
    case("a request_id with .. and line breaks", at.ProtocolError, "answered about", requests="submit status",
         status=status(RUNNING, search_request={"request_id": "../../x\r\ny\0"})),
    case("a request_id in capitals", requests=LIFE,
         status=sends(lambda e: whole(200, json.dumps(e.status(result(e.request_id))).replace(
             e.request_id, e.request_id.upper()).encode()))),
    case("completed, then as if it had never begun", requests=LIFE, status=[done(), status(RUNNING)]),
    case("running, then 204, then done", requests="submit status status status data",
         status=[status(RUNNING), replies(204)]),
]  # fmt: skip


@rows(CASES)
def test_status(row: Case, runtime: Runtime) -> None:
    check(row, runtime, searching)


ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"


def again(name: str, *rest: Any, **more: Any) -> Case:
    """A row of looking three times at a search of another process."""
    return case(name, *rest, requests=" ".join(["status"] * len(more["status"])), **more)


async def looking(ax: Any, seen: list[Any]) -> str:
    search = ax.data_products.attach(ID)
    states = []
    for _ in range(3):
        await search.update_status()
        states.append(str(search.state))
    return " ".join(states)


FAILED = status({**RUNNING, "error_condition": True}, logs=[ERROR_LOG])
GONE_AGAIN = replies(404, {"error_code": "NotFound", "error_message": "forgotten"})
LOOKS = [
    again("seen again: done, then running again", gives="ready ready ready",
          status=[done(), status(RUNNING), status(None)]),
    again("seen again: failed, then running again", gives="failed failed failed",
          status=[FAILED, status(RUNNING), status(None)]),
    again("seen again: removed, then there again", gives="expired expired expired",
          status=[done(result_file_deleted_timestamp="2024-12-01T00:00:00"), done(), status(RUNNING)]),
    again("seen again: done, then failed", at.ProtocolError, "Search .* can't follow the state 'ready'.*Attach",
          status=[done(), FAILED]),
    again("seen again: failed, then done", at.ProtocolError, "Search .* can't follow the state 'failed'.*Attach",
          status=[FAILED, done()]),
    again("seen again: running, then unknown", at.NotFoundError, "404 forgotten.*Check the id",
          status=[status(RUNNING), GONE_AGAIN]),
    again("seen again: done, then removed", gives="ready expired expired",
          status=[done(), done(result_file_deleted_timestamp="2024-12-01T00:00:00"), done()]),
]  # fmt: skip


@rows(LOOKS)
def test_looking_again(row: Case, runtime: Runtime) -> None:
    check(row, runtime, looking)
