"""Curated lists of events. Each list is a data source that is somewhere only while one of its events lasts.

The real lists were drawn up by people who looked at pictures. These follow rules: substorm onsets in the late evening
sector over North America, within reach of the cameras there, about two in three days; STEVE in single nights, for half
an hour, over the platform of the list.
"""

import math

import numpy as np
from attrs import frozen

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.positions.frames import (
    FOOT_RADIUS,
    Floats,
    Minutes,
    dipole_basis,
    places,
    rotate,
    sun_direction,
)
from aurorax_typed.emulator.positions.pseudorandom import chances
from aurorax_typed.emulator.positions.spacecraft import minute_of

__all__ = ["event_places", "event_window"]


@frozen
class _List:
    """When events happen: the share of the days that have one, between two hours of the day, and how many minutes each
    lasts at least and at most. ``place`` is None for events that follow midnight."""

    first: str
    last: str
    share: float
    hours: tuple[float, float]
    lasts: tuple[int, int]
    place: tuple[float, float] | None = None


_LISTS = {
    ("substorm onset", "various"): _List("2006-01-01T00:00:00", "2020-12-31T23:59:00", 0.65, (3.0, 11.0), (1, 1)),
    ("STEVE", "mcgrath"): _List(
        "2008-01-01T00:00:00", "2020-12-31T23:59:00", 0.03, (6.5, 10.5), (20, 55), (62.95, -155.59)
    ),
}
# Degrees of magnetic latitude, and hours of magnetic local time, of onsets.
_LATITUDES = (63.5, 68.5)
_LOCAL_TIMES = (21.8, 24.2)


def event_window(source: Source) -> tuple[int, int] | None:
    """The first and the last minute that a list covers; ``None`` when the source is no list."""
    found = _LISTS.get((source.instrument_type, source.platform)) if source.source_type == "event_list" else None
    return None if found is None else (minute_of(found.first), minute_of(found.last))


def event_places(source: Source, first: int, last: int) -> tuple[Minutes, Floats]:
    """The minutes with an event between two minutes, both included, and where it is, degrees."""
    rule = _LISTS[source.instrument_type, source.platform]
    about = f"events {source.instrument_type} {source.platform}"
    days = np.arange(first // 1440, last // 1440 + 1)
    days = days[chances(f"{about} day", days) < rule.share]
    opens, closes = (round(hour * 60) for hour in rule.hours)
    start = days * 1440 + opens + (chances(f"{about} minute", days) * (closes - opens)).astype(np.int64)
    shortest, longest = rule.lasts
    length = shortest + (chances(f"{about} length", days) * (longest - shortest + 1)).astype(np.int64)
    event = np.repeat(np.arange(len(days)), length)
    minutes = np.repeat(start, length) + np.arange(len(event)) - np.repeat(np.cumsum(length) - length, length)
    inside = (minutes >= first) & (minutes <= last)
    event, minutes = event[inside], minutes[inside]
    if rule.place is not None:
        return minutes, np.broadcast_to(np.array(rule.place), (len(minutes), 2))
    return minutes, _near_midnight(about, days[event], minutes)


def _near_midnight(about: str, days: Minutes, minutes: Minutes) -> Floats:
    latitude = np.radians(_between(_LATITUDES, chances(f"{about} latitude", days)))
    local_time = _between(_LOCAL_TIMES, chances(f"{about} local time", days))
    basis = dipole_basis(minutes)
    sun = rotate(basis, sun_direction(minutes))
    longitude = np.arctan2(sun[:, 1], sun[:, 0]) + (local_time - 12) * math.pi / 12
    local = np.column_stack(
        (np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude))
    )
    return places(np.einsum("nji,nj->ni", basis, local) * FOOT_RADIUS)


def _between(limits: tuple[float, float], share: Floats) -> Floats:
    return limits[0] + (limits[1] - limits[0]) * share
