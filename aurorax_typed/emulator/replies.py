"""Answers in the shapes that the server uses, and the exception that becomes one."""

from starlette.responses import Response

from aurorax_typed.emulator.jsons import encode

__all__ = ["ApiError", "bad_request", "error_reply", "front_end_reply", "json_reply", "not_found"]


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
