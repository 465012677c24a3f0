"""Accounts, sessions, the listing of searches and the small utilities, over HTTP."""

import asyncio
import datetime
import math
import zoneinfo
from collections.abc import Callable

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aurorax_typed.emulator.accounts import ROLES, Accounts
from aurorax_typed.emulator.archive import Catalogue
from aurorax_typed.emulator.conjunction_query import parse_query
from aurorax_typed.emulator.parsing import normalise, parse_time
from aurorax_typed.emulator.replies import Json, JsonObject, bad_request, json_reply
from aurorax_typed.emulator.search_routes import body_of
from aurorax_typed.emulator.search_runner import Searches
from aurorax_typed.emulator.store import Search

__all__ = ["administration_routes"]

_TYPES = ("conjunction", "ephemeris", "data_product")


def administration_routes(accounts: Accounts, searches: Searches, catalogue: Catalogue) -> list[Route]:
    """The endpoints for accounts and for administrators, and the small utilities."""

    async def combinations(request: Request) -> Response:
        query = parse_query(await body_of(request))
        counts = (len(block.locations or block.criteria.sources(catalogue)) for block in query.blocks)
        return json_reply(math.prod(counts))

    people, admin = _AccountsApi(accounts), _AdminApi(accounts, searches)
    listing = "/api/v1/utils/admin/search_requests"
    return [
        Route("/api/v1/accounts", people.list, methods=["GET"]),
        Route("/api/v1/accounts", people.create, methods=["POST"]),
        Route("/api/v1/authenticate", people.start_session, methods=["POST"]),
        Route("/api/v1/authenticate/end_session", people.end_session, methods=["POST"]),
        Route(listing, admin.list, methods=["GET"]),
        Route(listing + "/{request_id}", admin.delete, methods=["DELETE"]),
        # The form of the server's answer is not known; the emulator gives the bare number.
        Route("/api/v1/utils/describe/cartesian_products", combinations, methods=["POST"]),
        Route("/api/v1/utils/timezones", _time_zones, methods=["GET"]),
        Route("/api/v1/utils/timezones/convert", _convert, methods=["GET"]),
    ]


@frozen
class _AccountsApi:
    accounts: Accounts

    async def list(self, request: Request) -> Response:
        self.accounts.administrator(request)
        role = request.query_params.get("role")
        if role is not None and role not in ROLES:
            raise bad_request(f"role must be one of {', '.join(ROLES)}, not '{role}'")
        return json_reply([account.document() for account in self.accounts.list(role)])

    async def create(self, request: Request) -> Response:
        given = await _members(request)
        texts = [_text(given, name) for name in ("email_address", "first_name", "last_name", "password")]
        email, first, last, password = texts
        if "@" not in email:
            raise bad_request("email_address is no e-mail address")
        account = self.accounts.create(email, first, last, parse_time(given, "agree_terms"), password)
        return json_reply(account.document())

    async def start_session(self, request: Request) -> Response:
        given = await _members(request)
        account, token = self.accounts.open_session(_text(given, "email_address"), _text(given, "password"))
        reply = json_reply(account.document())
        reply.headers["authorization"] = f"Bearer {token}"
        return reply

    async def end_session(self, request: Request) -> Response:
        self.accounts.end_session(request)
        return Response(status_code=200, media_type="application/json")


@frozen
class _AdminApi:
    accounts: Accounts
    searches: Searches

    async def list(self, request: Request) -> Response:
        self.accounts.administrator(request)
        wanted = _wanted(request)
        found = await asyncio.to_thread(self.searches.all)
        return json_reply([self._row(search) for search in found if all(fits(search) for fits in wanted)])

    async def delete(self, request: Request) -> Response:
        self.accounts.administrator(request)
        await self.searches.forget(request.path_params["request_id"])
        return Response(status_code=200, media_type="application/json")

    def _row(self, search: Search) -> JsonObject:
        return {
            "search_type": search.request_type,
            # Unless it was let out on purpose, an emulator can only be asked from its own machine.
            "ip_address": "127.0.0.1",
            "request_id": search.request_id,
            "requested": search.requested,
            "active": search.running,
            "query_duration": search.query_duration,
            "result_file_exists": self.searches.result_path(search.request_id).exists(),
            "file_size": search.file_size,
            "result_count": search.result_count,
            "error_condition": search.failed,
        }


def _wanted(request: Request) -> list[Callable[[Search], bool]]:
    """The filters of a listing. The numbers are lower bounds; a size is in kilobytes and leaves out what still runs."""
    found: list[Callable[[Search], bool]] = []
    asked = request.query_params
    kind = asked.get("search_type")
    if kind is not None:
        if kind not in _TYPES:
            raise bad_request(f"search_type must be one of {', '.join(_TYPES)}, not '{kind}'")
        found.append(lambda search: search.request_type == kind)
    for name, sign in (("start", 1), ("end", -1)):
        if name in asked:
            found.append(_moment(name, asked[name], sign))
    for name, unit in (("file_size", 1000), ("result_count", 1), ("query_duration", 1)):
        if name in asked:
            found.append(_at_least(name, asked[name], unit))
    for name in ("active", "error_condition"):
        text = asked.get(name, "true").lower()
        if text not in ("true", "false"):
            raise bad_request(f"{name} must be true or false, not '{text}'")
        if name in asked and not (name == "active" and "file_size" in asked):
            found.append(_flag("running" if name == "active" else "failed", text == "true"))
    return found


def _moment(name: str, text: str, sign: int) -> Callable[[Search], bool]:
    try:
        moment = normalise(text)
    except ValueError as error:
        raise bad_request(f"{name}: {error}") from None
    if sign > 0:
        return lambda search: search.requested >= moment
    return lambda search: search.requested[: len(moment)] <= moment


def _at_least(name: str, text: str, unit: int) -> Callable[[Search], bool]:
    try:
        least = int(text)
    except ValueError:
        raise bad_request(f"{name} must be a whole number, not '{text}'") from None

    def fits(search: Search) -> bool:
        value = getattr(search, name)
        return value is not None and value >= least * unit

    return fits


def _flag(name: str, value: bool) -> Callable[[Search], bool]:
    return lambda search: bool(getattr(search, name)) is value


async def _time_zones(request: Request) -> Response:
    return json_reply(sorted(zoneinfo.available_timezones()))


async def _convert(request: Request) -> Response:
    """Local time to UTC, as an array of one text; the description says no more."""
    zone, text = request.query_params.get("tz", ""), request.query_params.get("ts", "")
    try:
        local = datetime.datetime.fromisoformat(normalise(text)).replace(tzinfo=zoneinfo.ZoneInfo(zone))
        moment = local.astimezone(datetime.UTC)
    except (ValueError, OverflowError, zoneinfo.ZoneInfoNotFoundError, OSError):
        raise bad_request(f"ts must be a time and tz a time zone, not '{text}' and '{zone}'") from None
    return json_reply([moment.replace(tzinfo=None).isoformat()])


async def _members(request: Request) -> JsonObject:
    given = await body_of(request)
    if not isinstance(given, dict):
        raise bad_request("a JSON object was expected")
    return given


def _text(given: JsonObject, name: str) -> str:
    value: Json = given.get(name)
    if not isinstance(value, str) or not value:
        raise bad_request(f"{name} is missing or no text")
    return value
