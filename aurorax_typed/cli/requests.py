"""`aurorax requests …`: searches that are at the server, of this or any other process."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, cast

import attrs
import typer
from attrs import frozen

from aurorax_typed.answers import SearchListing, SearchType
from aurorax_typed.cli.formatters import Cell, Formatter, TableStyle, as_table, flat_formatter
from aurorax_typed.cli.options import (
    ExcelSafeOption,
    FormatOption,
    LimitOption,
    MetadataOption,
    OutputOption,
    PlotKindOption,
    PlotOption,
    ProgressOption,
    QuietOption,
    TimeoutOption,
    VerboseOption,
)
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.table import Column
from aurorax_typed.cli.terminal import fields, plain, size, thousands, wrapped
from aurorax_typed.errors import ProtocolError

if TYPE_CHECKING:
    from aurorax_typed._sync.search import Search
    from aurorax_typed.cli.record_kinds import RecordKind
    from aurorax_typed.records import LogEntry

__all__ = ["LISTED", "LOGS", "SEARCH_TYPES", "STATUS", "SearchStatus", "app"]


app: typer.Typer = typer.Typer(help="Take up searches again by their ids, or from their files.")


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
    excel_safe: ExcelSafeOption = False,
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
    from aurorax_typed._core.sanitize import counted
    from aurorax_typed.cli.run_search import ResultOptions
    from aurorax_typed.cli.writers import write_items

    results = ResultOptions(format=format, excel_safe=excel_safe, output=output, limit=limit)
    total = 0

    def fetch() -> list[SearchListing]:
        nonlocal total
        with cast(Settings, context.obj).client() as client:
            found = client.requests.list(
                search_type=None if family is None else SEARCH_TYPES[family.value],
                active=running,
                start=start,
                end=end,
                error_condition=True if failed else None,
            )
        total = len(found)
        found.sort(key=lambda listing: listing.requested or datetime.min, reverse=True)
        return found[: results.most]

    def said(count: int) -> str:
        if not total:
            return "No searches found."
        more = f", the latest {count} shown; --limit 0 shows all" if count < total else ""
        return counted(total, "search", "searches") + more

    write_items(fetch, LISTED, format=format, excel_safe=excel_safe, output=output, said=None if quiet else said)


@app.command("status")
def status(
    context: typer.Context,
    request: RequestArgument,
    *,
    family: FamilyOption = None,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
) -> None:
    """Show how a search stands.

    \b
    Example:
      aurorax requests status 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.writers import write_items

    def fetch() -> list[SearchStatus]:
        kind, search = _found(context, request, family)
        return [SearchStatus(family=kind.name, search=search)]

    write_items(fetch, STATUS, format=format, excel_safe=excel_safe, output=output)


