"""Files on their way into a folder, and the list of them; another process can take up what is here already."""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeGuard

from attrs import frozen

from aurorax_typed._arguments import local_path
from aurorax_typed._atomic import NotPlainError, check_plain, make_folder, open_plain, write_whole
from aurorax_typed._core.filenames import part_name, safe_name
from aurorax_typed._core.http_ranges import Mark
from aurorax_typed.errors import FileDownloadError
from aurorax_typed.records import DataProduct

__all__ = ["NAME", "Entry", "FileList", "PartFile", "entry_line", "parse_entries"]


NAME = "manifest.ndjson"
"""The list of what was downloaded: newline-delimited JSON, one line for each outcome, the last one counts."""


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
        # Whoever wrote into the list must not lead us out of the folder, nor to the list itself.
        parts = entry.file.split("/")
        if len(parts) > 1 and parts[0].casefold() != NAME and all(part == safe_name(part) for part in parts):
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


_CHECKPOINT: Final = 4 * 1024 * 1024
"""Bytes after which what is here is put on the disk and noted."""

_PIECE: Final = 1024 * 1024
_LONGEST_NOTE: Final = 64 * 1024


def _is_tag(value: object) -> TypeGuard[str]:
    """Whether it can be an entity tag, which goes into a header."""
    return isinstance(value, str) and value.isascii() and value.isprintable()


