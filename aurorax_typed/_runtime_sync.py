"""The blocking side of what differs between the two worlds. `_runtime_async` is its twin; both are written by hand.

Nothing can interrupt a blocking call from outside. So the bound on the time of a block reaches down to the sockets: no
operation on them gets more time than is left of it. Otherwise a server that sends its header a byte at a time could
hold a client for ever, since each byte starts the usual time-out anew.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from itertools import islice
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

import httpcore

__all__ = [
    "at_most",
    "bound_sockets",
    "drop_strays",
    "event_loop",
    "fetched",
    "in_thread",
    "lock",
    "opened",
    "sleep",
    "spread",
    "stopping",
    "to_the_end",
]

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


_SLICE = 16 * 1024
"""Bytes sent under one bound: httpcore starts the time-out anew for each part of them that the network takes."""


class _Stream(httpcore.NetworkStream):
    """A connection whose operations keep the bound of the block that they are in."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._process = os.getpid()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE):
            self._inner.write(buffer[start : start + _SLICE], _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        # Closing alone does not wake a thread that waits for this connection. After a fork it is the parent's, too,
        # and is only let go. The plain socket's shutdown, since TLS must not lose its state under that thread.
        connection = self._inner.get_extra_info("socket")
        if isinstance(connection, socket.socket) and self._process == os.getpid():
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
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
        # Each address of a host gets its share of the time: the system's own way gives each the whole of it.
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        end = None if timeout is None else time.monotonic() + timeout
        for tries in range(len(addresses), 0, -1):
            left = _left(None if end is None else max(end - time.monotonic(), 0.001), httpcore.ConnectTimeout)
            share = None if left is None else left / tries
            address = addresses[-tries]
            try:
                return _Stream(super().connect_tcp(address, port, share, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if tries == 1:
                    raise
        raise httpcore.ConnectError(f"{host} has no address")


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


def to_the_end(close: Callable[[], None]) -> None:
    """Close something; nothing cancels a blocking call."""
    close()


def drop_strays(transports: Iterable[object]) -> None:
    """Close the connections that no request has and none will get.

    httpcore loses one where Ctrl-C comes between opening it and sending through it: neither idle nor closed, it would
    take a place in the pool for ever.
    """
    for transport in transports:
        pool = getattr(transport, "_pool", None)
        if not (isinstance(pool, httpcore.ConnectionPool) and hasattr(pool, "_requests")):
            continue
        with pool._optional_thread_lock:
            wanted = [request.connection for request in pool._requests]
            strays = [
                connection
                for connection in pool._connections
                if connection not in wanted and not connection.is_idle() and not connection.is_closed()
            ]
            for connection in strays:
                pool._connections.remove(connection)
        for connection in strays:
            connection.close()


_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


def stopping() -> bool:
    """Whether the work that `spread` has begun here should end, since other work of it failed."""
    stop = _stop.get()
    return stop is not None and stop.is_set()


def spread(work: Callable[[T], None], items: Iterable[T], workers: int, hang_up: Callable[[], object]) -> None:
    """Do the work for each item, so many at a time, each in a thread. The first error ends it all, and is raised.

    Nobody can stop a thread: work that takes long asks `stopping()`, and `hang_up` wakes what waits for a server.
    """
    waiting, taking, stop = iter(items), threading.Lock(), threading.Event()
    errors: list[BaseException] = []
    over: SimpleQueue[None] = SimpleQueue()

    def take() -> list[T]:
        with taking:
            return [] if stop.is_set() else list(islice(waiting, 1))

    def worker() -> None:
        _stop.set(stop)
        try:
            while found := take():
                work(found[0])
        except BaseException as error:
            errors.append(error)
            stop.set()
            hang_up()
        finally:
            over.put(None)

    running = 0
    threads: list[threading.Thread] = []
    try:
        for number in range(workers):
            # In a copy of the caller's context, to which spans of tracing belong.
            thread = threading.Thread(target=copy_context().run, args=(worker,), name=f"aurorax-{number}")
            thread.start()
            threads.append(thread)
            running += 1
        while running:
            over.get()  # not join: where Ctrl-C comes into that, Python takes the thread for ended
            running -= 1
    finally:
        stop.set()
        hang_up()
        for _ in range(running):
            over.get()
        for thread in threads:
            thread.join()
    if errors:
        raise errors[0]


def fetched(get_data: Callable[[], object]) -> None:
    """Called when `search.data` is read before the data are here: fetch them."""
    get_data()


def opened(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for what opens something."""
    return work(*args, **kwargs)


def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what takes long; here nothing else waits for it."""
    return work(*args, **kwargs)
