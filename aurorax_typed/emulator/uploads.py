"""Sending records in, and removing them, over HTTP."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aurorax_typed.emulator.accounts import Accounts
from aurorax_typed.emulator.archive import Product, Source
from aurorax_typed.emulator.holdings import EphemerisRow, Holdings
from aurorax_typed.emulator.parsing import now, parse_texts, parse_time, status_text
from aurorax_typed.emulator.replies import IDENTIFIER, ApiError, Json, JsonObject, bad_request, json_reply, not_found
from aurorax_typed.emulator.search_routes import body_of
from aurorax_typed.emulator.sources import source_of

__all__ = ["upload_routes"]

_NAMES = ("program", "platform", "instrument_type")
_LOCATIONS = ("location_geo", "nbtrace", "sbtrace", "location_gsm")
_Record = TypeVar("_Record")


def upload_routes(holdings: Holdings, accounts: Accounts) -> list[Route]:
    """The endpoints that take records in and remove them."""
    api = _UploadsApi(holdings, accounts)
    one = f"/api/v1/data_sources/{IDENTIFIER}"
    jobs = one + "/ephemeris/delete_jobs"
    return [
        Route(one + "/ephemeris", api.upload_ephemeris, methods=["POST"]),
        Route(one + "/ephemeris", api.delete_ephemeris, methods=["DELETE"]),
        Route(one + "/data_products", api.upload_products, methods=["POST"]),
        Route(one + "/data_products", api.delete_products, methods=["DELETE"]),
        Route(jobs, api.jobs, methods=["GET"]),
        Route(jobs + "/{delete_job_id}", api.job, methods=["GET"]),
    ]


@frozen
class _UploadsApi:
    holdings: Holdings
    accounts: Accounts
    # Jobs of the last hour on the server; an emulator does not run for long, and a job is done at once.
    _jobs: dict[tuple[int, str], str] = field(factory=dict)

    async def upload_ephemeris(self, request: Request) -> Response:
        source = self._writable(request)
        rows, faults = _each(await body_of(request), lambda item: _ephemeris_row(source, item))
        if faults is not None:
            return faults
        await asyncio.to_thread(self.holdings.put_ephemeris, source, rows)
        return _accepted()

    async def upload_products(self, request: Request) -> Response:
        source = self._writable(request)
        rows, faults = _each(await body_of(request), lambda item: _product(source, item))
        if faults is not None:
            return faults
        await asyncio.to_thread(self.holdings.put_products, source, rows)
        return _accepted()

    async def delete_ephemeris(self, request: Request) -> Response:
        source = self._writable(request)
        given = _object(await body_of(request))
        _check_names(source, given)
        start, end = parse_time(given, "start"), parse_time(given, "end")
        if start > end:
            raise bad_request(f"start, {start}, must not be later than end, {end}")
        await asyncio.to_thread(self.holdings.remove_ephemeris, source, start, end)
        text = f"{start} to {end}: finished {status_text(now())}"
        self._jobs[source.identifier, str(uuid.uuid4())] = text
        return _accepted()

    async def delete_products(self, request: Request) -> Response:
        source = self._writable(request)
        given = _object(await body_of(request))
        _check_names(source, given)
        # What the server does without addresses is not known; the emulator removes nothing.
        await asyncio.to_thread(self.holdings.remove_products, source, parse_texts(given, "urls"))
        return Response(status_code=200, media_type="application/json")

    async def jobs(self, request: Request) -> Response:
        source = source_of(self.holdings, request)
        return json_reply([job for identifier, job in self._jobs if identifier == source.identifier])

    async def job(self, request: Request) -> Response:
        source = source_of(self.holdings, request)
        job = request.path_params["delete_job_id"]
        text = self._jobs.get((source.identifier, job))
        if text is None:
            raise not_found(f"No delete job {job} of the data source {source.identifier} within the last hour")
        return json_reply([job, text])

    def _writable(self, request: Request) -> Source:
        self.accounts.of(request)
        source = source_of(self.holdings, request)
        self.accounts.contributor(request, source)
        return source


def _accepted() -> Response:
    return Response(status_code=202, media_type="application/json")


def _each(given: Json, parse: Callable[[JsonObject], _Record]) -> tuple[list[_Record], Response | None]:
    """All records of an upload, or the answer that says what is wrong with them: an array, an entry for each fault."""
    if not isinstance(given, list):
        raise bad_request("an upload is an array of records")
    rows: list[_Record] = []
    faults: list[Json] = []
    for number, item in enumerate(given):
        try:
            rows.append(parse(_object(item)))
        except ApiError as error:
            faults.append({"message": f"Record {number}: {error.message}"})
    return rows, json_reply(faults, 400) if faults else None


def _object(given: Json) -> JsonObject:
    if not isinstance(given, dict):
        raise bad_request("a JSON object was expected")
    return given


def _check_names(source: Source, given: JsonObject) -> None:
    for name in _NAMES:
        if given.get(name) != getattr(source, name):
            raise bad_request(f"{name} must be '{getattr(source, name)}', as that of the data source is")


def _ephemeris_row(source: Source, given: JsonObject) -> EphemerisRow:
    _check_names(source, given)
    epoch = parse_time(given, "epoch")
    record: JsonObject = {name: _location(given, name) for name in _LOCATIONS}
    record["metadata"] = _metadata(given)
    # Records are on the minute; what the server does with seconds is not known, its clients never send any.
    return EphemerisRow(epoch[:16] + ":00", record)


def _product(source: Source, given: JsonObject) -> Product:
    _check_names(source, given)
    start, end = parse_time(given, "start"), parse_time(given, "end")
    if start > end:
        raise bad_request(f"start, {start}, must not be later than end, {end}")
    texts: dict[str, Any] = {name: given.get(name) for name in ("data_product_type", "url")}
    for name, value in texts.items():
        if not isinstance(value, str) or not value:
            raise bad_request(f"{name} is missing or no text")
    return Product(source, texts["data_product_type"], start, end, texts["url"], _metadata(given))


def _metadata(given: JsonObject) -> JsonObject:
    metadata = given.get("metadata")
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise bad_request("metadata must be an object")
    return metadata


def _location(given: JsonObject, name: str) -> JsonObject:
    """A location as it will be given back; one that is missing has null coordinates."""
    value = given.get(name)
    if value is None:
        return {"lat": None, "lon": None}
    if not isinstance(value, dict):
        raise bad_request(f"{name} must be an object with lat and lon")
    return {"lat": _folded(_number(value, name, "lat")), "lon": _number(value, name, "lon")}


def _number(location: JsonObject, name: str, member: str) -> float | None:
    value = location.get(member)
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise bad_request(f"{name}: {member} must be a number or null")
    return value


def _folded(lat: float | None) -> Json:
    """A latitude beyond a pole, counted down again on its other side, as the server does."""
    if lat is None or abs(lat) <= 90:
        return lat
    if abs(lat) > 270:
        raise bad_request(f"a latitude of {lat} is on no globe")
    return 180 - lat if lat > 0 else -180 - lat
