"""What a command was told about its output and its patience, the same for every command that writes records."""

from __future__ import annotations

import shlex
from pathlib import Path

from attrs import frozen

from aurorax_typed.cli.formats import Format
from aurorax_typed.cli.output import is_stdout
from aurorax_typed.cli.progress import Progress
from aurorax_typed.cli.writing import chosen_format
from aurorax_typed.errors import QueryError

__all__ = ["Delivery"]

_ROWS = 50
"""Rows of a table on the screen, unless asked for more."""


@frozen(kw_only=True)
class Delivery:
    """The options, checked.

    Attributes:
        format: as asked for.
        output: a file; None or `-` for standard output.
        limit: records to write; 0 for all; None for all but in a table on standard output.
        timeout: seconds to wait for the result; None for the client's own limit.
        quiet: say nothing but errors.
        verbose: tell each step.
        save: the file that keeps the search, for `requests` to take it up.
        progress: tell how far it is; None where a terminal shows it.
        plot: a file for a picture.
        plot_kind: what it shows; None for the first choice of these records.

    Raises:
        QueryError: a number that can't be meant.
        OutputError: the file's name does not tell the format, or that is none for standard output.
    """

    format: Format | None = None
    output: Path | None = None
    limit: int | None = None
    timeout: float | None = None
    quiet: bool = False
    verbose: bool = False
    save: Path | None = None
    progress: bool | None = None
    plot: Path | None = None
    plot_kind: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.limit is not None and self.limit < 0:
            raise QueryError(f"--limit takes a number of records, 0 or more, not {self.limit}.")
        if self.timeout is not None and not 0 < self.timeout < float("inf"):
            raise QueryError(f"--timeout takes seconds above 0, not {self.timeout:g}.")
        chosen_format(self.format, self.output)

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
            from aurorax_typed.cli.picturing import check_plot

            check_plot(self.plot, name, self.plot_kind)

    def watching(self, first: str = "submitting") -> Progress:
        """What shows how far it is, as the options have it."""
        return Progress(quiet=self.quiet, verbose=self.verbose, shown=self.progress, first=first)

    @property
    def options(self) -> str:
        """The options that name the output, for a command line that does the same."""
        words = [] if self.format is None else ["--format", str(self.format)]
        words += [] if self.to_screen else ["--output", str(self.output)]
        words += [] if self.plot is None else ["--plot", str(self.plot)]
        words += [] if self.plot_kind is None else ["--plot-kind", self.plot_kind]
        return "".join(f" {shlex.quote(word)}" for word in words)

    def taken_up(self, request_id: str) -> str:
        """What `aurorax requests` takes to go on with a search: the file that keeps it, else its id."""
        return request_id if self.save is None else shlex.quote(str(self.save))
