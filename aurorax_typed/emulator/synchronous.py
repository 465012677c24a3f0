"""Searches in one call: nothing is stored, the records are the answer.

The description limits them to two days of ephemeris and ten years of data products. Whether the server wraps the array
like the results of other searches nobody has shown; here it is bare, as described.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Protocol

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from aurorax_typed.emulator.replies import bad_request
from aurorax_typed.emulator.results import Reshape
from aurorax_typed.emulator.search_routes import body_of
from aurorax_typed.emulator.search_runner import Family, Query

__all__ = ["SynchronousFamily", "synchronous_routes"]


class SynchronousFamily(Family, Protocol):
    """A family whose searches can be done in one call, over ``longest`` at most."""

    longest: datetime.timedelta

    def lines(self, query: Query) -> Iterable[Iterable[bytes]]:
        """The records found, as result files have them, some at a time."""
        ...


def synchronous_routes(families: Iterable[SynchronousFamily]) -> list[Route]:
    """The endpoints of searches in one call."""
    return [
        Route(f"/api/v1/{family.name}/search_synchronous", _SynchronousApi(family).search, methods=["POST"])
        for family in families
    ]


@frozen
class _SynchronousApi:
    family: SynchronousFamily

    async def search(self, request: Request) -> Response:
        given = await body_of(request)
        if not isinstance(given, dict):
            raise bad_request("a search in one call is an object with the members query and response_format")
        query = self.family.parse(given.get("query"))
        echo, longest = query.echo(), self.family.longest
        start, end = (datetime.datetime.fromisoformat(str(echo[name])) for name in ("start", "end"))
        if end - start > longest:
            raise bad_request(f"a search in one call covers {longest.days} days at most, not {end - start}")
        form = request.query_params.get("data_source_record_format", "basic_info")
        reshape = self.family.shape(form, given.get("response_format"), queries=False)
        return StreamingResponse(_array(self.family.lines(query), reshape), media_type="application/json")


def _array(batches: Iterable[Iterable[bytes]], reshape: Reshape | None) -> Iterator[bytes]:
    """The records as a JSON array, some at a time. Starlette asks for them in a thread of its own."""
    before = b"["
    for batch in batches:
        text = b",".join(batch if reshape is None else map(reshape, batch))
        if text:
            yield before + text
            before = b","
    yield b"]" if before == b"," else b"[]"
