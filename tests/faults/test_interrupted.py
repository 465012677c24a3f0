"""Work that is interrupted: sockets are closed at once, no thread or task is left, and the client goes on working."""

from __future__ import annotations

import asyncio
import gc
import os
import shlex
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from support.faulty import COUNT, Exchange, Fault, FaultyServer, document, faulty_server, head, whole
from support.runtimes import RUNTIMES, Runtime, client, run
from support.scenarios import OK

import aurorax_typed as at

BODY = document()
SPAN = ("2020-02-01", "2020-02-02")


class Held:
    """Requests that get no answer: when one has come, and when the client has gone away from it."""

    def __init__(self, start: bytes = b"") -> None:
        self.asked = threading.Event()
        self.gone = threading.Event()
        self._start = start

    def __call__(self, exchange: Exchange) -> None:
        exchange.send(self._start)
        self.asked.set()
        exchange.stall()
        if not exchange.server.ending.is_set():
            self.gone.set()


def half() -> Held:
    return Held(head(200, length=len(BODY)) + BODY[:20_000])


def running(exchange: Exchange) -> None:
    from support.faulty import RUNNING, whole

    exchange.send(whole(200, exchange.status(dict(RUNNING))))


@contextmanager
def nothing_left() -> Iterator[None]:
    """Neither descriptors nor threads."""
    descriptors, threads = len(os.listdir("/proc/self/fd")), threading.active_count()
    yield
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= descriptors
    assert threading.active_count() <= threads


# -- Ctrl-C -----------------------------------------------------------------------------------------------------------

CHILD = """
import gc, os, signal, sys, threading
from aurorax_typed import AuroraX, PollingPolicy
signal.signal(signal.SIGINT, signal.default_int_handler)
def state():
    sockets = [name for name in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{name}")
               and os.readlink(f"/proc/self/fd/{name}").startswith("socket:")]
    return f"{len(sockets)} sockets, {threading.active_count()} threads"
url, phase = sys.argv[1:]
with AuroraX(base_url=url, polling=PollingPolicy(initial_interval=0.01 if phase != "sleeping" else 60.0)) as ax:
    search = ax.data_products.prepare(__import__("aurorax_typed").DataProductQuery(
        "2020-02-01", "2020-02-02", programs=["trex"]))
    print("begun", flush=True)
    try:
        search.execute()
        print("executed", flush=True)
        search.wait()
        print("waited", flush=True)
        for product in search.stream():
            pass
    except KeyboardInterrupt:
        print("interrupted:", state(), flush=True)
    sys.stdin.readline()
    if not search.executed:
        search.execute()
    if phase == "sleeping":
        print("state", search.state, flush=True)
    else:
        search.wait()
        print("records", len(search.get_data()), flush=True)
"""


@pytest.mark.parametrize(
    "phase",
    [
        pytest.param(phase, marks=pytest.mark.fault(f"Ctrl-C while {what}", came))
        for phase, what, came in [
            ("submit", "submitting", "the connection is closed; executed again, it asks for its id first"),
            ("status", "asking for the status", "the connection is closed; wait() again goes on"),
            ("sleeping", "sleeping between two polls", "the search goes on at the server"),
            ("data", "downloading", "the connection is closed; the records are fetched anew"),
        ]
    ],
)
def test_ctrl_c(phase: str) -> None:
    held = half() if phase == "data" else Held()
    faults: dict[str, list[Fault]] = {} if phase == "sleeping" else {phase: [held]}
    with faulty_server(**faults) as server:
        command = [sys.executable, "-c", CHILD, server.url, phase]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            if phase == "sleeping":
                while process.stdout.readline() != "executed\n":
                    pass
                sleeps(process.pid)
            else:
                assert held.asked.wait(60)
            process.send_signal(signal.SIGINT)
            for line in process.stdout:
                if line.startswith("interrupted"):
                    break
            else:
                raise AssertionError("the interruption was not felt")
            if phase == "sleeping":
                assert line == "interrupted: 1 sockets, 1 threads\n"  # the one that is kept for the next poll
            else:
                assert line == "interrupted: 0 sockets, 1 threads\n"
                assert held.gone.wait(60)
            rest, _ = process.communicate("go on\n", timeout=60)
            assert process.returncode == 0
    assert rest.splitlines()[-1] == ("state submitted" if phase == "sleeping" else f"records {COUNT}")
    seen = {
        "submit": "submit status submit status data",
        "status": "submit status status data",
        "sleeping": "submit",
        "data": "submit status data data",
    }
    assert " ".join(server.requests) == seen[phase]


