"""`aurorax availability …`: how much there is, by source and day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, cast, get_args

import typer

from aurorax_typed.cli.completing import product_types, source_types
from aurorax_typed.cli.options import (
    FormatOption,
    InstrumentTypesOption,
    OutputOption,
    PlatformsOption,
    PlotOption,
    ProgramsOption,
    QuietOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.queries import DataProductType, SourceType

if TYPE_CHECKING:
    from aurorax_typed import AuroraX
    from aurorax_typed.answers import AvailabilityResult
    from aurorax_typed.cli.formats import Format

__all__ = ["app"]

app = typer.Typer(help="See how much there is, by source and day.")

Member: TypeAlias = Literal["available_ephemeris", "available_data_products"]

_COUNTED_AS: dict[Member, str] = {
    "available_ephemeris": "minutes of ephemeris",
    "available_data_products": "data products",
}

FirstDayOption: TypeAlias = Annotated[str, typer.Option("--start", metavar="DAY", help="The first day, UTC.")]
LastDayOption: TypeAlias = Annotated[str, typer.Option("--end", metavar="DAY", help="The last day, UTC, inclusive.")]
SourceTypeOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--source-type", metavar="TYPE", help=" ".join(get_args(SourceType)) + ".", autocompletion=source_types
    ),
]
FreshOption: TypeAlias = Annotated[
    bool, typer.Option("--fresh", help="Count anew; else the counts are up to ten minutes old.")
]


@app.command("data-products")
def data_products(
    context: typer.Context,
    *,
    start: FirstDayOption,
    end: LastDayOption,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    source_type: SourceTypeOption = None,
    kind: Annotated[
        str | None,
        typer.Option("--type", metavar="TYPE", help="Only these, such as keogram.", autocompletion=product_types),
    ] = None,
    fresh: FreshOption = False,
    format: FormatOption = None,
    output: OutputOption = None,
    plot: PlotOption = None,
    quiet: QuietOption = False,
) -> None:
    """Count the pictures and movies of each source, day by day.

    \b
    Examples:
      aurorax availability data-products --start 2020-02-01 \\
          --end 2020-02-29 --program trex
      aurorax availability data-products --start 2020-02-01 \\
          --end 2020-02-29 --type keogram --output counts.csv
    """
    wanted = cast("SourceType | None", source_type)

    def look(client: AuroraX) -> list[AvailabilityResult]:
        return client.availability.data_products(
            start,
            end,
            program=_only(program),
            platform=_only(platform),
            instrument_type=_only(instrument_type),
            source_type=wanted,
            data_product_type=cast("DataProductType | None", kind),
            slow=fresh,
        )

    asked = _Names(program, platform, instrument_type)
    _write(
        context,
        look,
        asked=asked,
        member="available_data_products",
        span=(start, end),
        format=format,
        output=output,
        plot=plot,
        quiet=quiet,
    )


@app.command("ephemeris")
def ephemeris(
    context: typer.Context,
    *,
    start: FirstDayOption,
    end: LastDayOption,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    source_type: SourceTypeOption = None,
    fresh: FreshOption = False,
    format: FormatOption = None,
    output: OutputOption = None,
    plot: PlotOption = None,
    quiet: QuietOption = False,
) -> None:
    """Count the minutes of ephemeris of each source, day by day.

    \b
    Example:
      aurorax availability ephemeris --start 2020-02-01 --end 2020-02-29 \\
          --program swarm
    """
    wanted = cast("SourceType | None", source_type)

    def look(client: AuroraX) -> list[AvailabilityResult]:
        return client.availability.ephemeris(
            start,
            end,
            program=_only(program),
            platform=_only(platform),
            instrument_type=_only(instrument_type),
            source_type=wanted,
            slow=fresh,
        )

    asked = _Names(program, platform, instrument_type)
    _write(
        context,
        look,
        asked=asked,
        member="available_ephemeris",
        span=(start, end),
        format=format,
        output=output,
        plot=plot,
        quiet=quiet,
    )


class _Names:
    """The names asked for. The server takes one of each; where there are more, it is asked for all of them."""

    def __init__(self, *names: list[str] | None) -> None:
        self._names = names

    def fit(self, result: AvailabilityResult) -> bool:
        source = result.data_source
        own = (source.program, source.platform, source.instrument_type)
        return all(not names or name in names for name, names in zip(own, self._names, strict=True))


def _write(
    context: typer.Context,
    look: Callable[[AuroraX], list[AvailabilityResult]],
    *,
    asked: _Names,
    member: Member,
    span: tuple[str, str],
    format: Format | None,
    output: Path | None,
    plot: Path | None,
    quiet: bool,
) -> None:
    from aurorax_typed.cli.availability_forms import availability_form
    from aurorax_typed.cli.text import counted
    from aurorax_typed.cli.writing import write_items
    from aurorax_typed.queries.common import span_of_days

    first, last = span_of_days(*span)
    if plot is not None:
        from aurorax_typed.cli.picturing import check_plot

        check_plot(plot)
    empty = 0
    drawn: list[AvailabilityResult] = []

    def items() -> list[AvailabilityResult]:
        nonlocal empty
        with cast(Settings, context.obj).client() as client:
            found = [result for result in look(client) if asked.fit(result)]
        empty = sum(not result.total for result in found)
        drawn.extend(found)
        return found

    def said(count: int) -> str:
        if not count:
            return "No sources found."
        if empty == count:
            return f"{counted(empty, 'source')}, with nothing in this time."
        more = f"; {empty:,} more {'has' if empty == 1 else 'have'} nothing in this time" if empty else ""
        return counted(count - empty, "source") + more

    write_items(
        items, availability_form(member, first, last), format=format, output=output, said=None if quiet else said
    )
    if plot is not None:
        from aurorax_typed.cli.picturing import draw_availability

        draw_availability(drawn, plot, _COUNTED_AS[member])


def _only(names: list[str] | None) -> str | None:
    return names[0] if names and len(names) == 1 else None
