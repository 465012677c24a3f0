"""Requests and replies without a network: what is sent, what came back, and which error a refusal is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from aurorax_typed._core.documents import ErrorDocument, error_inside, parse_error
from aurorax_typed._core.retry import parse_retry_after
from aurorax_typed._core.sanitize import shortened
from aurorax_typed.errors import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    MaintenanceError,
    NotFoundError,
    PermissionDeniedError,
    QueryError,
    RateLimitError,
    ServerError,
    UnsafeRedirectError,
)
from aurorax_typed.records import JSONValue

__all__ = ["TRY_AGAIN", "Reply", "Request", "error_of", "json_bytes", "public_headers"]

_GIVES_ACCESS = frozenset({"authorization", "set-cookie"})
"""Headers of answers that hold the token of a session, or might."""


@frozen(kw_only=True)
class Request:
    """One request, addressed relative to the base URL.

    Attributes:
        repeatable: sending it twice does what sending it once does.
        request_id: the search that it is about, for messages.
        unsigned: goes without key and session: signing in, making an account.
        headers: what is sent besides the headers that every request has.
    """

    method: str
    path: str
    params: Mapping[str, str] = field(factory=dict)
    body: JSONValue = field(default=None, repr=False)  # it may hold a password
    repeatable: bool = True
    request_id: str | None = None
    unsigned: bool = False
    headers: dict[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Reply:
    """One reply. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # they may hold the token of a session
    body: bytes = field(repr=False)  # it may quote what was sent
    url: str


TRY_AGAIN = "Try again later."
_ADVICE = {
    400: "Check the values that were sent.",
    401: "Set AURORAX_API_KEY, or pass api_key=, with a valid key.",
    403: "This needs an account with a higher role.",
    404: "Check the id or name; results and searches do not live for ever.",
    409: "It exists already, or is still in use; choose another, or remove what uses it.",
    407: "The proxy asks for a user name and password: put yours into its URL, http://user:password@host:port.",
    429: "The server is limiting requests. Ask less often.",
    501: "This server does not offer it.",
    503: TRY_AGAIN,
}

_MEANT = {
    "AssertionError": 400,
    "NotAuthorized": 401,
    "NotAuthenticated": 401,
    "NotPermitted": 403,
    "NotFound": 404,
    "Duplicate": 409,
    "Conflict": 409,
    "ToManyRequests": 429,
    "NotImplemented": 501,
    "Unavailable": 503,
}
"""The statuses that the server's codes mean, for errors that come inside a 200."""

_KINDS: Mapping[int, type[APIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: BadRequestError,
    429: RateLimitError,
}


def public_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that may be shown to users, who may log them."""
    return {name: value for name, value in headers.items() if name not in _GIVES_ACCESS}


def error_of(request: Request, reply: Reply, now: datetime) -> APIError | UnsafeRedirectError | None:
    """The error that a reply stands for; None for success (2xx).

    Args:
        now: the time, with zone, against which a `Retry-After` date is read.
    """
    status = reply.status
    document: ErrorDocument | None = None
    if 200 <= status < 300:
        document = error_inside(reply.body)
        if document is None:
            return None
    what = f"{request.method} {request.path}"
    if 300 <= status < 400 and "location" in reply.headers:
        target = reply.headers.get("location", "")[:200]
        return UnsafeRedirectError(
            f"{what} was redirected ({status}) to {target!r}. Redirects are not followed, so that the API key "
            "stays with the configured server. If the new address is right, use it as the base URL.",
            location=reply.headers.get("location", ""),
        )
    if document is None:
        document = parse_error(reply.body, reply.headers.get("content-type", ""))
        meant = status
    else:
        meant = _MEANT.get(document["error_code"] or "", 500)
    said = shortened(document["error_message"] or "")
    kind = _KINDS.get(meant, ServerError if meant >= 500 else APIError)
    if meant == 503 and "maintenance" in said.lower():
        kind = MaintenanceError
    about = f" (search {request.request_id})" if request.request_id and request.request_id not in what else ""
    advice = _ADVICE.get(meant, TRY_AGAIN if meant >= 500 else "Is the base URL that of an AuroraX server?")
    answer = said if said.startswith(f"{status} ") else f"{status} {said or _reason(status)}"
    message = f"{what}{about}: {answer}".rstrip(".") + "."
    return kind(
        f"{message} {advice}".rstrip(),
        status_code=status,
        error_code=document["error_code"],
        request_id=request.request_id,
        method=request.method,
        url=reply.url,
        retry_after=parse_retry_after(reply.headers.get("retry-after"), now),
        headers=public_headers(reply.headers),
    )


def _reason(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "a status that HTTP does not know"


def json_bytes(value: JSONValue) -> bytes:
    """A body as JSON.

    Raises:
        QueryError: it holds something that JSON can't; nothing may turn into null on the way.
    """
    try:
        return json.dumps(value, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise QueryError(f"What should be sent holds a value that JSON can't: {error}.") from None
