"""`aurorax sources add|update|delete`: with the API key of an Administrator or an owner."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast, get_args

import typer

from aurorax_typed.cli.completing import source_types
from aurorax_typed.cli.options import FormatOption, OutputOption
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceType
from aurorax_typed.queries.common import check_source_type

if TYPE_CHECKING:
    from aurorax_typed.cli.forms import Form
    from aurorax_typed.cli.source_files import Members
    from aurorax_typed.records import DataSource, JSONValue

__all__ = ["add_source", "delete_source", "update_source"]

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
    from aurorax_typed.cli.writing import write_items

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

    write_items(send, _described(), format=format, output=output)


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
    from aurorax_typed.cli.writing import write_items

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

    write_items(send, _described(), format=format, output=output)


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
    from aurorax_typed.cli.text import plain, thousands

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
    from aurorax_typed.cli.source_files import json_option, members_of_file

    found: dict[str, object] = {} if file is None else dict(members_of_file(file))
    found |= {name: value for name, value in given.items() if value is not None}
    if source_type is not None:
        check_source_type(source_type)
        found["source_type"] = source_type
    if metadata is not None:
        found["metadata"] = json_option("--metadata", metadata)
    return cast("Members", found)


def _described() -> Form[DataSource]:
    from aurorax_typed.cli.source_forms import DESCRIBED

    return DESCRIBED


def _show_members(members: Mapping[str, JSONValue], output: Path | None) -> None:
    from aurorax_typed.cli.documents import indented
    from aurorax_typed.cli.output import opened

    with opened(output) as sink:
        sink.write(indented(members))


def _show_changes(before: DataSource, members: Mapping[str, JSONValue], output: Path | None) -> None:
    from aurorax_typed.cli.documents import document

    was = document(before)
    _show_members({name: {"before": was.get(name), "after": value} for name, value in members.items()}, output)
