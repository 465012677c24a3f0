"""What the decoder says about documents that are not what they should be."""

from __future__ import annotations

import json
import pickle
import re
from datetime import datetime
from typing import Any

import pytest

from aurorax_typed._core.decoder import Decoder, EnvelopeError, iter_records
from aurorax_typed.errors import ResultDecodeError, ResultError, ResultTruncatedError
from aurorax_typed.records import Conjunction, DataProduct, DataSource, Ephemeris, Location, Record

PRODUCT: dict[str, Any] = {
    "data_source": {"identifier": 3},
    "data_product_type": "keogram",
    "start": "2020-01-01T00:00:00",
    "end": "2020-01-01T23:59:00",
    "url": "u",
}
EPHEMERIS: dict[str, Any] = {"data_source": {"identifier": 3}, "epoch": "2020-01-01T00:00:00"}
EVENT: dict[str, Any] = {
    "conjunction_type": "nbtrace",
    "e1_source": {"identifier": 3},
    "e2_source": {"identifier": 4},
    "start": "2020-01-01T00:00:00",
    "end": "2020-01-01T00:01:00",
    "min_distance": 1,
    "max_distance": 2.5,
}
CONJUNCTION: dict[str, Any] = {
    **{name: EVENT[name] for name in ("conjunction_type", "start", "end", "min_distance", "max_distance")},
    "data_sources": [{"identifier": 3}, {"identifier": 4}],
    "events": [EVENT],
}
BASES: dict[type[Record], dict[str, Any]] = {DataProduct: PRODUCT, Ephemeris: EPHEMERIS, Conjunction: CONJUNCTION}


def text(*records: object) -> bytes:
    return json.dumps({"result": list(records)}).encode()


def read(document: bytes, kind: type[Record] = DataProduct) -> tuple[list[Record], ResultError | None]:
    records: list[Record] = []
    try:
        for record in iter_records([document], kind):
            records.append(record)  # noqa: PERF402 (those before the fault are wanted)
    except ResultError as error:
        return records, error
    return records, None


GOOD = json.dumps(PRODUCT)


