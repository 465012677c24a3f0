"""Times as typed: a date alone means its whole day."""

from __future__ import annotations

from datetime import date

__all__ = ["end_time"]


def end_time(text: str) -> str:
    """The end of a time span: a date alone becomes its last second, so that `--end 2020-02-05` includes that day.

    What is no date is given back as it is, for the query to check.
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return text
    return f"{day.isoformat()}T23:59:59"
