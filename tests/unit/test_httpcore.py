"""What the clients use of the private parts of httpx and httpcore is there, and is missed aloud where it is not."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import httpcore
import httpx
import pytest

import aurorax_typed as at
from aurorax_typed import _httpcore


def test_every_part_is_there() -> None:
    assert _httpcore.missing_parts() == []
    assert _httpcore.SUPPORTED


def test_clients_bound_the_sockets_of_every_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with at.AuroraX(base_url="https://api.example") as ax:
        pools = _httpcore.connection_pools(ax._transport._http)
        assert {type(pool) for pool in pools} == {httpcore.ConnectionPool, httpcore.HTTPProxy}
        assert {type(pool._network_backend).__module__ for pool in pools} == {"aurorax_typed._runtime_sync"}

    async def scenario() -> None:
        async with at.AsyncAuroraX(base_url="https://api.example") as ax:
            pools = _httpcore.connection_pools(ax._transport._http)
            assert {type(pool) for pool in pools} == {httpcore.AsyncConnectionPool, httpcore.AsyncHTTPProxy}
            assert {type(pool._network_backend).__module__ for pool in pools} == {"aurorax_typed._runtime_async"}

    asyncio.run(scenario())


def test_a_transport_of_the_user_is_left_alone() -> None:
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        assert _httpcore.connection_pools(client) == []


def _imported_again() -> ModuleType:
    spec = spec_from_file_location("another_httpcore", _httpcore.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("owner", "missing"),
    [
        (httpcore.ConnectionPool, "ConnectionPool._network_backend, ConnectionPool._requests"),
        (httpx.AsyncClient, "AsyncClient._transport, AsyncClient._mounts is missing"),
        (httpx.HTTPTransport, "HTTPTransport._pool is missing"),
    ],
)
def test_a_part_that_is_gone_is_missed(
    owner: type, missing: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def renamed(self: object, *_: object, **__: object) -> None:
        self._another_name = None  # type: ignore[attr-defined]

    monkeypatch.setattr(owner, "__init__", renamed)
    with caplog.at_level(logging.WARNING):
        module = _imported_again()
    monkeypatch.undo()
    assert missing in caplog.text
    assert 'Install "httpx>=0.27,<0.29"' in caplog.text
    with httpx.Client() as client:
        assert module.connection_pools(client) == []


def test_the_words_of_a_connection_that_was_closed_unanswered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)

        thread = threading.Thread(target=serve)
        thread.start()
        with httpx.Client(trust_env=False) as client, pytest.raises(httpx.RemoteProtocolError) as raised:
            client.get(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert _httpcore.NO_RESPONSE in str(raised.value)
