"""What the page on proxies and certificates says: which variables count, and that `transport=` puts them aside."""

from __future__ import annotations

import re
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from support.faulty import faulty_server
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at

FAST = {"retry": at.RetryPolicy(max_attempts=1), "timeout": 5.0, "api_key": "0a1b:the-secret-key"}


class Proxy:
    """A proxy on a real socket: tunnels CONNECT, hands other requests on, and keeps what it could read."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.asked: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(near,)))
            self._threads[-1].start()

    def _serve(self, near: socket.socket) -> None:
        with near:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = near.recv(65536)
                if not piece:
                    return
                head += piece
            method, target = head.decode("latin-1").split(" ", 2)[:2]
            url = httpx.URL(f"//{target}" if method == "CONNECT" else target)
            with socket.create_connection((url.host, url.port or 80)) as far:
                if method == "CONNECT":
                    self._note(head)
                    near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    far.sendall(self._note(head))
                self._carry(near, far)

    def _note(self, piece: bytes) -> bytes:
        """Keep what could be read; gives a request as the server behind the proxy takes it."""
        self.seen.append(piece)
        line = re.match(rb"([A-Z]+) (\S+) HTTP/1.1\r\n", piece)
        if line is None:
            return piece
        self.asked.append(line[0].decode("latin-1").rpartition(" ")[0])
        return re.sub(rb"^([A-Z]+) http://[^/ ]+", rb"\1 ", piece)

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        while True:
            for end in select.select([near, far], [], [])[0]:
                piece = end.recv(65536)
                if not piece:
                    return
                if end is near:
                    far.sendall(self._note(piece))
                else:
                    near.sendall(piece)


@contextmanager
def proxy() -> Iterator[Proxy]:
    running = Proxy()
    try:
        yield running
    finally:
        running.close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(made)
    return made


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def ask(runtime: Runtime, url: str, **settings: Any) -> int:
    """Search once; how many records there were."""
    counts: list[int] = []

    async def scenario() -> None:
        async with client(runtime, base_url=url, **{**FAST, **settings}) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            counts.append(len(await search.get_data()))

    run(scenario())
    return counts[0]


def transport_of(runtime: Runtime, **settings: Any) -> Any:
    return httpx.AsyncHTTPTransport(**settings) if runtime == "async" else httpx.HTTPTransport(**settings)


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment(runtime: Runtime, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy() as between, faulty_server() as server:
        monkeypatch.setenv(name, between.url)
        assert ask(runtime, server.url) > 0
        assert between.asked
        assert all(server.url in asked for asked in between.asked)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_hosts_that_need_no_proxy(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy() as between, faulty_server() as server:
        monkeypatch.setenv("HTTP_PROXY", between.url)
        monkeypatch.setenv("NO_PROXY", "example.org,localhost,127.0.0.1")
        assert ask(runtime, server.url) > 0
        assert between.asked == []


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_tunnel_shows_the_host_and_nothing_else(
    runtime: Runtime, authority: trustme.CA, context: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with proxy() as between, faulty_server(context) as server:
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        assert ask(runtime, server.url) > 0
        assert set(between.asked) == {f"CONNECT {server.url.removeprefix('https://')}"}
        read = b"".join(between.seen)
        assert len(read) > 1000
        assert b"secret-key" not in read
        assert b"trex" not in read


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_certificates_of_the_environment_count_in_place_of_the_usual_ones(
    runtime: Runtime, authority: trustme.CA, context: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with faulty_server(context) as server:
        with pytest.raises(at.TransportError, match="certificate is not trusted"):
            ask(runtime, server.url)
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert ask(runtime, server.url) > 0
        trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))  # somebody else's alone
        with pytest.raises(at.TransportError, match="certificate is not trusted"):
            ask(runtime, server.url)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_transport_takes_nothing_from_the_environment(
    runtime: Runtime, authority: trustme.CA, context: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    trusting = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    with proxy() as between, faulty_server(context) as server:
        for name in ("HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, between.url)
        assert ask(runtime, server.url, transport=transport_of(runtime, verify=trusting)) > 0
        assert between.asked == []


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_proxy_for_one_client(runtime: Runtime) -> None:
    with proxy() as between, faulty_server() as server:
        assert ask(runtime, server.url, transport=transport_of(runtime, proxy=between.url)) > 0
        assert between.asked
