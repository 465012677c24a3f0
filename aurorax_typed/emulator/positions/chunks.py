"""Ephemeris in columns: a run of records of one source as a handful of arrays."""

import math

import numpy as np
from attrs import field, frozen

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.jsons import Json, JsonObject, encode
from aurorax_typed.emulator.positions.columns import Column, Columns, Labels, Numbers
from aurorax_typed.emulator.positions.frames import Booleans, Floats, Minutes

__all__ = ["Chunk", "joined", "nowhere", "sent_in"]


@frozen(eq=False)
class Chunk:
    """Records of one source in order of time. ``minutes`` count from 1970 UTC; places are latitude and longitude in two
    columns, degrees, NaN where there is none; ``columns`` hold the metadata."""

    source: Source
    minutes: Minutes
    location_geo: Floats
    location_gsm: Floats
    nbtrace: Floats
    sbtrace: Floats
    columns: Columns = field(factory=dict)

    def __len__(self) -> int:
        return len(self.minutes)

    def keep(self, chosen: Booleans) -> "Chunk":
        """Those records alone."""
        if chosen.all():
            return self
        return Chunk(
            self.source,
            self.minutes[chosen],
            self.location_geo[chosen],
            self.location_gsm[chosen],
            self.nbtrace[chosen],
            self.sbtrace[chosen],
            {key: column.keep(chosen) for key, column in self.columns.items()},
        )


def nowhere(count: int) -> Floats:
    """Places of records that have none."""
    return np.full((count, 2), np.nan)


def joined(first: Chunk, second: Chunk) -> Chunk:
    """The records of two chunks of one source in one, by time."""
    minutes = np.concatenate((first.minutes, second.minutes))
    order = np.argsort(minutes, kind="stable")

    def places(name: str) -> Floats:
        both: Floats = np.concatenate((getattr(first, name), getattr(second, name)))[order]
        return both

    # One after the other, and in no set: the order of members in a record is the same every time.
    keys = list(dict.fromkeys((*first.columns, *second.columns)))
    return Chunk(
        first.source,
        minutes[order],
        places("location_geo"),
        places("location_gsm"),
        places("nbtrace"),
        places("sbtrace"),
        {key: _joined_column(first, second, key, order) for key in keys},
    )


def _joined_column(first: Chunk, second: Chunk, key: str, order: Minutes) -> Column:
    values: list[Json] = []
    for chunk in (first, second):
        column = chunk.columns.get(key)
        values += [None] * len(chunk) if column is None else column.values()
    return labelled([values[place] for place in order.tolist()])


def labelled(values: list[Json]) -> Column:
    """A column of any values; null is a missing one."""
    if all(isinstance(value, float) for value in values):
        return Numbers(np.array(values, dtype=np.float64))
    words: dict[bytes, int] = {}
    codes = [-1 if value is None else words.setdefault(encode(value), len(words)) for value in values]
    known: list[Json] = [None] * len(words)
    for value, code in zip(values, codes, strict=True):
        if code >= 0:
            known[code] = value
    return Labels(tuple(known), np.array(codes, dtype=np.int64))


def sent_in(source: Source, minutes: list[int], records: list[JsonObject]) -> Chunk:
    """Records that clients sent in, as a chunk. They are in order of time."""
    metadata = [_object(record.get("metadata")) for record in records]
    keys = dict.fromkeys(key for row in metadata for key in row)
    return Chunk(
        source,
        np.array(minutes, dtype=np.int64),
        _places(records, "location_geo"),
        _places(records, "location_gsm"),
        _places(records, "nbtrace"),
        _places(records, "sbtrace"),
        {key: labelled([row.get(key) for row in metadata]) for key in keys},
    )


def _places(records: list[JsonObject], name: str) -> Floats:
    found = [_object(record.get(name)) for record in records]
    rows = [(_degrees(place.get("lat")), _degrees(place.get("lon"))) for place in found]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _degrees(value: Json) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
