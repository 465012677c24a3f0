"""The blocking side of what differs between the two worlds. `_runtime_async` is its twin; both are written by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import ParamSpec, TypeVar

__all__ = ["at_most", "fetched", "in_thread", "sleep"]

P = ParamSpec("P")
T = TypeVar("T")

sleep = time.sleep


def at_most(seconds: float | None) -> AbstractContextManager[object]:
    """Nothing can interrupt a blocking call from within; the callers look at the clock between pieces."""
    return nullcontext()


def fetched(get_data: Callable[[], object]) -> None:
    """Called when `search.data` is read before the data are here: fetch them."""
    get_data()


def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what takes long; here nothing else waits for it."""
    return work(*args, **kwargs)
