"""Super events: minutes in which one candidate of every block takes part, all of its pairs within their distances.

With two blocks these are the intervals of the one pair. With more, minutes are joined pair by pair, as a database
joins tables; runs of consecutive minutes with the same members are then one super event.

Searches start from *single epoch events* and *intervals*. A single epoch event is a minute in which a candidate of
one block is within the distance of a candidate of another; consecutive minutes of the same two are one interval, both
ends included. Distances are great circles on a sphere of 6371.0 km. Minutes are compared all pairs at once, in
stretches of a few days, and only what is close enough is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.conjunction_query import Block
from aurorax_typed.emulator.positions.chunks import Chunk, fitting
from aurorax_typed.emulator.positions.ephemeris import Whereabouts
from aurorax_typed.emulator.positions.frames import Booleans, Floats, Minutes, directions
from aurorax_typed.emulator.positions.ground import ground_traces

__all__ = [
    "EARTH_RADIUS",
    "FARTHEST",
    "MOST_ROWS",
    "Candidates",
    "Integers",
    "Intervals",
    "Pairs",
    "SuperEvents",
    "Together",
    "TooMany",
    "events_key",
    "find_pairs",
    "find_super_events",
    "great_circle",
    "run_starts",
]


EARTH_RADIUS = 6371.0
"""The radius of the sphere on which distances are measured, km."""

Integers: TypeAlias = NDArray[np.int64]
_Part: TypeAlias = tuple[Integers, Integers, Integers, Floats]

_STRETCH = 5 * 1440
FARTHEST = np.pi * EARTH_RADIUS
"""Half of the way around the Earth, km: no two places are farther apart."""

MOST_ROWS = 20_000_000
"""Events held at once. A query that lets everything through would not fit into memory."""


class TooMany(Exception):
    """The query lets so much through that the result would not fit into memory."""


@frozen(eq=False)
class Candidates:
    """What may fill a block: data sources, or places that the client named; those have ``place``s."""

    block: Block
    sources: list[Source]
    places: list[tuple[float, float]] = field(factory=list)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.places or self.sources)

    def source(self, index: int) -> Source:
        """The source of a candidate; all places share the one for adhoc locations."""
        return self.sources[0 if self.places else index]

    def identities(self) -> Integers:
        """A number for each candidate, the same for the same source in another block; places have their own."""
        if self.places:
            # No source has so low an identifier.
            return -(10**9) * self.block.number - np.arange(self.count)
        return np.array([source.identifier for source in self.sources], dtype=np.int64)

    def vectors(self, whereabouts: Whereabouts, kind: str, minutes: Minutes) -> Floats:
        """Unit vectors of all candidates at some minutes, which ascend; NaN where there is none.

        The axes are candidates, minutes and components.
        """
        found = np.full((self.count, len(minutes), 3), np.nan)
        if self.places:
            for index, place in enumerate(self.places):
                found[index] = _place_vectors(place, kind, minutes)
            return found
        for index, source in enumerate(self.sources):
            chunk = self._records(whereabouts, source, minutes)
            if chunk is not None:
                where = chunk.location_geo if kind == "geographic" else getattr(chunk, kind)
                found[index, np.searchsorted(minutes, chunk.minutes)] = directions(where[:, 0], where[:, 1])
        return found

    def span(self, whereabouts: Whereabouts, first: int, last: int) -> tuple[int, int] | None:
        """Between which minutes, of those between two, there may be any candidate; ``None`` when there is none."""
        if self.places:
            return first, last
        found = [whereabouts.span(source, first, last) for source in self.sources]
        spans = [span for span in found if span is not None]
        return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None

    def present(self, whereabouts: Whereabouts, minutes: Minutes) -> Minutes:
        """Those of the minutes in which there is any candidate at all."""
        chunks = (self._records(whereabouts, source, minutes) for source in self.sources)
        return np.unique(np.concatenate([minutes[:0], *(chunk.minutes for chunk in chunks if chunk is not None)]))

    def _records(self, whereabouts: Whereabouts, source: Source, minutes: Minutes) -> Chunk | None:
        """What the block lets through of a source."""
        filters, hemisphere = self.block.criteria.filters, self.block.hemisphere
        chunk = whereabouts.records(source, minutes, metadata=bool(filters.expressions))
        if chunk is None:
            return None
        chosen = fitting(filters, chunk.columns, len(chunk))
        if len(hemisphere) == 1:
            northern = chunk.location_geo[:, 0] >= 0
            chosen = chosen & (northern if hemisphere[0] == "northern" else ~northern)
        return chunk.keep(chosen)


def _place_vectors(place: tuple[float, float], kind: str, minutes: Minutes) -> Floats:
    if kind == "geographic":
        return directions(np.array(place[0]), np.array(place[1]))
    north, south = ground_traces(*place, minutes)
    traced = north if kind == "nbtrace" else south
    return directions(traced[:, 0], traced[:, 1])


def great_circle(one: Floats, other: Floats) -> Floats:
    """Kilometres between unit vectors, exact for near ones too, where the cosine of the angle says little."""
    chord = np.linalg.norm(one - other, axis=-1)
    distance: Floats = 2 * EARTH_RADIUS * np.arcsin(np.minimum(chord / 2, 1))
    return distance


@frozen(eq=False)
class Together:
    """The single epoch events of two blocks: in which minute which two candidates are how many km apart. In order of
    the candidates, then of the minutes."""

    counts: tuple[int, int]
    minutes: Integers
    one: Integers
    other: Integers
    distance: Floats

    @classmethod
    def of(cls, counts: tuple[int, int], parts: Sequence[tuple[Integers, Integers, Integers, Floats]]) -> "Together":
        """Put stretches together."""
        if not parts:
            nothing = np.zeros(0, dtype=np.int64)
            return cls(counts, nothing, nothing, nothing, np.zeros(0))
        minutes, one, other, distance = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((minutes, other, one))
        return cls(counts, minutes[order], one[order], other[order], distance[order])

    def __len__(self) -> int:
        return len(self.minutes)

    def keys(self) -> Integers:
        """One number for each event, from its candidates and its minute; ascending."""
        return events_key(self.minutes, self.one, self.other, self.counts)

    def intervals(self) -> "Intervals":
        """The events, consecutive minutes put together."""
        starts = run_starts(self.one * self.counts[1] + self.other, self.minutes)
        ends = np.append(starts[1:], len(self)) - 1 if len(self) else starts
        if not len(self):
            return Intervals(self.keys(), self.minutes, self.minutes, self.distance, self.distance)
        return Intervals(
            self.keys()[starts],
            self.minutes[starts],
            self.minutes[ends],
            np.minimum.reduceat(self.distance, starts),
            np.maximum.reduceat(self.distance, starts),
        )


@frozen(eq=False)
class Intervals:
    """Runs of minutes of two candidates: the key of the first event, the first and last minute, km."""

    keys: Integers
    start: Integers
    end: Integers
    nearest: Floats
    farthest: Floats

    def __len__(self) -> int:
        return len(self.keys)


def events_key(minutes: Integers, one: Integers, other: Integers, counts: tuple[int, int]) -> Integers:
    """One number for each event, from its two candidates and its minute, in this order."""
    # From the year 1 to the year 9999 these are positive, and below 2 to the 33rd.
    return ((one * counts[1] + other) << 33) + (minutes + (1 << 31))


def run_starts(group: Integers, minutes: Integers) -> Integers:
    """Where runs of consecutive minutes of one group begin, in rows sorted by both."""
    if not len(minutes):
        return np.zeros(0, dtype=np.int64)
    broken = (np.diff(group) != 0) | (np.diff(minutes) != 1)
    return np.concatenate(([0], np.flatnonzero(broken) + 1))


Pairs: TypeAlias = dict[tuple[int, int], Together]


def find_pairs(
    candidates: Sequence[Candidates],
    limits: Mapping[tuple[int, int], float],
    whereabouts: Whereabouts,
    *,
    kind: str,
    span: tuple[int, int],
    check: Callable[[], None],
) -> tuple[Pairs, dict[int, tuple[Integers, Integers]]]:
    """The single epoch events of every pair of blocks in ``limits`` (km), and where the blocks that are in no pair have
    anybody at all: minutes and candidates.

    ``kind`` is the conjunction type, ``span`` the first and the last minute, both included; ``check`` is called now and
    then and may raise. Raises ``TooMany`` when the events would not fit into memory.
    """
    alone = set(range(len(candidates))) - {block for pair in limits for block in pair}
    parts: dict[tuple[int, int], list[_Part]] = {pair: [] for pair in limits}
    present: dict[int, list[tuple[Integers, Integers]]] = {block: [] for block in alone}
    rows = 0
    wanted = _promising(candidates, whereabouts, span)
    for begin in range(0, len(wanted), _STRETCH):
        minutes = wanted[begin : begin + _STRETCH]
        vectors = []
        for candidate in candidates:
            check()
            vectors.append(candidate.vectors(whereabouts, kind, minutes))
        for (one, other), limit in limits.items():
            same = candidates[one].identities()[:, None] == candidates[other].identities()
            for at, first, second, distance in _close(vectors[one], vectors[other], limit, same):
                check()
                parts[one, other].append((minutes[at], first, second, distance))
                rows += len(at)
                if rows > MOST_ROWS:
                    raise TooMany
        for block in alone:
            who, at = np.nonzero(~np.isnan(vectors[block][:, :, 0]))
            present[block].append((minutes[at], who))
    counts = [candidate.count for candidate in candidates]
    pairs = {pair: Together.of((counts[pair[0]], counts[pair[1]]), found) for pair, found in parts.items()}
    nothing = np.zeros(0, dtype=np.int64)
    return pairs, {
        block: (
            np.concatenate([nothing, *(at for at, _ in seen)]),
            np.concatenate([nothing, *(who for _, who in seen)]),
        )
        for block, seen in present.items()
    }


def _promising(candidates: Sequence[Candidates], whereabouts: Whereabouts, span: tuple[int, int]) -> Minutes:
    """The minutes that are worth looking at: those that every block has to do with."""
    first, last = span
    for candidate in candidates:
        narrowed = candidate.span(whereabouts, first, last)
        if narrowed is None:
            return np.zeros(0, dtype=np.int64)
        first, last = narrowed
    if last - first >= MOST_ROWS:
        raise TooMany
    minutes = np.arange(first, last + 1, dtype=np.int64)
    for candidate in candidates:
        if candidate.block.kind == "events":
            minutes = candidate.present(whereabouts, minutes)
    return minutes


def _close(one: Floats, other: Floats, limit: float, same: NDArray[np.bool_]) -> Iterator[_Part]:
    """Events of a stretch, one candidate of the shorter side at a time. Nobody is close to itself."""
    if len(one) > len(other):
        for minutes, first, second, distance in _close(other, one, limit, same.T):
            yield minutes, second, first, distance
        return
    # The cosine is quick and coarse; what it lets through is measured.
    cosine = np.cos(min(limit / EARTH_RADIUS, np.pi)) - 1e-9
    for index, track in enumerate(one):
        if np.isnan(track[:, 0]).all():
            continue
        near = np.einsum("omc,mc->om", other, track) >= cosine
        near[same[index]] = False
        who, at = np.nonzero(near)
        distance = great_circle(track[at], other[who, at])
        close = distance <= limit
        who, at = who[close], at[close]
        if len(at):
            yield at, np.full(len(at), index), who, distance[close]


@frozen(eq=False)
class SuperEvents:
    """The super events of a search. ``members`` are candidates, a column for each block; epochs are minutes since 1970,
    distances km over all pairs that have one. ``parts`` are, for each such pair, the places in its ``intervals`` of the
    intervals that the super events are part of."""

    members: Integers
    start: Integers
    end: Integers
    nearest: Floats
    farthest: Floats
    closest_epoch: Integers
    farthest_epoch: Integers
    intervals: dict[tuple[int, int], Intervals]
    parts: dict[tuple[int, int], Integers]

    def __len__(self) -> int:
        return len(self.start)


@frozen(eq=False)
class _Table:
    """Minutes, each with one candidate of some of the blocks."""

    minutes: Integers
    members: dict[int, Integers]

    def take(self, rows: Integers | Booleans) -> "_Table":
        return _Table(self.minutes[rows], {block: column[rows] for block, column in self.members.items()})

    def join(self, other: "_Table", counts: Sequence[int]) -> "_Table":
        """All matches of the rows of both that have the same minute and agree in the blocks that both have."""
        shared = sorted(self.members.keys() & other.members.keys())
        mine, theirs = (table._join_keys(shared, counts) for table in (self, other))
        order = np.argsort(theirs, kind="stable")
        theirs = theirs[order]
        begin, end = np.searchsorted(theirs, mine, "left"), np.searchsorted(theirs, mine, "right")
        matches = end - begin
        if int(matches.sum()) > MOST_ROWS:
            raise TooMany
        left = np.repeat(np.arange(len(mine)), matches)
        right = order[np.arange(len(left)) - np.repeat(np.cumsum(matches) - matches - begin, matches)]
        first, second = self.take(left), other.take(right)
        return _Table(first.minutes, second.members | first.members)

    def _join_keys(self, shared: list[int], counts: Sequence[int]) -> Integers:
        keys = self.minutes
        for block in shared:
            keys = keys * counts[block] + self.members[block]
        return keys


def find_super_events(
    candidates: Sequence[Candidates], pairs: Pairs, alone: Mapping[int, tuple[Integers, Integers]]
) -> SuperEvents:
    """Put the events of pairs together; ``alone`` are the minutes and candidates of blocks that are in no pair.

    Super events come grouped by their members, the last block's first, and backwards in time within a group, as from
    the server. Raises ``TooMany`` when they would not fit into memory.
    """
    counts = [candidate.count for candidate in candidates]
    table = _joined(pairs, alone, counts)
    table = table.take(_all_different(table, candidates))
    blocks = range(len(candidates))
    members = np.column_stack([table.members[block] for block in blocks])
    order = np.lexsort((table.minutes, *(members[:, block] for block in blocks)))
    members, minutes = members[order], table.minutes[order]
    nearest, farthest = _extremes(pairs, members, minutes)

    group = np.concatenate(([0], np.cumsum((np.diff(members, axis=0) != 0).any(axis=1)))) if len(minutes) else minutes
    starts = run_starts(group, minutes)
    lengths = np.diff(np.append(starts, len(minutes)))
    low, near = _least(nearest, starts, lengths)
    high, far = _least(-farthest, starts, lengths)
    # Backwards in time, group by group.
    backwards = np.lexsort((-minutes[starts], group[starts]))
    starts, near, far = starts[backwards], near[backwards], far[backwards]
    members, start = members[starts], minutes[starts]
    intervals = {pair: events.intervals() for pair, events in pairs.items()}
    return SuperEvents(
        members=members,
        start=start,
        end=start + lengths[backwards] - 1,
        nearest=low[backwards],
        farthest=-high[backwards],
        closest_epoch=minutes[near],
        farthest_epoch=minutes[far],
        intervals=intervals,
        parts={
            pair: np.searchsorted(found.keys, _keys(pair, pairs[pair], members, start), "right") - 1
            for pair, found in intervals.items()
        },
    )


def _joined(pairs: Pairs, alone: Mapping[int, tuple[Integers, Integers]], counts: Sequence[int]) -> _Table:
    tables = [_Table(events.minutes, {one: events.one, other: events.other}) for (one, other), events in pairs.items()]
    tables += [_Table(minutes, {block: members}) for block, (minutes, members) in alone.items()]
    tables.sort(key=lambda table: len(table.minutes))
    table = tables.pop(0)
    while tables:
        # What shares the most blocks narrows the most; those without any in common come last.
        best = max(tables, key=lambda other: len(other.members.keys() & table.members.keys()))
        tables.remove(best)
        table = table.join(best, counts)
    return table


def _all_different(table: _Table, candidates: Sequence[Candidates]) -> Booleans:
    """Whether no source fills two blocks at once."""
    who = [candidate.identities()[table.members[block]] for block, candidate in enumerate(candidates)]
    different = np.ones(len(table.minutes), dtype=np.bool_)
    for block, one in enumerate(who):
        for other in who[block + 1 :]:
            different &= one != other
    return different


def _keys(pair: tuple[int, int], events: Together, members: Integers, minutes: Integers) -> Integers:
    return events_key(minutes, members[:, pair[0]], members[:, pair[1]], events.counts)


def _extremes(pairs: Pairs, members: Integers, minutes: Integers) -> tuple[Floats, Floats]:
    """The shortest and the longest distance in each row, over all pairs."""
    distances = [
        events.distance[np.searchsorted(events.keys(), _keys(pair, events, members, minutes))]
        for pair, events in pairs.items()
    ]
    return np.min(distances, axis=0), np.max(distances, axis=0)


def _least(values: Floats, starts: Integers, lengths: Integers) -> tuple[Floats, Integers]:
    """The least value of each run of rows, and the first row that has it."""
    if not len(starts):
        return values, starts
    least = np.minimum.reduceat(values, starts)
    rows = np.where(values == np.repeat(least, lengths), np.arange(len(values)), len(values))
    return least, np.minimum.reduceat(rows, starts)
