"""Many threads and tasks, forks and event loops: safe on one client, or refused with a reason."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support.faulty import COUNT, Exchange, document, faulty_server, head
from support.runtimes import RUNTIMES, Runtime, client, run
from support.scenarios import just

import aurorax_typed as at
from aurorax_typed.queries import DataProductQuery

pytestmark = pytest.mark.filterwarnings(
    "ignore::aurorax_typed.errors.UnknownNameWarning", "ignore::aurorax_typed.errors.NothingFoundWarning"
)

EACH = 32
PLATFORMS = ["gillam", "fsmi", "rabbit lake", "lucky lake"]
PATIENT = at.PollingPolicy(initial_interval=0.01, max_interval=0.5)


@pytest.fixture(scope="module")
def busy() -> Iterator[str]:
    """An emulator in a process of its own, so that all threads and sockets here are the client's."""
    code = """if True:
        import sys
        from aurorax_typed.emulator import serve
        with serve(time_scale=0) as url:
            print(url, flush=True)
            sys.stdin.read()
    """
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


def query(worker: int, number: int) -> at.DataProductQuery:
    """Queries that differ, so that a mixed-up answer shows."""
    hour = (worker + number) % 24
    return at.DataProductQuery(
        f"2020-02-01T{hour:02}:00",
        f"2020-02-01T{hour:02}:59:59",
        programs=["trex"],
        platforms=[PLATFORMS[worker % len(PLATFORMS)]],
    )


def right(query: at.DataProductQuery, products: list[at.DataProduct]) -> bool:
    return all(
        product.start >= query.start
        and product.end <= query.end
        and (product.data_source.program, product.data_source.platform) == ("trex", query.platforms[0])
        for product in products
    )


def sockets() -> int:
    """Descriptors of this process that are sockets."""
    count = 0
    for name in os.listdir("/proc/self/fd"):
        try:
            count += os.readlink(f"/proc/self/fd/{name}").startswith("socket:")
        except OSError:
            continue
    return count


@pytest.mark.timeout(300)
@pytest.mark.fault("32 threads, 32 searches each, on one client", "each has its own right result")
def test_threads(busy: str) -> None:
    before, threads = sockets(), threading.active_count()
    together = threading.Barrier(EACH)

    def work(ax: at.AuroraX, worker: int) -> list[tuple[str, int]]:
        together.wait(60)
        searches = [ax.data_products.submit(query(worker, number)) for number in range(EACH)]
        counts = []
        for search in searches:
            search.wait()
            assert search.query is not None
            assert right(search.query, search.get_data())
            counts.append((search.request_id, len(search.data)))
        return counts

    with at.AuroraX(base_url=busy, polling=PATIENT) as ax, ThreadPoolExecutor(EACH) as pool:
        found = [one for many in pool.map(lambda worker: work(ax, worker), range(EACH)) for one in many]
        assert 0 < sockets() - before <= 32
    assert len({request_id for request_id, _ in found}) == EACH * EACH
    assert sum(count for _, count in found) > EACH * EACH
    assert sockets() <= before
    assert threading.active_count() <= threads


@pytest.mark.timeout(300)
@pytest.mark.fault("32 tasks, 32 searches each, on one client", "each has its own right result")
def test_tasks(busy: str) -> None:
    threads = threading.active_count()

    async def work(ax: at.AsyncAuroraX, worker: int) -> list[tuple[str, int]]:
        searches = [await ax.data_products.submit(query(worker, number)) for number in range(EACH)]
        counts = []
        for search in searches:
            await search.wait()
            assert search.query is not None
            assert right(search.query, await search.get_data())
            counts.append((search.request_id, len(await search.data)))
        return counts

    async def scenario() -> None:
        before = sockets()
        async with at.AsyncAuroraX(base_url=busy, polling=PATIENT) as ax:
            many = await asyncio.gather(*(work(ax, worker) for worker in range(EACH)))
            assert 0 < sockets() - before <= 32
        assert sockets() <= before
        found = [one for few in many for one in few]
        assert len({request_id for request_id, _ in found}) == EACH * EACH
        assert sum(count for _, count in found) > EACH * EACH

    run(scenario())
    assert threading.active_count() <= threads


