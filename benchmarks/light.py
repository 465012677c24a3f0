"""`python -m benchmarks.light`: what it costs to have the client, beside httpx alone and, where given, pyaurorax.

Each is installed into a fresh environment, and each measurement is a fresh process. The least of all runs counts, since
whatever else a machine does only adds to it.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "requirements" / "dev.txt"
NOT_OURS = ("pip", "setuptools", "_distutils_hack", "distutils-precedence.pth", "wheel")

CORE = [
    ("import httpx", "httpx"),
    ("import httpx; httpx.Client()", "httpx, and a client of it"),
    ("import aurorax_typed", "aurorax_typed"),
    ("from aurorax_typed import AuroraX", "its class AuroraX"),
    ("from aurorax_typed import AuroraX; AuroraX()", "and a client of it"),
]


@dataclass
class Cost:
    """The least that a process took: seconds on the clock, seconds of the processor, bytes at its peak."""

    wall: float = float("inf")
    processor: float = float("inf")
    peak: float = float("inf")

    def run(self, python: Path, code: str) -> None:
        """Run once; isolated, so that neither the tree nor a setting of the shell shows."""
        started = time.perf_counter()
        process = subprocess.Popen([python, "-I", "-c", code], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        self.wall = min(self.wall, time.perf_counter() - started)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"This failed in {python}: {code}")
        self.processor = min(self.processor, used.ru_utime + used.ru_stime)
        self.peak = min(self.peak, used.ru_maxrss * 1024)


def environment(path: Path, *install: str) -> Path:
    """A fresh environment with something in it; gives its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", path], check=True)
    python = path / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, *install], check=True, stderr=subprocess.DEVNULL)
    return python


def installed(python: Path) -> tuple[int, int]:
    """Bytes of all that is installed, bytecode included, and of how many distributions."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    folder = Path(
        subprocess.run([python, "-I", "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    )
    kept = [path for path in folder.iterdir() if not path.name.startswith(NOT_OURS)]
    files = [file for path in kept for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file()]
    return sum(file.stat().st_size for file in files), sum(path.suffix == ".dist-info" for path in kept)


def imports(costs: dict[tuple[Path, str], Cost], named: list[tuple[Path, str, str]]) -> list[str]:
    """The lines of the table of imports: each above the idle interpreter of its environment."""
    lines = ["| | ms | ms of the processor | MB at the peak |", "|---|---:|---:|---:|"]
    for python, code, name in named:
        cost, idle = costs[python, code], costs[python, "pass"]
        milliseconds = f"{(cost.wall - idle.wall) * 1e3:.0f} | {(cost.processor - idle.processor) * 1e3:.0f}"
        lines.append(f"| {name} | {milliseconds} | {(cost.peak - idle.peak) / 1e6:.0f} |")
    return lines


def main() -> int:
    """Install, measure, print the tables, write them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.light", description=__doc__)
    parser.add_argument("--repeats", type=int, default=15, help="runs of each; the least counts (default 15)")
    parser.add_argument("--pyaurorax", type=Path, metavar="ENV", help="an environment that has pyaurorax")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results", help="where the tables go")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aurorax-light-") as name:
        scratch = Path(name)
        pins = ("--constraint", str(PINS))
        sizes = {
            "httpx": environment(scratch / "httpx", "httpx", *pins),
            "aurorax-typed": environment(scratch / "core", str(ROOT), *pins),
            "aurorax-typed[cli]": environment(scratch / "cli", f"{ROOT}[cli]", *pins),
            "aurorax-typed[all]": environment(scratch / "all", f"{ROOT}[all]", *pins),
        }
        named = [(sizes["aurorax-typed"], code, what) for code, what in CORE]
        named.append((sizes["aurorax-typed[all]"], CORE[3][0], "AuroraX, with every extra installed"))
        if arguments.pyaurorax:
            sizes["pyaurorax"] = arguments.pyaurorax.absolute() / "bin" / "python"
            named.append((sizes["pyaurorax"], "import pyaurorax", "pyaurorax"))
        costs = {(python, code): Cost() for python, code, _ in named}
        costs.update({(python, "pass"): Cost() for python, _, _ in named})
        for _ in range(arguments.repeats + 1):  # the first run of each warms the file cache, and is as good as any
            for (python, code), cost in costs.items():
                cost.run(python, code)
        lines = [
            f"Above the idle interpreter; the least of {arguments.repeats + 1} runs. "
            f"Python {platform.python_version()}, {platform.machine()}.",
            "",
            *imports(costs, named),
            "",
            "| installed | MB | distributions |",
            "|---|---:|---:|",
        ]
        for what, python in sizes.items():
            size, count = installed(python)
            lines.append(f"| {what} | {size / 1e6:.1f} | {count} |")
    text = "\n".join(lines) + "\n"
    print(text)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "light.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
