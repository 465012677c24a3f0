"""The query of a search command: made of its options, or read from a file in the server's form."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar, cast

import typer
from attrs import frozen

from aurorax_typed._arguments import local_path
from aurorax_typed.cli.formatters import indented
from aurorax_typed.cli.options import (
    AnyOption,
    EndOption,
    FiltersOption,
    InstrumentTypesOption,
    PlatformsOption,
    ProgramsOption,
    QueryOption,
    StartOption,
    conjunction_types,
    product_types,
)
from aurorax_typed.cli.output import Sink
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import (
    ConjunctionQuery,
    ConjunctionType,
    CustomLocationsCriteria,
    DataProductQuery,
    DataProductType,
    Distance,
    EphemerisQuery,
    Query,
)
from aurorax_typed.queries.common import load
from aurorax_typed.records import JSONValue, Record

if TYPE_CHECKING:
    from aurorax_typed.cli.record_kinds import RecordKind
    from aurorax_typed.records import Conjunction, DataProduct, Ephemeris

__all__ = [
    "Act",
    "Ask",
    "QueryRequest",
    "composed",
    "conjunction_query",
    "ephemeris_query",
    "product_query",
    "show_query",
]


Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)


@frozen(kw_only=True)
class QueryRequest(Generic[Q, R]):
    """A query, as the options ask for it.

    Attributes:
        kind: of which records.
        start: as typed; None for that of the file.
        end: as typed; a date alone is its last second.
        file: a file with a query, `-` for standard input.
        selection: the other options that say what to find, by their names on the command line.
        make: a query of the options, from its start and its end.
    """

    kind: RecordKind[Q, R]
    start: str | None
    end: str | None
    file: Path | None
    selection: Mapping[str, object]
    make: Callable[[str, str], Q]

    @property
    def _given(self) -> list[str]:
        """The names of the options of the selection that were used."""
        return [name for name, value in self.selection.items() if value not in (None, False, [], ())]

    def template(self) -> str:
        """The query as JSON for `--query`; where nothing was asked for, an example."""
        is_empty = not (self.start or self.end or self.file or self._given)
        query = self.kind.example if is_empty else self.query()
        return indented(query.to_json())

    def query(self) -> Q:
        """The query.

        Raises:
            QueryError: options that don't go together or are missing, or a file that holds no query.
        """
        if self.file is not None:
            if self._given:
                raise QueryError(
                    f"--query holds the whole query: leave out {', '.join(self._given)}. "
                    "Only --start and --end may stand beside it."
                )
            return self._read(self.file)
        for name, value in (("--start", self.start), ("--end", self.end)):
            if value is None:
                raise QueryError(
                    f"Missing option '{name}'. A whole query can come from a file, see --query, --template."
                )
        return self.make(self.start or "", self.end or "")

    def _read(self, path: Path) -> Q:
        name = "standard input" if _is_stdin(path) else str(path)
        try:
            members = load(_bytes(path))
            if self.start is not None:
                members["start"] = self.start
            if self.end is not None:
                members["end"] = self.end
            return self.kind.read(members)
        except OSError as error:
            raise QueryError(f"{name} can't be read: {error.strerror or error}.") from None
        except RecursionError:
            raise QueryError(f"{name}: the query is nested too deeply.") from None
        except QueryError as error:
            raise QueryError(f"{name}: {error}") from None


def show_query(query: Mapping[str, JSONValue], sink: Sink) -> None:
    """Write a query as JSON that `--query` takes."""
    sink.write(indented(query))


def _is_stdin(path: Path) -> bool:
    return str(path) == "-"


def _bytes(path: Path) -> bytes:
    if not _is_stdin(path):
        return local_path(path).read_bytes()
    if sys.stdin is None:
        raise QueryError("it is closed. Name a file: --query FILE.")
    return sys.stdin.buffer.read()


Ask: TypeAlias = "Callable[..., QueryRequest[Any, Any]]"
"""Takes the options that make a query, all by keyword."""

Act: TypeAlias = Callable[..., None]
"""Takes the context, the query that is wanted, and its own options by keyword."""


def composed(ask: Ask, act: Act, doc: str) -> Callable[..., None]:
    """A command with the options of both, those of the query first, and this text as its help."""
    asking = _options(ask)
    acting = _options(act)

    def command(context: typer.Context, **given: Any) -> None:
        request = ask(**{name: given[name] for name in asking})
        act(context, request, **{name: given[name] for name in acting})

    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    command.__signature__ = inspect.Signature([context, *asking.values(), *acting.values()])  # type: ignore[attr-defined]
    command.__doc__ = doc
    return command


def _options(function: Callable[..., object]) -> dict[str, inspect.Parameter]:
    """The parameters that stand by keyword, with their annotations as values; what it returns is of no concern here."""
    names = vars(sys.modules[function.__module__])
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            found[name] = parameter.replace(annotation=eval(parameter.annotation, names))
    return found


def conjunction_query(
    *,
    start: StartOption = None,
    end: EndOption = None,
    distance: Annotated[
        list[str] | None,
        typer.Option(metavar="KM", help="How near, for every pair, or for one: PAIR=KM. May be repeated."),
    ] = None,
    ground: Annotated[
        list[str] | None, typer.Option(metavar="BLOCK", help="Ground instruments. May be repeated.")
    ] = None,
    space: Annotated[list[str] | None, typer.Option(metavar="BLOCK", help="Spacecraft. May be repeated.")] = None,
    events: Annotated[
        list[str] | None, typer.Option(metavar="BLOCK", help="Events such as 'substorm onset'. May be repeated.")
    ] = None,
    location: Annotated[
        list[str] | None,
        typer.Option(metavar="LAT,LON", help="A place, degrees north and east. Repeated: any of them."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="What is compared: nbtrace, sbtrace, geographic. May be repeated. Default: nbtrace.",
            autocompletion=conjunction_types,
            show_default=False,
        ),
    ] = None,
    subminute: Annotated[bool, typer.Option("--subminute", help="Compare between the minutes, too.")] = False,
    query: QueryOption = None,
) -> QueryRequest[ConjunctionQuery, Conjunction]:
    """The query that the options ask for."""
    from aurorax_typed.cli.query_syntax import events_block, ground_block, parse_distances, parse_locations, space_block
    from aurorax_typed.cli.record_kinds import CONJUNCTIONS

    def make(first: str, last: str) -> ConjunctionQuery:
        every, pairs = parse_distances(distance or [])
        if every is None and not pairs:
            raise QueryError("Missing option '--distance': how near, km.")
        places = parse_locations(location or [])
        of_distance = partial(
            ConjunctionQuery,
            first,
            last,
            ground=[ground_block(text) for text in ground or []],
            space=[space_block(text) for text in space or []],
            events=[events_block(text) for text in events or []],
            custom_locations=[CustomLocationsCriteria(locations=places)] if places else [],
            conjunction_types=cast("list[ConjunctionType]", kind or ["nbtrace"]),
            subminute_precision=True if subminute else None,
        )

        def own_name(pair: str) -> str:
            """The query's own name of a pair, which may have been named the other way round."""
            near = of_distance(cast("Distance", {pair: 0.0})).max_distances
            return next(name for name, kilometres in near.items() if kilometres is not None)

        if every is None or not pairs:
            return of_distance(every if every is not None else cast("Distance", pairs))
        single = {own_name(pair): kilometres for pair, kilometres in pairs.items()}
        if len(single) < len(pairs):
            raise QueryError("--distance is given twice for a pair of blocks.")
        return of_distance(cast("Distance", of_distance(every).max_distances | single))

    selection = {
        "--distance": distance,
        "--ground": ground,
        "--space": space,
        "--events": events,
        "--location": location,
        "--type": kind,
        "--subminute": subminute,
    }
    return QueryRequest(kind=CONJUNCTIONS, start=start, end=end, file=query, selection=selection, make=make)


