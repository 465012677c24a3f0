"""Telling from the server's counts by day whether a window may have changed since it was fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from aurorax_typed._core.windows import Span
from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.queries import (
    ConjunctionQuery,
    DataProductQuery,
    EphemerisQuery,
)
from aurorax_typed.records import DataSource

__all__ = ["concerned", "counted", "sole_names"]

Named = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def concerned(query: object, results: Iterable[AvailabilityResult]) -> list[AvailabilityResult]:
    """The counts of those sources that a query may find, in the order of their identifiers.

    Conditions on metadata are left out of account: a change of a record that they pass over counts as a change.
    """
    blocks = _blocks(query)
    found = [result for result in results if any(_matches(result.data_source, block) for block in blocks)]
    return sorted(found, key=lambda result: result.data_source.identifier)


def sole_names(query: object) -> tuple[str | None, str | None, str | None]:
    """The program, platform and instrument type of everything that a query may find; None where there may be several.

    The server counts what has these names only, which is a hundredth of the work.
    """
    blocks = _blocks(query)
    if len(blocks) != 1:
        return None, None, None
    program, platform, instrument_type = (names[0] if len(names) == 1 else None for names in blocks[0])
    return program, platform, instrument_type


def counted(results: Iterable[AvailabilityResult], asked: Span) -> str:
    """A short sum over the counts of each source on each day of a span; equal sums, equal counts."""
    digest = hashlib.sha256()
    for result in results:
        for day in sorted(result.available):
            if asked.start.date() <= day <= asked.end.date() and result.available[day]:
                digest.update(f"{result.data_source.identifier} {day} {result.available[day]}\n".encode())
    return digest.hexdigest()[:16]


def _blocks(query: object) -> list[Named]:
    if isinstance(query, EphemerisQuery | DataProductQuery):
        return [(query.programs, query.platforms, query.instrument_types)]
    if isinstance(query, ConjunctionQuery):
        sites = [(block.programs, block.platforms, block.instrument_types) for block in query.ground]
        spacecraft = [(block.programs, block.platforms, block.instrument_types) for block in query.space]
        events = [(("events",), block.platforms, block.instrument_types) for block in query.events]
        return [*sites, *spacecraft, *events]
    return []


def _matches(source: DataSource, block: Named) -> bool:
    present = (source.program, source.platform, source.instrument_type)
    return all(not names or value in names for names, value in zip(block, present, strict=True))