# -- processes --------------------------------------------------------------------------------------------------------


def in_child(work: Any) -> str:
    """What a forked child says; "" for nothing."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # The server's threads are in the parent only, and the child ends with _exit, whatever it finds locked.
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            signal.alarm(60)
            os.write(writing, str(work()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as said:
        text = said.read()
    assert os.waitpid(child, 0)[1] == 0
    return text


def message(work: Any) -> str:
    try:
        return f"no error: {work()!r}"
    except at.ClientStateError as error:
        return str(error)


@pytest.mark.fault("a client used in a forked child", "`ClientStateError`; nothing is sent", requests="data_sources")
def test_a_fork(tmp_path: Any) -> None:
    with faulty_server() as server, at.AuroraX(base_url=server.url) as ax:
        ax.sources.list()
        with socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1]))):
            said = in_child(lambda: message(ax.sources.list))
        assert f"made in process {os.getpid()}" in said
        assert "Make a client in each process" in said
        assert server.requests == ["data_sources"]


@pytest.mark.fault("a client closed in a forked child", "the parent's connection stays open and is used again",
                   requests="data_sources data_sources")  # fmt: skip
def test_closing_in_the_child_leaves_the_parents_connections() -> None:
    with faulty_server() as server, at.AuroraX(base_url=server.url) as ax:
        ax.sources.list()
        assert in_child(ax.close) == "None"
        ax.sources.list()
        assert (server.requests, server.connections) == (["data_sources"] * 2, 1)


def test_a_download_in_progress_is_not_read_in_the_child() -> None:
    body = document()

    def half(exchange: Exchange) -> None:
        exchange.send(head(200, length=len(body)) + body[:5000])
        assert gone_on.wait(60)
        exchange.send(body[5000:])

    gone_on = threading.Event()
    with faulty_server(data=[half]) as server, at.AuroraX(base_url=server.url) as ax:
        stream = ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"]).stream_batches()
        count = len(next(stream))
        assert "made in process" in in_child(lambda: message(lambda: next(stream)))
        gone_on.set()
        assert count + sum(len(batch) for batch in stream) == COUNT
        assert server.requests.count("data") == 1


def test_the_default_client_is_another_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    with faulty_server() as server:
        monkeypatch.setenv("AURORAX_BASE_URL", server.url)
        try:
            assert len(at.sources.list()) == 1
            assert in_child(lambda: len(at.sources.list())) == "1"
            assert len(at.sources.list()) == 1
            assert server.connections == 2
        finally:
            at.default_client().close()
            at.set_default_client(None)


FORKED_UNDER_LOCK = """
import os, threading
import aurorax_typed
from aurorax_typed import _default
with _default._holder.lock:
    child = os.fork()
    if child == 0:
        aurorax_typed.default_client().close()
        os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_fork_while_another_thread_makes_the_default_client() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKED_UNDER_LOCK], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "7\n"


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_what_holds_connections_is_not_pickled_nor_copied(runtime: Runtime) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url="http://127.0.0.1:9", api_key="a-key") as ax:
            search = ax.data_products.attach("091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55")
            for thing in (ax, search, ax.sources):
                inner = getattr(thing, "inner", thing)
                for act in (pickle.dumps, copy.deepcopy):
                    with pytest.raises(TypeError, match="Make a client in each process") as caught:
                        act(inner)
                    assert "a-key" not in str(caught.value)

    run(scenario())


# -- event loops ------------------------------------------------------------------------------------------------------


@pytest.mark.fault("an asynchronous client used in another event loop", "`ClientStateError`; nothing is sent",
                   requests="data_sources")  # fmt: skip
