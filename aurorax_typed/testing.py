"""Fixtures for pytest: a local AuroraX, and a client of it.

Ask for them in your `conftest.py`:

    pytest_plugins = ["aurorax_typed.testing"]

Needs the extra `emulator` and pytest. Nothing here is imported unless a project asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from attrs import frozen

from aurorax_typed import AuroraX, PollingPolicy, RetryPolicy

__all__ = ["LocalAuroraX", "aurorax_client", "aurorax_emulator", "aurorax_server"]


@frozen
class LocalAuroraX:
    """The emulator, as tests see it.

    Attributes:
        url: its address, for `base_url=` or `AURORAX_BASE_URL`.
    """

    url: str

    def fault(self, kind: str, **options: object) -> None:
        """Let the requests that follow meet a fault, until the end of the test.

        Args:
            kind: such as `bad_gateway`, `fail_search` or `cut_result`; see the page about testing.
            options: `count`, `method`, `path`, and what the kind takes.

        Raises:
            ValueError: the emulator does not know such a fault; its answer says what it knows.
        """
        answer = httpx.post(f"{self.url}/emulator/faults", json={"kind": kind, **options})
        if not answer.is_success:
            raise ValueError(f"The emulator refused the fault {kind!r}: {answer.text}")

    def forget_faults(self) -> None:
        """Take back the faults that nothing has met yet."""
        httpx.delete(f"{self.url}/emulator/faults").raise_for_status()


@pytest.fixture(scope="session")
def aurorax_server() -> Iterator[LocalAuroraX]:
    """The emulator, started once for all tests; its searches are as fast as the machine."""
    from aurorax_typed.emulator import serve

    with serve(time_scale=0) as url:
        yield LocalAuroraX(url)


@pytest.fixture
def aurorax_emulator(aurorax_server: LocalAuroraX) -> Iterator[LocalAuroraX]:
    """The emulator for one test, whose faults end with it."""
    yield aurorax_server
    aurorax_server.forget_faults()


@pytest.fixture
def aurorax_client(aurorax_emulator: LocalAuroraX) -> Iterator[AuroraX]:
    """A client of the emulator that does not dawdle: it polls and tries again within milliseconds."""
    with AuroraX(
        base_url=aurorax_emulator.url,
        polling=PollingPolicy(initial_interval=0.005, max_interval=0.05),
        retry=RetryPolicy(initial_wait=0.005, max_wait=0.02),
    ) as client:
        yield client
