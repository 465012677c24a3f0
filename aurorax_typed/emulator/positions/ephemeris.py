"""Everybody's ephemeris: what the archive makes by rule, with what clients sent in and took out."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.positions.cameras import camera_metadata
from aurorax_typed.emulator.positions.chunks import Chunk, Columns, joined, nowhere, sent_in
from aurorax_typed.emulator.positions.events import event_places, event_window
from aurorax_typed.emulator.positions.frames import (
    FOOT_RADIUS,
    Booleans,
    Minutes,
    directions,
    gsm_basis,
    magnetic,
    places,
    rotate,
    to_earth_fixed,
    traces,
)
from aurorax_typed.emulator.positions.ground import ground_minutes, ground_traces, ground_window
from aurorax_typed.emulator.positions.regions import magnetopause_ratio, spacecraft_metadata
from aurorax_typed.emulator.positions.spacecraft import Spacecraft, minute_of, spacecraft_of
from aurorax_typed.emulator.replies import JsonObject

__all__ = ["Changes", "SentIn", "Whereabouts", "archive_spells", "archive_window", "minute_text"]


# Degrees to six decimals: a tenth of a metre, as the published ephemeris of spacecraft has them.
_DECIMALS = 6


class SentIn(Protocol):
    """One ephemeris record that a client sent in."""

    @property
    def epoch(self) -> str:
        """The minute, as a text to the second."""
        ...

    @property
    def record(self) -> JsonObject:
        """``location_geo``, ``location_gsm``, ``nbtrace``, ``sbtrace`` and ``metadata``."""
        ...


class Changes(Protocol):
    """What clients changed."""

    def ephemeris(self, source: Source, start: str, end: str) -> Sequence[SentIn]:
        """What was sent in between two epochs, both included, in order of time."""
        ...

    def ephemeris_epochs(self, source: Source, start: str, end: str) -> Sequence[str]:
        """The epochs of ``ephemeris`` alone."""
        ...

    def removed_ephemeris(self, source: Source) -> Sequence[tuple[str, str]]:
        """The spans, both ends included, in which the archive's own ephemeris is hidden."""
        ...


def minute_text(minute: int) -> str:
    """A minute since 1970 as a text to the second."""
    return str(np.datetime64(int(minute) * 60, "s"))


def archive_window(source: Source) -> tuple[int, int] | None:
    """The first and the last minute of a source's ephemeris in the archive; ``None`` when there is none."""
    craft = spacecraft_of(source)
    if craft is not None:
        return craft.first, craft.last
    return ground_window(source) or event_window(source)


def archive_spells(source: Source, first: int, last: int) -> list[tuple[int, int]]:
    """The minutes between two, both included, in which the archive has ephemeris of a source: first and last of each
    spell, in order."""
    window = archive_window(source)
    if window is None:
        return []
    first, last = max(first, window[0]), min(last, window[1])
    if first > last:
        return []
    if source.source_type == "ground":
        return ground_minutes(source, first, last)
    if source.source_type == "event_list":
        minutes = event_places(source, first, last)[0]
        edges = np.flatnonzero(np.diff(minutes) > 1)
        starts = minutes[np.concatenate(([0], edges + 1))] if len(minutes) else minutes
        ends = minutes[np.concatenate((edges, [-1]))] if len(minutes) else minutes
        return list(zip(starts.tolist(), ends.tolist(), strict=True))
    return [(first, last)]


