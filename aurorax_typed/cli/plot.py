"""The picture that `--plot FILE` asks for: checked before anything is sent, drawn when the records are there."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

from aurorax_typed import ConjunctionsSearch, DataProductsSearch, EphemerisSearch
from aurorax_typed._arguments import local_path
from aurorax_typed._sync.search import Search
from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.cli.output import OutputError, opening, replacing
from aurorax_typed.errors import QueryError
from aurorax_typed.plots import CountsBy, Picture, Position, availability_calendar, save
from aurorax_typed.plots.choices import chosen
from aurorax_typed.plots.saving import check_picture

__all__ = ["check_plot", "draw_availability", "draw_search"]


_KINDS: Final = {"data-products": CountsBy, "ephemeris": Position, "conjunctions": Picture}


def check_plot(path: Path | None, name: str | None = None, kind: str | None = None) -> None:
    """Check the options, so that nothing is searched for in vain.

    Args:
        path: of `--plot`.
        name: of the command that searches, such as `ephemeris`.
        kind: of `--plot-kind`.

    Raises:
        QueryError: the file is no picture's, or there is no such kind of picture for these records.
        OutputError: its folder is not there.
        MissingExtraError: matplotlib is not installed.
    """
    if path is None:
        if kind is not None:
            raise QueryError("--plot-kind says what to draw, and --plot FILE where to: give both.")
        return
    if kind is not None and name is not None:
        chosen(kind, "--plot-kind ", _KINDS[name])
    check_picture(path)
    if not local_path(path).absolute().parent.is_dir():
        raise OutputError(f"{path} can't be written: there is no folder {path.parent}.")


def draw_search(search: Search[Any, Any, Any], path: Path, kind: str | None, *, quiet: bool) -> None:
    """Draw what a search has found; raises what its `plot` does."""
    with opening(path), replacing(path, quiet=quiet):
        if isinstance(search, DataProductsSearch):
            search.plot(path, kind=cast("CountsBy", kind or "auto"))
        elif isinstance(search, EphemerisSearch):
            search.plot(path, kind=cast("Position", kind or "geographic"))
        elif isinstance(search, ConjunctionsSearch):
            search.plot(path, kind=cast("Picture", kind or "map"))


def draw_availability(results: list[AvailabilityResult], path: Path, counted_as: str) -> None:
    """Draw the calendar of sources and days."""
    with opening(path), replacing(path):
        save(availability_calendar(results, counted_as=counted_as), path)
