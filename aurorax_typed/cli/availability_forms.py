"""How availability is written: a calendar for people, a row for each source and day for programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.cli.calendar import calendar_lines
from aurorax_typed.cli.forms import SOURCE_KINDS, Cell, Form, flat_form, source_cells

__all__ = ["availability_form"]


def availability_form(member: str, first: date, last: date) -> Form[AvailabilityResult]:
    """Counts of these days, both included.

    Args:
        member: what the API calls them, such as `available_ephemeris`.
    """

    def rows(result: AvailabilityResult) -> Iterable[list[Cell]]:
        own = source_cells(result.data_source)
        return ([*own, day, count] for day, count in result.available.items())

    def document(result: AvailabilityResult) -> dict[str, object]:
        return {
            "data_source": vars(result.data_source),
            member: {day.isoformat(): count for day, count in result.available.items()},
        }

    return flat_form(
        table=lambda results, look: calendar_lines(results, first, last, look),
        columns={**SOURCE_KINDS, "day": "day", "count": "whole"},
        rows=rows,
        document=document,
    )