def ephemeris_query(
    *,
    start: StartOption = None,
    end: EndOption = None,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    filters: FiltersOption = None,
    any_filter: AnyOption = False,
    query: QueryOption = None,
) -> QueryRequest[EphemerisQuery, Ephemeris]:
    """The query that the options ask for."""
    from aurorax_typed.cli.query_syntax import parse_filter
    from aurorax_typed.cli.record_kinds import EPHEMERIS

    def make(first: str, last: str) -> EphemerisQuery:
        if not (program or platform or instrument_type or filters):
            raise QueryError("Nothing to select by: add --program, --platform, --instrument-type or --filter.")
        return EphemerisQuery(
            first,
            last,
            programs=program,
            platforms=platform,
            instrument_types=instrument_type,
            metadata_filters=parse_filter(filters or [], join="OR" if any_filter else "AND"),
        )

    selection = {
        "--program": program,
        "--platform": platform,
        "--instrument-type": instrument_type,
        "--filter": filters,
        "--any": any_filter,
    }
    return QueryRequest(kind=EPHEMERIS, start=start, end=end, file=query, selection=selection, make=make)


def product_query(
    *,
    start: StartOption = None,
    end: EndOption = None,
    program: ProgramsOption = None,
    platform: PlatformsOption = None,
    instrument_type: InstrumentTypesOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="TYPE", help="keogram, montage, movie, … May be repeated.", autocompletion=product_types
        ),
    ] = None,
    filters: FiltersOption = None,
    any_filter: AnyOption = False,
    query: QueryOption = None,
) -> QueryRequest[DataProductQuery, DataProduct]:
    """The query that the options ask for."""
    from aurorax_typed.cli.query_syntax import parse_filter
    from aurorax_typed.cli.record_kinds import DATA_PRODUCTS

    def make(first: str, last: str) -> DataProductQuery:
        if not (program or platform or instrument_type or kind or filters):
            raise QueryError("Nothing to select by: add --program, --platform, --instrument-type, --type or --filter.")
        return DataProductQuery(
            first,
            last,
            programs=program,
            platforms=platform,
            instrument_types=instrument_type,
            data_product_types=cast("list[DataProductType] | None", kind),
            metadata_filters=parse_filter(filters or [], join="OR" if any_filter else "AND"),
        )

    selection = {
        "--program": program,
        "--platform": platform,
        "--instrument-type": instrument_type,
        "--type": kind,
        "--filter": filters,
        "--any": any_filter,
    }
    return QueryRequest(kind=DATA_PRODUCTS, start=start, end=end, file=query, selection=selection, make=make)
