#!/usr/bin/env python3
"""Write docs/first-session.md: real commands in a terminal of 80 columns against the emulator, with what they print.

`first_session.py` writes; `first_session.py --check` writes nothing and fails where the page is not what comes out.
What differs from run to run (ids, times that things took, today's date, the port) is masked.
"""

from __future__ import annotations

import difflib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "first-session.md"
COLUMNS, LINES = 80, 40
BLOCK = "text"

HEAD = """\
# A first session

<!-- Made by scripts/first_session.py, which runs these commands. Do not edit. -->

What the commands print, in a terminal of 80 columns. To follow it, start the local server in another terminal with
`aurorax emulator`, then `export AURORAX_BASE_URL=http://127.0.0.1:8080`. Without that variable the same commands ask
AuroraX itself.

Ids, the dates of today and the times that things took are stand-ins; all else is as it came.
"""


@frozen
class Step:
    """What is said, and what is typed."""

    text: str
    command: str


STEPS = (
    Step("Which instruments are there? Words find them by parts of their names.", "aurorax sources search gill rgb"),
    Step(
        "When did they record anything?",
        "aurorax availability data-products --start 2020-01-01 --end 2020-06-30 \\\n    --program trex",
    ),
    Step(
        "Which keograms of one site are there from one day? A date alone as the end means the whole day.",
        "aurorax search data-products --start 2020-02-01 --end 2020-02-01 \\\n"
        "    --program trex --platform gillam --type keogram --limit 6",
    ),
    Step(
        "Only the daily and the hourly ones, into a file. Its name says the format.",
        "aurorax search data-products --start 2020-02-01 --end 2020-02-05 \\\n"
        "    --program trex --type keogram --filter 'keogram_type in daily,hourly' \\\n"
        "    --output keograms.csv",
    ),
    Step("The columns are the same for every result.", "head -1 keograms.csv"),
    Step(
        "A mistake is told with its place.",
        "aurorax search data-products --start 2020-02-01 --end 2020-02-05 \\\n    --filter 'keogram_type is daily'",
    ),
    Step(
        "When did a Swarm satellite pass within 300 km of a THEMIS camera?",
        "aurorax search conjunctions --start 2020-02-01 --end 2020-02-01 \\\n"
        "    --distance 300 --ground themis-asi --space 'swarm; hemisphere=northern' \\\n"
        "    --limit 5",
    ),
    Step(
        "The same query in the server's words:",
        "aurorax describe conjunctions --start 2020-02-01 --end 2020-02-01 \\\n"
        "    --distance 300 --ground themis-asi --space 'swarm; hemisphere=northern'",
    ),
    Step(
        "A long search need not be waited for. The file keeps what it takes to come back to it.",
        "aurorax search ephemeris --start 2020-02-01 --end 2020-02-01 \\\n"
        "    --program swarm --no-wait --save swarm.json",
    ),
    Step("Later, from anywhere:", "aurorax requests wait swarm.json"),
    Step("", "aurorax requests status swarm.json"),
    Step(
        "For programs there is JSON, a record on each line.", "aurorax requests data swarm.json --format ndjson | wc -l"
    ),
)

MASKS = (
    (r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "6f0d1a52-8b0b-4b5c-9d5e-2f3a4b5c6d7e"),
    (r"http://127\.0\.0\.1:\d+", "http://127.0.0.1:8080"),
    (r"\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?", "2026-01-01T12:00:00"),
    (r"\b\d+\.\d+ (s|seconds)\b", r"0.5 \1"),
)


class Screen:
    """What a terminal shows in the end of what was sent to it, without colours."""

    _SEQUENCE = re.compile(r"\x1b\[[0-9;?]*([A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")

    def __init__(self) -> None:
        self.lines = [""]
        self.row = self.column = 0

    def feed(self, text: str) -> None:
        """Take what was sent."""
        at = 0
        while at < len(text):
            found = self._SEQUENCE.match(text, at)
            if found:
                self._control(found)
                at = found.end()
                continue
            self._show(text[at])
            at += 1

    def _show(self, character: str) -> None:
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
            if self.row == len(self.lines):
                self.lines.append("")
        else:
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[: self.column] + character + line[self.column + 1 :]
            self.column += 1

    def _control(self, found: re.Match[str]) -> None:
        number = int(re.sub(r"\D", "", found[0][2:-1]) or 0)
        match found[1]:
            case "K":
                self.lines[self.row] = "" if number == 2 else self.lines[self.row][: self.column]
            case "A":
                self.row = max(self.row - max(number, 1), 0)

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines).rstrip()


def typed(command: str, folder: str, environment: dict[str, str]) -> str:
    """What a command leaves on a terminal of its own."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    shown = b""
    with subprocess.Popen(
        ["sh", "-c", command], cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        while True:
            try:
                piece = os.read(ours, 1 << 16)
            except OSError:  # how Linux tells that the other side is closed
                break
            if not piece:
                break
            shown += piece
        os.close(ours)
        process.wait()
    screen = Screen()
    screen.feed(shown.decode())
    return str(screen)


def masked(text: str) -> str:
    for pattern, instead in MASKS:
        text = re.sub(pattern, instead, text)
    return text


def session() -> str:
    """The page."""
    program = Path(sys.executable).with_name("aurorax")
    # A search that ends at once has no state in between that one run shows and the next does not.
    # It ends, and cleans up, when its standard input is closed.
    code = (
        "import sys\nfrom aurorax_typed.emulator import serve\n"
        "with serve(time_scale=0) as url:\n print(url, flush=True)\n sys.stdin.read()"
    )
    kept = {name: os.environ[name] for name in ("HOME", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    environment = {
        **kept,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }
    parts = [HEAD]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        assert server.stdout is not None
        environment["AURORAX_BASE_URL"] = server.stdout.readline().strip()
        for step in STEPS:
            shown = masked(typed(step.command, folder, environment))
            too_long = [
                line for line in shown.splitlines() if len(line) > COLUMNS and not line.startswith("data_source,")
            ]
            if "Traceback" in shown or too_long:
                raise SystemExit(f"{step.command}\n{shown}\nis nothing to show.")
            block = f"```{BLOCK}\n$ {step.command}\n{shown}\n```\n"
            parts.append(f"{step.text}\n\n{block}" if step.text else block)
    return "\n".join(parts)


def main() -> int:
    wanted = session()
    if "--check" in sys.argv[1:]:
        there = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if there != wanted:
            print("docs/first-session.md is not what the commands print. Run: python scripts/first_session.py")
            print(
                "\n".join(difflib.unified_diff(there.splitlines(), wanted.splitlines(), "the page", "now", lineterm=""))
            )
            return 1
        return 0
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    print(f"Wrote {len(STEPS)} commands with what they print to docs/first-session.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
