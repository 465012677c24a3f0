"""The client behind the module-level calls: made on first use, configured from the environment, one for the process."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from aurorax_typed._sync.client import AuroraX

__all__ = ["default_client", "of_default", "set_default_client"]

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")

_lock = threading.Lock()
_client: AuroraX | None = None
_made_here: tuple[int, str | None, str | None] | None = None


def _environment() -> tuple[int, str | None, str | None]:
    # A forked child must not share its parent's connections; changed variables mean another server or key.
    return os.getpid(), os.environ.get("AURORAX_BASE_URL"), os.environ.get("AURORAX_API_KEY")


def default_client() -> AuroraX:
    """The client that the module-level calls use.

    Raises:
        ConfigurationError: `AURORAX_BASE_URL` or `AURORAX_API_KEY` can't be used.
    """
    global _client, _made_here
    with _lock:
        if _client is None or (_made_here is not None and _made_here != _environment()):
            _client = AuroraX()
            _made_here = _environment()
        return _client


def set_default_client(client: AuroraX | None) -> None:
    """Let the module-level calls use this client; None goes back to one made from the environment."""
    global _client, _made_here
    with _lock:
        _client = client
        _made_here = None


@atexit.register
def _close() -> None:
    if _client is not None and _made_here is not None and _made_here[0] == os.getpid():
        _client.close()


def of_default(resource: Callable[[AuroraX], S], method: Callable[Concatenate[S, P], T]) -> Callable[P, T]:
    """A function that calls a resource's method on the default client, with the method's own signature and text."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return method(resource(default_client()), *args, **kwargs)

    import inspect

    signature = inspect.signature(method)
    parameters = list(signature.parameters.values())[1:]
    call.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return call
