"""`python -m benchmarks.scans`: what long spans cost in time, bytes, memory and work of the server, over the span and
over the number of searches or processes at work; and that a scan which was killed ends with the same dataset.

The server is the emulator, in a process of its own, at the pace of the real server's logs. Each measurement is a fresh
process. One satellite's ephemeris, a record a minute, is written to a dataset of monthly Parquet files.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
START = "2010-01-01"
SPANS = {
    "1 day": "2010-01-01T23:59:59",
    "1 month": "2010-01-31T23:59:59",
    "1 year": "2010-12-31T23:59:59",
    "10 years": "2019-12-31T23:59:59",
}
# A satellite that was up for all of it.
SOURCE = {"programs": ["noaa"], "platforms": ["noaa19"]}

_SERVER = """
import sys
from aurorax_typed.emulator import EmulatorSettings, serve
with serve(settings=EmulatorSettings(time_scale=float(sys.argv[1]), result_lifetime=60.0)) as url:
    print(url, flush=True)
    sys.stdin.read()
"""

_SCAN = """
import json, os, resource, sys, time
from aurorax_typed import AuroraX, EphemerisQuery
from aurorax_typed.events import Received, WindowDone

url, end, in_flight, processes, folder, source = sys.argv[1:]
received = {}
def watch(event):
    if isinstance(event, Received):
        received[event.request_id] = event.bytes

def rows(task):
    return task.to_arrow().num_rows

if __name__ == "__main__":
    import pyarrow.parquet
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    with AuroraX(base_url=url, on_event=watch) as ax:
        query = EphemerisQuery("2010-01-01", end, **json.loads(source))
        scan = ax.ephemeris.scan(query, window="month", in_flight=int(in_flight))
        if int(processes):
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context
            with ProcessPoolExecutor(int(processes), mp_context=get_context("spawn")) as pool:
                records, size = sum(pool.map(rows, scan.tasks())), 0
        else:
            report = scan.to_parquet(folder)
            records, size = report.records, report.bytes
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({
        "seconds": time.perf_counter() - begun, "records": records, "windows": len(scan.windows),
        "received": sum(received.values()), "stored": size, "idle": idle * 1024, "peak": used[0].ru_maxrss * 1024,
        "cpu": sum(item.ru_utime + item.ru_stime for item in used),
    }))
