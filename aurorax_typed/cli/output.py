"""Where a command writes: to standard output, or to a file that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["OutputError", "ReaderGone", "Sink", "opened", "settle"]


class OutputError(Exception):
    """The output can't be opened; the message says why. Nothing was searched for."""


class ReaderGone(Exception):
    """Whoever read our output has closed it, as `head` does; there is nobody to write for."""


class Sink:
    """Takes text and writes it at once.

    Attributes:
        is_terminal: a person is looking.
    """

    def __init__(self, stream: BinaryIO, *, encoding: str = "utf-8", is_terminal: bool = False) -> None:
        self._stream = stream
        self._encoding = encoding
        self.is_terminal = is_terminal

    def write(self, text: str) -> None:
        """Write text; a character that the output can't hold becomes a question mark.

        Raises:
            ReaderGone: nobody reads any more.
        """
        try:
            self._stream.write(text.encode(self._encoding, "replace"))
            self._stream.flush()
        except BrokenPipeError:
            raise ReaderGone from None


@contextmanager
def opened(path: Path | None) -> Iterator[Sink]:
    """Open the output; None or `-` is standard output.

    A file is written under another name beside the target and takes its name at the end. When anything goes wrong
    before, what was there stays as it was. A target that is no ordinary file (a device, a named pipe) is written as
    it is.

    Raises:
        OutputError: it can't be opened.
    """
    if path is None or str(path) == "-":
        if sys.stdout is None:
            raise OutputError("Standard output is closed. Name a file: --output FILE.")
        terminal = sys.stdout.isatty()
        sys.stdout.flush()
        yield Sink(sys.stdout.buffer, encoding=sys.stdout.encoding if terminal else "utf-8", is_terminal=terminal)
        return
    with _errors_of(path):
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise OutputError(f"{path} is a directory. Name a file in it.")
        ordinary = mode is None or stat.S_ISREG(mode)
        written = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part") if ordinary else target
        stream = written.open("xb" if ordinary else "wb")
    try:
        with stream:
            if ordinary and mode is not None:
                shutil.copymode(target, written)
            yield Sink(stream)
            if ordinary:
                os.fsync(stream.fileno())
        if ordinary:
            written.replace(target)
    except BaseException:
        if ordinary:
            with suppress(OSError):
                written.unlink()
        raise


@contextmanager
def _errors_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror or error}.") from None


def settle() -> None:
    """Drop what can't be written any more, so that the end of the process does not fail on it.

    Where a pipe was closed or a disk is full, Python keeps the text and tries again when it ends, with an exit code of
    its own (120).
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError, AttributeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
