"""Where those who met were: which ephemeris to ask for, to draw conjunctions on a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from aurorax_typed.queries import EphemerisQuery
from aurorax_typed.records import Conjunction, DataSource

__all__ = ["ephemeris_of"]

_WORTH_JOINING = timedelta(hours=3)
"""A gap that is cheaper to fetch than to leave out with another search: 180 records of each source."""


def ephemeris_of(
    conjunctions: Iterable[Conjunction], known: Mapping[int, DataSource], margin: timedelta
) -> list[EphemerisQuery]:
    """The fewest searches that tell where sources were: those that move, around each conjunction; sites, once.

    Args:
        conjunctions: of whom.
        known: sources by identifier, for records that hold nothing else of theirs.
        margin: how long before and after each.
    """
    moving: list[tuple[datetime, datetime, set[DataSource]]] = []
    first_seen: dict[DataSource, datetime] = {}
    for conjunction in sorted(conjunctions, key=lambda conjunction: conjunction.start):
        begin, end = conjunction.start - margin, conjunction.end + margin
        travellers = set()
        for member in conjunction.data_sources:
            source = known.get(member.identifier, member)
            if not (source.program and source.platform and source.instrument_type) or source.identifier < 0:
                continue  # a place of the query's own has no ephemeris
            if source.source_type == "ground":
                first_seen.setdefault(source, conjunction.start)
            else:
                travellers.add(source)
        if travellers and moving and begin - moving[-1][1] <= _WORTH_JOINING:
            earlier, until, others = moving[-1]
            moving[-1] = (earlier, max(until, end), others | travellers)
        elif travellers:
            moving.append((begin, end, travellers))
    at: dict[datetime, set[DataSource]] = {}
    for source, start in first_seen.items():
        at.setdefault(start, set()).add(source)
    return [_query(*window) for window in moving] + [_query(start, start, found) for start, found in at.items()]


def _query(start: datetime, end: datetime, sources: Iterable[DataSource]) -> EphemerisQuery:
    """Of these sources, and perhaps of a few more: the server takes names of each kind, and finds all combinations."""

    def names(kind: str) -> list[str]:
        return sorted({getattr(source, kind) for source in sources})

    return EphemerisQuery(
        start, end, programs=names("program"), platforms=names("platform"), instrument_types=names("instrument_type")
    )
