"""Instruments on the ground: when there is ephemeris of them, and which footprints it has.

Cameras have ephemeris while they take pictures, in the dark; radars at every minute. Where the public record gives no
first or last epoch, it is about the start of the project, and the archive ends with the year 2025.
"""

import numpy as np

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.archive.sun import DARKNESS
from aurorax_typed.emulator.positions.frames import Booleans, Floats, Minutes, conjugates, directions, sun_direction
from aurorax_typed.emulator.positions.spacecraft import minute_of

__all__ = ["ground_minutes", "ground_traces", "ground_window"]

_END = "2025-12-31T23:59:00"
_KNOWN = {103: ("2019-09-27T01:25:00", "2020-11-30T23:59:00")}
_STARTS = {
    ("amisr", "ISR"): "2007-03-01T00:00:00",
    ("auroramax", "DSLR"): "2012-09-01T00:00:00",
    ("rainbow", "RGB ASI"): "2006-01-01T00:00:00",
    ("rego", "redline ASI"): "2014-09-01T00:00:00",
    ("themis-asi", "panchromatic ASI"): "2005-11-01T00:00:00",
    ("trex", "RGB ASI"): "2019-09-27T01:25:00",
    ("trex", "blueline ASI"): "2017-10-01T00:00:00",
    ("trex", "near-infrared ASI"): "2017-10-01T00:00:00",
    ("trex", "spectrograph"): "2018-10-01T00:00:00",
    ("unis/kho", "RGB ASI"): "2015-11-01T00:00:00",
}
# In results of January 2020 that the API's documentation prints, these have no part although spacecraft came by.
_RETIRED = {
    "chibougamau",
    "ekati",
    "fort smith",
    "fort yukon",
    "mcgrath",
    "narsarsuaq",
    "prince george",
    "snap lake",
    "whitehorse",
    "yellowknife",
}
_RETIREMENT = "2019-12-31T23:59:00"
_BY_DAY_TOO = {"ISR"}


def ground_window(source: Source) -> tuple[int, int] | None:
    """The first and the last minute of a ground instrument's ephemeris; ``None`` when there is none."""
    if source.source_type != "ground" or source.latitude is None or source.longitude is None:
        return None
    if source.identifier in _KNOWN:
        first, last = _KNOWN[source.identifier]
        return minute_of(first), minute_of(last)
    start = _STARTS.get((source.program, source.instrument_type))
    if start is None:
        return None
    retired = source.program == "themis-asi" and source.platform in _RETIRED
    return minute_of(start), minute_of(_RETIREMENT if retired else _END)


def ground_minutes(source: Source, first: int, last: int) -> list[tuple[int, int]]:
    """The spells between two minutes, both included, in which a ground instrument works."""
    if source.instrument_type in _BY_DAY_TOO:
        return [(first, last)]
    assert source.latitude is not None
    assert source.longitude is not None
    days = np.arange(first // 1440 - 1, last // 1440 + 2)
    starts, ends = _nights(source.latitude, source.longitude, days)
    starts, ends = np.maximum(starts, first), np.minimum(ends, last)
    there = starts <= ends
    return list(zip(starts[there].tolist(), ends[there].tolist(), strict=True))


def _nights(latitude: float, longitude: float, days: Minutes) -> tuple[Minutes, Minutes]:
    """The first and the last dark minute around the local midnight of each day since 1970, where it gets dark.

    The nights are those of the archive's data products (``archive.sun.dark_minutes``), many at a time. In the polar
    night one ends where the next one begins.
    """
    up = directions(np.array(latitude), np.array(longitude))

    def dark(minutes: Minutes) -> Booleans:
        verdict: Booleans = sun_direction(minutes) @ up < np.sin(np.radians(DARKNESS))
        return verdict

    midnight = days * 1440 - round(longitude * 4)
    midnight = midnight[dark(midnight)]
    edges = []
    for way in (-720, 719):
        inside, outside = midnight.copy(), midnight + way
        inside = np.where(dark(outside), outside, inside)
        while np.abs(outside - inside).max(initial=0) > 1:
            middle = (inside + outside) // 2
            deeper = dark(middle)
            inside, outside = np.where(deeper, middle, inside), np.where(deeper, outside, middle)
            done = np.abs(outside - inside) <= 1
            outside = np.where(done, inside, outside)
        edges.append(inside)
    return edges[0], edges[1]


def ground_traces(latitude: float, longitude: float, minutes: Minutes) -> tuple[Floats, Floats]:
    """The northern and southern B-trace of a place on the ground, degrees.

    The one of its own geographic hemisphere is the place itself; the other is its magnetic conjugate at the epoch.
    """
    here = np.broadcast_to(np.array([latitude, longitude]), (len(minutes), 2))
    there = conjugates(latitude, longitude, minutes)
    return (here, there) if latitude >= 0 else (there, here)
