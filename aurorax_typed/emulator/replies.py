"""Answers in the shapes that the server uses, and the exception that becomes one."""

from typing import TypeAlias

import msgspec
from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response

__all__ = [
    "IDENTIFIER",
    "ApiError",
    "Json",
    "JsonObject",
    "bad_request",
    "decode",
    "encode",
    "error_reply",
    "front_end_reply",
    "json_reply",
    "not_found",
]


Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

_encoder = msgspec.json.Encoder()


def encode(value: object) -> bytes:
    """Write a value as compact JSON."""
    return _encoder.encode(value)


def decode(text: bytes) -> Json:
    """Read JSON text; raises ``ValueError`` when it is none."""
    try:
        value: Json = msgspec.json.decode(text)
    except msgspec.DecodeError as error:  # a ValueError itself from msgspec 0.21 on only
        raise ValueError(str(error)) from error
    return value


class ApiError(Exception):
    """Ends a request with an error document. ``code`` is one of the server's own words, such as ``NotFound``."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def bad_request(message: str) -> ApiError:
    """A 400. The server uses the code ``Other`` for anything that has no code of its own."""
    return ApiError(400, "Other", message)


def not_found(message: str) -> ApiError:
    """A 404."""
    return ApiError(404, "NotFound", message)


def json_reply(value: object, status: int = 200) -> Response:
    """A JSON answer. The content type has no charset: pyaurorax compares it for equality."""
    return Response(encode(value), status, media_type="application/json")


def error_reply(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """An error document."""
    body = encode({"error_code": code, "error_message": message})
    return Response(body, status, media_type="application/json", headers=headers)


def front_end_reply(status: int, reason: str) -> Response:
    """What the web server in front of the API says by itself; it is not JSON."""
    page = (
        f"<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n"
        f"<center><h1>{status} {reason}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return Response(page, status, headers={"content-type": "text/html"})


IDENTIFIER = "{identifier:whole}"
"""The part of a route that takes the identifier of a data source."""


class _Whole(Convertor[int]):
    regex = "-?[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("whole", _Whole())
