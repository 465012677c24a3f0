"""Running any search from the command line: submit, wait with progress, write the records as they come."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import typer
from attrs import frozen

from aurorax_typed import AuroraX, SearchState, SearchTimeoutError
from aurorax_typed._arguments import local_path
from aurorax_typed._core.sanitize import counted, shortened
from aurorax_typed._core.urls import check_request_id
from aurorax_typed._sync.search import Search
from aurorax_typed.cli.output import OutputError, is_stdout, opened, opening, replacing
from aurorax_typed.cli.progress import Progress, is_watched, say, warnings_told
from aurorax_typed.cli.record_kinds import KINDS, RecordKind
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.terminal import size, thousands
from aurorax_typed.cli.writers import Destination, Format, Limited, chosen_format, destination
from aurorax_typed.errors import APIError, NotFoundError, QueryError, TransportError
from aurorax_typed.queries import Query
from aurorax_typed.records import Record

__all__ = ["ResultOptions", "await_search", "fetch", "find", "run_search", "submit_search"]


_ROWS = 50
"""Rows of a table on the screen, unless asked for more."""


@frozen(kw_only=True)
class ResultOptions:
    """The options, checked.

    Attributes:
        format: as asked for.
        output: a file; None or `-` for standard output.
        limit: records to write; 0 for all; None for all but in a table on standard output.
        timeout: seconds to wait for the result; None for the client's own limit.
        strict: fail where a name is that of no data source.
        quiet: say nothing but errors.
        verbose: tell each step.
        save: the file that keeps the search, for `requests` to take it up.
        progress: tell how far it is; None where a terminal shows it.
        plot: a file for a picture.
        plot_kind: what it shows; None for the first choice of these records.
        metadata: fields of the metadata that become columns.
        excel_safe: write CSV in which a spreadsheet finds no formulas.

    Raises:
        QueryError: a number that can't be meant.
        OutputError: the file's name does not tell the format, or an option does not go with it.
    """

    format: Format | None = None
    output: Path | None = None
    limit: int | None = None
    timeout: float | None = None
    strict: bool = False
    quiet: bool = False
    verbose: bool = False
    save: Path | None = None
    progress: bool | None = None
    plot: Path | None = None
    plot_kind: str | None = None
    metadata: Sequence[str] | None = None
    excel_safe: bool = False

    def __attrs_post_init__(self) -> None:
        if self.limit is not None and self.limit < 0:
            raise QueryError(f"--limit takes a number of records, 0 or more, not {self.limit}.")
        if self.timeout is not None and not 0 < self.timeout < float("inf"):
            raise QueryError(f"--timeout takes seconds above 0, not {self.timeout:g}.")
        chosen = chosen_format(self.format, self.output)
        if self.metadata and chosen not in (Format.CSV, Format.PARQUET):
            raise OutputError("--metadata makes columns of CSV and Parquet. Add --format csv, or leave it out.")

    @property
    def chosen(self) -> Format:
        """The format to write."""
        return chosen_format(self.format, self.output)

    @property
    def to_screen(self) -> bool:
        """Whether standard output is written."""
        return is_stdout(self.output)

    @property
    def most(self) -> int | None:
        """Records to write at most; None for all."""
        if self.limit is None and self.chosen is Format.TABLE and self.to_screen:
            return _ROWS
        return self.limit or None

    def check_plot(self, name: str) -> None:
        """Check what is asked for as a picture of the records of a command, such as `ephemeris`.

        Raises:
            QueryError: there is no such picture, or the file is none.
            OutputError: its folder is not there.
            MissingExtraError: matplotlib is not installed.
        """
        if self.plot is not None or self.plot_kind is not None:
            from aurorax_typed.cli.plot import check_plot

            check_plot(self.plot, name, self.plot_kind)

    def watching(self, first: str = "submitting") -> Progress:
        """What shows how far it is, as the options have it."""
        return Progress(quiet=self.quiet, verbose=self.verbose, shown=self.progress, first=first)

    @property
    def options(self) -> str:
        """The options that name the output, for a command line that does the same."""
        words = [] if self.format is None else ["--format", str(self.format)]
        words += [] if self.to_screen else ["--output", str(self.output)]
        for field in self.metadata or ():
            words += ["--metadata", field]
        words += ["--excel-safe"] if self.excel_safe else []
        words += [] if self.plot is None else ["--plot", str(self.plot)]
        words += [] if self.plot_kind is None else ["--plot-kind", self.plot_kind]
        return "".join(f" {shlex.quote(word)}" for word in words)

    def taken_up(self, request_id: str) -> str:
        """What `aurorax requests` takes to go on with a search: the file that keeps it, else its id."""
        return request_id if self.save is None else shlex.quote(str(self.save))


def find(client: AuroraX, request: str, name: str | None = None) -> tuple[RecordKind[Any, Any], Search[Any, Any, Any]]:
    """A search with its status, and its kind.

    Args:
        request: its id, or a file that `--save` wrote. One that was saved and never came to the server is as it was
            prepared.
        name: the kind, such as `data-products`; None asks for each in turn. A file knows its own.

    Raises:
        QueryError: neither an id nor a file.
        NotFoundError: the server does not know it.
        SavedSearchError: the file is no saved search.
    """
    try:
        request_id = check_request_id(request)
    except QueryError:
        file: Path | None = None
        with suppress(OSError, QueryError):  # too long, say
            path = local_path(request)
            file = path if path.is_file() else None
        if file is not None:
            return _saved(client, file)
        raise QueryError(f"{shortened(request, 100)!r} is neither a request id nor a file that --save wrote.") from None
    for kind in KINDS:
        if name is None or kind.name == name:
            search = kind.resource(client).attach(request_id)
            try:
                search.update_status()
            except NotFoundError:
                continue
            return kind, search
    what = "search" if name is None else f"search for {name}"
    raise NotFoundError(
        f"The server knows no {what} {request_id}. It forgets searches after some time; run it again.",
        status_code=404,
        error_code="NotFound",
        request_id=request_id,
    )


def _saved(client: AuroraX, path: Path) -> tuple[RecordKind[Any, Any], Search[Any, Any, Any]]:
    search: Search[Any, Any, Any] = client.load(path)
    kind = next(kind for kind in KINDS if kind.record_type is search.record_type)
    return kind, search


Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)


def run_search(settings: Settings, kind: RecordKind[Q, R], query: Q, results: ResultOptions) -> None:
    """Run a search and write what it finds; of one that is not waited for, its id.

    Raises:
        AuroraXError: it failed.
        OutputError: the output can't be opened; nothing was sent.
        typer.Exit: it was interrupted or took too long, and that has been said.
    """
    with (
        destination(
            results.output,
            results.chosen,
            kind.formatter(results.metadata),
            excel_safe=results.excel_safe,
            quiet=results.quiet,
        ) as target,
        results.watching() as progress,
        warnings_told(progress.above, strict=results.strict, quiet=results.quiet),
        settings.client(progress.listener) as client,
    ):
        meant: Q | None = query
        while meant is not None:
            search = kind.resource(client).prepare(meant)
            with _resumable(settings, search, progress, results):
                _submit(search, results)
                _wait(search, results.timeout)
                meant = search._meant  # searched for once more, where only the spelling of a name was another
                if meant is None:
                    _write_result(search, target, progress, results)


def submit_search(settings: Settings, kind: RecordKind[Q, R], query: Q, results: ResultOptions) -> None:
    """Submit a search, write its id to standard output, and leave it; raises what `run_search` does."""
    with (
        opened(None) as sink,
        results.watching() as progress,
        warnings_told(progress.above, strict=results.strict, quiet=results.quiet),
        settings.client(progress.listener) as client,
    ):
        search = kind.resource(client).prepare(query)
        with _resumable(settings, search, progress, results):
            _submit(search, results)
        progress.stop()
        sink.write(f"{search.request_id}\n")
        if is_watched() and not results.quiet:
            say("The search goes on at the server. To wait for it and fetch its result:")
            say(f"  {settings.command} requests data {results.taken_up(search.request_id)}")


def fetch(settings: Settings, request: str, kind: str | None, results: ResultOptions) -> None:
    """Wait for a search of this or any other process and write what it finds; raises what `run_search` does.

    Args:
        request: its id, or the file that keeps it.
    """
    with (
        results.watching("looking it up") as progress,
        warnings_told(progress.above, strict=results.strict, quiet=results.quiet),
        settings.client(progress.listener) as client,
    ):
        found, search = find(client, request, kind)
        results.check_plot(found.name)
        with (
            _resumable(settings, search, progress, results),
            destination(
                results.output,
                results.chosen,
                found.formatter(results.metadata),
                excel_safe=results.excel_safe,
                quiet=results.quiet,
            ) as target,
        ):
            _begun(search)
            _write_result(search, target, progress, results)


def await_search(settings: Settings, request: str, kind: str | None, results: ResultOptions) -> int | None:
    """Wait until a search has its result; raises what `run_search` does.

    Returns:
        How many records the server found.
    """
    with (
        results.watching("looking it up") as progress,
        settings.client(progress.listener) as client,
    ):
        _, search = find(client, request, kind)
        with _resumable(settings, search, progress, results):
            _begun(search)
            _wait(search, results.timeout)
        return search.result_count


def _begun(search: Search[Q, R, Any]) -> None:
    """Submit one that was saved and never came to the server."""
    if not search.executed:
        search.execute()


def _submit(search: Search[Q, R, Any], results: ResultOptions) -> None:
    """Submit it; kept in a file before, so that whatever happens it can be found, and after, with the time."""
    save = results.save
    if save is None:
        search.execute()
        return
    with opening(save), replacing(save, quiet=results.quiet):
        search.save(save)
    search.execute()
    search.save(save)


def _wait(search: Search[Q, R, Any], timeout: float | None) -> None:
    search.wait(timeout="default" if timeout is None else timeout)


def _write_result(
    search: Search[Q, R, Any], target: Destination[R], progress: Progress, results: ResultOptions
) -> None:
    _wait(search, results.timeout)
    if results.plot is not None:
        search.get_data()  # they are needed twice
    with closing(search.stream_batches()) as batches:
        records = Limited(batches, results.most)
        target.write(records, before=progress.stop)
    if records.count == progress.records:
        progress.finished()
    progress.stop()
    if results.plot is not None:
        from aurorax_typed.cli.plot import draw_search

        draw_search(search, results.plot, results.plot_kind, quiet=results.quiet)
    if results.quiet:
        return
    if results.chosen is Format.TABLE or not records.count:
        say(_found(records.count, search.result_count))
    elif is_watched():
        where = "" if results.to_screen else f" in {results.output}"
        say(f"{counted(records.count, 'record')}{where}, {size(progress.bytes)} in {progress.elapsed:.1f} s")


def _found(shown: int, total: int | None) -> str:
    if total is None or total == shown:
        return f"{counted(shown, 'record')} found" if shown else "No records found."
    return f"{thousands(total)} records found, the first {thousands(shown)} shown; --limit 0 shows all"


@contextmanager
def _resumable(
    settings: Settings, search: Search[Q, R, Any], progress: Progress, results: ResultOptions
) -> Iterator[None]:
    """An interruption, or the end of patience, says how to take the search up again."""
    try:
        yield
    except SearchTimeoutError:
        progress.stop()
        say(f"error: search {search.request_id} is still {search.state}, and the time for it is over.")
        _how_to_go_on(settings, search, results)
        raise typer.Exit(1) from None
    except (TransportError, APIError) as error:
        if f"attach to {search.request_id}" in error.message and search.state is SearchState.PREPARED:
            error.add_note(f"To see: {settings.command} requests status {results.taken_up(search.request_id)}")
        raise
    except KeyboardInterrupt:
        progress.stop()
        say("interrupted")
        if search.request_id and (not search.completed or search.state is SearchState.READY):
            _how_to_go_on(settings, search, results)
        raise typer.Exit(130) from None


def _how_to_go_on(settings: Settings, search: Search[Q, R, Any], results: ResultOptions) -> None:
    command = f"  {settings.command} requests"
    request = results.taken_up(search.request_id)
    if search.state is SearchState.PREPARED:
        say("The search may have reached the server. To see:")
        say(f"{command} status {request}")
        return
    if search.state is SearchState.READY:
        say("Its result is at the server. To fetch it:")
    else:
        say("The search goes on at the server. To stop it, or to wait for it and fetch its result:")
        say(f"{command} cancel {request}")
    say(f"{command} data {request}{results.options}")
