"""`aurorax download`: the pictures and movies behind the data products of a search."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, cast

import typer

from aurorax_typed._arguments import local_path
from aurorax_typed.cli.options import ProgressOption, QuietOption, TimeoutOption
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError

__all__ = ["download"]

_MOST_TOLD = 10
"""Failed files that are told one by one; the manifest has all."""


def download(
    context: typer.Context,
    request: Annotated[
        str,
        typer.Argument(
            metavar="REQUEST", help="A search for data products: its id, or the file of --save.", show_default=False
        ),
    ],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go; made if need be.")],
    *,
    workers: Annotated[int, typer.Option(min=1, max=32, metavar="N", help="So many files come at once.")] = 4,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Fetch what is there already anew.")] = False,
    most: Annotated[
        int | None,
        typer.Option("--max-bytes", min=1, metavar="N", help="Refuse larger files. Default: 2,000,000,000."),
    ] = None,
    timeout: TimeoutOption = None,
    quiet: QuietOption = False,
    progress: ProgressOption = None,
) -> None:
    """Download the pictures and movies that a search has found.

    The folder gets a file for each data product, by program, site, instrument and day, and a list of them all,
    manifest.ndjson. Run again, also after an interruption, it fetches what is missing.

    \b
    Examples:
      aurorax search data-products --start 2020-02-01 --end 2020-02-01 \\
          --program trex --type keogram --save keograms.json
      aurorax download keograms.json keograms
    """
    from aurorax_typed._sync.data_products import DataProductsSearch
    from aurorax_typed.cli.progress import FileProgress, say
    from aurorax_typed.cli.run_search import find

    settings = cast(Settings, context.obj)
    folder = local_path(folder, "FOLDER")
    with FileProgress(quiet=quiet, shown=progress) as shown, settings.client(None) as client:
        kind, search = find(client, request)
        if not isinstance(search, DataProductsSearch):
            raise QueryError(
                f"{request} is a search for {kind.name}; only data products have files. Search data-products first."
            )
        try:
            if not search.executed:
                search.execute()
            search.wait(timeout="default" if timeout is None else timeout)
            report = search.download_files(
                folder,
                workers=workers,
                overwrite=overwrite,
                on_event=shown.happened,
                **({} if most is None else {"max_bytes": most}),
            )
        except KeyboardInterrupt:
            shown.stop()
            say("interrupted; what has come is kept. To go on:")
            say(f"  aurorax download {shlex.quote(request)} {shlex.quote(str(folder))}")
            raise typer.Exit(130) from None
    for file in report.failed[:_MOST_TOLD]:
        say(f"failed: {file.error}")
    if len(report.failed) > _MOST_TOLD:
        say(f"... and {len(report.failed) - _MOST_TOLD} more; {report.manifest} has all of them")
    if not quiet:
        say(str(report) if report.files else "The search has found no data products, so there is nothing to download.")
    if report.failed:
        raise typer.Exit(1)
