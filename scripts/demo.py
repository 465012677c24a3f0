#!/usr/bin/env python3
"""A first look, offline: start the local server, run a search through the command line, show what it finds."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AURORAX = Path(sys.executable).with_name("aurorax")
SEARCH = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-05", "--program", "trex"]

NEXT = """\
To try more, start the server in one terminal:
  make emulator
and in another:
  . .venv/bin/activate
  export AURORAX_BASE_URL=http://127.0.0.1:8080
  aurorax sources list --program trex
  aurorax search data-products --start 2020-02-01 --end 2020-02-05 \\
      --program trex --filter 'keogram_type in daily,hourly' -o keograms.csv
  aurorax search data-products --help
Without AURORAX_BASE_URL the same commands ask AuroraX itself."""


def show(arguments: list[str]) -> None:
    """Print a command as one would type it."""
    # Kept together: an option and its value.
    words = re.sub(r" (?!--)", "\0", shlex.join(["aurorax", *arguments]))
    lines = textwrap.wrap(words, 76, break_long_words=False, break_on_hyphens=False, subsequent_indent=" " * 4)
    print("\n$ " + " \\\n".join(lines).replace("\0", " "), flush=True)


@contextmanager
def emulator() -> Iterator[str]:
    """The local server, on a free port, until the block ends."""
    arguments = ["emulator", "--port", "0"]
    show(arguments)
    # Its standard error stays ours: when it can't start, it says there why.
    with subprocess.Popen([AURORAX, *arguments], stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip() if server.stdout else ""
            if not address:
                raise SystemExit(server.wait() or 1)
            print(address)
            yield address
        finally:
            server.terminate()


def run(arguments: list[str], address: str, folder: str) -> None:
    """Run one command against the local server; end the demonstration where it fails."""
    show(arguments)
    environment = {**os.environ, "AURORAX_BASE_URL": address}
    code = subprocess.run([AURORAX, *arguments], env=environment, cwd=folder, check=False).returncode
    if code:
        raise SystemExit(code)


def main() -> int:
    """Run the demonstration; gives its exit code."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            print("First a local AuroraX server, so that nothing here needs the network:")
            with emulator() as address:
                print("\nWhat did the TREx cameras record in the first days of February 2020?")
                run([*SEARCH, "--verbose", "--limit", "12"], address, folder)
                print("\nAll of it, streamed into a file:")
                run([*SEARCH, "--output", "trex.csv"], address, folder)
                if not sys.stderr.isatty():  # where the command says nothing of its own accord
                    with Path(folder, "trex.csv").open(encoding="utf-8") as lines:
                        print(f"{sum(1 for _ in lines) - 1:,} records in trex.csv")
    except KeyboardInterrupt:
        return 130
    print(f"\n{NEXT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
