"""`aurorax availability …`: how much there is, by source and day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, cast, get_args

import typer
from attrs import frozen

from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.cli.formatters import SOURCE_KINDS, Cell, Formatter, TableStyle, flat_formatter, source_cells
from aurorax_typed.cli.options import (
    ExcelSafeOption,
    FormatOption,
    InstrumentTypesOption,
    OutputOption,
    PlatformsOption,
    PlotOption,
    ProgramsOption,
    QuietOption,
    StrictOption,
    product_types,
    source_types,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.terminal import plain, styled, thousands
from aurorax_typed.queries import DataProductType, SourceType

if TYPE_CHECKING:
    from aurorax_typed import AuroraX
    from aurorax_typed.cli.writers import Format

__all__ = ["app", "availability_form", "calendar_lines"]


app: typer.Typer = typer.Typer(help="See how much there is, by source and day.")

_Names: TypeAlias = tuple[list[str] | None, list[str] | None, list[str] | None]
"""Programs, platforms, instrument types; the server takes one of each, and is asked for all where there are more."""

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
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
    plot: PlotOption = None,
    strict: StrictOption = False,
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

    names = (program, platform, instrument_type)

    def fetch(client: AuroraX) -> list[AvailabilityResult]:
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

    _write(
        context,
        fetch,
        names=names,
        member="available_data_products",
        span=(start, end),
        format=format,
        excel_safe=excel_safe,
        output=output,
        plot=plot,
        strict=strict,
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
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
    plot: PlotOption = None,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Count the minutes of ephemeris of each source, day by day.

    \b
    Example:
      aurorax availability ephemeris --start 2020-02-01 --end 2020-02-29 \\
          --program swarm
    """
    wanted = cast("SourceType | None", source_type)

    names = (program, platform, instrument_type)

    def fetch(client: AuroraX) -> list[AvailabilityResult]:
        return client.availability.ephemeris(
            start,
            end,
            program=_only(program),
            platform=_only(platform),
            instrument_type=_only(instrument_type),
            source_type=wanted,
            slow=fresh,
        )

    _write(
        context,
        fetch,
        names=names,
        member="available_ephemeris",
        span=(start, end),
        format=format,
        excel_safe=excel_safe,
        output=output,
        plot=plot,
        strict=strict,
        quiet=quiet,
    )


def _write(
    context: typer.Context,
    fetch: Callable[[AuroraX], list[AvailabilityResult]],
    *,
    names: _Names,
    member: Member,
    span: tuple[str, str],
    format: Format | None,
    excel_safe: bool,
    output: Path | None,
    plot: Path | None,
    strict: bool,
    quiet: bool,
) -> None:
    from aurorax_typed._core.sanitize import counted
    from aurorax_typed.cli.progress import warnings_told
    from aurorax_typed.cli.writers import write_items
    from aurorax_typed.queries.times import span_of_days

    first, last = span_of_days(*span)
    if plot is not None:
        from aurorax_typed.cli.plot import check_plot

        check_plot(plot)
    empty = 0
    drawn: list[AvailabilityResult] = []

    def items() -> list[AvailabilityResult]:
        nonlocal empty
        with warnings_told(strict=strict, quiet=quiet), cast(Settings, context.obj).client() as client:
            found = fetch(client)
            if any(len(several or ()) > 1 for several in names):  # the server takes one of each
                program, platform, instrument_type = names
                chosen = client.sources.search(
                    programs=program, platforms=platform, instrument_types=instrument_type, format="identifier_only"
                )
                identifiers = {source.identifier for source in chosen}
                found = [result for result in found if result.data_source.identifier in identifiers]
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
        items,
        availability_form(member, first, last),
        format=format,
        excel_safe=excel_safe,
        output=output,
        said=None if quiet else said,
    )
    if plot is not None:
        from aurorax_typed.cli.plot import draw_availability

        draw_availability(drawn, plot, _COUNTED_AS[member])


def _only(names: list[str] | None) -> str | None:
    return names[0] if names and len(names) == 1 else None


_SHADES = ("·", "░", "▒", "▓", "█")
_ASCII_SHADES = (".", "-", "+", "x", "#")
_NAME, _MOST = 24, 11
_STEPS = (1, 2, 3, 5, 7, 10, 14, 28, 91, 182, 365, 3650)
_USUAL_WIDTH = 80


