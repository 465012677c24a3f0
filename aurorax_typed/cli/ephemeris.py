"""`aurorax search ephemeris`."""

from __future__ import annotations

from typing import cast

import typer

from aurorax_typed.cli.options import (
    AnyOption,
    EndOption,
    FiltersOption,
    FormatOption,
    InstrumentTypesOption,
    LimitOption,
    OutputOption,
    PlatformsOption,
    ProgramsOption,
    QueryOption,
    QuietOption,
    StartOption,
    TemplateOption,
    TimeoutOption,
    VerboseOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import EphemerisQuery

__all__ = ["ephemeris"]


def ephemeris(
    context: typer.Context,
    *,
    start: StartOption = None,
    end: EndOption = None,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    filters: FiltersOption = None,
    any_filter: AnyOption = False,
    query: QueryOption = None,
    template: TemplateOption = False,
    format: FormatOption = None,
    output: OutputOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find where sources and their magnetic footprints were, minute by minute.

    \b
    A filter's CONDITION is KEY OPERATOR VALUE[,VALUE …], with the operators
    = != < <= > >= in, not in (any number of values), between (two).

    \b
    Examples:
      aurorax search ephemeris --start 2020-02-01 --end 2020-02-01T02:00 \\
          --program swarm
      aurorax search ephemeris --start 2020-02-01 --end 2020-02-07 \\
          --platform swarma --output swarma.parquet \\
          --filter 'nbtrace_region = north polar cap'
    """
    from aurorax_typed.cli.asking import Asked, asked, show_query
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.filters import parse_filter
    from aurorax_typed.cli.kinds import EPHEMERIS
    from aurorax_typed.cli.searching import run_search

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
    wanted = asked(EPHEMERIS, options, make, template=template)
    if template:
        show_query(wanted.to_json(), output)
        return
    run_search(
        cast(Settings, context.obj),
        EPHEMERIS,
        wanted,
        Delivery(format=format, output=output, limit=limit, timeout=timeout, quiet=quiet, verbose=verbose),
    )
