"""Where a command writes: to standard output, or to a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from aurorax_typed.cli.terminal import coloured

__all__ = ["OutputError", "ReaderGone", "Sink", "is_stdout", "opened", "opening", "replacing", "settle"]


class OutputError(Exception):
    """The output can't be opened; the message says why. Nothing was searched for."""


class ReaderGone(Exception):
    """Whoever read our output has closed it, as `head` does; there is nobody to write for."""


class _Stream(Protocol):
    def write(self, data: bytes, /) -> object: ...
    def flush(self) -> object: ...


class Sink:
    """Takes text and writes it at once.

    Attributes:
        is_terminal: a person is looking.
        colours: terminal escapes are wanted.
    """

    def __init__(
        self, stream: _Stream, *, encoding: str = "utf-8", is_terminal: bool = False, colours: bool = False
    ) -> None:
        self._stream = stream
        self._encoding = encoding
        self.is_terminal = is_terminal
        self.colours = colours

    def can_show(self, text: str) -> bool:
        """Whether the output's encoding has these characters."""
        try:
            text.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return True

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


def is_stdout(path: Path | None) -> bool:
    """Whether an `--output` means standard output: none, `-`, or its device, which can't be replaced like a file."""
    return path is None or str(path) in ("-", "/dev/stdout")


@contextmanager
def opened(path: Path | None, *, quiet: bool = False) -> Iterator[Sink]:
    """Open the output for text, see `is_stdout`. A file appears whole at the end, see `TargetFile`.

    Args:
        path: of `--output`.
        quiet: see `replacing`.

    Raises:
        OutputError: it can't be opened.
    """
    if path is None or is_stdout(path):
        if sys.stdout is None:
            raise OutputError("Standard output is closed. Name a file: --output FILE.")
        terminal = sys.stdout.isatty()
        sys.stdout.flush()
        yield Sink(
            sys.stdout.buffer,
            encoding=sys.stdout.encoding if terminal else "utf-8",
            is_terminal=terminal,
            colours=coloured(sys.stdout),
        )
        return
    # Imported here, so that asking for help does not load what writes records.
    from aurorax_typed._atomic import TargetFile

    with opening(path):
        file = TargetFile(path)
    try:
        with replacing(path, quiet=quiet):
            yield Sink(file)
            file.commit()
    except BaseException:
        file.abort()
        raise


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """What the system says against a file that is being opened becomes an `OutputError`."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror or error}.") from None


@contextmanager
def replacing(path: Path | None, *, quiet: bool = False) -> Iterator[None]:
    """Say at the end that a file was replaced, unless `quiet`. After an error the old one is there still."""
    from aurorax_typed._arguments import local_path
    from aurorax_typed.cli.progress import say

    before = not quiet and path is not None and not is_stdout(path) and local_path(path).is_file()
    yield
    if before:
        say(f"Replaced {path}.")


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
