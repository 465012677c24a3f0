"""Calls that are no searches are held to the same: listings, availability, accounts, descriptions."""

from __future__ import annotations

import gzip
from typing import Any

from support.faulty import SOURCE
from support.runtimes import Runtime
from support.scenarios import BAD_GATEWAY, HTML, ONCE, SLOW, Case, case, check, drips, just, replies, rows
from support.toxics import latency, limit_data, slicer

import aurorax_typed as at


async def listing(ax: Any, seen: list[Any]) -> int:
    return len(await ax.sources.list())


async def counting(ax: Any, seen: list[Any]) -> int:
    return len(await ax.availability.data_products("2020-01-01", "2020-01-02"))


async def asking_everybody(ax: Any, seen: list[Any]) -> int:
    return len(await ax.requests.list())


def listed(name: str, *rest: Any, requests: str | None = "data_sources", **more: Any) -> Case:
    """A row of `sources.list()`, of which the scripted server has one."""
    return case(name, *rest, requests=requests, **{"gives": 1, **more})


LISTINGS = [
    listed("sources: reset", requests="data_sources data_sources", data_sources=just("reset")),
    listed("sources: stalls", requests="data_sources data_sources", data_sources=just("stall"), settings=SLOW),
    listed("sources: cut", requests="data_sources data_sources", data_sources=limit_data(150)),
    listed("sources: latency", data_sources=latency(0.05)),
    listed("sources: in slices", data_sources=slicer(3)),
    listed("sources: 502 three times", requests="data_sources " * 3 + "data_sources", data_sources=[BAD_GATEWAY] * 3),
    listed("sources: drips for ever", at.TransportError, "took longer|no answer in time", requests=None,
           data_sources=[drips(b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n" + b" " * 900)] * 9,
           settings={**SLOW, **ONCE}),
    listed("sources: HTML with 200", at.ProtocolError, "The list of data sources is not JSON.*base URL",
           data_sources=replies(200, HTML)),
    listed("sources: an object", at.ProtocolError, "should be an array and is dict", data_sources=replies(200, {})),
    listed("sources: an error inside 200", at.PermissionDeniedError, "200 not for you",
           data_sources=replies(200, {"error_code": "NotPermitted", "error_message": "not for you"})),
    listed("sources: an error inside 200 that nobody knows", at.ServerError, "200 oh no", settings=ONCE,
           data_sources=replies(200, {"error": {"error_code": "Strange", "error_message": "oh no"}})),
    listed("sources: one without identifier", at.ProtocolError, "identifier", data_sources=replies(200, [{}])),
    listed("sources: an identifier of a thousand digits", at.ProtocolError, "beyond 64 bits",
           data_sources=replies(200, b'[{"identifier":' + b"9" * 1000 + b"}]")),
    listed("sources: unknown types and members", data_sources=replies(200, [{**SOURCE, "source_type": "balloon",
                                                                             "new": {"a": [1]}}])),
    listed("sources: one that nests 500 levels", at.ProtocolError, "nests deeper than 100",
           data_sources=replies(200, b'[{"identifier":1,"metadata":' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}]")),
    listed("sources: one that nests 200,000 levels", at.ProtocolError, "is not JSON",
           data_sources=replies(200, b"[" * 200_000)),
    listed("sources: 30 MB of brackets", at.ProtocolError, "more than 500,000 lists and objects", memory=80_000_000,
           data_sources=replies(200, b"[" + b"[]," * 10_000_000 + b"[]]")),
    listed("sources: more than 32 MiB", at.ResultLimitError, "over 33,554,432 bytes", memory=80_000_000,
           data_sources=replies(200, b"[" + b" " * 40_000_000 + b"]")),
    listed("sources: gzip that nobody asked for, unfolding to 100 MB", at.ResultLimitError, "over 33,554,432 bytes",
           memory=80_000_000,
           data_sources=replies(200, gzip.compress(b" " * 100_000_000), content_encoding="gzip")),
    listed("sources: an error document of 100 MB in gzip", at.BadRequestError, "400 Bad Request",
           data_sources=replies(400, gzip.compress(b'{"error_message":"' + b"x" * 100_000_000 + b'"}'),
                                content_encoding="gzip")),
    listed("sources: an error message of 60 KB", at.BadRequestError, "400 x{500} …\\. Check the values",
           data_sources=replies(400, {"error_code": "AssertionError", "error_message": "x" * 60_000})),
    listed("sources: an error message that steers terminals", at.BadRequestError, "400 first +second evil",
           data_sources=replies(400, {"error_code": "\x1b[2J", "error_message":
                                      "\x1b]0;title\x07first\r\nsecond \u202e\x9b31mevil\x00"})),
    listed("sources: an error document that is an array", at.BadRequestError, "400 a; b",
           data_sources=replies(400, [{"message": "a"}, {"message": "b"}, 3, None])),
    listed("sources: an error document of other types", at.BadRequestError, "400 Bad Request",
           data_sources=replies(400, {"error_code": 5, "error_message": ["x"]})),
    listed("sources: plain text with 500 for ever", at.ServerError, "500 database gone", settings=ONCE,
           data_sources=replies(500, b"database gone\n", content_type="text/plain")),
    listed("sources: a status of 600", at.ServerError, "600 a status that HTTP does not know", settings=ONCE,
           data_sources=replies(600)),
    listed("sources: 418", at.APIError, "418 I'm a Teapot.*base URL", data_sources=replies(418)),
]  # fmt: skip

WAITS = [
    listed(f"sources: 429 with Retry-After: {value}", requests="data_sources data_sources",
           data_sources=replies(429, b"", retry_after=value))
    for value in ["0", "-5", "--5", "0.001", "garbage", "1e9", "Wed, 21 Oct 2015 07:28:00 GMT", "0x10", " 0 ",
                  "99999999999999999999999999999999999999999999999999999999999999999", "Fri, 99 Foo 2026 00:00:00"]
] + [
    listed(f"sources: 429 with Retry-After: {value}", at.RateLimitError, "429 Too Many Requests.*Ask less often",
           data_sources=replies(429, b"", retry_after=value))
    for value in ["999999999999", "86400", "Fri, 31 Dec 9999 23:59:59 GMT"]
]  # fmt: skip

OTHERS = [
    case("availability: days that are none", at.ProtocolError, "wrong day", requests="data_products", gives=0,
         data_products=replies(200, [{"data_source": SOURCE, "available_data_products": {"2020-13-45": 1}}])),
    case("availability: counts that are text", at.ProtocolError, "not as expected", requests="data_products", gives=0,
         data_products=replies(200, [{"data_source": SOURCE, "available_data_products": {"2020-01-01": "x"}}])),
    case("availability: null", at.ProtocolError, "should be an array and is NoneType", requests="data_products",
         gives=0, data_products=replies(200, None)),
]  # fmt: skip


@rows(LISTINGS)
def test_listing(row: Case, runtime: Runtime) -> None:
    check(row, runtime, listing)


@rows(WAITS)
def test_retry_after(row: Case, runtime: Runtime) -> None:
    check(row, runtime, listing)


@rows(OTHERS)
def test_availability(row: Case, runtime: Runtime) -> None:
    check(row, runtime, counting)
