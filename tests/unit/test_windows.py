"""Windows hold each moment of a span once, and the rules where they overlap lose nothing and give nothing twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from aurorax_typed import Conjunction, DataProduct, DataSource, QueryError
from aurorax_typed._core.scan_windows import (
    ConjunctionOverlap,
    DataProductOverlap,
    EphemerisOverlap,
    Span,
    Unit,
    Window,
    windows_of,
)

UNITS: tuple[Unit, ...] = ("day", "month", "year")
MINUTE = timedelta(minutes=1)
ORIGIN = datetime(2020, 1, 30)
SOURCE = DataSource(1)

moments = st.datetimes(datetime(1996, 1, 1), datetime(2032, 1, 1))
spans = st.tuples(moments, st.timedeltas(timedelta(0), timedelta(days=90))).map(lambda pair: (pair[0], sum_of(*pair)))


def sum_of(start: datetime, length: timedelta) -> datetime:
    return start + length


@given(spans, st.sampled_from(UNITS))
def test_windows_follow_each_other_without_a_gap(span: tuple[datetime, datetime], unit: Unit) -> None:
    windows = windows_of(*span, unit)
    assert (windows[0].start, windows[-1].end) == span
    for one, other in pairwise(windows):
        assert one.end + timedelta(microseconds=1) == other.start
        assert one.name < other.name
    for window in windows:
        assert window.start.isoformat().startswith(window.name)
        assert window.end.isoformat().startswith(window.name)


@pytest.mark.parametrize("unit", UNITS)
def test_the_calendar_ends(unit: Unit) -> None:
    windows = windows_of(datetime(9999, 12, 30), datetime.max, unit)
    assert windows[-1].end == datetime.max
    assert windows_of(datetime.max, datetime.max, unit) == (Window(windows[-1].name, datetime.max, datetime.max),)


def test_another_unit_is_refused() -> None:
    with pytest.raises(QueryError, match="'week' is none; take 'auto', 'day', 'month' or 'year'"):
        windows_of(ORIGIN, ORIGIN, "week")  # type: ignore[arg-type]


# -- conjunctions: runs of minutes, cut by whatever span they are looked for in ---------------------------------------

runs = st.lists(st.tuples(st.integers(0, 6 * 1440), st.integers(0, 2000)), max_size=12)


def at(minute: int) -> datetime:
    return ORIGIN + minute * MINUTE


def conjunction(start: datetime, end: datetime) -> Conjunction:
    return Conjunction(
        conjunction_type="nbtrace",
        start=start,
        end=end,
        data_sources=[SOURCE],
        min_distance=1.0,
        max_distance=2.0,
        closest_epoch=start,
        farthest_epoch=end,
        events=[],
    )


def apart(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of one pair: at least a minute lies between them."""
    found: list[tuple[int, int]] = []
    after = -1
    for start, length in sorted(runs):
        if start > after:
            found.append((start, start + length))
            after = start + length + 1
    return found


def looked_for(runs: list[tuple[int, int]], span: Span) -> list[Conjunction]:
    """What a server finds that looks at the minutes of a span only."""
    found = []
    for start, end in runs:
        inside = [minute for minute in range(start, end + 1) if span.start <= at(minute) <= span.end]
        if inside:
            found.append(conjunction(at(inside[0]), at(inside[-1])))
    return found


@settings(max_examples=60)
@given(
    runs,
    st.integers(0, 1500),
    st.integers(1, 6 * 1440),
    st.sampled_from(("day", "month")),
    st.sampled_from((MINUTE, timedelta(minutes=17), timedelta(hours=6))),
)
def test_conjunctions_come_once_and_whole(
    runs: list[tuple[int, int]], first: int, length: int, unit: Unit, reach: timedelta
) -> None:
    runs = apart(runs)
    whole = Span(at(first), at(first + length) + timedelta(seconds=59))
    overlap = ConjunctionOverlap(reach)
    found: list[Conjunction] = []
    for window in windows_of(whole.start, whole.end, unit):
        asked, before = overlap.asked(window, whole), None
        while True:
            assert whole.covers(asked)
            mine = [record for record in looked_for(runs, asked) if overlap.belongs(record, window)]
            if before is not None:
                mine = [record for record in mine if overlap.cut(record, before, whole)]
            cut = [overlap.begins(record) for record in mine if overlap.cut(record, asked, whole)]
            found += [record for record in mine if not overlap.cut(record, asked, whole)]
            if not cut:
                break
            following = overlap.more(min(cut), asked, whole)
            assert following.end > asked.end, "it must get on"
            before, asked = asked, following
    assert found == looked_for(runs, whole)


# -- data products: found where both of their ends lie in the span ----------------------------------------------------


def product(start: datetime, end: datetime) -> DataProduct:
    return DataProduct(data_source=SOURCE, data_product_type="keogram", start=start, end=end, url=f"{start}/{end}")


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 1440)), max_size=30),
    st.integers(0, 1500),
    st.integers(1, 9000),
)
def test_data_products_up_to_the_reach_come_once(lengths: list[tuple[int, int]], first: int, length: int) -> None:
    products = [product(at(start), at(start + minutes)) for start, minutes in sorted(lengths)]
    whole = Span(at(first), at(first + length))
    overlap = DataProductOverlap(timedelta(days=1))

    def within(span: Span) -> list[DataProduct]:
        return [product for product in products if span.start <= product.start and product.end <= span.end]

    found = [
        record
        for window in windows_of(whole.start, whole.end, "day")
        for record in within(overlap.asked(window, whole))
        if overlap.belongs(record, window)
    ]
    assert found == within(whole)


def test_nothing_behind_the_whole_is_asked_for() -> None:
    whole = Span(datetime(2020, 1, 1), datetime(2020, 1, 31, 23, 59, 59))
    window = windows_of(whole.start, whole.end, "month")[0]
    for overlap in (EphemerisOverlap(), DataProductOverlap(timedelta(days=9)), ConjunctionOverlap(timedelta(days=9))):
        assert overlap.asked(window, whole) == whole
    later = evolve(whole, end=datetime(2020, 3, 1))
    assert EphemerisOverlap().asked(windows_of(later.start, later.end, "month")[0], later).end == datetime(2020, 2, 1)
