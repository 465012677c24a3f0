"""When to ask for the status again: soon at first, then less and less often, never beyond the ceiling."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aurorax_typed.config import PollingPolicy

__all__ = ["intervals"]

_JITTER = 0.2


def intervals(policy: PollingPolicy, random: Callable[[], float]) -> Iterator[float]:
    """Seconds to sleep before the first, second, … poll; endless.

    Each is shortened by up to a fifth at random, so that many searches started together don't ask in step.

    Args:
        policy: first interval, growth and ceiling.
        random: numbers in [0, 1).
    """
    interval = policy.initial_interval
    while True:
        yield interval * (1.0 - _JITTER * random())
        interval = min(interval * policy.multiplier, policy.max_interval)
