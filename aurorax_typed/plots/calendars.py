"""When there is data: sources by days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from aurorax_typed._core.sanitize import counted
from aurorax_typed._optional import require
from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.plots.labels import listed, name_of, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["availability_calendar"]

_MOST_DAYS = 1100
"""Days that can be told apart in a picture; more are summed up by months."""

_MOST_NAMED = 60
"""Rows whose names fit."""

_MOST_EMPTY = 100


def availability_calendar(results: Iterable[AvailabilityResult], *, counted_as: str = "records") -> Figure:
    """Draw how many records each source has on each day; a day without any is white.

    Sources that have none at all are left out, unless nobody has any; the picture says how many. Of spans of more than
    three years, each column is a month, and its colour the mean of its days.

    Args:
        results: what `client.availability.ephemeris(…)` or `.data_products(…)` gives.
        counted_as: what was counted, for the label: `records`, `data products`, `minutes of ephemeris`.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    require("matplotlib", "Pictures")
    from aurorax_typed.plots.figures import Drawing, add_note, say_empty, titled

    found = list(results)
    rows = sorted((result for result in found if result.total), key=lambda result: name_of(result.data_source))
    empty = len(found) - len(rows)
    notes = [f"{counted(empty, 'more source')} without {counted_as} in this time."] if rows and empty else []
    total = sum(result.total for result in rows)
    if not rows:
        rows = sorted(found, key=lambda result: name_of(result.data_source))[:_MOST_EMPTY]
    days = sorted({day for result in found for day in result.available})
    figure = Drawing(10, min(60.0, 2.4 + 0.22 * max(len(rows), 3)))
    axes = figure.add_subplot()
    names = [name_of(result.data_source) for result in rows]
    if not rows or not days:
        titled(axes, "Availability", "")
        say_empty(axes, "No sources")
        axes.set_xticks([])
        axes.set_yticks([])
        return figure
    titled(
        axes,
        "Availability",
        f"{listed(names)}, {span(days[0], days[-1])} UTC, {total:,} {counted_as}",
    )
    if _draw(axes, rows, days[0], days[-1], counted_as):
        notes.insert(0, "Each column is a month, its colour the mean of the days.")
    _name_rows(axes, names)
    if not total:
        say_empty(axes, f"No {counted_as} in this time")
    add_note(figure, notes)
    return figure


def _draw(axes: Axes, rows: list[AvailabilityResult], first: date, last: date, counted_as: str) -> bool:
    """Draw the days, or in their place the months; whether it did the latter."""
    import numpy as np
    from matplotlib import colormaps

    from aurorax_typed.plots.figures import add_colours, day_number, time_axis

    starts, by_months = _columns(first, last)
    columns = np.array([day.toordinal() for day in starts])
    sums = np.zeros((len(rows), len(starts) - 1))
    for number, result in enumerate(rows):
        for day, amount in result.available.items():
            sums[number, int(np.searchsorted(columns, day.toordinal(), side="right")) - 1] += amount
    values = np.ma.masked_equal(sums / np.diff(columns), 0)
    # Up to the 98th percentile, so that a single day does not make all others look alike; darker is more, on white.
    full = values.compressed()
    most = float(np.percentile(full, 98)) if full.size else 1.0
    edges = np.array([day_number(day) for day in starts])
    mesh = axes.pcolormesh(
        edges,
        np.arange(len(rows) + 1) - 0.5,
        values,
        cmap=colormaps["cividis_r"],
        vmin=0,
        vmax=max(most, 1.0),
        rasterized=True,
        linewidth=0,
    )
    if full.size:
        above: Literal["max", "neither"] = "max" if float(full.max()) > max(most, 1.0) else "neither"
        add_colours(axes.figure.figure, axes, mesh, f"{counted_as}\nper day", extend=above)
    time_axis(axes, starts[0], starts[-1])
    axes.set_xlabel("Day (UTC)")
    axes.set_ylim(len(rows) - 0.5, -0.5)
    return by_months


def _columns(first: date, last: date) -> tuple[list[date], bool]:
    """The first days of the columns, and the day after the last; whether the columns are months."""
    days = (last - first).days + 1
    if days <= _MOST_DAYS:
        return [first + timedelta(days=day) for day in range(days + 1)], False
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
    return [date(month // 12, month % 12 + 1, 1) for month in months], True


def _name_rows(axes: Axes, names: list[str]) -> None:
    every = -(-len(names) // _MOST_NAMED) if len(names) > 2 * _MOST_NAMED else 1
    axes.set_yticks(range(0, len(names), every), names[::every], fontsize=8)
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel("Data source")
    for edge in range(1, len(names)):
        axes.axhline(edge - 0.5, color="white", linewidth=1.0)