@pytest.mark.parametrize(
    ("document", "kind", "message", "offset"),
    [
        ("", ResultTruncatedError, "The document is empty", 0),
        (" \n", ResultTruncatedError, "The document is empty", 2),
        ("\ufeff", ResultTruncatedError, "The document is empty", 3),
        ("null", ResultDecodeError, "starts with 'null'", 0),
        ("  5", ResultDecodeError, "starts with '5'", 2),
        ("<html><body>502 Bad Gateway", ResultDecodeError, "starts with '<html><body>502 Bad '", 0),
        ("{}", ResultDecodeError, "no member 'result', but no members at all", 2),
        ('{"a":1,"b":2}', ResultDecodeError, "no member 'result', but 'a', 'b'", 13),
        ('{"result":null}', ResultDecodeError, "'result' .* is not a list", 10),
        ('{"result":{"a":1}}', ResultDecodeError, "'result' .* is not a list", 10),
        ('{"result":[],"result":[]}', ResultDecodeError, "second 'result'", 22),
        ('{"result":[]]', ResultDecodeError, "',' or '}' is needed, not ']'", 12),
        ('{"result":[],}', ResultDecodeError, "name of a member in quotes is needed", 13),
        ("{result:[]}", ResultDecodeError, "name of a member in quotes is needed", 1),
        ('{"result" []}', ResultDecodeError, "':' is needed", 10),
        ("[] []", ResultDecodeError, r"After the end of the document comes '\[\]'", 3),
        ('{"result":[]}\x00', ResultDecodeError, "After the end of the document", 13),
        ("[", ResultTruncatedError, "ends after 0 records, inside the list", 1),
        (f"[{GOOD}", ResultTruncatedError, r"',' or '\]' is needed", 1 + len(GOOD)),
        (f"[{GOOD},", ResultTruncatedError, "ends after 1 records", 2 + len(GOOD)),
        (f"[{GOOD}]]", ResultDecodeError, "After the end", 2 + len(GOOD)),
        (f"[{GOOD},]", ResultDecodeError, "a record is needed", 2 + len(GOOD)),
        (f"[{GOOD}{GOOD}]", ResultDecodeError, r"',' or '\]' is needed", 1 + len(GOOD)),
        ('{"result":[', ResultTruncatedError, "", 11),
        ('{"result"', ResultTruncatedError, "", 9),
        ('{"res', ResultTruncatedError, "", 5),
        ('{"a":tru', ResultTruncatedError, "", 8),
        ('{"a":12', ResultTruncatedError, "", 7),
        ("[12", ResultTruncatedError, "", 3),
        ("[12]", ResultDecodeError, "Record 1 is a number, an object is needed", 1),
        ("[[]]", ResultDecodeError, "Record 1 is a list, an object is needed", 1),
        ("[null]", ResultDecodeError, "Record 1 is null, an object is needed", 1),
        ('{"a":tru}', ResultDecodeError, "'a' is not valid JSON", 5),
        ('[{"a":1 2}]', ResultDecodeError, "Record 1 is not valid JSON", 8),
        ('[{"a":"\x01"}]', ResultDecodeError, "Record 1 is not valid JSON", 7),
        ('[{"a":NaN}]', ResultDecodeError, "NaN, which is not JSON", 1),
        ('[{"a":-Infinity}]', ResultDecodeError, "-Infinity, which is not JSON", 1),
        ('{"a":Infinity}', ResultDecodeError, "Infinity, which is not JSON", 5),
    ],
)
def test_message_and_offset(document: str, kind: type[ResultError], message: str, offset: int) -> None:
    _, error = read(document.encode())
    assert type(error) is kind
    assert re.search(message, str(error))
    assert error.offset == offset
    assert str(offset) in str(error) or offset == len(document.encode())


def test_invalid_utf8_is_an_error_where_it_is() -> None:
    start = b'{"result":[' + GOOD.encode() + b","
    for bad in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"):
        for place in ("metadata", "url"):
            value = b'{"k":"a%b"}' % bad if place == "metadata" else b'"a%b"' % bad
            member = b',"%b":%b}]}' % (place.encode(), value)
            document = start + GOOD.encode()[:-1] + member
            records, error = read(document)
            assert len(records) == 1
            assert isinstance(error, ResultDecodeError)
            assert error.offset == document.index(bad)


def test_lone_surrogates_are_read_as_json_reads_them() -> None:
    records, error = read(text({**PRODUCT, "url": "\ud83d", "metadata": {"a": "\udc00x"}}, PRODUCT))
    assert error is None
    assert [record.url for record in records if isinstance(record, DataProduct)] == ["\ud83d", "u"]


def test_numbers_too_large_for_a_float_are_infinite_as_in_json_but_not_as_distances_from_integers() -> None:
    records, error = read(b'[{"metadata":{"a":1e999},%b]' % GOOD[1:].encode())
    assert error is None
    assert isinstance(records[0], DataProduct)
    assert records[0].metadata == {"a": float("inf")}
    _, error = read(text({**CONJUNCTION, "min_distance": 10**400}), Conjunction)
    assert isinstance(error, ResultDecodeError)
    assert "min_distance is a whole number too large" in str(error)


@pytest.mark.parametrize("kind", list(BASES))
def test_each_required_member_is_missed_by_name(kind: type[Record]) -> None:
    base = BASES[kind]
    for name in base:
        for wrong, told in ((None, "is null"), ([] if not isinstance(base[name], list) else {}, "is a|is an")):
            records, error = read(text(base, base, {**base, name: wrong}, base), kind)
            assert len(records) == 2
            assert isinstance(error, ResultDecodeError)
            assert re.search(rf"Record 3: {name} {told}", str(error))
        less = {key: value for key, value in base.items() if key != name}
        records, error = read(text(base, less), kind)
        assert len(records) == 1
        assert f"Record 2: {name} is missing" in str(error)
        assert error is not None
        assert error.offset == len('{"result": [') + len(json.dumps(base)) + len(", ")


