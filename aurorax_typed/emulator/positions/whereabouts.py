"""Everybody's ephemeris: what the archive makes by rule, with what clients sent in and took out."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.jsons import JsonObject
from aurorax_typed.emulator.positions.cameras import camera_metadata
from aurorax_typed.emulator.positions.chunks import Chunk, joined, nowhere, sent_in
from aurorax_typed.emulator.positions.events import event_places, event_window
from aurorax_typed.emulator.positions.footprints import FOOT_RADIUS, magnetic, traces
from aurorax_typed.emulator.positions.frames import Minutes, directions, gsm_basis, places, rotate, to_earth_fixed
from aurorax_typed.emulator.positions.ground import ground_minutes, ground_traces, ground_window
from aurorax_typed.emulator.positions.regions import magnetopause_ratio, spacecraft_metadata
from aurorax_typed.emulator.positions.spacecraft import Spacecraft, minute_of, spacecraft_of

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

    def chunks(self, source: Source, first: int, last: int, step: int = 1440) -> Iterator[Chunk]:
        """The records of a source between two minutes since 1970, both included, in order of time.

        Each chunk holds those of ``step`` minutes at most, so that memory does not grow with the span.
        """
        removed = [] if self._changes is None else self._changes.removed_ephemeris(source)
        hidden = [(minute_of(start), minute_of(end)) for start, end in removed]
        window = archive_window(source)
        if self._changes is None:
            if window is None:
                return
            first, last = max(first, window[0]), min(last, window[1])
        begin = first
        while begin <= last:
            # Along multiples of the step, so that days are cut at midnight.
            end = min(begin - begin % step + step - 1, last)
            chunk = self._chunk(source, begin, end, hidden)
            if chunk is not None:
                yield chunk
            begin = end + 1

    def _chunk(self, source: Source, first: int, last: int, hidden: list[tuple[int, int]]) -> Chunk | None:
        made = _archived(source, first, last)
        if made is not None and hidden:
            visible = np.ones(len(made), dtype=np.bool_)
            for start, end in hidden:
                visible &= (made.minutes < start) | (made.minutes > end)
            made = made.keep(visible)
        rows = [] if self._changes is None else self._changes.ephemeris(source, minute_text(first), minute_text(last))
        if rows:
            sent = sent_in(source, [minute_of(row.epoch) for row in rows], [row.record for row in rows])
            made = sent if made is None else joined(made.keep(~np.isin(made.minutes, sent.minutes)), sent)
        return made if made is not None and len(made) else None


def _archived(source: Source, first: int, last: int) -> Chunk | None:
    window = archive_window(source)
    if window is None:
        return None
    first, last = max(first, window[0]), min(last, window[1])
    if first > last:
        return None
    craft = spacecraft_of(source)
    if craft is not None:
        return _in_space(source, craft, np.arange(first, last + 1, dtype=np.int64))
    if source.source_type == "event_list":
        return _events(source, first, last)
    spells = ground_minutes(source, first, last)
    if not spells:
        return None
    return _on_ground(source, np.concatenate([np.arange(start, end + 1, dtype=np.int64) for start, end in spells]))


def _in_space(source: Source, craft: Spacecraft, minutes: Minutes) -> Chunk:
    positions = to_earth_fixed(craft.orbit.positions(minutes), minutes)
    gsm = rotate(gsm_basis(minutes), positions)
    found = magnetic(positions, minutes)
    north, south = traces(found, magnetopause_ratio(gsm) < 1)
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


def _on_ground(source: Source, minutes: Minutes) -> Chunk:
    assert source.latitude is not None
    assert source.longitude is not None
    here = np.broadcast_to(np.array([source.latitude, source.longitude]), (len(minutes), 2))
    north, south = ground_traces(source.latitude, source.longitude, minutes)
    return Chunk(source, minutes, here, nowhere(len(minutes)), north, south, camera_metadata(source, minutes))


def _events(source: Source, first: int, last: int) -> Chunk:
    minutes, where = event_places(source, first, last)
    where = np.round(where, _DECIMALS)
    # Every list is of events in the north, so the place itself is the northern B-trace.
    found = magnetic(directions(where[:, 0], where[:, 1]) * FOOT_RADIUS, minutes)
    return Chunk(source, minutes, where, nowhere(len(minutes)), where, found.feet(-1))
