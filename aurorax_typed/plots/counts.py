"""What there is: data products by type and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aurorax_typed._core.sanitize import counted
from aurorax_typed._optional import require
from aurorax_typed.plots.choices import CountsBy, chosen
from aurorax_typed.plots.labels import label_text, listed, name_of, span
from aurorax_typed.records import DataProduct, DataSource

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["product_counts"]

_MOST_TYPES = 7


def product_counts(records: Iterable[DataProduct], *, by: CountsBy = "auto") -> Figure:
    """Draw how many data products of each type begin in each hour, day or month, as bars on each other.

    Only the counts are kept of the records. Of more than seven types, the rarest are drawn together.

    Args:
        records: data products in any order: a list, or `search.stream()`.
        by: `hour`, `day` or `month`; `auto` takes the hour up to 3 days, the day up to 6 months, else the month.

    Raises:
        QueryError: there is no such `by`.
        MissingExtraError: matplotlib is not installed.
    """
    chosen(by, "by=", CountsBy)
    require("matplotlib", "Pictures")
    from matplotlib.ticker import MaxNLocator

    from aurorax_typed.plots.figures import COLOURS, GREY, Drawing, add_note, day_number, say_empty, time_axis, titled

    hours: Counter[tuple[str, datetime]] = Counter()
    sources: set[DataSource] = set()
    first = last = None
    for record in records:
        hours[record.data_product_type, record.start.replace(minute=0, second=0, microsecond=0)] += 1
        sources.add(record.data_source)
        first = record.start if first is None or record.start < first else first
        last = record.start if last is None or record.start > last else last
    figure = Drawing(9, 4.5)
    axes = figure.add_subplot()
    axes.set_ylabel("Data products")
    axes.set_xlabel("Time (UTC)")
    if first is None or last is None:
        titled(axes, "Data products by type", "")
        say_empty(axes, "No data products")
        axes.set_xticks([])
        axes.set_yticks([])
        return figure
    unit = _unit(last - first) if by == "auto" else by
    bins: dict[str, Counter[datetime]] = {}
    for (kind, hour), number in hours.items():
        bins.setdefault(kind, Counter())[_begin(hour, unit)] += number
    kinds = sorted(bins, key=lambda kind: (-bins[kind].total(), kind))
    if len(kinds) > _MOST_TYPES:
        rest = kinds[_MOST_TYPES - 1 :]
        others = Counter[datetime]()
        for kind in rest:
            others += bins[kind]
        label = f"{len(rest)} other types"
        kinds = [*kinds[: _MOST_TYPES - 1], label]
        bins[label] = others
    starts = _starts(_begin(first, unit), _begin(last, unit), unit)
    heights = [0] * (len(starts) - 1)
    edges = [day_number(start) for start in starts]
    for place, kind in enumerate(kinds):
        tops = [height + bins[kind][start] for height, start in zip(heights, starts, strict=False)]
        axes.stairs(
            tops,
            edges,
            baseline=heights,
            fill=True,
            color=GREY if place == _MOST_TYPES - 1 else COLOURS[place],
            label=f"{label_text(kind)} ({bins[kind].total():,})",
            linewidth=0,
        )
        heights = tops
    time_axis(axes, starts[0], starts[-1])
    axes.set_ylim(0, 1.08 * max(heights))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel(f"Data products per {unit}")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside right upper", fontsize=9, frameon=False, reverse=True)
    total = sum(hours.values())
    names = listed(sorted(map(name_of, sources)))
    titled(axes, "Data products by type", f"{names}\n{span(first, last)}, {counted(total, 'data product')}")
    add_note(figure, [f"Each counts in the {unit} in which it begins."])
    return figure


def _unit(length: timedelta) -> CountsBy:
    if length <= timedelta(days=3):
        return "hour"
    return "day" if length <= timedelta(days=184) else "month"


def _begin(time: datetime, unit: str) -> datetime:
    time = time.replace(minute=0, second=0, microsecond=0)
    if unit == "hour":
        return time
    return time.replace(hour=0) if unit == "day" else time.replace(hour=0, day=1)


def _starts(first: datetime, last: datetime, unit: str) -> list[datetime]:
    """The beginnings of all bars, and the end of the last."""
    if unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
        return [datetime(month // 12, month % 12 + 1, 1) for month in months]
    step = timedelta(hours=1) if unit == "hour" else timedelta(days=1)
    return [first + place * step for place in range((last - first) // step + 2)]
