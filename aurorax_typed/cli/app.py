"""The command as a whole: its groups, its top-level options, and what each error becomes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated

import typer
import typer.main

from aurorax_typed.cli import requests, search, sources
from aurorax_typed.cli.emulator import emulator
from aurorax_typed.cli.filters import FilterError
from aurorax_typed.cli.output import OutputError, ReaderGone, settle
from aurorax_typed.cli.progress import say
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.text import plain
from aurorax_typed.errors import AuroraXError, ConfigurationError, MissingExtraError, QueryError

__all__ = ["app", "run"]

app = typer.Typer(
    name="aurorax",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    # The plain help is quick to start, and the same in a terminal, a pager and a file.
    rich_markup_mode=None,
)
app.add_typer(search.app, name="search")
app.add_typer(requests.app, name="requests")
app.add_typer(sources.app, name="sources")
app.command("emulator")(emulator)


def _version(asked: bool) -> None:
    if asked:
        from aurorax_typed import __version__

        typer.echo(f"aurorax-typed {__version__}")
        raise typer.Exit


@app.callback()
def top(
    context: typer.Context,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The server. Default: AURORAX_BASE_URL, else https://api.aurorax.space.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Search AuroraX for auroral data.

    Searching needs no account. What does takes its API key from the variable AURORAX_API_KEY, and from there only:
    options can be seen by every user of a machine.

    \b
    Example:
      aurorax search data-products --start 2020-02-01 --end 2020-02-05 \\
          --program trex
    """
    context.obj = Settings(base_url=base_url)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit code. Whatever goes wrong is told in a line or two on standard error."""
    try:
        command = typer.main.get_command(app)
        code = command.main(
            args=None if arguments is None else list(arguments), prog_name="aurorax", standalone_mode=False
        )
    except ReaderGone:
        return 0
    except (typer.Abort, KeyboardInterrupt):
        say("interrupted")
        return 130
    except Exception as error:
        return _told(error)
    finally:
        settle()
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> int:
    """Tell of an error; gives the exit code that it means."""
    if callable(getattr(error, "format_message", None)):
        _tell_refusal(error)
        return 2
    if not isinstance(error, AuroraXError | OutputError | OSError):
        if os.environ.get("AURORAX_DEBUG"):
            raise error
        say(f"error: a fault in aurorax itself, {type(error).__name__}: {error}. AURORAX_DEBUG=1 shows where.")
        return 1
    say(f"error: {error}")
    if isinstance(error, FilterError):
        say(f"  {error.text}")
        # Measured on what is shown, from which unprintable characters are gone.
        say("  " + " " * len(plain(error.text[: error.position])) + "^")
    wrongly_called = isinstance(error, QueryError | ConfigurationError | MissingExtraError | OutputError)
    return 2 if wrongly_called else 1


def _tell_refusal(error: Exception) -> None:
    """Typer's own refusals. Known by their method, since its class for them moves from one version to the next."""
    context = getattr(error, "ctx", None)
    path: str = getattr(context, "command_path", "aurorax")
    text = str(error.format_message()).replace("Value error, ", "")  # type: ignore[attr-defined]
    if text == "Missing command.":
        typer.echo(context.get_help() if context else text, err=True)
    elif "--base-url" in text and path != "aurorax":
        say(f"error: --base-url stands before the command: aurorax --base-url URL{path.removeprefix('aurorax')} …")
    else:
        say(f"error: {text}" if text.endswith((".", "?", ")")) else f"error: {text}.")
        say(f"See: {path} --help")