class PartFile:
    """A file that is written beside its target, under a name made of its address, and takes its name when it is whole.

    Beside it lies a note of how many bytes are surely on the disk, their checksum, and the entity tag of what they are
    part of. A later process goes on from there, if all of that is still so; what came behind it is not trusted.

    Attributes:
        size: bytes that are here.
        mark: what they are part of; None where nothing could go on from them.

    Raises:
        OSError: it can't be written; the error names the file.
    """

    def __init__(self, target: Path, url: str) -> None:
        self.size = 0
        self.mark: Mark | None = None
        self._url = url
        self._target = target
        self._note = target.with_name(part_name(url) + ".json")
        make_folder(target.parent)
        try:
            check_plain(target)
            self._part, self._stream = self._opened(target.with_name(part_name(url)))
        except NotPlainError as error:
            raise FileDownloadError(f"{url}: {error.filename}: {error.strerror}.", url=url) from None
        self._digest = sha256()
        self._noted = 0
        try:
            self._take_up()
        except BaseException:
            self._stream.close()
            raise

    def _opened(self, stem: Path) -> tuple[Path, BinaryIO]:
        """The part that the note names, or a new one; others of this address were left behind by a crash."""
        name = self._read_note().get("part")
        found: tuple[Path, BinaryIO] | None = None
        for path in stem.parent.glob(f"{stem.name}*"):
            if path.name == name and path.name != self._note.name:
                with suppress(OSError):
                    found = path, open_plain(path, os.O_RDWR)
                    continue
            if path != self._note:
                with suppress(OSError):
                    path.unlink()
        if found is None:
            path = stem.with_name(f"{stem.name}.{secrets.token_hex(8)}")
            found = path, open_plain(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        return found

    def _read_note(self) -> dict[str, Any]:
        try:
            with open_plain(self._note, os.O_RDONLY) as file:
                note = json.loads(file.read(_LONGEST_NOTE))
        except (OSError, ValueError, RecursionError):
            return {}
        return note if isinstance(note, dict) else {}

    @property
    def sha256(self) -> str:
        """The checksum of what is here, in hexadecimal."""
        return self._digest.hexdigest()

    def restart(self, mark: Mark | None) -> None:
        """Forget what is here; what comes next is the beginning of what that mark is about."""
        self.mark = mark
        with _naming(self._target):
            self._cut(0)
            self._note.unlink(missing_ok=True)

    def write(self, piece: bytes) -> None:
        """Add bytes."""
        with _naming(self._target):
            self._stream.write(piece)
            self._digest.update(piece)
            self.size += len(piece)
            if self.size - self._noted >= _CHECKPOINT:
                self._keep()

    def commit(self) -> None:
        """It is whole: put it in its place, once the disk has it."""
        with _naming(self._target):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._part.replace(self._target)
            self._note.unlink(missing_ok=True)

    def leave(self) -> None:
        """Stop here, for another to go on; where nobody could, nothing is left."""
        if self._stream.closed:
            return
        if self.mark is None or self.size == 0:
            self.discard()
            return
        try:
            with _naming(self._target):
                self._keep()
        finally:
            self.close()

    def discard(self) -> None:
        """Leave nothing."""
        self._stream.close()
        self._part.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def close(self) -> None:
        """Stop as it is; what was noted before still holds."""
        with suppress(OSError):
            self._stream.close()

    def _keep(self) -> None:
        if self.mark is None:
            return
        self._stream.flush()
        os.fsync(self._stream.fileno())
        note = {
            "url": self._url,
            "part": self._part.name,
            "etag": self.mark.validator,
            "total": self.mark.total,
            "bytes": self.size,
            "sha256": self.sha256,
        }
        if self._note.is_symlink():
            self._note.unlink(missing_ok=True)
        write_whole(self._note, json.dumps(note).encode())
        self._noted = self.size

    def _take_up(self) -> None:
        note = self._read_note()
        tag, total, bytes_ = note.get("etag"), note.get("total"), note.get("bytes")
        digest, url = note.get("sha256"), note.get("url")
        here = os.fstat(self._stream.fileno()).st_size
        if not (_is_tag(tag) and type(bytes_) is int and 0 <= bytes_ <= here):
            self._cut(0)
            return
        if not (total is None or (type(total) is int and bytes_ <= total)):
            self._cut(0)
            return
        mark = Mark(validator=tag, coding="", total=total)
        left = bytes_
        while left > 0 and (piece := self._stream.read(min(left, _PIECE))):
            self._digest.update(piece)
            left -= len(piece)
        if left or url != self._url or self.sha256 != digest:
            self._cut(0)
            return
        self._stream.truncate(bytes_)
        self.size, self.mark, self._noted = bytes_, mark, bytes_

    def _cut(self, size: int) -> None:
        self._stream.seek(size)
        self._stream.truncate(size)
        self.size = self._noted = size
        self._digest = sha256()


class FileList:
    """A folder of downloaded files and the list of them. Only one download at a time may work in it.

    Attributes:
        folder: where it is.
        path: the list, newline-delimited JSON.
        entries: what it says, by address.

    Raises:
        OSError: the folder can't be made or written, or another download is working in it.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = local_path(folder, "folder").absolute()
        make_folder(self.folder)
        self.path = self.folder / NAME
        self.entries: dict[str, Entry] = {}
        self._inside = self.folder.resolve()
        self._lock = threading.Lock()

    def __enter__(self) -> FileList:
        try:
            self._stream = open_plain(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        except NotPlainError as error:
            raise FileDownloadError(f"{self.path}: {error.strerror}.") from None
        try:
            _lock(self._stream, self.folder)
            self._stream.seek(0)
            lines = self._stream.readlines()
            self.entries = parse_entries(lines)
            if lines and not lines[-1].endswith(b"\n"):  # a process was ended while it wrote
                self.add(b"\n")
        except BaseException:
            self._stream.close()
            raise
        return self

    def __exit__(self, *failure: object) -> None:
        with suppress(OSError):  # each line was flushed, or its error was raised
            self._stream.close()

    def add(self, line: bytes) -> None:
        """Write a line down."""
        with self._lock, _naming(self.path):
            self._stream.write(line)
            self._stream.flush()

    def whole(self, url: str) -> Entry | None:
        """What the list says of a file that is here, with the size that it should have."""
        entry = self.entries.get(url)
        if entry is None or entry.status != "downloaded":
            return None
        path = self.folder / entry.file
        try:
            return entry if path.is_file() and path.stat().st_size == entry.bytes else None
        except OSError:
            return None

    def part(self, target: Path, url: str) -> PartFile:
        """A file on its way to its place.

        Raises:
            FileDownloadError: a link in the folder leads out of it.
        """
        if not target.parent.resolve().is_relative_to(self._inside):
            raise FileDownloadError(f"{url}: {target.parent} is a link that leads out of {self.folder}.", url=url)
        return PartFile(target, url)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Errors of a stream don't name its file; nobody knows the name that it is written under."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


def _lock(stream: BinaryIO, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: there the part files can't be opened twice, which is enough
        return
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BlockingIOError(
            error.errno, "Another download is working in this folder; wait for it, or use another", str(folder)
        ) from None
