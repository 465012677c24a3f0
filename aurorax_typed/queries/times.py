"""Times and days as people have them, as naive datetimes in UTC.

One rule holds everywhere: a day alone (a date, or text such as `2020-02-03`) as an end means all of that day; a time
means itself.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Protocol, TypeAlias, runtime_checkable

from aurorax_typed._core.sanitize import shortened
from aurorax_typed.errors import QueryError
from aurorax_typed.records import naive_utc

__all__ = ["Day", "Time", "check_span", "read_time", "span_of_days", "to_end", "to_last_minute", "to_start", "utc"]


@runtime_checkable
class SupportsIsoformat(Protocol):
    """Whatever tells its time in ISO 8601, such as a `datetime`, a `date` or pandas' `Timestamp`."""

    def isoformat(self) -> str:
        """The time as text."""
        ...


@runtime_checkable
class SupportsToDatetime(Protocol):
    """Whatever becomes a `datetime`, such as astropy's `Time`."""

    def to_datetime(self) -> object:
        """The time as a `datetime`."""
        ...


class SupportsItem(Protocol):
    """A number or a time of numpy's, of which `datetime64` is taken."""

    def item(self) -> object:
        """The value as one of Python's."""
        ...


Time: TypeAlias = datetime | date | str | SupportsIsoformat | SupportsToDatetime | SupportsItem
"""A time: a `datetime` (naive is UTC, aware is converted), a `date`, or ISO 8601 text such as `"2020-02-01T12:00"`;
pandas' `Timestamp`, `numpy.datetime64`, astropy's `Time`, and what has `isoformat()` or `to_datetime()` as they do.

A day alone is its first moment as a start, its last second as an end."""

Day: TypeAlias = Time
"""A day in UTC. A time stands for the day that it lies in."""

_LAST = time(23, 59, 59)
"""The last moment of a day: the server keeps times in whole seconds."""

_TOO_FINE = re.compile(r"(\.\d{6})(\d+)")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_LIKE = "Write it like 2020-02-01 or 2020-02-01T12:00:00."


def utc(value: Time, name: str, *, of_day: time = time()) -> datetime:
    """A time as a naive datetime in UTC.

    Args:
        value: what was given.
        name: as what, for the message.
        of_day: which moment of it a day alone means.

    Raises:
        QueryError: it is no time, or one that would be changed: it is finer than microseconds.
    """
    found = read_time(value, name)
    if not isinstance(found, datetime):
        return datetime.combine(found, of_day)
    try:
        return naive_utc(found)
    except OverflowError:
        raise QueryError(f"{name} lies outside the calendar once it is converted to UTC.") from None


def read_time(value: object, name: str) -> datetime | date:
    """A time as it was given, its zone kept: a datetime, or a date where a day alone was; raises what `utc` does."""
    kind = f"{type(value).__module__.partition('.')[0]}.{type(value).__name__}"
    if isinstance(value, str):
        return _read(value, name, repr(shortened(value, 100)))
    if isinstance(value, date):
        if str(value) == "NaT":
            raise _not_a_time(name)
        if getattr(value, "nanosecond", 0):  # pandas counts them
            raise _too_fine(name, str(value))
        if isinstance(value, datetime):
            return datetime.combine(value.date(), value.timetz())  # of a subclass, no more than the time
        return value
    if kind == "numpy.datetime64":
        return _read(str(value), name, f"numpy.datetime64({str(value)!r})")
    try:
        if isinstance(value, SupportsToDatetime):
            in_utc = value if getattr(value, "scale", "utc") == "utc" else getattr(value, "utc", value)
            found = in_utc.to_datetime()
            if isinstance(found, date):
                return read_time(found, name)
        elif isinstance(value, SupportsIsoformat) and not isinstance(value, time):
            return _read(value.isoformat(), name, shortened(repr(value), 100))
    except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise QueryError(f"{name}: this {kind} can't be put as a time: {shortened(str(error), 200)}.") from None
    raise QueryError(f"{name} must be a time, not {shortened(repr(value), 100)}. {_LIKE}")


def _read(text: str, name: str, shown: str) -> datetime | date:
    text = text.strip()
    if text == "NaT":
        raise _not_a_time(name)
    finer = _TOO_FINE.search(text)
    if finer is not None:
        if finer[2].strip("0"):
            raise _too_fine(name, text)
        text = text.replace(finer[0], finer[1])
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise QueryError(f"{name}={shown} is not a time. {_missing_day(text) or _LIKE}") from None


def _missing_day(text: str) -> str | None:
    """Why a day does not exist, if that is what is wrong."""
    from calendar import monthrange

    match = _YEAR_MONTH_DAY.match(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12:
        return f"There is no month {month}; it is written year-month-day."
    if year > 0 and not 1 <= day <= (days := monthrange(year, month)[1]):
        return f"There is no day {day}: the month {match[1]}-{match[2]} has {days} days."
    return None


def _not_a_time(name: str) -> QueryError:
    return QueryError(f"{name} is NaT (not a time): a value is missing where it comes from.")


def _too_fine(name: str, text: str) -> QueryError:
    return QueryError(
        f"{name}={text} is finer than microseconds, which would be cut off. Round it first, such as to seconds."
    )


def to_start(value: Time) -> datetime:
    """A time that something starts at; a day alone is its first moment."""
    return utc(value, "start")


def to_end(value: Time) -> datetime:
    """A time that something ends at, inclusive; a day alone is all of it."""
    return utc(value, "end", of_day=_LAST)


def to_last_minute(value: Time) -> datetime:
    """The same for what is kept by the minute."""
    return utc(value, "end", of_day=time(23, 59))


def check_span(start: datetime, end: datetime) -> None:
    """Refuses a span that ends before it begins."""
    if start > end:
        raise QueryError(f"start ({start}) is after end ({end}).")


def span_of_days(start: Day, end: Day) -> tuple[date, date]:
    """Both days as dates.

    Raises:
        QueryError: one is no day, or they are in the wrong order.
    """
    first, last = utc(start, "start").date(), utc(end, "end").date()
    if first > last:
        raise QueryError(f"start ({first}) is after end ({last}).")
    return first, last
