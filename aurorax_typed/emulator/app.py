"""The emulator put together: state, routes, errors, and what stands in front of them."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from aurorax_typed.emulator.archive import Catalogue
from aurorax_typed.emulator.data_products import DataProducts
from aurorax_typed.emulator.faults import Faults, drop_connection
from aurorax_typed.emulator.pages import describe_routes, fault_routes, page_routes
from aurorax_typed.emulator.replies import ApiError, error_reply, front_end_reply
from aurorax_typed.emulator.requests_api import search_routes
from aurorax_typed.emulator.searching import Family, Searches
from aurorax_typed.emulator.settings import EmulatorSettings
from aurorax_typed.emulator.sources_api import source_routes
from aurorax_typed.emulator.store import Store

__all__ = ["Emulator"]

# Parts of the API that exist on the server and not here.
_MISSING = ("ephemeris", "conjunctions", "availability", "accounts", "authenticate", "utils", "data_sources")


class Emulator:
    """An emulator as an ASGI application, with the folder that it keeps its state in.

    ``close()`` gives everything back; a temporary folder is removed.
    """

    def __init__(self, settings: EmulatorSettings) -> None:
        self._settings = settings
        self._temporary = settings.data_dir is None
        self._folder = settings.data_dir or Path(tempfile.mkdtemp(prefix="aurorax-emulator-"))
        results = self._folder / "results"
        results.mkdir(parents=True, exist_ok=True)
        self._store = Store(self._folder / "searches.sqlite")
        self._searches = Searches(self._store, results, settings)
        self._faults = Faults(self._searches)
        self._app = self._build()

    def close(self) -> None:
        """Close the database and remove what is temporary; more than once is fine."""
        self._store.close()
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _build(self) -> Starlette:
        catalogue = Catalogue()
        families: list[Family] = [DataProducts(catalogue, self._settings.seed)]
        routes = page_routes() + fault_routes(self._faults) + source_routes(catalogue) + describe_routes(families)
        for family in families:
            routes += search_routes(family, self._searches, self._faults)
        methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        for name in _MISSING:
            routes.append(Route(f"/api/v1/{name}", _not_implemented, methods=methods))
            routes.append(Route(f"/api/v1/{name}/{{rest:path}}", _not_implemented, methods=methods))

        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            yield
            await self._searches.close()

        handlers = {ApiError: _api_error, HTTPException: _http_error, Exception: _server_error}
        return Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: faults first, then the API."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # pyaurorax searches data sources at //api/v1/...
        path = "/" + scope["path"].lstrip("/").replace("//", "/")
        scope = {**scope, "path": path}
        fault = self._faults.instead(scope["method"], path) if path.startswith("/api/") else None
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind != "drop_answer":
            await fault.answer()(scope, receive, send)
        else:

            async def swallow(message: Message) -> None:
                pass

            await self._app(scope, receive, swallow)
            await drop_connection(scope, receive)


async def _not_implemented(request: Request) -> Response:
    return error_reply(501, "NotImplemented", f"The emulator does not offer {request.method} {request.url.path}")


async def _api_error(request: Request, error: ApiError) -> Response:
    return error_reply(error.status, error.code, error.message)


async def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return front_end_reply(404, "Not Found")
    message = f"{request.method} is not allowed for {request.url.path}"
    return error_reply(error.status_code, "Other", message, dict(error.headers or {}))


async def _server_error(request: Request, error: Exception) -> Response:
    return error_reply(500, "ApplicationError", "An internal error occurred. It is in the emulator's output.")
