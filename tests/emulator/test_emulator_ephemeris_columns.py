"""Metadata by the column says what metadata by the record says."""

import json
import math
from typing import Any

import numpy as np
from hypothesis import given, strategies as st

from aurorax_typed.emulator.archive import load_sources
from aurorax_typed.emulator.filters import parse_filters
from aurorax_typed.emulator.positions.chunks import (
    Labels,
    Numbers,
    fitting,
    joined,
    labelled,
    metadata_rows,
    metadata_texts,
    sent_in,
)
from aurorax_typed.emulator.positions.pseudorandom import chances

WORDS = st.sampled_from(["definitive", "predictive", "5", "true", ""])
SCALARS = st.one_of(WORDS, st.booleans(), st.integers(-3, 6), st.sampled_from([0.5, 5.0, -1e300, math.inf]))
NUMBERS = st.one_of(st.none(), st.sampled_from([0.5, 5.0, -2.0, 6810.25, 1e300]))
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "between", "in", "not in"])
SOURCE = load_sources()[1]


@st.composite
def expressions(draw: st.DrawFn) -> dict[str, Any]:
    sign = draw(SIGNS)
    count = 2 if sign == "between" else draw(st.integers(1, 3)) if sign in ("in", "not in") else 1
    key = draw(st.sampled_from(["words", "numbers", "nowhere"]))
    return {"key": key, "operator": sign, "values": draw(st.lists(SCALARS, min_size=count, max_size=count))}


@given(
    st.lists(st.tuples(st.one_of(st.none(), SCALARS), NUMBERS), min_size=1, max_size=12),
    st.lists(expressions(), max_size=3),
    st.sampled_from(["AND", "OR"]),
)
def test_filters_decide_alike(rows: list[tuple[Any, Any]], conditions: list[dict[str, Any]], how: str) -> None:
    filters = parse_filters({"expressions": conditions, "logical_operator": how}, "filters")  # type: ignore[dict-item]
    numbers = np.array([math.nan if number is None else number for _, number in rows])
    columns = {"words": labelled([word for word, _ in rows]), "numbers": Numbers(numbers)}
    records = metadata_rows(columns, len(rows))
    assert records == [
        {key: value for key, value in (("words", word), ("numbers", number)) if value is not None}
        for word, number in rows
    ]
    assert fitting(filters, columns, len(rows)).tolist() == [filters.fits(record) for record in records]


@given(st.lists(st.tuples(st.one_of(st.none(), WORDS, st.booleans()), NUMBERS), max_size=12))
def test_texts_are_json_of_the_rows(rows: list[tuple[Any, Any]]) -> None:
    words: tuple[Any, ...] = ("definitive", "predictive", "5", "true", "", True, False)
    places = {(type(word), word): place for place, word in enumerate(words)}
    codes = np.array([-1 if word is None else places[type(word), word] for word, _ in rows], dtype=np.int64)
    numbers = np.array([math.nan if number is None else number for _, number in rows], dtype=np.float64)
    columns = {'a "word"': Labels(words, codes), "number": Numbers(numbers)}
    texts = metadata_texts(columns, len(rows))
    assert [json.loads(text) for text in texts] == metadata_rows(columns, len(rows))
    assert metadata_texts({}, len(rows)) == ["{}"] * len(rows)


RECORDS = st.dictionaries(
    st.integers(0, 30),
    st.fixed_dictionaries(
        {
            "location_geo": st.fixed_dictionaries({"lat": NUMBERS, "lon": st.one_of(st.none(), st.integers(-5, 5))}),
            "nbtrace": st.one_of(st.none(), st.just({})),
            "metadata": st.dictionaries(st.sampled_from("abc"), st.one_of(SCALARS, st.lists(SCALARS), st.none())),
        }
    ),
    max_size=8,
)


@given(RECORDS, RECORDS)
def test_records_of_two_chunks_keep_their_places_and_metadata(one: dict[int, Any], two: dict[int, Any]) -> None:
    two = {minute: record for minute, record in two.items() if minute not in one}
    chunks = [sent_in(SOURCE, sorted(part), [part[minute] for minute in sorted(part)]) for part in (one, two)]
    whole = joined(*chunks)
    everything = one | two
    assert whole.minutes.tolist() == sorted(everything)
    rows = metadata_rows(whole.columns, len(whole))
    for minute, place, row in zip(whole.minutes.tolist(), whole.location_geo.tolist(), rows, strict=True):
        given_place = everything[minute]["location_geo"]
        for value, wanted in zip(place, (given_place["lat"], given_place["lon"]), strict=True):
            assert math.isnan(value) if wanted is None else value == wanted
        assert row == {key: value for key, value in everything[minute]["metadata"].items() if value is not None}
    assert np.isnan(whole.nbtrace).all()


def test_chance_is_even_and_always_the_same() -> None:
    numbers = np.arange(100_000)
    drawn = chances("a test", numbers)
    assert drawn.min() >= 0
    assert drawn.max() < 1
    counts = np.histogram(drawn, bins=50, range=(0, 1))[0]
    # 50 bins of 2000 on the average; five standard deviations are 220.
    assert abs(counts - 2000).max() < 220
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.02
    assert (drawn == chances("a test", numbers)).all()
    assert abs(np.corrcoef(drawn, chances("another test", numbers))[0, 1]) < 0.02
