"""`aurorax config …`: which settings hold, where they come from, and whether they work."""

from __future__ import annotations

from typing import cast

import typer

from aurorax_typed.cli.options import FormatOption, OutputOption
from aurorax_typed.cli.settings import Settings

__all__ = ["app"]

app = typer.Typer(help="See the settings, and whether they work.")


@app.command("show")
def show(context: typer.Context, *, format: FormatOption = None, output: OutputOption = None) -> None:
    """Show each setting, with where it comes from. Asks nobody, and never shows the API key.

    \b
    Examples:
      aurorax config show
      aurorax config show --format json
    """
    from aurorax_typed.cli.config_items import SETTINGS, settings_in_force
    from aurorax_typed.cli.writing import write_items

    settings = cast(Settings, context.obj)
    write_items(lambda: settings_in_force(settings), SETTINGS, format=format, output=output)


@app.command("check")
def check(context: typer.Context, *, format: FormatOption = None, output: OutputOption = None) -> None:
    """Try the settings: is the server there, is the API key good, which versions are these. Exit status 1 if not.

    \b
    Example:
      aurorax config check
    """
    from aurorax_typed.cli.config_checks import CHECKS, Check, checks
    from aurorax_typed.cli.writing import write_items

    found: list[Check] = []

    def look() -> list[Check]:
        found.extend(checks(cast(Settings, context.obj)))
        return found

    write_items(look, CHECKS, format=format, output=output)
    if any(item.state == "failed" for item in found):
        raise typer.Exit(1)
