"""A submission that goes wrong is made good, exactly once, or fails and says so."""

from __future__ import annotations

from support.scenarios import (
    BAD_GATEWAY,
    HTML,
    LIFE,
    ONCE,
    SLOW,
    Case,
    accepted,
    case,
    check,
    just,
    located,
    replies,
    rows,
    searching,
    sends,
)
from support.worlds import World

import aurorax_typed as at

CASES = [
    case("nothing happens", requests=LIFE),
    case("reset before it was taken", requests="submit status submit status data", submit=just("reset")),
    case("closed before it was taken", requests="submit status submit status data", submit=just("close")),
    case("taken, answer reset", requests="submit status status data", submit=accepted(just("reset"))),
    case("taken, answer closed", requests="submit status status data", submit=accepted(just("close"))),
    case("taken, half a header, closed", requests="submit status status data",
         submit=accepted(sends(b"HTTP/1.1 20", then="close"))),
    case("taken, no answer in time", requests="submit status status data",
         submit=accepted(just("stall")), settings=SLOW),
    case("taken, 502 from a proxy", requests="submit status status data", submit=accepted(BAD_GATEWAY)),
    case("502, not taken", requests="submit status submit status data", submit=BAD_GATEWAY),
    case("503 without words", requests="submit status submit status data", submit=replies(503)),
    case("500 twice", requests="submit status submit status submit status data",
         submit=[replies(500), replies(500)]),
    case("520, which HTTP does not know", requests="submit status submit status data", submit=replies(520)),
    case("429", requests="submit submit status data", submit=replies(429, b"", retry_after="0")),
    case("409 for our own id", requests="submit status status data",
         submit=accepted(replies(409, {"error_code": "Duplicate", "error_message": "exists"}))),
    case("409 for a search that is not there", at.ConflictError, "409 exists", requests="submit status",
         submit=replies(409, {"error_code": "Duplicate", "error_message": "exists"})),
    case("taken, reset, then the look-up fails too", requests="submit status status status data",
         submit=accepted(just("reset")), status=[just("reset")]),
    case("reset for ever", at.TransportError, "POST .* failed", submit=[just("reset")] * 9,
         requests="submit status submit status submit status submit status submit"),
    case("400", at.BadRequestError, "400 start is missing", requests="submit",
         submit=replies(400, {"error_code": "AssertionError", "error_message": "start is missing"})),
    case("401", at.AuthenticationError, "Set AURORAX_API_KEY", requests="submit", submit=replies(401)),
    case("403", at.PermissionDeniedError, "higher role", requests="submit", submit=replies(403, HTML)),
    case("405", at.APIError, "405 Method Not Allowed", requests="submit", submit=replies(405)),
    case("501", at.ServerError, "501", requests="submit", submit=replies(501)),
    case("maintenance", at.MaintenanceError, "maintenance", settings=ONCE, requests="submit",
         submit=replies(503, {"error_code": "Unavailable", "error_message": "API in maintenance mode"})),
    case("relative Location", requests=LIFE, submit=located("/api/v1/data_products/requests/ID")),
    case("Location on another host", at.UnsafeRedirectError, "not followed", requests="submit",
         submit=located("https://evil.example/api/v1/data_products/requests/ID")),
    case("Location on another port", at.UnsafeRedirectError, "not followed", requests="submit",
         submit=located("http://127.0.0.1:1/api/v1/data_products/requests/ID")),
    case("Location without an id", at.ProtocolError, "does not end in a request id", requests="submit",
         submit=located("/api/v1/data_products/requests/../../evil")),
    case("no Location", requests=LIFE, submit=accepted(replies(202))),
    case("307 to another host", at.UnsafeRedirectError, "https://evil.example/", requests="submit",
         submit=replies(307, b"", location="https://evil.example/")),
    case("301 to https of the same host", at.UnsafeRedirectError, "Redirects are not followed",
         requests="submit", submit=replies(301, b"", location="https://127.0.0.1/")),
]  # fmt: skip


@rows(CASES)
def test_submit(row: Case, world: World) -> None:
    check(row, world, searching)
