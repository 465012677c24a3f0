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

__all__ = ["TargetFile", "read_start", "write_whole"]


class TargetFile:
    """A file that is written under another name beside its target and takes its name at the end.

    Until `commit` the target stays as it was, and after `abort` nothing is left. A link is followed: what it points
    to is replaced. A target that is no ordinary file (a device, a named pipe) is written as it is.

    Raises:
        OSError: it can't be written; the error names the file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._named = os.fspath(path)
        self._aborted = False
        self._bytes = 0
        with self._errors():
            self._target = Path(self._named).resolve()
            mode = self._target.stat().st_mode if self._target.exists() else None
            if mode is not None and stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, "This is a directory; name a file in it")
            if not self._target.parent.is_dir():
                raise FileNotFoundError(errno.ENOENT, f"There is no directory {self._target.parent}; make it first")
            self._ordinary = mode is None or stat.S_ISREG(mode)
            part = f".{self._target.name[:40]}.{secrets.token_hex(4)}.part"
            self._written = self._target.with_name(part) if self._ordinary else self._target
            self._stream: BinaryIO = self._written.open("xb" if self._ordinary else "wb")
        if self._ordinary and mode is not None:
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


def read_start(path: str | os.PathLike[str], size: int) -> bytes:
    """The first bytes of a file, at most `size`: all of it, where it is as small as it should be."""
    with open(path, "rb") as file:
        return file.read(size)


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file that is made already.

    Raises:
        OSError: it can't be written; what was there before is still there.
    """
    file = TargetFile(path)
    try:
        file.write(data)
        file.commit()
    except BaseException:
        file.abort()
        raise