@frozen
class _Scale:
    """Which days each character stands for.

    Attributes:
        first: the day that it begins with.
        last: the day that it ends with.
        step: days of a character.
    """

    first: date
    last: date
    step: int

    @property
    def bins(self) -> int:
        return -(-((self.last - self.first).days + 1) // self.step)

    def days(self, number: int) -> int:
        """How many days a character stands for; the last may stand for fewer."""
        return min(self.step, (self.last - self.first).days + 1 - number * self.step)

    def starts(self) -> list[date]:
        return [self.first + timedelta(days=number * self.step) for number in range(self.bins)]


def calendar_lines(results: Iterator[AvailabilityResult], first: date, last: date, style: TableStyle) -> Iterator[str]:
    """The calendar; nothing at all without sources. Ones that have nothing are left out.

    A character is as dark as the days that it stands for are full, measured by the fullest of the same source.
    """
    filled = [result for result in results if result.total]
    if not filled:
        return
    width = style.width or _USUAL_WIDTH
    names = [plain(_name(result)) for result in filled]
    margin = min(max(map(len, names)), _NAME)
    scale = _scale(first, last, max(width - margin - _MOST - 4, 10))
    shades = _ASCII_SHADES if style.ascii else _SHADES
    months, days = _months(scale), _days(scale) if scale.step == 1 else ""
    room = max(scale.bins, len(months), len(days))
    heading = f"{'':<{margin}}  {months:<{room}}  {'TOTAL':>{_MOST}}"
    yield styled(heading.rstrip(), "bold", style.colours)
    if days:
        yield f"{'':<{margin}}  {days}"
    for name, result in zip(names, filled, strict=True):
        shown = name if len(name) <= margin else f"{name[: margin - 1]}{'~' if style.ascii else '…'}"
        yield f"{shown:<{margin}}  {_row(result, scale, shades):<{room}}  {thousands(result.total):>{_MOST}}"
    span = "a day" if scale.step == 1 else f"{scale.step} days"
    yield ""
    yield f"A character is {span}: {shades[0]} none, {''.join(shades[1:])} up to the source's own most."


def _name(result: AvailabilityResult) -> str:
    source = result.data_source
    names = [source.program, source.platform, source.instrument_type]
    return source.display_name or "/".join(name for name in names if name) or f"source {source.identifier}"


def _scale(first: date, last: date, room: int) -> _Scale:
    fitting = (_Scale(first, last, step) for step in _STEPS)
    return next((scale for scale in fitting if scale.bins <= room), _Scale(first, last, _STEPS[-1]))


def _row(result: AvailabilityResult, scale: _Scale, shades: Sequence[str]) -> str:
    counts = [0] * scale.bins
    for day, count in result.available.items():
        number = (day - scale.first).days // scale.step
        if 0 <= number < scale.bins:
            counts[number] += count
    # By the day, so that a last character of fewer days looks no emptier than it is.
    rates = [count / scale.days(number) for number, count in enumerate(counts)]
    most = max(rates)
    levels = len(shades) - 1
    # Rounded up: what is not nothing must not look like nothing.
    return "".join(shades[ceil(rate * levels / most) if most else 0] for rate in rates)


def _months(scale: _Scale) -> str:
    """The names of the months (where a character is long, of the years), each above its first character."""
    starts = scale.starts()
    long = scale.step > 14
    text = ""
    for number, start in enumerate(starts):
        before = starts[number - 1] if number else None
        new = before is None or (before.year != start.year if long else before.month != start.month)
        if not new or len(text) > number:
            continue
        label = (
            f"{start:%Y}"
            if long
            else f"{start:%b %Y}"
            if before is None or before.year != start.year
            else f"{start:%b}"
        )
        if number + len(label) <= scale.bins or not text:
            text = f"{text:<{number}}{label} "
    return text.rstrip()


def _days(scale: _Scale) -> str:
    """Every fifth day of the month, above its character; the first day always."""
    text = ""
    for number, day in enumerate(islice(scale.starts(), scale.bins)):
        if (number == 0 or day.day in (1, 5, 10, 15, 20, 25)) and len(text) <= number:
            label = str(day.day)
            if number + len(label) <= scale.bins:
                text = f"{text:<{number}}{label} "
    return text.rstrip()


def availability_form(member: str, first: date, last: date) -> Formatter[AvailabilityResult]:
    """Counts of these days, both included.

    Args:
        member: what the API calls them, such as `available_ephemeris`.
    """

    def rows(result: AvailabilityResult) -> Iterable[list[Cell]]:
        own = source_cells(result.data_source)
        return ([*own, day, count] for day, count in result.available.items())

    def document(result: AvailabilityResult) -> dict[str, object]:
        return {
            "data_source": vars(result.data_source),
            member: {day.isoformat(): count for day, count in result.available.items()},
        }

    return flat_formatter(
        table=lambda results, style: calendar_lines(results, first, last, style),
        columns={**SOURCE_KINDS, "day": "day", "count": "whole"},
        rows=rows,
        document=document,
    )
