"""`aurorax upload …`: records from a file into AuroraX."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar, cast

import typer

from aurorax_typed.cli.options import ProgressOption, QuietOption
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorax_typed import AuroraX
    from aurorax_typed.cli.upload_files import RecordFile
    from aurorax_typed.records import DataProduct, Ephemeris

__all__ = ["app"]

app = typer.Typer(help="Send records in. Needs an API key that may write them.")

R = TypeVar("R", bound="Ephemeris | DataProduct")

FileArgument: TypeAlias = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Records as .ndjson, .json, .csv or .parquet; - for JSON on standard input."),
]
SourceOption: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--source", metavar="IDENTIFIER", help="Whose records. Default: that of the first.", show_default=False
    ),
]
ChunkOption: TypeAlias = Annotated[int, typer.Option(min=1, metavar="N", help="So many go at once.")]
ValidateOption: TypeAlias = Annotated[
    bool,
    typer.Option("--validate/--no-validate", help="Check metadata against the source's schema, and locations."),
]
DryRunOption: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Check all of it; send nothing.")]


@app.command("data-products")
def upload_data_products(
    context: typer.Context,
    file: FileArgument,
    *,
    source: SourceOption = None,
    chunk_size: ChunkOption = 500,
    validate: ValidateOption = True,
    dry_run: DryRunOption = False,
    quiet: QuietOption = False,
    progress: ProgressOption = None,
) -> None:
    """Send data products in: start, end, url and data_product_type of each, and metadata.

    All is checked before anything is sent. Safe to repeat: a record takes the place of the one with its URL.

    \b
    Examples:
      aurorax upload data-products keograms.csv --source 103 --dry-run
      aurorax upload data-products keograms.csv --source 103
    """
    from aurorax_typed.cli.upload_files import RecordFile
    from aurorax_typed.records import DataProduct

    def send(client: AuroraX, records: RecordFile[DataProduct]) -> int:
        return client.data_products.upload(
            records.own_source, records, chunk_size=chunk_size, validate=validate, dry_run=dry_run
        )

    _run(context, RecordFile(file, DataProduct, source=source), send, dry_run=dry_run, quiet=quiet, shown=progress)


@app.command("ephemeris")
def upload_ephemeris(
    context: typer.Context,
    file: FileArgument,
    *,
    source: SourceOption = None,
    chunk_size: ChunkOption = 500,
    validate: ValidateOption = True,
    dry_run: DryRunOption = False,
    quiet: QuietOption = False,
    progress: ProgressOption = None,
) -> None:
    """Send ephemeris in: epoch (on the minute) and locations of each, and metadata.

    All is checked before anything is sent. Safe to repeat: a record takes the place of the one with its epoch.

    \b
    Examples:
      aurorax upload ephemeris swarma.parquet --dry-run
      aurorax upload ephemeris orbit.ndjson --source 3
    """
    from aurorax_typed.cli.upload_files import RecordFile
    from aurorax_typed.records import Ephemeris

    def send(client: AuroraX, records: RecordFile[Ephemeris]) -> int:
        return client.ephemeris.upload(
            records.own_source, records, chunk_size=chunk_size, validate=validate, dry_run=dry_run
        )

    _run(context, RecordFile(file, Ephemeris, source=source), send, dry_run=dry_run, quiet=quiet, shown=progress)


def _run(
    context: typer.Context,
    records: RecordFile[R],
    send: Callable[[AuroraX, RecordFile[R]], int],
    *,
    dry_run: bool,
    quiet: bool,
    shown: bool | None,
) -> None:
    from aurorax_typed.cli.progress import Progress, say
    from aurorax_typed.cli.text import counted

    with (
        Progress(quiet=quiet, shown=shown, first="checking") as progress,
        cast(Settings, context.obj).client(progress.counting) as client,
    ):
        try:
            count = send(client, records)
        except KeyboardInterrupt:
            progress.stop()
            say("interrupted")
            say(f"{counted(progress.records, 'record')} taken in before. Uploading all of them again does no harm.")
            raise typer.Exit(130) from None
        except QueryError as error:
            raise QueryError(f"{records.name}: {_from_one(error.message)}") from None
    if quiet:
        return
    if not count:
        say(f"{records.name} holds no records; nothing was sent.")
        return
    what = f"{counted(count, 'record')} for source {records.own_source}"
    say(f"{what} can be sent. Nothing was sent yet." if dry_run else f"{what} taken in. They show in searches soon.")


def _from_one(message: str) -> str:
    """The library counts records as lists do; people count from one."""
    return re.sub(r"^Record (\d+)", lambda found: f"Record {int(found[1]) + 1}", message)
