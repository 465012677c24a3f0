"""Settings of the machine that are wrong: each is named, with its value and what to do, and breaks nothing else."""

from __future__ import annotations

import errno
import gc
import json
import os
import resource
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from support.faulty import faulty_server, whole
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed import _environment
from aurorax_typed.cli import main

PASSWORD = "pa55word"
ONCE: dict[str, Any] = {"retry": at.RetryPolicy(max_attempts=1), "timeout": 5.0}
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*NAMES, "AURORAX_BASE_URL", "AURORAX_API_KEY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.pem").touch()
    (tmp_path / "cert.der").write_bytes(b"\x30\x82\x01\x0a\x02")


def ask(runtime: Runtime, url: str, **settings: Any) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=url, **{**ONCE, **settings}) as ax:
            await ax.sources.list()

    run(scenario())


# -- variables that can't be used --------------------------------------------------------------------------------------

BROKEN = [
    ("ALL_PROXY", "socks5://127.0.0.1:1080", "extra .socks.. Run: pip install"),
    ("http_proxy", "socks5h://me:pa55word@127.0.0.1:1080", r"\*\*\*@127.0.0.1:1080 .* extra .socks."),
    ("HTTP_PROXY", "ftp://proxy.example:21", "ftp:// is not a supported kind of proxy"),
    ("all_proxy", "foo://me:pa55word@proxy.example", r"foo://\*\*\*@proxy.example .* not a supported kind"),
    ("HTTP_PROXY", "socks://127.0.0.1:1080", "socks5 and socks5h are"),
    ("HTTP_PROXY", "http://proxy.example:99999", "port must be a number from 1 to 65535"),
    ("http_proxy", "http://me:pa55word@proxy.example:abc", "port must be"),
    ("HTTP_PROXY", "proxy.example:0", "port must be"),
    ("HTTP_PROXY", "http://:3128", "no valid host name"),
    ("HTTP_PROXY", "http://", "no valid host name"),
    ("ALL_PROXY", "http://a..b:3128", "no valid host name"),
    ("HTTP_PROXY", "http://xn--a:3128", "no valid host name"),
    ("HTTP_PROXY", "http://[::1:3128", "is not a URL"),
    ("HTTP_PROXY", "http://exa mple:3128", "no valid host name"),
    ("HTTP_PROXY", "http://☃.example:3128", "is not a URL"),
    ("HTTP_PROXY", "http://me:pa55word#x@proxy.example:3128", "percent-encoded"),
    ("HTTP_PROXY", "http://me:pa55word/x@proxy.example:3128", "percent-encoded"),
    ("SSL_CERT_FILE", "gone.pem", r"can't be opened \(No such file or directory\)"),
    ("SSL_CERT_FILE", "empty", "it is not a file"),
    ("SSL_CERT_FILE", "/dev/null", "it is not a file"),
    ("SSL_CERT_FILE", "empty.pem", "no certificate in PEM format"),
    ("SSL_CERT_FILE", "cert.der", "no certificate in PEM format"),
    ("SSL_CERT_DIR", "gone", r"can't be opened \(No such file or directory\)"),
    ("SSL_CERT_DIR", "empty", "openssl rehash"),
    ("SSL_CERT_DIR", "empty.pem", r"can't be opened \(Not a directory\)"),
    ("SSLKEYLOGFILE", "gone/keys.log", r"can't be opened \(No such file or directory\)"),
]
EXCEPTIONS = [
    "[::1",
    "localhost,[::zz]",
    "10.0.0.0/99",
    "proxy.example:99999",
    "a..b",
    "http://[::1",
    "a/b",
    "fe80::/200",
]
BROKEN += [("NO_PROXY", value, "is not a host name, an address or a network") for value in EXCEPTIONS]
broken = pytest.mark.parametrize(("name", "value", "problem"), BROKEN)


def without_socksio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_environment, "find_spec", lambda _: None)


