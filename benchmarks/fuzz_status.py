"""Try the reading of status documents for as long as wanted: `python benchmarks/fuzz_status.py --seconds 300`.

Each case is a status document as the server sends it, whole, with values of any kind put in, members taken away or
doubled, bytes changed, or cut short; or any JSON at all. Reading it has to give an event, or a `ProtocolError` in one
line that can be shown; and what was read has to be a document that the errors and the command line can show. A failing
case is written to a file.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import SystemRandom
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.status_attacks import case, outcome  # noqa: E402


def main() -> int:
    """Run until the time is over or a case fails; 1 then."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None, help="of the first case; a random one by default")
    parser.add_argument("--failure", type=Path, default=Path("fuzz-failure.json"), help="where a failing document goes")
    arguments = parser.parse_args()
    seed = SystemRandom().randrange(2**48) if arguments.seed is None else arguments.seed
    end = monotonic() + arguments.seconds
    counts: Counter[str] = Counter()
    size = 0
    while monotonic() < end:
        sort, data = case(seed)
        try:
            counts[f"{sort}: {outcome(data)}"] += 1
        except Exception:
            arguments.failure.write_bytes(data)
            print(f"seed {seed} ({sort}): failed; the document is in {arguments.failure}", file=sys.stderr)
            raise
        size += len(data)
        seed += 1
    print(f"{counts.total()} documents, {size / 1e6:.1f} MB, none failed")
    for sort, count in sorted(counts.items()):
        print(f"  {sort}: {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
