"""Every fault ends in the right result, exactly once, or in a clear typed error: one table, run in both worlds.

Each case says what happens to which request, what must come of it, and which requests the server must have seen, in
order.
"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from attrs import field, frozen
from support.faulty import COUNT, RUNNING, Exchange, Fault, document, faulty_server, head, result, whole
from support.worlds import WORLDS, World, client, run

import aurorax_typed as at
from aurorax_typed import PollingPolicy, RetryPolicy

DATA = document()


# -- what can happen to a request -------------------------------------------------------------------------------------


def sends(data: bytes | Callable[[Exchange], bytes], *, then: str = "") -> Fault:
    """Send bytes, then go on, `close`, `reset` or `stall`."""

    def fault(exchange: Exchange) -> None:
        exchange.send(data if isinstance(data, bytes) else data(exchange))
        if then:
            getattr(exchange, then)()

    return fault


def replies(status: int, body: Any = b"", **headers: str) -> Fault:
    return sends(whole(status, body, {name.replace("_", "-"): value for name, value in headers.items()}))


def just(action: str) -> Fault:
    """`close`, `reset` or `stall` without a word."""
    return sends(b"", then=action)


def accepted(fault: Fault) -> Fault:
    """The search is taken in, and then the fault happens to its answer."""

    def whole_fault(exchange: Exchange) -> None:
        exchange.accept()
        fault(exchange)

    return whole_fault


def drips(data: bytes | Callable[[Exchange], bytes]) -> Fault:
    return lambda exchange: exchange.drip(data if isinstance(data, bytes) else data(exchange))


def status(search_result: Any | Callable[[Exchange], Any], **changes: Any) -> Fault:
    def fault(exchange: Exchange) -> None:
        value = search_result(exchange) if callable(search_result) else search_result
        exchange.send(whole(200, exchange.status(value, **changes)))

    return fault


def done(**changes: Any) -> Fault:
    return status(lambda exchange: result(exchange.request_id, **changes))


def located(location: str) -> Fault:
    return accepted(sends(lambda e: whole(202, headers={"location": location.replace("ID", e.request_id)})))


OK: Fault = lambda exchange: exchange.send(exchange.answer())  # noqa: E731
HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
BAD_GATEWAY = replies(502, HTML, content_type="text/html")
CUT_LENGTH = sends(head(200, length=len(DATA)) + DATA[:5000], then="close")
CUT_RESET = sends(head(200, length=len(DATA)) + DATA[:5000], then="reset")
CHUNK = b"%x\r\n" % 5000 + DATA[:5000] + b"\r\n"
CUT_CHUNKED = sends(head(200, {"transfer-encoding": "chunked"}) + CHUNK, then="close")
CUT_OPEN = sends(head(200, {"connection": "close"}) + DATA[:5000], then="close")
OPEN = sends(head(200, {"connection": "close"}) + DATA, then="close")
ZIPPED = gzip.compress(DATA)
ERROR_LOG = {"level": "error", "summary": "The database went away \x1b[31m", "timestamp": None}
GONE = {"error": {"error_code": "NotFound", "error_message": "The result has been removed"}}


@frozen(kw_only=True)
class Case:
    """One line of the table."""

    name: str
    faults: dict[str, list[Fault]]
    error: type[Exception] | None = None
    match: str = ""
    requests: str | None = None
    settings: dict[str, Any] = field(factory=dict)
    records: int = COUNT


def case(
    name: str, error: type[Exception] | None = None, match: str = "", /, requests: str | None = None, **faults: Any
) -> Case:
    settings = faults.pop("settings", {})
    records = faults.pop("records", COUNT)
    steps = {kind: value if isinstance(value, list) else [value] for kind, value in faults.items()}
    return Case(
        name=name, faults=steps, error=error, match=match, requests=requests, settings=settings, records=records
    )


LIFE = "submit status data"
TOO_SLOW = r"took longer than 0\.3 s|no answer in time"
SLOW = {"timeout": 0.3}
ONCE = {"retry": RetryPolicy(max_attempts=1)}

CASES = [
    case("nothing happens", requests=LIFE),
    # -- the submission, exactly once
    case("submit: reset before it was taken", requests="submit status submit status data", submit=just("reset")),
    case("submit: closed before it was taken", requests="submit status submit status data", submit=just("close")),
    case("submit: taken, answer reset", requests="submit status status data", submit=accepted(just("reset"))),
    case("submit: taken, answer closed", requests="submit status status data", submit=accepted(just("close"))),
    case("submit: taken, half a header, closed", requests="submit status status data",
         submit=accepted(sends(b"HTTP/1.1 20", then="close"))),
    case("submit: taken, no answer in time", requests="submit status status data",
         submit=accepted(just("stall")), settings=SLOW),
    case("submit: taken, 502 from a proxy", requests="submit status status data", submit=accepted(BAD_GATEWAY)),
    case("submit: 502, not taken", requests="submit status submit status data", submit=BAD_GATEWAY),
    case("submit: 503 without words", requests="submit status submit status data", submit=replies(503)),
    case("submit: 500 twice", requests="submit status submit status submit status data",
         submit=[replies(500), replies(500)]),
    case("submit: 520, which HTTP does not know", requests="submit status submit status data", submit=replies(520)),
    case("submit: 429", requests="submit submit status data", submit=replies(429, b"", retry_after="0")),
    case("submit: 409 for our own id", requests="submit status status data",
         submit=accepted(replies(409, {"error_code": "Duplicate", "error_message": "exists"}))),
    case("submit: 409 for a search that is not there", at.ConflictError, "409 exists", requests="submit status",
         submit=replies(409, {"error_code": "Duplicate", "error_message": "exists"})),
    case("submit: taken, reset, then the look-up fails too", requests="submit status status status data",
         submit=accepted(just("reset")), status=[just("reset")]),
    case("submit: reset for ever", at.TransportError, "POST .* failed", submit=[just("reset")] * 9,
         requests="submit status submit status submit status submit status submit"),
    case("submit: 400", at.BadRequestError, "400 start is missing", requests="submit",
         submit=replies(400, {"error_code": "AssertionError", "error_message": "start is missing"})),
    case("submit: 401", at.AuthenticationError, "Set AURORAX_API_KEY", requests="submit", submit=replies(401)),
    case("submit: 403", at.PermissionDeniedError, "higher role", requests="submit", submit=replies(403, HTML)),
    case("submit: 405", at.APIError, "405 Method Not Allowed", requests="submit", submit=replies(405)),
    case("submit: 501", at.ServerError, "501", requests="submit", submit=replies(501)),
    case("submit: maintenance", at.MaintenanceError, "maintenance", settings=ONCE, requests="submit",
         submit=replies(503, {"error_code": "Unavailable", "error_message": "API in maintenance mode"})),
    case("submit: relative Location", requests=LIFE, submit=located("/api/v1/data_products/requests/ID")),
    case("submit: Location on another host", at.UnsafeRedirectError, "not followed", requests="submit",
         submit=located("https://evil.example/api/v1/data_products/requests/ID")),
    case("submit: Location on another port", at.UnsafeRedirectError, "not followed", requests="submit",
         submit=located("http://127.0.0.1:1/api/v1/data_products/requests/ID")),
    case("submit: Location without an id", at.ProtocolError, "does not end in a request id", requests="submit",
         submit=located("/api/v1/data_products/requests/../../evil")),
    case("submit: no Location", requests=LIFE, submit=accepted(replies(202))),
    case("submit: 307 to another host", at.UnsafeRedirectError, "https://evil.example/", requests="submit",
         submit=replies(307, b"", location="https://evil.example/")),
    case("submit: 301 to https of the same host", at.UnsafeRedirectError, "Redirects are not followed",
         requests="submit", submit=replies(301, b"", location="https://127.0.0.1/")),
    # -- the polls
    case("status: reset", requests="submit status status data", status=just("reset")),
    case("status: closed", requests="submit status status data", status=just("close")),
    case("status: stalls", requests="submit status status data", status=just("stall"), settings=SLOW),
    case("status: 502 three times", requests="submit status status status status data", status=[BAD_GATEWAY] * 3),
    case("status: 429 with Retry-After", requests="submit status status data",
         status=replies(429, b"", retry_after="0")),
    case("status: 429 with a date that has passed", requests="submit status status data",
         status=replies(429, b"", retry_after="Wed, 21 Oct 2015 07:28:00 GMT")),
    case("status: 503 with garbage for Retry-After", requests="submit status status data",
         status=replies(503, b"", retry_after="tomorrow")),
    case("status: 404 just after it was taken", requests="submit status status data",
         status=replies(404, {"error_code": "NotFound", "error_message": "not yet"})),
    case("status: 404 once it was known", at.NotFoundError, "404 forgotten", requests="submit status status",
         status=[status(RUNNING), replies(404, {"error_code": "NotFound", "error_message": "forgotten"})]),
    case("status: 401", at.AuthenticationError, "401", requests="submit status", status=replies(401)),
    case("status: HTML with 200", at.ProtocolError, "is not JSON", requests="submit status", status=replies(200, HTML)),
    case("status: empty with 200", at.ProtocolError, "is not JSON", requests="submit status", status=replies(200)),
    case("status: an array", at.ProtocolError, "is not as expected", requests="submit status", status=replies(200, [])),
    case("status: no UTF-8", at.ProtocolError, "is not JSON", requests="submit status", status=replies(200, b"\xff{}")),
    case("status: deeply nested", at.ProtocolError, "is not JSON", requests="submit status",
         status=replies(200, b"[" * 200_000)),
    case("status: of another search", at.ProtocolError, "answered about", requests="submit status",
         status=replies(200, {"search_request": {"request_id": "other"}})),
    case("status: a count that is text", at.ProtocolError, "result_count", requests="submit status",
         status=done(result_count="many")),
    case("status: running without search_result", requests="submit status status data", status=status(None)),
    case("status: unknown members and type", requests=LIFE,
         status=status(lambda e: result(e.request_id, new=1), new=[{}], logs=None)),
    case("status: data_uri elsewhere is not followed", requests=LIFE, status=done(data_uri="https://evil.example/data")),
    case("status: failed", at.SearchFailedError, "The database went away", requests="submit status",
         status=status({**RUNNING, "error_condition": True}, logs=[ERROR_LOG])),
    case("status: failed without a word", at.SearchFailedError, "no reason", requests="submit status",
         status=status({**RUNNING, "error_condition": True}, logs=[])),
    case("status: failed with a data_uri", at.SearchFailedError, "failed", requests="submit status",
         status=done(error_condition=True)),
    case("status: completed without data", at.SearchFailedError, "failed", requests="submit status",
         status=done(data_uri=None)),
    case("status: cancelled by somebody", at.SearchCancelledError, "was cancelled", requests="submit status",
         status=status({**RUNNING, "error_condition": True}, logs=[{"level": "error", "summary": "Cancelled"}])),
    case("status: removed", at.ResultExpiredError, "Run it again", requests="submit status",
         status=done(result_file_deleted_timestamp="2024-12-01T00:00:00")),
    case("status: running for ever", at.SearchTimeoutError, "It goes on at the server",
         status=[status(RUNNING)] * 9999, settings={"polling": PollingPolicy(initial_interval=0.01, timeout=0.2)}),
    case("status: failing for ever", at.SearchTimeoutError, "It goes on at the server",
         status=[BAD_GATEWAY] * 9999, settings={"polling": PollingPolicy(initial_interval=0.01, timeout=0.2)}),
    case("status: drips a byte at a time", at.SearchTimeoutError, "It goes on at the server",
         status=[drips(lambda e: whole(200, b" " * 500))] * 9,
         settings={"polling": PollingPolicy(initial_interval=0.01, timeout=0.3)}),
    # -- the download
    case("data: cut before its length", requests="submit status data data", data=CUT_LENGTH),
    case("data: reset in the middle", requests="submit status data data", data=CUT_RESET),
    case("data: cut between chunks", requests="submit status data data", data=CUT_CHUNKED),
    case("data: cut in a chunk", requests="submit status data data",
         data=sends(head(200, {"transfer-encoding": "chunked"}) + CHUNK[:3000], then="close")),
    case("data: chunks that are none", requests="submit status data data",
         data=sends(head(200, {"transfer-encoding": "chunked"}) + b"zz\r\n" + DATA, then="close")),
    case("data: no length, whole", requests=LIFE, data=OPEN),
    case("data: no length, cut", requests="submit status data data", data=CUT_OPEN),
    case("data: no length, cut for ever", at.ResultTruncatedError, "byte",
         requests="submit status data data data data data", data=[CUT_OPEN] * 99),
    case("data: chunked, cut as if it were whole", requests="submit status data data",
         data=sends(head(200, {"transfer-encoding": "chunked"}) + CHUNK + b"0\r\n\r\n")),
    case("data: stalls in the middle", requests="submit status data data", settings=SLOW,
         data=sends(head(200, length=len(DATA)) + DATA[:5000], then="stall")),
    case("data: cut four times, each time later", requests="submit status data data data data data",
         data=[sends(head(200, length=len(DATA)) + DATA[:n], then="close") for n in (1, 700, 4000, 9000)]),
    case("data: cut for ever", at.TransportError, "/data failed", requests="submit status data data data data data",
         data=[CUT_LENGTH] * 99),
    case("data: changed between two attempts", at.ResultDecodeError, "changed while it was read",
         requests="submit status data data", data=[CUT_LENGTH, replies(200, DATA.replace(b"gillam", b"pinawa"))]),
    case("data: shorter at the second attempt", at.ResultDecodeError, "shorter", requests="submit status data data",
         data=[CUT_LENGTH, replies(200, DATA[:3000])]),
    case("data: gzip", requests=LIFE, data=replies(200, ZIPPED, content_encoding="gzip")),
    case("data: gzip cut", requests="submit status data data",
         data=sends(head(200, {"content-encoding": "gzip", "connection": "close"}) + ZIPPED[:-20], then="close")),
    case("data: gzip damaged", requests="submit status data data",
         data=replies(200, ZIPPED[:50] + b"\0\0\0\0" + ZIPPED[54:], content_encoding="gzip")),
    case("data: said to be gzip and is not", at.TransportError, "gzip data are damaged",
         data=[replies(200, DATA, content_encoding="gzip")] * 9),
    case("data: a coding that was not asked for", at.TransportError, "was not asked for",
         data=[replies(200, DATA, content_encoding="br")] * 9),
    case("data: drips its header a byte at a time", at.TransportError, TOO_SLOW, settings=SLOW,
         data=[drips(head(200, {f"x-{n}": "y" * 99 for n in range(20)}))] * 9),
    case("data: drips its body a byte at a time", at.TransportError, TOO_SLOW, settings=SLOW,
         data=[sends(head(200, length=len(DATA)) + DATA[:5000]), *[drips(head(200, length=999) + DATA)] * 9]),
    case("data: drips once", requests="submit status data data", settings=SLOW,
         data=lambda e: (e.send(head(200, length=len(DATA)) + DATA[:50]), e.drip(DATA[50:]))),
    case("data: fewer records than counted", at.ResultCountError, "counted 200 records, the result holds 150",
         requests=LIFE, data=replies(200, document(150))),
    case("data: more records than counted", at.ResultCountError, "counted 200 records", requests=LIFE,
         data=replies(200, document(250))),
    case("data: removed, told inside 200", at.ResultExpiredError, "Run it again", requests=LIFE,
         data=replies(200, GONE)),
    case("data: removed, told by 404", at.ResultExpiredError, "Run it again", requests=LIFE, data=replies(404, HTML)),
    case("data: another error inside 200", at.EnvelopeError, "ApplicationError: oops", requests=LIFE,
         data=replies(200, {"error": {"error_code": "ApplicationError", "error_message": "oops"}})),
    case("data: 502 twice", requests="submit status data data data", data=[BAD_GATEWAY] * 2),
    case("data: 403", at.PermissionDeniedError, "403", requests=LIFE, data=replies(403)),
    case("data: redirected", at.UnsafeRedirectError, "cdn.example", requests=LIFE,
         data=replies(302, b"", location="https://cdn.example/result.json")),
    case("data: HTML with 200", at.ProtocolError, "should be JSON", requests=LIFE,
         data=replies(200, HTML, content_type="text/html")),
    case("data: HTML that says it is JSON", at.ResultDecodeError, "byte", requests=LIFE, data=replies(200, HTML)),
    case("data: nothing, once", requests="submit status data data", data=replies(200)),
    case("data: nothing, for ever", at.ResultTruncatedError, "empty",
         requests="submit status data data data data data", data=[replies(200)] * 99),
    case("data: null", at.ResultDecodeError, "byte", requests=LIFE, data=replies(200, None)),
    case("data: bytes after the end", at.ResultDecodeError, "byte", requests=LIFE, data=replies(200, DATA + b"{}")),
    case("data: bare array", requests=LIFE, data=replies(200, json.loads(DATA)["result"])),
    case("data: not a number", at.ResultDecodeError, "byte", requests=LIFE,
         data=replies(200, DATA.replace(b'"hourly"', b"NaN", 1))),
    case("data: deeply nested", at.ResultLimitError, "byte", requests=LIFE,
         data=replies(200, b'{"result":[{"metadata":' + b"[" * 100_000)),
    case("data: one endless string", at.ResultLimitError, "byte", requests=LIFE,
         data=replies(200, b'{"result":[{"url":"' + b"x" * 20_000_000)),
    case("data: one endless number", at.ResultLimitError, "byte", requests=LIFE,
         data=replies(200, b'{"result":[{"url":' + b"9" * 2_000_000 + b"}]}")),
    case("data: a gzip bomb", at.ResultLimitError, "byte", requests=LIFE,
         data=replies(200, gzip.compress(b'{"result":[{"url":"' + b"x" * 100_000_000, 9), content_encoding="gzip")),
]  # fmt: skip


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("line", CASES, ids=lambda line: line.name)
def test_fault(line: Case, world: World) -> None:
    settings: dict[str, Any] = {
        "retry": RetryPolicy(initial_wait=0.001, max_wait=0.002),
        "polling": PollingPolicy(initial_interval=0.005, max_interval=0.01, timeout=20),
        "timeout": 5.0,
        **line.settings,
    }
    seen: list[at.DataProduct] = []

    async def scenario(url: str) -> None:
        async with client(world, base_url=url, api_key="a-key", **settings) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            async for product in search.stream():
                seen.append(product)

    with faulty_server(**line.faults) as server:
        before = descriptors()
        begun = time.monotonic()
        if line.error is None:
            run(scenario(server.url))
        else:
            with pytest.raises(line.error, match=line.match) as caught:
                run(scenario(server.url))
            assert type(caught.value) is line.error
            assert "a-key" not in f"{caught.value!r} {caught.value} {vars(caught.value)}"
        assert time.monotonic() - begun < 15, "no fault may hold the client for long"
        assert descriptors() <= before + 2 * server.connections  # the server's own ends, until it closes them

    urls = [f"https://data.example/{n}.jpg" for n in range(line.records)]
    if line.error is None:
        assert [product.url for product in seen] == urls
    else:  # what was given out before the error is right, and never the whole
        assert [product.url for product in seen] == urls[: len(seen)]
    if line.requests is not None:
        assert " ".join(server.requests) == line.requests
    assert all(headers.get("x-aurorax-api-key") == "a-key" for headers in server.seen_headers)


def test_the_table_is_as_long_as_promised() -> None:
    names = [line.name for line in CASES]
    assert len(names) == len(set(names)) >= 60
