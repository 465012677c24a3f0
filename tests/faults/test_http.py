"""Answers that bend HTTP are understood as the RFCs say, or refused."""

from __future__ import annotations

from support.faulty import Exchange, Fault, head, whole
from support.runtimes import Runtime
from support.scenarios import (
    DATA,
    HTML,
    LIFE,
    ONCE,
    SLOW,
    Case,
    accepted,
    case,
    check,
    drips,
    replies,
    rows,
    searching,
    sends,
)

import aurorax_typed as at


def before(prefix: bytes) -> Fault:
    """Something before the right answer."""
    return lambda e: e.send(prefix + e.answer())


def behind(rest: bytes) -> Fault:
    """Something behind the right answer, on the same connection."""
    return lambda e: e.send(e.answer() + rest)


def with_headers(fields: dict[str, str]) -> Fault:
    def fault(exchange: Exchange) -> None:
        top, rest = exchange.answer().split(b"\r\n", 1)
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        exchange.send(top + b"\r\n" + lines.encode("latin-1") + rest)

    return fault


def endless(start: bytes, unit: bytes) -> Fault:
    """As much as the client takes."""

    def fault(exchange: Exchange) -> None:
        exchange.send(start)
        for _ in range(20_000):  # 1.3 GB: no client may take it all
            exchange.send(unit)

    return fault


BLOCK = b"x" * 65536
CHUNKED = {"transfer-encoding": "chunked"}
LAST = b"%x\r\n" % len(DATA) + DATA + b"\r\n0\r\n"
OLD = b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n" + DATA
EARLY = b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"
TWO_LENGTHS = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: %d\r\n\r\n" % len(DATA) + DATA

