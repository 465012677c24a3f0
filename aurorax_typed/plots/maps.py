"""Maps to draw on: the world, a hemisphere from above its pole, or a region around its middle.

The projections are plain enough to be computed here. Where cartopy is installed the axes are cartopy's, in the same
coordinates, so that a user can go on with `axes.add_feature(…)` or `axes.imshow(…, transform=…)`; nothing is fetched
for it. The coastline is Natural Earth's at 1:110 million, which is in the public domain.
"""

from __future__ import annotations

import importlib
import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aurorax_typed.plots.geography import EARTH, Point, Stereographic, pieces, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

__all__ = ["Map", "PolarMap", "RegionMap", "WorldMap"]

_COAST: dict[str, Any] = {"color": "#9a9a9a", "linewidth": 0.6, "zorder": 0.5}
_GRID: dict[str, Any] = {"color": "#b0b0b0", "linewidth": 0.6, "linestyle": (0, (1, 2)), "zorder": 0.4}
_SMALL: dict[str, Any] = {"fontsize": 8, "color": "#6b6b6b"}


class Map(ABC):
    """Axes that take positions in degrees.

    Attributes:
        axes: to go on with; coordinates are degrees (world) or metres from the middle.
    """

    seam = False

    def __init__(self, figure: Figure) -> None:
        self.axes: Axes = _new_axes(figure, self._cartopy_projection)
        self.axes.set_aspect("equal")
        self._edge: Patch | None = None

    @abstractmethod
    def place(self, point: Point) -> tuple[float, float] | None:
        """Coordinates of the axes; None where the map does not reach."""

    @abstractmethod
    def _cartopy_projection(self, crs: Any) -> Any:
        """The same projection of cartopy's."""

    def line(self, parts: Iterable[Sequence[Point]], **style: Any) -> Line2D:
        """Draw lines as one, with gaps between the parts and where the map is cut."""
        xs: list[float] = []
        ys: list[float] = []
        for part in parts:
            for piece in pieces(part, seam=self.seam):
                for x, y in self._placed(piece):
                    xs.append(x)
                    ys.append(y)
                xs.append(math.nan)
                ys.append(math.nan)
        [drawn] = self.axes.plot(xs, ys, **style)
        self._clip(drawn)
        return drawn

    def marks(self, points: Iterable[Point], **style: Any) -> Line2D:
        """Draw a marker at each place."""
        placed = list(self._placed(points))
        [drawn] = self.axes.plot(
            [x for x, _ in placed], [y for _, y in placed], **{"linestyle": "none", "marker": "o", **style}
        )
        self._clip(drawn)
        return drawn

    def label(self, point: Point, text: str, *, offset: tuple[float, float] = (5, 4), **style: Any) -> None:
        """Write beside a place; not where it is off the map."""
        from matplotlib.patheffects import withStroke

        placed = self.place(point)
        if placed is not None:
            written = self.axes.annotate(
                text, placed, offset, textcoords="offset points", annotation_clip=True, **{"fontsize": 8, **style}
            )
            written.set_path_effects([withStroke(linewidth=2, foreground="white")])
            written.set_in_layout(False)

    def _placed(self, points: Iterable[Point]) -> Iterator[tuple[float, float]]:
        for point in points:
            yield self.place(point) or (math.nan, math.nan)

    def _clip(self, artist: Line2D) -> None:
        if self._edge is not None:
            artist.set_clip_path(self._edge)

    def _draw_coast(self) -> None:
        self.line(_coast(), **_COAST)


class WorldMap(Map):
    """The whole world, longitude along x and latitude along y."""

    seam = True

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        axes = self.axes
        axes.set_xlim(-180, 180)
        axes.set_ylim(-90, 90)
        axes.set_xticks(range(-180, 181, 60))
        axes.set_yticks(range(-90, 91, 30))
        axes.set_xlabel("Longitude (degrees east)")
        axes.set_ylabel("Latitude (degrees north)")
        axes.grid(**_GRID)
        axes.set_axisbelow(True)
        self._draw_coast()

    def place(self, point: Point) -> tuple[float, float] | None:
        return point[1], point[0]

    def _cartopy_projection(self, crs: Any) -> Any:
        return crs.PlateCarree()


class _FlatMap(Map):
    """A stereographic map, in metres."""

    def __init__(self, figure: Figure, centre: Point) -> None:
        self._projection = Stereographic(centre)
        super().__init__(figure)

    def place(self, point: Point) -> tuple[float, float] | None:
        placed = self._projection(point)
        return None if placed is None else (1000 * placed[0], 1000 * placed[1])

    def _cartopy_projection(self, crs: Any) -> Any:
        lat, lon = self._projection.centre
        globe = crs.Globe(ellipse=None, semimajor_axis=1000 * EARTH, semiminor_axis=1000 * EARTH)
        return crs.Stereographic(central_latitude=lat, central_longitude=lon, globe=globe)


