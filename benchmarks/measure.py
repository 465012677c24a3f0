"""One measurement in this process: `python -m benchmarks.measure CONTESTANT FAMILY FILE` prints it as JSON.

Memory is the peak of the process above what it had after its imports, in bytes.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.contestants import CONTESTANTS

__all__ = ["measure"]

Measurement = dict[str, float]


def _peak() -> int:
    try:
        lines = _STATUS.read_text().splitlines()
    except OSError:  # no Linux
        found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return found if sys.platform == "darwin" else found * 1024
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def _forget_peak() -> None:
    """Let the peak start at what is in use now; imports may have needed more for a moment. Linux alone can do so."""
    with suppress(OSError):
        _CLEAR.write_text("5")


_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


def measure(name: str, family: str, path: Path) -> Measurement:
    """Seconds, seconds of processor time, records, seconds to the first record, and bytes of memory."""
    run = CONTESTANTS[name].prepare(family, path)
    first = 0.0

    def have_first() -> None:
        nonlocal first
        first = first or perf_counter() - start

    gc.collect()
    _forget_peak()
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
