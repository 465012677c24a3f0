"""`aurorax search …`: one command for each kind of record."""

from __future__ import annotations

import typer

from aurorax_typed.cli.conjunctions import conjunctions
from aurorax_typed.cli.ephemeris import ephemeris
from aurorax_typed.cli.products import data_products

__all__ = ["app"]

app = typer.Typer(help="Find records.", no_args_is_help=False)
app.command("data-products")(data_products)
app.command("ephemeris")(ephemeris)
app.command("conjunctions")(conjunctions)
