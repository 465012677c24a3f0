"""Days, as availability takes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from aurorax_typed.errors import QueryError
from aurorax_typed.queries.common import utc

__all__ = ["Day", "span_of_days"]

Day: TypeAlias = date | str
"""A day in UTC: a date, or text such as `"2020-02-01"`. A datetime stands for the day, in UTC, that it lies in."""


def span_of_days(start: Day, end: Day) -> tuple[date, date]:
    """Both days as dates.

    Raises:
        QueryError: one is no day, or they are in the wrong order.
    """
    first, last = _day(start, "start"), _day(end, "end")
    if first > last:
        raise QueryError(f"start ({first}) is after end ({last}).")
    return first, last


def _day(value: Day, name: str) -> date:
    if isinstance(value, datetime):
        return utc(value, name).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        raise QueryError(f"{name}={value!r} is not a day. Write it like 2020-02-01.") from None
