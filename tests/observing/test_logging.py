"""What is logged, at which level, with which attributes; and that nothing is, until somebody asks for it."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, get_args

import attrs
import pytest
from support.faulty import COUNT, faulty_server, whole
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed.events import (
    Event,
    OperationEnded,
    PollFailed,
    Received,
    RequestFailed,
    RequestSent,
    ResponseReceived,
    RetryScheduled,
)
from aurorax_typed.logs import SecretFilter, log_event

FAST: dict[str, Any] = {
    "retry": at.RetryPolicy(initial_wait=0.001, max_wait=0.002),
    "polling": at.PollingPolicy(initial_interval=0.005, max_interval=0.01, timeout=20),
    "timeout": 5.0,
}
DAY = ("2020-02-01", "2020-02-02")


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=1)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def lines(self, level: int = 1) -> list[str]:
        return [f"{r.levelname} {r.name} {r.getMessage()}" for r in self.records if r.levelno >= level]


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler, logger = Kept(), logging.getLogger("aurorax_typed")
    logger.addHandler(handler)
    logger.setLevel(1)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def lost(exchange: Any) -> None:
    exchange.reset()


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_life_of_a_search_in_the_log(runtime: Runtime, kept: Kept) -> None:
    events: list[Event] = []
    found: list[str] = []

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, on_event=events.append, **FAST) as ax:
            search = await ax.data_products.search(*DAY, programs=["trex"])
            assert len(await search.get_data()) == COUNT
            found.append(search.request_id)

    faults: dict[str, Any] = {
        "submit": [lambda e: e.send(whole(429, b"", {"retry-after": "0"}))],
        "status": [lambda e: e.send(whole(502, b"<html>\n"))],
        "data": [lost, lost],  # the first on a connection that was in use before: it is sent again without a word
    }
    with faulty_server(**faults) as server:
        run(scenario(server.url))

    [name] = found
    place = f"/api/v1/data_products/requests/{name}"
    assert [line.split(": ")[0] for line in kept.lines(logging.INFO)] == [
        "WARNING aurorax_typed.http POST /api/v1/data_products/search failed (attempt 1), trying again in 0.0 s",
        f"INFO aurorax_typed.search Search {name} is submitted (was prepared)",
        f"WARNING aurorax_typed.search The status of search {name} could not be had, waiting goes on",
        f"INFO aurorax_typed.search Search {name} is ready (was submitted)",
        f"WARNING aurorax_typed.http GET {place}/data failed (attempt 1), trying again in 0.0 s",
        f"INFO aurorax_typed.search Search {name}",
    ]
    answered = [r for r in kept.records if r.name == "aurorax_typed.http" and hasattr(r, "status")]
    assert [(r.method, r.path, r.status, r.attempt) for r in answered] == [  # type: ignore[attr-defined]
        ("POST", "/api/v1/data_products/search", 429, 1),
        ("POST", "/api/v1/data_products/search", 202, 1),
        ("GET", place, 502, 1),
        ("GET", place, 200, 1),
        ("GET", f"{place}/data", 200, 2),
    ]
    assert {r.levelno for r in answered} == {logging.DEBUG}
    assert all(r.seconds >= 0 and r.request_id == name for r in answered)  # type: ignore[attr-defined]
    assert f"{COUNT} records received in 0." in kept.lines(logging.INFO)[-1]
    [failed] = [line for line in kept.lines() if "TransportError" in line]
    assert failed.startswith(f"DEBUG aurorax_typed.http GET {place}/data: TransportError after 0.")

    counted = [type(event) for event in events]
    assert counted.count(RequestSent) == counted.count(ResponseReceived) + counted.count(RequestFailed) == 6
    assert counted.count(RetryScheduled) == 2
    [poll] = [event for event in events if isinstance(event, PollFailed)]
    assert (poll.request_id, poll.elapsed > 0) == (name, True)
    assert "502" in poll.reason
    bytes_read = [event.bytes for event in events if isinstance(event, ResponseReceived)]
    assert bytes_read[:3] == [0, 0, 7]
    assert bytes_read[4] is None


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("kind", [RequestSent, ResponseReceived, RequestFailed])
def test_an_error_of_the_listener_ends_the_call_and_its_connection(runtime: Runtime, kind: type[Event]) -> None:
    events: list[Event] = []

    class Enough(BaseException):
        pass

    def listener(event: Event) -> None:
        events.append(event)
        if isinstance(event, kind) and event.path.endswith("data"):
            raise Enough

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, on_event=listener, **FAST) as ax:
            search = await ax.data_products.search(*DAY, programs=["trex"])
            events.clear()
            with pytest.raises(Enough):
                await search.get_data()
            pool = getattr(ax, "inner", ax)._transport._http._transport._pool
            assert all(connection.is_idle() for connection in pool.connections)

    with faulty_server(data=[lost, lost] if kind is RequestFailed else []) as server:
        run(scenario(server.url))
    told = [type(event) for event in events]
    assert told == [RequestSent, *([] if kind is RequestSent else [kind]), OperationEnded]


def test_every_event_can_be_logged(kept: Kept) -> None:
    """No attribute has a name that a record needs for itself."""
    values = {"int": 1, "float": 0.5, "str": "text", "SearchState": at.SearchState.READY, "tuple": ()}
    for kind in get_args(Event):
        given = {a.name: values[str(a.type).split("[")[0].split(" ")[0]] for a in attrs.fields(kind)}
        kept.records.clear()
        log_event(kind(**given))
        if kind not in (RequestSent, Received):
            [record] = kept.records
            assert record.getMessage().isprintable()
            assert set(given) - {"logs", "name"} <= vars(record).keys()


def test_what_a_server_says_is_one_line(kept: Kept) -> None:
    words = "no\r\nINFO forged line \x1b[31m red"
    with faulty_server(
        data_sources=[lambda e: e.send(whole(503, {"error_code": "x", "error_message": words}))]
    ) as server:
        with at.AuroraX(base_url=server.url, **FAST) as ax:
            ax.sources.list()
    [line] = kept.lines(logging.WARNING)
    assert "INFO forged line" in line
    assert line.isprintable()


PROGRAM = """
import sys
from aurorax_typed import AuroraX, RetryPolicy
with AuroraX(base_url=sys.argv[1], retry=RetryPolicy(initial_wait=0.001)) as ax:
    print(len(ax.sources.list()))
