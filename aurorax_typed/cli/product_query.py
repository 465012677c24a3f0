"""The options of a query for data-products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from aurorax_typed.cli.completing import product_types
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
from aurorax_typed.queries import DataProductQuery, DataProductType

if TYPE_CHECKING:
    from aurorax_typed.cli.asking import Wanted
    from aurorax_typed.records import DataProduct

__all__ = ["product_query"]


def product_query(
    *,
    start: StartOption = None,
    end: EndOption = None,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="TYPE", help="keogram, montage, movie, … May be repeated.", autocompletion=product_types
        ),
    ] = None,
    filters: FiltersOption = None,
    any_filter: AnyOption = False,
    query: QueryOption = None,
) -> Wanted[DataProductQuery, DataProduct]:
    """The query that the options ask for."""
    from aurorax_typed.cli.asking import Asked, Wanted
    from aurorax_typed.cli.filters import parse_filter
    from aurorax_typed.cli.kinds import DATA_PRODUCTS

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
    return Wanted(kind=DATA_PRODUCTS, options=options, make=make)
