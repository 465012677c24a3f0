"""From records to the output, in the format asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from aurorax_typed.cli.formats import Format, format_of, write_csv, write_json, write_ndjson
from aurorax_typed.cli.output import OutputError, Sink
from aurorax_typed.cli.table import Column, lines
from aurorax_typed.records import DataSource, Record

__all__ = ["Limited", "chosen_format", "write"]

R = TypeVar("R", bound=Record | DataSource)


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
        OutputError: the file's name does not tell.
    """
    if asked is not None:
        return asked
    if output is None or str(output) == "-":
        return Format.TABLE
    guessed = format_of(output)
    if guessed is None:
        raise OutputError(
            f"The name {output} does not say which format to write. Add --format json, ndjson, csv or table."
        )
    return guessed


def write(
    batches: Iterable[list[R]],
    sink: Sink,
    format: Format,
    *,
    record_type: type[Record | DataSource],
    table: Sequence[Column[R]],
    before: Callable[[], None] = lambda: None,
) -> None:
    """Write records as they come, holding no more of them than a batch (a table: its first thousand rows).

    Args:
        before: called once, right before the first piece of text is written to a terminal.
    """
    for text in _pieces(batches, sink, format, record_type, table):
        if sink.is_terminal:
            before()
        sink.write(text)


def _pieces(
    batches: Iterable[list[R]],
    sink: Sink,
    format: Format,
    record_type: type[Record | DataSource],
    table: Sequence[Column[R]],
) -> Iterator[str]:
    match format:
        case Format.JSON:
            yield from write_json(batches)
        case Format.NDJSON:
            yield from write_ndjson(batches)
        case Format.CSV:
            yield from write_csv(batches, record_type, shown=sink.is_terminal)
        case Format.TABLE:
            records = chain.from_iterable(batches)
            for line in lines(records, table, width=_width(sink), bold=_is_bold(sink)):
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
