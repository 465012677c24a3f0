"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from aurorax_typed._arguments import local_path

__all__ = ["NotPlainError", "TargetFile", "check_plain", "make_folder", "open_plain", "read_start", "write_whole"]


class NotPlainError(OSError):
    """A link, a device, a named pipe or a folder is where a plain file of ours should be."""


class TargetFile:
    """A file that is written under another name beside its target and takes its name at the end.

    Until `commit` the target stays as it was, and after `abort` nothing is left. The other name can't be guessed, and
    no link of that name is followed. A target that is a link is followed, as by the shell: what it points to is
    replaced. A target that is no ordinary file (a device, a named pipe) is written as it is.

    Args:
        path: the target.
        part: the name while it is written; None makes one up.
        ours: the target's name is not the user's choice, so that a link or device there was planted.

    Attributes:
        replaces: there was a file of this name before.

    Raises:
        QueryError: it is no path; see `local_path`.
        NotPlainError: the target is `ours` and not a plain file.
        OSError: it can't be written; the error names the file.
    """

    def __init__(self, path: str | os.PathLike[str], *, part: str | None = None, ours: bool = False) -> None:
        named = local_path(path)
        self._named = str(named)
        self._aborted = False
        self._bytes = 0
        with self._errors():
            if ours:
                check_plain(named)
            mode = named.stat().st_mode if named.exists() else None
            self._ordinary = mode is None or stat.S_ISREG(mode)
            # What a device's link (/dev/fd/1) leads to need not have a name of its own.
            self._target = _resolved(named) if self._ordinary else named
            if mode is not None and stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, "This is a directory; name a file in it")
            if not self._target.parent.is_dir():
                raise FileNotFoundError(errno.ENOENT, f"There is no directory {self._target.parent}; make it first")
            self.replaces = self._ordinary and mode is not None
            part = part or f".{self._target.name[:40]}.{secrets.token_hex(8)}.part"
            self._written = self._target.with_name(part) if self._ordinary else self._target
            # "x" makes the file, and fails at whatever is there, a link too.
            self._stream: BinaryIO = self._written.open("xb" if self._ordinary else "wb")
        if self.replaces:
            with self._errors(), self._cleaned():
                shutil.copymode(self._target, self._written)

    def write(self, data: bytes) -> int:
        """Write bytes; they are in the target after `commit` only. After `abort` they go nowhere."""
        if self._aborted:
            return len(data)
        with self._errors():
            self._stream.write(data)
        self._bytes += len(data)
        return len(data)

    def flush(self) -> None:
        """Hand what was written to the operating system."""
        if not self._aborted:
            with self._errors():
                self._stream.flush()

    def tell(self) -> int:
        """Bytes written so far."""
        return self._bytes

    @property
    def closed(self) -> bool:
        """Whether nothing more can be written."""
        return self._stream.closed and not self._aborted

    def close(self) -> None:
        """Does nothing, so that a library which is done with its part does not end the whole; see `commit`."""

    def commit(self) -> None:
        """Put it in place of the target, once the disk has it."""
        with self._errors(), self._cleaned():
            self._stream.flush()
            if self._ordinary:
                os.fsync(self._stream.fileno())
            self._stream.close()
            if self._ordinary:
                self._written.replace(self._target)

    def abort(self) -> None:
        """Leave the target as it was and nothing beside it."""
        self._aborted = True
        with suppress(OSError):
            self._stream.close()
        if self._ordinary:
            with suppress(OSError):
                self._written.unlink()

    @contextmanager
    def _cleaned(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abort()
            raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.filename2 is None:  # else renaming failed, and both names are told
                error.filename = self._named
            raise


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # how Python before 3.13 says it
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def check_plain(path: Path) -> None:
    """Refuse what is not a plain file, where anything is there; raises NotPlainError."""
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise NotPlainError(errno.EINVAL, f"This is {_kind(mode)}, not a plain file. Remove it", str(path))


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link"
    return "a directory" if stat.S_ISDIR(mode) else "a device or named pipe"


def open_plain(path: Path, flags: int) -> BinaryIO:
    """Open a file whose name is ours and not the user's, without following a link and without waiting for a pipe.

    Args:
        path: where it is.
        flags: of `os.open`; with `os.O_CREAT` it is made where there is none.

    Raises:
        NotPlainError: something else is there.
        OSError: it can't be opened.
    """
    check_plain(path)
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    handle = os.open(path, flags, 0o666)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise NotPlainError(errno.EINVAL, f"This is {_kind(mode)}, not a plain file. Remove it", str(path))
        return os.fdopen(handle, "rb" if flags & (os.O_WRONLY | os.O_RDWR) == 0 else "r+b")
    except BaseException:
        os.close(handle)
        raise


def make_folder(path: Path) -> None:
    """Make a folder and those above it, where they are not there.

    Raises:
        OSError: it can't be made; a file of that name is there, say.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, "This is not a folder; name another", str(path)) from None


def read_start(path: Path, size: int) -> bytes:
    """The first bytes of a file, at most `size`: all of it, where it is as small as it should be."""
    with path.open("rb") as file:
        return file.read(size)


def write_whole(path: str | os.PathLike[str], data: bytes, *, ours: bool = False) -> None:
    """Write a file that is made already; see `TargetFile`.

    Raises:
        QueryError: it is no path.
        OSError: it can't be written; what was there before is still there.
    """
    file = TargetFile(path, ours=ours)
    try:
        file.write(data)
        file.commit()
    except BaseException:
        file.abort()
        raise
