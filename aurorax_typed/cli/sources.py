"""`aurorax sources …`: the instruments and spacecraft that AuroraX has data of."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypedDict, cast, get_args

import typer
from attrs import frozen

from aurorax_typed._arguments import local_path
from aurorax_typed.cli.formatters import (
    SOURCE_KINDS,
    Cell,
    CellKind,
    Formatter,
    TableStyle,
    as_table,
    flat_formatter,
    json_lines,
    json_text,
    source_cells,
)
from aurorax_typed.cli.options import (
    ExcelSafeOption,
    FormatOption,
    InstrumentTypesOption,
    OutputOption,
    PlatformsOption,
    ProgramsOption,
    QuietOption,
    StrictOption,
    source_types,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.table import SCHEMA_COLUMNS, Column, lines
from aurorax_typed.cli.terminal import fields, thousands
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceType
from aurorax_typed.queries.common import check_source_type
from aurorax_typed.records import DataSource, DataSourceStatistics, JSONValue, MetadataSchemaItem

if TYPE_CHECKING:
    from aurorax_typed import AuroraX
    from aurorax_typed.cli.writers import Format

__all__ = [
    "COUNTED",
    "DESCRIBED",
    "Members",
    "NamesArgument",
    "SourceKey",
    "add_source",
    "app",
    "delete_source",
    "find_source",
    "json_option",
    "members_of_file",
    "named",
    "read_input",
    "source_key",
    "update_source",
]


SourceKey: TypeAlias = "int | tuple[str, str, str]"
"""An identifier, or program, platform and instrument type."""

NamesArgument: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="IDENTIFIER", help="A number, or program, platform and type.")
]


def source_key(names: list[str]) -> SourceKey:
    """Which source is meant.

    Raises:
        QueryError: neither a number nor three names.
    """
    if len(names) == 3:
        return names[0], names[1], names[2]
    try:
        [name] = names
        return int(name)
    except ValueError:
        raise QueryError(
            "A data source is named by its identifier, such as 103, or by program, platform and instrument type. "
            "See: aurorax sources search."
        ) from None


def find_source(client: AuroraX, key: SourceKey) -> DataSource:
    """The full record of a source, with its statistics.

    Raises:
        NotFoundError: there is none.
    """
    if isinstance(key, int):
        return client.sources.get_by_identifier(key, include_stats=True)
    return client.sources.get(*key, include_stats=True)


FileOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="Members from a JSON file, such as `sources show` writes; - for standard input.",
        show_default=False,
    ),
]
ProgramOption: TypeAlias = Annotated[str | None, typer.Option(metavar="NAME", help="Such as trex.")]
PlatformOption: TypeAlias = Annotated[str | None, typer.Option(metavar="NAME", help="Such as gillam.")]
InstrumentTypeOption: TypeAlias = Annotated[str | None, typer.Option(metavar="NAME", help="Such as 'RGB ASI'.")]
SourceTypeOption: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="TYPE", help=" ".join(get_args(SourceType)) + ".", autocompletion=source_types),
]
NameOption: TypeAlias = Annotated[str | None, typer.Option("--name", metavar="TEXT", help="The name for people.")]
MetadataOption: TypeAlias = Annotated[
    str | None, typer.Option(metavar="JSON", help="Anything to keep with it: a JSON object.")
]
OwnerOption: TypeAlias = Annotated[
    str | None, typer.Option(metavar="EMAIL", help="Whose it is. Default for a new one: you.", show_default=False)
]
MaintainerOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--maintainer", metavar="EMAIL", help="Who may write its records. May be repeated."),
]
DryRunOption: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")]


def add_source(
    context: typer.Context,
    *,
    file: FileOption = None,
    identifier: Annotated[
        int | None, typer.Option(metavar="N", help="A number of your choice. Default: the server chooses.")
    ] = None,
    program: ProgramOption = None,
    platform: PlatformOption = None,
    instrument_type: InstrumentTypeOption = None,
    source_type: SourceTypeOption = None,
    name: NameOption = None,
    metadata: MetadataOption = None,
    owner: OwnerOption = None,
    maintainer: MaintainerOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
) -> None:
    """Make a data source, of options, a file, or a file with some members of another value.

    Shows the source as the server has stored it. Schemas of metadata come from the file.

    \b
    Examples:
      aurorax sources add --program trex --platform gillam \\
          --instrument-type 'RGB ASI' --source-type ground --name 'TREx GILL'
      aurorax sources show 103 --format json --output like.json
      aurorax sources add --file like.json --identifier 70103 \\
          --platform rabbit --name 'TREx RABB' --dry-run
    """
    from aurorax_typed._core.payloads import new_members, source_members
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.writers import write_items

    members = _members(
        file,
        identifier=identifier,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        display_name=name,
        metadata=metadata,
        owner=owner,
        maintainers=maintainer,
    )
    if dry_run:
        _show_members(new_members(None, source_members(**members)), output)
        say("Nothing was sent. Without --dry-run this source would be made.")
        return

    def send() -> list[DataSource]:
        with cast(Settings, context.obj).client() as client:
            source = client.sources.add(**members)
        say(f"Source {source.identifier} was made.")
        return [source]

    write_items(send, _edit_form(), format=format, excel_safe=excel_safe, output=output)


def update_source(
    context: typer.Context,
    identifier: Annotated[int, typer.Argument(metavar="IDENTIFIER", help="Such as 103.")],
    *,
    file: FileOption = None,
    program: ProgramOption = None,
    platform: PlatformOption = None,
    instrument_type: InstrumentTypeOption = None,
    source_type: SourceTypeOption = None,
    name: NameOption = None,
    metadata: MetadataOption = None,
    owner: OwnerOption = None,
    maintainer: MaintainerOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
) -> None:
    """Change a data source: only the members that are given.

    A list or an object that is given takes the place of the whole one there was. Shows the source as it is now.

    \b
    Examples:
      aurorax sources update 103 --name 'TREx RGB GILL' --dry-run
      aurorax sources update 103 --file changed.json
    """
    from aurorax_typed._core.payloads import source_members
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.writers import write_items

    members = _members(
        file,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        display_name=name,
        metadata=metadata,
        owner=owner,
        maintainers=maintainer,
    )
    own = members.pop("identifier", identifier)
    if own != identifier:
        raise QueryError(f"The file is about source {own}, not {identifier}. An identifier never changes.")
    if not members:
        raise QueryError(f"There is nothing to change about source {identifier}. See: aurorax sources update --help.")
    if dry_run:
        with cast(Settings, context.obj).client() as client:
            before = client.sources.get_by_identifier(identifier)
        _show_changes(before, source_members(**members), output)
        say("Nothing was sent. Without --dry-run this would be changed.")
        return

    def send() -> list[DataSource]:
        with cast(Settings, context.obj).client() as client:
            source = client.sources.update(identifier, **members)  # type: ignore[misc]
        say(f"Source {source.identifier} was changed.")
        return [source]

    write_items(send, _edit_form(), format=format, excel_safe=excel_safe, output=output)


def delete_source(
    context: typer.Context,
    identifier: Annotated[int, typer.Argument(metavar="IDENTIFIER", help="Such as 103.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    dry_run: DryRunOption = False,
) -> None:
    """Remove a data source that has no records (any more). Asks first.

    \b
    Examples:
      aurorax sources delete 70103 --dry-run
      aurorax sources delete 70103 --yes
    """
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.terminal import plain, thousands

    with cast(Settings, context.obj).client() as client:
        source = client.sources.get_by_identifier(identifier, include_stats=True)
        names = "/".join(part or "" for part in (source.program, source.platform, source.instrument_type))
        what = plain(f"source {identifier}, {source.display_name or names} ({names})")
        records = 0 if source.stats is None else source.stats.ephemeris_count + source.stats.data_product_count
        has = f" It has {thousands(records)} records; the server removes none that has any." if records else ""
        if dry_run:
            say(f"Nothing was sent. Without --dry-run this would be removed: {what}.{has}")
            return
        if not yes:
            if sys.stdin is None or not sys.stdin.isatty():
                raise QueryError(f"This would remove {what}. Add --yes where nobody can be asked.")
            say(f"This removes {what}.{has}")
            if not typer.confirm("Remove it?", err=True):
                say("Nothing was removed.")
                raise typer.Exit(1)
        client.sources.delete(identifier)
    say(f"Source {identifier} was removed.")


def _members(
    file: Path | None, *, metadata: str | None = None, source_type: str | None = None, **given: object
) -> Members:
    """The members of the file, and in their place those that are given."""

    found: dict[str, object] = {} if file is None else dict(members_of_file(file))
    found |= {name: value for name, value in given.items() if value is not None}
    if source_type is not None:
        check_source_type(source_type)
        found["source_type"] = source_type
    if metadata is not None:
        found["metadata"] = json_option("--metadata", metadata)
    return cast("Members", found)


def _edit_form() -> Formatter[DataSource]:

    return DESCRIBED


def _show_members(members: Mapping[str, JSONValue], output: Path | None) -> None:
    from aurorax_typed.cli.formatters import indented
    from aurorax_typed.cli.output import opened

    with opened(output) as sink:
        sink.write(indented(members))


def _show_changes(before: DataSource, members: Mapping[str, JSONValue], output: Path | None) -> None:
    from aurorax_typed.cli.formatters import document

    was = document(before)
    _show_members({name: {"before": was.get(name), "after": value} for name, value in members.items()}, output)


app: typer.Typer = typer.Typer(help="See which instruments there are, and manage your own.")


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
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """List the data sources, by identifier.

    \b
    Examples:
      aurorax sources list --program trex
      aurorax sources list --source-type leo --format csv
    """
    check_source_type(source_type)
    wanted = cast("SourceType | None", source_type)

    def fetch(client: AuroraX) -> list[DataSource]:
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

    _write(context, fetch, format=format, excel_safe=excel_safe, output=output, quiet=quiet, strict=strict)


@app.command("search")
def search_sources(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="Such as gill rgb: all must be there.")],
    *,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
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
        excel_safe=excel_safe,
        output=output,
        quiet=quiet,
    )


@app.command("show")
def show_source(
    context: typer.Context,
    names: NamesArgument,
    *,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
) -> None:
    """Show all that is known of one data source, with the metadata of its records.

    \b
    Examples:
      aurorax sources show 103
      aurorax sources show swarm swarma footprint
      aurorax sources show 103 --format json
    """
    from aurorax_typed.cli.writers import write_items

    key = source_key(names)
    with cast(Settings, context.obj).client() as client:
        write_items(lambda: [find_source(client, key)], DESCRIBED, format=format, excel_safe=excel_safe, output=output)


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
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Count the records of data sources, and show from when to when they are.

    \b
    Examples:
      aurorax sources stats 103
      aurorax sources stats --program trex --format csv
    """
    from aurorax_typed.cli.writers import write_items

    if bool(identifiers) == bool(program or platform or instrument_type):
        raise QueryError("Say which sources: identifiers, such as 103, or --program, --platform, --instrument-type.")

    def fetch() -> list[DataSource]:
        with cast(Settings, context.obj).client() as client:
            if identifiers:
                return [
                    client.sources.get_by_identifier(identifier, format="basic_info", include_stats=True)
                    for identifier in identifiers
                ]
            return client.sources.search(
                programs=program, platforms=platform, instrument_types=instrument_type, include_stats=True
            )

    write_items(fetch, COUNTED, format=format, excel_safe=excel_safe, output=output, said=None if quiet else _counted)


