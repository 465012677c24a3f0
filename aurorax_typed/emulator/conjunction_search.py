"""Super events: minutes in which one candidate of every block takes part, all of its pairs within their distances.

With two blocks these are the intervals of the one pair. With more, minutes are joined pair by pair, as a database joins
tables; runs of consecutive minutes with the same members are then one super event.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from aurorax_typed.emulator.conjunction_pairs import (
    MOST_ROWS,
    Candidates,
    Integers,
    Intervals,
    Pairs,
    Together,
    TooMany,
    events_key,
    run_starts,
)
from aurorax_typed.emulator.positions.frames import Booleans, Floats

__all__ = ["SuperEvents", "find_super_events"]


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
