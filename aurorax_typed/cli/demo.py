"""`aurorax demo`: a tour of a minute, against a server of its own."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

import typer

from aurorax_typed.cli.settings import Settings

__all__ = ["command_line", "demo"]

_SPAN: Final = ("--start", "2020-02-01", "--end", "2020-02-05", "--program", "trex")
_NIGHT: Final = ("--start", "2020-02-01", "--end", "2020-02-01")

_FEW: Final = ("--limit", "8")

_STEPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Which of the TREx colour cameras are there?", ("sources", "search", "trex", "rgb")),
    (
        "Did they see anything in February 2020? (Made-up but realistic data.)",
        ("availability", "data-products", "--start", "2020-02-01", "--end", "2020-02-29", "--program", "trex"),
    ),
    ("What did they record in its first days?", ("search", "data-products", *_SPAN, "--verbose", "--limit", "12")),
    ("All of it, streamed into a file:", ("search", "data-products", *_SPAN, "--progress", "--output", "trex.csv")),
    (
        "When did a Swarm satellite pass within 300 km of a THEMIS camera?",
        ("search", "conjunctions", *_NIGHT, "--distance", "300", "--ground", "themis-asi", "--space", "swarm", *_FEW),
    ),
)

_NEXT: Final = """\
To go on by yourself, start the server in one terminal:
  aurorax emulator
and in another:
  export AURORAX_BASE_URL=http://127.0.0.1:8080
  aurorax search data-products --start 2020-02-01 --end 2020-02-05 \\
      --program trex --filter 'keogram_type in daily,hourly' -o keograms.csv
  aurorax search data-products --help
Without AURORAX_BASE_URL the same commands ask AuroraX itself; searching needs
no account."""


def demo(context: typer.Context) -> None:
    """Show in a minute what this is, with real commands. Needs no network and leaves nothing behind.

    \b
    Example:
      aurorax demo
    """
    from aurorax_typed.cli.output import opened
    from aurorax_typed.errors import MissingExtraError

    try:
        from aurorax_typed.emulator import serve
    except ImportError as error:
        raise MissingExtraError(str(error)) from None
    with opened(None) as sink, tempfile.TemporaryDirectory() as folder, serve() as address, _at(folder, address):
        sink.write(
            "AuroraX knows which auroral cameras and satellites were where, when they met,\n"
            "and which pictures there are. This asks a small AuroraX server that runs inside\n"
            f"of this command ({address}).\n"
        )
        for text, arguments in _STEPS:
            sink.write(f"\n{text}\n\n{command_line(['aurorax', *arguments])}\n")
            _run(cast(Settings, context.obj), arguments)
        sink.write(f"\n{_NEXT}\n")


def command_line(words: Sequence[str]) -> str:
    """A command as one would type it, in lines of at most 80 characters."""
    # Kept together: an option and its value.
    text = re.sub(r" (?!--)", "\0", shlex.join(words))
    lines = textwrap.wrap(text, 76, break_long_words=False, break_on_hyphens=False, subsequent_indent=" " * 4)
    return "$ " + " \\\n".join(lines).replace("\0", " ")


def _run(settings: Settings, arguments: Sequence[str]) -> None:
    """Run a command as if it was typed; end the tour where it fails."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    code = settings.run(arguments)
    if code:
        raise typer.Exit(code)


@contextmanager
def _at(folder: str, address: str) -> Iterator[None]:
    """In a folder, with the local server as AuroraX, without whatever key is set."""
    before, here = dict(os.environ), Path.cwd()
    os.environ["AURORAX_BASE_URL"] = address
    os.environ.pop("AURORAX_API_KEY", None)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
