"""What the endpoints share: a `Request` from what a generated function gives."""

from __future__ import annotations

from typing import TypeVar

from aurorax_openapi.types import UNSET, RequestArguments, Unset

from aurorax_typed._core.http import Request

__all__ = ["given", "request"]

T = TypeVar("T")


def given(value: T | None) -> T | Unset:
    """A value, or the generated client's word for one that is left out."""
    return UNSET if value is None else value


def request(
    arguments: RequestArguments, *, request_id: str | None = None, repeatable: bool = True, unsigned: bool = False
) -> Request:
    """A request as the transports send it. Booleans become `true` and `false`."""
    params = {
        name: ("true" if value else "false") if isinstance(value, bool) else str(value)
        for name, value in arguments.get("params", {}).items()
    }
    return Request(
        method=arguments["method"].upper(),
        path=arguments["url"],
        params=params,
        body=arguments.get("json"),
        request_id=request_id,
        repeatable=repeatable,
        unsigned=unsigned,
    )