"""


@contextlib.contextmanager
def _server(time_scale: float) -> Iterator[tuple[str, int]]:
    """An emulator in a process of its own: its address and process id."""
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(time_scale)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield server.stdout.readline().strip(), server.pid
        server.stdin.close()


def _work(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _script(folder: Path) -> str:
    # A file, since processes that are spawned import what started them.
    path = folder / "scan_measure.py"
    path.write_text(_SCAN, encoding="utf-8")
    return str(path)


def _command(folder: Path, url: str, span: str, at_once: tuple[int, int], target: Path) -> list[str]:
    """A scan in a process of its own, by so many searches at once, or by so many processes."""
    arguments = [url, SPANS[span], *map(str, at_once), str(target), json.dumps(SOURCE)]
    return [sys.executable, _script(folder), *arguments]


def _measure(folder: Path, time_scale: float, span: str, in_flight: int, processes: int = 0) -> dict[str, Any]:
    """One scan of one span against a fresh server."""
    target = folder / "dataset"
    shutil.rmtree(target, ignore_errors=True)
    with _server(time_scale) as (url, pid):
        before = _work(pid)
        command = _command(folder, url, span, (in_flight, processes), target)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        found["server"] = _work(pid) - before
    return {"span": span, "in_flight": in_flight, "processes": processes, **found}


def _resumed(folder: Path, time_scale: float, span: str) -> dict[str, Any]:
    """A scan that is killed half way and run again, against one that is not."""
    import pyarrow.parquet as pq

    straight, killed = folder / "straight", folder / "killed"
    for target in (straight, killed):
        shutil.rmtree(target, ignore_errors=True)
    with _server(time_scale) as (url, _):
        subprocess.run(_command(folder, url, span, (4, 0), straight), capture_output=True, check=True)
        whole = sorted(path.relative_to(straight) for path in straight.rglob("*.parquet"))
        command = _command(folder, url, span, (4, 0), killed)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while len(list(killed.rglob("*.parquet"))) < len(whole) / 2 and process.poll() is None:
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
        kept = len(list(killed.rglob("*.parquet")))
        begun = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        seconds = time.perf_counter() - begun
    again = sorted(path.relative_to(killed) for path in killed.rglob("*.parquet"))
    equal = again == whole and all(
        pq.read_table(straight / path).equals(pq.read_table(killed / path)) for path in whole
    )
    return {"windows": len(whole), "kept": kept, "seconds": seconds, "equal": equal}


def _at_once(found: dict[str, Any]) -> str:
    number, what = (found["processes"], "process") if found["processes"] else (found["in_flight"], "search")
    return f"{number} {what}{'' if number == 1 else 'es'}"


def _tables(results: list[dict[str, Any]]) -> str:
    """One over the span, one over what is at work; narrow enough for a page."""
    spans = [found for found in results if not found["processes"] and found["in_flight"] == 4]
    heads = ("span", "records", "s", "records/s", "MB received", "MB stored", "MB memory", "CPU s, client + server")
    over_span = [
        (
            found["span"],
            f"{found['records']:,}",
            f"{found['seconds']:.1f}",
            f"{found['records'] / found['seconds']:,.0f}",
            f"{found['received'] / 1e6:,.1f}",
            f"{found['stored'] / 1e6:,.1f}",
            f"{(found['peak'] - found['idle']) / 1e6:.0f}",
            _work_of(found),
        )
        for found in spans
    ]
    compared = [found for found in results if found not in spans]
    at = {found["span"] for found in compared}
    at_work = [
        (
            _at_once(found),
            f"{found['seconds']:.1f}",
            f"{found['records'] / found['seconds']:,.0f}",
            "–" if found["processes"] else f"{(found['peak'] - found['idle']) / 1e6:.0f}",
            _work_of(found),
        )
        for found in sorted(results, key=lambda found: (found["processes"], found["in_flight"]))
        if found["span"] in at
    ]
    at_heads = ("at once", "s", "records/s", "MB memory", "CPU s, client + server")
    return f"{_rows(heads, over_span)}\n\n{', '.join(at)}:\n\n{_rows(at_heads, at_work)}"


def _work_of(found: dict[str, Any]) -> str:
    return f"{found['cpu']:.1f} + {found['server']:.1f}"


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ("---", *("---:",) * (len(heads) - 1)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plot(results: list[dict[str, Any]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    spans = [found for found in results if not found["processes"] and found["in_flight"] == 4]
    left.loglog([found["records"] for found in spans], [found["seconds"] for found in spans], "o-", color="#0072b2")
    for found in spans:
        left.annotate(
            found["span"], (found["records"], found["seconds"]), (-6, 6), textcoords="offset points", ha="right"
        )
    left.margins(0.2)
    left.set(xlabel="records", ylabel="seconds", title="Time over the span, 4 searches at once")
    compared = [found for found in results if found["processes"] or found["in_flight"] != 4]
    span = compared[0]["span"] if compared else spans[-1]["span"]
    for name, key, style, color in (
        ("searches at once, one process", "in_flight", "o-", "#0072b2"),
        ("processes", "processes", "s--", "#d55e00"),
    ):
        chosen = [
            found for found in results if found["span"] == span and bool(found["processes"]) == (key == "processes")
        ]
        chosen.sort(key=lambda found: int(found[key]))
        rates = [found["records"] / found["seconds"] for found in chosen]
        right.plot([found[key] for found in chosen], rates, style, color=color, label=name)
    right.set(xlabel="at once", ylabel="records per second", title=f"Rate over what is at work, {span}")
    right.set_ylim(bottom=0)
    right.legend()
    for axes in (left, right):
        axes.grid(visible=True, alpha=0.3)
    figure.savefig(path, metadata={"Date": None})


def main() -> int:
    """Measure, print the table, write it and the plot."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans", description=__doc__)
    parser.add_argument("--spans", nargs="+", choices=list(SPANS), default=["1 day", "1 month", "1 year"])
    parser.add_argument(
        "--in-flight", nargs="*", type=int, default=[1, 2, 4, 8], help="over the span --at (default 1 2 4 8)"
    )
    parser.add_argument(
        "--processes", nargs="*", type=int, default=[1, 2, 3], help="over the span --at (default 1 2 3)"
    )
    parser.add_argument("--at", choices=list(SPANS), default="1 year", help="the span for the numbers at once")
    parser.add_argument("--kill", choices=list(SPANS), help="kill a scan of this span half way, and run it again")
    parser.add_argument("--time-scale", type=float, default=1.0, help="the server's pace; 0 is as fast as it can")
    parser.add_argument("--output", type=Path, default=HERE / "results", help="where the table and the plot go")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = [(span, 4, 0) for span in arguments.spans]
        plan += [(arguments.at, number, 0) for number in arguments.in_flight if number != 4]
        plan += [(arguments.at, 4, number) for number in arguments.processes]
        for span, in_flight, processes in plan:
            results.append(_measure(folder, arguments.time_scale, span, in_flight, processes))
            print(json.dumps(results[-1]), file=sys.stderr, flush=True)
        if arguments.kill:
            print(json.dumps(_resumed(folder, arguments.time_scale, arguments.kill)), flush=True)
    text = _tables(results)
    print(text)
    (arguments.output / "scans.md").write_text(text + "\n", encoding="utf-8")
    _plot(results, arguments.output / "scans.svg")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
