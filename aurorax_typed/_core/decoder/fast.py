"""Many records at once: cut the list where a record seems to end, and prove the cut by decoding what is before it.

Text that parses as a list has its brackets balanced and its strings closed, so a cut in a wrong place can't go
unnoticed: the piece is then refused, and its records are read one by one. Nothing that this module guesses is
trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec

from aurorax_typed._core.decoder.limits import DecoderLimits, LimitReached, Mismatch
from aurorax_typed._core.decoder.recogniser import Recogniser
from aurorax_typed._core.decoder.sources import BareSources, SourceTable
from aurorax_typed._core.decoder.value_scanner import BLANKS, STRING, suspects_long_number
from aurorax_typed._core.decoder.wire import (
    CONVERTERS,
    BareSource,
    FractionOfSecond,
    Nothing,
    SourceForm,
    SourceLookup,
    add_extra,
    list_decoder,
    parse_times,
)
from aurorax_typed._core.record_fields import fields_of, times_of
from aurorax_typed.errors import ResultError
from aurorax_typed.records import (
    ConjunctionEvent,
    DataSource,
    JSONValue,
    Record,
    Row,
)

__all__ = ["FastPath", "RecordShape"]


_MOST_NAMES = 64
_PLAIN_TIME = len("2020-01-01T00:00:00")


class RecordShape:
    """What the records of a document have beyond the plain case: unknown members, times with offsets.

    Learned from single records, so that whole pieces can be decoded with types that expect it.

    Attributes:
        extra: names of unknown members of records.
        event_extra: names of unknown members of a conjunction's events.
        naive_times: times have neither offset nor fraction.
        bare_sources: sources have an identifier and nothing else.
    """

    def __init__(self, record_type: type[Record]) -> None:
        self._known = {field.name for field in fields_of(record_type)}
        self._known_of_events = {field.name for field in fields_of(ConjunctionEvent)}
        self._times = times_of(record_type)
        self.extra: tuple[str, ...] = ()
        self.event_extra: tuple[str, ...] = ()
        self.naive_times = True
        self.bare_sources = False

    def observe(self, value: JSONValue) -> None:
        """Learn from a record."""
        if not isinstance(value, dict):
            return
        self.extra = _more(self.extra, value, self._known)
        sources = [value.get("data_source")]
        for name, inner in self._times.items():
            if inner is None:
                self._observe_time(value.get(name))
            else:
                self._observe_events(value.get(name), inner)
        met = value.get("data_sources")
        self.bare_sources = any(map(_bare, sources + met if isinstance(met, list) else sources))

    def _observe_events(self, events: JSONValue, times: tuple[str, ...]) -> None:
        for event in events if isinstance(events, list) else ():
            if isinstance(event, dict):
                self.event_extra = _more(self.event_extra, event, self._known_of_events)
                for name in times:
                    self._observe_time(event.get(name))

    def _observe_time(self, value: JSONValue) -> None:
        if self.naive_times and _odd(value):
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


def _more(names: tuple[str, ...], members: dict[str, JSONValue], known: set[str]) -> tuple[str, ...]:
    """The names, and those of the members that are new. Too many or strange ones are left to the slow way."""
    if members.keys() <= known:
        return names
    new = [name for name in members if name not in known and name not in names and _learnable(name)]
    return (*names, *new)[:_MOST_NAMES]


def _learnable(name: str) -> bool:
    # msgspec wants names that JSON writes without escapes.
    return 0 < len(name) <= 64 and name.isprintable() and '"' not in name and "\\" not in name


_PIECE = 96 * 1024
"""Bytes decoded at a time: more is slower, since it no longer fits the processor's caches."""
_MOST = 256 * 1024
"""Where a single record is longer than this, it goes the slow way."""
_DEEPEST = 12
"""No value that the wire types accept nests deeper in its record."""

_OPENING = re.compile(rb"\{%b%b%b:" % (BLANKS, STRING, BLANKS))
_LONGER_OPENING = re.compile(
    rb"%b%b(?:%b|[\w.+-]++)%b,%b%b%b:" % (_OPENING.pattern, BLANKS, STRING, BLANKS, BLANKS, STRING, BLANKS)
)
_MOST_STRAYS = 8
_STEADY_ENDS = b']}"'

CUT_SHORT = "Input data was truncated"
"""What msgspec says of text that ends too early; it has no class of its own for that."""
_ANYTHING = msgspec.json.Decoder(Nothing)

_REFUSALS = (
    msgspec.MsgspecError,
    FractionOfSecond,
    LimitReached,
    Mismatch,
    ResultError,
    UnicodeDecodeError,
    KeyError,
    RecursionError,
)