@app.command("logs")
def logs(
    context: typer.Context,
    request: RequestArgument,
    *,
    family: FamilyOption = None,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
) -> None:
    """Show the server's log of a search.

    \b
    Example:
      aurorax requests logs 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.writers import write_items

    write_items(
        lambda: _found(context, request, family)[1].logs, LOGS, format=format, excel_safe=excel_safe, output=output
    )


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
    from aurorax_typed.cli.output import opened
    from aurorax_typed.cli.query_options import show_query

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
    from aurorax_typed._core.sanitize import counted
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.run_search import ResultOptions, await_search

    settings = cast(Settings, context.obj)
    found = await_search(
        settings, request, family, ResultOptions(timeout=timeout, quiet=quiet, verbose=verbose, progress=progress)
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
    metadata: MetadataOption = None,
    excel_safe: ExcelSafeOption = False,
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
    from aurorax_typed.cli.run_search import ResultOptions, fetch

    results = ResultOptions(
        metadata=metadata,
        excel_safe=excel_safe,
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
    fetch(cast(Settings, context.obj), request, family, results)


@app.command("cancel")
def cancel(context: typer.Context, request: RequestArgument, *, family: FamilyOption = None) -> None:
    """Stop a search. One that is over is left as it is.

    \b
    Example:
      aurorax requests cancel 6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e
    """
    from aurorax_typed.cli.progress import say
    from aurorax_typed.cli.run_search import find

    with cast(Settings, context.obj).client() as client:
        _, search = find(client, request, family)
        if search.completed or not search.executed:
            say(f"Search {search.request_id} is {search.state}: there is nothing to stop.")
            return
        state = search.cancel(wait=True)
    say(f"Search {search.request_id} is {state}.")


def _found(
    context: typer.Context, request: str, family: Family | None
) -> tuple[RecordKind[Any, Any], Search[Any, Any, Any]]:
    from aurorax_typed.cli.run_search import find

    with cast(Settings, context.obj).client() as client:
        return find(client, request, family)


SEARCH_TYPES: Final[dict[str, SearchType]] = {
    "data-products": "data_product",
    "ephemeris": "ephemeris",
    "conjunctions": "conjunction",
}
"""A family as listings name it."""


@frozen
class SearchStatus:
    """A search of a family, with its status."""

    family: str
    search: Search[Any, Any, Any]


def _standing(standing: SearchStatus) -> dict[str, Cell]:
    search = standing.search
    status = search.status or {"search_request": {"request_id": search.request_id}}
    result = status.get("search_result") or {}
    return {
        "request_id": search.request_id,
        "family": standing.family,
        "state": str(search.state),
        "requested": status["search_request"].get("requested"),
        "completed": result.get("completed_timestamp"),
        "query_duration": result.get("query_duration"),
        "result_count": search.result_count,
        "file_size": search.file_size,
        "last_log": search.logs[-1]["summary"] if search.logs else None,
    }


def _standing_lines(standings: Iterator[SearchStatus], style: TableStyle) -> Iterator[str]:
    for standing in standings:
        found = _standing(standing)
        took, records, stored = found["query_duration"], found["result_count"], found["file_size"]
        yield from fields(
            {
                "request": found["request_id"],
                "family": found["family"],
                "state": found["state"],
                "requested": found["requested"],
                "completed": found["completed"],
                "took": f"{took / 1000:.1f} s" if isinstance(took, int) else None,
                "records": thousands(records) if isinstance(records, int) else None,
                "stored": size(stored) if isinstance(stored, int) else None,
                "last log": found["last_log"],
            },
            width=style.width,
        ).splitlines()


STATUS: Formatter[SearchStatus] = flat_formatter(
    table=_standing_lines,
    columns={
        "request_id": "text",
        "family": "text",
        "state": "text",
        "requested": "text",
        "completed": "text",
        "query_duration": "whole",
        "result_count": "whole",
        "file_size": "whole",
        "last_log": "text",
    },
    rows=lambda standing: [list(_standing(standing).values())],
    # What the server said stands whole at the end: its members may be more than we know.
    document=lambda standing: {**_standing(standing), "status": standing.search.status},
    single=True,
)


def _moment(entry: LogEntry) -> str | None:
    return entry.get("timestamp")


def _log_lines(entries: Iterator[LogEntry], style: TableStyle) -> Iterator[str]:
    for entry in entries:
        # To the second, which is enough to see what takes long; the formats for programs have it all.
        begin = plain(f"{(_moment(entry) or '')[:19].replace('T', ' '):<19}  {entry['level']:<5}  ")
        text = plain(entry["summary"])
        room = None if style.width is None else max(style.width - len(begin), 20)
        first, *more = [text] if room is None else wrapped(text, room).split("\n")
        yield f"{begin}{first}".rstrip()
        yield from (f"{'':<{len(begin)}}{line}" for line in more)


LOGS: Formatter[LogEntry] = flat_formatter(
    table=_log_lines,
    columns={"timestamp": "text", "level": "text", "summary": "text"},
    rows=lambda entry: [[_moment(entry), entry["level"], entry["summary"]]],
    document=lambda entry: entry,
)


def _result(listing: SearchListing) -> str:
    if listing.active:
        return "running"
    if listing.error_condition:
        return "failed"
    count = "ended" if listing.result_count is None else thousands(listing.result_count)
    return count if listing.result_file_exists is not False else f"({count})"


_LISTED: Final[tuple[Column[SearchListing], ...]] = (
    Column("REQUESTED (UTC)", lambda row: "" if row.requested is None else f"{row.requested:%Y-%m-%d %H:%M}"),
    Column("TYPE", lambda row: row.search_type or "", cut="right"),
    Column("RECORDS", _result, right=True),
    Column("REQUEST ID", lambda row: row.request_id),
)


def _listed(listing: SearchListing) -> dict[str, Any]:
    members = attrs.asdict(listing, recurse=False)
    return members | (members.pop("extra") or {})


_KNOWN: Final = [attribute.name for attribute in attrs.fields(SearchListing) if attribute.name != "extra"]

LISTED: Formatter[SearchListing] = flat_formatter(
    table=as_table(_LISTED),
    columns={
        "request_id": "text",
        "search_type": "text",
        "requested": "time",
        "active": "flag",
        "ip_address": "text",
        "query_duration": "whole",
        "result_file_exists": "flag",
        "file_size": "whole",
        "result_count": "whole",
        "error_condition": "flag",
    },
    rows=lambda listing: [[cast("Cell", getattr(listing, name)) for name in _KNOWN]],
    document=_listed,
)
