"""Every error that this library raises, in one tree under `AuroraXError`.

Each says what happened, on which request, and what to do next. `except AuroraXError` catches them all.
Bad arguments raise `QueryError`, which is a `ValueError` too, before anything is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aurorax_typed._core.sanitize import plain

if TYPE_CHECKING:
    from aurorax_typed.records import LogEntry

__all__ = [
    "APIError",
    "AuroraXError",
    "AuthenticationError",
    "BadRequestError",
    "ClientStateError",
    "ConfigurationError",
    "ConflictError",
    "FileDownloadError",
    "MaintenanceError",
    "MissingExtraError",
    "NotFoundError",
    "NothingFoundWarning",
    "PermissionDeniedError",
    "ProtocolError",
    "QueryError",
    "RateLimitError",
    "ResultCountError",
    "ResultDecodeError",
    "ResultError",
    "ResultExpiredError",
    "ResultLimitError",
    "ResultTruncatedError",
    "SavedSearchError",
    "ScanIncompleteError",
    "ScanStateError",
    "SearchCancelledError",
    "SearchError",
    "SearchFailedError",
    "SearchStateError",
    "SearchTimeoutError",
    "ServerError",
    "TransportError",
    "UnknownNameWarning",
    "UnsafeRedirectError",
]


class AuroraXError(Exception):
    """The base of all errors of this library.

    Attributes:
        message: what happened and what to do next, in one line that is safe to show: what a server wrote in it can't
            steer a terminal.
    """

    args: tuple[object, ...]

    def __init__(self, message: str) -> None:
        message = plain(message)
        super().__init__(message)
        self.message: str = message

    def _explain(self, before: str = "", after: str = "") -> None:
        """Say more around the message: on the way up, those who know more add it."""
        self.message = " ".join(filter(None, (before, self.message, after)))
        self.args = (self.message,)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        # The default would call the class with `args`, which fails for keyword-only arguments and loses attributes.
        return (_rebuild, (type(self), self.args, dict(vars(self))))


def _rebuild(kind: type[AuroraXError], args: tuple[object, ...], state: dict[str, object]) -> AuroraXError:
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(state)
    return error


class ConfigurationError(AuroraXError, ValueError):
    """A setting (base URL, API key, time-out, policy) can't be used. Nothing was sent."""


class QueryError(AuroraXError, ValueError):
    """A query can't mean anything (start after end, an unknown operator …). Nothing was sent."""


class ClientStateError(AuroraXError, RuntimeError):
    """A client can't be used here: it is closed, or belongs to another process or another event loop. Nothing was sent
    from here."""


class SavedSearchError(AuroraXError, ValueError):
    """A file does not hold a search that this client can take up: it is something else, damaged, of a later version of
    this library, or of another server. Nothing was sent.

    Attributes:
        path: the file.
    """

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


class MissingExtraError(AuroraXError, ImportError):
    """A feature needs an optional dependency that is not installed; the message names the `pip install` to run."""


