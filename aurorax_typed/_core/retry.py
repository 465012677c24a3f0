"""What may be sent again, when, and how often: predicates, waits and a budget, for tenacity to use in the clients.

An answer that says "not now" (429, 5xx), or none at all, is worth another try; a refusal is not. A request
that changes something is only sent again when sending it twice does what sending it once does.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aurorax_typed.config import PollingPolicy, RetryPolicy
from aurorax_typed.errors import APIError, AuroraXError, MaintenanceError, RateLimitError, ServerError, TransportError

__all__ = ["RetryBudget", "backoff", "intervals", "may_have_arrived", "may_retry", "parse_retry_after"]


_LONGEST_RETRY_AFTER = 3600.0
_JITTER = 0.2
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]*)?|-?\.[0-9]+")


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks to wait: a number or a date; None where it says nothing usable.

    Negative waits are 0; more than an hour counts as an hour. Source: RFC 9110, section 10.2.3.
    """
    if value is None or len(value) > 64:
        return None
    text = value.strip()
    if _NUMBER.fullmatch(text):
        seconds = float(text)
    else:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_RETRY_AFTER)


def may_retry(error: BaseException, *, repeatable: bool) -> bool:
    """Whether the same request may be sent again after this error.

    Args:
        error: what came of the last attempt.
        repeatable: sending it twice does what sending it once does (GET, DELETE, searches with an id of ours).
    """
    if isinstance(error, TransportError):
        worth_it = error.retryable
    elif isinstance(error, ServerError):
        worth_it = error.status_code != 501
    else:
        worth_it = isinstance(error, RateLimitError) or (isinstance(error, APIError) and error.status_code == 408)
    return worth_it and (repeatable or not may_have_arrived(error))


def may_have_arrived(error: BaseException) -> bool:
    """Whether the server may have acted on a request that ended in this error."""
    if isinstance(error, TransportError):
        return error.may_have_arrived
    if isinstance(error, MaintenanceError):
        return False  # refused before anything was done
    if isinstance(error, ServerError):
        return error.status_code != 501
    return isinstance(error, APIError) and error.status_code == 408


def backoff(attempt: int, policy: RetryPolicy, error: AuroraXError | None, random: Callable[[], float]) -> float:
    """Seconds to wait after the given attempt (counted from 1) has failed.

    The server's `Retry-After` where it gave one; otherwise a random part of an exponentially growing ceiling ("full
    jitter"), which spreads clients that failed together.
    """
    asked = error.retry_after if isinstance(error, APIError) else None
    if asked is not None:
        return asked
    ceiling: float = min(policy.max_wait, policy.initial_wait * 2.0 ** min(attempt - 1, 60))
    return ceiling * (0.5 + 0.5 * random())


class RetryBudget:
    """How many retries one client may make when nothing succeeds, so that an outage isn't answered with a storm.

    Each retry takes from the budget, each success gives a little back. Shared by all threads of a client.
    """

    __slots__ = ("_capacity", "_cost", "_lock", "_tokens")

    def __init__(self, capacity: int = 100, cost: int = 5) -> None:
        self._capacity = capacity
        self._cost = cost
        self._tokens = capacity
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Ask for one retry; False where the budget is used up."""
        with self._lock:
            if self._tokens < self._cost:
                return False
            self._tokens -= self._cost
            return True

    def give_back(self) -> None:
        """A request succeeded."""
        self._add(1)

    def give_back_retry(self) -> None:
        """A retry was worth what it cost."""
        self._add(self._cost)

    def _add(self, tokens: int) -> None:
        with self._lock:
            self._tokens = min(self._tokens + tokens, self._capacity)


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
