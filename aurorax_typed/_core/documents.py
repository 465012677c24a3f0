"""The small documents of the API: the status of a search, its logs, error documents.

They come as bytes from outside, so each is checked against its shape before anything believes it. The checked document
is given on as it came, unknown members included: a `dict` that a notebook can print and a type checker can follow.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal, NotRequired, TypeAlias, TypedDict, TypeVar, cast

import msgspec

from aurorax_typed._core.sanitize import shortened
from aurorax_typed.answers import Account, AvailabilityResult, SearchListing
from aurorax_typed.errors import ProtocolError
from aurorax_typed.records import DataSource, DataSourceStatistics, JSONValue, LogEntry

__all__ = [
    "WHOSE",
    "ErrorDocument",
    "SearchRequestDocument",
    "SearchResultDocument",
    "StatusDocument",
    "error_inside",
    "parse_account",
    "parse_accounts",
    "parse_availability",
    "parse_error",
    "parse_json",
    "parse_list",
    "parse_listings",
    "parse_source",
    "parse_sources",
    "parse_statistics",
    "parse_status",
    "parse_text",
    "source_from",
]

T = TypeVar("T")


class SearchRequestDocument(TypedDict):
    """What was asked. `query` is the normalised query, an object."""

    request_id: str
    query: NotRequired[dict[str, JSONValue] | None]
    request_type: NotRequired[str | None]
    requested: NotRequired[str | None]


class SearchResultDocument(TypedDict):
    """What came of it. Every member is None while the search runs, `error_condition` too.

    `file_size` is bytes of the file stored on the server (full records), not of the download; `query_duration` is
    milliseconds.
    """

    data_uri: NotRequired[str | None]
    result_count: NotRequired[int | None]
    file_size: NotRequired[int | None]
    completed_timestamp: NotRequired[str | None]
    query_duration: NotRequired[int | None]
    error_condition: NotRequired[bool | None]
    result_file_deleted_timestamp: NotRequired[str | None]


class StatusDocument(TypedDict):
    """The status of a search, as the server sent it."""

    search_request: SearchRequestDocument
    logs: NotRequired[list[LogEntry] | None]
    search_result: NotRequired[SearchResultDocument | None]


class ErrorDocument(TypedDict):
    """The server's reason for refusing a request."""

    error_code: str | None
    error_message: str | None


# What is checked, apart from what is promised: msgspec doesn't take the recursive type of `query`, and ignores what it
# does not know, as it should here.
_MOST: Final = 2**63 - 1
_Int64: TypeAlias = Annotated[int, msgspec.Meta(ge=-_MOST, le=_MOST)]  # longer ones can't be calculated with as floats


class _RequestShape(msgspec.Struct):
    request_id: str
    query: dict[str, object] | None = None
    request_type: str | None = None
    requested: str | None = None


class _ResultShape(msgspec.Struct):
    data_uri: str | None = None
    result_count: Annotated[int, msgspec.Meta(ge=0, le=_MOST)] | None = None
    file_size: _Int64 | None = None
    completed_timestamp: str | None = None
    query_duration: _Int64 | None = None
    error_condition: bool | None = None
    result_file_deleted_timestamp: str | None = None


class _LogShape(msgspec.Struct):
    level: str
    summary: str
    timestamp: str | None = None


class _StatusShape(msgspec.Struct):
    search_request: _RequestShape
    logs: list[_LogShape] | None = None
    search_result: _ResultShape | None = None


_json = msgspec.json.Decoder()

_DEEPEST: Final = 100
_MOST_CONTAINERS: Final = 500_000
_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_ROUND: Final = bytes.maketrans(b"[{]}", b"(())")
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[{]}"))

WHOSE: Final = "Is the base URL that of an AuroraX server?"


def _garbled(message: str) -> ProtocolError:
    error = ProtocolError(message)
    error._garbled = True
    return error


