"""Searching through the API, and the geometry to check what comes of it: none of it from the package under test."""

import math
from datetime import datetime, timedelta
from typing import Any

from emulator.emulator_http import Api

Place = tuple[float, float]
MINUTE = timedelta(minutes=1)


def find(api: Api, family: str, query: object, asked: str = "") -> list[Any]:
    """All records of a search."""
    return found(api, family, query, asked)[1]


def found(api: Api, family: str, query: object, asked: str = "") -> tuple[Any, list[Any]]:
    """The status document of a search that succeeded, and all its records."""
    path = api.submit(query, family)
    status = api.wait(path)
    assert status["search_result"]["error_condition"] is False, status
    records = api.get(f"{path}/data{asked}").json["result"]
    assert len(records) == status["search_result"]["result_count"]
    return status, records


def ephemeris(start: str, end: str, filters: object = None, **names: list[str]) -> dict[str, Any]:
    sources: dict[str, Any] = {"programs": [], "platforms": [], "instrument_types": [], **names}
    return {"start": start, "end": end, "data_sources": {**sources, "ephemeris_metadata_filters": filters}}


def place(location: Any) -> Place | None:
    return None if location["lat"] is None else (location["lat"], location["lon"])


def minute(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    assert text == moment.isoformat()
    assert moment.second == 0
    return moment


def haversine(one: Place, other: Place) -> float:
    """Kilometres on a sphere of 6371.0 km."""
    phi, psi = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(other[1] - one[1])
    half = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(turn / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(half, 1.0)))


def runs(minutes: list[datetime]) -> list[tuple[datetime, datetime]]:
    """Consecutive minutes put together, both ends included."""
    spells: list[tuple[datetime, datetime]] = []
    for moment in sorted(minutes):
        if spells and moment - spells[-1][1] == MINUTE:
            spells[-1] = (spells[-1][0], moment)
        else:
            spells.append((moment, moment))
    return spells


def track(api: Api, start: str, end: str, member: str, **names: list[str]) -> dict[int, dict[datetime, Place]]:
    """Where sources are: by identifier, by minute."""
    places: dict[int, dict[datetime, Place]] = {}
    for record in find(api, "ephemeris", ephemeris(start, end, **names)):
        where = place(record[member])
        if where is not None:
            places.setdefault(record["data_source"]["identifier"], {})[minute(record["epoch"])] = where
    return places
