"""The blocking side of what differs between the two worlds. `_runtime_async` is its twin; both are written by hand.

Nothing can interrupt a blocking call from outside. So the bound on the time of a block reaches down to the sockets: no
operation on them gets more time than is left of it. Otherwise a server that sends its header a byte at a time could
hold a client for ever, since each byte starts the usual time-out anew.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

import httpcore

__all__ = ["at_most", "bound_sockets", "event_loop", "fetched", "in_thread", "lock", "sleep"]

P = ParamSpec("P")
T = TypeVar("T")

lock = threading.Lock
sleep = time.sleep

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """Bounds the time of a block: the socket operation that takes longer ends as timed out."""
    token = _deadline.set(None if seconds is None else time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def _left(timeout: float | None, error: type[Exception]) -> float | None:
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = deadline - time.monotonic()
    if left <= 0:
        raise error("timed out")
    return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection whose operations keep the bound of the block that they are in."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, left, local_address, socket_options))


def bound_sockets(transports: Iterable[object]) -> None:
    """Let the connections of these httpx transports keep the bound of `at_most`; others are left as they are.

    httpx has no public way to give its pool a network backend; a test holds that this one works.
    """
    for transport in transports:
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.ConnectionPool) and hasattr(pool, "_network_backend"):
            pool._network_backend = _Backend()


def event_loop() -> object | None:
    """None: a blocking client belongs to no loop, and works inside any, which waits meanwhile."""
    return None


def fetched(get_data: Callable[[], object]) -> None:
    """Called when `search.data` is read before the data are here: fetch them."""
    get_data()


def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what takes long; here nothing else waits for it."""
    return work(*args, **kwargs)
