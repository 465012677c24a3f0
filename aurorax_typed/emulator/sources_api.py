"""Data sources over HTTP."""

import asyncio
from collections.abc import Iterable

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aurorax_typed.emulator.archive import FORMATS, Catalogue, Source
from aurorax_typed.emulator.counts import Counts
from aurorax_typed.emulator.data_products import parse_texts
from aurorax_typed.emulator.jsons import JsonObject
from aurorax_typed.emulator.paths import IDENTIFIER
from aurorax_typed.emulator.replies import bad_request, json_reply, not_found
from aurorax_typed.emulator.requests_api import body_of

__all__ = ["source_routes"]

_FILTERS = ("program", "platform", "instrument_type", "source_type", "owner")


def source_routes(catalogue: Catalogue, counts: Counts) -> list[Route]:
    """The endpoints that read data sources."""
    api = _SourcesApi(catalogue, counts)
    base = "/api/v1/data_sources"
    return [
        Route(base, api.list, methods=["GET"]),
        Route(base + "/search", api.search, methods=["POST"]),
        Route(f"{base}/{IDENTIFIER}", api.get, methods=["GET"]),
        Route(f"{base}/{IDENTIFIER}/stats", api.stats, methods=["GET"]),
    ]


@frozen
class _SourcesApi:
    catalogue: Catalogue
    counts: Counts

    async def list(self, request: Request) -> Response:
        asked = {name: request.query_params[name] for name in _FILTERS if request.query_params.get(name)}
        found = self.catalogue.find(
            also=lambda source: all(getattr(source, name) == value for name, value in asked.items())
        )
        return await self._reply(request, found)

    async def search(self, request: Request) -> Response:
        given = await body_of(request)
        if not isinstance(given, dict):
            raise bad_request("a search for data sources is an object with programs, platforms and instrument_types")
        found = self.catalogue.find(
            programs=parse_texts(given, "programs"),
            platforms=parse_texts(given, "platforms"),
            instrument_types=parse_texts(given, "instrument_types"),
        )
        return await self._reply(request, found)

    async def get(self, request: Request) -> Response:
        form, stats = _form(request), _flag(request, "include_stats")
        source = self._one(request)
        return json_reply(await asyncio.to_thread(self._document, source, form, stats))

    async def stats(self, request: Request) -> Response:
        return json_reply(await asyncio.to_thread(self.counts.statistics, self._one(request)))

    def _one(self, request: Request) -> Source:
        identifier: int = request.path_params["identifier"]
        source = self.catalogue.get(identifier)
        if source is None:
            raise not_found(f"No Data Source record found in AuroraX for identifier {identifier}")
        return source

    async def _reply(self, request: Request, sources: Iterable[Source]) -> Response:
        form, stats = _form(request), _flag(request, "include_stats")

        def documents() -> list[JsonObject]:
            return [self._document(source, form, stats) for source in sources]

        # Counting decades of products takes a second the first time.
        return json_reply(await asyncio.to_thread(documents))

    def _document(self, source: Source, form: str, stats: bool) -> JsonObject:
        shown = source.document(form)
        if stats:
            shown["stats"] = self.counts.statistics(source)
        return shown


def _form(request: Request) -> str:
    form = request.query_params.get("format", "basic_info")
    if form not in FORMATS:
        raise bad_request(f"format must be one of {', '.join(FORMATS)}, not '{form}'")
    return form


def _flag(request: Request, name: str) -> bool:
    """A boolean in the query string; clients write it as Python does."""
    text = request.query_params.get(name, "false").lower()
    if text not in ("true", "false"):
        raise bad_request(f"{name} must be true or false, not '{text}'")
    return text == "true"
