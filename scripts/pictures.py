#!/usr/bin/env python3
"""Draw the pictures of docs/how-to/plots.md from what the emulator has, into docs/_static/pictures.

Look at each before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aurorax_typed import AuroraX, GroundCriteria, SpaceCriteria, plots
from aurorax_typed.emulator import serve

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TARGET = Path(__file__).resolve().parent.parent / "docs" / "_static" / "pictures"


def figures(ax: AuroraX) -> Iterator[tuple[str, Figure]]:
    """Each picture with its name, as the page makes it."""
    products = ax.data_products.search("2020-02-01", "2020-02-02T23:59:59", programs=["trex"])
    yield "products", products.plot()
    days = ax.availability.data_products("2020-01-01", "2020-03-31", program="trex")
    yield "calendar", plots.availability_calendar(days, counted_as="data products")
    positions = ax.ephemeris.search("2020-01-01", "2020-01-01T03:00", programs=["swarm"])
    yield "ground-track", positions.plot()
    yield "footprints", positions.plot(kind="nbtrace")
    meetings = ax.conjunctions.search(
        "2020-01-01",
        "2020-01-01T23:59:59",
        300,
        ground=GroundCriteria(programs=["themis-asi"]),
        space=SpaceCriteria(programs=["swarm"], hemisphere=["northern"]),
    )
    yield "map", meetings.plot(closest=5)
    yield "timeline", meetings.plot(kind="timeline")


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with serve(time_scale=0) as url, AuroraX(base_url=url) as ax:
        for name, figure in figures(ax):
            path = TARGET / f"{name}.png"
            plots.save(figure, path, dpi=80)
            print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
