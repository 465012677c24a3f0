"""Every wait ends: whatever stalls, the time-out of the call holds for the whole of it."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from support.faulty import Exchange, FaultyServer, faulty_server, head
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at

SHORT = 0.4
LONG = 20.0
"""Seconds that no call with the time-out SHORT may take; far above it, since the machine may be busy."""
ONCE: dict[str, Any] = {"timeout": SHORT, "retry": at.RetryPolicy(max_attempts=1)}


async def timed_out(ax: Any, call: Callable[[], Any]) -> None:
    """The error of a call that takes too long."""
    begun = time.monotonic()
    with pytest.raises(at.TransportError) as caught:
        await call()
    assert caught.value.timed_out
    assert time.monotonic() - begun < LONG


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@contextmanager
def raw_server(serve: Callable[[socket.socket], None], host: str = "127.0.0.1") -> Iterator[int]:
    """A server that does as it likes with each connection; its port."""
    with socket.create_server((host, 0)) as listener:
        threads: list[threading.Thread] = []
        taken: list[socket.socket] = []

        def work(connection: socket.socket) -> None:
            with suppress(OSError):
                serve(connection)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    taken.append(connection)
                    threads.append(threading.Thread(target=work, args=(connection,)))
                    threads[-1].start()

        acceptor = threading.Thread(target=accept)
        acceptor.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            acceptor.join()
            for connection in taken:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()
            for connection in taken:
                connection.close()


def silent(connection: socket.socket) -> None:
    """Take what comes and say nothing."""
    while connection.recv(65536):
        pass


@contextmanager
def full(host: str = "127.0.0.1") -> Iterator[int]:
    """A port that takes no more connections: its queue is full, and the system drops what knocks."""
    with socket.socket() as listener:
        listener.bind((host, 0))
        listener.listen(0)
        fillers = []
        try:
            for _ in range(8):
                filler = socket.socket()
                filler.setblocking(False)
                filler.connect_ex(listener.getsockname())
                fillers.append(filler)
            yield listener.getsockname()[1]
        finally:
            for filler in fillers:
                filler.close()


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a host that does not answer to connecting", "`TransportError`", requests="")
def test_connecting(runtime: Runtime) -> None:
    async def scenario(port: int) -> None:
        async with client(runtime, base_url=f"http://127.0.0.1:{port}", **ONCE) as ax:
            await timed_out(ax, ax.sources.list)

    with full() as port:
        before = descriptors()
        run(scenario(port))
        assert descriptors() <= before


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a host of four addresses, of which none answers", "one time-out for all of them", requests="")
def test_many_addresses_share_the_time(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[float] = []

    async def scenario(port: int) -> None:
        async with client(runtime, base_url=f"http://many.example:{port}", **{**ONCE, "timeout": 2.0}) as ax:
            begun.append(time.monotonic())
            await timed_out(ax, ax.sources.list)
            begun.append(time.monotonic())

    with full("0.0.0.0") as port:
        named(monkeypatch, "many.example", ["127.0.0.1"], port, copies=4)
        run(scenario(port))
    assert begun[1] - begun[0] < 6  # four times two seconds would be eight


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a host whose first address does not answer, and the second does", "the right answer",
                   requests="data_sources")  # fmt: skip
def test_the_second_address_is_tried(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(server: FaultyServer, port: int) -> None:
        async with client(runtime, base_url=f"http://two.example:{port}", timeout=6.0) as ax:
            assert len(await ax.sources.list()) == 1

    with faulty_server() as server:
        port = int(server.url.rsplit(":", 1)[1])
        with socket.socket() as taken:
            taken.bind(("127.0.0.2", port))
            taken.listen(0)
            fillers = [socket.socket() for _ in range(8)]
            try:
                for filler in fillers:
                    filler.setblocking(False)
                    filler.connect_ex(("127.0.0.2", port))
                named(monkeypatch, "two.example", ["127.0.0.2", "127.0.0.1"], port)
                run(scenario(server, port))
            finally:
                for filler in fillers:
                    filler.close()
        assert server.requests == ["data_sources"]


def named(monkeypatch: pytest.MonkeyPatch, name: str, addresses: list[str], port: int, copies: int = 1) -> None:
    """Let the system's resolver know a name. Copies stand for addresses that differ, and are told apart by a zero."""
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses for _ in range(copies)
    ]
    if copies > 1:
        found = [(*entry[:4], (f"127.0.0.{number}", port)) for number, entry in enumerate(found, 1)]
    before = socket.getaddrinfo

    def resolve(host: Any, *rest: Any, **more: Any) -> Any:
        return found if host in (name, name.encode()) else before(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a TLS handshake that stalls", "`TransportError`", requests="")
def test_the_tls_handshake(runtime: Runtime) -> None:
    async def scenario(port: int) -> None:
        async with client(runtime, base_url=f"https://127.0.0.1:{port}", **ONCE) as ax:
            await timed_out(ax, ax.sources.list)

    with raw_server(silent) as port:
        run(scenario(port))


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a proxy that takes the CONNECT and says nothing", "`TransportError`", requests="")
def test_a_proxy(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url="https://api.example", **ONCE) as ax:
            await timed_out(ax, ax.sources.list)

    with raw_server(silent) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a proxy that drips its answer to the CONNECT", "`TransportError`", requests="")
def test_a_proxy_that_drips(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    ending = threading.Event()

    def drip(connection: socket.socket) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"x-filler: 0\r\n" * 10_000:
            connection.sendall(bytes([byte]))
            if ending.wait(0.05):
                return

    async def scenario() -> None:
        async with client(runtime, base_url="https://api.example", **ONCE) as ax:
            await timed_out(ax, ax.sources.list)

    with raw_server(drip) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        run(scenario())
        ending.set()


def uploaded(count: int) -> list[at.DataProduct]:
    source = at.DataSource(103, "trex", "gillam", "RGB ASI", "ground", "TREx RGB GILL")
    day = at.DataProductQuery("2020-02-01", "2020-02-02", programs=["trex"])
    metadata: dict[str, at.JSONValue] = {"filler": "x" * 10_000}
    return [
        at.DataProduct(source, "keogram", day.start, day.end, f"https://data.example/{n}.jpg", metadata)
        for n in range(count)
    ]


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("slowly", [False, True])
@pytest.mark.fault("an upload that the server does not read, or a little at a time", "`TransportError`",
                   requests="")  # fmt: skip
def test_uploads(runtime: Runtime, slowly: bool) -> None:
    ending = threading.Event()

    def serve(connection: socket.socket) -> None:
        while not ending.wait(0.05):
            if slowly and not connection.recv(20_000):
                return

    async def scenario(port: int) -> None:
        settings = {**ONCE, "timeout": 1.0}
        async with client(runtime, base_url=f"http://127.0.0.1:{port}", api_key="a-key", **settings) as ax:
            records = uploaded(1000)  # 10 MB: more than the sockets' buffers take
            await timed_out(ax, lambda: ax.data_products.upload(records[0].data_source, records))

    with raw_server(serve) as port:
        run(scenario(port))
        ending.set()


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("headers that drip, a line at a time, without end", "`TransportError`", requests="data_sources")
def test_headers(runtime: Runtime) -> None:
    def drip(exchange: Exchange) -> None:
        exchange.drip(head(200)[:-2] + b"x-filler: 0\r\n" * 10_000, pause=0.01)

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **ONCE) as ax:
            await timed_out(ax, ax.sources.list)

    with faulty_server(data_sources=[drip]) as server:
        run(scenario(server.url))


@pytest.mark.fault("more requests at once than the pool has connections, and none is answered",
                   "each waits its own time, and no longer")  # fmt: skip
def test_waiting_for_a_connection() -> None:
    """Also where the time is what is left of a wait, not the client's own."""
    import httpx

    limits = httpx.Limits(max_connections=1)

    def stall(exchange: Exchange) -> None:
        exchange.stall()

    with faulty_server(data_sources=[stall], status=[stall]) as server:
        held = threading.Event()
        with at.AuroraX(base_url=server.url, timeout=100, transport=httpx.HTTPTransport(limits=limits)) as ax:

            def hold() -> None:
                with suppress(at.AuroraXError):
                    ax.sources.list()
                held.set()

            thread = threading.Thread(target=hold)
            thread.start()
            while not server.requests:
                os.sched_yield()
            begun = time.monotonic()
            search = ax.data_products.attach("091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55")
            with pytest.raises(at.SearchTimeoutError):
                search.wait(timeout=SHORT)
            assert time.monotonic() - begun < LONG
            assert not held.is_set()
            ax.close()
            thread.join()
    assert server.requests == ["data_sources"]


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a client is closed while a download stalls", "at once", requests="submit status data")
def test_closing(runtime: Runtime) -> None:
    asked, gone = threading.Event(), threading.Event()

    def stall(exchange: Exchange) -> None:
        exchange.send(head(200, length=10_000_000) + b'{"result": [')
        asked.set()
        exchange.stall()
        gone.set()

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, timeout=100.0) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            if runtime == "sync":
                reader = threading.Thread(target=lambda: failed(search.inner.get_data))
                reader.start()
                assert await asyncio.to_thread(asked.wait, 60)
                await ax.close()
                assert await asyncio.to_thread(gone.wait, 60)
                await asyncio.to_thread(reader.join)
            else:
                task = asyncio.create_task(search.get_data())
                assert await asyncio.to_thread(asked.wait, 60)
                await ax.close()
                assert await asyncio.to_thread(gone.wait, 60)
                with pytest.raises(at.ClientStateError):
                    await task

    def failed(call: Callable[[], object]) -> None:
        with pytest.raises(at.ClientStateError):
            call()

    with faulty_server(data=[stall]) as server:
        run(scenario(server.url))
