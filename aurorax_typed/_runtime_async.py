"""The asyncio side of what differs between sync and async. `_runtime_sync` is its twin; both are written by hand."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator, Iterable
from contextlib import AbstractAsyncContextManager, suppress
from types import TracebackType, coroutine
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

import httpcore

from aurorax_typed._httpcore import Pool, take_leaked_connections
from aurorax_typed.errors import ClientStateError

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


class _Closes(Protocol):
    def close(self) -> None: ...


C = TypeVar("C", bound=_Closes)

lock = asyncio.Lock
sleep = asyncio.sleep


def fail_after(seconds: float | None) -> AbstractAsyncContextManager[object]:
    """Bounds the time of a block: TimeoutError where it takes longer."""
    return asyncio.timeout(seconds)


async def shielded(close: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Close something to the end, also when the task is cancelled meanwhile: half closed, it would be lost."""
    await _finished(asyncio.ensure_future(close()))


async def _finished(task: asyncio.Future[T]) -> T:
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            task.exception()
        raise


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that is closed where its TLS handshake is cancelled; httpcore closes it after errors only."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            return _Stream(await self._inner.start_tls(ssl_context, server_hostname, timeout))
        except asyncio.CancelledError:
            await shielded(self._inner.aclose)
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.AsyncNetworkBackend):
    """The pool's own, with such connections."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._inner.connect_tcp(host, port, timeout, local_address, socket_options))

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._inner.connect_unix_socket(path, timeout, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


def install_network_backend(pools: Iterable[Pool]) -> None:
    """Let no connection of these pools outlive its cancelled TLS handshake."""
    for pool in pools:
        if isinstance(pool, httpcore.AsyncConnectionPool):
            pool._network_backend = _Backend(pool._network_backend)


async def close_leaked_connections(pools: Iterable[Pool]) -> None:
    """Close the connections that no request has and none will get; see `take_leaked_connections`."""
    for pool in pools:
        for connection in take_leaked_connections(pool):
            if isinstance(connection, httpcore.AsyncConnectionInterface):
                await shielded(connection.aclose)


def event_loop() -> asyncio.AbstractEventLoop:
    """The loop that runs.

    Raises:
        ClientStateError: none does, or another library's.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise ClientStateError(
            "AsyncAuroraX runs in asyncio's event loop, and none is running here. Use AuroraX, which needs none; "
            "under trio or curio, in a thread."
        ) from None


def should_stop() -> bool:
    """Whether the work that `run_workers` has begun here should end; asyncio ends it by itself."""
    return False


async def to_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what takes long elsewhere, so that the loop goes on. When this is cancelled, the work is over all the same."""
    # Nobody can stop a thread, and whoever cleans up must not meet it.
    return await _finished(asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs)))


async def open_in_thread(work: Callable[P, C], *args: P.args, **kwargs: P.kwargs) -> C:
    """The same for what opens something: when this is cancelled, it is closed again."""
    task = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await _finished(task)
    except asyncio.CancelledError:
        if task.done() and not task.cancelled() and task.exception() is None:
            task.result().close()
        raise


async def all_within(seconds: float, work: Callable[[T], Awaitable[None]], items: Iterable[T]) -> None:
    """Do the work for all items at the same time; drop what takes longer than this. Its errors are dropped as well."""
    doing = asyncio.gather(*map(work, items), return_exceptions=True)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await doing


class owned(Generic[T]):
    """Like `aclosing`, for a generator inside another one.

    The event loop does not learn of it, nor of those inside it: when a loop ends, it closes all generators that it
    knows at the same time, and one that is closed by it and by the generator around it raises RuntimeError.
    """

    def __init__(self, generator: AsyncGenerator[T]) -> None:
        self._generator = generator

    async def __aenter__(self) -> owned[T]:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await _unknown_to_the_loop(self._generator.aclose)

    def __aiter__(self) -> owned[T]:
        return self

    def __anext__(self) -> Awaitable[T]:
        return _unknown_to_the_loop(self._generator.__anext__)


@coroutine
def _unknown_to_the_loop(work: Callable[[], Awaitable[T]]) -> Generator[Any, Any, T]:
    """Await what a call gives; of the asynchronous generators that begin or end meanwhile, the event loop learns
    nothing."""
    steps: Generator[Any, Any, T] | None = None
    value: Any = None
    failure: BaseException | None = None
    while True:
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=_ignore, finalizer=_ignore)
        try:
            if steps is None:
                steps = work().__await__()
            waited = steps.send(value) if failure is None else steps.throw(failure)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            sys.set_asyncgen_hooks(*hooks)
        try:
            value, failure = (yield waited), None
        except BaseException as error:
            failure = error


def _ignore(generator: object) -> None:
    """Their owner closes them."""


async def run_workers(
    work: Callable[[T], Awaitable[None]],
    items: Iterable[T],
    workers: int,
    disconnect: Callable[[], Awaitable[object]],
) -> None:
    """Do the work for each item, with this many workers. The first error stops all of them and is raised.

    `disconnect` is called last.
    """
    waiting = iter(items)

    async def worker() -> None:
        for item in waiting:
            await work(item)

    tasks = [asyncio.create_task(worker()) for _ in range(workers)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await disconnect()
