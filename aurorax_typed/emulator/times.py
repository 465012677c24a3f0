"""Times as the server writes and accepts them. All of them are UTC and none says so.

Inside the emulator a time on the whole second is its text, ``2020-02-01T00:00:00``: such texts sort as the times do.
"""

import datetime
import re

__all__ = ["brief", "normalise", "now", "status_text"]

# The server accepts a missing zone or Z, and any number of digits after the second.
_ACCEPTED = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.\d+)?Z?")


def now() -> datetime.datetime:
    """The present time, UTC, without a zone."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def normalise(text: str) -> str:
    """A time sent by a client, to the second and without a zone; raises ``ValueError`` when it is no such time."""
    match = _ACCEPTED.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a time such as 2020-02-01T00:00:00")
    whole = match[1] + (match[2] or ":00")
    return datetime.datetime.fromisoformat(whole).isoformat()


def brief(text: str) -> str:
    """A normalised time as the describe texts have it: seconds are left out when they are zero."""
    return text.removesuffix(":00") if text.count(":") == 2 else text


def status_text(moment: datetime.datetime) -> str:
    """A time in a status document: the fraction without its trailing zeros, and no zone (so since 2024)."""
    text = moment.isoformat(timespec="microseconds")
    return text.rstrip("0").removesuffix(".")
