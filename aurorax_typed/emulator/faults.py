"""Faults on demand, so that a client's tests can meet them at a moment of their choice.

``POST /emulator/faults`` asks for one, ``GET`` lists those that wait, ``DELETE`` forgets them; only connections from
the same machine may. The body names the ``kind`` and, where it makes sense, ``count``: how many requests it hits
(default 1). Kinds:

=================  =================================================================================================
``answer``         answer the next requests with ``status``, ``body``, ``content_type`` and ``headers`` of your choice
``bad_gateway``    502 with an HTML page, as the web server in front of the API answers when the API is down
``maintenance``    503 with the server's message of maintenance
``rate_limit``     429 with ``Retry-After`` of ``retry_after`` seconds (default 1)
``slow_answer``    wait ``delay`` seconds (default 1) before the next requests are looked at
``drop_answer``    do what the next requests ask for, then close the connection without an answer
``slow_chunks``    send the next result in pieces of ``size`` bytes (default 65536), ``delay`` seconds apart
                   (default 0.1)
``cut_result``     break the next result off after ``size`` bytes (default 1000); with ``clean`` true the HTTP message
                   ends properly all the same
``fail_search``    end the next search with an error whose message is ``message``
``wrong_count``    let the next search tell ``delta`` more records than it has (default 1)
``expire_result``  remove the result of the search ``request_id`` at once, as if its time were over
=================  =================================================================================================

All but the last three can be limited by ``method`` and by ``path``, a part that the path must contain or, after a
``$``, end in: ``{"kind": "bad_gateway", "method": "GET", "path": "/requests/", "count": 2}``.
"""

import asyncio
from collections.abc import AsyncIterator

from attrs import define, evolve, field
from starlette.responses import Response
from starlette.types import Receive, Scope

from aurorax_typed.emulator.replies import Json, JsonObject, bad_request, error_reply, front_end_reply
from aurorax_typed.emulator.search_runner import Searches

__all__ = ["MAINTENANCE", "Fault", "Faults", "drop_connection"]

MAINTENANCE = "The AuroraX API is in maintenance mode. Please try again later."

_ANSWERS = ("answer", "bad_gateway", "maintenance", "rate_limit")
_RESULTS = ("slow_chunks", "cut_result")
_SEARCHES = ("fail_search", "wrong_count", "expire_result")
_INSTEAD = (*_ANSWERS, "slow_answer", "drop_answer")
_KINDS = (*_INSTEAD, *_RESULTS, *_SEARCHES)


@define
class Fault:
    """One fault that waits for its requests."""

    kind: str
    count: int = 1
    method: str | None = None
    path: str = ""
    options: JsonObject = field(factory=dict)

    def hits(self, method: str, path: str) -> bool:
        """Whether a request is one of those that the fault is for."""
        fits = path.endswith(self.path[1:]) if self.path.startswith("$") else self.path in path
        return fits and self.method in (None, method)

    def document(self) -> JsonObject:
        """The fault as ``GET /emulator/faults`` lists it."""
        return {"kind": self.kind, "count": self.count, "method": self.method, "path": self.path, **self.options}

    def answer(self) -> Response:
        """The answer of a fault that answers instead of the API."""
        if self.kind == "bad_gateway":
            return front_end_reply(502, "Bad Gateway")
        if self.kind == "maintenance":
            return error_reply(503, "Unavailable", MAINTENANCE)
        if self.kind == "rate_limit":
            headers = {"retry-after": f"{self.number('retry_after', 1):g}"}
            return error_reply(429, "ToManyRequests", "Too many requests. Please slow down.", headers)
        extra = self.options.get("headers", {})
        if not isinstance(extra, dict):
            raise bad_request("headers must be an object of texts")
        given = {name.lower(): str(value) for name, value in extra.items()}
        given.setdefault("content-type", str(self.options.get("content_type", "text/plain")))
        return Response(str(self.options.get("body", "")), int(self.number("status", 500)), headers=given)

    def check(self) -> None:
        """Raise 400 when an option makes no sense, now rather than when the fault strikes."""
        for name in ("delay", "retry_after", "size", "status"):
            self.number(name, 0)
        if self.kind in _ANSWERS:
            self.answer()

    def number(self, name: str, default: float) -> float:
        """A numeric option."""
        value = self.options.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise bad_request(f"{name} must be a number, not {value!r}")
        return float(value)


