"""The options of a query for conjunctions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

import typer

from aurorax_typed.cli.completing import conjunction_types
from aurorax_typed.cli.options import (
    EndOption,
    QueryOption,
    StartOption,
)
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import ConjunctionQuery, ConjunctionType, CustomLocationsCriteria, Distance

if TYPE_CHECKING:
    from aurorax_typed.cli.asking import Wanted
    from aurorax_typed.records import Conjunction

__all__ = ["conjunction_query"]


def conjunction_query(
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
            autocompletion=conjunction_types,
            show_default=False,
        ),
    ] = None,
    subminute: Annotated[bool, typer.Option("--subminute", help="Compare between the minutes, too.")] = False,
    query: QueryOption = None,
) -> Wanted[ConjunctionQuery, Conjunction]:
    """The query that the options ask for."""
    from aurorax_typed.cli.asking import Asked, Wanted
    from aurorax_typed.cli.blocks import events_block, ground_block, parse_distances, parse_locations, space_block
    from aurorax_typed.cli.kinds import CONJUNCTIONS

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
    return Wanted(kind=CONJUNCTIONS, options=options, make=make)
