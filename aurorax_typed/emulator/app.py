"""The emulator put together: state, routes, errors, and what stands in front of them."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from aurorax_typed.emulator.accounts import Accounts
from aurorax_typed.emulator.administration import administration_routes
from aurorax_typed.emulator.archive import Catalogue
from aurorax_typed.emulator.availability import availability_routes
from aurorax_typed.emulator.conjunctions import Conjunctions
from aurorax_typed.emulator.counts import Counts
from aurorax_typed.emulator.data_products import DataProducts
from aurorax_typed.emulator.ephemeris import Ephemerides
from aurorax_typed.emulator.faults import MAINTENANCE, Faults, drop_connection
from aurorax_typed.emulator.holdings import Holdings
from aurorax_typed.emulator.misc_routes import describe_routes, fault_routes, page_routes
from aurorax_typed.emulator.pictures import FILES, file_routes
from aurorax_typed.emulator.positions.ephemeris import Whereabouts
from aurorax_typed.emulator.replies import ApiError, error_reply, front_end_reply
from aurorax_typed.emulator.search_routes import search_routes
from aurorax_typed.emulator.search_runner import Family, Searches
from aurorax_typed.emulator.settings import EmulatorError, EmulatorSettings
from aurorax_typed.emulator.sources import source_routes, source_writing_routes
from aurorax_typed.emulator.store import Store
from aurorax_typed.emulator.synchronous import synchronous_routes
from aurorax_typed.emulator.uploads import upload_routes

__all__ = ["Emulator"]


class Emulator:
    """An emulator as an ASGI application, with the folder that it keeps its state in.

    ``close()`` gives everything back; a temporary folder is removed. Raises ``EmulatorError`` when its state cannot be
    kept.
    """

    def __init__(self, settings: EmulatorSettings) -> None:
        self._settings = settings
        folder = settings.data_dir or Path(tempfile.mkdtemp(prefix="aurorax-emulator-"))
        with ExitStack() as opened:
            if settings.data_dir is None:
                opened.callback(shutil.rmtree, folder, ignore_errors=True)
            try:
                self._open(folder, opened)
            except (OSError, sqlite3.Error) as error:
                raise EmulatorError(
                    f"the emulator cannot keep its state in '{folder}': {error}. Name another folder."
                ) from error
            self._app = self._build()
            self._opened = opened.pop_all()

    def _open(self, folder: Path, opened: ExitStack) -> None:
        results = folder / "results"
        results.mkdir(parents=True, exist_ok=True)
        store = opened.enter_context(closing(Store(folder / "searches.sqlite")))
        self._searches = Searches(store, results, self._settings)
        self._faults = Faults(self._searches)
        self._accounts = opened.enter_context(closing(Accounts(folder / "accounts.sqlite", self._settings)))
        self._holdings = opened.enter_context(closing(Holdings(folder / "changes.sqlite", Catalogue())))

    def close(self) -> None:
        """Close the database and remove what is temporary; more than once is fine."""
        self._opened.close()

    def _build(self) -> Starlette:
        holdings, accounts, counts = self._holdings, self._accounts, Counts(self._holdings)
        whereabouts = Whereabouts(holdings)
        products = DataProducts(holdings, self._settings.seed)
        ephemerides = Ephemerides(holdings.catalogue, whereabouts)
        families: list[Family] = [products, ephemerides, Conjunctions(holdings.catalogue, whereabouts)]
        routes = page_routes() + fault_routes(self._faults) + describe_routes(families)
        routes += source_routes(holdings.catalogue, counts) + source_writing_routes(holdings, counts, accounts)
        routes += upload_routes(holdings, accounts)
        routes += availability_routes(counts, maintenance=self._settings.maintenance)
        routes += administration_routes(accounts, self._searches, holdings.catalogue)
        for family in families:
            routes += search_routes(family, self._searches, self._faults)
        routes += synchronous_routes([products, ephemerides])
        if self._settings.serve_files:
            routes += file_routes(self._faults)

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
        fault = self._faults.instead(scope["method"], path) if path.startswith(("/api/", FILES)) else None
        if self._settings.maintenance and _is_write(scope["method"], path):
            await error_reply(503, "Unavailable", MAINTENANCE)(scope, receive, send)
        elif fault is None:
            await self._app(scope, receive, send)
        elif fault.kind == "drop_answer":
            await self._app(scope, receive, _swallow)
            await drop_connection(scope, receive)
        elif fault.kind == "slow_answer":
            await asyncio.sleep(fault.number("delay", 1))
            await self._app(scope, receive, send)
        else:
            await fault.answer()(scope, receive, send)


async def _swallow(message: Message) -> None:
    pass


def _is_write(method: str, path: str) -> bool:
    """Whether a request changes data sources or their records; those wait for the end of a maintenance."""
    return method != "GET" and path.startswith("/api/v1/data_sources") and path != "/api/v1/data_sources/search"


async def _api_error(request: Request, error: ApiError) -> Response:
    return error_reply(error.status, error.code, error.message)


async def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return front_end_reply(404, "Not Found")
    message = f"{request.method} is not allowed for {request.url.path}"
    return error_reply(error.status_code, "Other", message, dict(error.headers or {}))


async def _server_error(request: Request, error: Exception) -> Response:
    return error_reply(500, "ApplicationError", "An internal error occurred. It is in the emulator's output.")
