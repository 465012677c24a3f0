"""The machine-readable formats, written record by record: JSON, newline-delimited JSON, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from aurorax_typed.cli.documents import columns, document, json_text, row
from aurorax_typed.cli.text import plain
from aurorax_typed.records import DataSource, Record

__all__ = ["Format", "format_of", "write_csv", "write_json", "write_ndjson"]

R = TypeVar("R", bound=Record | DataSource)


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
    text = io.StringIO()
    writer = csv.DictWriter(text, columns(record_type), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for batch in batches:
        for record in batch:
            cells = row(record)
            writer.writerow({name: plain(cell) for name, cell in cells.items()} if shown else cells)
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()
