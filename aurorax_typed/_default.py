"""The client behind the module-level calls: made on first use, configured from the environment, one for the process."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from inspect import signature
from typing import TypeVar

from aurorax_typed._sync.client import AnySearch, AuroraX

__all__ = [
    "default_client",
    "load",
    "set_default_client",
    "shows_parameters_of",
]


C = TypeVar("C", bound=Callable[..., object])


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


def shows_parameters_of(method: Callable[..., object]) -> Callable[[C], C]:
    """Let help and notebooks show the parameters of a method for a function that hands all it is given on to it."""

    def decorate(call: C) -> C:
        shown = signature(method)
        vars(call)["__signature__"] = shown.replace(parameters=list(shown.parameters.values())[1:])
        return call

    return decorate


def load(path: str | os.PathLike[str], *, verbose: bool = False) -> AnySearch:
    """Take up a search that `save` wrote to a file, on the default client; see `AuroraX.load`."""
    return default_client().load(path, verbose=verbose)