def _write(
    context: typer.Context,
    fetch: Callable[[AuroraX], list[DataSource]],
    *,
    format: Format | None,
    excel_safe: bool,
    output: Path | None,
    quiet: bool,
    strict: bool = False,
) -> None:
    from aurorax_typed.cli.formatters import SOURCES
    from aurorax_typed.cli.progress import warnings_told
    from aurorax_typed.cli.writers import write_items

    def found() -> list[DataSource]:
        with warnings_told(strict=strict, quiet=quiet), cast(Settings, context.obj).client() as client:
            return fetch(client)

    write_items(found, SOURCES, format=format, excel_safe=excel_safe, output=output, said=None if quiet else _counted)


def _counted(count: int) -> str:
    from aurorax_typed._core.sanitize import counted

    return counted(count, "source") if count else "No sources found."


def _only(names: list[str] | None) -> str | None:
    return names[0] if names else None


app.command("add")(add_source)
app.command("update")(update_source)
app.command("delete")(delete_source)


_STATISTICS: dict[str, CellKind] = {
    "ephemeris_count": "whole",
    "earliest_ephemeris_loaded": "time",
    "latest_ephemeris_loaded": "time",
    "data_product_count": "whole",
    "earliest_data_product_loaded": "time",
    "latest_data_product_loaded": "time",
}


