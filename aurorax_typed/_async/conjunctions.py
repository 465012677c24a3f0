"""Searching for conjunctions: when sources were close to each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from aurorax_typed import _gateway as gateway
from aurorax_typed._async.family import AsyncFamily
from aurorax_typed._async.selecting import AsyncSelectingSearch
from aurorax_typed.queries import (
    ConjunctionField,
    ConjunctionQuery,
    ConjunctionType,
    CustomLocationsCriteria,
    Distance,
    EventsCriteria,
    GroundCriteria,
    SourceFormat,
    SpaceCriteria,
    Time,
)
from aurorax_typed.records import Conjunction

__all__ = ["AsyncConjunctions", "AsyncConjunctionsSearch"]


class AsyncConjunctionsSearch(AsyncSelectingSearch[ConjunctionQuery, Conjunction, ConjunctionField]):
    """A search for conjunctions."""

    family: ClassVar[gateway.Family] = "conjunctions"
    record_type = Conjunction
    query_type = ConjunctionQuery


class AsyncConjunctions(AsyncFamily[ConjunctionQuery, AsyncConjunctionsSearch]):
    """`client.conjunctions`: when sources were close to each other."""

    _search = AsyncConjunctionsSearch

    async def search(
        self,
        start: Time,
        end: Time,
        distance: Distance,
        *,
        ground: Iterable[GroundCriteria] | GroundCriteria = (),
        space: Iterable[SpaceCriteria] | SpaceCriteria = (),
        events: Iterable[EventsCriteria] | EventsCriteria = (),
        custom_locations: Iterable[CustomLocationsCriteria] | CustomLocationsCriteria = (),
        conjunction_types: Iterable[ConjunctionType] = ("nbtrace",),
        subminute_precision: bool | None = None,
        source_format: SourceFormat = "basic_info",
        timeout: float | Literal["default"] | None = "default",
        verbose: bool = False,
    ) -> AsyncConjunctionsSearch:
        """Find when a source of every block was within a distance of one of each other block, at the same minute.
        Returns when the result is there, unread.

        Read it with `stream()` as it comes, or whole with `get_data()`. Conjunctions do not come in the order of time.

        Args:
            start: first minute, UTC.
            end: last minute, UTC, inclusive.
            distance: the largest distance in km: one number for every pair of blocks, or a mapping of pairs such as
                `{"ground1-space1": 500}`.
            ground: blocks of ground instruments. At least 2 blocks and at most 10 in all.
            space: blocks of spacecraft.
            events: blocks of events, such as substorm onsets.
            custom_locations: blocks of places.
            conjunction_types: what is compared: `nbtrace`, `sbtrace` (footprints), `geographic`.
            subminute_precision: positions between the minutes as well; None leaves it to the server (one minute).
            source_format: how much of its data source each record carries: `identifier_only`, `basic_info`,
                `with_metadata`, `full_record`.
            timeout: seconds to wait in all; None for ever; else the polling policy's.
            verbose: print each step, behind the time.

        Raises:
            QueryError: the query can't mean anything; nothing was sent.
            SearchFailedError, SearchTimeoutError, SearchCancelledError: see `wait`.
        """
        query = ConjunctionQuery(
            start,
            end,
            distance,
            ground=ground,
            space=space,
            events=events,
            custom_locations=custom_locations,
            conjunction_types=conjunction_types,
            subminute_precision=subminute_precision,
        )
        return await self.search_query(query, source_format=source_format, timeout=timeout, verbose=verbose)

    async def submit(
        self,
        start: Time,
        end: Time,
        distance: Distance,
        *,
        ground: Iterable[GroundCriteria] | GroundCriteria = (),
        space: Iterable[SpaceCriteria] | SpaceCriteria = (),
        events: Iterable[EventsCriteria] | EventsCriteria = (),
        custom_locations: Iterable[CustomLocationsCriteria] | CustomLocationsCriteria = (),
        conjunction_types: Iterable[ConjunctionType] = ("nbtrace",),
        subminute_precision: bool | None = None,
        source_format: SourceFormat = "basic_info",
        verbose: bool = False,
    ) -> AsyncConjunctionsSearch:
        """Submit a search and return as soon as the server has it; arguments as for `search`."""
        query = ConjunctionQuery(
            start,
            end,
            distance,
            ground=ground,
            space=space,
            events=events,
            custom_locations=custom_locations,
            conjunction_types=conjunction_types,
            subminute_precision=subminute_precision,
        )
        return await self.submit_query(query, source_format=source_format, verbose=verbose)
