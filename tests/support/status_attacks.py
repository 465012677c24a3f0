"""Status documents made to hurt, each from a number, and the check of what reading one leads to."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, cast

from aurorax_typed._core.documents import parse_status
from aurorax_typed._core.sanitize import plain
from aurorax_typed._core.search_state import SearchEvent, SearchHandle, SearchState, event_of, next_state
from aurorax_typed.cli.formatters import Formatter, TableStyle
from aurorax_typed.cli.requests import LOGS, STATUS, SearchStatus
from aurorax_typed.errors import ProtocolError, SearchError

if TYPE_CHECKING:
    from aurorax_typed._sync.search import Search

__all__ = ["EXAMPLES", "ID", "case", "outcome"]

T = TypeVar("T")

ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"
_EMPTY = dict.fromkeys(
    [
        "data_uri",
        "result_count",
        "result_file_deleted_timestamp",
        "file_size",
        "completed_timestamp",
        "query_duration",
        "error_condition",
    ]
)
_LOGS = [
    {"level": "debug", "summary": "Search request arrived and saved", "timestamp": "2024-11-27T21:41:33.577"},
    {"level": "info", "summary": "Finished search in 0.39 seconds and found 1490 records.", "timestamp": None},
]


def _document(result: Any, logs: Any = _LOGS) -> dict[str, Any]:
    query = {"start": "2020-02-01T00:00:00", "end": "2020-02-05T23:59:59", "data_sources": {"programs": ["trex"]}}
    asked = {"request_id": ID, "query": query, "request_type": "data_product", "requested": "2024-11-27T21:41:33.577"}
    return {"search_request": asked, "search_result": result, "logs": logs}


_DONE = {
    **_EMPTY,
    "data_uri": f"/api/v1/data_products/requests/{ID}/data",
    "result_count": 1490,
    "file_size": 3743875,
    "completed_timestamp": "2024-11-27T21:41:33.966478",
    "query_duration": 389,
    "error_condition": False,
}
_ERROR = {"level": "error", "summary": "Search was cancelled", "timestamp": "2024-11-27T21:41:34"}
EXAMPLES = [
    _document(_EMPTY),
    _document(_DONE),
    _document(None, None),
    _document({**_EMPTY, "error_condition": True}, [*_LOGS, _ERROR]),
    _document({**_DONE, "result_file_deleted_timestamp": "2024-12-02T00:00:00"}),
]

_ODD: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, -(2**63), 10**400, 1.5, 1e308, "", " ", "null", "true", "\0",
    "\x1b]0;title\x07\x1b[2J", "\u202eevil\u2028\x9b31m", "\ud7ff\U0010ffff", "x" * 5000, "ERROR", "../..", [], {},
    [[]], [None], {"": {}}, {"error": {"error_code": "NotFound", "error_message": "gone"}}, "2024-13-45T99:99:99",
    ID.upper(),
]  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for name in value:
            found += _places(value[name], (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found += _places(item, (*path, number))
    return found


def _anything(random: Random, depth: int = 4) -> Any:
    choice = random.random()
    if depth == 0 or choice < 0.6:
        return deepcopy(random.choice(_ODD))
    if choice < 0.8:
        return [_anything(random, depth - 1) for _ in range(random.randrange(4))]
    names = ["request_id", "search_request", "logs", "level", "summary", "data_uri", "error_condition", "new", ""]
    return {random.choice(names): _anything(random, depth - 1) for _ in range(random.randrange(4))}


def _changed(random: Random, document: Any) -> Any:
    document = deepcopy(document)
    for _ in range(random.choice([1, 1, 1, 2, 3, 6])):
        path = random.choice(_places(document))
        if not path:
            continue
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        if random.random() < 0.2:
            del holder[path[-1]]
        elif random.random() < 0.1 and isinstance(holder, dict):
            holder[f"new {random.randrange(9)}"] = _anything(random)
        else:
            holder[path[-1]] = _anything(random)
    return document


def _damaged(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 8])):
        at = random.randrange(len(changed)) if changed else 0
        choice = random.random()
        if choice < 0.4 and changed:
            changed[at] = random.randrange(256)
        elif choice < 0.6:
            del changed[at : at + random.randrange(1, 9)]
        elif choice < 0.9:
            changed[at:at] = random.choice(
                [b"[", b"{", b'"', b"\\ud800", b"\\", b"\xff", b",", b"9" * 5000, b"-", b"1e999"]
            )
        else:
            changed[at:at] = b"[" * random.choice([10, 1100, 20_000])
    return bytes(changed)


def case(seed: int) -> tuple[str, bytes]:
    """The sort of a case, and its document."""
    random = Random(seed)
    example = random.choice(EXAMPLES)
    choice = random.random()
    if choice < 0.05:
        return "whole", json.dumps(example).encode()
    if choice < 0.55:
        return "values changed", json.dumps(_changed(random, example), ensure_ascii=random.random() < 0.5).encode()
    if choice < 0.85:
        return "bytes changed", _damaged(random, json.dumps(example).encode())
    if choice < 0.87:
        depth = random.choice([50, 300, 500, 900, 1500, 5000])
        first, last = random.choice([(b"[", b"]"), (b'{"a":', b"}")])
        return "deep", json.dumps(example).encode().replace(b'"trex"', first * depth + b"1" + last * depth)
    if choice < 0.95:
        data = json.dumps(_changed(random, example)).encode()
        return "cut short", data[: random.randrange(len(data))]
    return "any JSON", json.dumps(_anything(random, 6)).encode()


def _shown(handle: SearchHandle) -> None:
    """What is shown of a document that was taken: by the errors, and by the command line."""
    status = handle.status
    if status is None:
        raise AssertionError
    _written(STATUS, [SearchStatus(family="data-products", search=cast("Search[Any, Any, Any]", handle))])
    _written(LOGS, handle.logs)
    try:
        handle._raise_if_unsuccessful()
    except SearchError as error:
        _check_line(str(error))


def _written(formatter: Formatter[T], things: list[T]) -> None:
    for text in formatter.table(iter(things), TableStyle(width=100)):
        if text != plain(text):
            raise AssertionError(f"the command line shows {text!r}")
    line, rows = formatter.json_line(), formatter.csv_rows(excel_safe=False)
    for thing in things:
        json.loads(line(thing))
        for row in rows(thing):
            row.encode()


def _check_line(text: str) -> None:
    if text != plain(text) or len(text) > 1500:
        raise AssertionError(f"the message is {text!r}")


def outcome(data: bytes) -> str:
    """What came of a document: an event, or that it was refused.

    Raises:
        AssertionError: it could not be shown.
        Exception: anything else that it led to; nothing may.
    """
    handle = SearchHandle(ID)
    try:
        status = parse_status(data, ID)
        event = handle._reported(status)
        if event is not event_of(status) or event is SearchEvent.ACCEPTED:
            raise AssertionError("the event changed")
        handle.state = next_state(SearchState.SUBMITTED, event)
        handle.status = status
        _shown(handle)
    except ProtocolError as error:
        _check_line(str(error))
        return "refused"
    return event.value
