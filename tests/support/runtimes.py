"""One scenario, two runtimes: written for asyncio, run against the blocking client too, through a thin wrapper.

The wrapper adds `await` to the blocking calls and nothing else, so that a scenario which passes sync and async shows
the same behaviour in both.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from types import GeneratorType
from typing import Any, Literal

import aurorax_typed
from aurorax_typed._async.search import AsyncSearch
from aurorax_typed._sync.client import AuroraX

Runtime = Literal["async", "sync"]
RUNTIMES: tuple[Runtime, ...] = ("async", "sync")

_PLAIN = {
    "prepare",
    "attach",
    "scan",
    "with_options",
    "url",
    "validate",
    "open_in_browser",
}  # these send nothing, so that they are not awaited in asyncio either


def _is_shell(value: Any) -> bool:
    return type(value).__module__.startswith("aurorax_typed._sync.")


class _Awaitable:
    """A blocking object whose methods can be awaited."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        if name == "data":
            return _later(lambda: self.inner.data, (), {})
        value = getattr(self.inner, name)
        if _is_shell(value):
            return _Awaitable(value)
        if not callable(value):
            return value

        def call(*args: Any, **kwargs: Any) -> Any:
            if name in _PLAIN:
                return _wrap(value(*args, **kwargs))
            if name.startswith(("stream", "select")):
                return _iterate(value(*args, **kwargs))
            return _later(value, args, kwargs)

        return call

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "inner":
            object.__setattr__(self, name, value)
        else:
            setattr(self.inner, name, value)

    def __repr__(self) -> str:
        return repr(self.inner)

    async def __aenter__(self) -> _Awaitable:
        return _Awaitable(self.inner.__enter__())

    async def __aexit__(self, *failure: Any) -> None:
        self.inner.__exit__(*failure)


def _wrap(value: Any) -> Any:
    return _Awaitable(value) if _is_shell(value) else value


async def _later(call: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    return _wrap(call(*args, **kwargs))


async def _iterate(generator: GeneratorType[Any, None, None]) -> AsyncIterator[Any]:
    try:
        for item in generator:
            yield item
    finally:
        generator.close()


def client(runtime: Runtime, **settings: Any) -> Any:
    """A client of that runtime, to be used with `async with`."""
    if runtime == "async":
        return aurorax_typed.AsyncAuroraX(**settings)
    return _Awaitable(AuroraX(**settings))


def run(scenario: Coroutine[Any, Any, None]) -> None:
    """Run a scenario to its end, and make sure that it leaves no task behind."""

    async def whole() -> None:
        await scenario
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"tasks left behind: {left}"

    asyncio.run(whole())


__all__ = ["RUNTIMES", "AsyncSearch", "Runtime", "client", "run"]
