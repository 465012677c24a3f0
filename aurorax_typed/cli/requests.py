"""`aurorax requests …`: searches that are at the server, of this or any other process."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

import typer

from aurorax_typed.cli.options import (
    FormatOption,
    JsonOption,
    LimitOption,
    OutputOption,
    QuietOption,
    TimeoutOption,
    VerboseOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import ProtocolError

if TYPE_CHECKING:
    from aurorax_typed._core.documents import StatusDocument
    from aurorax_typed._sync.search import Search

__all__ = ["app"]

app = typer.Typer(help="Take up searches again by their request ids.")


class Family(StrEnum):
    """The kinds of searches, as their commands are called."""

    DATA_PRODUCTS = "data-products"
    EPHEMERIS = "ephemeris"
    CONJUNCTIONS = "conjunctions"


RequestArgument: TypeAlias = Annotated[str, typer.Argument(metavar="REQUEST_ID", help="As the search told it.")]
FamilyOption: TypeAlias = Annotated[
    Family | None,
    typer.Option("--family", help="What it searches for. Default: each is asked.", show_default=False),
]


@app.command("status")
def status(
    context: typer.Context, request_id: RequestArgument, *, family: FamilyOption = None, as_json: JsonOption = False
) -> None:
    """Show how a search stands.

    \b
    Example:
      aurorax requests status 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.finding import find
    from aurorax_typed.cli.text import fields, size, thousands

    with cast(Settings, context.obj).client() as client:
        kind, search = find(client, request_id, family)
    document = cast("StatusDocument", search.status)
    if as_json:
        _show_json(document)
        return
    result = document.get("search_result") or {}
    took = result.get("query_duration")
    _show(
        fields(
            {
                "request": search.request_id,
                "family": kind.name,
                "state": search.state,
                "requested": document["search_request"].get("requested"),
                "completed": result.get("completed_timestamp"),
                "took": None if took is None else f"{took / 1000:.1f} s",
                "records": None if search.result_count is None else thousands(search.result_count),
                "stored": None if search.file_size is None else size(search.file_size),
                "last log": search.logs[-1]["summary"] if search.logs else None,
            }
        )
    )


@app.command("logs")
def logs(
    context: typer.Context, request_id: RequestArgument, *, family: FamilyOption = None, as_json: JsonOption = False
) -> None:
    """Show the server's log of a search.

    \b
    Example:
      aurorax requests logs 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.text import plain

    entries = _found(context, request_id, family).logs
    if as_json:
        _show_json(entries)
        return
    lines = (f"{entry.get('timestamp') or '':<26}  {entry['level']:<5}  {entry['summary']}" for entry in entries)
    _show("".join(f"{plain(line)}\n" for line in lines))


@app.command("query")
def query(context: typer.Context, request_id: RequestArgument, *, family: FamilyOption = None) -> None:
    """Show what a search asked for, as JSON for --query.

    \b
    Example:
      aurorax requests query 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e >q.json
      aurorax search ephemeris --query q.json --start 2021-02-01 \\
          --end 2021-02-01
    """
    search = _found(context, request_id, family)
    asked = search.status["search_request"].get("query") if search.status else None
    if not asked:
        raise ProtocolError(f"The server does not say what search {search.request_id} asked for.")
    _show_json(asked)


@app.command("wait")
def wait(
    context: typer.Context,
    request_id: RequestArgument,
    *,
    family: FamilyOption = None,
    timeout: TimeoutOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Wait until a search has its result.

    \b
    Example:
      aurorax requests wait 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.searching import await_search
    from aurorax_typed.cli.text import thousands

    settings = cast(Settings, context.obj)
    count = await_search(settings, request_id, family, Delivery(timeout=timeout, quiet=quiet, verbose=verbose))
    if not quiet:
        say("The result is there." if count is None else f"{thousands(count)} records found. To fetch them:")
        say(f"  {settings.command} requests data {request_id}")


@app.command("data")
def data(
    context: typer.Context,
    request_id: RequestArgument,
    *,
    family: FamilyOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Wait for a search and write what it found.

    \b
    Example:
      aurorax requests data 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e \\
          --output found.parquet
    """
    from aurorax_typed.cli.delivery import Delivery
    from aurorax_typed.cli.searching import fetch

    delivery = Delivery(format=format, output=output, limit=limit, timeout=timeout, quiet=quiet, verbose=verbose)
    fetch(cast(Settings, context.obj), request_id, family, delivery)


@app.command("cancel")
def cancel(context: typer.Context, request_id: RequestArgument, *, family: FamilyOption = None) -> None:
    """Stop a search. One that is over is left as it is.

    \b
    Example:
      aurorax requests cancel 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.finding import find
    from aurorax_typed.cli.progress import say

    with cast(Settings, context.obj).client() as client:
        _, search = find(client, request_id, family)
        if search.completed:
            say(f"Search {search.request_id} is {search.state}: there is nothing to stop.")
            return
        state = search.cancel(wait=True)
    say(f"Search {search.request_id} is {state}.")


def _found(context: typer.Context, request_id: str, family: Family | None) -> Search[Any, Any]:
    from aurorax_typed.cli.finding import find

    with cast(Settings, context.obj).client() as client:
        _, search = find(client, request_id, family)
    return search


def _show(text: str) -> None:
    from aurorax_typed.cli.output import opened

    with opened(None) as sink:
        sink.write(text)


def _show_json(value: object) -> None:
    from aurorax_typed.cli.documents import indented

    _show(indented(value))