@broken
@pytest.mark.parametrize("kind", [at.AuroraX, at.AsyncAuroraX])
def test_a_client(name: str, value: str, problem: str, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    without_socksio(monkeypatch)
    monkeypatch.setenv(name, value)
    if name == "NO_PROXY":
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    url = "https://api.example" if name.startswith("SSL") else "http://api.example"
    with pytest.raises(at.ConfigurationError, match=f"^{name}=(?=.* can't be used: ).*{problem}") as caught:
        kind(base_url=url)
    assert PASSWORD not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


@broken
def test_config_check(
    name: str, value: str, problem: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_socksio(monkeypatch)
    monkeypatch.setenv(name, value)
    with faulty_server() as server:
        monkeypatch.setenv("AURORAX_BASE_URL", server.url)
        assert main(["config", "check", "--format", "json"]) == 1
    found = {item["name"]: item for item in json.loads(capsys.readouterr().out)}
    assert found[name]["state"] == "failed"
    assert f"{name}=" in found[name]["detail"]
    assert PASSWORD not in str(found)
    used = name.lower() in ("http_proxy", "all_proxy")
    assert found["server"]["state"] == ("unknown" if used else "good")
    assert "Python" in found


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"])
def test_certificates_do_not_matter_for_plain_http(
    runtime: Runtime, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "/gone/it.pem")
    with faulty_server() as server:
        ask(runtime, server.url)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_proxy_that_is_not_used_does_not_matter(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:99999")
    monkeypatch.setenv("ALL_PROXY", "ftp://proxy.example")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with faulty_server() as server:
        ask(runtime, server.url)


@pytest.mark.parametrize("url", ["http://me:pa55word@a..b", "http://me:pa55word@x:99999", "http://me:pa55word@"])
def test_a_base_url_is_shown_without_its_password(url: str) -> None:
    with pytest.raises(at.ConfigurationError, match="base URL") as caught:
        at.AuroraX(base_url=url)
    assert PASSWORD not in str(caught.value)


# -- NO_PROXY ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "url", "direct"),
    [
        ("localhost,[::1]", "http://localhost:80", True),
        ("localhost,[::1]", "http://[::1]:8080", True),
        ("::1", "http://[::1]", True),
        ("[::1]:8080", "http://[::1]:8080", True),
        ("[::1]:8080", "http://[::1]:80", False),
        ("::1/128", "http://[::1]", True),
        ("fe80::/10", "http://[fe80::12]", True),
        ("fe80::/10", "http://[2001:db8::1]", False),
        ("10.0.0.0/8", "http://10.200.0.1", True),
        ("10.0.0.1/8", "http://10.200.0.1", True),
        ("169.254/16", "http://169.254.3.4", True),
        ("10.0.0.0/8", "http://11.0.0.1", False),
        ("127.0.0.*", "http://127.0.0.9", True),
        ("example.org", "https://api.example.org", True),
        ("EXAMPLE.org.", "https://example.org", True),
        ("example.org", "https://myexample.org", False),
        (".example.org", "https://example.org", True),
        ("*.example.org", "https://api.example.org", True),
        ("example.org:8443", "https://example.org:8443", True),
        ("example.org:8443", "https://example.org", False),
        ("https://example.org", "https://example.org", True),
        ("https://example.org", "http://example.org", False),
        ("a.example  b.example", "http://b.example", True),
        (" , ,*", "http://anything.example", True),
        ("bücher.example", "http://xn--bcher-kva.example", True),
    ],
)
def test_hosts_that_need_no_proxy(entries: str, url: str, direct: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", entries)
    with at.AuroraX(base_url=url) as ax:
        assert (ax._transport._proxy is None) is direct


# -- proxies that fail -------------------------------------------------------------------------------------------------


class Socks5:
    """A SOCKS5 proxy, with a password or without; it connects, or answers with another `reply`."""

    def __init__(self, reply: int = 0, password: bytes | None = None) -> None:
        self.reply, self.password = reply, password
        self.asked: list[str] = []

    def __call__(self, near: socket.socket) -> None:
        methods = near.recv(300)[2:]
        chosen = 0 if self.password is None else 2
        if chosen not in methods:
            near.sendall(b"\x05\xff")
            return
        near.sendall(bytes([5, chosen]))
        if self.password is not None:
            near.sendall(b"\x01\x00" if near.recv(600).endswith(self.password) else b"\x01\x01")
        wanted = near.recv(600)
        host = socket.inet_ntoa(wanted[4:8]) if wanted[3] == 1 else wanted[5:-2].decode()
        port = int.from_bytes(wanted[-2:], "big")
        self.asked.append(f"{host}:{port}")
        near.sendall(bytes([5, self.reply, 0, 1, 0, 0, 0, 0, 0, 0]))
        if self.reply == 0:
            with socket.create_connection((host, port)) as far:
                far.sendall(near.recv(65536))
                while piece := far.recv(65536):
                    near.sendall(piece)
                    if b"TREx" in piece:
                        return


@contextmanager
def listening(serve: Any) -> Iterator[tuple[str, list[int]]]:
    """A server that does this with each connection; gives its address, and a list that grows with each."""
    connections: list[int] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                with near, suppress(OSError):
                    connections.append(1)
                    serve(near)

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}", connections
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def says(data: bytes) -> Any:
    def serve(near: socket.socket) -> None:
        near.recv(65536)
        near.sendall(data)

    return serve


TRY_TWICE = at.RetryPolicy(max_attempts=2, initial_wait=0.001)


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_that_refuses_the_connection(
    runtime: Runtime, scheme: str, name: str, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name.lower() not in (f"{scheme}_proxy", "all_proxy"):
        return
    monkeypatch.setenv(name, f"http://me:pa55word@127.0.0.1:{unused_port}")
    said = rf"failed: the proxy http://\*\*\*@127.0.0.1:{unused_port} from {name} refused the connection. Check {name}"
    with pytest.raises(at.TransportError, match=said) as caught:
        ask(runtime, f"{scheme}://api.example")
    assert not caught.value.may_have_arrived
    assert "AURORAX_BASE_URL" not in str(caught.value)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_proxy_that_is_not_found(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_found(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", not_found)
    monkeypatch.setenv("HTTP_PROXY", "proxy.invalid:3128")
    with pytest.raises(at.TransportError, match="the proxy http://proxy.invalid:3128 from HTTP_PROXY was not found"):
        ask(runtime, "http://api.example")


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    ("status", "said", "attempts"),
    [
        (403, "refused to connect to the server .403 Whatever.*NO_PROXY", 1),
        (404, "refused to connect to the server .404", 1),
        (407, "asks for a user name and password .*Put yours into HTTPS_PROXY: http://user:password@host:port", 1),
        (502, "can't connect to the server now .502.*Try again later", 2),
        (503, "can't connect to the server now .503", 2),
        (504, "can't connect to the server now .504", 2),
    ],
)
def test_a_connect_that_is_refused(
    runtime: Runtime, status: int, said: str, attempts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(says(whole(status))) as (address, connections):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{address}")
        with pytest.raises(at.TransportError, match=f"the proxy http://{address} from HTTPS_PROXY {said}") as caught:
            ask(runtime, "https://api.example", retry=TRY_TWICE)
    assert len(connections) == attempts
    assert not caught.value.may_have_arrived


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("data", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 2"])
def test_a_proxy_that_is_no_proxy(runtime: Runtime, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(says(data)) as (address, _):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{address}")
        with pytest.raises(
            at.TransportError, match=f"the proxy http://{address} from HTTPS_PROXY can't be used"
        ) as caught:
            ask(runtime, "https://api.example")
    assert not caught.value.may_have_arrived


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_407_for_a_plain_request(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(says(whole(407))) as (address, connections):
        monkeypatch.setenv("HTTP_PROXY", f"http://{address}")
        with pytest.raises(at.APIError, match="407 .*The proxy asks for a user name and password"):
            ask(runtime, "http://api.example", retry=TRY_TWICE)
    assert len(connections) == 1


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
@pytest.mark.parametrize("password", [None, b"pa55word"])
def test_a_socks_proxy(runtime: Runtime, scheme: str, password: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("socksio")
    through = Socks5(password=password)
    with faulty_server() as server, listening(through) as (address, _):
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://{'me:pa55word@' if password else ''}{address}")
        ask(runtime, server.url)
        assert through.asked == [server.url.removeprefix("http://")]


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    ("through", "said", "attempts"),
    [
        (Socks5(2), "refused to connect to the server .*not allowed by ruleset", 1),
        (Socks5(5), "can't connect to the server .*Connection refused.*server running", 2),
        (Socks5(password=b"x"), "asks for a user name and password", 1),
    ],
)
def test_a_socks_proxy_that_refuses(
    runtime: Runtime, through: Socks5, said: str, attempts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("socksio")
    with listening(through) as (address, connections):
        monkeypatch.setenv("ALL_PROXY", f"socks5://{address}")
        with pytest.raises(at.TransportError, match=f"the proxy socks5://{address} from ALL_PROXY {said}"):
            ask(runtime, "http://api.example", retry=TRY_TWICE)
    assert len(connections) == attempts


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    "data", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"\x04\x5a\0\0\0\0\0\0", b"\x05"]
)
def test_a_socks_proxy_that_does_not_speak_socks5(
    runtime: Runtime, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("socksio")
    with listening(says(data)) as (address, _):
        monkeypatch.setenv("ALL_PROXY", f"socks5://me:pa55word@{address}")
        with pytest.raises(
            at.TransportError, match=rf"socks5://\*\*\*@{address} from ALL_PROXY can't be used"
        ) as caught:
            ask(runtime, "http://api.example")
    assert not caught.value.may_have_arrived
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert PASSWORD not in str(caught.value)


def test_config_check_names_a_key_that_it_could_not_try(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AURORAX_API_KEY", "somebody:something")
    monkeypatch.setenv("ALL_PROXY", "ftp://proxy.example")
    assert main(["config", "check", "--format", "json"]) == 1
    found = {item["name"]: item["state"] for item in json.loads(capsys.readouterr().out)}
    assert (found["server"], found["API key"]) == ("unknown", "unknown")


# -- what this process has used up -------------------------------------------------------------------------------------


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_too_many_open_files(runtime: Runtime, unused_port: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)

    async def scenario() -> None:
        async with client(runtime, base_url=f"http://127.0.0.1:{unused_port}", **ONCE) as ax:
            with pytest.raises(at.TransportError, match="is the server running"):  # imports what this way needs
                await ax.sources.list()
            gc.collect()
            gc.disable()  # nothing that is forgotten must give back a descriptor meanwhile
            held = []
            resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 8, hard))
            try:
                with suppress(OSError):
                    while True:
                        held.append(os.open(os.devnull, os.O_RDONLY))
                with pytest.raises(at.TransportError, match="too many files are open.*ulimit -n"):
                    await ax.sources.list()
            finally:
                gc.enable()
                for number in held:
                    os.close(number)
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            with pytest.raises(at.TransportError, match="is the server running"):
                await ax.sources.list()

    run(scenario())


def test_too_many_open_files_for_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setenv("SSL_CERT_FILE", "another.pem")
    monkeypatch.setattr(_environment, "_loaded", full)
    with pytest.raises(at.ConfigurationError, match="certificates can't be loaded: too many files are open"):
        at.AuroraX(base_url="https://api.example")


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_pool_that_is_full_of_open_streams(runtime: Runtime) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **{**ONCE, "timeout": 20.0}) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            streams = [search.stream_batches() for _ in range(100)]
            for stream in streams:
                await anext(stream)
            impatient = ax.with_options(timeout=0.1)
            with pytest.raises(at.TransportError, match="all connections of this client are in use.*Close streams"):
                await impatient.sources.list()
            for stream in streams:
                await stream.aclose()
            await ax.sources.list()

    def half(exchange: Any) -> None:
        body = exchange.answer()
        exchange.send(body[: len(body) // 2])
        exchange.stall()

    with faulty_server(data=[half] * 100) as server:
        run(scenario(server.url))
