"""From records to the output, in the format asked for."""

from __future__ import annotations

import json
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from aurorax_typed.cli.formatters import Formatter, TableStyle
from aurorax_typed.cli.output import OutputError, Sink, is_stdout, opened, opening, replacing
from aurorax_typed.cli.progress import say
from aurorax_typed.cli.terminal import plain

if TYPE_CHECKING:
    from aurorax_typed.export import RecordSink

__all__ = [
    "Destination",
    "Format",
    "Limited",
    "chosen_format",
    "destination",
    "format_of",
    "width_of",
    "write_csv",
    "write_items",
    "write_json",
    "write_ndjson",
]


T = TypeVar("T")


class Format(StrEnum):
    """How records are written."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


_SUFFIXES = {
    ".txt": Format.TABLE,
    ".json": Format.JSON,
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
    ".csv": Format.CSV,
    ".parquet": Format.PARQUET,
}


def format_of(path: Path) -> Format | None:
    """The format that a file's name asks for; None where it says nothing."""
    return _SUFFIXES.get(path.suffix.lower())


def write_json(batches: Iterable[list[T]], line: Callable[[T], str], *, single: bool = False) -> Iterator[str]:
    """One JSON array, an item on each line. Gives a piece of text for each batch.

    Args:
        line: an item as JSON.
        single: there is just one, and it stands alone, indented, in no array.
    """
    if single:
        # Imported here, so that asking for help does not load what writes records.
        from aurorax_typed.cli.formatters import indented

        for batch in batches:
            for item in batch:
                yield indented(json.loads(line(item)))
        return
    before = "[\n"
    for batch in batches:
        if batch:
            yield before + ",\n".join(map(line, batch))
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def write_ndjson(batches: Iterable[list[T]], line: Callable[[T], str]) -> Iterator[str]:
    """One JSON object on each line. Gives a piece of text for each batch."""
    for batch in batches:
        yield "".join(f"{line(item)}\n" for item in batch)


def write_csv(
    batches: Iterable[list[T]],
    columns: Sequence[str],
    rows: Callable[[T], Iterable[str]],
    *,
    shown: bool = False,
    excel_safe: bool = False,
) -> Iterator[str]:
    """A header, and the rows of each item. Gives a piece of text for each batch.

    Args:
        shown: on a terminal, where text from outside must not act as a command; a file gets it as it is.
        excel_safe: whether names of columns are written so that a spreadsheet takes none for a formula.
    """
    from aurorax_typed.export.rows import csv_cell

    before = f"{','.join(csv_cell(name, excel_safe=excel_safe) for name in columns)}\n"
    before = plain(before[:-1]) + "\n" if shown else before
    for batch in batches:
        found = chain.from_iterable(map(rows, batch))
        yield before + "".join(f"{plain(row) if shown else row}\n" for row in found)
        before = ""
    if before:
        yield before


class Limited(Generic[T]):
    """Batches of records up to a limit, counted as they pass.

    Attributes:
        count: records given out so far.
    """

    def __init__(self, batches: Iterable[list[T]], limit: int | None) -> None:
        self.count: int = 0
        self._batches = batches
        self._limit = limit

    def __iter__(self) -> Iterator[list[T]]:
        for batch in self._batches:
            part = batch if self._limit is None else batch[: self._limit - self.count]
            self.count += len(part)
            yield part
            if self.count == self._limit:
                return


def chosen_format(asked: Format | None, output: Path | None) -> Format:
    """The format asked for, else that of the file's name, else a table.

    Raises:
        OutputError: the file's name does not tell, or the format is none for standard output.
    """
    if asked is Format.PARQUET and is_stdout(output):
        raise OutputError("Parquet is not text and needs a file: --output found.parquet.")
    if asked is not None:
        return asked
    if output is None or is_stdout(output):
        return Format.TABLE
    guessed = format_of(output)
    if guessed is None:
        raise OutputError(
            f"The name {output} does not say which format to write. Add --format json, ndjson, csv, parquet or table."
        )
    return guessed


