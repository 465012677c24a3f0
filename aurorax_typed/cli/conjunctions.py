"""`aurorax search conjunctions`."""

from __future__ import annotations

from functools import partial
from typing import Annotated, cast, get_args

import typer

from aurorax_typed.cli.options import (
    EndOption,
    FormatOption,
    LimitOption,
    OutputOption,
    QueryOption,
    QuietOption,
    StartOption,
    TemplateOption,
    TimeoutOption,
    VerboseOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import ConjunctionQuery, ConjunctionType, CustomLocationsCriteria, Distance

__all__ = ["conjunctions"]


def _known_types(incomplete: str) -> list[str]:
    return [name for name in get_args(ConjunctionType) if name.startswith(incomplete)]


def conjunctions(
    context: typer.Context,
    *,
    start: StartOption = None,
    end: EndOption = None,
    distance: Annotated[
        list[str] | None,
        typer.Option(metavar="KM", help="How near, for every pair, or for one: PAIR=KM. May be repeated."),
    ] = None,
    ground: Annotated[
        list[str] | None, typer.Option(metavar="BLOCK", help="Ground instruments. May be repeated.")
    ] = None,
    space: Annotated[list[str] | None, typer.Option(metavar="BLOCK", help="Spacecraft. May be repeated.")] = None,
    events: Annotated[
        list[str] | None, typer.Option(metavar="BLOCK", help="Events such as 'substorm onset'. May be repeated.")
    ] = None,
    location: Annotated[
        list[str] | None,
        typer.Option(metavar="LAT,LON", help="A place, degrees north and east. Repeated: any of them."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="What is compared: nbtrace, sbtrace, geographic. May be repeated. Default: nbtrace.",
            autocompletion=_known_types,
            show_default=False,
        ),
    ] = None,
    subminute: Annotated[bool, typer.Option("--subminute", help="Compare between the minutes, too.")] = False,
    query: QueryOption = None,
    template: TemplateOption = False,
    format: FormatOption = None,
    output: OutputOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find when sources were near each other: one of every block.

    \b
    A BLOCK is program names, then any of these, each set off by a semicolon:
      platforms=NAME,NAME  instrument-types=NAME  filter=CONDITION
      hemisphere=northern (of --space; or southern)
    Bare names of --events are instrument types. A CONDITION is as for the
    other searches. All places of --location are one block, custom1. A PAIR
    is two blocks, such as ground1-space2; its KM may be any.

    \b
    Examples:
      aurorax search conjunctions --start 2020-02-01 --end 2020-02-01 \\
          --distance 500 --ground themis-asi --space swarm
      aurorax search conjunctions --start 2020-02-01 --end 2020-02-01 \\
          --ground 'themis-asi; platforms=gillam,fort smith' \\
          --space 'swarm; hemisphere=northern' --events 'substorm onset' \\
          --distance 500 --distance ground1-space1=300
    """
    from aurorax_typed.cli.asking import Asked, asked, show_query
    from aurorax_typed.cli.blocks import events_block, ground_block, parse_distances, parse_locations, space_block
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.kinds import CONJUNCTIONS
    from aurorax_typed.cli.searching import run_search

    def make(first: str, last: str) -> ConjunctionQuery:
        every, pairs = parse_distances(distance or [])
        if every is None and not pairs:
            raise QueryError("Missing option '--distance': how near, km.")
        places = parse_locations(location or [])
        of_distance = partial(
            ConjunctionQuery,
            first,
            last,
            ground=[ground_block(text) for text in ground or []],
            space=[space_block(text) for text in space or []],
            events=[events_block(text) for text in events or []],
            custom_locations=[CustomLocationsCriteria(locations=places)] if places else [],
            conjunction_types=cast("list[ConjunctionType]", kind or ["nbtrace"]),
            subminute_precision=True if subminute else None,
        )

        def own_name(pair: str) -> str:
            """The query's own name of a pair, which may have been named the other way round."""
            near = of_distance(cast("Distance", {pair: 0.0})).max_distances
            return next(name for name, kilometres in near.items() if kilometres is not None)

        if every is None or not pairs:
            return of_distance(every if every is not None else cast("Distance", pairs))
        single = {own_name(pair): kilometres for pair, kilometres in pairs.items()}
        if len(single) < len(pairs):
            raise QueryError("--distance is given twice for a pair of blocks.")
        return of_distance(cast("Distance", of_distance(every).max_distances | single))

    selection = {
        "--distance": distance,
        "--ground": ground,
        "--space": space,
        "--events": events,
        "--location": location,
        "--type": kind,
        "--subminute": subminute,
    }
    options = Asked(start=start, end=end, query=query, selection=selection)
    wanted = asked(CONJUNCTIONS, options, make, template=template)
    if template:
        show_query(wanted.to_json(), output)
        return
    run_search(
        cast(Settings, context.obj),
        CONJUNCTIONS,
        wanted,
        Delivery(format=format, output=output, limit=limit, timeout=timeout, quiet=quiet, verbose=verbose),
    )
