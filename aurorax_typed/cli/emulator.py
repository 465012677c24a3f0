"""`aurorax emulator`: a local AuroraX server."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from aurorax_typed.cli.progress import is_watched, say
from aurorax_typed.errors import MissingExtraError

__all__ = ["emulator"]


def emulator(
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = 8080,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep searches and results here between runs.")
    ] = None,
    admin_key: Annotated[
        str | None, typer.Option(metavar="KEY", help="The API key of an Administrator, for writing.")
    ] = None,
    ranges: Annotated[
        bool, typer.Option("--ranges", help="Let a part of a result be asked for; the real server may not.")
    ] = False,
    serve_files: Annotated[
        bool, typer.Option("--serve-files", help="Serve small made-up pictures as the files of data products.")
    ] = False,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let other machines in. It asks nobody for a password.")
    ] = False,
) -> None:
    """Run a local AuroraX server to try things on, until Ctrl-C.

    The first line of output is its address, printed once it answers. It holds the real data sources, with made-up but
    realistic data products for them.

    \b
    Example:
      aurorax emulator --port 8080 &
      export AURORAX_BASE_URL=http://127.0.0.1:8080
      aurorax sources list --program trex
    """
    try:
        from aurorax_typed.emulator import EmulatorError, EmulatorSettings, run
    except ImportError as error:
        raise MissingExtraError(str(error)) from None
    try:
        if is_watched() and sys.stdout.isatty():
            say("Ctrl-C ends it. In another terminal: export AURORAX_BASE_URL=<this address>")
        settings = EmulatorSettings(data_dir=data, admin_key=admin_key, ranges=ranges, serve_files=serve_files)
        number = run(host, port, settings=settings, allow_remote=allow_remote)
    except EmulatorError as error:
        say(f"error: {error}")
        raise typer.Exit(1) from None
    if number not in (0, signal.SIGINT):  # Ctrl-C is how it is ended
        raise typer.Exit(128 + number)
