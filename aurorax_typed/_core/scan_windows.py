"""A long span, cut into windows along the calendar, and which record belongs to which of them.

A search takes both of its ends as included, so that neighbouring windows meet at a seam where a record could come twice
or not at all. So each window is asked for a little more than it is, and keeps what begins in it: every record begins
once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

from attrs import frozen

from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import (
    ConjunctionQuery,
    DataProductQuery,
    EphemerisQuery,
)
from aurorax_typed.records import Conjunction, DataProduct, DataSource, Ephemeris, Record

__all__ = [
    "ConjunctionOverlap",
    "DataProductOverlap",
    "EphemerisOverlap",
    "Overlap",
    "Span",
    "Unit",
    "Window",
    "fingerprint",
    "matching_counts",
    "sole_names",
    "windows_of",
]


Unit: TypeAlias = Literal["day", "month", "year"]
"""How long a window is: one of the calendar's, UTC."""

R = TypeVar("R", bound=Record)
R_contra = TypeVar("R_contra", bound=Record, contravariant=True)

_INSTANT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


@frozen
class Span:
    """From `start` to `end`, UTC, both included."""

    start: datetime
    end: datetime

    def covers(self, other: Span) -> bool:
        """Whether the other lies within."""
        return self.start <= other.start and other.end <= self.end

    def with_(self, other: Span) -> Span:
        """The shortest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@frozen
class Window:
    """A part of a long span: what begins from `start` to `end`, UTC, both included.

    Attributes:
        name: the day, month or year that it lies in, such as `2020-01`. The first and the last of a span
            may be shorter.
    """

    name: str
    start: datetime
    end: datetime

    @property
    def span(self) -> Span:
        """Its ends."""
        return Span(self.start, self.end)

    def holds(self, moment: datetime) -> bool:
        """Whether what begins then belongs to it."""
        return self.start <= moment <= self.end


def windows_of(start: datetime, end: datetime, unit: Unit) -> tuple[Window, ...]:
    """The windows of a span, in order of time; together they hold each moment of it once.

    Raises:
        QueryError: there is no such unit.
    """
    return tuple(_windows(start, end, unit))


def _windows(start: datetime, end: datetime, unit: Unit) -> Iterator[Window]:
    if unit not in _NAMES:
        raise QueryError(f"window={unit!r} is none; take 'auto', 'day', 'month' or 'year'.")
    opens = start
    while opens <= end:
        until = _following(opens, unit)
        yield Window(opens.isoformat()[: _NAMES[unit]], opens, end if until is None else min(until - _INSTANT, end))
        if until is None:
            return
        opens = until


_NAMES: dict[Unit, int] = {"day": len("2020-01-01"), "month": len("2020-01"), "year": len("2020")}


def _following(moment: datetime, unit: Unit) -> datetime | None:
    """When the next day, month or year begins; None where the calendar ends."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        if unit == "day":
            return midnight + timedelta(days=1)
        if unit == "month":
            return (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)
        return midnight.replace(year=moment.year + 1, month=1, day=1)
    except (OverflowError, ValueError):
        return None


class Overlap(Protocol[R_contra]):
    """How the windows of one kind of records are asked for, and what each keeps."""

    def asked(self, window: Window, whole: Span) -> Span:
        """What the server is asked for; never more than the whole."""
        ...

    def belongs(self, record: R_contra, window: Window) -> bool:
        """Whether a window keeps a record. Of all windows, exactly one does."""
        ...

    def cut(self, record: R_contra, asked: Span, whole: Span) -> bool:
        """Whether a record goes on behind what was asked for, so that it must be asked for again, with more room."""
        ...

    def begins(self, record: R_contra) -> datetime:
        """When a record begins."""
        ...

    def more(self, begins: datetime, asked: Span, whole: Span) -> Span:
        """What to ask for, after a record which begins then was cut."""
        ...


class _Whole(Generic[R]):
    """Records that are never cut: the server gives them as they were stored, or not at all."""

    def cut(self, record: R, asked: Span, whole: Span) -> bool:
        return False

    def more(self, begins: datetime, asked: Span, whole: Span) -> Span:
        return whole


