"""`aurorax sources …`: the instruments and spacecraft that AuroraX has data of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from aurorax_typed.cli.options import (
    FormatOption,
    InstrumentTypesOption,
    JsonOption,
    OutputOption,
    PlatformsOption,
    ProgramsOption,
    QuietOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceType
from aurorax_typed.records import DataSource, DataSourceStatistics

if TYPE_CHECKING:
    from aurorax_typed import AuroraX
    from aurorax_typed.cli.formats import Format
    from aurorax_typed.cli.output import Sink

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
    if source_type is not None and source_type not in get_args(SourceType):
        raise QueryError(f"{source_type!r} is not a source type. Known: {', '.join(get_args(SourceType))}.")
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
    names: Annotated[list[str], typer.Argument(metavar="IDENTIFIER", help="A number, or program, platform and type.")],
    *,
    as_json: JsonOption = False,
    output: OutputOption = None,
) -> None:
    """Show all that is known of one data source, with the metadata of its records.

    \b
    Examples:
      aurorax sources show 103
      aurorax sources show swarm swarma footprint
    """
    from aurorax_typed.cli.documents import document, indented
    from aurorax_typed.cli.output import opened

    identifier = _identifier(names)
    with opened(output) as sink, cast(Settings, context.obj).client() as client:
        if identifier is None:
            source = client.sources.get(*names, include_stats=True)
        else:
            source = client.sources.get_by_identifier(identifier, include_stats=True)
        if as_json:
            sink.write(indented(document(source)))
            return
        for text in _described(source, sink):
            sink.write(text)


def _identifier(names: list[str]) -> int | None:
    if len(names) == 3:
        return None
    try:
        [name] = names
        return int(name)
    except ValueError:
        raise QueryError(
            "sources show takes an identifier, such as 103, or a program, a platform and an instrument type. "
            "See: aurorax sources search."
        ) from None


def _amount(count: int, first: datetime | None, last: datetime | None) -> str:
    from aurorax_typed.cli.text import thousands

    span = f", {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}" if first and last else ""
    return f"{thousands(count)}{span}"


def _described(source: DataSource, sink: Sink) -> Iterator[str]:
    from aurorax_typed.cli.documents import json_text
    from aurorax_typed.cli.table import SCHEMA_COLUMNS
    from aurorax_typed.cli.text import fields
    from aurorax_typed.cli.writing import table_lines

    stats = source.stats or DataSourceStatistics()
    yield fields(
        {
            "identifier": source.identifier,
            "program": source.program,
            "platform": source.platform,
            "instrument type": source.instrument_type,
            "kind": source.source_type,
            "name": source.display_name,
            "ephemeris": _amount(stats.ephemeris_count, stats.earliest_ephemeris_loaded, stats.latest_ephemeris_loaded),
            "data products": _amount(
                stats.data_product_count, stats.earliest_data_product_loaded, stats.latest_data_product_loaded
            ),
            "metadata": json_text(source.metadata) if source.metadata else None,
            "maintainers": ", ".join(source.maintainers or []),
            "owner": source.owner,
        }
    )
    schemas = {"ephemeris": source.ephemeris_metadata_schema, "data products": source.data_product_metadata_schema}
    for name, schema in schemas.items():
        if schema:
            yield f"\nMetadata of its {name}:\n"
            yield from table_lines(iter(schema), SCHEMA_COLUMNS, sink)


def _write(
    context: typer.Context,
    look: Callable[[AuroraX], list[DataSource]],
    *,
    format: Format | None,
    output: Path | None,
    quiet: bool,
) -> None:
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.table import SOURCE_COLUMNS
    from aurorax_typed.cli.text import thousands
    from aurorax_typed.cli.writing import chosen_format, destination

    chosen = chosen_format(format, output)
    with (
        destination(output, chosen, DataSource, SOURCE_COLUMNS) as target,
        cast(Settings, context.obj).client() as client,
    ):
        found = look(client)
        target.write([found])
    if chosen == "table" and not quiet:
        say(f"{thousands(len(found))} sources" if found else "No sources found.")


def _only(names: list[str] | None) -> str | None:
    return names[0] if names else None
