"""Running any search from the command line: submit, wait with progress, write the records as they come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import typer

from aurorax_typed import SearchState, SearchTimeoutError
from aurorax_typed._sync.search import Search
from aurorax_typed.cli.delivery import Delivery
from aurorax_typed.cli.finding import find
from aurorax_typed.cli.formats import Format
from aurorax_typed.cli.kinds import Kind
from aurorax_typed.cli.output import opened, opening
from aurorax_typed.cli.progress import Progress, is_watched, say
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.text import counted, size, thousands
from aurorax_typed.cli.writing import Destination, Limited, destination
from aurorax_typed.queries import Query
from aurorax_typed.records import Record

__all__ = ["await_search", "fetch", "run_search", "submit_search"]

Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)


def run_search(settings: Settings, kind: Kind[Q, R], query: Q, delivery: Delivery) -> None:
    """Run a search and write what it finds; of one that is not waited for, its id.

    Raises:
        AuroraXError: it failed.
        OutputError: the output can't be opened; nothing was sent.
        typer.Exit: it was interrupted or took too long, and that has been said.
    """
    with (
        destination(delivery.output, delivery.chosen, kind.form) as target,
        delivery.watching() as progress,
        settings.client(progress.listener) as client,
    ):
        search = kind.prepare(client, query)
        with _resumable(settings, search, progress, delivery):
            _submit(search, delivery.save)
            _deliver(search, target, progress, delivery)


def submit_search(settings: Settings, kind: Kind[Q, R], query: Q, delivery: Delivery) -> None:
    """Submit a search, write its id to standard output, and leave it; raises what `run_search` does."""
    with (
        opened(None) as sink,
        delivery.watching() as progress,
        settings.client(progress.listener) as client,
    ):
        search = kind.prepare(client, query)
        with _resumable(settings, search, progress, delivery):
            _submit(search, delivery.save)
        progress.stop()
        sink.write(f"{search.request_id}\n")
        if is_watched() and not delivery.quiet:
            say("The search goes on at the server. To wait for it and fetch its result:")
            say(f"  {settings.command} requests data {delivery.taken_up(search.request_id)}")


def fetch(settings: Settings, request: str, kind: str | None, delivery: Delivery) -> None:
    """Wait for a search of this or any other process and write what it finds; raises what `run_search` does.

    Args:
        request: its id, or the file that keeps it.
    """
    with (
        delivery.watching("looking it up") as progress,
        settings.client(progress.listener) as client,
    ):
        found, search = find(client, request, kind)
        delivery.check_plot(found.name)
        with (
            _resumable(settings, search, progress, delivery),
            destination(delivery.output, delivery.chosen, found.form) as target,
        ):
            _begun(search)
            _deliver(search, target, progress, delivery)


def await_search(settings: Settings, request: str, kind: str | None, delivery: Delivery) -> int | None:
    """Wait until a search has its result; raises what `run_search` does.

    Returns:
        How many records the server found.
    """
    with (
        delivery.watching("looking it up") as progress,
        settings.client(progress.listener) as client,
    ):
        _, search = find(client, request, kind)
        with _resumable(settings, search, progress, delivery):
            _begun(search)
            _wait(search, delivery.timeout)
        return search.result_count


def _begun(search: Search[Q, R]) -> None:
    """Submit one that was saved and never came to the server."""
    if not search.executed:
        search.execute()


def _submit(search: Search[Q, R], save: Path | None) -> None:
    """Submit it; kept in a file before, so that whatever happens it can be found, and after, with the time."""
    if save is None:
        search.execute()
        return
    with opening(save):
        search.save(save)
    search.execute()
    search.save(save)


def _wait(search: Search[Q, R], timeout: float | None) -> None:
    search.wait(timeout="default" if timeout is None else timeout)


def _deliver(search: Search[Q, R], target: Destination[R], progress: Progress, delivery: Delivery) -> None:
    _wait(search, delivery.timeout)
    if delivery.plot is not None:
        search.get_data()  # they are needed twice
    with closing(search.stream_batches()) as batches:
        records = Limited(batches, delivery.most)
        target.write(records, before=progress.stop)
    if records.count == progress.records:
        progress.finished()
    progress.stop()
    if delivery.plot is not None:
        from aurorax_typed.cli.picturing import draw_search

        draw_search(search, delivery.plot, delivery.plot_kind)
    if delivery.quiet:
        return
    if delivery.chosen is Format.TABLE:
        say(_found(records.count, search.result_count))
    elif is_watched():
        where = "" if delivery.to_screen else f" in {delivery.output}"
        say(f"{counted(records.count, 'record')}{where}, {size(progress.bytes)} in {progress.elapsed:.1f} s")


def _found(shown: int, total: int | None) -> str:
    if total is None or total == shown:
        return f"{counted(shown, 'record')} found" if shown else "No records found."
    return f"{thousands(total)} records found, the first {thousands(shown)} shown; --limit 0 shows all"


@contextmanager
def _resumable(settings: Settings, search: Search[Q, R], progress: Progress, delivery: Delivery) -> Iterator[None]:
    """An interruption, or the end of patience, says how to take the search up again."""
    try:
        yield
    except SearchTimeoutError:
        progress.stop()
        say(f"error: search {search.request_id} is still {search.state}, and the time for it is over.")
        _how_to_go_on(settings, search, delivery)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        progress.stop()
        say("interrupted")
        if search.request_id and (not search.completed or search.state is SearchState.READY):
            _how_to_go_on(settings, search, delivery)
        raise typer.Exit(130) from None


def _how_to_go_on(settings: Settings, search: Search[Q, R], delivery: Delivery) -> None:
    command = f"  {settings.command} requests"
    request = delivery.taken_up(search.request_id)
    if search.state is SearchState.PREPARED:
        say("The search may have reached the server. To see:")
        say(f"{command} status {request}")
        return
    if search.state is SearchState.READY:
        say("Its result is at the server. To fetch it:")
    else:
        say("The search goes on at the server. To stop it, or to wait for it and fetch its result:")
        say(f"{command} cancel {request}")
    say(f"{command} data {request}{delivery.options}")
