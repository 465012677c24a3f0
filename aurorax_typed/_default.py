"""The client behind the module-level calls: made on first use, configured from the environment, one for the process."""

from __future__ import annotations

import atexit
import inspect
import os
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.search import Search

__all__ = [
    "default_client",
    "fetched_by_default",
    "load",
    "of_default",
    "prepared_by_default",
    "set_default_client",
]

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")
Q = TypeVar("Q")
F = TypeVar("F", bound=Search[Any, Any, Any])


class _Holder:
    """The one client and what it was made for; a forked child or a changed environment needs another."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.client: AuroraX | None = None
        self.made_for: tuple[int, str | None, str | None] | None = None  # None: the user's own, kept as it is
        self.earlier: list[tuple[int, AuroraX]] = []  # searches that were made with them still work

    def get(self) -> AuroraX:
        here = (os.getpid(), os.environ.get("AURORAX_BASE_URL"), os.environ.get("AURORAX_API_KEY"))
        with self.lock:
            if self.client is None or (self.made_for is not None and self.made_for != here):
                made = AuroraX()
                if self.client is not None and self.made_for is not None:
                    self.earlier.append((self.made_for[0], self.client))
                self.client, self.made_for = made, here
            return self.client

    def set(self, client: AuroraX | None) -> None:
        with self.lock:
            self.close()
            self.client, self.made_for = client, None

    def close(self) -> None:
        if self.client is not None and self.made_for is not None:
            self.earlier.append((self.made_for[0], self.client))
        for process, client in self.earlier:
            if process == os.getpid():
                client.close()
        self.earlier = [(process, client) for process, client in self.earlier if process != os.getpid()]

    def forked(self) -> None:
        """In a child: its lock may have been taken by a thread of the parent, which nobody here gives back."""
        self.lock = threading.Lock()


_holder = _Holder()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_holder.forked)
atexit.register(_holder.close)


def default_client() -> AuroraX:
    """The client that the module-level calls use.

    Raises:
        ConfigurationError: `AURORAX_BASE_URL` or `AURORAX_API_KEY` can't be used.
    """
    return _holder.get()


def set_default_client(client: AuroraX | None) -> None:
    """Let the module-level calls use this client; None goes back to one made from the environment.

    A client that was made from the environment before is closed; one of your own is not.
    """
    _holder.set(client)


def of_default(resource: Callable[[AuroraX], S], method: Callable[Concatenate[S, P], T]) -> Callable[P, T]:
    """A function that calls a resource's method on the default client, with the method's own signature and text."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return method(resource(default_client()), *args, **kwargs)

    return _without_self(call, method)


def fetched_by_default(resource: Callable[[AuroraX], S], method: Callable[Concatenate[S, P], F]) -> Callable[P, F]:
    """The same for a method that gives a search; its records are fetched before it is given on."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> F:
        search = method(resource(default_client()), *args, **kwargs)
        search.get_data()
        return search

    return _without_self(call, method)


def prepared_by_default(prepare: Callable[[Q], F], query: Callable[P, Q]) -> Callable[P, F]:
    """A function that takes what a query takes and gives a search that is not submitted yet."""

    @wraps(query, updated=())
    def call(*args: P.args, **kwargs: P.kwargs) -> F:
        return prepare(query(*args, **kwargs))

    call.__name__ = call.__qualname__ = "Search"
    return call


def _without_self(call: Callable[P, T], method: Callable[..., object]) -> Callable[P, T]:
    signature = inspect.signature(method)
    parameters = list(signature.parameters.values())[1:]
    call.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return call


load = of_default(lambda client: client, AuroraX.load)
