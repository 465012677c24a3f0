"""Running any search from the command line: submit, wait with progress, write the records as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import typer

from aurorax_typed import AuroraX, SearchState, SearchTimeoutError
from aurorax_typed._sync.search import Search
from aurorax_typed.cli.formats import Format
from aurorax_typed.cli.output import opened
from aurorax_typed.cli.progress import Progress, is_watched, say
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.table import Column
from aurorax_typed.cli.text import size, thousands
from aurorax_typed.cli.writing import Limited, chosen_format, write
from aurorax_typed.queries import Query
from aurorax_typed.records import Record

__all__ = ["run_search"]

Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)

_ROWS = 50
"""Rows of a table on the screen, unless asked for more."""


def run_search(
    settings: Settings,
    prepare: Callable[[AuroraX], Search[Q, R]],
    table: Sequence[Column[R]],
    *,
    format: Format | None,
    output: Path | None,
    limit: int | None,
    timeout: float | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Run a search and write what it finds.

    Args:
        prepare: makes the search on the client, unsubmitted.
        limit: records to write; 0 for all; None for all but in a table on standard output.
        timeout: seconds to wait for the result; None for the client's own limit.

    Raises:
        AuroraXError: it failed.
        OutputError: the output can't be opened; nothing was sent.
        typer.Exit: it was interrupted or took too long, and that has been said.
    """
    chosen = chosen_format(format, output)
    to_screen = output is None or str(output) == "-"
    if limit is None and chosen is Format.TABLE and to_screen:
        limit = _ROWS
    with (
        opened(output) as sink,
        Progress(quiet=quiet, verbose=verbose) as progress,
        settings.client(progress.listener) as client,
    ):
        search = prepare(client)
        try:
            search.execute()
            search.wait(timeout="default" if timeout is None else timeout)
            with closing(search.stream_batches()) as batches:
                records = Limited(batches, limit or None)
                write(records, sink, chosen, record_type=search.record_type, table=table, before=progress.stop)
        except SearchTimeoutError:
            progress.stop()
            say(f"error: search {search.request_id} is still {search.state}, and the time for it is over.")
            _how_to_go_on(settings, search)
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            progress.stop()
            say("interrupted")
            if search.request_id and (not search.completed or search.state is SearchState.READY):
                _how_to_go_on(settings, search)
            raise typer.Exit(130) from None
    if records.count == progress.records:
        progress.finished()
    if quiet:
        return
    if chosen is Format.TABLE:
        say(_found(records.count, search.result_count))
    elif is_watched():
        where = "" if to_screen else f" in {output}"
        say(f"{thousands(records.count)} records{where}, {size(progress.bytes)} in {progress.elapsed:.1f} s")


def _found(shown: int, total: int | None) -> str:
    if total is None or total == shown:
        return f"{thousands(shown)} records found" if shown else "No records found."
    return f"{thousands(total)} records found, the first {thousands(shown)} shown; --limit 0 shows all"


def _how_to_go_on(settings: Settings, search: Search[Q, R]) -> None:
    where = {
        SearchState.PREPARED: "The search may have reached the server.",
        SearchState.READY: "Its result is at the server.",
    }.get(search.state, "The search goes on at the server.")
    say(f"{where} To take it up again, in Python:")
    say(f'  s = {settings.in_python}.{search.family}.attach("{search.request_id}")')
    say("  s.wait(); s.get_data()")
