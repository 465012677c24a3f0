"""`aurorax emulator --admin-key`, and what it lets one do."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.writing import NEW

from aurorax_typed import AuroraX, AuthenticationError

AURORAX = str(Path(sys.executable).with_name("aurorax"))


def test_the_key_of_an_administrator_is_the_only_one_that_writes() -> None:
    command = [AURORAX, "emulator", "--port", "0", "--admin-key", "my-own-key"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        try:
            with AuroraX(base_url=address, api_key="another-key") as other, pytest.raises(AuthenticationError):
                other.sources.add(**NEW)
            with AuroraX(base_url=address, api_key="my-own-key") as ax:
                assert ax.sources.add(**NEW).owner == "administrator@example.org"
                assert [account.role for account in ax.accounts.list()] == ["Administrator"]
        finally:
            process.send_signal(signal.SIGTERM)
        rest = process.stdout.read() + process.stderr.read()
        assert process.wait(30) == 128 + signal.SIGTERM
    assert "my-own-key" not in rest
