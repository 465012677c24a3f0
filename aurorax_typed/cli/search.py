"""`aurorax search …`: one command for each kind of record."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from aurorax_typed.cli.options import (
    FormatOption,
    InstrumentTypesOption,
    OutputOption,
    PlatformsOption,
    ProgramsOption,
    QuietOption,
    VerboseOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import DataProductType

__all__ = ["app"]

app = typer.Typer(help="Find records.", no_args_is_help=False)


def _known_types(incomplete: str) -> list[str]:
    return [name for name in get_args(DataProductType) if name.startswith(incomplete)]


@app.command("data-products")
def data_products(
    context: typer.Context,
    *,
    start: Annotated[
        str, typer.Option(metavar="TIME", help="Earliest start of a product, UTC. A date alone: its midnight.")
    ],
    end: Annotated[
        str, typer.Option(metavar="TIME", help="Latest end of a product, UTC. A date alone: its last second.")
    ],
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="TYPE", help="keogram, montage, movie, … May be repeated.", autocompletion=_known_types
        ),
    ] = None,
    filters: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            metavar="CONDITION",
            help="What the metadata must be, see above. May be repeated: all must hold.",
            show_default=False,
        ),
    ] = None,
    any_filter: Annotated[bool, typer.Option("--any", help="One of the filters is enough.")] = False,
    format: FormatOption = None,
    output: OutputOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Write the first N only; 0: all. Default: 50 for a table on the screen, else all."
        ),
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Give up waiting after this time. Default: an hour.")
    ] = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find pictures and movies made from the data.

    \b
    A filter's CONDITION is KEY OPERATOR VALUE[,VALUE …], with the operators
    = != < <= > >= in, not in (any number of values), between (two). Quote a
    value that holds a comma, or a number that is meant as text.

    \b
    Examples:
      aurorax search data-products --start 2020-02-01 --end 2020-02-05 \\
          --program trex
      aurorax search data-products --start 2020-02-01 --end 2020-02-01 \\
          --platform gillam --type keogram --output keograms.csv \\
          --filter 'keogram_type in daily,hourly'
    """
    from aurorax_typed import DataProductQuery
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.filters import parse_filter
    from aurorax_typed.cli.kinds import DATA_PRODUCTS
    from aurorax_typed.cli.searching import run_search
    from aurorax_typed.cli.times import end_time

    if not (program or platform or instrument_type or kind or filters):
        raise QueryError("Nothing to select by: add --program, --platform, --instrument-type, --type or --filter.")
    query = DataProductQuery(
        start,
        end_time(end),
        programs=program,
        platforms=platform,
        instrument_types=instrument_type,
        data_product_types=cast("list[DataProductType] | None", kind),
        metadata_filters=parse_filter(filters or [], join="OR" if any_filter else "AND"),
    )
    run_search(
        cast(Settings, context.obj),
        DATA_PRODUCTS,
        query,
        Delivery(format=format, output=output, limit=limit, timeout=timeout, quiet=quiet, verbose=verbose),
    )