class FastPath:
    """Takes whole runs of records from the data, or none where it can't."""

    def __init__(self, record_type: type[Record], limits: DecoderLimits, sources: SourceTable) -> None:
        self._type = record_type
        self._limits = limits
        self._cache = sources.cache
        self._bare_sources = BareSources(sources.cache)
        self._recogniser = Recogniser(limits, sources.cache)
        self._shape = RecordShape(record_type)
        self._convert = CONVERTERS[record_type]
        self._possible = (
            limits.max_depth >= _DEEPEST
            and min(limits.max_record_bytes, limits.max_record_brackets, limits.max_string_bytes) >= _MOST
        )
        self._started = False
        self._delimiter = b""
        self._kept = 0
        self._step = 0
        self._searched = 0
        self._wait = 0
        self._quota = 1
        self._all_tokens = True
        self._strays = 0
        self._ambiguous = False
        self.refused = 0
        """Pieces that had to be read one by one."""
        self.worked = 0
        """Bytes given to msgspec so far: what the tests hold against the length of the document."""

    def moved(self) -> None:
        """The next record starts elsewhere: nothing of it has been searched yet."""
        self._searched = 0

    def learn(self, text: bytes, value: JSONValue) -> None:
        """Learn from a record that was read the slow way."""
        self._started = True
        self._wait -= self._wait > 0
        if self._possible:
            self._recogniser.look_for(text)
            self._shape.observe(value)

    def learn_boundary(self, record: bytes, gap: bytes, data: bytearray, start: int) -> None:
        """Learn what is between two records: the end of `record`, the `gap`, and how the next one starts in `data`."""
        found = _OPENING.match(data, start)
        if found is None or not self._possible:
            return
        self._kept = 2 if record[-2] in _STEADY_ENDS else 1
        self._step = self._kept + len(gap)
        self._delimiter = record[-self._kept :] + gap + found.group()
        if self._delimiter in record:
            # Something inside of the record looks the same, such as its events; they may differ in their second member.
            found = _LONGER_OPENING.match(data, start) or found
            self._delimiter = record[-self._kept :] + gap + found.group()

    def take(self, data: bytearray, start: int, out: list[Record | Row]) -> int:
        """Append the records from `start` on to `out`, as many as can be proved; how many bytes they took, up to the
        next record.
        """
        if not self._delimiter or self._wait:
            return 0
        size, taken = len(data), 0
        while True:
            at = start + taken
            stop = min(size, at + _PIECE)
            cut = data.rfind(self._delimiter, at + self._searched, stop)
            while cut < 0 and stop < min(size, at + _MOST):
                stop = min(size, at + _MOST, 2 * stop - at)
                cut = data.rfind(self._delimiter, at + self._searched, stop)
            if cut < 0:
                self._searched = max(stop - at - len(self._delimiter) + 1, 0)
                return taken
            piece = bytes(memoryview(data)[at : cut + self._kept])
            records, length = self._prove(piece)
            if not records:
                self._refuse()
                return taken
            self._quota = 1
            out += records
            taken += length - self._kept + self._step
            self._searched = 0

    def unfinished(self, data: bytes | bytearray, start: int, fed: int) -> bool:
        """Whether the record at `start` surely goes on after the data, of which the last `fed` bytes are new.

        msgspec skips over values ten times faster than our scanner, but from their start each time, so it is asked only
        when much has come. An escape makes it call some strings cut short that are not.
        """
        length = len(data) - start
        if not self._delimiter or self._wait or length > min(_MOST, 8 * fed):
            return False
        tail = bytes(memoryview(data)[start:])
        if b"\\" in tail:
            return False
        self.worked += length
        try:
            _ANYTHING.decode(tail)
        except msgspec.DecodeError as fault:
            return str(fault) == CUT_SHORT
        except RecursionError:
            return False
        return False

    def one(self, text: bytes) -> Record | Row | None:
        """The record that `text` is, if it can be had the fast way."""
        if not (self._possible and self._started) or self._wait or len(text) > _MOST:
            return None
        try:
            records = self._decode(text)
        except _REFUSALS:
            return None
        return records[0] if len(records) == 1 else None

    def _refuse(self) -> None:
        self.refused += 1
        self._wait = self._quota
        self._quota = min(2 * self._quota, 1 << 16)
        self._delimiter = b""

    def _prove(self, piece: bytes) -> tuple[Sequence[Record | Row], int]:
        """The records of the piece, or of its first part, and the length of that; no records where it is refused."""
        length = self._balanced(piece) if self._ambiguous else len(piece)
        records, malformed = self._attempt(piece[:length])
        if malformed and not self._ambiguous:
            shorter = self._balanced(piece)
            if 0 < shorter < length:
                records, length = self._attempt(piece[:shorter])[0], shorter
                self._ambiguous = bool(records)
        return records, length

    def _attempt(self, piece: bytes) -> tuple[Sequence[Record | Row], bool]:
        """The records of the piece, none where it is refused; and whether its text is to blame, not what it says."""
        try:
            return self._decode(piece), False
        except msgspec.ValidationError:
            return [], False
        except msgspec.DecodeError:
            return [], True
        except _REFUSALS:
            return [], False

    def _balanced(self, piece: bytes) -> int:
        """How much of the piece has as many opening as closing brackets and ends like a record.

        The delimiter can occur inside records too. Brackets in strings count here, so this is a guess like the others.
        """
        lists = piece.count(b"[") - piece.count(b"]")
        objects = piece.count(b"{") - piece.count(b"}")
        end = len(piece)
        for _ in range(256):
            if not lists and not objects:
                return end
            cut = piece.rfind(self._delimiter, 0, end)
            if cut < 0:
                break
            start = cut + self._kept
            lists -= piece.count(b"[", start, end) - piece.count(b"]", start, end)
            objects -= piece.count(b"{", start, end) - piece.count(b"}", start, end)
            end = start
        return 0

    def _decode(self, piece: bytes) -> Sequence[Record | Row]:
        """All records of a piece; raises one of the refusals where that isn't sure to be right."""
        self.worked += len(piece)
        if suspects_long_number(piece, self._limits.max_number_digits):
            raise LimitReached("max_number_digits", 0, "may hold a number that is too long")
        if self._recogniser.enabled:
            try:
                records = self._recognised(piece)
            finally:
                self._recogniser.forget_if_given_up()
            if records is not None:
                return records
        text = b"[%b]" % piece
        if self._shape.bare_sources:
            try:
                return self._records(text, form="bare", look=self._look_bare)[0]
            except msgspec.ValidationError:
                self._shape.bare_sources = False
        if self._cache.paused:
            try:
                records, sources = self._records(text, form="whole", look=self._cache.from_wire)
            except msgspec.ValidationError:
                records, sources = self._records(text, form="raw", look=self._cache.look)
        else:
            records, sources = self._records(text, form="raw", look=self._cache.look)
        self._cache.looked(sources)
        return records

    def _recognised(self, piece: bytes) -> list[Record] | None:
        """The records, if known sources stand where sources have to be and nowhere else."""
        text, tokens = self._recogniser.reduce(piece)
        if not tokens:
            return None
        records = self._with_tokens(text, tokens)
        if records is None:
            self._strays += 1
            if self._strays > _MOST_STRAYS:
                self._recogniser.give_up()
        return records

    def _with_tokens(self, text: bytes, tokens: int) -> list[Record] | None:
        """The records, or None where tokens stand elsewhere than for sources."""
        if self._all_tokens:
            try:
                records, sources = self._records(text, form="token", look=self._recogniser.tokens.__getitem__)
            except (msgspec.ValidationError, KeyError):
                pass
            else:
                return records if sources == tokens else None
        used = 0
        known = self._recogniser.quoted_tokens

        def look(raw: msgspec.Raw) -> DataSource:
            nonlocal used
            token = bytes(raw)
            source = known.get(token)
            if source is None:
                return self._cache[token]
            used += 1
            return source

        records, _ = self._records(text, form="raw", look=look)
        self._all_tokens = False
        return records if used == tokens else None

    def _look_bare(self, source: BareSource) -> DataSource:
        return self._bare_sources[source.identifier]

    def _records(self, text: bytes, *, form: SourceForm, look: SourceLookup) -> tuple[list[Record], int]:
        if not text.isascii():
            text.decode("utf-8")  # msgspec leaves the text of values that it skips unchecked
        shape = self._shape
        # Such a fraction, escaped or not, may round up to the next second, where nobody could tell.
        naive = shape.naive_times and b".999999" not in text and (b"\\" not in text or b"\\u" not in text)
        try:
            return self._wired(text, look, form=form, naive=naive)
        except FractionOfSecond:
            shape.naive_times = False
            return self._wired(text, look, form=form, naive=False)

    def _wired(self, text: bytes, look: SourceLookup, *, form: SourceForm, naive: bool) -> tuple[list[Record], int]:
        shape = self._shape
        decoder = list_decoder(
            self._type.__name__, form=form, naive=naive, extra=shape.extra, event_extra=shape.event_extra
        )
        wires = decoder.decode(text)
        if not naive:
            parse_times(self._type, wires)
        records, sources = self._convert(wires, look, not naive)
        if shape.extra or shape.event_extra:
            add_extra(records, wires, shape.extra, shape.event_extra)
        return records, sources
