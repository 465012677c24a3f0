"""What a row of the table of faults is made of: what happens to which request, what must come of it, and its check.

A row is a `case(…)` in the `CASES` of a module in `tests/faults`, run by `check` sync and async:

    CASES = [
        case("reset before it was taken", requests="submit status submit status data", submit=just("reset")),
    ]

    @rows(CASES)
    def test_submit(row: Case, runtime: Runtime) -> None:
        check(row, runtime, searching)

`submit=`, `status=`, `data=`, `cancel=` … take what happens to the first request of that kind, or a list for the first,
second, …; requests after the last are answered rightly. `requests=` are the requests that the server must see, in
order; without it, it may see any. After the name may stand the error that must be raised and a pattern that its message
must match; without these the scenario must end well, with `gives=` where that is not the whole result.
`settings=` go to the client, `memory=` is how much the whole may take.

Each row checks, besides: the message says which request or search it is about and what to do next, it has nothing in
it that steers a terminal, the key is not shown, no descriptor and no thread is left, memory stays bounded, and the key
went with each request.

A test that is no such row becomes a line of `docs/reliability.md` by a mark, wherever it stands:

    @pytest.mark.fault("the disk is full", "`OSError`; the old file is whole", requests="submit status data")

`python scripts/fault_table.py` writes the page; `make check` holds it.
"""

from __future__ import annotations

import gzip
import os
import re
import threading
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import pytest
from attrs import field, frozen

import aurorax_typed as at
from aurorax_typed import PollingPolicy, RetryPolicy
from support.faulty import COUNT, Exchange, Fault, FaultyServer, document, faulty_server, head, result, whole
from support.runtimes import RUNTIMES, Runtime, client, run

__all__ = [
    "BAD_GATEWAY",
    "CHUNK",
    "CUT_CHUNKED",
    "CUT_LENGTH",
    "CUT_OPEN",
    "CUT_RESET",
    "DATA",
    "ERROR_LOG",
    "GONE",
    "HTML",
    "LIFE",
    "OK",
    "ONCE",
    "OPEN",
    "SLOW",
    "TOO_SLOW",
    "WHOLE",
    "ZIPPED",
    "Case",
    "accepted",
    "case",
    "check",
    "done",
    "drips",
    "just",
    "located",
    "replies",
    "rows",
    "searching",
    "sends",
    "status",
]

DATA = document()
KEY = "a-key-that-shows-nowhere"
WHOLE = "the whole result"

# -- what can happen to a request -------------------------------------------------------------------------------------


def sends(data: bytes | Callable[[Exchange], bytes], *, then: str = "") -> Fault:
    """Send bytes, then go on, or `close`, `half_close`, `reset` or `stall`."""

    def fault(exchange: Exchange) -> None:
        exchange.send(data if isinstance(data, bytes) else data(exchange))
        if then:
            getattr(exchange, then)()

    return fault


def replies(status: int, body: Any = b"", **headers: str) -> Fault:
    """A correct reply."""
    return sends(whole(status, body, {name.replace("_", "-"): value for name, value in headers.items()}))


def just(action: str) -> Fault:
    """`close`, `half_close`, `reset` or `stall` without a word."""
    return sends(b"", then=action)


def accepted(fault: Fault) -> Fault:
    """The search is taken in, and then the fault happens to its answer."""

    def whole_fault(exchange: Exchange) -> None:
        exchange.accept()
        fault(exchange)

    return whole_fault


def drips(data: bytes | Callable[[Exchange], bytes]) -> Fault:
    """A byte at a time."""
    return lambda exchange: exchange.drip(data if isinstance(data, bytes) else data(exchange))


def status(search_result: Any | Callable[[Exchange], Any], **changes: Any) -> Fault:
    """A status document around a `search_result`."""

    def fault(exchange: Exchange) -> None:
        value = search_result(exchange) if callable(search_result) else search_result
        exchange.send(whole(200, exchange.status(value, **changes)))

    return fault


def done(**changes: Any) -> Fault:
    """The status of a search that is done."""
    return status(lambda exchange: result(exchange.request_id, **changes))


def located(location: str) -> Fault:
    """Accepted, at that place; ID stands for the request id."""
    return accepted(sends(lambda e: whole(202, headers={"location": location.replace("ID", e.request_id)})))


OK: Fault = lambda exchange: exchange.send(exchange.answer())  # noqa: E731
HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
BAD_GATEWAY = replies(502, HTML, content_type="text/html")
CUT_LENGTH = sends(head(200, length=len(DATA)) + DATA[:5000], then="close")
CUT_RESET = sends(head(200, length=len(DATA)) + DATA[:5000], then="reset")
CHUNK = b"%x\r\n" % 5000 + DATA[:5000] + b"\r\n"
CUT_CHUNKED = sends(head(200, {"transfer-encoding": "chunked"}) + CHUNK, then="close")
CUT_OPEN = sends(head(200, {"connection": "close"}) + DATA[:5000], then="close")
OPEN = sends(head(200, {"connection": "close"}) + DATA, then="close")
ZIPPED = gzip.compress(DATA)
ERROR_LOG = {"level": "error", "summary": "The database went away \x1b[31m", "timestamp": None}
GONE = {"error": {"error_code": "NotFound", "error_message": "The result has been removed"}}

