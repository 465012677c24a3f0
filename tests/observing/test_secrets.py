"""The key, a password and the token of a session show nowhere, whoever looks, and go to the configured server only."""

from __future__ import annotations

import asyncio
import copy
import io
import logging
import pickle
import signal
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
from rich.console import Console
from rich.traceback import Traceback
from support.faulty import faulty_server, whole
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed._core.redaction import Redacted
from aurorax_typed.events import Event

KEY = "0a1b2c3d:the-very-secret-key"
PASSWORD = "correct-horse-battery"
TOKEN = "Bearer tok.en.of-the-session"
EMAIL = "somebody@example.org"
FAST: dict[str, Any] = {"retry": at.RetryPolicy(initial_wait=0.001, max_wait=0.002), "timeout": 5.0}
DAY = ("2020-02-01", "2020-02-02")


TESTS = str(Path(__file__).parents[1])


def secrets_in(text: str, *, of: tuple[str, ...] = (KEY, PASSWORD, TOKEN, TOKEN.removeprefix("Bearer "))) -> list[str]:
    return [secret for secret in of if secret in text]


def told(error: BaseException) -> str:
    """An error as the most curious of tracebacks show it, with the values in each frame, ours and those of others.

    The frames of the tests are left out: whoever calls us has the secrets in hand.
    """
    whole_story = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts = [str(error), repr(error), repr(vars(error)), "".join(traceback.format_exception(error))]
    waiting: list[traceback.TracebackException | None] = [whole_story]
    while waiting:
        found = waiting.pop()
        if found is not None:
            waiting += [found.__cause__, found.__context__]
            parts += [f"{frame.filename} {frame.locals}" for frame in found.stack if TESTS not in frame.filename]
    return "\n".join(parts)


def shown_by_rich(error: BaseException) -> str:
    """The same by rich, which also follows values into their members."""
    console = Console(file=io.StringIO(), width=200)
    kind, cut = type(error), error.__traceback__
    while cut is not None and TESTS in cut.tb_frame.f_code.co_filename:
        cut = cut.tb_next
    console.print(Traceback.from_exception(kind, error, cut, show_locals=True, locals_max_length=None))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger says, at any level."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def signing_in(exchange: Any) -> None:
    exchange.send(whole(200, {"email": EMAIL}, {"Authorization": TOKEN}))


def members(value: Any, seen: set[int], depth: int = 6) -> Iterator[str]:
    """The repr of an object and of all that hangs on it, through attributes, slots and containers."""
    if id(value) in seen or depth == 0 or isinstance(value, type):
        return
    seen.add(id(value))
    yield repr(value)
    if isinstance(value, Redacted):  # what it holds is in a function
        return
    inner: list[Any] = list(getattr(value, "__dict__", {}).values())
    for kind in type(value).__mro__:
        names = getattr(kind, "__slots__", ())
        inner += [getattr(value, name, None) for name in ([names] if isinstance(names, str) else names)]
    if isinstance(value, dict):
        inner += [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set):
        inner += value
    for item in inner:
        if not isinstance(item, str | int | float | bytes | None):
            yield from members(item, seen, depth - 1)
        else:
            yield repr(item)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_nothing_that_a_client_holds_or_logs_shows_them(runtime: Runtime, logged: io.StringIO) -> None:
    events: list[Event] = []
    shown: list[str] = []

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, on_event=events.append, **FAST) as ax:
            search = await ax.data_products.search(*DAY, programs=["trex"])
            await search.get_data()
            await ax.accounts.sign_in(EMAIL, PASSWORD)
            await ax.sources.list()
            for thing in (getattr(ax, "inner", ax), getattr(search, "inner", search)):
                shown.extend(members(thing, set()))
                shown.append(f"{thing} {vars(thing)}")
                for duplicate in (pickle.dumps, copy.deepcopy):
                    with pytest.raises(TypeError) as caught:
                        duplicate(thing)
                    shown.append(told(caught.value))

    with faulty_server(authenticate=[signing_in]) as server:
        run(scenario(server.url))
        carried = [(h.get("x-aurorax-api-key"), h.get("authorization")) for h in server.seen_headers]
    assert carried == [(KEY, None)] * 3 + [(None, None), (None, TOKEN)]
    shown.extend(repr(event) for event in events)
    text = "\n".join(shown)
    assert "Secret('***')" in text
    assert len(shown) > 100
    assert secrets_in(text) == []
    log = logged.getvalue()
    assert "receive_response_headers.complete" in log, "httpcore shows the headers of replies"
    assert "(b'Authorization', b'***')" in log
    assert "/api/v1/data_products/search: 202 in" in log
    assert secrets_in(log) == []


