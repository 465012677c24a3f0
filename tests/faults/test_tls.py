"""TLS, proxies and secrets: nothing is sent where it should not be, and the key shows nowhere."""

from __future__ import annotations

import io
import logging
import pickle
import socket
import ssl
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import trustme
from support.faulty import COUNT, Exchange, Fault, document, faulty_server, head, whole
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at

KEY = "0a1b2c3d:the-very-secret-key"
FAST = {"retry": at.RetryPolicy(initial_wait=0.001, max_wait=0.002), "timeout": 5.0}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(made)
    return made


def trusting(authority: trustme.CA, runtime: Runtime) -> Any:
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    return httpx.AsyncHTTPTransport(verify=trusted) if runtime == "async" else httpx.HTTPTransport(verify=trusted)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_trusted_server(runtime: Runtime, authority: trustme.CA, context: ssl.SSLContext) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, transport=trusting(authority, runtime), **FAST) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            assert len(await search.get_data()) == COUNT

    with faulty_server(context) as server:
        assert server.url.startswith("https://localhost:")
        run(scenario(server.url))


@pytest.mark.fault("a certificate of an unknown authority", "`TransportError`, not tried again", requests="")
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_an_unknown_certificate_is_refused_once_and_for_all(runtime: Runtime, context: ssl.SSLContext) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, **FAST) as ax:
            with pytest.raises(at.TransportError, match="certificate is not trusted") as caught:
                await ax.sources.list()
            assert not caught.value.retryable
            assert not caught.value.may_have_arrived

    with faulty_server(context) as server:
        run(scenario(server.url))
        assert server.requests == []
        assert server.connections == 1


@pytest.mark.fault("a certificate for another name", "`TransportError`, not tried again", requests="")
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_certificate_for_another_name_is_refused(
    runtime: Runtime, authority: trustme.CA, context: ssl.SSLContext
) -> None:
    async def scenario(url: str) -> None:
        settings = {"base_url": url.replace("localhost", "127.0.0.1"), "transport": trusting(authority, runtime)}
        async with client(runtime, api_key=KEY, **settings, **FAST) as ax:
            with pytest.raises(at.TransportError, match="certificate is not trusted"):
                await ax.sources.list()

    with faulty_server(context) as server:
        run(scenario(server.url))
        assert server.requests == []


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a certificate that has expired", "`TransportError`, not tried again", requests="")
def test_an_expired_certificate_is_refused_once(runtime: Runtime, authority: trustme.CA) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    past = datetime(2001, 1, 1, tzinfo=UTC)
    authority.issue_cert("localhost", not_before=past, not_after=past + timedelta(days=9)).configure_cert(old)

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, transport=trusting(authority, runtime), **FAST) as ax:
            with pytest.raises(at.TransportError, match="expired.*not trusted; check the address, the clock") as caught:
                await ax.sources.list()
            assert not caught.value.retryable

    with faulty_server(old) as server:
        run(scenario(server.url))
        assert server.requests == []
        assert server.connections == 1


def _cut(data: Callable[[Exchange], bytes]) -> Fault:
    """Bytes, and then the connection ends beneath TLS, which does not say good-bye."""

    def fault(exchange: Exchange) -> None:
        exchange.send(data(exchange))
        raw = socket.socket(fileno=exchange.connection.detach())
        raw.shutdown(socket.SHUT_RDWR)
        raw.close()

    return fault


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lambda e: head(200, {"connection": "close"}) + document()[:5000], id="half"),
        pytest.param(lambda e: head(200, length=len(document())) + document()[:5000], id="half of a known length"),
        pytest.param(lambda e: b"", id="nothing"),
    ],
)
@pytest.mark.fault("TLS is cut without a close_notify", "the whole result", requests="submit status data data")
def test_tls_cut_without_a_word(
    runtime: Runtime, authority: trustme.CA, context: ssl.SSLContext, body: Callable[[Exchange], bytes]
) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, transport=trusting(authority, runtime), **FAST) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            assert len(await search.get_data()) == COUNT

    with faulty_server(context, data=[_cut(body)]) as server:
        run(scenario(server.url))
        assert " ".join(server.requests) == "submit status data data"


