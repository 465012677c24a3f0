"""Files on their way into a folder, and the list of them; another process can take up what is here already."""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import msgspec
from attrs import frozen

from aurorax_typed._arguments import local_path
from aurorax_typed._atomic import NotPlainError, check_plain, make_folder, open_plain, write_whole
from aurorax_typed._core.filenames import alike, part_name, safe_name
from aurorax_typed._core.http_ranges import Mark, mark_of
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


class _Line(msgspec.Struct):
    """A line of the list, as far as it is read."""

    url: str
    file: str
    status: str
    bytes: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str
    etag: str | None


class _Note(msgspec.Struct):
    """What lies beside a file that is not whole."""

    part: str
    url: str
    etag: str
    total: Annotated[int, msgspec.Meta(ge=0)] | None
    bytes: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str


def parse_entries(lines: Iterable[bytes]) -> dict[str, Entry]:
    """The entries by address. Lines that can't be read (the last one, when a process was killed) are passed over."""
    found: dict[str, Entry] = {}
    places: dict[str, str] = {}
    for line in lines:
        try:
            entry = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        parts = entry.file.split("/")
        # Whoever wrote into the list must not lead us out of the folder, to the list itself, or to another's file.
        if len(parts) != _DEPTH or alike(parts[0]) == NAME or any(part != safe_name(part) for part in parts):
            continue
        if places.setdefault(alike(entry.file), entry.url) == entry.url:
            found[entry.url] = Entry(
                file=entry.file, status=entry.status, bytes=entry.bytes, sha256=entry.sha256, etag=entry.etag
            )
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

_LONGEST_LINE: Final = 1024 * 1024
"""Bytes of a line of the list, or of a note. What is longer is none of ours."""

_DEPTH: Final = 5
"""Parts of the name of a file in the folder; see `FileNames`."""


class PartFile:
    """A file that is written beside its target, under a name that can't be guessed, until it is whole.

    Beside it lies a note with that name, how many bytes are surely on the disk, their checksum, and the entity tag of
    what they are part of. A later process goes on from there, if all of that is still so; what came behind it is not
    trusted. Everything else that was left of the same address is removed.

    Attributes:
        size: bytes that are here.
        mark: what they are part of; None where nothing could go on from them.

    Raises:
        NotPlainError: a link, a folder or the like is at the place of the file or of its note.
        OSError: it can't be written; the error names the file.
    """

    def __init__(self, target: Path, url: str) -> None:
        self.size = 0
        self.mark: Mark | None = None
        self._url = url
        self._target = target
        self._digest = sha256()
        self._noted = 0
        name = part_name(url)
        self._note = target.with_name(f"{name}.json")
        make_folder(target.parent)
        check_plain(target)
        self._part = target.with_name(f"{name.removesuffix('.part')}.{secrets.token_hex(8)}.part")
        resumed = self._take_up()
        for path in target.parent.glob(f".*{name.strip('.').removesuffix('.part')}*"):
            kept = (self._part, self._note) if resumed else ()
            if path not in kept and (path.is_file() or path.is_symlink()):
                path.unlink()  # on Windows this fails while another download has it open
        self._stream: BinaryIO = resumed or self._part.open("x+b")

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
            "part": self._part.name,
            "url": self._url,
            "etag": self.mark.validator,
            "total": self.mark.total,
            "bytes": self.size,
            "sha256": self.sha256,
        }
        write_whole(self._note, json.dumps(note).encode(), ours=True)
        self._noted = self.size

    def _take_up(self) -> BinaryIO | None:
        """What an earlier process has left to go on from."""
        try:
            with open_plain(self._note, os.O_RDONLY) as file:
                note = msgspec.json.decode(file.read(_LONGEST_LINE), type=_Note)
        except NotPlainError:
            raise
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        length = {} if note.total is None else {"content-length": str(note.total)}
        mark = mark_of({"etag": note.etag, **length})
        if mark is None or note.url != self._url or not _is_part_of(note.part, self._note.name):
            return None
        part = self._target.with_name(note.part)
        try:
            stream = open_plain(part, os.O_RDWR)
        except OSError:
            return None
        try:
            # A second name of the file would be somebody else's.
            if os.fstat(stream.fileno()).st_nlink != 1 or not self._is_noted(stream, note):
                stream.close()
                return None
            stream.truncate(note.bytes)
        except BaseException:
            stream.close()
            raise
        self._part = part
        self.size, self.mark, self._noted = note.bytes, mark, note.bytes
        return stream

    def _is_noted(self, stream: BinaryIO, note: _Note) -> bool:
        """Whether the file begins with what the note says; it is read up to there."""
        digest = sha256()
        left = note.bytes
        while left > 0 and (piece := stream.read(min(left, _PIECE))):
            digest.update(piece)
            left -= len(piece)
        if left or digest.hexdigest() != note.sha256:
            return False
        self._digest = digest
        return True

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
        QueryError: the folder is no path.
        FileDownloadError: the list is not a plain file.
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
            self._stream: BinaryIO = open_plain(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        except NotPlainError as error:
            raise FileDownloadError(f"{self.path} can't be used. {error.strerror}.") from None
        try:
            _lock(self._stream, self.folder)
            self._stream.seek(0)
            self.entries = parse_entries(iter(lambda: self._stream.readline(_LONGEST_LINE), b""))
            end = self._stream.seek(0, os.SEEK_END)
            self._stream.seek(max(end - 1, 0))
            if self._stream.read(1) not in (b"", b"\n"):  # a process was ended while it wrote
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
            FileDownloadError: a link in the folder leads out of it, or what is at its place is not a plain file.
        """
        try:
            inside = target.parent.resolve().is_relative_to(self._inside)
        except RuntimeError:  # links in a circle
            inside = False
        if not inside:
            raise FileDownloadError(f"{url}: {target.parent} is a link that leads out of {self.folder}.", url=url)
        try:
            return PartFile(target, url)
        except (NotPlainError, NotADirectoryError) as error:
            raise FileDownloadError(f"{url}: {error.filename} is in the way. {error.strerror}.", url=url) from None


def _is_part_of(name: str, note: str) -> bool:
    """Whether a part's name is one that the owner of this note can have made up."""
    begin = note.removesuffix("part.json")
    return name.startswith(begin) and re.fullmatch(r"[0-9a-f]{16}\.part", name.removeprefix(begin)) is not None


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
    except ImportError:  # Windows: there a part file that is open can't be removed, which is enough
        return
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BlockingIOError(
            error.errno, "Another download is working in this folder; wait for it, or use another", str(folder)
        ) from None
