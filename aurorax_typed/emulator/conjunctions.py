"""Searches for conjunctions: when sources were close to each other.

In result files a record is stored with its sources in full under ``data_sources``, once; its events name theirs.
Which form the sources of both take is decided when the result is asked for, so that each is written once for a whole
file.
"""

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

import msgspec
import numpy as np
from attrs import frozen

from aurorax_typed.emulator.archive import FORMATS, Catalogue, Source
from aurorax_typed.emulator.conjunction_query import Block, ConjunctionQuery, describe_query, parse_query
from aurorax_typed.emulator.conjunction_search import (
    FARTHEST,
    Candidates,
    Integers,
    SuperEvents,
    TooMany,
    find_pairs,
    find_super_events,
)
from aurorax_typed.emulator.ephemeris import first_minute, last_minute
from aurorax_typed.emulator.positions.ephemeris import Whereabouts
from aurorax_typed.emulator.replies import Json, JsonObject, bad_request, decode, encode
from aurorax_typed.emulator.results import Cancelled, Reshape, check_tree, project, wanted
from aurorax_typed.emulator.search_runner import Job, Outcome, Query, SearchFailure

__all__ = ["Conjunctions", "conjunction_lines", "shape_conjunctions"]


# As many digits as the server writes.
_DIGITS = 11


def conjunction_lines(found: SuperEvents, candidates: Sequence[Candidates], kind: str) -> Iterator[bytes]:
    """The records of a search as result files have them."""
    full: dict[int, msgspec.Raw] = {}
    brief: dict[int, msgspec.Raw] = {}

    def text(source: Source) -> int:
        if source.identifier not in full:
            full[source.identifier] = msgspec.Raw(encode(source.document("full_record")))
            brief[source.identifier] = msgspec.Raw(encode(source.document("basic_info")))
        return source.identifier

    epochs = [_texts(minutes) for minutes in (found.start, found.end, found.closest_epoch, found.farthest_epoch)]
    distances = [_kilometres(values) for values in (found.nearest, found.farthest)]
    events = _event_rows(found)
    for row, members in enumerate(found.members.tolist()):
        sources = [candidate.source(member) for candidate, member in zip(candidates, members, strict=True)]
        identifiers = [text(source) for source in sources]
        yield encode(
            {
                "conjunction_type": kind,
                "start": epochs[0][row],
                "end": epochs[1][row],
                "data_sources": [full[identifier] for identifier in identifiers],
                "min_distance": distances[0][row],
                "max_distance": distances[1][row],
                "closest_epoch": epochs[2][row],
                "farthest_epoch": epochs[3][row],
                "events": [
                    {
                        "conjunction_type": kind,
                        "e1_source": brief[identifiers[one]],
                        "e2_source": brief[identifiers[other]],
                        "start": start[row],
                        "end": end[row],
                        "min_distance": nearest[row],
                        "max_distance": farthest[row],
                    }
                    for (one, other), (start, end, nearest, farthest) in events
                ],
            }
        )


def _event_rows(
    found: SuperEvents,
) -> list[tuple[tuple[int, int], tuple[list[str], list[str], list[float], list[float]]]]:
    rows = []
    for pair, intervals in found.intervals.items():
        at = found.parts[pair]
        columns = (
            _texts(intervals.start[at]),
            _texts(intervals.end[at]),
            _kilometres(intervals.nearest[at]),
            _kilometres(intervals.farthest[at]),
        )
        rows.append((pair, columns))
    return rows


def _texts(minutes: Integers) -> list[str]:
    texts: list[str] = np.datetime_as_string(minutes.astype("datetime64[m]"), unit="s").tolist()
    return texts


def _kilometres(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    rounded: list[float] = np.round(values, _DIGITS).tolist()
    return rounded


def shape_conjunctions(form: str, tree: Json, *, queries: bool) -> Reshape:
    """How records are shown: by a response format where there is one, else with all sources in the form asked for.

    ``queries`` adds to each event the ephemeris searches that find its two sources in its time.
    """
    if tree is not None:
        return _as_tree(check_tree(tree), queries)
    if form not in FORMATS:
        raise bad_request(f"data_source_record_format must be one of {', '.join(FORMATS)}, not '{form}'")
    members = set(Source.members(form))
    render = _Rendering(lambda source: {key: value for key, value in source.items() if key in members})

    def reshape(line: bytes) -> bytes:
        record, sources, events = _parts(line)
        record["data_sources"] = [render.source(source) for source in sources]
        for event in events:
            if queries:
                _add_queries(event, sources)
            event["e1_source"] = render.source(_of(event["e1_source"], sources))
            event["e2_source"] = render.source(_of(event["e2_source"], sources))
        return encode(record)

    return reshape


def _as_tree(tree: JsonObject, queries: bool) -> Reshape:
    of_event = tree.get("events")
    asked = of_event if isinstance(of_event, dict) else {}
    queries = queries or any(wanted(asked.get(f"generated_e{number}_ephemeris_query")) for number in (1, 2))

    def reshape(line: bytes) -> bytes:
        record, sources, events = _parts(line)
        if wanted(of_event):
            for event in events:
                if queries:
                    _add_queries(event, sources)
                event["e1_source"] = _of(event["e1_source"], sources)
                event["e2_source"] = _of(event["e2_source"], sources)
        return encode(project(record, tree))

    return reshape


class _Rendering:
    """The forms of the sources met so far."""

    def __init__(self, show: Callable[[JsonObject], JsonObject]) -> None:
        self._show = show
        self._known: dict[object, msgspec.Raw] = {}

    def source(self, source: JsonObject) -> msgspec.Raw:
        """What is shown of a source."""
        identifier = source["identifier"]
        if identifier not in self._known:
            self._known[identifier] = msgspec.Raw(encode(self._show(source)))
        return self._known[identifier]


def _parts(line: bytes) -> tuple[dict[str, object], list[JsonObject], list[dict[str, object]]]:
    """A stored record, its sources and its events."""
    record = decode(line)
    assert isinstance(record, dict)
    shown: dict[str, object] = {**record}
    sources, events = record["data_sources"], record["events"]
    assert isinstance(sources, list)
    assert isinstance(events, list)
    copies: list[dict[str, object]] = [{**event} for event in events if isinstance(event, dict)]
    shown["events"] = copies
    return shown, [source for source in sources if isinstance(source, dict)], copies


def _of(source: object, sources: list[JsonObject]) -> JsonObject:
    """The whole of a source that an event names."""
    assert isinstance(source, dict)
    return next(whole for whole in sources if whole["identifier"] == source["identifier"])


def _add_queries(event: dict[str, object], sources: list[JsonObject]) -> None:
    for number in (1, 2):
        source = _of(event[f"e{number}_source"], sources)
        event[f"generated_e{number}_ephemeris_query"] = {
            "request_id": None,
            "start": event["start"],
            "end": event["end"],
            "data_sources": {
                "programs": [source["program"]],
                "platforms": [source["platform"]],
                "instrument_types": [source["instrument_type"]],
                "ephemeris_metadata_filters": None,
            },
        }


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