def test_faults_deep_inside_are_named_by_their_path() -> None:
    second = {**CONJUNCTION, "events": [EVENT, {**EVENT, "e2_source": {"program": "x"}}]}
    assert "Record 1: events[1].e2_source.identifier is missing" in str(read(text(second), Conjunction)[1])
    second = {**CONJUNCTION, "data_sources": [{"identifier": 1}, {"identifier": True}]}
    assert "data_sources[1].identifier is a boolean, a whole number is needed" in str(
        read(text(second), Conjunction)[1]
    )
    broken = {**PRODUCT, "data_source": {"identifier": 1, "ephemeris_metadata_schema": [{"field_name": 5}]}}
    assert "data_source.ephemeris_metadata_schema[0].field_name is a number" in str(read(text(broken))[1])
    assert "nbtrace.lat is a string" in str(read(text({**EPHEMERIS, "nbtrace": {"lat": "x"}}), Ephemeris)[1])


def test_the_error_of_the_server_is_told() -> None:
    told = {"error_code": "NotFound", "error_message": "The result has been removed"}
    for document in (json.dumps({"error": told}), json.dumps(told), json.dumps({"result": [], "error": told})):
        _, error = read(document.encode())
        assert isinstance(error, EnvelopeError)
        assert (error.error_code, error.error_message) == ("NotFound", "The result has been removed")
        copy = pickle.loads(pickle.dumps(error))
        assert (copy.error_code, str(copy)) == ("NotFound", str(error))
    _, error = read(b'{"error":"gone"}')
    assert isinstance(error, EnvelopeError)
    assert (error.error_code, error.error_message) == (None, "gone")
    assert read(b'{"error":null,"result":[]}') == ([], None)


def test_an_error_after_records_lets_them_out_first() -> None:
    records, error = read(b'{"result":[%b],"error":{"error_code":"Other","error_message":"x"}}' % GOOD.encode())
    assert len(records) == 1
    assert isinstance(error, EnvelopeError)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-01-01T00:00:00", datetime(2020, 1, 1)),
        ("2020-01-01T01:02", datetime(2020, 1, 1, 1, 2)),
        ("2020-01-01 01:02:03", datetime(2020, 1, 1, 1, 2, 3)),
        ("2020-01-01t01:02:03", datetime(2020, 1, 1, 1, 2, 3)),
        ("2020-01-01T01:02:03Z", datetime(2020, 1, 1, 1, 2, 3)),
        ("2020-01-01T01:02:03+05:30", datetime(2019, 12, 31, 19, 32, 3)),
        ("2020-01-01T01:02:03-0800", datetime(2020, 1, 1, 9, 2, 3)),
        ("2020-01-01T01:02:03.5", datetime(2020, 1, 1, 1, 2, 3, 500000)),
        ("2020-01-01T01:02:03.43241Z", datetime(2020, 1, 1, 1, 2, 3, 432410)),
        ("2020-01-01T01:02:03.123456789", datetime(2020, 1, 1, 1, 2, 3, 123456)),
        ("2020-01-01T01:02:03.1234565", datetime(2020, 1, 1, 1, 2, 3, 123456)),
        ("2020-01-01T23:59:59.9999999Z", datetime(2020, 1, 1, 23, 59, 59, 999999)),
        ("2020-01-01T23:59:59.000000000000000000000", datetime(2020, 1, 1, 23, 59, 59)),
    ],
)
@pytest.mark.parametrize("before", [0, 1, 5])
def test_times(written: str, meant: datetime, before: int) -> None:
    """Alone, and after records that made the decoder expect plain times."""
    records, error = read(text(*[EPHEMERIS] * before, {**EPHEMERIS, "epoch": written}, EPHEMERIS), Ephemeris)
    assert error is None
    times = [record.epoch for record in records if isinstance(record, Ephemeris)]
    assert times == [datetime(2020, 1, 1)] * before + [meant, datetime(2020, 1, 1)]
    assert all(time.tzinfo is None for time in times)