LIFE = "submit status data"
TOO_SLOW = r"took longer than 0\.3 s|no answer in time"
SLOW = {"timeout": 0.3}
ONCE = {"retry": RetryPolicy(max_attempts=1)}


# -- the rows ---------------------------------------------------------------------------------------------------------

Scenario = Callable[[Any, list[Any]], Awaitable[Any]]
"""What is done with a client. Records that are given out go into the list; what it returns is compared."""


@frozen(kw_only=True)
class Case:
    """One row of the table; see the module."""

    name: str
    faults: dict[str, list[Fault]]
    error: type[Exception] | None = None
    match: str = ""
    requests: str | None = None
    gives: Any = WHOLE
    settings: dict[str, Any] = field(factory=dict)
    records: int = COUNT
    memory: int = 16_000_000

    @property
    def outcome(self) -> str:
        """What comes of it, for the page."""
        if self.error is not None:
            return f"`{self.error.__name__}`"
        return self.gives if self.gives == WHOLE else f"`{self.gives}`"


_OWN = {"requests", "gives", "settings", "records", "memory"}


def case(name: str, error: type[Exception] | None = None, match: str = "", /, **rest: Any) -> Case:
    """A row; see the module."""
    own = {member: rest.pop(member) for member in _OWN & rest.keys()}
    faults = {kind: value if isinstance(value, list) else [value] for kind, value in rest.items()}
    return Case(name=name, faults=faults, error=error, match=match, **own)


T = TypeVar("T", bound=Callable[..., Any])


def rows(cases: Sequence[Case]) -> Callable[[T], T]:
    """Run a test for each row, sync and async, and put each into the page."""
    names = [row.name for row in cases]
    assert len(names) == len(set(names)), "two rows have one name"
    params = [
        pytest.param(row, id=row.name, marks=pytest.mark.fault(row.name, row.outcome, requests=row.requests))
        for row in cases
    ]

    def decorate(test: T) -> T:
        return pytest.mark.parametrize("runtime", RUNTIMES)(pytest.mark.parametrize("row", params)(test))

    return decorate


async def searching(ax: Any, seen: list[Any]) -> str:
    """A search from its submission to its last record."""
    search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
    async for product in search.stream():
        seen.append(product)
    return WHOLE


_ABOUT = re.compile(
    r"/api/v1/[a-z]|[0-9a-f]{8}-[0-9a-f]{4}-|the submission|(?i:(the|a) (list|account|data source|availability) )"
)
_NEXT_STEP = re.compile(
    r"(?i)\b(try again|choose another|again later|allow more|set AURORAX|check the|use it as|ask less|run it again|"
    r"run the search again|fetch it again|get the data again|attach|is the base URL|is the address|needs an account|"
    r"raise DecoderLimits|does not offer|not trusted; check|call wait|make a new)"
)

# -- their check ------------------------------------------------------------------------------------------------------


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def check(row: Case, runtime: Runtime, scenario: Scenario) -> FaultyServer:
    """Let the faults happen to the scenario, and see what comes of it."""
    settings: dict[str, Any] = {
        "retry": RetryPolicy(initial_wait=0.001, max_wait=0.002),
        "polling": PollingPolicy(initial_interval=0.005, max_interval=0.01, timeout=20),
        "timeout": 5.0,
        **row.settings,
    }
    seen: list[at.DataProduct] = []
    given: list[Any] = []

    async def whole_scenario(url: str) -> None:
        async with client(runtime, base_url=url, api_key=KEY, **settings) as ax:
            given.append(await scenario(ax, seen))

    descriptors, threads = _descriptors(), threading.active_count()
    try:
        with faulty_server(**row.faults) as server:
            server.traces_memory = True
            begun = time.monotonic()
            if row.error is None:
                run(whole_scenario(server.url))
            else:
                with pytest.raises(row.error, match=row.match) as caught:
                    run(whole_scenario(server.url))
                assert type(caught.value) is row.error
                _check_message(caught.value)
            assert time.monotonic() - begun < 15, "no fault may hold the client for long"
        peak = tracemalloc.get_traced_memory()[1]  # 0 where little was sent
    finally:
        tracemalloc.stop()
    assert _descriptors() <= descriptors
    assert threading.active_count() <= threads
    assert peak <= row.memory

    urls = [f"https://data.example/{n}.jpg" for n in range(row.records)]
    if row.error is not None or row.gives != WHOLE:  # what was given out before the error is right, and never the whole
        assert [product.url for product in seen] == urls[: len(seen)]
    else:
        assert [product.url for product in seen] == urls
    if row.error is None:
        assert given == [row.gives]
    if row.requests is not None:
        assert " ".join(server.requests) == row.requests, server.requests
    assert all(headers.get("x-aurorax-api-key") == KEY for headers in server.seen_headers)
    return server


def _check_message(error: BaseException) -> None:
    """An error is for people: it says what it is about and what to do, in one line that can be shown anywhere."""
    text = str(error)
    assert KEY not in f"{error!r} {text} {vars(error)}"
    assert _ABOUT.search(text), f"which request was it? {text}"
    assert _NEXT_STEP.search(text), f"what should one do now? {text}"
    assert text.isprintable(), f"this would steer a terminal: {text!r}"
    assert len(text) < 1200
    assert error.args == (text,)