FAULTS: dict[str, Any] = {
    "refused": None,
    "reset": [lambda e: e.reset()] * 9,
    "half a head": [lambda e: (e.send(b"HTTP/1.1 200 OK\r\nx: y"), e.reset())] * 9,
    "not HTTP": [lambda e: (e.send(b"SSH-2.0-OpenSSH\r\n"), e.close())] * 9,
    "stall": [lambda e: e.stall()] * 9,
    "cut": [lambda e: (e.send(whole(200, b" " * 99)[:-9]), e.close())] * 9,
    "502": [lambda e: e.send(whole(502, b"<html>"))] * 9,
    "401": [lambda e: e.send(whole(401, {"error_code": "NotAuthenticated", "error_message": "no"}))] * 9,
    "301": [lambda e: e.send(whole(301, b"", {"location": "https://elsewhere.example/"}))] * 9,
    "html": [lambda e: e.send(whole(200, b"<html>", {"authorization": TOKEN}))] * 9,
    "echo": [lambda e: e.send(whole(400, {"error_code": "x", "error_message": f"{KEY} {PASSWORD}"}))] * 9,
    "echo in a page": [lambda e: e.send(whole(500, f"{KEY} {PASSWORD}".encode(), {"content-type": "text/plain"}))] * 9,
    "no token": [lambda e: e.send(whole(200, {"email": EMAIL}, {"authorization": "Bearer\ttok.en.of-the-session"}))],
}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("signed_in", [False, True], ids=["with a key", "signing in"])
@pytest.mark.parametrize("fault", FAULTS)
def test_no_error_shows_them(
    runtime: Runtime, fault: str, signed_in: bool, logged: io.StringIO, unused_port: int
) -> None:
    if fault == "no token" and not signed_in:
        return
    shown: list[str] = []

    async def scenario(url: str) -> None:
        settings = {**FAST, "timeout": 0.1 if fault == "stall" else 5.0, "retry": at.RetryPolicy(max_attempts=2)}
        settings["retry"] = at.RetryPolicy(max_attempts=2, initial_wait=0.001)
        async with client(runtime, base_url=url, api_key=None if signed_in else KEY, **settings) as ax:
            with pytest.raises(at.AuroraXError) as caught:
                await (ax.accounts.sign_in(EMAIL, PASSWORD) if signed_in else ax.sources.list())
            shown.append(told(caught.value))
            shown.append(pickle.dumps(caught.value).decode("latin-1"))

    steps = FAULTS[fault]
    with faulty_server(**{} if steps is None else {"authenticate" if signed_in else "data_sources": steps}) as server:
        run(scenario(f"http://127.0.0.1:{unused_port}" if steps is None else server.url))
        assert bool(server.requests) is (steps is not None)
    text = "\n".join(shown)
    assert "aurorax_typed" in text
    held = (PASSWORD, TOKEN.removeprefix("Bearer ")) if signed_in else (KEY,)  # the others the server made up
    assert secrets_in(text, of=held) == []
    assert secrets_in(logged.getvalue(), of=held) == []


@pytest.mark.parametrize("signed_in", [False, True], ids=["with a key", "signing in"])
def test_no_interrupt_shows_them(signed_in: bool) -> None:
    def interrupt(exchange: Any) -> None:
        signal.pthread_kill(main, signal.SIGINT)
        exchange.stall()

    main = threading.main_thread().ident or 0
    assert threading.current_thread() is threading.main_thread()
    with faulty_server(data_sources=[interrupt], authenticate=[interrupt]) as server:
        with at.AuroraX(base_url=server.url, api_key=None if signed_in else KEY) as ax:
            with pytest.raises(KeyboardInterrupt) as caught:
                ax.accounts.sign_in(EMAIL, PASSWORD) if signed_in else ax.sources.list()
    text = told(caught.value) + shown_by_rich(caught.value)
    assert "transport.py" in text
    assert secrets_in(text) == []


