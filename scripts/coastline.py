#!/usr/bin/env python3
"""Make aurorax_typed/plots/coast.json, the coastline of the maps, from Natural Earth's countries at 1:110 million.

`coastline.py COUNTRIES.shp` takes the shapefile `ne_110m_admin_0_countries`, or another of polygons of land. Natural
Earth is in the public domain. A boundary that two countries share is none of the sea's, so what only one polygon has
is coast. Positions are kept to a tenth of a degree, 11 km, less than a line of these maps is wide.
"""

from __future__ import annotations

import json
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

TARGET = Path(__file__).resolve().parent.parent / "aurorax_typed" / "plots" / "coast.json"

Point: TypeAlias = tuple[float, float]


def rings(content: bytes) -> Iterator[list[Point]]:
    """The rings of a shapefile's polygons, as longitude and latitude."""
    place = 100
    while place < len(content):
        words = struct.unpack_from(">2i", content, place)[1]
        kind = struct.unpack_from("<i", content, place + 8)[0]
        if kind == 5:
            parts, points = struct.unpack_from("<2i", content, place + 44)
            starts = [*struct.unpack_from(f"<{parts}i", content, place + 52), points]
            flat = struct.unpack_from(f"<{2 * points}d", content, place + 52 + 4 * parts)
            for first, last in pairwise(starts):
                yield list(zip(flat[2 * first : 2 * last : 2], flat[2 * first + 1 : 2 * last : 2], strict=True))
        place += 8 + 2 * words


def is_made_up(one: Point, other: Point) -> bool:
    """Edges along the date line and the pole close polygons; no coast is there."""
    return abs(one[0]) == abs(other[0]) == 180 or min(one[1], other[1]) < -89


def coast(found: list[list[Point]]) -> Iterator[list[Point]]:
    """The lines that only one ring has."""
    edges = Counter(frozenset(edge) for ring in found for edge in pairwise(ring))
    for ring in found:
        line: list[Point] = []
        for one, other in pairwise(ring):
            if edges[frozenset((one, other))] == 1 and not is_made_up(one, other):
                line = line or [one]
                line.append(other)
            elif line:
                yield line
                line = []
        if line:
            yield line


def main() -> None:
    [path] = sys.argv[1:]
    lines = []
    for line in coast(list(rings(Path(path).read_bytes()))):
        rounded = [[round(10 * lon), round(10 * lat)] for lon, lat in line]
        kept = [point for place, point in enumerate(rounded) if not place or point != rounded[place - 1]]
        if len(kept) > 1:
            lines.append(kept)
    text = ",\n".join(
        json.dumps([number for point in line for number in point], separators=(",", ":")) for line in lines
    )
    TARGET.write_text(f"[\n{text}\n]\n", encoding="utf-8")
    print(f"{TARGET}: {len(lines)} lines, {sum(map(len, lines))} positions")


if __name__ == "__main__":
    main()
