"""The formats, and those of them that are text for programs: JSON, newline-delimited JSON, CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from aurorax_typed.cli.documents import columns, csv_lines, json_lines
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


def write_json(batches: Iterable[list[R]]) -> Iterator[str]:
    """One JSON array, a record on each line. Gives a piece of text for each batch."""
    line = json_lines()
    before = "[\n"
    for batch in batches:
        if batch:
            yield before + ",\n".join(map(line, batch))
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def write_ndjson(batches: Iterable[list[R]]) -> Iterator[str]:
    """One JSON object on each line. Gives a piece of text for each batch."""
    line = json_lines()
    for batch in batches:
        yield "".join(f"{line(record)}\n" for record in batch)


def write_csv(
    batches: Iterable[list[R]], record_type: type[Record | DataSource], *, shown: bool = False
) -> Iterator[str]:
    """A header and a row for each record. Gives a piece of text for each batch.

    Args:
        shown: on a terminal, where text from outside must not act as a command; a file gets it as it is.
    """
    line = csv_lines(record_type)
    before = f"{','.join(columns(record_type))}\n"
    for batch in batches:
        rows = map(line, batch)
        yield before + "".join(f"{plain(row) if shown else row}\n" for row in rows)
        before = ""
    if before:
        yield before
