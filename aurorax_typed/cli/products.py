"""`aurorax search data-products`."""

from __future__ import annotations

from typing import Annotated, cast, get_args

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
from aurorax_typed.queries import DataProductQuery, DataProductType

__all__ = ["data_products"]


def _known_types(incomplete: str) -> list[str]:
    return [name for name in get_args(DataProductType) if name.startswith(incomplete)]


def data_products(
    context: typer.Context,
    *,
    start: StartOption = None,
    end: EndOption = None,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="TYPE", help="keogram, montage, movie, … May be repeated.", autocompletion=_known_types
        ),
    ] = None,
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
    """Find pictures and movies made from the data, from start to end.

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
    from aurorax_typed.cli.asking import Asked, asked, show_query
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.filters import parse_filter
    from aurorax_typed.cli.kinds import DATA_PRODUCTS
    from aurorax_typed.cli.searching import run_search

    def make(first: str, last: str) -> DataProductQuery:
        if not (program or platform or instrument_type or kind or filters):
            raise QueryError("Nothing to select by: add --program, --platform, --instrument-type, --type or --filter.")
        return DataProductQuery(
            first,
            last,
            programs=program,
            platforms=platform,
            instrument_types=instrument_type,
            data_product_types=cast("list[DataProductType] | None", kind),
            metadata_filters=parse_filter(filters or [], join="OR" if any_filter else "AND"),
        )

    selection = {
        "--program": program,
        "--platform": platform,
        "--instrument-type": instrument_type,
        "--type": kind,
        "--filter": filters,
        "--any": any_filter,
    }
    options = Asked(start=start, end=end, query=query, selection=selection)
    wanted = asked(DATA_PRODUCTS, options, make, template=template)
    if template:
        show_query(wanted.to_json(), output)
        return
    run_search(
        cast(Settings, context.obj),
        DATA_PRODUCTS,
        wanted,
        Delivery(format=format, output=output, limit=limit, timeout=timeout, quiet=quiet, verbose=verbose),
    )
