"""An emulator with somebody of each role, for tests that write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aurorax_typed import RetryPolicy
from aurorax_typed.emulator import EmulatorAccount, EmulatorSettings, serve

ADMIN, OWNER, MAINTAINER, USER = "key-of-admin", "key-of-owner", "key-of-maintainer", "key-of-user"
PASSWORD = "correct horse battery staple ä"
FAST: dict[str, Any] = {"retry": RetryPolicy(initial_wait=0.01, max_wait=0.02)}
ACCOUNTS = (
    EmulatorAccount(email="contributor@example.org", role="Owner", key=OWNER, password=PASSWORD),
    EmulatorAccount(email="maintainer@example.org", role="Maintainer", key=MAINTAINER),
    EmulatorAccount(email="user@example.org", role="User", key=USER),
)
NEW: dict[str, Any] = {
    "program": "testing",
    "platform": "bench",
    "instrument_type": "photometer",
    "source_type": "ground",
    "display_name": "Photometer on a bench",
}


@contextmanager
def writable(**settings: Any) -> Iterator[str]:
    """The address of an emulator that answers at once and knows the keys above."""
    chosen = EmulatorSettings(**{"time_scale": 0, "admin_key": ADMIN, "accounts": ACCOUNTS, **settings})
    with serve(settings=chosen) as url:
        yield url
