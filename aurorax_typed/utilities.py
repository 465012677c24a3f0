# Made from _async/utilities.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Small helpers that the server has, on the default client."""

from __future__ import annotations

from aurorax_typed._default import default_client
from aurorax_typed.queries import ConjunctionQuery, Time
from aurorax_typed.records import JSONValue

__all__ = ["convert_to_utc", "count_combinations", "time_zones"]


def convert_to_utc(local: Time, time_zone: str) -> JSONValue:
    """A local time in UTC, as the server tells it. The form of its answer is not documented (texts, in a list).

    In Python, `local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)` does the same without asking anybody.

    Args:
        local: the time on the clock there, without a zone.
        time_zone: such as `"America/Edmonton"`.

    Raises:
        QueryError: that is no time, or it has a zone already; nothing was sent.
        BadRequestError: the server does not know the zone.
    """
    return default_client().utilities.convert_to_utc(local, time_zone)


def count_combinations(query: ConjunctionQuery) -> JSONValue:
    """How many combinations of sources a conjunction search goes through, as the server tells it.

    The form of its answer is not documented.
    """
    return default_client().utilities.count_combinations(query)


def time_zones() -> list[str]:
    """The names of the time zones that the server knows, such as `"America/Edmonton"`."""
    return default_client().utilities.time_zones()