class Whereabouts:
    """The ephemeris of all sources. Any thread may ask."""

    def __init__(self, changes: Changes | None = None) -> None:
        self._changes = changes

    def chunks(self, source: Source, first: int, last: int) -> Iterator[Chunk]:
        """The records of a source between two minutes since 1970, both included, in order of time.

        Each chunk holds those of a day at most, of a list of events those of a year, so that memory does not grow with
        the span.
        """
        span = self.span(source, first, last)
        if span is None:
            return
        first, last = span
        step = 1440 * (366 if source.source_type == "event_list" else 1)
        while first <= last:
            end = min(first - first % step + step - 1, last)
            chunk = self.records(source, np.arange(first, end + 1, dtype=np.int64))
            if chunk is not None:
                yield chunk
            first = end + 1

    def span(self, source: Source, first: int, last: int) -> tuple[int, int] | None:
        """Between which minutes, of those between two, all records of a source lie; ``None`` when there are none."""
        spans = []
        window = archive_window(source)
        if window is not None:
            spans.append((max(first, window[0]), min(last, window[1])))
        if self._changes is not None:
            epochs = self._changes.ephemeris_epochs(source, minute_text(first), minute_text(last))
            if epochs:
                spans.append((minute_of(epochs[0]), minute_of(epochs[-1])))
        spans = [span for span in spans if span[0] <= span[1]]
        return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None

    def records(self, source: Source, minutes: Minutes, *, metadata: bool = True) -> Chunk | None:
        """The records of a source at some minutes since 1970, which must ascend; ``None`` when there are none.

        Without ``metadata`` the archive's own are made of places alone.
        """
        if not len(minutes):
            return None
        made = _archived(source, minutes, metadata)
        if self._changes is None:
            return made
        if made is not None:
            made = made.keep(self._visible(source, made.minutes))
        rows = self._changes.ephemeris(source, minute_text(minutes[0]), minute_text(minutes[-1]))
        if rows:
            sent = sent_in(source, [minute_of(row.epoch) for row in rows], [row.record for row in rows])
            sent = sent.keep(np.isin(sent.minutes, minutes))
            made = sent if made is None else joined(made.keep(~np.isin(made.minutes, sent.minutes)), sent)
        return made if made is not None and len(made) else None

    def _visible(self, source: Source, minutes: Minutes) -> Booleans:
        """Which of the archive's records nobody took out."""
        visible = np.ones(len(minutes), dtype=np.bool_)
        for start, end in [] if self._changes is None else self._changes.removed_ephemeris(source):
            # A removal that begins within a minute leaves that minute.
            first = minute_of(start) + (not start.endswith(":00"))
            visible &= (minutes < first) | (minutes > minute_of(end))
        return visible


def _archived(source: Source, minutes: Minutes, metadata: bool) -> Chunk | None:
    window = archive_window(source)
    if window is None:
        return None
    minutes = minutes[(minutes >= window[0]) & (minutes <= window[1])]
    if not len(minutes):
        return None
    craft = spacecraft_of(source)
    if craft is not None:
        return _in_space(source, craft, minutes, metadata)
    if source.source_type == "event_list":
        return _events(source, minutes)
    spells = ground_minutes(source, int(minutes[0]), int(minutes[-1]))
    starts, ends = np.array(spells, dtype=np.int64).reshape(-1, 2).T
    # In a spell is a minute that comes after as many starts as it comes after ends, and one more.
    inside = np.searchsorted(starts, minutes, "right") > np.searchsorted(ends, minutes, "left")
    return _on_ground(source, minutes[inside], metadata) if inside.any() else None


def _in_space(source: Source, craft: Spacecraft, minutes: Minutes, metadata: bool) -> Chunk:
    positions = to_earth_fixed(craft.orbit.positions(minutes), minutes)
    gsm = rotate(gsm_basis(minutes), positions)
    found = magnetic(positions, minutes)
    north, south = traces(found, magnetopause_ratio(gsm) < 1)
    columns: Columns = {}
    if metadata:
        columns = spacecraft_metadata(source, minutes, positions=positions, gsm=gsm, found=found, feet=(north, south))
    return Chunk(
        source,
        minutes,
        np.round(places(positions), _DECIMALS),
        np.round(places(gsm), _DECIMALS),
        np.round(north, _DECIMALS),
        np.round(south, _DECIMALS),
        columns,
    )


def _on_ground(source: Source, minutes: Minutes, metadata: bool) -> Chunk:
    assert source.latitude is not None
    assert source.longitude is not None
    here = np.broadcast_to(np.array([source.latitude, source.longitude]), (len(minutes), 2))
    north, south = ground_traces(source.latitude, source.longitude, minutes)
    columns = camera_metadata(source, minutes) if metadata else {}
    return Chunk(source, minutes, here, nowhere(len(minutes)), north, south, columns)


def _events(source: Source, wanted: Minutes) -> Chunk | None:
    minutes, where = event_places(source, int(wanted[0]), int(wanted[-1]))
    chosen = np.isin(minutes, wanted)
    minutes, where = minutes[chosen], np.round(where[chosen], _DECIMALS)
    # Every list is of events in the north, so the place itself is the northern B-trace.
    found = magnetic(directions(where[:, 0], where[:, 1]) * FOOT_RADIUS, minutes)
    return Chunk(source, minutes, where, nowhere(len(minutes)), where, found.feet(-1)) if len(minutes) else None