@frozen
class EphemerisOverlap(_Whole[Ephemeris]):
    """Ephemeris are moments. The seam itself is asked for on both sides, whatever the resolution of the epochs."""

    def asked(self, window: Window, whole: Span) -> Span:
        return Span(window.start, min(window.end + _INSTANT, whole.end))

    def belongs(self, record: Ephemeris, window: Window) -> bool:
        return window.holds(record.epoch)

    def begins(self, record: Ephemeris) -> datetime:
        return record.epoch


@frozen
class DataProductOverlap(_Whole[DataProduct]):
    """A search finds the data products that lie in its span with both ends. So a window is asked for with room behind,
    `reach`, for what begins in it and ends in the next."""

    reach: timedelta

    def asked(self, window: Window, whole: Span) -> Span:
        return Span(window.start, _later(window.end + _INSTANT, self.reach, whole))

    def belongs(self, record: DataProduct, window: Window) -> bool:
        return window.holds(record.start)

    def begins(self, record: DataProduct) -> datetime:
        return record.start


@frozen
class ConjunctionOverlap:
    """A conjunction is a run of minutes, which the server looks at within the span of a search only: at either end it
    may be cut.

    With a minute of room before a window, one that began earlier begins earlier in what is received too, and is left to
    the window that it began in. With `reach` behind it, nearly every one that begins in it is whole; one that touches
    the end of what was asked for may go on, and is asked for again with twice the room, until it does not.
    """

    reach: timedelta

    def asked(self, window: Window, whole: Span) -> Span:
        return Span(max(window.start - _MINUTE, whole.start), _later(window.end + _INSTANT, self.reach, whole))

    def belongs(self, record: Conjunction, window: Window) -> bool:
        return window.holds(record.start)

    def cut(self, record: Conjunction, asked: Span, whole: Span) -> bool:
        return record.end > asked.end - _MINUTE and asked.end < whole.end

    def begins(self, record: Conjunction) -> datetime:
        return record.start

    def more(self, begins: datetime, asked: Span, whole: Span) -> Span:
        begin = max(begins - _MINUTE, whole.start)
        return Span(begin, _later(asked.end, max(self.reach, asked.end - begin), whole))


def _later(moment: datetime, room: timedelta, whole: Span) -> datetime:
    # Compared before they are added, since the sum may lie behind the end of the calendar.
    return whole.end if whole.end - moment <= room else moment + room


Named = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def matching_counts(query: object, results: Iterable[AvailabilityResult]) -> list[AvailabilityResult]:
    """The counts of those sources that a query may find, in the order of their identifiers.

    Conditions on metadata are left out of account: a change of a record that they pass over counts as a change.
    """
    blocks = _blocks(query)
    found = [result for result in results if any(_matches(result.data_source, block) for block in blocks)]
    return sorted(found, key=lambda result: result.data_source.identifier)


def sole_names(query: object) -> tuple[str | None, str | None, str | None]:
    """The program, platform and instrument type of everything that a query may find; None where there may be several.

    The server counts what has these names only, which is a hundredth of the work.
    """
    blocks = _blocks(query)
    if len(blocks) != 1:
        return None, None, None
    program, platform, instrument_type = (names[0] if len(names) == 1 else None for names in blocks[0])
    return program, platform, instrument_type


def fingerprint(results: Iterable[AvailabilityResult], asked: Span) -> str:
    """A short sum over the counts of each source on each day of a span; equal sums, equal counts."""
    digest = hashlib.sha256()
    for result in results:
        for day in sorted(result.available):
            if asked.start.date() <= day <= asked.end.date() and result.available[day]:
                digest.update(f"{result.data_source.identifier} {day} {result.available[day]}\n".encode())
    return digest.hexdigest()[:16]


def _blocks(query: object) -> list[Named]:
    if isinstance(query, EphemerisQuery | DataProductQuery):
        return [(query.programs, query.platforms, query.instrument_types)]
    if isinstance(query, ConjunctionQuery):
        sites = [(block.programs, block.platforms, block.instrument_types) for block in query.ground]
        spacecraft = [(block.programs, block.platforms, block.instrument_types) for block in query.space]
        events = [(("events",), block.platforms, block.instrument_types) for block in query.events]
        return [*sites, *spacecraft, *events]
    return []


def _matches(source: DataSource, block: Named) -> bool:
    present = (source.program, source.platform, source.instrument_type)
    return all(not names or value in names for names, value in zip(block, present, strict=True))
