"""`aurorax sources …`: the instruments and spacecraft that AuroraX has data of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from aurorax_typed.cli.completing import source_types
from aurorax_typed.cli.options import (
    FormatOption,
    InstrumentTypesOption,
    OutputOption,
    PlatformsOption,
    ProgramsOption,
    QuietOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.source_keys import NamesArgument, find_source, source_key
from aurorax_typed.cli.source_writing import add_source, delete_source, update_source
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceType
from aurorax_typed.queries.common import check_source_type
from aurorax_typed.records import DataSource

if TYPE_CHECKING:
    from aurorax_typed import AuroraX
    from aurorax_typed.cli.formats import Format

__all__ = ["app"]

app = typer.Typer(help="See which instruments there are, and manage your own.")


@app.command("list")
def list_sources(
    context: typer.Context,
    *,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    source_type: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help=" ".join(get_args(SourceType)) + ".", autocompletion=source_types),
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
    check_source_type(source_type)
    wanted = cast("SourceType | None", source_type)

    def look(client: AuroraX) -> list[DataSource]:
        if all(len(names or ()) <= 1 for names in (program, platform, instrument_type)):
            return client.sources.list(
                program=_only(program),
                platform=_only(platform),
                instrument_type=_only(instrument_type),
                source_type=wanted,
            )
        # The server's search takes several names, and no source type.
        found = client.sources.search(programs=program, platforms=platform, instrument_types=instrument_type)
        return [source for source in found if wanted is None or source.source_type == wanted]

    _write(context, look, format=format, output=output, quiet=quiet)


@app.command("search")
def search_sources(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="Such as gill rgb: all must be there.")],
    *,
    format: FormatOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Find data sources by parts of their names, in small or capital letters.

    \b
    Example:
      aurorax sources search gill rgb
    """
    wanted = [word.casefold() for word in words]

    def named(source: DataSource) -> bool:
        names = (source.program, source.platform, source.instrument_type, source.display_name, source.source_type)
        text = "\n".join(name for name in names if name).casefold()
        return all(word in text for word in wanted)

    _write(
        context,
        lambda client: [source for source in client.sources.list() if named(source)],
        format=format,
        output=output,
        quiet=quiet,
    )


@app.command("show")
def show_source(
    context: typer.Context,
    names: NamesArgument,
    *,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show all that is known of one data source, with the metadata of its records.

    \b
    Examples:
      aurorax sources show 103
      aurorax sources show swarm swarma footprint
      aurorax sources show 103 --format json
    """
    from aurorax_typed.cli.source_forms import DESCRIBED
    from aurorax_typed.cli.writing import write_items

    key = source_key(names)
    with cast(Settings, context.obj).client() as client:
        write_items(lambda: [find_source(client, key)], DESCRIBED, format=format, output=output)


@app.command("stats")
def source_stats(
    context: typer.Context,
    identifiers: Annotated[
        list[int] | None, typer.Argument(metavar="[IDENTIFIER]…", help="Such as 103. Without any: see the options.")
    ] = None,
    *,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Count the records of data sources, and show from when to when they are.

    \b
    Examples:
      aurorax sources stats 103
      aurorax sources stats --program trex --format csv
    """
    from aurorax_typed.cli.source_forms import COUNTED
    from aurorax_typed.cli.writing import write_items

    if bool(identifiers) == bool(program or platform or instrument_type):
        raise QueryError("Say which sources: identifiers, such as 103, or --program, --platform, --instrument-type.")

    def look() -> list[DataSource]:
        with cast(Settings, context.obj).client() as client:
            if identifiers:
                return [
                    client.sources.get_by_identifier(identifier, format="basic_info", include_stats=True)
                    for identifier in identifiers
                ]
            return client.sources.search(
                programs=program, platforms=platform, instrument_types=instrument_type, include_stats=True
            )

    write_items(look, COUNTED, format=format, output=output, said=None if quiet else _counted)


def _write(
    context: typer.Context,
    look: Callable[[AuroraX], list[DataSource]],
    *,
    format: Format | None,
    output: Path | None,
    quiet: bool,
) -> None:
    from aurorax_typed.cli.forms import SOURCES
    from aurorax_typed.cli.writing import write_items

    def found() -> list[DataSource]:
        with cast(Settings, context.obj).client() as client:
            return look(client)

    write_items(found, SOURCES, format=format, output=output, said=None if quiet else _counted)


def _counted(count: int) -> str:
    from aurorax_typed.cli.text import counted

    return counted(count, "source") if count else "No sources found."


def _only(names: list[str] | None) -> str | None:
    return names[0] if names else None


app.command("add")(add_source)
app.command("update")(update_source)
app.command("delete")(delete_source)