@pytest.mark.parametrize("signed_in", [False, True], ids=["with a key", "signing in"])
def test_no_cancelled_task_shows_them(signed_in: bool) -> None:
    async def scenario(url: str, reached: threading.Event) -> str:
        async with at.AsyncAuroraX(base_url=url, api_key=None if signed_in else KEY) as ax:
            task: asyncio.Task[Any] = asyncio.create_task(
                ax.accounts.sign_in(EMAIL, PASSWORD) if signed_in else ax.sources.list()
            )
            await asyncio.to_thread(reached.wait, 20)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            return told(caught.value) + shown_by_rich(caught.value)

    reached = threading.Event()
    stall = [lambda e: (reached.set(), e.stall())]
    with faulty_server(data_sources=stall, authenticate=stall) as server:
        text = asyncio.run(scenario(server.url, reached))
    assert "transport.py" in text
    assert secrets_in(text) == []


BAD = ["", "  ", "{}\n", "{}\r\nx: y", "{0} {0}", "{}é", "{}\x00", "{}\x7f"]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("kind", [at.AuroraX, at.AsyncAuroraX, at.Secret])
def test_a_key_that_cannot_be_is_refused_without_being_shown(kind: Any, bad: str) -> None:
    key = bad.format(KEY)
    with pytest.raises(at.ConfigurationError, match="API key") as caught:
        kind(key) if kind is at.Secret else kind(api_key=key)
    assert secrets_in(told(caught.value)) == []


@pytest.mark.parametrize("setting", [{"timeout": -1}, {"base_url": "ftp://x"}, {"base_url": "http://u:pw@x"}])
def test_a_good_key_is_not_shown_beside_a_bad_setting(setting: dict[str, Any]) -> None:
    with pytest.raises(at.ConfigurationError) as caught:
        at.AuroraX(api_key=KEY, **setting)
    assert secrets_in(told(caught.value)) == []
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_another_server_gets_nothing(runtime: Runtime) -> None:
    """Whatever the configured server points to: a redirect, a `Location`, a `data_uri`."""

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, **FAST) as ax:
            with pytest.raises(at.UnsafeRedirectError):
                await ax.sources.list()
            with pytest.raises(at.UnsafeRedirectError):
                await ax.data_products.search(*DAY, programs=["trex"])
            search = await ax.data_products.search(*DAY, programs=["trex"])
            assert search.status["search_result"]["data_uri"] == f"{other.url}/data"
            assert await search.get_data()

    def located(exchange: Any) -> None:
        exchange.accept()
        exchange.send(whole(202, b"", {"location": f"{other.url}{exchange.path}/{exchange.request_id}"}))

    def finished(exchange: Any) -> None:
        status = exchange.status({"data_uri": f"{other.url}/data", "result_count": 200, "error_condition": False})
        exchange.send(whole(200, status))

    with faulty_server() as other:
        faults: dict[str, Any] = {
            "data_sources": [lambda e: e.send(whole(307, b"", {"location": other.url}))],
            "submit": [located],
            "status": [finished],
        }
        with faulty_server(**faults) as server:
            run(scenario(server.url))
            assert {headers["x-aurorax-api-key"] for headers in server.seen_headers} == {KEY}
        assert other.connections == 0


def test_no_way_leads_around_certificates() -> None:
    """There is no setting for it; a transport of one's own is the only place where trust can be changed."""
    settings = attrs.fields_dict(at.RetryPolicy).keys() | at.AuroraX.__init__.__annotations__.keys()
    assert not [name for name in settings if "verify" in name or "ssl" in name or "insecure" in name]
    with at.AuroraX() as ax:
        pool = getattr(ax._transport._http._transport, "_pool")  # noqa: B009
        assert pool._ssl_context.check_hostname
        assert pool._ssl_context.verify_mode.name == "CERT_REQUIRED"
        assert isinstance(ax._transport._http, httpx.Client)
