"""`aurorax describe …`: what a query asks for, in the server's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import typer

from aurorax_typed.cli.composing import composed
from aurorax_typed.cli.conjunction_query import conjunction_query
from aurorax_typed.cli.ephemeris_query import ephemeris_query
from aurorax_typed.cli.options import OutputOption
from aurorax_typed.cli.product_query import product_query
from aurorax_typed.cli.settings import Settings

if TYPE_CHECKING:
    from aurorax_typed.cli.asking import Wanted

__all__ = ["app"]

app = typer.Typer(help="Say in words what a query asks for.")


def _describe(context: typer.Context, wanted: Wanted[Any, Any], *, output: OutputOption = None) -> None:
    from aurorax_typed.cli.output import opened
    from aurorax_typed.cli.text import plain, wrapped
    from aurorax_typed.cli.writing import width_of

    query = wanted.query()
    with opened(output) as sink, cast(Settings, context.obj).client() as client:
        text, width = plain(wanted.kind.describe(client, query)), width_of(sink)
        sink.write(f"{text if width is None else wrapped(text, width)}\n")


_PRODUCTS: Final = """Say what a query for data products asks for, in the server's words.

Takes the options of: aurorax search data-products. Nothing is searched.

\b
Example:
  aurorax describe data-products --start 2020-02-01 --end 2020-02-05 \\
      --program trex --filter 'keogram_type in daily,hourly'
"""

_EPHEMERIS: Final = """Say what a query for ephemeris asks for, in the server's words.

Takes the options of: aurorax search ephemeris. Nothing is searched.

\b
Example:
  aurorax describe ephemeris --start 2020-02-01 --end 2020-02-01 \\
      --program swarm --filter 'nbtrace_region = north polar cap'
"""

_CONJUNCTIONS: Final = """Say what a query for conjunctions asks for, in the server's words.

Takes the options of: aurorax search conjunctions. Nothing is searched.

\b
Example:
  aurorax describe conjunctions --start 2020-02-01 --end 2020-02-01 \\
      --distance 500 --ground themis-asi --space swarm
"""

app.command("data-products")(composed(product_query, _describe, _PRODUCTS))
app.command("ephemeris")(composed(ephemeris_query, _describe, _EPHEMERIS))
app.command("conjunctions")(composed(conjunction_query, _describe, _CONJUNCTIONS))
