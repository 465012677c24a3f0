from collections.abc import Iterator

import pytest
from emulator.emulator_http import Api

from aurorax_typed.emulator import serve


@pytest.fixture(scope="session")
def api() -> Iterator[Api]:
    """An emulator that answers at once, shared by all tests that leave it as it was."""
    with serve(time_scale=0) as base:
        yield Api(base)


@pytest.fixture
def own_api() -> Iterator[Api]:
    """An emulator that answers at once, for one test alone."""
    with serve(time_scale=0) as base:
        yield Api(base)


@pytest.fixture(scope="session")
def slow_api() -> Iterator[Api]:
    """An emulator whose searches take half a minute, to look at them while they run."""
    with serve(time_scale=200) as base:
        yield Api(base)
