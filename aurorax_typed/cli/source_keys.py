"""A data source as it is named on the command line: by its number, or by its three names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from aurorax_typed.errors import QueryError

if TYPE_CHECKING:
    from aurorax_typed import AuroraX
    from aurorax_typed.records import DataSource

__all__ = ["NamesArgument", "SourceKey", "find_source", "source_key"]

SourceKey: TypeAlias = "int | tuple[str, str, str]"
"""An identifier, or program, platform and instrument type."""

NamesArgument: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="IDENTIFIER", help="A number, or program, platform and type.")
]


def source_key(names: list[str]) -> SourceKey:
    """Which source is meant.

    Raises:
        QueryError: neither a number nor three names.
    """
    if len(names) == 3:
        return names[0], names[1], names[2]
    try:
        [name] = names
        return int(name)
    except ValueError:
        raise QueryError(
            "A data source is named by its identifier, such as 103, or by program, platform and instrument type. "
            "See: aurorax sources search."
        ) from None


def find_source(client: AuroraX, key: SourceKey) -> DataSource:
    """The full record of a source, with its statistics.

    Raises:
        NotFoundError: there is none.
    """
    if isinstance(key, int):
        return client.sources.get_by_identifier(key, include_stats=True)
    return client.sources.get(*key, include_stats=True)
