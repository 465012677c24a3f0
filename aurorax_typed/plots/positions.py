"""Positions of sources, gathered from ephemeris records as they come."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from operator import attrgetter

from aurorax_typed.plots.choices import Position
from aurorax_typed.plots.geography import Point
from aurorax_typed.records import DataSource, Ephemeris, Location

__all__ = ["Track", "location_of", "minute_of", "moment", "tracks_of"]


_LOCATIONS = {
    "geographic": attrgetter("location_geo"),
    "nbtrace": attrgetter("nbtrace"),
    "sbtrace": attrgetter("sbtrace"),
}


def location_of(record: Ephemeris, position: Position) -> Point | None:
    """Where the source was; None where the record does not say."""
    location: Location = _LOCATIONS[position](record)
    return None if location.lat is None or location.lon is None else (location.lat, location.lon)


def minute_of(time: datetime) -> float:
    """Minutes since 1970, UTC."""
    return time.replace(tzinfo=UTC).timestamp() / 60


def moment(minute: float) -> datetime:
    """The time of `minute_of`."""
    return datetime.fromtimestamp(round(minute * 60), UTC).replace(tzinfo=None)


class Track:
    """Where one source was, 24 bytes for each record.

    Attributes:
        source: whose.
        missing: records that have no position.
    """

    def __init__(self, source: DataSource) -> None:
        self.source = source
        self.missing: int = 0
        self._minutes = array("d")
        self._lats = array("d")
        self._lons = array("d")

    def __len__(self) -> int:
        """How many positions there are."""
        return len(self._minutes) - self.missing

    def add(self, minute: float, point: Point | None) -> None:
        """Take another record; one without a position breaks the line."""
        self.missing += point is None
        lat, lon = point or (math.nan, math.nan)
        self._minutes.append(minute)
        self._lats.append(lat)
        self._lons.append(lon)

    def positions(self) -> Iterator[tuple[float, Point]]:
        """Minutes with positions, in the order of time; those that are missing are NaN."""
        for place in sorted(range(len(self._minutes)), key=self._minutes.__getitem__):
            yield self._minutes[place], (self._lats[place], self._lons[place])

    def points(self) -> Iterator[Point]:
        """The positions that are not missing."""
        return (point for point in zip(self._lats, self._lons, strict=True) if not math.isnan(point[0]))

    @property
    def stands_still(self) -> bool:
        """It is at a site on the ground: all its positions lie within a hundredth of a degree."""
        points = list(self.points())
        return not points or all(max(values) - min(values) < 0.01 for values in zip(*points, strict=True))

    def parts(self, every: int = 1) -> list[list[tuple[float, Point]]]:
        """The track in parts without a gap, each thinned to one position of so many and its last.

        A gap is where a position is missing, or a time longer than five minutes and than three usual steps: ephemeris
        is by the minute, but a filter leaves holes.
        """
        known = list(self.positions())
        steps = sorted(later[0] - earlier[0] for earlier, later in pairwise(known))
        longest = max(5.0, 3 * steps[len(steps) // 2]) if steps else 0.0
        found: list[list[tuple[float, Point]]] = [[]]
        before = -math.inf
        for minute, point in known:
            if minute - before > longest or math.isnan(point[0]):
                found.append([])
            if not math.isnan(point[0]):
                found[-1].append((minute, point))
                before = minute
        return [part if every == 1 else [*part[:-1:every], part[-1]] for part in found if part]


def tracks_of(
    records: Iterable[Ephemeris], position: Position
) -> tuple[list[Track], int, tuple[datetime, datetime] | None]:
    """The tracks by name of the source, how many records there were, and their time span."""
    tracks: dict[DataSource, Track] = {}
    count = 0
    first = last = None
    for record in records:
        count += 1
        track = tracks.get(record.data_source)
        if track is None:
            track = tracks[record.data_source] = Track(record.data_source)
        epoch = record.epoch
        first = epoch if first is None or epoch < first else first
        last = epoch if last is None or epoch > last else last
        track.add(minute_of(epoch), location_of(record, position))
    span = None if first is None or last is None else (first, last)
    return list(tracks.values()), count, span
