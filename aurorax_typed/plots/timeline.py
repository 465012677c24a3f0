"""When sources met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from aurorax_typed._core.sanitize import counted
from aurorax_typed._optional import require
from aurorax_typed.plots.labels import name_of, span
from aurorax_typed.records import Conjunction

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["conjunction_timeline"]

_MOST_ROWS = 40
_MOST_MEETINGS = 20_000


def conjunction_timeline(records: Iterable[Conjunction]) -> Figure:
    """Draw when which sources met: a row for those who met, a mark for each time, its colour the closest approach, km.

    A mark stands at the closest approach, with a line from the first to the last minute. Of more than 40 rows, those
    who met most often are drawn, of more than 20,000 conjunctions the closest; the picture says so.

    Args:
        records: conjunctions in any order: a list, or `search.stream()`.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    require("matplotlib", "Pictures")
    from aurorax_typed.plots.figures import Drawing, add_colours, add_note, day_number, say_empty, time_axis, titled

    rows: dict[str, list[Conjunction]] = {}
    count = 0
    for record in records:
        count += 1
        rows.setdefault(" – ".join(map(name_of, record.data_sources)), []).append(record)
    notes = ["Each mark is at the closest approach; its line goes from the first to the last minute."]
    names = sorted(sorted(rows, key=lambda name: -len(rows[name]))[:_MOST_ROWS])
    shown = sorted((record for name in names for record in rows[name]), key=lambda record: record.min_distance)
    if len(names) < len(rows):
        left = len(rows) - len(names)
        notes.append(
            f"{counted(left, 'more combination')} of sources with {count - len(shown):,} conjunctions not drawn."
        )
    if len(shown) > _MOST_MEETINGS:
        notes.append(f"The {_MOST_MEETINGS:,} closest of {len(shown):,} conjunctions are drawn.")
        del shown[_MOST_MEETINGS:]
    figure = Drawing(10, 2.4 + 0.24 * max(len(names), 3))
    axes = figure.add_subplot()
    axes.set_ylabel("Who met")
    axes.set_xlabel("Time (UTC)")
    if not shown:
        titled(axes, "Conjunctions", "")
        say_empty(axes, "No conjunctions")
        axes.set_xticks([])
        axes.set_yticks([])
        return figure
    import numpy as np
    from matplotlib import colormaps
    from matplotlib.collections import LineCollection
    from matplotlib.colors import ListedColormap, Normalize

    place = {id(record): row for row, name in enumerate(names) for record in rows[name]}
    distances = [record.min_distance for record in shown]
    scale = Normalize(0, max(*distances, 1.0))
    colours = ListedColormap(colormaps["viridis"](np.linspace(0, 0.9, 256)))  # without the yellow, too faint on white
    minute = timedelta(minutes=1)
    # The closest are drawn last, on the others.
    far_first = shown[::-1]
    axes.add_collection(
        LineCollection(
            [[(day_number(r.start), place[id(r)]), (day_number(r.end + minute), place[id(r)])] for r in far_first],
            array=[r.min_distance for r in far_first],
            cmap=colours,
            norm=scale,
            linewidths=3,
        )
    )
    marks = axes.scatter(
        [day_number(r.closest_epoch or r.start + (r.end - r.start) / 2) for r in far_first],
        [place[id(r)] for r in far_first],
        c=[r.min_distance for r in far_first],
        cmap=colours,
        norm=scale,
        marker="|",
        s=90,
        linewidths=2,
        zorder=3,
    )
    add_colours(figure, axes, marks, "Closest approach (km)")
    first, last = min(r.start for r in shown), max(r.end for r in shown)
    margin = max(minute, (last - first) / 50)
    time_axis(axes, first - margin, last + margin)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(axis="y", color="#ececec", linewidth=0.8)
    axes.set_axisbelow(True)
    who = names[0] if len(names) == 1 else counted(len(rows), "combination") + " of sources"
    titled(axes, "Conjunctions", f"{who}, {span(first, last)}, {counted(count, 'conjunction')}")
    add_note(figure, notes)
    return figure
