"""What the gateway's modules share: a `Request` from what a generated function gives."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar, cast

from aurorax_openapi.types import UNSET, Unset

from aurorax_typed._core.http import Request
from aurorax_typed.records import JSONValue

__all__ = ["Kwargs", "given", "request"]

Kwargs: TypeAlias = dict[str, Any]
"""What the generated functions give: method, url, params, json."""

T = TypeVar("T")


def given(value: T | None) -> T | Unset:
    """A value, or the generated client's word for one that is left out."""
    return UNSET if value is None else value


def request(
    kwargs: Kwargs, *, request_id: str | None = None, repeatable: bool = True, unsigned: bool = False
) -> Request:
    """A request as the transports send it. Booleans become `true` and `false`."""
    params = {
        name: ("true" if value else "false") if isinstance(value, bool) else str(value)
        for name, value in kwargs.get("params", {}).items()
    }
    return Request(
        method=kwargs["method"].upper(),
        path=kwargs["url"],
        params=params,
        body=cast(JSONValue, kwargs.get("json")),
        request_id=request_id,
        repeatable=repeatable,
        unsigned=unsigned,
    )
