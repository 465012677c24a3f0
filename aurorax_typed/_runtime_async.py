"""The asyncio side of what differs between the two worlds. `_runtime_sync` is its twin; both are written by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager, suppress
from typing import ParamSpec, TypeVar

from aurorax_typed.errors import ClientStateError, SearchStateError

__all__ = ["at_most", "bound_sockets", "event_loop", "fetched", "in_thread", "lock", "sleep"]

P = ParamSpec("P")
T = TypeVar("T")

lock = asyncio.Lock
sleep = asyncio.sleep


def at_most(seconds: float | None) -> AbstractAsyncContextManager[object]:
    """Bounds the time of a block: TimeoutError where it takes longer."""
    return asyncio.timeout(seconds)


def bound_sockets(transports: Iterable[object]) -> None:
    """Nothing to do: asyncio can end a block from outside."""


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


def fetched(get_data: Callable[[], object]) -> None:
    """Called when `search.data` is read before the data are here; a property can't await."""
    raise SearchStateError("The data are not here yet. Call `await search.get_data()` first.")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what takes long elsewhere, so that the loop goes on. When this is cancelled, the work is over all the same."""
    task = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        # Nobody can stop a thread, and whoever cleans up must not meet it.
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            task.exception()
        raise
