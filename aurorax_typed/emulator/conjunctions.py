"""Searches for conjunctions: when sources were close to each other."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from itertools import islice, product

from attrs import frozen

from aurorax_typed.emulator.archive import Catalogue, Source
from aurorax_typed.emulator.conjunction_pairs import FARTHEST, Candidates, TooMany, find_pairs
from aurorax_typed.emulator.conjunction_query import Block, ConjunctionQuery, describe_query, parse_query
from aurorax_typed.emulator.conjunction_results import conjunction_lines, shape_conjunctions
from aurorax_typed.emulator.conjunction_search import SuperEvents, find_super_events
from aurorax_typed.emulator.ephemeris import first_minute, last_minute
from aurorax_typed.emulator.jsons import Json
from aurorax_typed.emulator.positions.whereabouts import Whereabouts
from aurorax_typed.emulator.results import Cancelled, Reshape
from aurorax_typed.emulator.searching import Job, Outcome, Query, SearchFailure

__all__ = ["Conjunctions"]

_ADHOC = -1
# The combinations of sources are a log entry. With many blocks they run into millions.
_MOST_LISTED = 10_000


@frozen(eq=False)
class _Step:
    """What one conjunction type gave: how many single epoch events and intervals, and the super events."""

    events: int
    intervals: int
    found: SuperEvents


class Conjunctions:
    """The family of conjunction searches."""

    name = "conjunctions"
    request_type = "conjunction"
    describe_name = "conjunction"

    def __init__(self, catalogue: Catalogue, whereabouts: Whereabouts) -> None:
        self._catalogue = catalogue
        self._whereabouts = whereabouts

    def parse(self, given: Json) -> ConjunctionQuery:
        """Understand the body of a search."""
        return parse_query(given)

    def describe(self, given: Json) -> str:
        """Put a query into words without checking it."""
        return describe_query(given)

    def shape(self, form: str, tree: Json, *, queries: bool) -> Reshape:
        """How records are shown."""
        return shape_conjunctions(form, tree, queries=queries)

    async def run(self, query: Query, job: Job) -> Outcome:
        """Search, with the steps, words and pace of the server's logs."""
        assert isinstance(query, ConjunctionQuery)
        pace = random.Random(job.request_id)
        await job.pause(pace.uniform(0.003, 0.012))
        job.log("info", f"Starting conjunction search for query {job.request_id}")
        candidates = [self._candidates(block) for block in query.blocks]
        steps: list[tuple[str, SuperEvents]] = []
        for kind in query.searched_types:
            await job.pause(pace.uniform(0.002, 0.008))
            step = await self._search(query, candidates, kind, job, pace)
            steps.append((kind, step.found))
        await job.pause(pace.uniform(0.002, 0.005))
        job.log("debug", "Saving results")

        def lines() -> Iterator[Iterator[bytes]]:
            for kind, found in steps:
                records = conjunction_lines(found, candidates, kind)
                while batch := list(islice(records, 1000)):
                    yield iter(batch)

        count, size = await job.write(lines())
        await job.pause(min(count * 0.003, 0.5) * pace.uniform(0.8, 1.1))
        job.log("info", "Search completed")
        await job.pause(pace.uniform(0.001, 0.004))
        job.log("debug", f"File size is {size} bytes.")
        await job.pause(0.006)
        return Outcome(count, size)

    def _candidates(self, block: Block) -> Candidates:
        if block.kind == "adhoc":
            adhoc = self._catalogue.get(_ADHOC)
            if adhoc is None:
                raise SearchFailure("There is no data source for custom locations.")
            return Candidates(block, [adhoc], block.locations)

        def of_kind(source: Source) -> bool:
            if block.kind == "ground":
                return source.source_type == "ground"
            if block.kind == "events":
                return source.source_type == "event_list"
            return source.source_type in ("leo", "heo", "lunar")

        return Candidates(block, block.criteria.sources(self._catalogue, of_kind))

    async def _search(
        self, query: ConjunctionQuery, candidates: Sequence[Candidates], kind: str, job: Job, pace: random.Random
    ) -> _Step:
        limits = _limits(query)
        job.log("debug", f"Start search for {kind} conjunctions using query: {query.describe([kind])}")
        await job.pause(pace.uniform(0.003, 0.010))
        job.log(
            "debug",
            f"Querying the database {len(limits)} times for this overall combination of criteria blocks and conjunction"
            f" types. This log message will repeat {len(query.searched_types)} times during this search.",
        )
        for one, other in limits:
            await job.pause(pace.uniform(0.001, 0.004))
            combination = ", ".join(query.blocks[block].describe() for block in (one, other))
            job.log("debug", f"Querying database for criteria combination [{combination}]")
        span = (first_minute(query.start), last_minute(query.end))
        await job.pause(pace.uniform(0.03, 0.08))
        step = await asyncio.to_thread(self._compute, candidates, limits, kind, span, job)
        job.log("debug", f"Found {step.events} single epoch events")
        await job.pause(pace.uniform(0.001, 0.003))
        job.log("debug", f"Reduced single events into {step.intervals} continuous intervals")
        await job.pause(pace.uniform(0.002, 0.006))
        combinations = _combinations(candidates)
        job.log("debug", f"Searching for super events across all data source combinations: {combinations}")
        await job.pause(pace.uniform(0.002, 0.004))
        job.log("debug", f"Found {len(step.found)} super events")
        return step

    def _compute(
        self,
        candidates: Sequence[Candidates],
        limits: dict[tuple[int, int], float],
        kind: str,
        span: tuple[int, int],
        job: Job,
    ) -> _Step:
        def check() -> None:
            if job.cancelled.is_set():
                raise Cancelled

        try:
            pairs, alone = find_pairs(candidates, limits, self._whereabouts, kind=kind, span=span, check=check)
            found = find_super_events(candidates, pairs, alone)
        except TooMany:
            raise SearchFailure(
                "The search finds more than can be held in memory. Ask for a shorter time, fewer data sources or"
                " smaller distances."
            ) from None
        intervals = sum(len(found) for found in found.intervals.values())
        return _Step(sum(len(events) for events in pairs.values()), intervals, found)


def _limits(query: ConjunctionQuery) -> dict[tuple[int, int], float]:
    """The pairs that are looked at, and their distances in km. Where any distance will do there is nothing to look at,
    unless there is no other pair."""
    limits = {pair: distance for pair, distance in query.distances.items() if distance is not None}
    limits = {pair: distance for pair, distance in limits.items() if distance < FARTHEST}
    return limits or dict.fromkeys(query.distances, FARTHEST)


def _combinations(candidates: Sequence[Candidates]) -> str:
    """All combinations of the sources of the blocks, in the order in which the server's hash tables give them."""
    columns = [_hash_order([source.identifier for source in candidate.sources]) for candidate in candidates]
    listed = ", ".join(str(list(combination)) for combination in islice(product(*columns), _MOST_LISTED))
    return f"[{listed}]"


def _hash_order(identifiers: list[int]) -> list[int]:
    """Identifiers as a hash table of the server's kind gives them: by their remainder, in a table of 16 places that
    doubles when it is more than three quarters full."""
    places = 16
    while len(identifiers) > places * 0.75:
        places *= 2
    return sorted(identifiers, key=lambda identifier: (identifier % places, identifier))
