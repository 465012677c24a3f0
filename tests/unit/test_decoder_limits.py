"""Limits, each held exactly, and documents made to hurt: refused or decoded, with work and memory bounded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from support.decoder_attacks import ATTACKS, Outcome, product

from aurorax_typed._core.decoder import Decoder, DecoderLimits
from aurorax_typed.errors import ResultError, ResultLimitError
from aurorax_typed.records import DataProduct

TESTS = Path(__file__).parents[1]
MEGABYTES = 6


def read(document: str, limits: DecoderLimits, chunk: int = 1 << 20) -> tuple[int, ResultError | None]:
    decoder = Decoder(DataProduct, limits=limits)
    data = document.encode()
    try:
        for at in range(0, len(data), chunk):
            decoder.feed(data[at : at + chunk])
        decoder.close()
    except ResultError as error:
        return decoder.records, error
    return decoder.records, None


def around(metadata: str, before: int = 0) -> str:
    """A document whose last record has this metadata."""
    return '{"result":[' + ",".join([product()] * before + [product(metadata)]) + "]}"


def strange(size: int) -> str:
    return '{"a":"' + "x" * (size - 2) + '\\\\"}'


DEFAULT = DecoderLimits()
CASES = {
    # name: the limit, metadata that just keeps it, metadata that just breaks it
    "max_depth": (64, '{"a":' + "[" * 62 + "]" * 62 + "}", '{"a":' + "[" * 63 + "]" * 63 + "}"),
    "max_depth low": (3, '{"a":[]}', '{"a":[[]]}'),
    "max_string_bytes": (1024 * 1024, strange(1024 * 1024), strange(1024 * 1024 + 1)),
    "max_string_bytes low": (40, '{"a":"' + "é" * 20 + '"}', '{"a":"' + "é" * 20 + 'x"}'),
    "max_number_digits": (4300, '{"a":' + "1" * 4300 + "}", '{"a":' + "1" * 4301 + "}"),
    "max_number_digits of a fraction": (4300, '{"a":0.' + "1" * 4298 + "}", '{"a":0.' + "1" * 4299 + "}"),
    "max_number_digits of three parts": (
        4300,
        '{"a":-' + "1" * 1433 + "." + "1" * 1432 + "e-" + "0" * 1431 + "}",
        '{"a":-' + "1" * 1433 + "." + "1" * 1432 + "e-" + "0" * 1432 + "}",
    ),
    "max_number_digits low": (5, '{"a":[12345,-1.e2]}'.replace("1.e2", "1e22"), '{"a":-12345}'),
    "max_record_brackets": (400_000, '{"a":"' + "[" * 399_997 + '"}', '{"a":"' + "[" * 399_998 + '"}'),
    "max_record_brackets low": (5, '{"a":[[]]}', '{"a":[[],[]]}'),
}


@pytest.mark.parametrize("before", [0, 3])
@pytest.mark.parametrize("chunk", [700, 1 << 20])
@pytest.mark.parametrize("name", list(CASES))
def test_a_limit_holds_to_the_byte(name: str, chunk: int, before: int) -> None:
    limit, kept, broken = CASES[name]
    limits = DecoderLimits(**{name.split(maxsplit=1)[0]: limit})
    assert read(around(kept, before), limits, chunk) == (before + 1, None)
    records, error = read(around(broken, before), limits, chunk)
    assert records == before
    assert isinstance(error, ResultLimitError)
    assert f"DecoderLimits.{name.split(maxsplit=1)[0]}" in str(error)
    assert f"Record {before + 1} " in str(error)
    assert error.offset is not None
    start = len('{"result":[') + before * (len(product()) + 1)
    assert start <= error.offset <= len(around(broken, before))


def test_the_length_of_a_record_and_of_the_document() -> None:
    size = len(product())
    document = "[" + ",".join([product()] * 3) + "]"
    assert read(document, DecoderLimits(max_record_bytes=size)) == (3, None)
    records, error = read(document, DecoderLimits(max_record_bytes=size - 1))
    assert (records, type(error)) == (0, ResultLimitError)
    assert read(document, DecoderLimits(max_total_bytes=len(document))) == (3, None)
    for chunk in (1, 50, 1 << 20):
        records, error = read(document, DecoderLimits(max_total_bytes=len(document) - 1), chunk)
        assert (records, type(error)) == (3, ResultLimitError)
        assert error is not None
        assert error.offset == len(document) - 1


def test_the_envelope_is_bounded() -> None:
    document = '{"a":"' + "x" * 50 + '","b":1,"result":[]}'
    assert read(document, DecoderLimits(max_envelope_bytes=100)) == (0, None)
    _, error = read(document, DecoderLimits(max_envelope_bytes=50))
    assert isinstance(error, ResultLimitError)


def test_limits_are_checked() -> None:
    for name in ("max_depth", "max_string_bytes", "max_total_bytes"):
        with pytest.raises(ValueError, match=f"{name} must be a whole number"):
            DecoderLimits(**{name: 0})


@settings(max_examples=200)
@given(seed=st.integers(min_value=0))
def test_low_limits_are_the_same_for_all_chunks(seed: int) -> None:
    """Whether the fast path, the slow one or both read a document: what is refused doesn't depend on it."""
    random = Random(seed)
    limits = DecoderLimits(
        max_depth=random.choice([3, 5, 12, 64]),
        max_number_digits=random.choice([3, 9, 40, 4300]),
        max_string_bytes=random.choice([20, 300_000]),
    )
    numbers = ["1" * n for n in (1, 3, 4, 9, 10, 40, 41)]
    values = [*numbers, '"' + "y" * 20 + '"', '"' + "y" * 21 + '"', "[[[]]]", '{"b":{"c":[1,[2]]}}', '"99999999999999"']
    records = [product(f'{{"a":{random.choice(values)}}}') for _ in range(random.randrange(1, 30))]
    document = "[" + ",".join(records) + "]"
    whole = read(document, limits)
    for chunk in (1, 7, random.randrange(2, 2000)):
        parts = read(document, limits, chunk)
        assert (parts[0], type(parts[1])) == (whole[0], type(whole[1]))


