"""The life of a search over HTTP: submit, status, result, cancel."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import blake2b
from typing import BinaryIO

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from aurorax_typed.emulator.faults import Faults, spoil
from aurorax_typed.emulator.pictures import pointing_here
from aurorax_typed.emulator.ranges import Part, cut, part_of
from aurorax_typed.emulator.replies import Json, bad_request, decode, json_reply, not_found
from aurorax_typed.emulator.results import Reshape, read_result
from aurorax_typed.emulator.search_runner import Family, Searches

__all__ = ["body_of", "search_routes"]


async def body_of(request: Request) -> Json:
    """The JSON body of a request; 400 when it is none."""
    text = await request.body()
    try:
        return decode(text)
    except ValueError as error:
        raise bad_request(f"the body is no JSON: {error}") from None


def search_routes(family: Family, searches: Searches, faults: Faults) -> list[Route]:
    """The endpoints of one family of searches."""
    api = _SearchApi(family, searches, faults)
    base = f"/api/v1/{family.name}"
    one = base + "/requests/{request_id}"
    return [
        Route(base + "/search", api.submit, methods=["POST"]),
        Route(one, api.status, methods=["GET"]),
        Route(one, api.cancel, methods=["DELETE"]),
        Route(one + "/data", api.data, methods=["GET", "POST"]),
        Route(one + "/data", api.delete_data, methods=["DELETE"]),
    ]


@frozen
class _SearchApi:
    family: Family
    searches: Searches
    faults: Faults

    async def submit(self, request: Request) -> Response:
        request_id = self.searches.submit(self.family, await body_of(request))
        location = f"{_base(request)}/api/v1/{self.family.name}/requests/{request_id}"
        return Response(status_code=202, headers={"location": location}, media_type="application/json")

    async def status(self, request: Request) -> Response:
        search = self.searches.get(self.family.name, request.path_params["request_id"])
        return json_reply(self.searches.document(search))

    async def cancel(self, request: Request) -> Response:
        search = self.searches.get(self.family.name, request.path_params["request_id"])
        await self.searches.cancel(search)
        return json_reply(self.searches.document(self.searches.get(self.family.name, search.request_id)))

    async def delete_data(self, request: Request) -> Response:
        search = self.searches.get(self.family.name, request.path_params["request_id"])
        return json_reply(self.searches.document(self.searches.remove_result(search)))

    async def data(self, request: Request) -> Response:
        search = self.searches.get(self.family.name, request.path_params["request_id"])
        asked = request.query_params
        tree = await body_of(request) if request.method == "POST" else None
        if request.method == "POST" and tree is None:
            raise bad_request("a response format must be an object of booleans")
        reshape = self.family.shape(
            asked.get("data_source_record_format", "basic_info"),
            tree,
            queries=asked.get("generate_ephemeris_queries", "false").lower() == "true",
        )
        if not search.succeeded:
            why = "has not finished yet" if search.running else "ended with an error"
            raise not_found(f"There is no data for the search request {search.request_id}: it {why}.")
        try:
            file = self.searches.result_path(search.request_id).open("rb", buffering=1 << 18)
        except FileNotFoundError:
            message = f"The result file of the search request {search.request_id} was deleted. Please search again."
            return json_reply({"error": {"error_code": "NotFound", "error_message": message}})
        settings, part = self.searches.settings, None
        files_at = _base(request) if settings.serve_files and self.family.name == "data_products" else None
        chunks = _chunks(file, reshape, files_at)
        if settings.ranges and request.method == "GET":
            size, etag = await _measured(chunks)
            file.seek(0)
            part = part_of(request.headers, size, etag)
            chunks = cut(_chunks(file, reshape, files_at), part)
        fault = self.faults.on_result(request.method, request.url.path)
        if fault is not None:
            chunks = spoil(chunks, fault, request.scope, request.receive)
        return _ResultResponse(file, chunks, part)


class _ResultResponse(StreamingResponse):
    """A result on its way; closes its file also when the client goes away early."""

    def __init__(self, file: BinaryIO, chunks: AsyncIterator[bytes], part: Part | None) -> None:
        status, headers = (200, None) if part is None else (part.status, part.headers)
        super().__init__(chunks, status, headers, media_type="application/json")
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)


def _base(request: Request) -> str:
    """The address under which the client reached this server."""
    host = request.headers.get("host") or "{}:{}".format(*(request.scope["server"] or ("localhost", 80)))
    return f"{request.url.scheme}://{host}"


async def _chunks(file: BinaryIO, reshape: Reshape | None, files_at: str | None) -> AsyncIterator[bytes]:
    for chunk in read_result(file, reshape):
        yield chunk if files_at is None else pointing_here(chunk, files_at)
        # A client that keeps up would otherwise keep the server to itself until its download is done.
        await asyncio.sleep(0)


async def _measured(chunks: AsyncIterator[bytes]) -> tuple[int, str]:
    """Size and entity tag of an answer: of the bytes that are sent, which differ with the form that is asked for."""
    size, digest = 0, blake2b(digest_size=12)
    async for chunk in chunks:
        size += len(chunk)
        digest.update(chunk)
    return size, f'"{digest.hexdigest()}"'
