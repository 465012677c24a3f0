"""Polls that fail, lie or tell nothing neither end a wait too early nor let it go on for ever."""

from __future__ import annotations

from support.faulty import RUNNING, result, whole
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
    status,
)
from support.worlds import World

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
    case("404 once it was known", at.NotFoundError, "404 forgotten", requests="submit status status",
         status=[status(RUNNING), replies(404, {"error_code": "NotFound", "error_message": "forgotten"})]),
    case("401", at.AuthenticationError, "401", requests="submit status", status=replies(401)),
    case("HTML with 200", at.ProtocolError, "is not JSON", requests="submit status", status=replies(200, HTML)),
    case("empty with 200", at.ProtocolError, "is not JSON", requests="submit status", status=replies(200)),
    case("an array", at.ProtocolError, "is not as expected", requests="submit status", status=replies(200, [])),
    case("no UTF-8", at.ProtocolError, "is not JSON", requests="submit status", status=replies(200, b"\xff{}")),
    case("deeply nested", at.ProtocolError, "is not JSON", requests="submit status",
         status=replies(200, b"[" * 200_000)),
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
]  # fmt: skip


@rows(CASES)
def test_status(row: Case, world: World) -> None:
    check(row, world, searching)