REFUSED = {
    "deep lists",
    "deep objects",
    "deep document",
    "deep envelope",
    "endless string",
    "endless name",
    "endless backslashes",
    "endless escapes",
    "endless digits",
    "endless fraction",
    "endless list of numbers",
    "endless list of strings",
    "endless list of lists",
    "endless list of objects",
    "endless members",
    "endless envelope",
}


def outcome(name: str, megabytes: int) -> Outcome:
    command = [sys.executable, "-m", "support.decoder_attacks", name, str(megabytes)]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: Outcome = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", list(ATTACKS))
def test_an_attack_costs_little(name: str) -> None:
    megabytes = 10 if name in REFUSED else MEGABYTES
    found = outcome(name, megabytes)
    size, work, peak = found["bytes"], found["work"], found["peak_kb"]
    assert isinstance(size, int)
    assert isinstance(work, int)
    assert isinstance(peak, int)
    if name in REFUSED:
        assert found["error"] == "ResultLimitError"
        assert size < 9_000_000
    elif name == "empty records":
        assert found["error"] == "ResultDecodeError"
    else:
        assert found["error"] is None
        assert size >= megabytes * 1_000_000
    # Every byte is looked at a few times whatever the document: nothing grows with the square of its length.
    assert work <= 6 * size + 1_000_000
    assert peak <= (100_000 if "just below" in name else 40_000)


def test_one_byte_at_a_time_is_not_quadratic() -> None:
    document = around('{"a":["' + "x" * 200_000 + '"]}').encode()
    decoder = Decoder(DataProduct)
    for at in range(len(document)):
        decoder.feed(document[at : at + 1])
    assert decoder.records == 1
    machine = decoder._parser
    assert machine.scanner.scanned + machine.fast.worked <= 3 * len(document)
    assert len(machine.data) < 100
