"""A slow consumer slows the server down: what it has not taken yet waits in the network, not in memory."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from support.faulty import Exchange, document, faulty_server, head, result, whole
from support.runtimes import RUNTIMES, Runtime, client, run

RECORDS = 200_000
STALLED = 1.0
"""Seconds without taking a byte after which the server knows that the client does not read."""


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_nothing_piles_up_behind_a_slow_consumer(runtime: Runtime) -> None:
    body = document(RECORDS)
    blocked = threading.Event()
    sent: list[int] = []

    def status(exchange: Exchange) -> None:
        exchange.send(whole(200, exchange.status(result(exchange.request_id, result_count=RECORDS))))

    def data(exchange: Exchange) -> None:
        exchange.send(head(200, length=len(body)))
        done = 0
        exchange.connection.settimeout(STALLED)
        while done < len(body):
            try:
                done += exchange.connection.send(body[done : done + 65536])
            except TimeoutError:
                sent.append(done)
                blocked.set()
                exchange.connection.settimeout(60)

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, timeout=60.0) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            stream = search.stream()
            assert (await anext(stream)).url.endswith("/0.jpg")
            assert await asyncio.to_thread(blocked.wait, 60), (
                "the server could send it all to a client that did not read"
            )
            count = 1
            async for _ in stream:
                count += 1
            assert count == RECORDS

    faults: dict[str, Any] = {"status": [status], "data": [data]}
    with faulty_server(**faults) as server:
        run(scenario(server.url))
    # What the sockets' buffers take on both sides is the system's business, and is a few megabytes.
    assert len(body) > 60_000_000
    assert sent[0] < len(body) / 3
