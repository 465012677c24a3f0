"""The blocking side of what differs between sync and async. `_runtime_async` is its twin; both are written by hand.

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
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar, copy_context
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

import httpcore

from aurorax_typed._httpcore import Pool, take_leaked_connections

__all__ = [
    "all_within",
    "close_leaked_connections",
    "event_loop",
    "fail_after",
    "install_network_backend",
    "lock",
    "open_in_thread",
    "owned",
    "run_workers",
    "shielded",
    "should_stop",
    "sleep",
    "to_thread",
]

P = ParamSpec("P")
T = TypeVar("T")

lock = threading.Lock
owned = closing
sleep = time.sleep

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def fail_after(seconds: float | None) -> Iterator[None]:
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


def install_network_backend(pools: Iterable[Pool]) -> None:
    """Let the connections of these pools keep the bound of `fail_after`."""
    for pool in pools:
        if isinstance(pool, httpcore.ConnectionPool):
            pool._network_backend = _Backend()


def close_leaked_connections(pools: Iterable[Pool]) -> None:
    """Close the connections that no request has and none will get; see `take_leaked_connections`."""
    for pool in pools:
        for connection in take_leaked_connections(pool):
            if isinstance(connection, httpcore.ConnectionInterface):
                connection.close()


def event_loop() -> object | None:
    """None: a blocking client belongs to no loop, and works inside any, which waits meanwhile."""
    return None


def shielded(close: Callable[[], None]) -> None:
    """Close something; nothing cancels a blocking call."""
    close()


_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


def should_stop() -> bool:
    """Whether the work that `run_workers` has begun here should end, since other work of it failed."""
    stop = _stop.get()
    return stop is not None and stop.is_set()


def run_workers(work: Callable[[T], None], items: Iterable[T], workers: int, disconnect: Callable[[], object]) -> None:
    """Do the work for each item, so many at a time, each in a thread. The first error ends it all, and is raised.

    Nobody can stop a thread: work that takes long asks `should_stop()`, and `disconnect` wakes what waits for a server.
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
            disconnect()
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
        disconnect()
        for _ in range(running):
            over.get()
        for thread in threads:
            thread.join()
    if errors:
        raise errors[0]


def all_within(seconds: float, work: Callable[[T], None], items: Iterable[T]) -> None:
    """Do the work for all items at the same time, each in a thread; leave what takes longer than this to end by itself.

    Its errors are dropped. Ctrl-C ends the waiting at once.
    """
    over: SimpleQueue[None] = SimpleQueue()

    def worker(item: T) -> None:
        try:
            with suppress(Exception):
                work(item)
        finally:
            over.put(None)

    end = time.monotonic() + seconds
    threads = [threading.Thread(target=copy_context().run, args=(worker, item), daemon=True) for item in items]
    for thread in threads:
        thread.start()
    with suppress(Empty):
        for _ in threads:
            over.get(timeout=max(end - time.monotonic(), 0))


def open_in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for what opens something."""
    return work(*args, **kwargs)


def to_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what takes long; here nothing else waits for it."""
    return work(*args, **kwargs)
