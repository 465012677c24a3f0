"""Making, changing and removing data sources over HTTP."""

import asyncio
from collections.abc import Iterable, Mapping

from attrs import evolve, frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aurorax_typed.emulator.accounts import Account, Accounts
from aurorax_typed.emulator.archive import FORMATS, Catalogue, Source
from aurorax_typed.emulator.counts import Counts
from aurorax_typed.emulator.holdings import Holdings
from aurorax_typed.emulator.parsing import parse_texts
from aurorax_typed.emulator.replies import IDENTIFIER, ApiError, Json, JsonObject, bad_request, json_reply, not_found
from aurorax_typed.emulator.search_routes import body_of

__all__ = ["SOURCE_TYPES", "source_of", "source_routes", "source_writing_routes"]


SOURCE_TYPES = ("ground", "leo", "heo", "lunar", "event_list", "not_applicable")

# The columns of the database, in characters. The server answers a longer text with a general error.
_LIMITS = {"program": 200, "platform": 50, "instrument_type": 200, "display_name": 50}
_REQUIRED = ("program", "platform", "instrument_type", "source_type", "display_name")
_LISTS = ("maintainers", "ephemeris_metadata_schema", "data_product_metadata_schema")


def source_writing_routes(holdings: Holdings, counts: Counts, accounts: Accounts) -> list[Route]:
    """The endpoints that write data sources."""
    api = _SourcesWritingApi(holdings, counts, accounts)
    base = "/api/v1/data_sources"
    return [
        Route(base, api.create, methods=["POST"]),
        Route(f"{base}/{IDENTIFIER}", api.replace, methods=["PUT"]),
        Route(f"{base}/{IDENTIFIER}", api.update, methods=["PATCH"]),
        Route(f"{base}/{IDENTIFIER}", api.delete, methods=["DELETE"]),
    ]


def source_of(holdings: Holdings, request: Request) -> Source:
    """The source that a path names; 404 when there is none."""
    identifier: int = request.path_params["identifier"]
    source = holdings.catalogue.get(identifier)
    if source is None:
        raise not_found(f"No Data Source record found in AuroraX for identifier {identifier}")
    return source


@frozen
class _SourcesWritingApi:
    holdings: Holdings
    counts: Counts
    accounts: Accounts

    async def create(self, request: Request) -> Response:
        account = self.accounts.creator(request)
        source = self._new(await _members(request), account, None)
        self._refuse_twins(source, None)
        return self._store(source)

    async def replace(self, request: Request) -> Response:
        self.accounts.of(request)
        old = source_of(self.holdings, request)
        account = self.accounts.owner(request, old)
        source = self._new(await _members(request), account, old)
        self._refuse_twins(source, old)
        return self._store(source)

    async def update(self, request: Request) -> Response:
        self.accounts.of(request)
        old = source_of(self.holdings, request)
        self.accounts.owner(request, old)
        given = {name: value for name, value in (await _members(request)).items() if value is not None}
        given.pop("identifier", None)
        source = evolve(old, **_checked(given))  # type: ignore[arg-type]
        self._refuse_twins(source, old)
        return self._store(source)

    async def delete(self, request: Request) -> Response:
        self.accounts.of(request)
        source = source_of(self.holdings, request)
        self.accounts.owner(request, source)
        records = await asyncio.to_thread(self.counts.records, source)
        if records:
            raise ApiError(409, "Conflict", f"The data source {source.identifier} still has {records} records")
        self.holdings.remove_source(source.identifier)
        return Response(status_code=200, media_type="application/json")

    def _new(self, members: JsonObject, account: Account, old: Source | None) -> Source:
        given = {name: value for name, value in members.items() if value is not None}
        for name in _REQUIRED:
            if name not in given:
                raise bad_request(f"{name} is missing")
        wished = given.pop("identifier", None)
        if wished is not None and (isinstance(wished, bool) or not isinstance(wished, int)):
            raise bad_request("identifier must be a whole number")
        identifier = wished if isinstance(wished, int) else old.identifier if old else self._free_identifier()
        given.setdefault("owner", old.owner if old else account.email)
        if old is not None and identifier != old.identifier:
            raise bad_request(f"identifier is {identifier} in the body and {old.identifier} in the path")
        place = {name: getattr(old, name) for name in ("latitude", "longitude", "site")} if old else {}
        return Source(identifier=identifier, **place, **_checked(given))  # type: ignore[arg-type]

    def _free_identifier(self) -> int:
        return 1 + max(source.identifier for source in self.holdings.catalogue.find())

    def _refuse_twins(self, source: Source, old: Source | None) -> None:
        if old is None and self.holdings.catalogue.get(source.identifier) is not None:
            raise ApiError(409, "Duplicate", f"There is already a data source with the identifier {source.identifier}")
        twins = self.holdings.catalogue.find(
            programs=[source.program], platforms=[source.platform], instrument_types=[source.instrument_type]
        )
        if any(twin.identifier != source.identifier for twin in twins):
            raise ApiError(
                409, "Duplicate", "There is already a data source with this program, platform and instrument type"
            )

    def _store(self, source: Source) -> Response:
        self.holdings.put_source(source)
        return json_reply(source.document("full_record"))


async def _members(request: Request) -> JsonObject:
    given = await body_of(request)
    if not isinstance(given, dict):
        raise bad_request("a data source is a JSON object")
    return given


def _checked(given: Mapping[str, Json]) -> dict[str, Json]:
    """Those members of a source that a client may set, each of the right type. Unknown ones are passed over."""
    found: dict[str, Json] = {}
    for name in (*_REQUIRED, "owner"):
        if name in given:
            value = given[name]
            if not isinstance(value, str):
                raise bad_request(f"{name} must be a text")
            if len(value) > _LIMITS.get(name, len(value)):
                raise ApiError(500, "ApplicationError", "An internal error occurred.")
            found[name] = value
    if found.get("source_type", "ground") not in SOURCE_TYPES:
        raise bad_request(f"source_type must be one of {', '.join(SOURCE_TYPES)}, not '{found['source_type']}'")
    for name in _LISTS:
        if name in given:
            value = given[name]
            if not isinstance(value, list) or not all(isinstance(item, _ITEMS[name]) for item in value):
                raise bad_request(f"{name} must be an array of {'texts' if name == 'maintainers' else 'objects'}")
            found[name] = value
    if "metadata" in given:
        if not isinstance(given["metadata"], dict):
            raise bad_request("metadata must be an object")
        found["metadata"] = given["metadata"]
    return found


_ITEMS = {"maintainers": str, "ephemeris_metadata_schema": dict, "data_product_metadata_schema": dict}


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
