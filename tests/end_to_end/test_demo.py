"""`aurorax demo`: what a newcomer sees first."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

AURORAX = str(Path(sys.executable).with_name("aurorax"))
HEEDING_SIGINT = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


def is_gone(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):
            return False
    except URLError:
        return True


def test_it_runs_searches_and_says_what_to_try_next(tmp_path: Path) -> None:
    environment = {**os.environ, "COLUMNS": "80", "TMPDIR": str(tmp_path), "AURORAX_API_KEY": "not for a demonstration"}
    done = subprocess.run([AURORAX, "demo"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    address = re.search(r"http://127\.0\.0\.1:\d+", done.stdout)
    assert address
    assert is_gone(address[0])
    assert "$ aurorax search data-products --start 2020-02-01 --end 2020-02-05" in done.stdout
    assert len(re.findall(r"(?m)^2020-02-01 .*  trex/", done.stdout)) == 12
    assert re.search(r"(?m)^TREx RGB GILL  █{29} +1,654$", done.stdout)
    assert len(re.findall(r"(?m)^2020-02-01 .*  nbtrace .* THEMIS-ASI \w+ \+ Swarm [ABC]$", done.stdout)) == 8
    assert "1,490 records found, the first 12 shown" in done.stderr
    assert re.search(r"(?m)^received [0-9.]+ kB, 1,490 records in \d+\.\d s$", done.stderr)
    last = done.stdout.strip().splitlines()[-9:]
    assert "  aurorax emulator" in last
    assert any("AURORAX_BASE_URL=" in line for line in last)
    assert list(tmp_path.iterdir()) == []
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


@pytest.mark.parametrize("whom", ["the group", "the process alone"])
def test_interrupted_it_leaves_no_emulator_behind(whom: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HEEDING_SIGINT, AURORAX, "demo"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            if found := re.search(r"http://127[0-9.]+:\d+", line):
                address = found[0]
            if "is submitted" in line:
                break
        if whom == "the group":
            os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
        else:
            process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait() == 130
    assert address
    assert is_gone(address)
    assert "Traceback" not in rest
