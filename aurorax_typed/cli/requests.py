"""`aurorax requests …`: searches that are at the server, of this or any other process."""

from __future__ import annotations

import shlex
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

import typer

from aurorax_typed.cli.options import (
    FormatOption,
    LimitOption,
    OutputOption,
    PlotKindOption,
    PlotOption,
    ProgressOption,
    QuietOption,
    TimeoutOption,
    VerboseOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import ProtocolError

if TYPE_CHECKING:
    from aurorax_typed._sync.search import Search
    from aurorax_typed.answers import SearchListing
    from aurorax_typed.cli.kinds import Kind

__all__ = ["app"]

app = typer.Typer(help="Take up searches again by their ids, or from their files.")


class Family(StrEnum):
    """The kinds of searches, as their commands are called."""

    DATA_PRODUCTS = "data-products"
    EPHEMERIS = "ephemeris"
    CONJUNCTIONS = "conjunctions"


RequestArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="REQUEST", help="Its id, or the file of --save.", show_default=False)
]
FamilyOption: TypeAlias = Annotated[
    Family | None,
    typer.Option("--family", help="What it searches for. Default: each is asked.", show_default=False),
]


@app.command("list")
def list_requests(
    context: typer.Context,
    *,
    family: Annotated[Family | None, typer.Option("--family", help="Only these searches.", show_default=False)] = None,
    start: Annotated[str | None, typer.Option(metavar="TIME", help="Requested at this time or later, UTC.")] = None,
    end: Annotated[str | None, typer.Option(metavar="TIME", help="Requested until then. A date: all of it.")] = None,
    running: Annotated[
        bool | None, typer.Option("--running/--ended", help="Only those that run, or that have ended.")
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that failed.")] = False,
    limit: LimitOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """List everybody's searches, the latest first. Needs the API key of an Administrator.

    Your own searches need no list where --save keeps each in a file.

    \b
    Examples:
      aurorax requests list --start 2020-02-01 --failed
      aurorax requests list --running --format ndjson
    """
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.request_forms import LISTED, SEARCH_TYPES
    from aurorax_typed.cli.text import counted
    from aurorax_typed.cli.times import end_time
    from aurorax_typed.cli.writing import write_items

    delivery = Delivery(format=format, output=output, limit=limit)
    total = 0

    def look() -> list[SearchListing]:
        nonlocal total
        with cast(Settings, context.obj).client() as client:
            found = client.requests.list(
                search_type=None if family is None else SEARCH_TYPES[family.value],
                active=running,
                start=start,
                end=None if end is None else end_time(end),
                error_condition=True if failed else None,
            )
        total = len(found)
        found.sort(key=lambda listing: listing.requested or datetime.min, reverse=True)
        return found[: delivery.most]

    def said(count: int) -> str:
        if not total:
            return "No searches found."
        more = f", the latest {count} shown; --limit 0 shows all" if count < total else ""
        return counted(total, "search", "searches") + more

    write_items(look, LISTED, format=format, output=output, said=None if quiet else said)


@app.command("status")
def status(
    context: typer.Context,
    request: RequestArgument,
    *,
    family: FamilyOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show how a search stands.

    \b
    Example:
      aurorax requests status 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.request_forms import STATUS, Standing
    from aurorax_typed.cli.writing import write_items

    def look() -> list[Standing]:
        kind, search = _found(context, request, family)
        return [Standing(family=kind.name, search=search)]

    write_items(look, STATUS, format=format, output=output)


@app.command("logs")
def logs(
    context: typer.Context,
    request: RequestArgument,
    *,
    family: FamilyOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Show the server's log of a search.

    \b
    Example:
      aurorax requests logs 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.request_forms import LOGS
    from aurorax_typed.cli.writing import write_items

    write_items(lambda: _found(context, request, family)[1].logs, LOGS, format=format, output=output)


@app.command("query")
def query(
    context: typer.Context, request: RequestArgument, *, family: FamilyOption = None, output: OutputOption = None
) -> None:
    """Show what a search asked for, as JSON for --query.

    \b
    Example:
      aurorax requests query 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e \\
          --output q.json
      aurorax search ephemeris --query q.json --start 2021-02-01 \\
          --end 2021-02-01
    """
    from aurorax_typed.cli.asking import show_query
    from aurorax_typed.cli.output import opened

    with opened(output) as sink:
        _, search = _found(context, request, family)
        asked = search.status["search_request"].get("query") if search.status else None
        if asked is None and search.query is not None:  # saved, and never submitted
            asked = search.query.to_json()
        if not asked:
            raise ProtocolError(f"The server does not say what search {search.request_id} asked for.")
        show_query(asked, sink)


@app.command("wait")
def wait(
    context: typer.Context,
    request: RequestArgument,
    *,
    family: FamilyOption = None,
    timeout: TimeoutOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    progress: ProgressOption = None,
) -> None:
    """Wait until a search has its result.

    \b
    Example:
      aurorax requests wait 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.searching import await_search
    from aurorax_typed.cli.text import counted

    settings = cast(Settings, context.obj)
    found = await_search(
        settings, request, family, Delivery(timeout=timeout, quiet=quiet, verbose=verbose, progress=progress)
    )
    if not quiet:
        say(
            "The result is there. To fetch it:"
            if found is None
            else f"{counted(found, 'record')} found. To fetch them:"
        )
        say(f"  {settings.command} requests data {shlex.quote(request)}")


@app.command("data")
def data(
    context: typer.Context,
    request: RequestArgument,
    *,
    family: FamilyOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    plot: PlotOption = None,
    plot_kind: PlotKindOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    progress: ProgressOption = None,
) -> None:
    """Wait for a search and write what it found.

    \b
    Example:
      aurorax requests data 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e \\
          --output found.parquet
    """
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.searching import fetch

    delivery = Delivery(
        format=format,
        output=output,
        limit=limit,
        timeout=timeout,
        quiet=quiet,
        verbose=verbose,
        progress=progress,
        plot=plot,
        plot_kind=plot_kind,
    )
    fetch(cast(Settings, context.obj), request, family, delivery)


@app.command("cancel")
def cancel(context: typer.Context, request: RequestArgument, *, family: FamilyOption = None) -> None:
    """Stop a search. One that is over is left as it is.

    \b
    Example:
      aurorax requests cancel 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.finding import find
    from aurorax_typed.cli.progress import say

    with cast(Settings, context.obj).client() as client:
        _, search = find(client, request, family)
        if search.completed or not search.executed:
            say(f"Search {search.request_id} is {search.state}: there is nothing to stop.")
            return
        state = search.cancel(wait=True)
    say(f"Search {search.request_id} is {state}.")


def _found(context: typer.Context, request: str, family: Family | None) -> tuple[Kind[Any, Any], Search[Any, Any]]:
    from aurorax_typed.cli.finding import find

    with cast(Settings, context.obj).client() as client:
        return find(client, request, family)
