"""From records to the output, in the format asked for."""

from __future__ import annotations

import os
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar, cast

from aurorax_typed.cli.formats import Format, format_of, write_csv, write_json, write_ndjson
from aurorax_typed.cli.output import OutputError, Sink, is_stdout, opened, opening
from aurorax_typed.cli.table import Column, lines
from aurorax_typed.export import ParquetSink
from aurorax_typed.records import DataSource, Record

__all__ = ["Destination", "Limited", "chosen_format", "destination", "table_lines"]

R = TypeVar("R", bound=Record | DataSource)
P = TypeVar("P", bound=Record)
T = TypeVar("T")


class Limited(Generic[R]):
    """Batches of records up to a limit, counted as they pass.

    Attributes:
        count: records given out so far.
    """

    def __init__(self, batches: Iterable[list[R]], limit: int | None) -> None:
        self.count = 0
        self._batches = batches
        self._limit = limit

    def __iter__(self) -> Iterator[list[R]]:
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


class Destination(ABC, Generic[R]):
    """Where records are written to, in one format."""

    @abstractmethod
    def write(self, batches: Iterable[list[R]], *, before: Callable[[], None] = lambda: None) -> None:
        """Write records as they come; none of them are kept.

        Args:
            before: called right before each piece of text that is written to a terminal.
        """


@contextmanager
def destination(
    path: Path | None, format: Format, record_type: type[R], table: Sequence[Column[R]]
) -> Iterator[Destination[R]]:
    """Open where records are written to; None or `-` is standard output. A file appears whole at the end or not at all.

    Raises:
        OutputError: it can't be opened.
        MissingExtraError: the format needs a package that is not installed.
    """
    if format is not Format.PARQUET:
        with opened(path) as sink:
            yield _Text(sink, format, record_type, table)
        return
    if path is None or not issubclass(record_type, Record):
        raise OutputError("Data sources are written as json, ndjson, csv or table.")
    with opening(path):
        file = ParquetSink(path, record_type)
    with file:
        yield cast("Destination[R]", _Parquet(file))


class _Parquet(Destination[P]):
    _ENOUGH_RECORDS = 4096
    _ENOUGH_BATCHES = 32
    """What is converted together; the second bounds memory where records are huge."""

    def __init__(self, sink: ParquetSink[P]) -> None:
        self._sink = sink

    def write(self, batches: Iterable[list[P]], *, before: Callable[[], None] = lambda: None) -> None:
        gathered: list[P] = []
        for number, batch in enumerate(batches, 1):
            gathered += batch
            if len(gathered) >= self._ENOUGH_RECORDS or number % self._ENOUGH_BATCHES == 0:
                self._sink.write(gathered)
                gathered = []
        self._sink.write(gathered)


class _Text(Destination[R]):
    """Holds no more than a batch (a table: its first thousand rows)."""

    def __init__(self, sink: Sink, format: Format, record_type: type[R], table: Sequence[Column[R]]) -> None:
        self._sink = sink
        self._format = format
        self._record_type = record_type
        self._table = table

    def write(self, batches: Iterable[list[R]], *, before: Callable[[], None] = lambda: None) -> None:
        for text in self._pieces(batches):
            if self._sink.is_terminal:
                before()
            self._sink.write(text)

    def _pieces(self, batches: Iterable[list[R]]) -> Iterator[str]:
        if self._format is Format.JSON:
            yield from write_json(batches)
        elif self._format is Format.NDJSON:
            yield from write_ndjson(batches)
        elif self._format is Format.CSV:
            yield from write_csv(
                batches, cast("type[Record | DataSource]", self._record_type), shown=self._sink.is_terminal
            )
        else:
            yield from table_lines(chain.from_iterable(batches), self._table, self._sink)


def table_lines(rows: Iterator[T], columns: Sequence[Column[T]], sink: Sink) -> Iterator[str]:
    """A table as it suits the output, line by line; see `table.lines`."""
    for line in lines(rows, columns, width=_width(sink), bold=_is_bold(sink)):
        yield f"{line}\n"


def _width(sink: Sink) -> int | None:
    """Characters that a line of the table may have. What goes to a program or a file is not cut."""
    if sink.is_terminal or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def _is_bold(sink: Sink) -> bool:
    # A Windows console may show escapes as they are.
    understood = os.environ.get("TERM") != "dumb" and sys.platform != "win32"
    return sink.is_terminal and understood and not os.environ.get("NO_COLOR")
