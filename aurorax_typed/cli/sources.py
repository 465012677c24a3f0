"""`aurorax sources …`: the instruments and spacecraft that AuroraX has data of."""

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
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceType
from aurorax_typed.records import DataSource

__all__ = ["app"]

app = typer.Typer(help="See which instruments there are.")


def _known_types(incomplete: str) -> list[str]:
    return [name for name in get_args(SourceType) if name.startswith(incomplete)]


@app.command("list")
def list_sources(
    context: typer.Context,
    *,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    source_type: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help=" ".join(get_args(SourceType)) + ".", autocompletion=_known_types),
    ] = None,
    format: FormatOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """List the data sources, by identifier. Names are matched exactly.

    \b
    Examples:
      aurorax sources list --program trex
      aurorax sources list --source-type leo --format csv
    """
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.table import SOURCE_COLUMNS
    from aurorax_typed.cli.text import thousands
    from aurorax_typed.cli.writing import chosen_format, destination

    if source_type is not None and source_type not in get_args(SourceType):
        raise QueryError(f"{source_type!r} is not a source type. Known: {', '.join(get_args(SourceType))}.")
    chosen = chosen_format(format, output)
    with (
        destination(output, chosen, DataSource, SOURCE_COLUMNS) as target,
        cast(Settings, context.obj).client() as client,
    ):
        wanted = cast("SourceType | None", source_type)
        if all(len(names or ()) <= 1 for names in (program, platform, instrument_type)):
            found = client.sources.list(
                program=_only(program),
                platform=_only(platform),
                instrument_type=_only(instrument_type),
                source_type=wanted,
            )
        else:
            # The server's search takes several names, and no source type.
            found = client.sources.search(programs=program, platforms=platform, instrument_types=instrument_type)
            found = [source for source in found if wanted is None or source.source_type == wanted]
        target.write([found])
    if chosen == "table" and not quiet:
        say(f"{thousands(len(found))} sources" if found else "No sources found.")


def _only(names: list[str] | None) -> str | None:
    return names[0] if names else None
