"""Where sources were: ground tracks and tracks of magnetic footprints."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aurorax_typed._core.sanitize import counted
from aurorax_typed._optional import require
from aurorax_typed.plots.choices import MapView, Position, chosen
from aurorax_typed.plots.labels import label_text, listed, name_of, span
from aurorax_typed.plots.maps import Map, PolarMap, WorldMap
from aurorax_typed.plots.positions import Track, tracks_of
from aurorax_typed.records import Ephemeris

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ground_track"]

_MOST_POSITIONS = 20_000
"""Positions that are drawn; more would lie on each other, and take seconds."""

_MOST_NAMED = 28
"""Sources that seven colours and four kinds of lines tell apart."""

_MOST_PLACES = 60
"""Sites whose names leave room for each other."""

_TITLES = {
    "geographic": "Ground track",
    "nbtrace": "North B-trace footprints",
    "sbtrace": "South B-trace footprints",
}


def ground_track(records: Iterable[Ephemeris], *, position: Position = "geographic", view: MapView = "auto") -> Figure:
    """Draw where sources were, on a map: spacecraft as lines, sites on the ground as
    triangles.

    Lines break at the date line, where a position is missing, and where records are missing for more than five minutes.
    A dot is where a track begins. Of more than 20,000 positions, every so-manieth is drawn, and the picture says so;
    memory is 24 bytes for each record.

    Args:
        records: ephemeris, in any order: a list, or `search.stream()`.
        position: `geographic`, or the magnetic footprint in the north (`nbtrace`) or in the south (`sbtrace`).
        view: `world`, or a hemisphere from above its pole, `north` or `south`; `auto` is the hemisphere of a footprint,
            else the world.

    Raises:
        QueryError: there is no such position or view.
        MissingExtraError: matplotlib is not installed.
    """
    chosen(position, "position=", Position)
    chosen(view, "view=", MapView)
    require("matplotlib", "Pictures")
    from aurorax_typed.plots.figures import Drawing, add_note, say_empty, titled

    tracks, count, times = tracks_of(records, position)
    shown = sorted((track for track in tracks if len(track)), key=lambda track: name_of(track.source))
    if view == "auto":
        view = {"geographic": "world", "nbtrace": "north", "sbtrace": "south"}[position]  # type: ignore[assignment]
    notes: list[str] = []
    polar = view != "world"
    figure = Drawing(8.5 if polar else 10.0, 7.5 if polar else 5.4)
    ground: Map = PolarMap(figure, south=view == "south", edge=_edge(shown, view, notes)) if polar else WorldMap(figure)
    names = listed([name_of(track.source) for track in shown])
    below = f"{names}\n{span(*times)}, {counted(count, 'record')}" if times else ""
    titled(ground.axes, _TITLES[position], below)
    if not shown:
        say_empty(ground.axes, "No positions in these records" if count else "No records")
        return figure
    sites = [track for track in shown if track.stands_still]
    moving = [track for track in shown if not track.stands_still]
    every = math.ceil(sum(map(len, moving)) / _MOST_POSITIONS)
    for place, track in enumerate(moving):
        _draw(ground, track, place, len(moving), every)
    _draw_sites(ground, sites)
    if every > 1:
        notes.append(f"One of {every:,} positions of each source is drawn.")
    if missing := sum(track.missing for track in tracks):
        notes.append(f"{counted(missing, 'record')} without this position.")
    if moving:
        notes.insert(0, "● where a track begins.")
    if len(moving) > _MOST_NAMED:
        notes.append(f"{counted(len(moving), 'track')}, too many for a legend: coloured in the order of their names.")
    elif moving:
        figure.legend(loc="outside right upper", fontsize=8, frameon=False)
    add_note(figure, [" ".join(notes)] if len(notes) < 3 else notes)
    return figure


def _draw(ground: Map, track: Track, place: int, of: int, every: int) -> None:
    from aurorax_typed.plots.figures import style_of

    colour, line = style_of(place)
    if of > _MOST_NAMED:
        from matplotlib import colormaps
        from matplotlib.colors import to_hex

        colour, line = to_hex(colormaps["viridis"](place / (of - 1))), "-"
    name = name_of(track.source)
    parts = track.parts(every)
    ground.line(
        [[point for _, point in part] for part in parts],
        color=colour,
        linestyle=line,
        linewidth=1.2 if of <= 7 else 1.0,
        label=name,
        zorder=2,
    )
    ground.marks([parts[0][0][1]], color=colour, markersize=4, zorder=3)


def _draw_sites(ground: Map, sites: list[Track]) -> None:
    """Those that stay where they are; each place is named once, however many instruments are there."""
    places = {
        (round(lat, 1), round(lon, 1)): label_text(track.source.platform or name_of(track.source))
        for track in sites
        for lat, lon in [next(track.points())]
    }
    if places:
        ground.marks(places, color="black", marker="^", markersize=5, label="Site on the ground", zorder=3)
    if len(places) <= _MOST_PLACES:
        for place, name in places.items():
            ground.label(place, name, fontsize=7, color="black")


def _edge(tracks: list[Track], view: MapView, notes: list[str]) -> float:
    """The latitude at which a polar view ends: it holds all that is there, but no more than what can be read."""
    sign = -1 if view == "south" else 1
    lowest = min((sign * lat for track in tracks for lat, _ in track.points()), default=50.0)
    edge = min(60.0, max(30.0, 10.0 * math.floor(lowest / 10)))
    if lowest < edge:
        notes.append(f"Shown from {edge:g}° {'south' if sign < 0 else 'north'} to the pole.")
    return edge
