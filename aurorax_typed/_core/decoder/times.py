"""Times as the server writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from aurorax_typed._core.decoder.faults import Mismatch

__all__ = ["parse_time"]

_FORM = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d++)?)?(?:Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?", re.ASCII
)
_EXAMPLE = "a time like '2020-01-01T00:00:00' is needed"


def parse_time(text: str) -> datetime:
    """A naive UTC datetime from `2020-01-01T00:00:00.123Z` and the like.

    Seconds may be left out, a fraction may have any number of digits (they are cut after the sixth, a microsecond),
    and `Z` or an offset may follow; without one the time is UTC, as the server means it. A date alone is refused:
    whether it stands for the start or the end of that day can't be known.

    Raises:
        Mismatch: it is no time, 24:00, a leap second, or beyond the years 1 to 9999.
    """
    # `fromisoformat` alone would also read week dates, compact forms and some that are no ISO 8601 at all.
    if not _FORM.fullmatch(text):
        raise Mismatch("", f"is {text[:40]!r}; {_EXAMPLE}")
    if text[11:13] == "24":
        raise Mismatch("", f"is {text[:40]!r}; there is no hour 24, the next day starts at 00:00")
    if text[17:19] == "60":
        raise Mismatch("", f"is {text[:40]!r}, a leap second, which a datetime can't hold")
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is not None:
            time = time.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Mismatch("", f"is {text[:40]!r}; {_EXAMPLE}") from None
    return time