@pytest.mark.parametrize(
    ("phase", "number"),
    [
        ("submit", signal.SIGINT),
        ("status", signal.SIGINT),
        ("data", signal.SIGINT),
        ("data", signal.SIGTERM),
        ("status", signal.SIGHUP),
    ],
)
@pytest.mark.fault("Ctrl-C, SIGTERM or SIGHUP at the command line while it submits, waits or downloads",
                   "exit status 128 + signal, and the command that takes the search up again, which works")  # fmt: skip
def test_ctrl_c_at_the_command_line(phase: str, number: signal.Signals, tmp_path: Path) -> None:
    held = half() if phase == "data" else Held()

    def take(exchange: Exchange) -> None:
        exchange.accept()
        held(exchange)

    heeding = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL);"
        "from aurorax_typed.cli import main; sys.argv[0] = 'aurorax'; sys.exit(main())"
    )
    target = tmp_path / "found.ndjson"
    target.write_text("old")
    with faulty_server(**{phase: [take if phase == "submit" else held]}) as server:
        asked = ["--start", SPAN[0], "--end", SPAN[1], "--program", "trex", "--output", str(target)]
        command = [sys.executable, "-c", heeding, "--base-url", server.url]
        with subprocess.Popen(
            [*command, "search", "data-products", *asked], stderr=subprocess.PIPE, text=True
        ) as process:
            assert held.asked.wait(60)
            process.send_signal(number)
            said = process.communicate(timeout=60)[1].splitlines()
            assert process.returncode == 128 + number
        assert "interrupted" in said
        assert held.gone.wait(60)
        assert target.read_text() == "old"
        [request_id] = server.known
        again = shlex.split(said[-1])
        assert again[:3] == ["aurorax", "--base-url", server.url]
        assert request_id in again
        done = subprocess.run([*command, *again[3:]], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["found.ndjson"]
        if phase == "submit":
            assert again[3:] == ["requests", "status", request_id]
        else:
            assert target.read_text().count("\n") == COUNT


@pytest.mark.fault("SIGHUP under nohup", "ignored, as it was before")
def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    held = half()
    ignoring = (
        "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
        "from aurorax_typed.cli import main; sys.argv[0] = 'aurorax'; sys.exit(main())"
    )
    asked = ["--start", SPAN[0], "--end", SPAN[1], "--program", "trex", "--output", str(tmp_path / "found.csv")]
    with faulty_server(data=[held]) as server:
        command = [sys.executable, "-c", ignoring, "--base-url", server.url, "search", "data-products", *asked]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert held.asked.wait(60)
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
            assert process.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def sleeps(pid: int) -> None:
    """Until the process sleeps in time.sleep, as the system tells."""
    calls = {"35", "230"}  # nanosleep and clock_nanosleep on x86-64
    if os.uname().machine == "aarch64":
        calls = {"101", "115"}
    while True:
        with open(f"/proc/{pid}/syscall", encoding="ascii") as file:
            if file.read().split()[0] in calls:
                return
        os.sched_yield()


# -- asyncio ----------------------------------------------------------------------------------------------------------

PHASES = ["submit", "status", "data"]


async def whole_search(ax: Any) -> list[Any]:
    search = await ax.data_products.search(*SPAN, programs=["trex"])
    return list(await search.get_data())


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.fault("a task is cancelled while it submits, polls or downloads",
                   "its connection is closed at once, the client goes on working")  # fmt: skip
def test_cancelled_tasks(phase: str) -> None:
    held = half() if phase == "data" else Held()

    async def scenario(server: FaultyServer) -> None:
        async with at.AsyncAuroraX(base_url=server.url, timeout=100) as ax:
            task = asyncio.create_task(whole_search(ax))
            assert await asyncio.to_thread(held.asked.wait, 60)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(held.gone.wait, 60)
            assert len(await whole_search(ax)) == COUNT

    with nothing_left(), faulty_server(**{phase: [held]}) as server:
        run(scenario(server))


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.fault("asyncio.timeout ends while a search is submitted, polled or downloaded",
                   "`TimeoutError`; its connection is closed at once, the client goes on working")  # fmt: skip
def test_asyncio_timeout(phase: str) -> None:
    held = half() if phase == "data" else Held()

    async def scenario(server: FaultyServer) -> None:
        async with at.AsyncAuroraX(base_url=server.url, timeout=100) as ax:
            with pytest.raises(TimeoutError) as caught:
                async with asyncio.timeout(None) as bound:
                    task = asyncio.ensure_future(asyncio.to_thread(held.asked.wait, 60))
                    task.add_done_callback(lambda _: bound.reschedule(0))
                    await whole_search(ax)
            assert type(caught.value) is TimeoutError  # the caller's own, not one of ours
            assert await asyncio.to_thread(held.gone.wait, 60)
            assert len(await whole_search(ax)) == COUNT

    with nothing_left(), faulty_server(**{phase: [held]}) as server:
        run(scenario(server))


@pytest.mark.fault("100 tasks are cancelled, each at another moment", "no connection is left behind")
def test_cancelled_anywhere() -> None:
    async def scenario(server: FaultyServer) -> None:
        async with at.AsyncAuroraX(base_url=server.url, timeout=100) as ax:
            for steps in range(100):
                task = asyncio.create_task(whole_search(ax))
                for _ in range(steps):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.wait([task])
            pool = ax._transport._http._transport._pool  # type: ignore[attr-defined]
            assert not pool._requests
            assert all(connection.is_idle() for connection in pool.connections)
            assert len(await whole_search(ax)) == COUNT

    with nothing_left(), faulty_server() as server:
        run(scenario(server))


def test_cancelled_in_the_tls_handshake() -> None:
    asked, gone = threading.Event(), threading.Event()

    async def scenario(port: int) -> None:
        async with at.AsyncAuroraX(base_url=f"https://127.0.0.1:{port}", timeout=100) as ax:
            task = asyncio.create_task(ax.sources.list())
            assert await asyncio.to_thread(asked.wait, 60)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(gone.wait, 60)

    with nothing_left(), silent_server(asked, gone) as port:
        run(scenario(port))


@contextmanager
def silent_server(asked: threading.Event, gone: threading.Event) -> Iterator[int]:
    """Takes connections and the first bytes, and says nothing."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1)
                asked.set()
                while connection.recv(65536):
                    pass
                gone.set()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            thread.join(60)


# -- generators -------------------------------------------------------------------------------------------------------


@pytest.mark.fault("a generator of records is closed, left or dropped half way",
                   "its connection is closed at once, the client goes on working")  # fmt: skip
@pytest.mark.parametrize("how", ["close", "break", "drop", "error", "batches", "select"])
def test_generators(how: str) -> None:
    held = half()
    faults: dict[str, list[Fault]] = {"data": [held]}
    with nothing_left(), faulty_server(**faults) as server, at.AuroraX(base_url=server.url, timeout=100) as ax:
        search = ax.data_products.search(*SPAN, programs=["trex"])
        stream: Any = {"batches": search.stream_batches}.get(how, search.stream)()
        if how == "select":
            stream = search.select("start", "url")
        if how == "break":
            for _ in search.stream():
                break
        elif how == "error":
            with pytest.raises(ZeroDivisionError):
                for _ in search.stream():
                    _ = 1 / 0
        else:
            next(stream)
            if how == "drop":
                del stream
                gc.collect()
            else:
                stream.close()
        stream = None
        assert held.gone.wait(60)
        assert len(search.get_data()) == COUNT


@pytest.mark.fault("an asynchronous generator of records is closed, left or dropped half way",
                   "its connection is closed at once, the client goes on working")  # fmt: skip
@pytest.mark.parametrize("how", ["close", "break", "drop", "error"])
def test_asynchronous_generators(how: str) -> None:
    held = half()

    async def scenario(server: FaultyServer) -> None:
        async with at.AsyncAuroraX(base_url=server.url, timeout=100) as ax:
            search = await ax.data_products.search(*SPAN, programs=["trex"])
            stream = search.stream()
            if how == "break":
                async for _ in stream:
                    break
            elif how == "error":
                with pytest.raises(ZeroDivisionError):
                    async for _ in stream:
                        _ = 1 / 0
            else:
                await anext(stream)
            if how == "close":
                await stream.aclose()
            del stream
            gc.collect()
            assert await asyncio.to_thread(held.gone.wait, 60)
            assert len(await search.get_data()) == COUNT

    with nothing_left(), faulty_server(data=[held]) as server:
        run(scenario(server))


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("closing a download that has stalled, through TLS", "at once")
def test_closing_a_stalled_download_through_tls(runtime: Runtime) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    held = half()

    async def scenario(url: str) -> None:
        transport: Any = httpx.AsyncHTTPTransport if runtime == "async" else httpx.HTTPTransport
        async with client(runtime, base_url=url, timeout=100.0, transport=transport(verify=trusted)) as ax:
            search = await ax.data_products.search(*SPAN, programs=["trex"])
            stream = search.stream()
            await anext(stream)
            await stream.aclose()
            assert await asyncio.to_thread(held.gone.wait, 60)
            assert len(await search.get_data()) == COUNT

    with faulty_server(context, data=[held]) as server:
        run(scenario(server.url))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_listener_that_fails_ends_the_call_and_nothing_else(runtime: Runtime) -> None:
    def listen(event: object) -> None:
        if type(event).__name__ == "Received" and failing:
            raise ZeroDivisionError

    failing = [True]

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, on_event=listen) as ax:
            search = await ax.data_products.search(*SPAN, programs=["trex"])
            with pytest.raises(ZeroDivisionError):
                await search.get_data()
            failing.clear()
            assert len(await search.get_data()) == COUNT

    with nothing_left(), faulty_server(data=[OK]) as server:
        run(scenario(server.url))


@pytest.mark.fault("an event loop ends while records are half read", "nothing is printed, the connection is closed")
@pytest.mark.parametrize("left", ["dropped", "kept", "batches", "select", "scan", "within another", "in a task"])
def test_half_read_when_the_loop_ends(left: str, caplog: pytest.LogCaptureFixture) -> None:
    held = half()
    kept: list[Any] = []
    unraisable: list[object] = []

    async def another(records: Any) -> AsyncIterator[Any]:
        async for record in records:
            yield record

    async def in_a_task(records: Any, begun: asyncio.Event) -> None:
        async for _ in records:
            begun.set()
            await asyncio.sleep(0)

    async def scenario(server: FaultyServer) -> None:
        ax = at.AsyncAuroraX(base_url=server.url, timeout=100)
        search = await ax.data_products.search(*SPAN, programs=["trex"])
        records: Any = search.select("url") if left == "select" else search.stream()
        if left == "batches":
            records = search.stream_batches()
        elif left == "scan":
            records = ax.data_products.scan(MONTH, window="day", in_flight=3, check_count=False).stream()
        elif left == "within another":
            records = another(records)
        if left == "in a task":
            begun = asyncio.Event()
            kept.append(asyncio.create_task(in_a_task(records, begun)))
            await begun.wait()
            return
        if left != "dropped":
            kept.append(records)
        async for _ in records:
            break

    hook, sys.unraisablehook = sys.unraisablehook, unraisable.append
    try:
        with faulty_server(data=[held]) as server:
            asyncio.run(scenario(server))
            assert held.gone.wait(60)
            kept.clear()
            gc.collect()
    finally:
        sys.unraisablehook = hook
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []
    assert unraisable == []


# -- a scan that is left ----------------------------------------------------------------------------------------------

MONTH = at.DataProductQuery("2020-02-01", "2020-02-29", programs=["trex"])
AHEAD = 11
"""Searches that run when a scan with twelve in flight is left while it reads the first."""


@pytest.fixture
def leaving(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets how many seconds leaving a scan may take."""
    for module in ("_sync", "_async"):
        monkeypatch.setattr(f"aurorax_typed.{module}.scan._LEAVING", request.param)


@pytest.mark.parametrize("leaving", [60.0], indirect=True)
@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.usefixtures("leaving")
@pytest.mark.fault("a scan is left while the server is slow to cancel", "its searches are cancelled all at once")
def test_a_scan_that_is_left_cancels_all_at_once(runtime: Runtime) -> None:
    together = threading.Barrier(AHEAD)

    def cancel(exchange: Exchange) -> None:
        together.wait(30)
        exchange.send(exchange.answer())

    async def scenario(server: FaultyServer) -> None:
        async with client(runtime, base_url=server.url, timeout=100.0) as ax:
            records = ax.data_products.scan(MONTH, window="day", in_flight=AHEAD + 1).stream()
            await anext(records)
            await records.aclose()

    with nothing_left(), faulty_server(cancel=[cancel] * AHEAD) as server:
        run(scenario(server))
        assert not together.broken
    assert server.requests.count("cancel") == AHEAD


@pytest.mark.parametrize("leaving", [0.1], indirect=True)
@pytest.mark.parametrize("how", ["close", "aclose", "cancel", "timeout", "error"])
@pytest.mark.usefixtures("leaving")
@pytest.mark.fault("a scan is left while the server is silent", "two seconds for all cancellations together")
def test_a_scan_that_is_left_waits_once_for_a_silent_server(how: str) -> None:
    silent = [Held() for _ in range(AHEAD)]

    async def scenario(server: FaultyServer) -> None:
        async with at.AsyncAuroraX(base_url=server.url, timeout=100) as ax:
            records = ax.data_products.scan(MONTH, window="day", in_flight=AHEAD + 1).stream()
            await anext(records)
            if how == "aclose":
                await records.aclose()
            elif how == "error":
                with pytest.raises(ZeroDivisionError):
                    async with aclosing(records):
                        _ = 1 / 0
            elif how == "timeout":
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0), aclosing(records):
                        await asyncio.sleep(60)
            else:
                task = asyncio.create_task(read_on(records))
                await asyncio.sleep(0)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            # The client is still open, and yet no connection waits for an answer.
            assert await asyncio.to_thread(all_gone, silent)

    async def read_on(records: Any) -> None:
        async with aclosing(records):
            await asyncio.sleep(60)

    with faulty_server(cancel=list(silent)) as server:
        if how == "close":
            with at.AuroraX(base_url=server.url, timeout=100) as ax:
                records = ax.data_products.scan(MONTH, window="day", in_flight=AHEAD + 1).stream()
                next(records)
                records.close()
                assert not any(held.gone.is_set() for held in silent)
        else:
            run(scenario(server))
        assert server.requests.count("cancel") == AHEAD


