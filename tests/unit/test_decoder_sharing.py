"""What makes the decoder fast: that it happens, and that it changes nothing."""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from support.decoder_attacks import product
from support.decoder_oracle import exact, expected

from aurorax_typed._core.decoder import (
    Decoder,
    aiter_batches,
    aiter_records,
    iter_batches,
    iter_records,
)
from aurorax_typed.errors import ResultTruncatedError
from aurorax_typed.records import Conjunction, DataProduct, Ephemeris, Record


def full(number: int, **more: object) -> dict[str, Any]:
    """A source with schemas, long enough to be worth recognising."""
    item = {"field_name": "state", "description": "of the orbit " * 10, "allowed_values": ["a", "}]"]}
    names = ("program", "platform", "instrument_type", "source_type", "display_name")
    schemas = {"ephemeris_metadata_schema": [item, item], "data_product_metadata_schema": []}
    return {"identifier": number, **{name: f"{name} {number}" for name in names}, **schemas, **more}


def ephemeris(source: object, minute: int, **more: object) -> dict[str, Any]:
    epoch = f"2020-01-{1 + minute // 1440:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00"
    return {"data_source": source, "epoch": epoch, "nbtrace": {"lat": 1.5, "lon": 2}, **more}


def dumped(records: list[Any], *, blanks: bool = False) -> bytes:
    return json.dumps({"result": records}, separators=None if blanks else (",", ":")).encode()


def read(document: bytes, kind: type[Record], chunk: int = 1 << 16) -> tuple[list[Record], Decoder[Record]]:
    """The records, held against the oracle."""
    decoder: Decoder[Record] = Decoder(kind)
    records: list[Record] = []
    for at in range(0, len(document), chunk):
        records += decoder.feed(document[at : at + chunk])
    decoder.close()
    assert exact(records) == exact(expected(document, kind)[0])
    return records, decoder


def sources_of(records: list[Record]) -> set[int]:
    """The identities of the source objects."""
    found = set()
    for record in records:
        if isinstance(record, Conjunction):
            found |= {id(source) for source in record.data_sources}
            found |= {id(event.e1_source) for event in record.events} | {id(e.e2_source) for e in record.events}
        elif isinstance(record, (DataProduct, Ephemeris)):
            found.add(id(record.data_source))
    return found