class TransportError(AuroraXError):
    """No usable answer came: connection refused or lost, name not resolved, TLS refused, time-out.

    Attributes:
        method: HTTP method of the request.
        url: where it went.
        timed_out: it took longer than allowed.
        may_have_arrived: the server may have acted on the request before the connection was lost.
        retryable: another try may succeed.
        reused: the connection had served requests before, and ended before any answer to this one came: most likely
            the server had tired of waiting for it.
        request_id: for a submission, the id under which the search runs if the request arrived; attach to it to see.
    """

    def __init__(
        self,
        message: str,
        *,
        method: str = "",
        url: str = "",
        timed_out: bool = False,
        may_have_arrived: bool = True,
        retryable: bool = True,
        reused: bool = False,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.reused = reused
        self.request_id = request_id
        self.method = method
        self.url = url
        self.timed_out = timed_out
        self.may_have_arrived = may_have_arrived
        self.retryable = retryable


class ProtocolError(AuroraXError):
    """The server answered with something that is not AuroraX: another status, another kind of document."""

    _garbled = False  # it is not a JSON document at all, such as a page of a proxy; the next answer may be one


class APIError(AuroraXError):
    """The server refused a request.

    Attributes:
        status_code: HTTP status.
        error_code: the server's own code, such as `"NotFound"`; None where the answer carried none.
        request_id: the search that it was about, if any.
        method: HTTP method of the request.
        url: where it went.
        retry_after: seconds that the server asked to wait, if it did.
        headers: of the answer, their names in lower case; without what gives access, such as a session's token.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        error_code: str | None = None,
        request_id: str | None = None,
        method: str = "",
        url: str = "",
        retry_after: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.headers: dict[str, str] = dict(headers or {})
        self.status_code = status_code
        self.error_code = error_code
        self.request_id = request_id
        self.method = method
        self.url = url
        self.retry_after = retry_after


class BadRequestError(APIError):
    """400 and the like: the server does not accept the request as it is."""


class AuthenticationError(APIError):
    """401: no API key, or one that is not valid (any more)."""


class PermissionDeniedError(APIError):
    """403: the key is valid, its role is not enough."""


class NotFoundError(APIError):
    """404: no such search, source or address."""


class ConflictError(APIError):
    """409: it exists already, or is still in use."""


class RateLimitError(APIError):
    """429: too many requests; `retry_after` says how long to wait, where the server told."""


class ServerError(APIError):
    """500 and above: the fault is on the server's side."""


class MaintenanceError(ServerError):
    """503 with the server's notice that it is in maintenance mode: writing is refused, reading goes on."""


class SearchError(AuroraXError):
    """A search did not end in a result.

    Attributes:
        request_id: the search; attach to it with this id.
    """

    def __init__(self, message: str, *, request_id: str = "") -> None:
        super().__init__(message)
        self.request_id = request_id


class SearchFailedError(SearchError):
    """The server gave up on the search. `logs` are its own words."""

    def __init__(self, message: str, *, request_id: str = "", logs: Sequence[LogEntry] = ()) -> None:
        super().__init__(message, request_id=request_id)
        self.logs: list[LogEntry] = list(logs)


class SearchTimeoutError(SearchError, TimeoutError):
    """Waiting took longer than allowed. The search goes on at the server: attach to `request_id` to go on."""


class SearchCancelledError(SearchError):
    """The search was cancelled before it had a result."""


class ResultExpiredError(SearchError):
    """The server has removed the result. Run the search again."""


class SearchStateError(SearchError):
    """Called too early or too late in the life of a search, such as asking a running one for its data."""


class ResultError(AuroraXError):
    """A result can't be read whole. Records that were given out before are right; the rest is missing.

    Attributes:
        offset: where in the document, in bytes from its start; None where that has no meaning.
    """

    def __init__(self, message: str, *, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset


class ResultDecodeError(ResultError):
    """The document is not what it should be: not JSON, or a member of another type."""


class ResultTruncatedError(ResultError):
    """The document ends early."""


class ResultCountError(ResultError):
    """The document holds another number of records than the server counted.

    Attributes:
        expected: what the status said.
        received: what came.
    """

    def __init__(self, message: str, *, expected: int, received: int) -> None:
        super().__init__(message)
        self.expected = expected
        self.received = received


class ResultLimitError(ResultError):
    """The document goes beyond a limit that protects this process (size, depth, length of a number)."""


class UnsafeRedirectError(AuroraXError):
    """The server pointed to another host or to plain HTTP. It was not followed, so nothing was sent there.

    Attributes:
        location: where it pointed to, as the server wrote it.
    """

    def __init__(self, message: str, *, location: str = "") -> None:
        super().__init__(message)
        self.location = location


class FileDownloadError(AuroraXError):
    """The file behind a data product could not be had; the message says why.

    Attributes:
        url: where it should be.
        status_code: what the server answered; None where it was not the answer that was wrong.
    """

    def __init__(self, message: str, *, url: str = "", status_code: int | None = None) -> None:
        super().__init__(message)
        self.url = url
        self.status_code = status_code


class ScanStateError(AuroraXError):
    """What an earlier run of a scan left on disk can't be used for this one: its ledger belongs to another scan, is
    damaged, or is in use by another process."""


class ScanIncompleteError(AuroraXError):
    """The windows of a scan hold another number of records than the server counts for the whole span.

    Attributes:
        expected: what the server counted.
        received: what the windows hold.
    """

    def __init__(self, message: str, *, expected: int, received: int) -> None:
        super().__init__(message)
        self.expected = expected
        self.received = received


class UnknownNameWarning(UserWarning):
    """A name in a query (program, platform, instrument type, metadata field or its value) is that of no data source.

    Where only case, blanks or commas differ, the search uses the right spelling, and the message says so. To get an
    error instead: `warnings.simplefilter("error", UnknownNameWarning)`; that comes before anything is searched, or, for
    a name that looks right, when nothing was found.

    Attributes:
        name: as it was given.
        meant: what the search uses instead; empty where it is not certain.
    """

    def __init__(self, message: str, *, name: str = "", meant: Sequence[str] = ()) -> None:
        super().__init__(plain(message))
        self.name = name
        self.meant: tuple[str, ...] = tuple(meant)


class NothingFoundWarning(UserWarning):
    """A search found nothing although every name in it is known: the span, the combination of names, or a filter
    excludes everything. The message has the span in which the sources have records."""

    def __init__(self, message: str) -> None:
        super().__init__(plain(message))