CASES = [
    case("100 Continue before each answer", requests=LIFE, submit=before(b"HTTP/1.1 100 Continue\r\n\r\n"),
         status=before(b"HTTP/1.1 100 Continue\r\n\r\n"), data=before(b"HTTP/1.1 100 Continue\r\n\r\n")),
    case("103 Early Hints, ten of them", requests=LIFE, status=before(EARLY * 10)),
    case("103 Early Hints without end", at.TransportError, "no answer in time|took longer", settings={**SLOW, **ONCE},
         data=drips(EARLY * 50)),
    case("101 Switching Protocols that nobody asked for", at.TransportError, "failed", settings=ONCE,
         data=sends(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: evil\r\n\r\n", then="close")),
    case("status: 204, twice", at.ProtocolError, "is not JSON", requests="submit status status",
         status=[sends(head(204))] * 2),
    case("status: 205, twice", at.ProtocolError, "is not JSON", requests="submit status status",
         status=[replies(205)] * 2),
    case("status: 304", at.APIError, "304 Not Modified", requests="submit status", status=sends(head(304))),
    case("status: 300 without a place", at.APIError, "300 Multiple Choices", requests="submit status",
         status=replies(300)),
    case("data: 204", at.ResultTruncatedError, "is empty", data=[sends(head(204))] * 9),
    case("data: 200 in HTTP/1.0, ended by closing", requests=LIFE, data=sends(OLD, then="close")),
    case("data: trailers", requests=LIFE,
         data=sends(head(200, CHUNKED) + LAST + b"x-checksum: 1\r\nlocation: https://evil.example\r\n\r\n")),
    case("data: chunk extensions", requests=LIFE,
         data=sends(head(200, CHUNKED) + LAST.replace(b"\r\n", b";a=b\r\n", 1) + b"\r\n")),
    case("data: an endless chunk extension", at.TransportError, "failed", settings=ONCE,
         data=endless(head(200, CHUNKED) + b"5;", BLOCK)),
    case("data: both lengths, the wrong one in Content-Length", requests=LIFE,
         data=sends(head(200, CHUNKED, length=7) + LAST + b"\r\n", then="close")),
    case("data: two Content-Lengths", at.TransportError, "failed", settings=ONCE,
         data=sends(TWO_LENGTHS, then="close")),
    case("data: negative Content-Length", at.TransportError, "failed", settings=ONCE,
         data=sends(head(200, length=-1) + DATA, then="close")),
    case("data: Content-Length larger than the body", at.TransportError, "failed", settings=ONCE,
         data=sends(head(200, length=len(DATA) + 10) + DATA, then="close")),
    case("data: Content-Length smaller than the body", at.ResultTruncatedError, "cut short", settings=ONCE,
         data=sends(head(200, length=len(DATA) - 10) + DATA, then="close")),
    case("data: Content-Length of an exabyte", at.TransportError, "failed", settings=ONCE,
         data=sends(head(200, length=10**18) + DATA[:5000], then="close")),
    case("data: an unknown Transfer-Encoding", at.TransportError, "failed", settings=ONCE,
         data=sends(head(200, {"transfer-encoding": "evil"}) + DATA, then="close")),
    case("data: not HTTP at all", at.TransportError, "failed", settings=ONCE,
         data=[sends(b"SSH-2.0-OpenSSH_9.6\r\n" * 9, then="close")] * 9),
    case("data: HTTP/0.9, a body alone", at.TransportError, "failed", settings=ONCE,
         data=[sends(DATA, then="close")] * 9),
    case("data: HTTP/2 unasked", at.TransportError, "failed", settings=ONCE,
         data=sends(b"\0\0\x12\x04\0\0\0\0\0" + b"\0\x03\0\0\0d" * 3, then="close")),
    case("status: a thousand headers", requests=LIFE, status=with_headers({f"x-{n}": "y" for n in range(1000)})),
    case("status: a header of 50 KB", requests=LIFE, status=with_headers({"x-long": "y" * 50_000})),
    case("status: a header of 200 KB", requests="submit status status data",
         status=with_headers({"x-long": "y" * 200_000})),
    case("status: headers without end", requests="submit status status data",
         status=endless(b"HTTP/1.1 200 OK\r\n", b"x-a: " + BLOCK + b"\r\n")),
    case("status: one header line without end", requests="submit status status data",
         status=endless(b"HTTP/1.1 200 OK\r\nx-a: ", BLOCK)),
    case("status: a header with NUL", requests="submit status status data", status=with_headers({"x-a": "b\0c"})),
    case("status: a header name with a blank", requests="submit status status data", status=with_headers({"x a": "b"})),
    case("status: headers that are not ASCII", requests=LIFE, status=with_headers({"x-a": "\xe9\xff"})),
    case("submit: a header smuggled into Location", requests=LIFE,
         submit=accepted(lambda e: e.send(whole(202, headers={
             "location": f"{e.server.url}/api/v1/data_products/requests/{e.request_id}\r\nx-evil: 1"})))),
    case("status: another answer behind the right one, for the next request", at.ResultCountError,
         "counted 200 .* holds 0", requests=LIFE,
         status=behind(whole(200, b'{"result": []}'))),
    case("status: garbage behind the right answer", requests="submit status data data", status=behind(b"garbage")),
    case("submit: an error page of a gigabyte", at.PermissionDeniedError, "403 Forbidden", requests="submit",
         submit=endless(head(403, {"content-type": "text/html"}, length=10**10) + HTML, BLOCK)),
    case("status: an error page of a gigabyte", at.PermissionDeniedError, "403 Forbidden", requests="submit status",
         status=endless(head(403, {"content-type": "text/html"}, length=10**10) + HTML, BLOCK)),
    case("data: an error page of a gigabyte", at.PermissionDeniedError, "403 Forbidden", requests=LIFE,
         data=endless(head(403, {"content-type": "text/html"}, length=10**10) + HTML, BLOCK)),
    case("data: an error page without end, a byte at a time", at.TransportError, "no answer in time|took longer",
         settings={**SLOW, **ONCE}, data=drips(head(403, length=10**10) + HTML * 20)),
]  # fmt: skip


@rows(CASES)
def test_http(row: Case, runtime: Runtime) -> None:
    check(row, runtime, searching)