@pytest.mark.parametrize("blanks", [False, True])
@pytest.mark.parametrize("form", ["full", "basic", "bare"])
def test_records_share_their_sources(form: str, blanks: bool) -> None:
    def source(number: int) -> dict[str, Any]:
        if form == "bare":
            return {"identifier": number}
        return full(number) if form == "full" else {"identifier": number, "program": "p", "display_name": "d"}

    document = dumped([ephemeris(source(minute // 5 % 7), minute) for minute in range(2000)], blanks=blanks)
    records, decoder = read(document, Ephemeris)
    assert len(records) == 2000
    assert len(sources_of(records)) == 7
    assert decoder._parser.fast.refused == 0
    first = records[0]
    assert isinstance(first, Ephemeris)
    with pytest.raises(AttributeError):
        first.data_source.program = "changed"  # type: ignore[misc]


def test_conjunctions_share_their_sources() -> None:
    event = {"conjunction_type": "nbtrace", "start": "2020-01-01T00:00:00", "end": "2020-01-01T00:01:00"}
    event |= {"min_distance": 1.5, "max_distance": 2}
    pairs = [(full(a), full(b)) for a in (1, 2, 3) for b in (10, 11)]
    documents = []
    for number in range(600):
        one, two = pairs[number % 6]
        events = [{**event, "e1_source": one, "e2_source": two}] * (number % 4)
        documents.append({**event, "data_sources": [one, two], "events": events})
    records, decoder = read(dumped(documents), Conjunction)
    assert len(sources_of(records)) == 5
    assert decoder._parser.fast.refused <= 12


def test_a_copy_of_a_source_in_metadata_stays_an_object() -> None:
    """Its text is replaced by a token there too; that is noticed, and the piece decoded again."""
    source = full(3)
    plain = [ephemeris(source, minute) for minute in range(300)]
    odd = [ephemeris(source, minute, metadata={"copy": source}) for minute in range(300)]
    for records in (plain + odd, odd + plain, [*plain, odd[0], *plain]):
        found, _ = read(dumped(records), Ephemeris)
        assert len(found) == len(records)


def test_sources_of_every_kind_in_one_document() -> None:
    kinds = [
        full(1),
        {"identifier": 2},
        full(3, new=[1]),
        {"identifier": 4, "metadata": {"a": [[[[1]]]]}},
        full(5, owner="é"),
    ]
    kinds += [
        full(6, stats={"ephemeris_count": 5, "latest_ephemeris_loaded": "2020-01-01T00:00:00Z"}),
        {"identifier": 10**30},
    ]
    for order in (kinds, kinds[::-1]):
        records = [ephemeris(order[minute * minute % 7], minute) for minute in range(1500)]
        found, _ = read(dumped(records), Ephemeris)
        assert len(sources_of(found)) == len({minute * minute % 7 for minute in range(1500)})


def test_more_sources_than_are_kept() -> None:
    records = [ephemeris(full(minute), minute) for minute in range(3000)]
    _, decoder = read(dumped(records), Ephemeris)
    recogniser = decoder._parser.fast._recogniser
    assert not recogniser.enabled
    assert not recogniser.tokens
    # And with as many that do repeat, it goes on.
    records = [ephemeris(full(minute % 300), minute) for minute in range(3000)]
    found, decoder = read(dumped(records), Ephemeris)
    assert decoder._parser.fast._recogniser.enabled
    assert len(sources_of(found)) == 300


def test_sources_that_look_alike_at_first() -> None:
    def late(number: int) -> dict[str, Any]:
        return {"data_product_metadata_schema": [{"field_name": "x" * 300}], **full(number)}

    found, decoder = read(dumped([ephemeris(late(minute % 60), minute) for minute in range(3000)]), Ephemeris)
    assert len(sources_of(found)) == 60
    assert decoder._parser.fast._recogniser.enabled


@pytest.mark.parametrize(
    "odd",
    [
        {"new": [1, {"a": 2}]},
        {"epoch": "2020-01-01T00:00:00Z"},
        {"epoch": "2020-01-01T00:00:00.1234567"},
        {"epoch": "2020-01-01T00:00:59.9999999"},
        {"metadata": {"a": [[[[[1]]]]]}},
        {"metadata": {"a": "\ud800"}},
        {"metadata": {"a": float("1e300"), "b": 10**25}},
        {"nbtrace": {"lat": 1, "lon": 2, "alt": [3]}},
        {"metadata": {"a": "é"}},
    ],
)
def test_odd_records_among_plain_ones(odd: dict[str, Any]) -> None:
    """One in each hundred, and all from some record on: the same records, and most of them still the fast way."""
    plain = [ephemeris(full(3), minute) for minute in range(1200)]
    some = [{**record, **odd} if number % 100 == 50 else record for number, record in enumerate(plain)]
    tail = [{**record, **odd} if number > 500 else record for number, record in enumerate(plain)]
    for records in (some, tail):
        _, decoder = read(dumped(records), Ephemeris)
        assert decoder._parser.fast.refused < 120


def test_chunks_of_any_size_cost_the_same_work() -> None:
    document = dumped([ephemeris(full(minute % 3), minute) for minute in range(800)])
    for chunk in (100, 1000, 5000, 1 << 16, len(document)):
        _, decoder = read(document, Ephemeris, chunk)
        machine = decoder._parser
        assert machine.scanner.scanned + machine.fast.worked < 6 * len(document)


def test_whole_document_as_one_chunk_in_bounded_batches() -> None:
    document = dumped([ephemeris(full(minute % 3), minute) for minute in range(3000)])
    sizes = [len(batch) for batch in iter_batches([document], Ephemeris)]
    assert sum(sizes) == 3000
    assert min(sizes) > 0
    assert max(sizes) < 600
    assert list(iter_records(iter([document]), Ephemeris)) == read(document, Ephemeris)[0]


def test_memory_does_not_grow_with_the_document() -> None:
    def chunks(count: int) -> Iterator[bytes]:
        block = ("," + product(source=json.dumps(full(3), separators=(",", ":")))).encode() * 100
        yield b'{"result":[' + block[1:]
        for _ in range(count - 1):
            yield block
        yield b"]}"

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            assert sum(map(len, iter_batches(chunks(count), DataProduct))) == 100 * count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    small, large = peak(10), peak(200)
    assert large < small + 300_000


def test_asynchronously() -> None:
    document = dumped([ephemeris(full(minute % 3), minute) for minute in range(500)])

    async def chunks(end: int) -> AsyncIterator[bytes]:
        for at in range(0, end, 1000):
            yield document[at : min(at + 1000, end)]

    async def run() -> None:
        records = [record async for record in aiter_records(chunks(len(document)), Ephemeris)]
        assert records == read(document, Ephemeris)[0]
        batches = [batch async for batch in aiter_batches(chunks(len(document)), Ephemeris)]
        assert [record for batch in batches for record in batch] == records
        count = 0
        with pytest.raises(ResultTruncatedError):
            async for _ in aiter_records(chunks(len(document) // 2), Ephemeris):
                count += 1
        assert count == len(expected(document[: len(document) // 2], Ephemeris)[0])

    asyncio.run(run())