@pytest.mark.fault("one side speaks TLS and the other does not", "`TransportError`", requests="")
@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("tls", [True, False])
def test_one_side_speaks_tls_and_the_other_does_not(runtime: Runtime, context: ssl.SSLContext, tls: bool) -> None:
    async def scenario(url: str) -> None:
        wrong = url.replace("https://", "http://") if tls else url.replace("http://", "https://")
        async with client(runtime, base_url=wrong, api_key=KEY, **FAST) as ax:
            with pytest.raises(at.TransportError, match="failed"):
                await ax.sources.list()

    with faulty_server(context if tls else None) as server:
        run(scenario(server.url))
        assert server.requests == []


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger says, at any level."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setLevel(0)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all that it hangs on to."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        found = waiting.pop()
        if found is not None and found not in seen:
            seen.append(found)
            waiting += [found.__cause__, found.__context__]
            yield found


@pytest.mark.fault(
    "any error, and the server quotes the key", "the key is in no message, repr, log, pickle or traceback"
)
@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("fault", ["refused", "reset", "502", "401", "html", "echo"])
def test_the_key_shows_nowhere(runtime: Runtime, fault: str, logged: io.StringIO, unused_port: int) -> None:
    def reset(exchange: Any) -> None:
        exchange.reset()

    faults: dict[str, Any] = {
        "refused": [],
        "reset": [reset] * 9,
        "502": [lambda e: e.send(whole(502, b"<html>"))] * 9,
        "401": [lambda e: e.send(whole(401, {"error_code": "NotAuthenticated", "error_message": "no"}))],
        "html": [lambda e: e.send(whole(200, b"<html>"))],
        "echo": [lambda e: e.send(whole(400, {"error_code": "x", "error_message": f"what is {KEY}?"}))],
    }
    shown: list[str] = []

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, **FAST) as ax:
            shown.extend([repr(ax), str(ax), repr(ax.sources), repr(getattr(ax, "inner", ax).__dict__)])
            try:
                await ax.sources.list()
            except at.AuroraXError as error:
                for link in chain(error):
                    shown.extend([repr(link), str(link), repr(vars(link)), repr(link.args)])
                shown.append("".join(traceback.format_exception(error)))
                shown.append(pickle.dumps(error).decode("latin-1"))
            else:
                raise AssertionError("the fault should have been felt")

    with faulty_server(data_sources=faults[fault]) as server:
        run(scenario(f"http://127.0.0.1:{unused_port}" if fault == "refused" else server.url))
        if fault != "refused":
            assert all(headers["x-aurorax-api-key"] == KEY for headers in server.seen_headers)
            assert server.seen_headers
    text = "\n".join(shown)
    assert len(text) > 300
    assert KEY not in text
    assert KEY not in logged.getvalue()


@pytest.mark.fault("a .netrc for this host", "nothing of it is sent", requests="data_sources")
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_no_credentials_of_the_machine_are_added(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password of-the-machine\n")
    monkeypatch.setenv("NETRC", str(netrc))

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **FAST) as ax:
            await ax.sources.list()

    with faulty_server() as server:
        run(scenario(server.url))
        [headers] = server.seen_headers
    assert "authorization" not in headers
    assert "cookie" not in headers
    assert "x-aurorax-api-key" not in headers
    assert headers["user-agent"] == f"aurorax-typed/{at.__version__}"


@pytest.mark.fault("a cookie", "it is not sent back", requests="data_sources data_sources")
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_cookies_of_the_server_are_not_kept(runtime: Runtime) -> None:
    def with_cookie(exchange: Any) -> None:
        exchange.send(whole(200, [], {"set-cookie": "session=abc; Path=/"}))

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **FAST) as ax:
            await ax.sources.list()
            await ax.sources.list()

    with faulty_server(data_sources=[with_cookie]) as server:
        run(scenario(server.url))
        assert len(server.seen_headers) == 2
        assert not any("cookie" in headers for headers in server.seen_headers)
