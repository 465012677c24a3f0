"""Parts of records: the same rows as the standard library reads, for every document, however it is cut."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import datetime
from random import Random
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings, strategies as st
from support.decoder_documents import KINDS, cut, mutate, small_pieces, write_document
from support.decoder_oracle import exact, expected_rows

from aurorax_typed import ConjunctionEvent
from aurorax_typed._core.decoder import DecoderLimits, EnvelopeError, RowDecoder
from aurorax_typed._core.record_fields import times_of
from aurorax_typed.errors import ResultDecodeError, ResultError, ResultLimitError, ResultTruncatedError
from aurorax_typed.records import Conjunction, DataProduct, Ephemeris, Record, Row

seeds = st.integers(min_value=0, max_value=2**64 - 1)


def decode_once(
    chunks: list[bytes], kind: type[Record], limits: DecoderLimits | None = None
) -> tuple[list[Row], ResultError | None]:
    decoder = RowDecoder(kind, limits=limits)
    rows: list[Row] = []
    try:
        for chunk in chunks:
            rows += decoder.feed(chunk)
        rows += decoder.close()
    except ResultError as error:
        assert decoder.records == len(rows)
        return rows, error
    assert decoder.complete
    assert decoder.records == len(rows)
    return rows, None


def decode(
    chunks: list[bytes], kind: type[Record], limits: DecoderLimits | None = None
) -> tuple[list[Row], ResultError | None]:
    """The same from pieces of the decoder's own size, which hold these documents whole, and from many small ones."""
    rows, error = decode_once(chunks, kind, limits)
    with small_pieces(400):
        same, also = decode_once(chunks, kind, limits)
    assert exact(same) == exact(rows)
    assert (type(also), str(also)) == (type(error), str(error))
    return rows, error


def agrees(document: bytes, kind: type[Record], chunks: list[bytes]) -> None:
    wanted, good, _ = expected_rows(document, kind)
    rows, error = decode(chunks, kind)
    assert exact(rows) == exact(wanted)
    assert (error is None) == good


@settings(max_examples=300)
@given(seed=seeds)
def test_any_document_in_any_chunks(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(KINDS)
    document = write_document(random, kind, most=random.choice([3, 8, 40]), parts=True)
    agrees(document, kind, cut(document, random))


@settings(max_examples=400)
@given(seed=seeds)
def test_faults_are_found_after_the_rows_before_them(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(KINDS)
    document = mutate(random, write_document(random, kind, most=random.choice([3, 8, 40]), parts=True))
    agrees(document, kind, cut(document, random))


def document(rows: list[Any]) -> bytes:
    return json.dumps({"result": rows}).encode()


def test_many_rows_are_read_at_once() -> None:
    rows: list[Any] = [{"start": "2020-01-01T00:00:00", "url": f"https://data.example/{n}.jpg"} for n in range(5000)]
    wanted = [{"start": datetime(2020, 1, 1), "url": row["url"]} for row in rows]
    for pieces in (nullcontext(), small_pieces(400)):
        with pieces:
            decoder = RowDecoder(DataProduct)
            assert decoder.feed(document(rows)) == wanted
        machine = decoder._parser
        assert machine.fast.refused == 0
        assert machine.fast.worked < 1.2 * len(document(rows))


def test_rows_with_nothing_in_them_count() -> None:
    assert decode([document([{}, {}, {"url": "a"}, {}])], DataProduct) == ([{}, {}, {"url": "a"}, {}], None)


def test_what_nests_deeper_than_the_fast_way_goes_is_read_all_the_same() -> None:
    deep: Any = "bottom"
    for level in range(20):
        deep = [deep] if level % 2 else {"a": deep}
    rows: list[Any] = [{"metadata": deep, "url": str(n)} for n in range(50)]
    assert decode([document(rows)], DataProduct) == (rows, None)
    found, error = decode([document(rows)], DataProduct, DecoderLimits(max_depth=19))
    assert found == []
    assert isinstance(error, ResultLimitError)


@pytest.mark.parametrize(
    ("kind", "wrong", "told"),
    [
        (DataProduct, 5, "Record 31 is 5, an object is needed"),
        (DataProduct, None, "Record 31 is null, an object is needed"),
        (DataProduct, [{}], "Record 31 is a list, an object is needed"),
        (DataProduct, {"start": 5}, "Record 31: start is 5, a time is needed"),
        (Ephemeris, {"epoch": "soon"}, "Record 31: epoch is 'soon'; a time like"),
        (Conjunction, {"events": {}}, "Record 31: events is an object, a list is needed"),
        (Conjunction, {"events": ["a"]}, 'Record 31: events[0] is "a", an object is needed'),
        (Conjunction, {"events": [{}, {"end": {}}]}, "Record 31: events[1].end is an object, a time is needed"),
    ],
)
def test_a_row_that_is_none_is_an_error_with_its_number(kind: type[Record], wrong: Any, told: str) -> None:
    rows: list[Any] = [{"metadata": {"n": n}} for n in range(30)]
    found, error = decode([document([*rows, wrong, *rows])], kind)
    assert found == rows
    assert isinstance(error, ResultDecodeError)
    assert str(error).startswith(told)
    assert str(error).endswith(f"(byte {error.offset}). The answer doesn't hold parts of {kind.__name__} records.")


@pytest.mark.parametrize("length", range(3, len(document([{"url": "a"}, {"url": "b"}]))))
def test_every_beginning_of_a_document_is_truncated(length: int) -> None:
    _, error = decode([document([{"url": "a"}, {"url": "b"}])[:length]], DataProduct)
    assert isinstance(error, ResultTruncatedError)


def test_the_servers_error_is_told() -> None:
    text = b'{"error": {"error_code": "NotFound", "error_message": "The result has been removed"}}'
    _, error = decode([text], DataProduct)
    assert isinstance(error, EnvelopeError)
    assert error.error_code == "NotFound"


def times(kind: type[Any]) -> set[str]:
    return {name for name, hint in get_type_hints(kind).items() if hint in (datetime, datetime | None)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_time_of_a_record_is_a_time_in_a_row(kind: type[Record]) -> None:
    assert {name for name, inner in times_of(kind).items() if inner is None} == times(kind)
    inner = {name: set(names) for name, names in times_of(kind).items() if names is not None}
    assert inner == ({"events": times(ConjunctionEvent)} if kind is Conjunction else {})
