"""Fixtures for all tests: an emulator for the session of one worker, and an environment without the user's settings."""

from __future__ import annotations

import importlib.util
import signal
import socket
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from aurorax_typed.emulator import serve

# Reproducible, and without a deadline: the machine that runs the tests may be busy.
settings.register_profile("tests", deadline=None, derandomize=True, print_blob=True)
# `pytest --hypothesis-profile=long` looks further, and elsewhere each time.
settings.register_profile("long", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("tests")

# httpcore tries to import it several times for each request of asyncio. Where it is not installed, each try would
# search the whole path again, through the import hook of pytest.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

# A shell ignores interrupts on behalf of what it runs in the background; tests send them, to themselves and others.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

collect_ignore = ["site"]  # `make docs-test` runs it, with a browser and in an environment of its own


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AURORAX_API_KEY", "AURORAX_BASE_URL", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shared_emulator() -> Iterator[str]:
    """An emulator that answers as fast as it can; for tests that ask for no faults."""
    with serve(time_scale=0) as url:
        yield url


@pytest.fixture
def emulator() -> Iterator[str]:
    """An emulator of its own, for tests that ask for faults or count searches."""
    with serve(time_scale=0) as url:
        yield url


@pytest.fixture
def unused_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
