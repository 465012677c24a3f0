"""The server points elsewhere; nothing is sent there, and no key."""

from __future__ import annotations

from typing import Any

from support.faulty import Exchange, Fault, whole
from support.runtimes import Runtime
from support.scenarios import LIFE, WHOLE, Case, case, check, done, replies, rows, searching

import aurorax_typed as at
from aurorax_typed.queries import DataProductQuery

KEPT = "Redirects are not followed, so that the API key"


def moved(status: int, scheme: str = "http") -> Fault:
    """To the same machine under another name, where a client that follows would be seen."""

    def fault(exchange: Exchange) -> None:
        place = exchange.server.url.replace("http://127.0.0.1", f"{scheme}://localhost")
        exchange.send(whole(status, b"", {"location": place + exchange.path}))

    return fault


def within(status: int) -> Fault:
    """To another path of the same server."""
    return lambda e: e.send(whole(status, b"", {"location": f"{e.server.url}/api/v2/elsewhere"}))


async def cancelling(ax: Any, seen: list[Any]) -> str:
    search = await ax.data_products.submit(DataProductQuery("2020-02-01", "2020-02-02", programs=["trex"]))
    return str(await search.cancel(wait=True))


async def deleting(ax: Any, seen: list[Any]) -> str:
    search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
    await search.delete_data()
    return str(search.state)


async def listing(ax: Any, seen: list[Any]) -> int:
    return len(await ax.sources.list())


SCENARIOS = {"submit": searching, "status": searching, "data": searching, "cancel": cancelling, "delete": deleting,
             "data_sources": listing}  # fmt: skip
SEEN = {"submit": "submit", "status": "submit status", "data": LIFE, "cancel": "submit cancel",
        "delete": "submit status delete", "data_sources": "data_sources"}  # fmt: skip

REDIRECTS = [
    case(f"{kind}: {status} to {where}", at.UnsafeRedirectError, KEPT, requests=SEEN[kind], **{kind: fault})
    for kind in SCENARIOS
    for status, where, fault in [
        (301, "another host", moved(301)),
        (307, "https of another host", moved(307, "https")),
        (302, "another path", within(302)),
        (308, "no host at all", replies(308, b"", location="file:///etc/passwd")),
    ]
]
CASES = [
    case("data_uri on another host", requests=LIFE, status=done(data_uri="http://localhost:1/data")),
    case("data_uri of another scheme", requests=LIFE, status=done(data_uri="file:///etc/passwd")),
    case("data_uri with ..", requests=LIFE, status=done(data_uri="/api/v1/../../evil")),
    case("data_uri of another search", requests=LIFE,
         status=done(data_uri="/api/v1/data_products/requests/00000000-0000-0000-0000-000000000000/data")),
    case("data_uri with line breaks and NUL", requests=LIFE, status=done(data_uri="/a\r\nx-evil: 1\r\n\r\n\0")),
    case("data_uri that is empty", requests=LIFE, status=done(data_uri="")),
]  # fmt: skip


@rows(REDIRECTS)
def test_redirects(row: Case, runtime: Runtime) -> None:
    [kind] = row.faults
    check(row, runtime, SCENARIOS[kind])


@rows(CASES)
def test_pointers(row: Case, runtime: Runtime) -> None:
    assert row.gives == WHOLE
    check(row, runtime, searching)
