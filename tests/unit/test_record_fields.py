"""What the fields of records hold is derived from their classes, everywhere; a type that nothing knows is an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from attrs import define, frozen

from aurorax_typed._core.decoder.build import builder, parse_time
from aurorax_typed._core.documents import parse_account, parse_source
from aurorax_typed._core.payloads import minute_text
from aurorax_typed._core.record_fields import fields_of, times_of
from aurorax_typed.export import arrow
from aurorax_typed.export.rows import _kinds
from aurorax_typed.queries.times import utc
from aurorax_typed.records import JSONValue, Record, naive_utc


@define
class Extended(Record):
    """A copy of a record with a field of each kind that today's records lack."""

    start: datetime
    quality: int
    checked: bool | None = None
    authors: list[str] | None = None
    extra: dict[str, JSONValue] | None = None


@frozen
class Odd:
    quality: complex


@frozen
class Both:
    quality: int | str


def test_a_new_field_is_read_and_stored_as_what_it_is() -> None:
    assert [(field.name, field.kind, field.required) for field in fields_of(Extended)] == [
        ("start", "time", True),
        ("quality", "whole", True),
        ("checked", "flag", False),
        ("authors", "texts", False),
    ]
    assert times_of(Extended) == {"start": None}
    assert _kinds(Extended) == {
        "start": "time",
        "quality": "whole",
        "checked": "flag",
        "authors": "json",
        "extra": "json",
    }
    types = {name: str(arrow._type(kind)) for name, kind in _kinds(Extended).items()}
    assert types["quality"] == "int64"
    assert types["checked"] == "bool"
    made = builder(Extended)({"start": "2020-01-01T00:00:00", "quality": 3, "authors": ["a"], "new": 1})
    assert made == Extended(datetime(2020, 1, 1), 3, None, ["a"], {"new": 1})


@pytest.mark.parametrize("kind", [Odd, Both])
def test_a_type_that_nothing_knows_is_an_error(kind: type) -> None:
    with pytest.raises(TypeError, match=rf"{kind.__name__}\.quality has the type .*record_fields"):
        fields_of(kind)


TEXT = "2020-01-01T00:00:00+02:00"
AWARE = datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=2)))
NAIVE = datetime(2019, 12, 31, 22)


def _of_a_source(text: str) -> datetime | None:
    body = b'{"identifier":3,"stats":{"latest_ephemeris_loaded":"%b"}}' % text.encode()
    stats = parse_source(body).stats
    return None if stats is None else stats.latest_ephemeris_loaded


PLACES: dict[str, Callable[[str], object]] = {
    "a record": parse_time,
    "the statistics of a source": _of_a_source,
    "an account": lambda text: parse_account(b'{"last_login":"%b"}' % text.encode()).last_login,
    "a query": lambda text: utc(text, "start"),
    "a record to be sent": lambda text: datetime.strptime(
        minute_text(datetime.fromisoformat(text), "epoch"), "%Y-%m-%dT%H:%M:00.000Z"
    ),
    "a table": lambda text: arrow._time(datetime.fromisoformat(text)),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (TEXT, NAIVE),
        ("2020-01-01T00:00:00", datetime(2020, 1, 1)),
        ("2020-01-01T00:00:00Z", datetime(2020, 1, 1)),
        ("2020-01-01T00:00:00-11:30", datetime(2020, 1, 1, 11, 30)),
        ("2020-02-29T23:59:00-00:01", datetime(2020, 3, 1)),
    ],
)
def test_offsets_are_converted_everywhere(place: str, text: str, moment: datetime) -> None:
    assert PLACES[place](text) == moment


def test_the_same_time_in_any_zone() -> None:
    assert naive_utc(AWARE) == NAIVE == naive_utc(NAIVE.replace(tzinfo=UTC))
