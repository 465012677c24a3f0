"""The data sources of a document: one object for each text, however many records carry it."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec
from attrs import evolve

from aurorax_typed._core.decoder.build import build_source
from aurorax_typed._core.decoder.limits import DecoderLimits
from aurorax_typed._core.decoder.value_scanner import ValueScanner, parse_value
from aurorax_typed._core.decoder.wire import Wire, WireSource, source_from_wire
from aurorax_typed.records import DataSource, JSONValue

__all__ = ["BareSources", "SourceCache", "SourceTable"]

_DECODER = msgspec.json.Decoder(WireSource)
_ENCODER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)
_LEVELS_ABOVE = 4
"""The deepest place of a source: record, list of events, event, source."""


def compact(value: JSONValue) -> bytes:
    """The text of a value without blanks, as the server writes it: what the fast path knows a source by."""
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


class SourceCache(dict[bytes, DataSource]):
    """Sources by their JSON text; a text that is not there is decoded.

    Emptied when full, so that a document in which every source differs doesn't fill the memory.
    """

    _MOST = 4096
    _MOST_BYTES = 1 << 19
    _TRIAL = 1024
    _PAUSE = 64

    def __init__(self, limits: DecoderLimits, known: Mapping[int, DataSource]) -> None:
        super().__init__()
        self.unknown: set[int] = set()
        self._known = known
        self._limits = limits
        self._inner_limits = evolve(limits, max_depth=max(limits.max_depth - _LEVELS_ABOVE, 1))
        self._bytes = 0
        self._looked = 0
        self._missed = 0
        self._pause = 0

    def __missing__(self, text: bytes) -> DataSource:
        self._missed += 1
        source = self.find_or_decode(text)
        self.keep(text, source)
        return source

    @property
    def paused(self) -> bool:
        """Nothing is remembered at present, since hardly a source came twice."""
        return self._pause > 0

    def look(self, raw: msgspec.Raw) -> DataSource:
        """The source with this text."""
        text = bytes(raw)
        return self.decode(text) if self._pause else self[text]

    def from_wire(self, wire: Wire) -> DataSource:
        """The source that msgspec has decoded already."""
        return self.whole(source_from_wire(wire))

    def looked(self, count: int) -> None:
        """Tell that a piece had so many sources. Where hardly one was known, none is remembered for a while."""
        if self._pause:
            self._pause -= 1
            return
        self._looked += count
        if self._looked >= self._TRIAL:
            if 10 * self._missed > 9 * self._looked:
                self._pause = self._PAUSE
            self._looked = self._missed = 0

    def find_or_decode(self, text: bytes) -> DataSource:
        """The source, without remembering it. Raises like `decode`."""
        return self.get(text) or self._spaced(text) or self.decode(text)

    def _spaced(self, text: bytes) -> DataSource | None:
        """The source, if it is known from a text without the blanks that this one has."""
        colon = text.find(b":")
        if not (text[1:2].isspace() or text[colon + 1 : colon + 2].isspace()):
            return None
        try:
            return self.get(compact(json.loads(text)))
        except ValueError:
            return None

    def keep(self, text: bytes, source: DataSource) -> None:
        """Remember a source by its text."""
        if len(self) >= self._MOST or self._bytes >= self._MOST_BYTES:
            self.clear()
            self._bytes = 0
        self._bytes += len(text)
        self[text] = source

    def whole(self, source: DataSource) -> DataSource:
        """The source, filled in from what is known where it is nothing but an identifier."""
        if not self._known or source != DataSource(source.identifier):
            return source
        found = self._known.get(source.identifier)
        if found is None:
            self.unknown.add(source.identifier)
        return found or source

    def decode(self, text: bytes) -> DataSource:
        """The source that this text describes.

        Raises:
            Mismatch: it describes none.
            LimitReached: it nests too deep to be sure.
            ResultError: it isn't JSON.
        """
        try:
            return self.from_wire(_DECODER.decode(text))
        except msgspec.MsgspecError:
            scanner = ValueScanner(self._inner_limits)
            scanner.scan(text, 0, final=True)
            return self.whole(build_source(parse_value(text, "A data source", 0, self._limits)))


class BareSources(dict[int, DataSource]):
    """Sources that are nothing but an identifier, by that."""

    _MOST = 4096

    def __init__(self, cache: SourceCache) -> None:
        super().__init__()
        self._cache = cache

    def __missing__(self, identifier: int) -> DataSource:
        if len(self) >= self._MOST:
            self.clear()
        source = self[identifier] = self._cache[b'{"identifier":%d}' % identifier]
        return source


class SourceTable:
    """Sources for the way over `json`, where their text is gone."""

    def __init__(self, limits: DecoderLimits, known: Mapping[int, DataSource]) -> None:
        self.cache = SourceCache(limits, known)

    def from_value(self, value: JSONValue) -> DataSource:
        """The source that this value describes.

        Raises:
            Mismatch: it describes none.
        """
        text = compact(value)
        known = self.cache.get(text)
        if known is None:
            known = self.cache.whole(build_source(value))
            self.cache.keep(text, known)
        return known
