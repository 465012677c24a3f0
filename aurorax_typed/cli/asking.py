"""The query of a search command: made of its options, or read from a file in the server's form."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from attrs import frozen

from aurorax_typed.cli.documents import indented
from aurorax_typed.cli.kinds import Kind
from aurorax_typed.cli.output import Sink
from aurorax_typed.cli.templates import commented, without_comments
from aurorax_typed.cli.times import end_time
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import Query
from aurorax_typed.queries.common import load
from aurorax_typed.records import JSONValue, Record

__all__ = ["Asked", "Wanted", "show_query"]

Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)


@frozen(kw_only=True)
class Asked:
    """The options that a query can come from.

    Attributes:
        start: as typed; None for that of the file.
        end: as typed; a date alone is its last second.
        query: a file with a query, `-` for standard input.
        selection: the other options that say what to find, by their names on the command line.
    """

    start: str | None
    end: str | None
    query: Path | None
    selection: Mapping[str, object]

    @property
    def given(self) -> list[str]:
        """The names of the options of the selection that were used."""
        return [name for name, value in self.selection.items() if value not in (None, False, [], ())]


@frozen(kw_only=True)
class Wanted(Generic[Q, R]):
    """What the options of a query ask for.

    Attributes:
        kind: of which records.
        options: what was typed.
        make: a query of the options, from its start and its end.
    """

    kind: Kind[Q, R]
    options: Asked
    make: Callable[[str, str], Q]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        options = self.options
        return not (options.start or options.end or options.query or options.given)

    def template(self) -> str:
        """The query as JSON for `--query`; where nothing was asked for, an example with comments."""
        if self.is_empty:
            return commented(self.kind.example.to_json(), self.kind.name)
        return indented(self.query().to_json())

    def query(self) -> Q:
        """The query.

        Raises:
            QueryError: options that don't go together or are missing, or a file that holds no query.
        """
        options = self.options
        if options.query is not None:
            if options.given:
                raise QueryError(
                    f"--query holds the whole query: leave out {', '.join(options.given)}. "
                    "Only --start and --end may stand beside it."
                )
            return _read(self.kind, options.query, options)
        for name, value in (("--start", options.start), ("--end", options.end)):
            if value is None:
                raise QueryError(
                    f"Missing option '{name}'. A whole query can come from a file, see --query, --template."
                )
        return self.make(options.start or "", end_time(options.end or ""))


def show_query(query: Mapping[str, JSONValue], sink: Sink) -> None:
    """Write a query as JSON that `--query` takes."""
    sink.write(indented(query))


def _read(kind: Kind[Q, R], path: Path, options: Asked) -> Q:
    name = "standard input" if _is_stdin(path) else str(path)
    try:
        members = load(without_comments(_bytes(path)))
        if options.start is not None:
            members["start"] = options.start
        if options.end is not None:
            members["end"] = end_time(options.end)
        return kind.read(members)
    except OSError as error:
        raise QueryError(f"{name} can't be read: {error.strerror or error}.") from None
    except RecursionError:
        raise QueryError(f"{name}: the query is nested too deeply.") from None
    except QueryError as error:
        raise QueryError(f"{name}: {error}") from None


def _is_stdin(path: Path) -> bool:
    return str(path) == "-"


def _bytes(path: Path) -> bytes:
    if not _is_stdin(path):
        return path.read_bytes()
    if sys.stdin is None:
        raise QueryError("it is closed. Name a file: --query FILE.")
    return sys.stdin.buffer.read()
