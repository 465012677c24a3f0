"""The list of what was downloaded into a folder: newline-delimited JSON, one line for each outcome, the last counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from aurorax_typed._core.filenames import safe_name
from aurorax_typed.errors import FileDownloadError
from aurorax_typed.records import DataProduct

__all__ = ["NAME", "Entry", "entry_line", "parse_entries"]

NAME = "manifest.ndjson"


@frozen(kw_only=True)
class Entry:
    """What is known of a file from an earlier run."""

    file: str
    status: str
    bytes: int
    sha256: str
    etag: str | None


def parse_entries(lines: Iterable[bytes]) -> dict[str, Entry]:
    """The entries by address. Lines that can't be read (the last one, when a process was killed) are passed over."""
    found: dict[str, Entry] = {}
    for line in lines:
        try:
            values = json.loads(line)
            url, etag = values["url"], values["etag"]
            entry = Entry(
                file=values["file"],
                status=values["status"],
                bytes=values["bytes"],
                sha256=values["sha256"],
                etag=etag if isinstance(etag, str) else None,
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        texts = (url, entry.file, entry.status, entry.sha256)
        if not all(isinstance(text, str) for text in texts) or not isinstance(entry.bytes, int):
            continue
        # Whoever wrote into the list must not lead us out of the folder.
        if all(part == safe_name(part) for part in entry.file.split("/")):
            found[url] = entry
    return found


def entry_line(entry: Entry, product: DataProduct, error: FileDownloadError | None, now: datetime) -> bytes:
    """One line, with its line break. `now` is UTC."""
    source = product.data_source
    values = {
        "url": product.url,
        "file": entry.file,
        "status": entry.status,
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        "etag": entry.etag,
        "error": None if error is None else str(error),
        "data_product_type": product.data_product_type,
        "program": source.program,
        "platform": source.platform,
        "instrument_type": source.instrument_type,
        "start": product.start.isoformat(),
        "end": product.end.isoformat(),
        "time": now.replace(tzinfo=None).isoformat(timespec="seconds"),
    }
    return json.dumps(values).encode() + b"\n"