print(*sorted({name.split(".")[0] for name in sys.modules} & {"opentelemetry", "tqdm", "IPython"}))
"""


def test_a_program_that_asks_for_nothing_gets_nothing() -> None:
    with faulty_server(data_sources=[lambda e: e.send(whole(503))]) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.url], capture_output=True, text=True, timeout=60, check=True
        )
        assert server.requests == ["data_sources"] * 2
    assert done.stdout.split("\n") == ["1", "", ""]
    assert done.stderr == ""


# -- the filter --------------------------------------------------------------------------------------------------------

KEY = "0a1b2c3d:the 'very' \"secret\" ké"


def filtered(message: Any, *args: Any, exc_info: Any = None, extra: dict[str, Any] | None = None) -> str:
    """What a formatter that shows everything makes of it."""
    record = logging.getLogger("any").makeRecord("any", 10, "file", 1, message, args, exc_info, extra=extra)
    assert SecretFilter(KEY, "another").filter(record) is True
    attributes = {k: v for k, v in vars(record).items() if k != "exc_info"}
    return logging.Formatter("%(message)s").format(record) + f" {attributes!r}"


def raised(text: str) -> Any:
    try:
        raise ValueError(text)
    except ValueError:
        return sys.exc_info()


@pytest.mark.parametrize(
    ("message", "args", "more"),
    [
        (f"key {KEY}", (), {}),
        ("key %s", (KEY,), {}),
        ("keys %(a)s", ({"a": KEY, "b": "another"},), {}),
        ("%r and %r", ([KEY, KEY.encode()], KEY.encode("latin-1")), {}),
        ("too few %s %s", (KEY,), {}),
        ("no number %d", (KEY,), {}),
        ({"key": KEY}, (), {}),
        ("failed", (), {"exc_info": raised(f"with {KEY}")}),
        ("attributes", (), {"extra": {"key": KEY, "deep": {"list": [KEY]}, "error": ValueError("another")}}),
        ("unused argument", ({"a": KEY},), {}),
    ],
)
def test_the_filter_hides_known_secrets_wherever_they_are(message: Any, args: Any, more: dict[str, Any]) -> None:
    shown = filtered(message, *args, **more)
    assert "***" in shown or "unused" in shown
    for part in ("0a1b2c3d", "very", "another"):
        assert part not in shown
    for start in ("key", "keys", "too few", "no number", "failed", "attributes"):
        if str(message).startswith(start):
            assert start in shown


@pytest.mark.parametrize(
    "line",
    [
        "return_value=(b'HTTP/1.1', 200, b'OK', [(b'Authorization', b'Bearer abc.def'), (b'Via', b'kept')])",
        "Adding (b'x-aurorax-api-key', b'abc.def') to the header table, kept",
        "{'authorization': 'Bearer abc.def', 'kept': 1}",
        'headers = {"X-AuroraX-API-Key": "abc.def"}, kept',
        "> x-aurorax-api-key: abc.def\nkept",
        "Set-Cookie: a=abc.def; Secure\r\nkept",
        "proxy-authorization=Basic abc.def\nkept",
        "(b'cookie', b'it\\'s abc.def'), kept",
    ],
)
def test_the_filter_hides_what_such_headers_hold(line: str) -> None:
    shown = filtered("%s", line)
    assert "abc" not in shown
    assert "***" in shown
    assert "kept" in shown


@pytest.mark.parametrize("line", ["Authorization is needed", "the cookie, or what it was", "100 %", "abc.def"])
def test_the_filter_leaves_all_else_as_it_is(line: str) -> None:
    record = logging.getLogger("any").makeRecord("any", 10, "file", 1, "%s", (line,), raised("nothing"))
    before = dict(vars(record))
    SecretFilter(KEY).filter(record)
    assert vars(record) == before


def test_a_secret_that_is_gone_is_forgotten() -> None:
    first, second = SecretFilter("of the first"), SecretFilter("of the second")
    record = logging.getLogger("any").makeRecord("any", 10, "file", 1, "of the first, of the second", (), None)
    del first
    second.filter(record)
    assert record.getMessage() == "of the first, ***"
