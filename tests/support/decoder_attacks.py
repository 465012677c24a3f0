"""Documents made to hurt: each is a stream of chunks, so that the document itself takes no memory.

Run as a program, `decoder_attacks.py NAME MEGABYTES` decodes one in a fresh interpreter and prints what came of it as
JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from itertools import count

from aurorax_typed._core.decoder import Decoder
from aurorax_typed.errors import ResultError
from aurorax_typed.records import DataProduct

__all__ = ["ATTACKS", "Outcome", "attack", "product"]

CHUNK = 1 << 16
Outcome = dict[str, int | str | None]


def product(metadata: str = "{}", source: str = '{"identifier":3}', rest: str = "") -> str:
    """The text of a data product."""
    return (
        f'{{"data_source":{source},"data_product_type":"keogram","start":"2020-01-01T00:00:00",'
        f'"end":"2020-01-01T00:59:00","url":"u","metadata":{metadata}{rest}}}'
    )


def _source(number: int, size: int = 3000) -> str:
    item = '{"field_name":"a","description":"b","allowed_values":["c","d"]}'
    schema = ",".join([item] * (size // len(item)))
    return f'{{"identifier":{number},"program":"p","ephemeris_metadata_schema":[{schema}]}}'


def _endless(start: str, unit: str) -> Iterator[str]:
    yield start
    block = unit * (CHUNK // len(unit))
    while True:
        yield block


def _records(make: Callable[[int], str]) -> Iterator[str]:
    yield '{"result":['
    yield make(0)
    for number in count(1):
        yield "," + make(number)


_BEFORE = '{"result":[' + product() + ","
_OPEN = _BEFORE + product("[[")[: -len(',"metadata":[[}')] + ',"metadata":{"a":'

ATTACKS: dict[str, Callable[[], Iterator[str]]] = {
    "deep lists": lambda: _endless(_OPEN, "["),
    "deep objects": lambda: _endless(_OPEN, '{"a":'),
    "deep document": lambda: _endless("", "["),
    "deep envelope": lambda: _endless('{"other":', "["),
    "endless string": lambda: _endless(_OPEN + '"', "a"),
    "endless name": lambda: _endless('{"', "a"),
    "endless backslashes": lambda: _endless(_OPEN + '"', "\\\\"),
    "endless escapes": lambda: _endless(_OPEN + '"', "\\u0041"),
    "endless digits": lambda: _endless(_OPEN, "1"),
    "endless fraction": lambda: _endless(_OPEN + "0.", "1"),
    "endless list of numbers": lambda: _endless(_OPEN + "[", "1,"),
    "endless list of strings": lambda: _endless(_OPEN + "[", '"ab",'),
    "endless list of lists": lambda: _endless(_OPEN + "[", "[],"),
    "endless list of objects": lambda: _endless(_OPEN + "[", '{"a":{}},'),
    "endless members": lambda: _endless(_OPEN + "{", '"a":1,'),
    "endless envelope": lambda: _endless("{", '"a":1,'),
    "blanks before": lambda: _endless("", " \n"),
    "blanks between": lambda: _endless(_BEFORE, "\t "),
    "blanks after": lambda: _endless('{"result":[' + product() + "]}", "\n"),
    "empty records": lambda: _endless('{"result":[', "{},"),
    "sources all differ": lambda: _records(lambda n: product(source=_source(n))),
    "sources differ at their end": lambda: _records(lambda n: product(source=_source(7)[:-1] + f',"owner":"{n}"}}')),
    "bare sources all differ": lambda: _records(lambda n: product(source=f'{{"identifier":{n}}}')),
    "half of the sources are broken": lambda: _records(lambda n: product(f'{{"a":{_source(n)[:-1]},"b":0}}}}')),
    "looks like a source everywhere": lambda: _records(
        lambda n: product('{"a":[' + '{"identifier":1},' * 40 + '{"identifier":1}]}', source=_source(n % 3))
    ),
    "looks like a delimiter": lambda: _records(
        lambda n: product('{"a":[{"b":{}},' + '{"data_source":{"c":{}}},' * 40 + '{"data_source":0}]}')
    ),
    "delimiter in strings": lambda: _records(lambda n: product(json.dumps({"a": '}},{"data_source":' * 40}))),
    "each has a number that msgspec refuses": lambda: _records(lambda n: product('{"a":1e400}')),
    "each has a lone surrogate": lambda: _records(lambda n: product('{"a":"\\ud800"}')),
    "each has a new member": lambda: _records(lambda n: product(rest=f',"new{n}":1')),
    "each has another order": lambda: _records(lambda n: product() if n % 2 else f'{{"metadata":{{}},{product()[1:]}'),
    "records just below the limits": lambda: _records(lambda n: product('{"a":[' + "[]," * 390_000 + "0]}")),
    "strings just below the limits": lambda: _records(lambda n: product('{"a":"' + "\\u0041" * 170_000 + '"}')),
}


def _chunks(texts: Iterator[str], size: int) -> Iterator[bytes]:
    pending = bytearray()
    for text in texts:
        pending += text.encode()
        while len(pending) >= CHUNK:
            yield bytes(pending[:CHUNK])
            size -= CHUNK
            if size <= 0:
                return
            del pending[:CHUNK]


def attack(name: str, megabytes: int) -> Outcome:
    """Decode so much of a document, and tell the error, the work and the memory."""
    decoder = Decoder(DataProduct)
    error = None
    # A document of ordinary records first, so that what the code itself needs doesn't count.
    warm = Decoder(DataProduct)
    warm.feed(("[" + ",".join([product(source=_source(1))] * 200) + "]").encode())
    warm.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        for chunk in _chunks(ATTACKS[name](), megabytes * 1_000_000):
            decoder.feed(chunk)
    except ResultError as fault:
        error = type(fault).__name__
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "error": error,
        "bytes": decoder.bytes,
        "records": decoder.records,
        "work": decoder._parser.scanner.scanned + decoder._parser.fast.worked,
        "peak_kb": peak // 1024 if sys.platform == "darwin" else peak,
    }


if __name__ == "__main__":
    print(json.dumps(attack(sys.argv[1], int(sys.argv[2]))))
