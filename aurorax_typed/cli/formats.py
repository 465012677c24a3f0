"""The machine-readable formats, written record by record: JSON, newline-delimited JSON, CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from aurorax_typed.cli.documents import columns, document, json_text, row
from aurorax_typed.cli.text import plain
from aurorax_typed.records import DataSource, Record

__all__ = ["Format", "format_of", "write_csv", "write_json", "write_ndjson"]

R = TypeVar("R", bound=Record | DataSource)

_NEEDS_QUOTES = re.compile('[,"\r\n]')


class Format(StrEnum):
    """How records are written."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"


_SUFFIXES = {
    ".txt": Format.TABLE,
    ".json": Format.JSON,
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
    ".csv": Format.CSV,
}


def format_of(path: Path) -> Format | None:
    """The format that a file's name asks for; None where it says nothing."""
    return _SUFFIXES.get(path.suffix.lower())


def write_json(batches: Iterable[list[R]]) -> Iterator[str]:
    """One JSON array, a record on each line. Gives a piece of text for each batch."""
    before = "[\n"
    for batch in batches:
        if batch:
            yield before + ",\n".join(json_text(document(record)) for record in batch)
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def write_ndjson(batches: Iterable[list[R]]) -> Iterator[str]:
    """One JSON object on each line. Gives a piece of text for each batch."""
    for batch in batches:
        yield "".join(f"{json_text(document(record))}\n" for record in batch)


def write_csv(
    batches: Iterable[list[R]], record_type: type[Record | DataSource], *, shown: bool = False
) -> Iterator[str]:
    """A header and a row for each record. Gives a piece of text for each batch.

    Args:
        shown: on a terminal, where text from outside must not act as a command; a file gets it as it is.
    """
    names = columns(record_type)
    before = _csv_line(names)
    for batch in batches:
        rows = [row(record) for record in batch]
        if shown:
            rows = [{name: plain(cell) for name, cell in cells.items()} for cells in rows]
        yield before + "".join(_csv_line([cells.get(name, "") for name in names]) for cells in rows)
        before = ""
    if before:
        yield before


def _csv_line(cells: list[str]) -> str:
    # Not the csv module: with lines ended by a line feed it leaves a carriage return in a cell unquoted.
    return ",".join(_quoted(cell) if _NEEDS_QUOTES.search(cell) else cell for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
