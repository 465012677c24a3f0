"""The decoder against the standard library: the same records for every document, however it is cut."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from support.decoder_documents import KINDS, cut, mutate, small_pieces, write_document
from support.decoder_oracle import exact, expected

from aurorax_typed._core.decoder import Decoder, EnvelopeError
from aurorax_typed.errors import ResultError, ResultTruncatedError
from aurorax_typed.records import Conjunction, DataProduct, Ephemeris, Record

seeds = st.integers(min_value=0, max_value=2**64 - 1)


Decoded = tuple[list[Record], ResultError | None, Decoder[Record]]


def decode(chunks: list[bytes], kind: type[Record]) -> Decoded:
    decoder: Decoder[Record] = Decoder(kind)
    records: list[Record] = []
    try:
        for chunk in chunks:
            records += decoder.feed(chunk)
        records += decoder.close()
    except ResultError as error:
        return records, error, decoder
    return records, None, decoder


def decodings(chunks: list[bytes], kind: type[Record]) -> list[Decoded]:
    """Decoded in pieces of the decoder's own size, which hold these documents whole, and in many small ones."""
    whole = decode(chunks, kind)
    with small_pieces(700):
        return [whole, decode(chunks, kind)]


def agrees(document: bytes, kind: type[Record], chunks: list[bytes]) -> list[ResultError | None]:
    """Hold the decoder against the oracle; the errors that it ended with."""
    wanted, good, members = expected(document, kind)
    shown = exact(wanted)
    decoded = decodings(chunks, kind)
    for records, error, decoder in decoded:
        assert exact(records) == shown
        assert (error is None) == good
        assert decoder.records == len(records)
        if good:
            assert exact(decoder.members) == exact(members)
            assert decoder.bytes == len(document)
    return [error for _, error, _ in decoded]


@settings(max_examples=300)
@given(seed=seeds)
def test_any_document_in_any_chunks(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(KINDS)
    document = write_document(random, kind, most=random.choice([3, 8, 40]))
    agrees(document, kind, cut(document, random))


@settings(max_examples=400)
@given(seed=seeds)
def test_faults_are_found_after_the_records_before_them(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(KINDS)
    document = mutate(random, write_document(random, kind, most=random.choice([3, 8, 40])))
    agrees(document, kind, cut(document, random))


@settings(max_examples=300)
@given(seed=seeds)
def test_every_beginning_of_a_good_document_is_truncated(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(KINDS)
    document = write_document(random, kind)
    if not expected(document, kind)[1]:
        return
    part = document[: random.randrange(len(document.rstrip()))]
    for error in agrees(part, kind, cut(part, random)):
        # A beginning can already hold a whole `error` member; the document is then known to be one.
        assert isinstance(error, (ResultTruncatedError, EnvelopeError))


SMALL = {
    DataProduct: rb"""{"a":[1],"result":[{"data_source":{"identifier":3,"program":"x\"}]","platform":"p"},
 "data_product_type":"keogram","start":"2020-01-01T00:00:00","end":"2020-01-01T23:59:00",
 "url":"u}},{\"data_source\":","metadata":{"k":"\u00e9\\"}},
 {"data_source":{"identifier":4},"data_product_type":"movie","start":"2020-01-02T00:00:00Z",
 "end":"2020-01-02T01:00:00.1234567","url":"","metadata":{},"new":{"x":[{}]}}],"z":null}""",
    Ephemeris: """[{"data_source":{"identifier":3},"epoch":"2020-01-01T00:00:00","nbtrace":{"lat":1.5e1,"lon":-0},
"metadata":{"é":"☃"}},{"data_source":{"identifier":3},"epoch":"2020-01-01T00:01:00","sbtrace":{"lat":null,"lon":null},
"location_gsm":{}}]""".encode(),
    Conjunction: b"""\xef\xbb\xbf{"result":[{"conjunction_type":"nbtrace","start":"2020-01-01T00:00:00",
"end":"2020-01-01T00:01:00","data_sources":[{"identifier":3},{"identifier":44}],"min_distance":1,"max_distance":2.5,
"events":[{"conjunction_type":"nbtrace","e1_source":{"identifier":3},"e2_source":{"identifier":44},
"start":"2020-01-01T00:00:00","end":"2020-01-01T00:01:00","min_distance":1,"max_distance":2.5}],"closest_epoch":null}]}""",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_split_in_two_and_every_truncation(kind: type[Record]) -> None:
    document = SMALL[kind]
    whole = exact(expected(document, kind)[0])
    assert whole[1]
    for place in range(len(document) + 1):
        for records, error, _ in decodings([document[:place], document[place:]], kind):
            assert error is None
            assert exact(records) == whole
    for place in range(len(document)):
        for error in agrees(document[:place], kind, [document[:place]]):
            assert isinstance(error, ResultTruncatedError)


@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_replaced(kind: type[Record]) -> None:
    document = SMALL[kind]
    for place in range(len(document)):
        for byte in b'{]",\\0\xff':
            broken = document[:place] + bytes([byte]) + document[place + 1 :]
            agrees(broken, kind, [broken])


@settings(max_examples=150)
@given(seed=seeds)
def test_records_come_out_with_their_last_byte(seed: int) -> None:
    """Nothing that is complete is held back: not for more data, not for the end of the document."""
    random = Random(seed)
    kind = random.choice(KINDS)
    document = write_document(random, kind, most=4)
    complete = [end for end in range(1, len(document) + 1) if document[end - 1 : end] in b"}]"]
    counts = {end: len(expected(document[:end], kind)[0]) for end in complete}
    whole = given_out(document, kind)
    with small_pieces(700):
        small = given_out(document, kind)
    for found in (whole, small):
        assert found == {end: counts[end] for end in found}


def given_out(document: bytes, kind: type[Record]) -> dict[int, int]:
    """Fed byte by byte: how many records have come at each bracket that closes, up to an error."""
    decoder: Decoder[Record] = Decoder(kind)
    count = 0
    found = {}
    for end in range(1, len(document) + 1):
        try:
            count += len(decoder.feed(document[end - 1 : end]))
        except ResultError:
            break
        if document[end - 1 : end] in b"}]":
            found[end] = count
    return found


@settings(max_examples=150)
@given(seed=seeds)
def test_an_error_stays(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(KINDS)
    document = mutate(random, write_document(random, kind))
    for _, error, decoder in decodings(cut(document, random), kind):
        if error is None:
            continue
        for _ in range(2):
            with pytest.raises(ResultError) as again:
                decoder.close()
            assert again.value is error
