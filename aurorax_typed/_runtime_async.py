"""The asyncio side of what differs between the two worlds. `_runtime_sync` is its twin; both are written by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from aurorax_typed.errors import SearchStateError

__all__ = ["at_most", "fetched", "sleep"]

T = TypeVar("T")

sleep = asyncio.sleep


def at_most(seconds: float | None) -> AbstractAsyncContextManager[object]:
    """Bounds the time of a block: TimeoutError where it takes longer."""
    return asyncio.timeout(seconds)


def fetched(get_data: Callable[[], object]) -> None:
    """Called when `search.data` is read before the data are here; a property can't await."""
    raise SearchStateError("The data are not here yet. Call `await search.get_data()` first.")
