"""Saved results, read back as records."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from aurorax_typed._arguments import local_path
from aurorax_typed._core.decoder import DecoderLimits, iter_records
from aurorax_typed._optional import require
from aurorax_typed.errors import ResultDecodeError, ResultTruncatedError
from aurorax_typed.export.arrow import records_from_arrow
from aurorax_typed.records import Record

__all__ = ["read_results"]

R = TypeVar("R", bound=Record)

_CHUNK = 1 << 16
_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"
_LINES = (".ndjson", ".jsonl")


def read_results(
    path: str | os.PathLike[str], record_type: type[R], *, limits: DecoderLimits | None = None
) -> Iterator[R]:
    """Read a saved result record by record, however large it is.

    The file is the server's own JSON document, newline-delimited JSON (by its name: `.ndjson` or `.jsonl`), either of
    them compressed with gzip or not, or a Parquet file as `to_parquet` writes it (whose sources have their basic
    members only).

    Args:
        path: the file.
        record_type: `DataProduct`, `Ephemeris` or `Conjunction`.
        limits: what a JSON document may cost.

    Raises:
        QueryError: it is no path.
        OSError: the file can't be read.
        ResultError: it does not hold a whole result; the records before the fault have come out. A file of lines that
            lacks whole lines can't be told from a complete one.
        MissingExtraError: it is a Parquet file and pyarrow is not installed.
    """
    name = local_path(path)
    with name.open("rb") as file:
        start = file.read(4)
    if start == _PARQUET:
        return records_from_arrow(_batches(name), record_type)
    zipped = start.startswith(_GZIP)
    suffixes = [suffix.lower() for suffix in name.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    chunks = _chunks(name, zipped=zipped)
    return iter_records(
        _as_list(chunks) if suffixes[-1:] and suffixes[-1] in _LINES else chunks, record_type, limits=limits
    )


def _batches(path: Path) -> Iterator[Any]:
    parquet = require("pyarrow.parquet", "Parquet files")
    with parquet.ParquetFile(path) as file:
        if file.num_row_groups:  # pyarrow 18 and 19 fail on a file that has none
            yield from file.iter_batches(batch_size=4096)


def _chunks(path: Path, *, zipped: bool) -> Iterator[bytes]:
    count = 0
    try:
        with cast(IO[bytes], gzip.open(path) if zipped else path.open("rb")) as file:
            while chunk := file.read(_CHUNK):
                count += len(chunk)
                yield chunk
    except EOFError:
        raise ResultTruncatedError(
            f"{path} ends early: it is a gzip file that was cut, after {count} bytes of its text.", offset=count
        ) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ResultDecodeError(
            f"{path} is a damaged gzip file: {error} (byte {count} of its text).", offset=count
        ) from None


def _as_list(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines of JSON as a list of JSON. A line break can't be inside of a string, where JSON wants it escaped."""
    before = b"["
    held = b""
    for chunk in chunks:
        lines = (held + chunk).split(b"\n")
        held = lines.pop()
        full = [line for line in lines if line.strip()]
        if full:
            yield before + b",".join(full)
            before = b","
    yield (before + held if held.strip() else b"[" if before == b"[" else b"") + b"]"
