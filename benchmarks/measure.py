"""One measurement in this process: `python -m benchmarks.measure CONTESTANT FAMILY FILE` prints it as JSON.

Memory is the peak of the process above what it had after its imports, in bytes.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.contestants import CONTESTANTS

__all__ = ["measure"]

Measurement = dict[str, float]


def _peak() -> int:
    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found if sys.platform == "darwin" else found * 1024


def measure(name: str, family: str, path: Path) -> Measurement:
    """Seconds, seconds of processor time, records, seconds to the first record, and bytes of memory."""
    run = CONTESTANTS[name].prepare(family, path)
    first = 0.0

    def have_first() -> None:
        nonlocal first
        first = first or perf_counter() - start

    idle = _peak()
    busy = process_time()
    start = perf_counter()
    records = run(path, have_first)
    seconds = perf_counter() - start
    return {
        "seconds": seconds,
        "cpu": process_time() - busy,
        "bytes": path.stat().st_size,
        "records": records,
        "first": first,
        "memory": _peak() - idle,
    }


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