class Destination(ABC, Generic[T]):
    """Where things are written to, in one format."""

    @abstractmethod
    def write(self, batches: Iterable[list[T]], *, before: Callable[[], None] = lambda: None) -> None:
        """Write things as they come; no records are kept.

        Args:
            before: called right before each piece of text that is written to a terminal.
        """


@contextmanager
def destination(
    path: Path | None, format: Format, formatter: Formatter[T], *, excel_safe: bool = False, quiet: bool = False
) -> Iterator[Destination[T]]:
    """Open where things are written to; None or `-` is standard output. A file appears whole at the end or not at all.

    Raises:
        OutputError: it can't be opened, or is to be safe for Excel and no CSV.
        MissingExtraError: the format needs a package that is not installed.
    """
    if excel_safe and format is not Format.CSV:
        raise OutputError("--excel-safe is for CSV. Add --format csv, or leave it out.")
    if format is not Format.PARQUET or path is None:
        with opened(path, quiet=quiet) as sink:
            yield _Text(sink, format, formatter, excel_safe=excel_safe)
        return
    with opening(path):
        file = formatter.parquet(path)
    with replacing(path, quiet=quiet), file as target:
        yield _Parquet(target)


def write_items(
    items: Callable[[], Iterable[T]],
    formatter: Formatter[T],
    *,
    format: Format | None,
    output: Path | None,
    excel_safe: bool = False,
    said: Callable[[int], str] | None = None,
) -> None:
    """Write what is fetched in one go. The output is opened first, so that nothing is fetched in vain.

    Args:
        said: what is said on standard error below a table, of the number of items; None says nothing.

    Raises:
        OutputError: the output can't be opened; nothing was sent.
    """
    chosen = chosen_format(format, output)
    with destination(output, chosen, formatter, excel_safe=excel_safe) as target:
        found = list(items())
        target.write([found])
    if said is not None and chosen is Format.TABLE:
        say(said(len(found)))


class _Parquet(Destination[T]):
    def __init__(self, target: RecordSink[T]) -> None:
        self._target = target

    def write(self, batches: Iterable[list[T]], *, before: Callable[[], None] = lambda: None) -> None:
        from aurorax_typed.export.sinks import gathered

        for records in gathered(batches):
            self._target.write(records)


class _Text(Destination[T]):
    """Holds no more than a batch (a table: its first thousand rows)."""

    def __init__(self, sink: Sink, format: Format, formatter: Formatter[T], *, excel_safe: bool) -> None:
        self._excel_safe = excel_safe
        self._sink = sink
        self._format = format
        self._form = formatter

    def write(self, batches: Iterable[list[T]], *, before: Callable[[], None] = lambda: None) -> None:
        for text in self._pieces(batches):
            if self._sink.is_terminal:
                before()
            self._sink.write(text)

    def _pieces(self, batches: Iterable[list[T]]) -> Iterator[str]:
        formatter = self._form
        if self._format is Format.JSON:
            yield from write_json(batches, formatter.json_line(), single=formatter.single)
        elif self._format is Format.NDJSON:
            yield from write_ndjson(batches, formatter.json_line())
        elif self._format is Format.CSV:
            yield from write_csv(
                batches,
                formatter.columns,
                formatter.csv_rows(self._excel_safe),
                shown=self._sink.is_terminal,
                excel_safe=self._excel_safe,
            )
        else:
            style = TableStyle(
                width=width_of(self._sink), colours=self._sink.colours, ascii=not self._sink.can_show("░")
            )
            for line in formatter.table(chain.from_iterable(batches), style):
                yield f"{line}\n"


def width_of(sink: Sink) -> int | None:
    """Characters that a line of the table may have. What goes to a program or a file is not cut."""
    if sink.is_terminal or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None