def parse_json(body: bytes, *, what: str) -> JSONValue:
    """A small document as Python values.

    Raises:
        ProtocolError: it is not JSON; `what` names it in the message.
    """
    if body.startswith(b"\xef\xbb\xbf"):
        body = body[3:]
    if body.count(b"[") + body.count(b"{") > _MOST_CONTAINERS:  # each takes thirty times its bytes
        raise ProtocolError(f"{what} has more than {_MOST_CONTAINERS:,} lists and objects. {WHOSE}")
    try:
        value = cast(JSONValue, _json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        start = body[:60].decode("utf-8", "replace")
        raise _garbled(
            f"{what} is not JSON ({shortened(str(error), 200)}). It starts with {start!r}. {WHOSE}"
        ) from None
    if _is_deep(body):
        raise ProtocolError(f"{what} nests deeper than {_DEEPEST} levels. {WHOSE}")
    return value


def _is_deep(body: bytes) -> bool:
    """Whether valid JSON nests so deeply that whoever walks through it, or writes it, might run out of stack."""
    if body.count(b"[") + body.count(b"{") <= _DEEPEST:
        return False
    brackets = _STRING.sub(b"", body).translate(_ROUND, _NO_BRACKETS)
    for _ in range(_DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"()", b"")
    return bool(brackets)


def parse_text(body: bytes, *, what: str) -> str:
    """A document that is one JSON string.

    Raises:
        ProtocolError: it is something else; `what` names it in the message.
    """
    text = parse_json(body, what=what)
    if not isinstance(text, str):
        raise ProtocolError(f"{what} should be text and is {type(text).__name__}. {WHOSE}")
    return text


def parse_status(body: bytes, request_id: str = "") -> StatusDocument:
    """The status document of a search, checked.

    Args:
        request_id: the search that was asked for, for messages.

    Raises:
        ProtocolError: it is not a JSON object, or lacks what every status has.
    """
    what = f"The status of search {request_id}".rstrip()
    raw = parse_json(body, what=what)
    try:
        msgspec.convert(raw, _StatusShape)
    except msgspec.ValidationError as error:
        kind = ProtocolError if isinstance(raw, dict) else _garbled
        raise kind(f"{what} is not as expected: {shortened(str(error), 200)}. {WHOSE}") from None
    return cast(StatusDocument, raw)


def error_inside(body: bytes) -> ErrorDocument | None:
    """The error that an answer with a status of success holds, as the server sends for results that were removed."""
    start = body[:200].lstrip()
    if not start.startswith(b"{") or b"error" not in start:
        return None
    try:
        raw = parse_json(body, what="The answer")
    except ProtocolError:
        return None  # for those to say who know what it should be
    if isinstance(raw, dict) and (isinstance(raw.get("error"), dict) or {"error_code", "error_message"} <= raw.keys()):
        return parse_error(body, "application/json")
    return None


def parse_error(body: bytes, content_type: str) -> ErrorDocument:
    """What an error reply says, whatever its form: an error document, an array of messages, a page of a front end."""
    text = body[:2000].decode("utf-8", "replace").strip()
    nothing = ErrorDocument(error_code=None, error_message=None)
    if "json" not in content_type and not text.startswith(("{", "[")):
        # A front end's page says nothing that the status code does not; plain text may.
        return nothing if "<" in text else ErrorDocument(error_code=None, error_message=text[:500] or None)
    try:
        raw = parse_json(body, what="The error document")
    except ProtocolError:
        return nothing
    if isinstance(raw, list):
        messages = [m for item in raw if isinstance(item, dict) and isinstance(m := item.get("message"), str)]
        return ErrorDocument(error_code=None, error_message="; ".join(messages) or None)
    if not isinstance(raw, dict):
        return nothing
    inner = raw.get("error")
    if isinstance(inner, dict):
        raw = inner
    code, message = raw.get("error_code"), raw.get("error_message")
    return ErrorDocument(
        error_code=code if isinstance(code, str) else None, error_message=message if isinstance(message, str) else None
    )


def _read(raw: JSONValue, kind: type[T], what: str) -> T:
    """One of `kind`, made of JSON.

    Raises:
        ProtocolError: it has another form; `what` names it in the message.
    """
    from aurorax_typed._core.decoder.build import builder  # and with it all of the decoder, where it is needed
    from aurorax_typed._core.decoder.limits import Mismatch

    try:
        return builder(kind)(raw)
    except Mismatch as fault:
        reason = shortened(f"{fault.path} {fault.reason}".strip(), 200)
        raise ProtocolError(f"{what} in the server's answer is not as expected: {reason}. {WHOSE}") from None


def source_from(raw: JSONValue) -> DataSource:
    """A source from a decoded JSON object.

    Raises:
        ProtocolError: it is not one.
    """
    source = _read(raw, DataSource, "A data source")
    if source.identifier.bit_length() > 63:
        raise ProtocolError(f"A data source in the server's answer has an identifier beyond 64 bits. {WHOSE}")
    return source


def parse_source(body: bytes) -> DataSource:
    """One source, as the server answers for an identifier."""
    return source_from(parse_json(body, what="The data source"))


def parse_sources(body: bytes, *, include_internal: bool) -> list[DataSource]:
    """The sources of a listing, by identifier; those below 0 are the server's own.

    Raises:
        ProtocolError: the listing is not an array of sources.
    """
    raw = parse_list(body, what="The list of data sources")
    sources = [source_from(item) for item in raw]
    return sorted((s for s in sources if include_internal or s.identifier >= 0), key=lambda s: s.identifier)


def parse_list(body: bytes, *, what: str) -> list[JSONValue]:
    """An array, its items as they come.

    Raises:
        ProtocolError: it is none; `what` names it in the message.
    """
    raw = parse_json(body, what=what)
    if not isinstance(raw, list):
        raise ProtocolError(f"{what} should be an array and is {type(raw).__name__}. {WHOSE}")
    return raw


def parse_account(body: bytes) -> Account:
    """One account, as the server answers to signing in."""
    return _read(parse_json(body, what="The account"), Account, "An account")


def parse_accounts(body: bytes) -> list[Account]:
    """The accounts of a listing, in the server's order."""
    return [_read(raw, Account, "An account") for raw in parse_list(body, what="The list of accounts")]


def parse_listings(body: bytes) -> list[SearchListing]:
    """The searches of an administrator's listing, in the server's order."""
    return [_read(raw, SearchListing, "A search") for raw in parse_list(body, what="The list of searches")]


def parse_availability(
    body: bytes, member: Literal["available_ephemeris", "available_data_products"]
) -> list[AvailabilityResult]:
    """The availability of each source, in the server's order.

    Raises:
        ProtocolError: a source or a day is not one.
    """
    found = []
    for raw in parse_list(body, what="The availability"):
        if not isinstance(raw, dict) or "data_source" not in raw:
            raise ProtocolError(f"The availability in the server's answer names no data source. {WHOSE}")
        try:
            counts = msgspec.convert(raw.get(member) or {}, dict[str, int])
        except msgspec.ValidationError as error:
            raise ProtocolError(
                f"The availability in the server's answer is not as expected: {shortened(str(error), 200)}. {WHOSE}"
            ) from None
        try:
            days = {date.fromisoformat(day): count for day, count in sorted(counts.items())}
        except ValueError as error:
            raise ProtocolError(
                f"The availability in the server's answer has a wrong day: {shortened(str(error), 200)}. {WHOSE}"
            ) from None
        found.append(AvailabilityResult(source_from(raw["data_source"]), days))
    return found


def parse_statistics(body: bytes) -> DataSourceStatistics:
    """The statistics inside a source that was asked for with them.

    Raises:
        ProtocolError: they are missing.
    """
    stats = source_from(parse_json(body, what="The data source")).stats
    if stats is None:
        raise ProtocolError(f"The server's answer has no statistics, although they were asked for. {WHOSE}")
    return stats
