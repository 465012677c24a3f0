"""The formats, and those of them that are text for programs: JSON, newline-delimited JSON, CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TypeVar

from aurorax_typed.cli.text import plain

__all__ = ["Format", "format_of", "write_csv", "write_json", "write_ndjson"]

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
        from aurorax_typed.cli.documents import indented

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
) -> Iterator[str]:
    """A header, and the rows of each item. Gives a piece of text for each batch.

    Args:
        shown: on a terminal, where text from outside must not act as a command; a file gets it as it is.
    """
    before = f"{','.join(columns)}\n"
    for batch in batches:
        found = chain.from_iterable(map(rows, batch))
        yield before + "".join(f"{plain(row) if shown else row}\n" for row in found)
        before = ""
    if before:
        yield before
