"""Many searches at once, with faults at random, all end right and leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.fault(
    "any of ten faults at random, many searches at once", "the whole result, or the server's own failure"
)
def test_a_short_soak() -> None:
    """`scripts/soak.py` alone runs a thousand searches; here fewer, for time's sake."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "generated_client")])
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "soak.py"), "--searches", "30", "--at-once", "15"],
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 searches of" in done.stdout
    assert "WRONG" not in done.stdout
