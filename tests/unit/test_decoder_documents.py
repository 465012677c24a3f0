"""The decoder against the standard library: the same records for every document, however it is cut."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from support.decoder_documents import KINDS, cut, mutate, write_document
from support.decoder_oracle import exact, expected

from aurorax_typed._core.decoder import Decoder, EnvelopeError, fast, recogniser
from aurorax_typed.errors import ResultError, ResultTruncatedError
from aurorax_typed.records import Conjunction, DataProduct, Ephemeris, Record

seeds = st.integers(min_value=0, max_value=2**64 - 1)


@pytest.fixture(params=["real", "small"], scope="module", autouse=True)
def piece_size(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pieces of the real size hold these documents whole; small ones cut them many times, so both are tried."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "small":
            patch.setattr(fast, "_PIECE", 700)
            patch.setattr(fast, "_MOST", 2800)
            patch.setattr(recogniser.Recogniser, "_SHORTEST", 30)
        yield


def decode(chunks: list[bytes], kind: type[Record]) -> tuple[list[Record], ResultError | None, Decoder[Record]]:
    decoder: Decoder[Record] = Decoder(kind)
    records: list[Record] = []
    try:
        for chunk in chunks:
            records += decoder.feed(chunk)
        records += decoder.close()
    except ResultError as error:
        return records, error, decoder
    return records, None, decoder


def agrees(document: bytes, kind: type[Record], chunks: list[bytes]) -> ResultError | None:
    """Hold the decoder against the oracle; the error that it ended with."""
    wanted, good, members = expected(document, kind)
    records, error, decoder = decode(chunks, kind)
    assert exact(records) == exact(wanted)
    assert (error is None) == good
    assert decoder.records == len(records)
    if good:
        assert exact(decoder.members) == exact(members)
        assert decoder.bytes == len(document)
    return error


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
    error = agrees(part, kind, cut(part, random))
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
        records, error, _ = decode([document[:place], document[place:]], kind)
        assert error is None
        assert exact(records) == whole
    for place in range(len(document)):
        assert isinstance(agrees(document[:place], kind, [document[:place]]), ResultTruncatedError)


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
    decoder: Decoder[Record] = Decoder(kind)
    given_out = 0
    for end in range(1, len(document) + 1):
        try:
            given_out += len(decoder.feed(document[end - 1 : end]))
        except ResultError:
            return
        if document[end - 1 : end] in b"}]":
            assert given_out == len(expected(document[:end], kind)[0])


@settings(max_examples=150)
@given(seed=seeds)
def test_an_error_stays(seed: int) -> None:
    random = Random(seed)
    kind = random.choice(KINDS)
    document = mutate(random, write_document(random, kind))
    _, error, decoder = decode(cut(document, random), kind)
    if error is None:
        return
    for _ in range(2):
        with pytest.raises(ResultError) as again:
            decoder.close()
        assert again.value is error
