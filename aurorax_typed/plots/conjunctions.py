"""Where sources met: sites with their fields of view, tracks of spacecraft, closest approaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import nsmallest
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import Factory, frozen

from aurorax_typed._core.sanitize import counted
from aurorax_typed._optional import require
from aurorax_typed.errors import QueryError
from aurorax_typed.plots.choices import Position
from aurorax_typed.plots.geography import Point, Stereographic, centre_of, circle, field_of_view
from aurorax_typed.plots.labels import label_text, listed, name_of, span
from aurorax_typed.plots.maps import Map, PolarMap, RegionMap, WorldMap
from aurorax_typed.plots.positions import location_of, minute_of
from aurorax_typed.queries import EphemerisQuery
from aurorax_typed.records import Conjunction, DataSource, Ephemeris

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["CLOSEST", "MARGIN", "conjunction_map", "ephemeris_of"]


CLOSEST = 50
"""Conjunctions on a map, unless asked for more."""

MARGIN = timedelta(minutes=10)
"""How long before and after a conjunction a track is drawn."""

_MOST_LABELLED = 8
_FARTHEST = 5500
"""Half of what a map of a region can show, km; more is a hemisphere or the world."""

_POSITIONS: dict[str, Position] = {"nbtrace": "nbtrace", "sbtrace": "sbtrace"}


@frozen
class _Places:
    """What the ephemeris says about those who met.

    Attributes:
        sites: by identifier of the source, its place on the ground.
        paths: by identifier of the source and position, the places by minute.
    """

    sites: dict[int, Point] = Factory(dict)
    paths: dict[tuple[int, Position], dict[int, Point]] = Factory(lambda: defaultdict(dict))

    def at(self, source: DataSource, position: Position, minute: int) -> Point | None:
        """Where a source was; a site is where it always is, if not more is known."""
        found = self.paths.get((source.identifier, position), {}).get(minute)
        return found or (self.sites.get(source.identifier) if position != "sbtrace" else None)


def conjunction_map(
    records: Iterable[Conjunction],
    ephemeris: Iterable[Ephemeris],
    *,
    closest: int = CLOSEST,
    altitude: float = 110.0,
    elevation: float = 10.0,
) -> Figure:
    """Draw where sources met, on a map: sites on the ground, all-sky imagers with their field of view; the tracks of
    spacecraft (of their footprints, where these were compared) from ten minutes before to ten minutes after, thick
    while they met; a star at each closest approach, with a line to the other one.

    Args:
        records: conjunctions in any order. They do not say where the sources were, so the map needs
        ephemeris: of the same sources: for each site one record, for each spacecraft those of the minutes around the
            conjunctions. What is not needed is passed over; whatever is missing is not drawn, and the picture says so.
            `search.plot()` fetches it by itself.
        closest: how many conjunctions to draw, those with the closest approach.
        altitude: where the aurora glows, km, for the field of view; see `field_of_view`.
        elevation: the lowest angle above the horizon, degrees, for the field of view.

    Raises:
        QueryError: `closest` is below 1, or there is no such field of view.
        MissingExtraError: matplotlib is not installed.
    """
    if closest < 1:
        raise QueryError(f"closest takes a number of conjunctions, 1 or more, not {closest}.")
    radius = field_of_view(altitude, elevation)
    require("matplotlib", "Pictures")
    from aurorax_typed.plots.figures import Drawing, add_note, say_empty, titled

    every = _Counted(records)
    shown = nsmallest(closest, every, key=lambda record: (record.min_distance, record.start))
    figure = Drawing(9.5, 7.5)
    places = _gather(shown, ephemeris)
    ground, marks = _lay_out(figure, shown, places, radius)
    if not shown or not marks:
        text = "No conjunctions" if not shown else "The ephemeris given does not say where these sources were"
        titled(ground.axes, "Conjunctions", "")
        say_empty(ground.axes, text)
        return figure
    imagers = _draw_sites(ground, shown, places, radius)
    _draw_tracks(ground, shown, places)
    drawn = _draw_closest(ground, shown, places)
    names = listed(sorted({name_of(source) for record in shown for source in record.data_sources}), most=3)
    first, last = min(record.start for record in shown), max(record.end for record in shown)
    what = counted(every.count, "conjunction")
    if every.count > len(shown):
        what = f"the {f'{len(shown):,} ' if len(shown) > 1 else ''}closest of {what}"
    titled(ground.axes, "Conjunctions", f"{names}, {span(first, last)}, {what}")
    notes = []
    if imagers:
        notes.append(
            f"Circles: field of view, {radius:.0f} km, for aurora at {altitude:g} km seen above {elevation:g}°."
        )
    kinds = sorted({record.conjunction_type for record in shown})
    notes.append(f"Positions that were compared: {', '.join(map(label_text, kinds))}. Thick: while they met.")
    if drawn < len(shown):
        notes.append(f"{counted(len(shown) - drawn, 'conjunction')} without known positions.")
    add_note(figure, notes)
    figure.legend(loc="outside right upper", fontsize=8, frameon=False)
    return figure


class _Counted:
    """Conjunctions, counted as they pass."""

    def __init__(self, records: Iterable[Conjunction]) -> None:
        self.count = 0
        self._records = records

    def __iter__(self) -> Iterator[Conjunction]:
        for record in self._records:
            self.count += 1
            yield record


def _position(record: Conjunction) -> Position:
    return _POSITIONS.get(record.conjunction_type, "geographic")


def _minute(record: Conjunction) -> int:
    """The minute of the closest approach; its middle, where the server does not say."""
    return int(minute_of(record.closest_epoch or record.start + (record.end - record.start) / 2))


def _is_site(source: DataSource) -> bool:
    return source.source_type == "ground"


def _is_imager(source: DataSource) -> bool:
    return "ASI" in (source.instrument_type or "").split()


def _gather(shown: Sequence[Conjunction], ephemeris: Iterable[Ephemeris]) -> _Places:
    wanted: dict[int, dict[int, set[Position]]] = {}
    margin = int(MARGIN.total_seconds()) // 60
    for record in shown:
        minutes = range(int(minute_of(record.start)) - margin, int(minute_of(record.end)) + margin + 1)
        for source in record.data_sources:
            known = wanted.setdefault(source.identifier, defaultdict(set))
            for minute in minutes:
                known[minute].add(_position(record))
    places = _Places()
    for found in ephemeris:
        source = found.data_source
        minutes_of = wanted.get(source.identifier)
        if minutes_of is None:
            continue
        site = location_of(found, "geographic")
        if _is_site(source) and site is not None:
            places.sites[source.identifier] = site
        minute = int(minute_of(found.epoch))
        for position in minutes_of.get(minute, ()):
            point = location_of(found, position)
            if point is not None:
                places.paths[source.identifier, position][minute] = point
    return places


def _lay_out(figure: Figure, shown: Sequence[Conjunction], places: _Places, radius: float) -> tuple[Map, list[Point]]:
    """A map that holds every site with its field of view, and every closest approach; and what it has to hold."""
    marks = [
        point
        for record in shown
        for source in record.data_sources
        if (point := places.at(source, _position(record), _minute(record)))
    ]
    sites = [
        point
        for record in shown
        for source in record.data_sources
        if _is_site(source) and (point := places.sites.get(source.identifier))
    ]
    held = [*marks, *(corner for site in dict.fromkeys(sites) for corner in circle(site, radius, 24))]
    middle, farthest = centre_of(held)
    if held and farthest < _FARTHEST:
        return RegionMap(figure, middle, _extent(middle, held)), marks
    lats = [lat for lat, _ in held]
    if held and (min(lats) > 20 or max(lats) < -20):
        edge = min(60.0, min(map(abs, lats)) // 10 * 10)
        return PolarMap(figure, south=max(lats) < 0, edge=edge), marks
    return WorldMap(figure), marks


def _extent(middle: Point, held: Sequence[Point]) -> tuple[float, float, float, float]:
    """The edges, with a margin; no side is more than half as long again as the other: the map is no strip."""
    placed = [place for place in map(Stereographic(middle), held) if place]
    sides = []
    for values in zip(*placed, strict=True):
        least, most = min(values), max(values)
        sides.append(((least + most) / 2, max(0.56 * (most - least), 400.0)))
    longest = max(half for _, half in sides)
    (x, width), (y, height) = ((middle_, max(half, longest / 1.5)) for middle_, half in sides)
    return x - width, x + width, y - height, y + height


def _draw_sites(ground: Map, shown: Sequence[Conjunction], places: _Places, radius: float) -> bool:
    """The sites, each place once with its name; whether one of them has a field of view."""
    from aurorax_typed.plots.figures import GREY

    sites: dict[tuple[float, float], DataSource] = {}
    imagers: set[tuple[float, float]] = set()
    for source in {source.identifier: source for record in shown for source in record.data_sources}.values():
        point = places.sites.get(source.identifier)
        if point is not None and _is_site(source):
            place = _rounded(point)
            sites.setdefault(place, source)
            if _is_imager(source):
                imagers.add(place)
    if imagers:
        circles = [circle(place, radius) for place in sorted(imagers)]
        ground.line(circles, color=GREY, linewidth=0.9, label="Field of view", zorder=1.5)
    if sites:
        ground.marks(sites, color="black", marker="^", markersize=6, label="Site on the ground", zorder=4)
    stars = {_rounded(site): star for star, site in (_ends(record, places) for record in shown) if star and site}
    for place, source in sites.items():
        name = label_text(source.platform or name_of(source))
        _label(ground, place, stars.get(place), name, zorder=5.5)
    return bool(imagers)


def _draw_tracks(ground: Map, shown: Sequence[Conjunction], places: _Places) -> None:
    from aurorax_typed.plots.figures import style_of

    moving = {source.identifier: source for record in shown for source in record.data_sources if not _is_site(source)}
    positions: list[Position] = sorted({_position(record) for record in shown})
    for number, source in enumerate(sorted(moving.values(), key=name_of)):
        colour, line = style_of(number)
        label: str | None = name_of(source)
        for position in positions:
            path = places.paths.get((source.identifier, position), {})
            if not path:
                continue
            style = {"color": colour, "linestyle": line}
            ground.line(_parts(path, path), linewidth=0.9, label=label, zorder=2, **style)
            met = {
                minute
                for record in shown
                if _position(record) == position and source in record.data_sources
                for minute in range(int(minute_of(record.start)), int(minute_of(record.end)) + 1)
            }
            ground.line(_parts(path, met), color=colour, linewidth=3.2, solid_capstyle="round", zorder=3)
            label = None


def _parts(path: dict[int, Point], minutes: Iterable[int]) -> list[list[Point]]:
    """The places of these minutes, broken where some are missing."""
    known = sorted(minute for minute in minutes if minute in path)
    parts = [[path[known[0]]]] if known else []
    for one, other in pairwise(known):
        if other - one > 1:
            parts.append([])
        parts[-1].append(path[other])
    return parts


def _ends(record: Conjunction, places: _Places) -> tuple[Point | None, Point | None]:
    """Where the two were who came closest, the one that moves first."""
    nearest = min(record.events, key=lambda event: event.min_distance, default=None)
    pair = [nearest.e1_source, nearest.e2_source] if nearest else record.data_sources[:2]
    pair.sort(key=_is_site)
    points = [places.at(source, _position(record), _minute(record)) for source in pair]
    return points[0], points[-1] if len(points) > 1 else None


def _rounded(point: Point) -> Point:
    """One place for all instruments that stand there."""
    return round(point[0], 2), round(point[1], 2)


def _label(ground: Map, point: Point, other: Point | None, text: str, *, zorder: float) -> None:
    """Write beside a place, on the side that is turned away from another."""
    here, there = ground.place(point), ground.place(other or point)
    if here is not None and there is not None:
        left, below = here[0] < there[0], here[1] < there[1]
        offset = (-6 if left else 6, -10 if below else 4)
        ground.label(point, text, offset=offset, ha="right" if left else "left", color="black", zorder=zorder)


def _draw_closest(ground: Map, shown: Sequence[Conjunction], places: _Places) -> int:
    """A star where each was closest, and a line to the other one; how many could be drawn."""
    stars: list[Point] = []
    lines: list[list[Point]] = []
    drawn = 0
    for record in shown:
        star, other = _ends(record, places)
        if star is None:
            continue
        drawn += 1
        stars.append(star)
        if other is not None:
            lines.append([star, other])
        if len(shown) <= _MOST_LABELLED and record.closest_epoch:
            _label(ground, star, other, f"{record.min_distance:.0f} km, {record.closest_epoch:%H:%M}", zorder=6)
    if lines:
        ground.line(lines, color="black", linewidth=0.9, linestyle=":", zorder=3.5)
    ground.marks(
        stars,
        marker="*",
        markersize=10,
        color="#F0E442",
        markeredgecolor="black",
        markeredgewidth=0.7,
        label="Closest approach",
        zorder=5,
    )
    return drawn


_WORTH_JOINING = timedelta(hours=3)
"""A gap that is cheaper to fetch than to leave out with another search: 180 records of each source."""


def ephemeris_of(
    conjunctions: Iterable[Conjunction], known: Mapping[int, DataSource], margin: timedelta
) -> list[EphemerisQuery]:
    """The fewest searches that tell where sources were: those that move, around each conjunction; sites, once.

    Args:
        conjunctions: of whom.
        known: sources by identifier, for records that hold nothing else of theirs.
        margin: how long before and after each.
    """
    moving: list[tuple[datetime, datetime, set[DataSource]]] = []
    first_seen: dict[DataSource, datetime] = {}
    for conjunction in sorted(conjunctions, key=lambda conjunction: conjunction.start):
        begin, end = conjunction.start - margin, conjunction.end + margin
        travellers = set()
        for member in conjunction.data_sources:
            source = known.get(member.identifier, member)
            if not (source.program and source.platform and source.instrument_type) or source.identifier < 0:
                continue  # a place of the query's own has no ephemeris
            if source.source_type == "ground":
                first_seen.setdefault(source, conjunction.start)
            else:
                travellers.add(source)
        if travellers and moving and begin - moving[-1][1] <= _WORTH_JOINING:
            earlier, until, others = moving[-1]
            moving[-1] = (earlier, max(until, end), others | travellers)
        elif travellers:
            moving.append((begin, end, travellers))
    at: dict[datetime, set[DataSource]] = {}
    for source, start in first_seen.items():
        at.setdefault(start, set()).add(source)
    return [_query(*window) for window in moving] + [_query(start, start, found) for start, found in at.items()]


def _query(start: datetime, end: datetime, sources: Iterable[DataSource]) -> EphemerisQuery:
    """Of these sources, and perhaps of a few more: the server takes names of each kind, and finds all combinations."""

    def names(kind: str) -> list[str]:
        return sorted({getattr(source, kind) for source in sources})

    return EphemerisQuery(
        start, end, programs=names("program"), platforms=names("platform"), instrument_types=names("instrument_type")
    )
