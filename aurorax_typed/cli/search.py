"""`aurorax search …` and `aurorax describe …`: one command for each family of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import typer

from aurorax_typed.cli.options import (
    ExcelSafeOption,
    FormatOption,
    LimitOption,
    MetadataOption,
    NoWaitOption,
    OutputOption,
    PlotKindOption,
    PlotOption,
    ProgressOption,
    QuietOption,
    SaveOption,
    StrictOption,
    TemplateOption,
    TimeoutOption,
    VerboseOption,
)
from aurorax_typed.cli.query_options import composed, conjunction_query, ephemeris_query, product_query
from aurorax_typed.cli.settings import Settings
from aurorax_typed.errors import QueryError

if TYPE_CHECKING:
    from aurorax_typed.cli.query_options import QueryRequest

__all__ = ["app", "describe_app"]


app: typer.Typer = typer.Typer(help="Find records.", no_args_is_help=False)


def _search(
    context: typer.Context,
    request: QueryRequest[Any, Any],
    *,
    template: TemplateOption = False,
    format: FormatOption = None,
    metadata: MetadataOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
    plot: PlotOption = None,
    plot_kind: PlotKindOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    save: SaveOption = None,
    no_wait: NoWaitOption = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    progress: ProgressOption = None,
) -> None:
    from aurorax_typed.cli.output import opened
    from aurorax_typed.cli.run_search import ResultOptions, run_search, submit_search

    if template:
        with opened(output) as sink:
            sink.write(request.template())
        return
    query = request.query()
    results = ResultOptions(
        format=format,
        metadata=metadata,
        excel_safe=excel_safe,
        output=output,
        limit=limit,
        timeout=timeout,
        strict=strict,
        quiet=quiet,
        verbose=verbose,
        save=save,
        progress=progress,
        plot=plot,
        plot_kind=plot_kind,
    )
    results.check_plot(request.kind.name)
    if no_wait:
        if excel_safe or any(option is not None for option in (output, format, metadata, limit, timeout, plot)):
            raise QueryError(
                "--no-wait writes no records: leave out --output, --format, --metadata, --excel-safe, --limit, "
                "--timeout and --plot."
            )
        submit_search(cast(Settings, context.obj), request.kind, query, results)
        return
    run_search(cast(Settings, context.obj), request.kind, query, results)


_PRODUCTS: Final = """Find pictures and movies made from the data, from start to end.

\b
A filter's CONDITION is KEY OPERATOR VALUE[,VALUE …], with the operators
= != < <= > >= in, not in (any number of values), between (two). Quote a
value that holds a comma, or a number that is meant as text.

\b
Examples:
  aurorax search data-products --start 2020-02-01 --end 2020-02-05 \\
      --program trex
  aurorax search data-products --start 2020-02-01 --end 2020-02-01 \\
      --platform gillam --type keogram --output keograms.csv \\
      --filter 'keogram_type in daily,hourly'
"""

_EPHEMERIS: Final = """Find where sources and their magnetic footprints were, minute by minute.

\b
A filter's CONDITION is KEY OPERATOR VALUE[,VALUE …], with the operators
= != < <= > >= in, not in (any number of values), between (two).

\b
Examples:
  aurorax search ephemeris --start 2020-02-01 --end 2020-02-01T02:00 \\
      --program swarm
  aurorax search ephemeris --start 2020-02-01 --end 2020-02-07 \\
      --platform swarma --output swarma.parquet \\
      --filter 'nbtrace_region = north polar cap'
"""

_CONJUNCTIONS: Final = """Find when sources were near each other: one of every block.

\b
A BLOCK is program names, then any of these, each set off by a semicolon:
  platforms=NAME,NAME  instrument-types=NAME  filter=CONDITION
  hemisphere=northern (of --space; or southern)
Bare names of --events are instrument types. A CONDITION is as for the
other searches. All places of --location are one block, custom1. A PAIR
is two blocks, such as ground1-space2; its KM may be any.

\b
Examples:
  aurorax search conjunctions --start 2020-02-01 --end 2020-02-01 \\
      --distance 500 --ground themis-asi --space swarm
  aurorax search conjunctions --start 2020-02-01 --end 2020-02-01 \\
      --ground 'themis-asi; platforms=gillam,fort smith' \\
      --space 'swarm; hemisphere=northern' --events 'substorm onset' \\
      --distance 500 --distance ground1-space1=300
"""

app.command("data-products")(composed(product_query, _search, _PRODUCTS))
app.command("ephemeris")(composed(ephemeris_query, _search, _EPHEMERIS))
app.command("conjunctions")(composed(conjunction_query, _search, _CONJUNCTIONS))


describe_app: typer.Typer = typer.Typer(help="Say in words what a query asks for.")


def _describe(context: typer.Context, request: QueryRequest[Any, Any], *, output: OutputOption = None) -> None:
    from aurorax_typed.cli.output import opened
    from aurorax_typed.cli.terminal import plain, wrapped
    from aurorax_typed.cli.writers import width_of

    query = request.query()
    with opened(output) as sink, cast(Settings, context.obj).client() as client:
        text, width = plain(request.kind.resource(client).describe(query)), width_of(sink)
        sink.write(f"{text if width is None else wrapped(text, width)}\n")


_DESCRIBE_PRODUCTS: Final = """Say what a query for data products asks for, in the server's words.

Takes the options of: aurorax search data-products. Nothing is searched.

\b
Example:
  aurorax describe data-products --start 2020-02-01 --end 2020-02-05 \\
      --program trex --filter 'keogram_type in daily,hourly'
"""

_DESCRIBE_EPHEMERIS: Final = """Say what a query for ephemeris asks for, in the server's words.

Takes the options of: aurorax search ephemeris. Nothing is searched.

\b
Example:
  aurorax describe ephemeris --start 2020-02-01 --end 2020-02-01 \\
      --program swarm --filter 'nbtrace_region = north polar cap'
"""

_DESCRIBE_CONJUNCTIONS: Final = """Say what a query for conjunctions asks for, in the server's words.

Takes the options of: aurorax search conjunctions. Nothing is searched.

\b
Example:
  aurorax describe conjunctions --start 2020-02-01 --end 2020-02-01 \\
      --distance 500 --ground themis-asi --space swarm
"""

describe_app.command("data-products")(composed(product_query, _describe, _DESCRIBE_PRODUCTS))
describe_app.command("ephemeris")(composed(ephemeris_query, _describe, _DESCRIBE_EPHEMERIS))
describe_app.command("conjunctions")(composed(conjunction_query, _describe, _DESCRIBE_CONJUNCTIONS))