class Faults:
    """The faults that wait."""

    def __init__(self, searches: Searches) -> None:
        self._searches = searches
        self._waiting: list[Fault] = []

    def ask(self, given: Json) -> Fault:
        """Take in a fault; 400 when it is not understood."""
        fault = _parse(given)
        fault.check()
        if fault.kind == "expire_result":
            identifier = fault.options.get("request_id")
            for family in ("data_products", "ephemeris", "conjunctions"):
                search = self._searches.find(family, str(identifier))
                if search is not None:
                    self._searches.remove_result(search)
                    return fault
            raise bad_request(f"there is no search {identifier!r}")
        if fault.kind == "fail_search":
            message = str(fault.options.get("message", "The database did not answer in time."))
            self._searches.failures += [message] * fault.count
        elif fault.kind == "wrong_count":
            delta = fault.options.get("delta", 1)
            if not isinstance(delta, int):
                raise bad_request("delta must be an integer")
            self._searches.miscounts += [delta] * fault.count
        else:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all that wait."""
        self._waiting.clear()
        self._searches.failures.clear()
        self._searches.miscounts.clear()

    def waiting(self) -> list[Fault]:
        """Faults that wait for a request."""
        return list(self._waiting)

    def take(self, kinds: tuple[str, ...], method: str, path: str) -> Fault | None:
        """The first waiting fault of these kinds for this request; counts it as used."""
        for fault in self._waiting:
            if fault.kind in kinds and fault.hits(method, path):
                fault.count -= 1
                if fault.count <= 0:
                    self._waiting.remove(fault)
                return evolve(fault)
        return None

    def instead(self, method: str, path: str) -> Fault | None:
        """A fault that answers in place of the API, or hinders its answer."""
        return self.take(_INSTEAD, method, path)

    def on_result(self, method: str, path: str) -> Fault | None:
        """A fault in the way a result is sent."""
        return self.take(_RESULTS, method, path)


async def spoil(chunks: AsyncIterator[bytes], fault: Fault, scope: Scope, receive: Receive) -> AsyncIterator[bytes]:
    """A result on its way out, slowed down or broken off."""
    if fault.kind == "slow_chunks":
        size, delay = max(int(fault.number("size", 65536)), 1), fault.number("delay", 0.1)
        async for chunk in chunks:
            for begin in range(0, len(chunk), size):
                yield chunk[begin : begin + size]
                await asyncio.sleep(delay)
        return
    left = int(fault.number("size", 1000))
    async for chunk in chunks:
        if len(chunk) < left:
            yield chunk
            left -= len(chunk)
            continue
        yield chunk[:left]
        break
    if fault.options.get("clean") is not True:
        await drop_connection(scope, receive)


async def drop_connection(scope: Scope, receive: Receive) -> None:
    """Close the connection of a request as it stands, and wait until it is closed."""
    transport = scope["emulator.transport"]
    transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass


def _parse(given: Json) -> Fault:
    if not isinstance(given, dict):
        raise bad_request("a fault is a JSON object with the member kind")
    options = dict(given)
    kind, count = options.pop("kind", None), options.pop("count", 1)
    method, path = options.pop("method", None), options.pop("path", "")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise bad_request(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise bad_request("count must be a whole number from 1 up")
    if not isinstance(path, str) or not (method is None or isinstance(method, str)):
        raise bad_request("method and path must be texts")
    return Fault(kind, count, method and method.upper(), path, options)