@pytest.mark.parametrize(
    "written",
    [
        "2020-01-01",
        "2020-01-01T24:00:00",
        "2016-12-31T23:59:60",
        "2020-02-30T00:00:00",
        "2020-01-01T00",
        "20200101T000000.123",
        "2020-W01-1T00:00:00",
        "2020-01-01T00:00:00 UTC",
        "0000-01-01T00:00:00",
        "0001-01-01T00:00:00+05:00",
        "２020-01-01T00:00:00",
        "2020-01-01T00:00:00.",
        "now",
        "",
    ],
)
@pytest.mark.parametrize("before", [0, 5])
def test_what_is_no_time(written: str, before: int) -> None:
    records, error = read(text(*[EPHEMERIS] * before, {**EPHEMERIS, "epoch": written}), Ephemeris)
    assert len(records) == before
    assert isinstance(error, ResultDecodeError)
    assert f"Record {before + 1}: epoch is {written[:40]!r}" in str(error)


def test_what_may_be_missing_or_null() -> None:
    nulls = dict.fromkeys(["location_geo", "nbtrace", "sbtrace", "location_gsm", "metadata"])
    places = {"location_geo": {}, "nbtrace": {"lat": None, "lon": None}, "sbtrace": {"lat": 1}, "location_gsm": None}
    records, error = read(text(EPHEMERIS, {**EPHEMERIS, **nulls}, {**EPHEMERIS, **places}), Ephemeris)
    assert error is None
    plain = Ephemeris(DataSource(3), datetime(2020, 1, 1))
    assert records == [plain, plain, Ephemeris(DataSource(3), datetime(2020, 1, 1), sbtrace=Location(1.0, None))]
    first, second, _ = records
    assert isinstance(first, Ephemeris)
    assert isinstance(second, Ephemeris)
    first.metadata["mine"] = 1
    assert second.metadata == {}


def test_unknown_members_are_kept() -> None:
    source = {"identifier": 3, "colour": "green", "stats": {"ephemeris_count": 7, "new": 1}}
    record = {**PRODUCT, "data_source": source, "quality": {"a": [1, None]}}
    records, error = read(text(*[record] * 40))
    assert error is None
    for found in records:
        assert isinstance(found, DataProduct)
        assert found.extra == {"quality": {"a": [1, None]}}
        assert found.data_source.extra == {"colour": "green"}
        assert found.data_source.stats is not None
        assert found.data_source.stats.ephemeris_count == 7
    conjunction = {**CONJUNCTION, "events": [{**EVENT, "phase": "growth"}], "rank": 2}
    records, error = read(text(*[conjunction] * 40), Conjunction)
    assert error is None
    for found in records:
        assert isinstance(found, Conjunction)
        assert found.extra == {"rank": 2}
        assert found.events[0].extra == {"phase": "growth"}


def test_empty_results() -> None:
    for document in (b"[]", b'{"result":[]}', b' { "result" : [ ] } \n', b"\xef\xbb\xbf[]\r\n", b"[ ]\n\n"):
        assert read(document) == ([], None)


def test_misuse_is_refused() -> None:
    with pytest.raises(TypeError, match="must be one of DataProduct, Ephemeris, Conjunction"):
        Decoder(Record)
    decoder = Decoder(DataProduct)
    decoder.feed(b"[]")
    assert decoder.close() == []
    assert decoder.close() == []
    with pytest.raises(ValueError, match="closed"):
        decoder.feed(b" ")
