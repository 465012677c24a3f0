# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
"""Types and helpers that every operation shares"""

# Differs from the stock template: no files are uploaded here; status codes are numbers, since HTTPStatus refuses those that it
# does not know, such as 520; path_segment keeps an id inside its place in a path; RequestArguments
# types what the operations give; to_json lets a body pass that is JSON already; is_json keeps text answers from the JSON parser.

from collections.abc import Mapping
from typing import Any, Generic, Literal, NotRequired, Protocol, TypedDict, TypeVar
from urllib.parse import quote

import httpx
from attrs import define


class Unset:
    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

T = TypeVar("T")


class RequestArguments(TypedDict):
    """What httpx's `request` takes"""

    method: str
    url: str
    params: NotRequired[dict[str, Any]]
    json: NotRequired[Any]
    headers: NotRequired[dict[str, str]]


class Model(Protocol):
    """A class of `models`"""

    def to_dict(self) -> dict[str, Any]: ...


def to_json(body: Model | Mapping[str, Any]) -> dict[str, Any]:
    """A body as JSON"""
    return dict(body) if isinstance(body, Mapping) else body.to_dict()


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: int
    content: bytes
    headers: Mapping[str, str]
    parsed: T | None


def path_segment(value: object) -> str:
    """One part of a path, with everything quoted that could end it.

    Raises ValueError for what would stand for another path even when quoted: nothing, "." and "..".
    """
    text = str(value)
    if text in {"", ".", ".."}:
        raise ValueError(f"{text!r} cannot be a part of a path; an id is needed")
    return quote(text, safe="")


def is_json(response: httpx.Response) -> bool:
    """Whether the response has a body and says that it is JSON. A proxy in front of the server answers in HTML or text."""
    media_type: str = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return bool(response.content) and (media_type == "application/json" or media_type.endswith("+json"))


__all__ = ["UNSET", "Model", "RequestArguments", "Response", "Unset", "is_json", "path_segment", "to_json"]