def all_gone(silent: list[Held]) -> bool:
    return all(held.gone.wait(60) for held in silent)


@pytest.mark.parametrize("leaving", [60.0], indirect=True)
@pytest.mark.usefixtures("leaving")
@pytest.mark.fault("Ctrl-C twice while a scan is read and the server is silent", "the second ends it at once")
def test_ctrl_c_twice_leaves_a_scan_at_once() -> None:
    reading, silent = half(), [Held() for _ in range(AHEAD)]
    pressed = []
    main = threading.get_ident()

    def press() -> None:
        for waited in ([reading], silent):
            assert all(held.asked.wait(60) for held in waited)
            pressed.append(time.monotonic())
            signal.pthread_kill(main, signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    keyboard = threading.Thread(target=press)
    try:
        with faulty_server(data=[reading], cancel=list(silent)) as server, at.AuroraX(base_url=server.url) as ax:
            records = ax.data_products.scan(MONTH, window="day", in_flight=AHEAD + 1).stream()
            keyboard.start()
            with pytest.raises(KeyboardInterrupt):
                for _ in records:
                    pass
            keyboard.join(60)
            assert len(pressed) == 2
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a scan ends while a search of it is being submitted", "that one is cancelled, too")
def test_a_search_that_may_have_arrived_is_cancelled_too(runtime: Runtime) -> None:
    def refuse(exchange: Exchange) -> None:
        exchange.send(whole(401, {"error_code": "Unauthorized", "error_message": "no"}))

    def arrives(exchange: Exchange) -> None:
        exchange.accept()
        exchange.close()

    async def scenario(server: FaultyServer) -> None:
        async with client(runtime, base_url=server.url) as ax:
            with pytest.raises(at.AuthenticationError):
                async for _ in ax.data_products.scan(MONTH, window="day", in_flight=2).stream():
                    raise AssertionError

    with faulty_server(submit=[OK, arrives], status=[refuse]) as server:
        run(scenario(server))
    assert server.requests == ["submit", "submit", "status", "cancel", "cancel"]
