"""The options of a query for ephemeris."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorax_typed.cli.options import (
    AnyOption,
    EndOption,
    FiltersOption,
    InstrumentTypesOption,
    PlatformsOption,
    ProgramsOption,
    QueryOption,
    StartOption,
)
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import EphemerisQuery

if TYPE_CHECKING:
    from aurorax_typed.cli.asking import Wanted
    from aurorax_typed.records import Ephemeris

__all__ = ["ephemeris_query"]


def ephemeris_query(
    *,
    start: StartOption = None,
    end: EndOption = None,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    filters: FiltersOption = None,
    any_filter: AnyOption = False,
    query: QueryOption = None,
) -> Wanted[EphemerisQuery, Ephemeris]:
    """The query that the options ask for."""
    from aurorax_typed.cli.asking import Asked, Wanted
    from aurorax_typed.cli.filters import parse_filter
    from aurorax_typed.cli.kinds import EPHEMERIS

    def make(first: str, last: str) -> EphemerisQuery:
        if not (program or platform or instrument_type or filters):
            raise QueryError("Nothing to select by: add --program, --platform, --instrument-type or --filter.")
        return EphemerisQuery(
            first,
            last,
            programs=program,
            platforms=platform,
            instrument_types=instrument_type,
            metadata_filters=parse_filter(filters or [], join="OR" if any_filter else "AND"),
        )

    selection = {
        "--program": program,
        "--platform": platform,
        "--instrument-type": instrument_type,
        "--filter": filters,
        "--any": any_filter,
    }
    options = Asked(start=start, end=end, query=query, selection=selection)
    return Wanted(kind=EPHEMERIS, options=options, make=make)
