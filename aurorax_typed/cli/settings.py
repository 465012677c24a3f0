"""What the options before the command say, and the client made from it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorax_typed import AuroraX
    from aurorax_typed.config import RetryPolicy
    from aurorax_typed.events import EventListener

__all__ = ["TIMEOUT", "Settings"]

TIMEOUT = 30.0
"""Seconds that a small request may take in all, and the longest silence of a download."""


@frozen(kw_only=True)
class Settings:
    """The top-level options.

    Attributes:
        base_url: the server; None for that of the environment, else AuroraX itself.
        run: runs a command; gives its exit code.
    """

    base_url: str | None = None
    run: Callable[[Sequence[str]], int]

    def client(
        self,
        on_event: EventListener | None = None,
        *,
        retry: RetryPolicy | None = None,
        timeout: float = TIMEOUT,
    ) -> AuroraX:
        """A client of the server that is meant, with the API key of the environment.

        Raises:
            ConfigurationError: a setting can't be used.
        """
        from aurorax_typed import AuroraX

        return AuroraX(base_url=self.base_url, on_event=on_event, retry=retry, timeout=timeout)

    @property
    def command(self) -> str:
        """How a command line for the same server begins."""
        return f"aurorax --base-url {shlex.quote(self.base_url)}" if self.base_url else "aurorax"