@frozen
class _Count:
    """One line of the table: the records of one kind of one source."""

    source: DataSource
    what: str
    count: int
    first: datetime | None
    last: datetime | None


def _minute(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


_COLUMNS: tuple[Column[_Count], ...] = (
    Column("ID", lambda row: str(row.source.identifier), right=True),
    Column("NAME", lambda row: row.source.display_name or "", cut="right", least=12),
    Column("RECORDS", lambda row: row.what),
    Column("COUNT", lambda row: thousands(row.count), right=True),
    Column("FIRST (UTC)", lambda row: _minute(row.first)),
    Column("LAST (UTC)", lambda row: _minute(row.last)),
)


def _statistics(source: DataSource) -> DataSourceStatistics:
    return source.stats or DataSourceStatistics()


def _counts(sources: Iterator[DataSource]) -> Iterator[_Count]:
    for source in sources:
        stats = _statistics(source)
        yield _Count(
            source,
            "ephemeris",
            stats.ephemeris_count,
            stats.earliest_ephemeris_loaded,
            stats.latest_ephemeris_loaded,
        )
        yield _Count(
            source,
            "data products",
            stats.data_product_count,
            stats.earliest_data_product_loaded,
            stats.latest_data_product_loaded,
        )


def _rows(source: DataSource) -> list[list[Cell]]:
    stats = _statistics(source)
    return [[*source_cells(source), *(getattr(stats, name) for name in _STATISTICS)]]


COUNTED: Formatter[DataSource] = flat_formatter(
    table=lambda sources, style: as_table(_COLUMNS)(_counts(sources), style),
    columns={**SOURCE_KINDS, **_STATISTICS},
    rows=_rows,
)


def _amount(count: int, first: datetime | None, last: datetime | None) -> str:
    span = f", {_minute(first)} to {_minute(last)}" if first and last else ""
    return f"{thousands(count)}{span}"


def _described(sources: Iterator[DataSource], style: TableStyle) -> Iterator[str]:
    for source in sources:
        stats = _statistics(source)
        yield from fields(
            {
                "identifier": source.identifier,
                "program": source.program,
                "platform": source.platform,
                "instrument type": source.instrument_type,
                "kind": source.source_type,
                "name": source.display_name,
                "ephemeris": _amount(
                    stats.ephemeris_count, stats.earliest_ephemeris_loaded, stats.latest_ephemeris_loaded
                ),
                "data products": _amount(
                    stats.data_product_count, stats.earliest_data_product_loaded, stats.latest_data_product_loaded
                ),
                "metadata": json_text(source.metadata) if source.metadata else None,
                "maintainers": ", ".join(source.maintainers or []),
                "owner": source.owner,
            },
            width=style.width,
        ).splitlines()
        yield from _schemas(source, style)


def _schemas(source: DataSource, style: TableStyle) -> Iterable[str]:
    schemas = {"ephemeris": source.ephemeris_metadata_schema, "data products": source.data_product_metadata_schema}
    for name, schema in schemas.items():
        if schema:
            yield ""
            yield f"Metadata of its {name}:"
            yield from lines(iter(schema), SCHEMA_COLUMNS, width=style.width, bold=style.colours)


DESCRIBED: Formatter[DataSource] = flat_formatter(
    table=_described,
    columns=SOURCE_KINDS,
    rows=lambda source: [source_cells(source)],
    json_line=json_lines,
    single=True,
)


class Members(TypedDict, total=False):
    """The members of a source that a client may write."""

    identifier: int
    program: str
    platform: str
    instrument_type: str
    source_type: SourceType
    display_name: str
    metadata: Mapping[str, JSONValue]
    owner: str
    maintainers: list[str]
    ephemeris_metadata_schema: list[MetadataSchemaItem]
    data_product_metadata_schema: list[MetadataSchemaItem]


_WRITABLE = tuple(Members.__annotations__)
_IGNORED = ("stats",)


def named(path: Path) -> str:
    """A file for a message; `-` is standard input."""
    return "standard input" if str(path) == "-" else str(path)


def read_input(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        QueryError: it can't be read.
    """
    try:
        if str(path) != "-":
            return local_path(path).read_bytes()
        if sys.stdin is None:
            raise QueryError("Standard input is closed. Name a file.")
        return sys.stdin.buffer.read()
    except OSError as error:
        raise QueryError(f"{named(path)} can't be read: {error.strerror or error}.") from None


def members_of_file(path: Path) -> Members:
    """The members that a file gives; what only the server sets (`stats`) is passed over.

    Raises:
        QueryError: it can't be read, is no JSON object, or holds a member that no source has.
    """
    from aurorax_typed._core.decoder.build import build_source
    from aurorax_typed._core.decoder.limits import Mismatch

    raw = _object(read_input(path), named(path))
    unknown = [name for name in raw if name not in (*_WRITABLE, *_IGNORED)]
    if unknown:
        raise QueryError(
            f"{named(path)}: a data source has no member {unknown[0]!r}. Its members: {', '.join(_WRITABLE)}."
        )
    try:
        source = build_source({"identifier": 0, **raw})
    except Mismatch as fault:
        raise QueryError(f"{named(path)} holds no data source: {fault.path} {fault.reason}.") from None
    return cast("Members", {name: getattr(source, name) for name in _WRITABLE if raw.get(name) is not None})


def json_option(option: str, text: str) -> dict[str, JSONValue]:
    """The JSON object that an option gives.

    Raises:
        QueryError: it is none.
    """
    return _object(text.encode(), option)


def _object(data: bytes, what: str) -> dict[str, JSONValue]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{what} is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise QueryError(f"{what} must hold a JSON object, not {type(value).__name__}.")
    return value
