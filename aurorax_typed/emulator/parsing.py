"""The times and texts of requests as the server accepts them, and times as it writes them: in UTC, without saying so.

Inside the emulator a time on the whole second is its text, ``2020-02-01T00:00:00``: such texts sort as the times do.
"""

import datetime
import re

from aurorax_typed.emulator.replies import JsonObject, bad_request

__all__ = ["brief", "normalise", "now", "parse_texts", "parse_time", "status_text"]

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


def parse_time(given: JsonObject, name: str) -> str:
    """A time member of a query, to the second."""
    value = given.get(name)
    if not isinstance(value, str):
        raise bad_request(f"{name} is missing or no text; it must be a time such as 2020-02-01T00:00:00")
    try:
        return normalise(value)
    except ValueError as error:
        raise bad_request(f"{name}: {error}") from None


def parse_texts(given: JsonObject, name: str) -> list[str]:
    """A member that is an array of texts; missing and null mean an empty one."""
    value = given.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request(f"{name} must be an array of texts")
    texts = [item for item in value if isinstance(item, str)]
    if len(texts) != len(value):
        raise bad_request(f"{name} must be an array of texts")
    return texts
