"""`python -m benchmarks`: measure the decoder and its peers on result files of the real shapes.

Each measurement runs in a fresh process; the contestants take turns, so that a busy moment of the machine hits all.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.contestants import CONTESTANTS
from benchmarks.generate import FAMILIES, VARIANTS, data_file
from benchmarks.report import Results, plot, table

HERE = Path(__file__).parent


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--megabytes", type=int, default=50, help="size of each file, in millions of bytes (default 50)"
    )
    parser.add_argument("--repeats", type=int, default=3, help="measurements of each; the median counts (default 3)")
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=["full", "slim"])
    parser.add_argument("--contestants", nargs="+", choices=list(CONTESTANTS), default=list(CONTESTANTS))
    parser.add_argument("--data", type=Path, default=HERE / "data", help="where the files are kept")
    parser.add_argument("--output", type=Path, default=HERE / "results", help="where the table and the plot go")
    return parser.parse_args()


def _measure(name: str, family: str, path: Path) -> dict[str, float] | None:
    command = [sys.executable, "-m", "benchmarks.measure", name, family, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  {name} failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _installed(name: str) -> bool:
    module = CONTESTANTS[name].module
    if module and find_spec(module) is None:
        print(f"  {name} left out: {module} is not installed (make bench installs it)", file=sys.stderr)
        return False
    return True


def main() -> int:
    """Measure, print the table, write it and the plot."""
    arguments = _arguments()
    contestants = [name for name in arguments.contestants if _installed(name)]
    results: Results = {}
    for family in arguments.families:
        for variant in arguments.variants:
            path = data_file(arguments.data, family, variant, arguments.megabytes)
            print(f"{family}, {variant}, {path.stat().st_size / 1e6:.0f} MB", file=sys.stderr)
            runs: dict[str, list[dict[str, float]]] = {name: [] for name in contestants}
            for _ in range(arguments.repeats):
                for name in contestants:
                    found = _measure(name, family, path)
                    if found:
                        runs[name].append(found)
            counts = {int(run["records"]) for found in runs.values() for run in found} - {0}
            if len(counts) > 1:
                print(f"The contestants disagree on the number of records: {sorted(counts)}", file=sys.stderr)
                return 1
            for name, found in runs.items():
                if found:
                    results[family, variant, name] = {key: median(run[key] for run in found) for key in found[0]}
    packages = ", ".join(f"{name} {version(name)}" for name in ("msgspec", "attrs"))
    about = (
        f"Files of {arguments.megabytes} MB, medians of {arguments.repeats} runs, each in a fresh process. "
        f"Python {platform.python_version()}, {packages}, {platform.machine()}. MB are millions of bytes."
    )
    text = table(results, about)
    print(text)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "decode.md").write_text(text, encoding="utf-8")
    plot(results, arguments.output / "decode.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
