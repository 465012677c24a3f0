"""How much there is of which source on which day, as text: a line for each source, a character for each day or so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from math import ceil

from attrs import frozen

from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.cli.colours import styled
from aurorax_typed.cli.forms import Look
from aurorax_typed.cli.text import plain, thousands

__all__ = ["calendar_lines"]

_SHADES = ("·", "░", "▒", "▓", "█")
_ASCII_SHADES = (".", "-", "+", "x", "#")
_NAME, _MOST = 24, 11
_STEPS = (1, 2, 3, 5, 7, 10, 14, 28, 91, 182, 365, 3650)
_USUAL_WIDTH = 80


@frozen
class _Scale:
    """Which days each character stands for.

    Attributes:
        first: the day that it begins with.
        last: the day that it ends with.
        step: days of a character.
    """

    first: date
    last: date
    step: int

    @property
    def bins(self) -> int:
        return -(-((self.last - self.first).days + 1) // self.step)

    def days(self, number: int) -> int:
        """How many days a character stands for; the last may stand for fewer."""
        return min(self.step, (self.last - self.first).days + 1 - number * self.step)

    def starts(self) -> list[date]:
        return [self.first + timedelta(days=number * self.step) for number in range(self.bins)]


def calendar_lines(results: Iterator[AvailabilityResult], first: date, last: date, look: Look) -> Iterator[str]:
    """The calendar; nothing at all without sources. Ones that have nothing are left out.

    A character is as dark as the days that it stands for are full, measured by the fullest of the same source.
    """
    filled = [result for result in results if result.total]
    if not filled:
        return
    width = look.width or _USUAL_WIDTH
    names = [plain(_name(result)) for result in filled]
    margin = min(max(map(len, names)), _NAME)
    scale = _scale(first, last, max(width - margin - _MOST - 4, 10))
    shades = _ASCII_SHADES if look.ascii else _SHADES
    months, days = _months(scale), _days(scale) if scale.step == 1 else ""
    room = max(scale.bins, len(months), len(days))
    heading = f"{'':<{margin}}  {months:<{room}}  {'TOTAL':>{_MOST}}"
    yield styled(heading.rstrip(), "bold", look.colours)
    if days:
        yield f"{'':<{margin}}  {days}"
    for name, result in zip(names, filled, strict=True):
        shown = name if len(name) <= margin else f"{name[: margin - 1]}{'~' if look.ascii else '…'}"
        yield f"{shown:<{margin}}  {_row(result, scale, shades):<{room}}  {thousands(result.total):>{_MOST}}"
    span = "a day" if scale.step == 1 else f"{scale.step} days"
    yield ""
    yield f"A character is {span}: {shades[0]} none, {''.join(shades[1:])} up to the source's own most."


def _name(result: AvailabilityResult) -> str:
    source = result.data_source
    names = [source.program, source.platform, source.instrument_type]
    return source.display_name or "/".join(name for name in names if name) or f"source {source.identifier}"


def _scale(first: date, last: date, room: int) -> _Scale:
    fitting = (_Scale(first, last, step) for step in _STEPS)
    return next((scale for scale in fitting if scale.bins <= room), _Scale(first, last, _STEPS[-1]))


def _row(result: AvailabilityResult, scale: _Scale, shades: Sequence[str]) -> str:
    counts = [0] * scale.bins
    for day, count in result.available.items():
        number = (day - scale.first).days // scale.step
        if 0 <= number < scale.bins:
            counts[number] += count
    # By the day, so that a last character of fewer days looks no emptier than it is.
    rates = [count / scale.days(number) for number, count in enumerate(counts)]
    most = max(rates)
    levels = len(shades) - 1
    # Rounded up: what is not nothing must not look like nothing.
    return "".join(shades[ceil(rate * levels / most) if most else 0] for rate in rates)


def _months(scale: _Scale) -> str:
    """The names of the months (where a character is long, of the years), each above its first character."""
    starts = scale.starts()
    long = scale.step > 14
    text = ""
    for number, start in enumerate(starts):
        before = starts[number - 1] if number else None
        new = before is None or (before.year != start.year if long else before.month != start.month)
        if not new or len(text) > number:
            continue
        label = (
            f"{start:%Y}"
            if long
            else f"{start:%b %Y}"
            if before is None or before.year != start.year
            else f"{start:%b}"
        )
        if number + len(label) <= scale.bins or not text:
            text = f"{text:<{number}}{label} "
    return text.rstrip()


def _days(scale: _Scale) -> str:
    """Every fifth day of the month, above its character; the first day always."""
    text = ""
    for number, day in enumerate(islice(scale.starts(), scale.bins)):
        if (number == 0 or day.day in (1, 5, 10, 15, 20, 25)) and len(text) <= number:
            label = str(day.day)
            if number + len(label) <= scale.bins:
                text = f"{text:<{number}}{label} "
    return text.rstrip()
