"""`make demo`: what a newcomer sees first."""

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

DEMO = Path(__file__).resolve().parents[2] / "scripts" / "demo.py"
HEEDING_SIGINT = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


def is_gone(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):
            return False
    except URLError:
        return True


def test_it_runs_a_search_and_says_what_to_try_next(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, DEMO], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    address = re.search(r"^http://127\.0\.0\.1:\d+$", done.stdout, re.MULTILINE)
    assert address
    assert is_gone(address[0])
    assert "$ aurorax search data-products --start 2020-02-01 --end 2020-02-05" in done.stdout
    assert len(re.findall(r"(?m)^2020-02-01 .*  trex/", done.stdout)) == 12
    assert "1,490 records in trex.csv" in done.stdout
    assert "1,490 records found, the first 12 shown" in done.stderr
    last = done.stdout.strip().splitlines()[-9:]
    assert any(line.startswith("  make emulator") for line in last)
    assert any("AURORAX_BASE_URL=" in line for line in last)
    assert list(tmp_path.iterdir()) == []
    own = [line for line in done.stdout.splitlines() if not line.startswith(("2020-", "START"))]
    assert max(len(line) for line in own) <= 80


@pytest.mark.parametrize("whom", ["the group", "the script alone"])
def test_interrupted_it_leaves_no_emulator_behind(whom: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HEEDING_SIGINT, sys.executable, DEMO],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            if line.startswith("http://"):
                address = line.strip()
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
