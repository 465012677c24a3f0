"""Try the decoder on random documents for as long as wanted: `python benchmarks/fuzz_decoder.py --seconds 600`.

Each case is a document of records, good, broken in a few places or cut short, in chunks of any size; the decoder has
to give the same records as the standard library, and an error exactly where that finds one. A failing case is written
to a file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random, SystemRandom
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.decoder_documents import KINDS, cut, mutate, write_document  # noqa: E402
from support.decoder_oracle import exact, expected  # noqa: E402

from aurorax_typed._core.decoder import Decoder, fast, recogniser  # noqa: E402
from aurorax_typed.errors import ResultError  # noqa: E402
from aurorax_typed.records import Record  # noqa: E402


def _decode(chunks: list[bytes], kind: type[Record]) -> tuple[list[Record], ResultError | None]:
    decoder: Decoder[Record] = Decoder(kind)
    records: list[Record] = []
    try:
        for chunk in chunks:
            records += decoder.feed(chunk)
        decoder.close()
    except ResultError as error:
        return records, error
    return records, None


def _case(seed: int) -> tuple[str, bytes, str]:
    """What kind of case it was, its document, and what is wrong with the outcome, if anything."""
    random = Random(seed)
    kind = random.choice(KINDS)
    document = write_document(random, kind, most=random.choice([2, 3, 5, 8, 8, 30, 100]))
    choice = random.random()
    sort = "whole"
    if choice > 0.8:
        sort, document = "cut short", document[: random.randrange(len(document))]
    elif choice > 0.4:
        sort, document = "broken", mutate(random, document)
    # Small pieces cut even these documents many times; the real size holds them whole.
    fast._PIECE = random.choice([300, 900, 4000, 96 * 1024])
    fast._MOST = min(4 * fast._PIECE, 256 * 1024)
    recogniser.Recogniser._SHORTEST = random.choice([30, 200])
    wanted, good, _ = expected(document, kind)
    records, error = _decode(cut(document, random), kind)
    if (error is None) != good:
        return sort, document, f"{kind.__name__}: error {error!r}, where {'none' if good else 'one'} was expected"
    if exact(records) != exact(wanted):
        return sort, document, f"{kind.__name__}: {len(records)} records differ from the {len(wanted)} expected"
    return f"{sort}, {'good' if good else 'refused'}", document, ""


def main() -> int:
    """Run until the time is over or a case fails; 1 then."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None, help="of the first case; a random one by default")
    parser.add_argument("--failure", type=Path, default=Path("fuzz-failure.json"), help="where a failing document goes")
    arguments = parser.parse_args()
    seed = SystemRandom().randrange(2**48) if arguments.seed is None else arguments.seed
    end = monotonic() + arguments.seconds
    cases: Counter[str] = Counter()
    size = 0
    while monotonic() < end:
        try:
            sort, document, wrong = _case(seed)
        except Exception:
            print(f"seed {seed}", file=sys.stderr)
            raise
        if wrong:
            arguments.failure.write_bytes(document)
            print(f"seed {seed}: {wrong}; the document is in {arguments.failure}", file=sys.stderr)
            return 1
        cases[sort] += 1
        size += len(document)
        seed += 1
    print(f"{cases.total()} cases, {size / 1e6:.1f} MB, none failed")
    for sort, count in sorted(cases.items()):
        print(f"  {sort}: {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