class PolarMap(_FlatMap):
    """A hemisphere from above its pole, down to a latitude. Longitude 0 points down in the north, up in the south.

    Args:
        edge: the lowest latitude that is shown, degrees from the equator.
    """

    def __init__(self, figure: Figure, *, south: bool, edge: float) -> None:
        from matplotlib.patches import Circle

        sign = -1 if south else 1
        super().__init__(figure, (90.0 * sign, 0.0))
        radius = 1000 * self._projection.reach(math.radians(90 - edge) * EARTH)
        self.axes.set_xlim(-1.12 * radius, 1.12 * radius)
        self.axes.set_ylim(-1.12 * radius, 1.12 * radius)
        self.axes.set_axis_off()
        self._edge = Circle((0, 0), radius, facecolor="none", edgecolor="#6b6b6b", linewidth=0.8)
        self.axes.add_patch(self._edge)
        step = 10 if edge >= 30 else 20
        lats = [lat for lat in range(90 - step, 0, -step) if lat > edge]
        for lat in lats:
            self.line([[(sign * lat, lon) for lon in range(-180, 181, 2)]], **_GRID)
        for lon in range(-180, 180, 30):
            self.line([[(sign * lat, lon) for lat in (80, edge)]], **_GRID)
            x, y = self.place((sign * edge, lon)) or (0.0, 0.0)
            self.axes.text(1.06 * x, 1.06 * y, _east(lon), ha="center", va="center", **_SMALL)
        for low in [*lats, edge]:
            x, y = self.place((sign * low, 135)) or (0.0, 0.0)
            self.axes.text(x, y, f"{low:g}°{'S' if south else 'N'}", ha="center", va="center", **_SMALL)
        self._draw_coast()


class RegionMap(_FlatMap):
    """A part of the globe as a rectangle.

    Args:
        centre: where the map is true to scale.
        extent: left, right, lower and upper edge, km from there on the map.
    """

    def __init__(self, figure: Figure, centre: Point, extent: tuple[float, float, float, float]) -> None:
        super().__init__(figure, centre)
        left, right, bottom, top = (1000 * edge for edge in extent)
        self._edges = (left, bottom)
        self._room = ((left, right), (bottom, top))
        self.axes.set_xlim(left, right)
        self.axes.set_ylim(bottom, top)
        self.axes.set_xticks([])
        self.axes.set_yticks([])
        self.axes.set_xlabel("Longitude (degrees)", labelpad=14)
        self.axes.set_ylabel("Latitude (degrees)", labelpad=26)
        step = 10 if top - bottom > 3e6 else 5
        apart = 2 * step if abs(centre[0]) > 45 else step
        for lat in range(-90 + step, 90, step):
            self._grid_line([(lat, centre[1] + lon) for lon in range(-180, 181)], _north(lat), upright=False)
        for lon in range(-180, 180, apart):
            self._grid_line([(lat, lon) for lat in range(-88, 89)], _east(lon), upright=True)
        self._draw_coast()

    def _grid_line(self, line: Sequence[Point], text: str, *, upright: bool) -> None:
        """One line of the grid, named where it leaves the map at the left (parallels) or below (meridians)."""
        self.line([line], **_GRID)
        along, across = (1, 0) if upright else (0, 1)
        edge, (least, most) = self._edges[along], self._room[across]
        placed = list(self._placed(line))
        for one, other in pairwise(placed):
            if not (one[along] - edge) * (other[along] - edge) <= 0 or one[along] == other[along]:
                continue
            share = (edge - one[along]) / (other[along] - one[along])
            there = one[across] + share * (other[across] - one[across])
            if least <= there <= most:
                at, shift = ((there, edge), (0, -4)) if upright else ((edge, there), (-4, 0))
                self.axes.annotate(
                    text,
                    at,
                    shift,
                    textcoords="offset points",
                    ha="center" if upright else "right",
                    va="top" if upright else "center",
                    **_SMALL,
                )


def _new_axes(figure: Figure, projection: Any) -> Axes:
    try:
        crs = importlib.import_module("cartopy.crs")
    except ImportError:
        return figure.add_subplot()
    axes: Axes = figure.add_subplot(projection=projection(crs))
    return axes


def _coast() -> list[list[Point]]:
    flat = json.loads(files("aurorax_typed.plots").joinpath("coast.json").read_text(encoding="utf-8"))
    return [[(lat / 10, lon / 10) for lon, lat in zip(line[::2], line[1::2], strict=True)] for line in flat]


def _east(lon: float) -> str:
    lon = wrapped(lon)
    if lon in (0, 180, -180):
        return f"{abs(lon):g}°"
    return f"{abs(lon):g}°{'E' if lon > 0 else 'W'}"


def _north(lat: float) -> str:
    return f"{abs(lat):g}°{'' if lat == 0 else 'N' if lat > 0 else 'S'}"
