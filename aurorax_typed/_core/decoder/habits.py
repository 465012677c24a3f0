"""What the records of a document do beyond the plain case: members that we don't know, times with offsets."""

from __future__ import annotations

from datetime import datetime

from attrs import fields_dict

from aurorax_typed.records import Conjunction, ConjunctionEvent, DataProduct, Ephemeris, JSONValue, Record

__all__ = ["Habits"]

_MOST_NAMES = 64
_PLAIN_TIME = len("2020-01-01T00:00:00")
_TIMES = ("start", "end", "epoch", "closest_epoch", "farthest_epoch")


_MEMBERS: dict[type[Record], frozenset[str]] = {
    DataProduct: frozenset(fields_dict(DataProduct)) - {"extra"},
    Ephemeris: frozenset(fields_dict(Ephemeris)) - {"extra"},
    Conjunction: frozenset(fields_dict(Conjunction)) - {"extra"},
}
_EVENT_MEMBERS = frozenset(fields_dict(ConjunctionEvent)) - {"extra"}


class Habits:
    """Learned from single records, so that whole pieces can be decoded with types that expect them.

    Attributes:
        extra: names of unknown members of records.
        event_extra: names of unknown members of a conjunction's events.
        naive_times: times have neither offset nor fraction.
        bare_sources: sources have an identifier and nothing else.
    """

    def __init__(self, record_type: type[Record]) -> None:
        self._known = _MEMBERS[record_type]
        self._events = record_type is Conjunction
        self.extra: tuple[str, ...] = ()
        self.event_extra: tuple[str, ...] = ()
        self.naive_times = True
        self.bare_sources = False

    def observe(self, value: JSONValue) -> None:
        """Learn from a record."""
        if not isinstance(value, dict):
            return
        self.extra = _more(self.extra, value, self._known)
        source = value.get("data_source")
        met = value.get("data_sources")
        self.bare_sources = _bare(source) or (isinstance(met, list) and any(map(_bare, met)))
        self._observe_times(value)
        events = value.get("events")
        if self._events and isinstance(events, list):
            for event in events:
                if isinstance(event, dict):
                    self.event_extra = _more(self.event_extra, event, _EVENT_MEMBERS)
                    self._observe_times(event)

    def _observe_times(self, members: dict[str, JSONValue]) -> None:
        if self.naive_times and any(_odd(members.get(name)) for name in _TIMES):
            self.naive_times = False


def _bare(source: JSONValue) -> bool:
    return isinstance(source, dict) and source.keys() == {"identifier"}


def _odd(value: JSONValue) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return len(value) != _PLAIN_TIME or datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _more(names: tuple[str, ...], members: dict[str, JSONValue], known: frozenset[str]) -> tuple[str, ...]:
    """The names, and those of the members that are new. Too many or strange ones are left to the slow way."""
    if members.keys() <= known:
        return names
    new = [name for name in members if name not in known and name not in names and _learnable(name)]
    return (*names, *new)[:_MOST_NAMES]


def _learnable(name: str) -> bool:
    # msgspec wants names that JSON writes without escapes.
    return 0 < len(name) <= 64 and name.isprintable() and '"' not in name and "\\" not in name
