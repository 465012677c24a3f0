"""Availability as a calendar of characters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.cli.availability import calendar_lines
from aurorax_typed.cli.formatters import TableStyle
from aurorax_typed.records import DataSource

FIRST = date(2020, 2, 27)
GILL = DataSource(103, "trex", "gillam", "RGB ASI", "ground", "TREx RGB GILL")


def counts(values: list[int], source: DataSource = GILL) -> AvailabilityResult:
    return AvailabilityResult(source, {FIRST + timedelta(days=day): value for day, value in enumerate(values)})


def shown(*results: AvailabilityResult, days: int, style: TableStyle | None = None) -> list[str]:
    return list(calendar_lines(iter(results), FIRST, FIRST + timedelta(days=days - 1), style or TableStyle()))


def test_a_character_for_each_day() -> None:
    nameless = DataSource(7, "p", "q", None)
    assert shown(counts([0, 1, 10, 20, 30, 40]), counts([5], nameless), counts([0, 0]), days=6) == [
        "               Feb 2020        TOTAL",
        "               27 1",
        "TREx RGB GILL  ·░░▒▓█            101",
        "p/q            █·····              5",
        "",
        "A character is a day: · none, ░▒▓█ up to the source's own most.",
    ]


def test_one_word_of_ascii_where_nothing_else_can_be_shown() -> None:
    lines = shown(counts([0, 1, 40]), days=3, style=TableStyle(ascii=True))
    assert "\n".join(lines).isascii()
    assert lines[2].split()[-2] == ".-#"


def test_nothing_at_all_without_anything() -> None:
    assert shown(counts([0, 0]), days=2) == []
    assert shown(days=2) == []


@pytest.mark.parametrize(("days", "step"), [(40, 1), (80, 2), (365, 10), (366 * 10, 91), (366 * 200, 3650)])
def test_a_long_span_has_several_days_in_a_character(days: int, step: int) -> None:
    lines = shown(counts([1] * days), days=days)
    assert lines[-1].startswith("A character is a day" if step == 1 else f"A character is {step} days")
    row = next(line for line in lines if line.startswith("TREx"))
    assert row.split()[-2] == "█" * -(-days // step)


@given(
    st.integers(1, 4000),
    st.integers(40, 200),
    st.lists(st.integers(0, 10**9), max_size=50),
    st.text(max_size=40),
)
def test_it_fits_the_width_and_hides_nothing(days: int, width: int, values: list[int], name: str) -> None:
    source = DataSource(1, "p", "q", "r", "ground", name)
    values = values[:days]
    lines = shown(counts(values, source), days=days, style=TableStyle(width=width))
    assert bool(lines) == any(values)
    if lines and days <= 3650 * 10:
        assert max(map(len, lines[:-1])) <= width
        row = lines[-3]
        assert row.endswith(f"  {sum(values):,}".rjust(13))
        # What is not nothing does not look like nothing.
        assert any(shade in row for shade in "░▒▓█")