def test_another_event_loop() -> None:
    with faulty_server() as server:
        ax = at.AsyncAuroraX(base_url=server.url)

        async def ask() -> None:
            await ax.sources.list()

        with asyncio.Runner() as first:
            first.run(ask())
            with pytest.raises(at.ClientStateError, match="another event loop.*Make a client in each loop"):
                asyncio.run(ask())
            with pytest.raises(at.ClientStateError, match="another event loop"):
                asyncio.run(ax.close())
            assert server.requests == ["data_sources"]
            first.run(ask())
            first.run(ax.close())


def test_made_before_the_loop_and_closed_without_use() -> None:
    ax = at.AsyncAuroraX(base_url="http://127.0.0.1:9")
    asyncio.run(ax.close())


def test_without_asyncio() -> None:
    ax = at.AsyncAuroraX(base_url="http://127.0.0.1:9")
    coroutine = ax.sources.list()
    with pytest.raises(at.ClientStateError, match="asyncio's event loop, and none is running"):
        coroutine.send(None)
    asyncio.run(ax.close())


def test_a_blocking_client_within_a_loop_works() -> None:
    async def ask(url: str) -> None:
        with at.AuroraX(base_url=url) as ax:
            assert len(ax.sources.list()) == 1
            assert len(await asyncio.to_thread(ax.sources.list)) == 1

    with faulty_server() as server:
        run(ask(server.url))


# -- closed -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a client used after it was closed", "`ClientStateError`; nothing is sent", requests="")
def test_closed(runtime: Runtime) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url) as ax:
            await ax.close()
            with pytest.raises(at.ClientStateError, match=r"closed\. Make a new one"):
                await ax.sources.list()
            with pytest.raises(at.ClientStateError, match=r"closed\. Make a new one"):
                await ax.data_products.submit(DataProductQuery("2020-02-01", "2020-02-02", programs=["trex"]))

    with faulty_server() as server:
        run(scenario(server.url))
        assert server.requests == []


@pytest.mark.fault("closed by another thread while it waits for an answer", "`ClientStateError`, at once",
                   requests="data_sources")  # fmt: skip
def test_closed_by_another_thread() -> None:
    asked, gone = threading.Event(), threading.Event()

    def stall(exchange: Exchange) -> None:
        asked.set()
        exchange.stall()
        gone.set()

    with faulty_server(data_sources=[stall]) as server, ThreadPoolExecutor(1) as pool:
        ax = at.AuroraX(base_url=server.url, timeout=100, retry=at.RetryPolicy(initial_wait=0.001))
        idents: list[int] = []

        def ask() -> object:
            idents.append(threading.get_ident())
            return ax.sources.list()

        answer = pool.submit(ask)
        assert asked.wait(60)
        gc.disable()  # collected while it looks at frames, garbage can wait for a lock that this look holds
        try:
            while sys._current_frames()[idents[0]].f_code.co_filename.find("_backends") < 0:  # until it is in recv
                os.sched_yield()
        finally:
            gc.enable()
        ax.close()
        assert gone.wait(60), "the connection should be closed at once, not when its time is over"
        with pytest.raises(at.ClientStateError, match=r"closed\. Make a new one"):
            answer.result(60)
        assert server.requests == ["data_sources"]


@pytest.mark.fault("closed by another task while it waits for an answer", "`ClientStateError`, at once",
                   requests="data_sources")  # fmt: skip
def test_closed_by_another_task() -> None:
    async def scenario(url: str) -> None:
        ax = at.AsyncAuroraX(base_url=url, timeout=100, retry=at.RetryPolicy(initial_wait=0.001))
        answer = asyncio.create_task(ax.sources.list())
        assert await asyncio.to_thread(asked.wait, 60)
        await ax.close()
        with pytest.raises(at.ClientStateError, match=r"closed\. Make a new one"):
            await answer

    asked = threading.Event()

    def stall(exchange: Exchange) -> None:
        asked.set()
        just("stall")(exchange)

    with faulty_server(data_sources=[stall]) as server:
        run(scenario(server.url))
        assert server.requests == ["data_sources"]
    gc.collect()
