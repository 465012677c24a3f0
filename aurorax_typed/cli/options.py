"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeAlias, get_args

import typer

from aurorax_typed.cli.writers import Format
from aurorax_typed.queries import ConjunctionType, DataProductType, SourceType

__all__ = [
    "AnyOption",
    "EndOption",
    "ExcelSafeOption",
    "FiltersOption",
    "FormatOption",
    "InstrumentTypesOption",
    "LimitOption",
    "MetadataOption",
    "NoWaitOption",
    "OutputOption",
    "PlatformsOption",
    "PlotKindOption",
    "PlotOption",
    "ProgramsOption",
    "ProgressOption",
    "QueryOption",
    "QuietOption",
    "SaveOption",
    "StartOption",
    "StrictOption",
    "TemplateOption",
    "TimeoutOption",
    "VerboseOption",
    "conjunction_types",
    "instrument_types",
    "product_types",
    "programs",
    "source_types",
]


# What the shell may complete: words that are known without asking anybody.
#
# The programs and instrument types are those of the sources that most records belong to; others are taken as typed.


_PROGRAMS = (
    "amisr",
    "arase",
    "auroramax",
    "cluster",
    "dmsp",
    "elfin",
    "epop",
    "goes",
    "mms",
    "noaa",
    "rainbow",
    "rbsp",
    "rego",
    "swarm",
    "themis",
    "themis-asi",
    "trex",
)
_INSTRUMENT_TYPES = (
    "RGB ASI",
    "blueline ASI",
    "footprint",
    "near-infrared ASI",
    "panchromatic ASI",
    "redline ASI",
    "spectrograph",
)


def _beginning(words: Iterable[str]) -> Callable[[str], list[str]]:
    known = sorted(words)
    return lambda incomplete: [word for word in known if word.startswith(incomplete)]


conjunction_types: Callable[[str], list[str]] = _beginning(get_args(ConjunctionType))
instrument_types: Callable[[str], list[str]] = _beginning(_INSTRUMENT_TYPES)
product_types: Callable[[str], list[str]] = _beginning(get_args(DataProductType))
programs: Callable[[str], list[str]] = _beginning(_PROGRAMS)
source_types: Callable[[str], list[str]] = _beginning(get_args(SourceType))


StartOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--start", metavar="TIME", help="The first time, UTC. A date alone: its midnight.", show_default=False
    ),
]
EndOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--end", metavar="TIME", help="The last time, UTC. A date alone: its last second.", show_default=False
    ),
]
FiltersOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="CONDITION",
        help="What the metadata must be, see above. May be repeated: all must hold.",
        show_default=False,
    ),
]
AnyOption: TypeAlias = Annotated[bool, typer.Option("--any", help="One of the filters is enough.")]
QueryOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--query",
        metavar="FILE",
        help="Take the query from a JSON file, - for standard input. --start and --end move it.",
        show_default=False,
    ),
]
TemplateOption: TypeAlias = Annotated[
    bool, typer.Option("--template", help="Show the query as JSON for --query, or an example to be edited.")
]
LimitOption: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--limit",
        metavar="N",
        help="Write the first N only; 0: all. Default: 50 for a table on the screen, else all.",
    ),
]
TimeoutOption: TypeAlias = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", help="Give up waiting after this time. Default: an hour."),
]
ProgramsOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--program",
        metavar="NAME",
        help="Such as trex. May be repeated: any of them.",
        autocompletion=programs,
    ),
]
PlatformsOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--platform", metavar="NAME", help="Such as gillam. May be repeated.")
]
InstrumentTypesOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--instrument-type",
        metavar="NAME",
        help="Such as 'RGB ASI'. May be repeated.",
        autocompletion=instrument_types,
    ),
]
PlotOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--plot", metavar="FILE", help="Also draw it, as FILE's suffix says: .png, .svg, .pdf.", show_default=False
    ),
]
PlotKindOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--plot-kind",
        metavar="KIND",
        help="What to draw. data-products: hour, day, month. ephemeris: geographic, nbtrace, sbtrace. "
        "conjunctions: map, timeline.",
        show_default=False,
    ),
]
FormatOption: TypeAlias = Annotated[
    Format | None,
    typer.Option("--format", help="How to write. Default: by FILE's suffix, else a table.", show_default=False),
]
ExcelSafeOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--excel-safe", help="In CSV, put ' before text that a spreadsheet would take for a formula: = + - @ or a tab."
    ),
]
MetadataOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--metadata",
        metavar="FIELD",
        help="Also write this field of the metadata as a column of CSV or Parquet. Repeatable.",
        show_default=False,
    ),
]
OutputOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.", show_default=False),
]
QuietOption: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
StrictOption: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="Fail with exit status 1 where a name is that of no data source.")
]
SaveOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help="Keep the search in a file; `aurorax requests` takes it up from there.",
        show_default=False,
    ),
]
NoWaitOption: TypeAlias = Annotated[
    bool, typer.Option("--no-wait", help="Submit it, print its id, and leave it to the server.")
]
ProgressOption: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--progress/--no-progress",
        help="Tell on stderr how far it is. Default: on a terminal.",
        show_default=False,
    ),
]
VerboseOption: TypeAlias = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell each step, with the server's log, on stderr.")
]
