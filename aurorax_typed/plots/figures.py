"""The figures that the pictures are drawn on. Imports matplotlib at once, and is itself imported late."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from datetime import date
    from typing import Literal

    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

__all__ = [
    "COLOURS",
    "GREY",
    "LINES",
    "MUTED",
    "Drawing",
    "add_colours",
    "add_note",
    "day_number",
    "say_empty",
    "style_of",
    "time_axis",
    "titled",
]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
"""Okabe and Ito's colours that all people can tell apart (Color Universal Design, 2008), the faintest last."""

GREY = "#6b6b6b"
MUTED = "#d9d9d9"

LINES = ("-", "--", ":", "-.")


class Drawing(Figure):
    """A figure that notebooks show by itself, without pyplot, and that belongs to nobody but its holder."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width, height), layout="constrained", facecolor="white")

    def _repr_png_(self) -> bytes:
        content = io.BytesIO()
        self.savefig(content, format="png", dpi=100)
        return content.getvalue()


def style_of(place: int) -> tuple[str, str]:
    """Colour and line of the so-manieth thing: eight colours, then the same with another line."""
    usable = COLOURS[:-1]  # yellow is too faint for a line on white
    return usable[place % len(usable)], LINES[place // len(usable) % len(LINES)]


def titled(axes: Axes, title: str, below: str) -> None:
    """What it is, and in smaller letters below of what: sources, time span, count."""
    lines = below.count("\n") + 1 if below else 0
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold", pad=8 + 13 * lines)
    axes.annotate(
        below, (0, 1), (0, 6), xycoords="axes fraction", textcoords="offset points", fontsize=9, color=GREY, va="bottom"
    )


def add_note(figure: Figure, notes: Sequence[str]) -> None:
    """What a reader must know besides, below the picture; nothing where there is nothing to say."""
    if notes:
        figure.supxlabel("\n".join(notes), x=0.01, ha="left", fontsize=8, color=GREY)


def add_colours(
    figure: Figure,
    axes: Axes,
    of: ScalarMappable,
    label: str,
    *,
    extend: Literal["neither", "max"] = "neither",
) -> None:
    """The bar that says what the colours mean; no longer than a few inches, however tall the picture is."""
    length = min(0.9, 4 / float(figure.get_size_inches()[1]))
    figure.colorbar(of, ax=axes, label=label, extend=extend, pad=0.01, shrink=length, anchor=(0.0, 1.0))


def say_empty(axes: Axes, text: str) -> None:
    """Say in the middle that there is nothing to see."""
    white = {"facecolor": "white", "edgecolor": "none", "pad": 6}
    axes.text(
        0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", fontsize=11, color="black", bbox=white
    )


def day_number(time: date) -> float:
    """Where a time, or the midnight of a day, lies on an axis of matplotlib's."""
    return float(date2num(time))  # type: ignore[no-untyped-call]


def time_axis(axes: Axes, first: date, last: date) -> None:
    """Dates along x that repeat nothing, from the first to the last moment."""
    locator = AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    # The year and the day stand below the first of each: what matplotlib writes into the corner is that of the last.
    formatter = ConciseDateFormatter(  # type: ignore[no-untyped-call]
        locator,
        formats=["%Y", "%b", "%b %d", "%H:%M", "%H:%M", "%H:%M:%S"],
        zero_formats=["", "%b\n%Y", "%b %d", "%H:%M\n%b %d", "%H:%M", "%H:%M"],
        show_offset=False,
    )
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(formatter)
    axes.set_xlim(day_number(first), day_number(last))
    axes.set_xlabel("Time (UTC)")
