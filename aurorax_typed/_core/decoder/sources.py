"""The data sources of a document: one object for each text, however many records carry it.

Full sources are nine tenths of a result, and always the same few. `Recogniser` finds those that are known in a piece
of the document and puts short tokens in their place, so that nobody has to parse them again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from secrets import token_hex

import msgspec
from attrs import evolve

from aurorax_typed._core.decoder.build import build_source
from aurorax_typed._core.decoder.limits import DecoderLimits, LimitReached, Mismatch
from aurorax_typed._core.decoder.value_scanner import BLANKS, ValueScanner, parse_value
from aurorax_typed._core.decoder.wire import WireSource, source_from_wire
from aurorax_typed.errors import ResultError
from aurorax_typed.records import DataSource, JSONValue

__all__ = ["Numbers", "Recogniser", "SourceTable", "Texts"]

_DECODER = msgspec.json.Decoder(WireSource)
_ENCODER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)
_LEVELS_ABOVE = 4
"""The deepest place of a source: record, list of events, event, source."""


def compact(value: JSONValue) -> bytes:
    """The text of a value without blanks, as the server writes it: what the fast path knows a source by."""
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


class Texts(dict[bytes, DataSource]):
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

    def from_wire(self, wire: WireSource) -> DataSource:
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


class Numbers(dict[int, DataSource]):
    """Sources that are nothing but an identifier, by that."""

    _MOST = 4096

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, identifier: int) -> DataSource:
        if len(self) >= self._MOST:
            self.clear()
        source = self[identifier] = self._texts[b'{"identifier":%d}' % identifier]
        return source


class SourceTable:
    """Sources for the way over `json`, where their text is gone."""

    def __init__(self, limits: DecoderLimits, known: Mapping[int, DataSource]) -> None:
        self.texts = Texts(limits, known)

    def from_value(self, value: JSONValue) -> DataSource:
        """The source that this value describes.

        Raises:
            Mismatch: it describes none.
        """
        text = compact(value)
        known = self.texts.get(text)
        if known is None:
            known = self.texts.whole(build_source(value))
            self.texts.keep(text, known)
        return known


_FIRST_SOURCE = re.compile(
    rb'"(?:data_source|e[12]_source|data_sources)"%b:%b(?:\[%b)?(\{%b"[^"\\]{1,64}+"%b:)' % ((BLANKS,) * 5)
)
_WINDOW = 32
_BACKSLASH = 0x5C
_CROWDS = (1, 2, 4, 8, 16)
"""So many known texts that look alike are a reason to look at another place of them; beyond the last, to know no
more."""


class Recogniser:
    """Puts tokens in place of sources whose text is known.

    A token is a JSON string that nobody can guess. An opening brace before a quote can only start an object in valid
    JSON, and the text that a token replaces is one whole object; so what was valid stays valid, and what was not
    doesn't become so (a backslash before the brace would change its meaning, so such places are left alone). That
    each token stood where a source has to be is for the caller to check: by number.
    """

    _SHORTEST = 200
    _MOST = 1024
    _MOST_BYTES = 4 << 20
    _PATIENCE = 512

    def __init__(self, limits: DecoderLimits, texts: Texts) -> None:
        self.tokens: dict[str, DataSource] = {}
        self.quoted_tokens: dict[bytes, DataSource] = {}
        self.enabled = False
        self._given_up = False
        self._texts = texts
        self._scanner = ValueScanner(limits)
        self._nonce = token_hex(8)
        self._needle = b""
        self._offset = 0
        self._windows: dict[bytes, list[tuple[bytes, bytes, int]]] = {}
        """The known texts, their tokens and lengths, by a part of the text."""
        self._latest: dict[bytes, tuple[bytes, bytes, int]] = {}
        """Of each list there, the one seen last."""
        self._bytes = 0
        self._known: list[tuple[bytes, bytes]] = []
        self._hits = 0
        self._misses = 0

    def look_for(self, record: bytes) -> None:
        """Learn from a record what the start of a source looks like."""
        if self.enabled or self._given_up:
            return
        found = _FIRST_SOURCE.search(record)
        if found and self._learn(record, found.start(1)):
            self._needle = found.group(1)
            self.enabled = True

    def give_up(self) -> None:
        """Do without from now on."""
        self.enabled = False
        self._given_up = True

    def forget_if_given_up(self) -> None:
        """Free what is known, once no text with tokens is left to decode."""
        if self._given_up:
            for known in (self.tokens, self.quoted_tokens, self._windows, self._latest, self._known):
                known.clear()

    def reduce(self, piece: bytes) -> tuple[bytes, int]:
        """The piece, made a list by brackets, with tokens in place of known sources; and how many there are."""
        needle, find, startswith = self._needle, piece.find, piece.startswith
        latest, offset, end = self._latest, self._offset, self._offset + _WINDOW
        parts = [b"["]
        append = parts.append
        done = 0
        at = find(needle)
        while at >= 0:
            known = latest.get(piece[at + offset : at + end])
            # A piece ends with a bracket, so at its start too the byte "before" is no backslash.
            if known is not None and startswith(known[0], at) and piece[at - 1] != _BACKSLASH:
                append(piece[done:at])
                append(known[1])
                done = at + known[2]
                at = find(needle, done)
            elif self._recognise(piece, at):
                latest, offset, end = self._latest, self._offset, self._offset + _WINDOW
            elif self.enabled:
                at = find(needle, at + 1)
            else:
                break
        append(piece[done:])
        append(b"]")
        count = len(parts) // 2 - 1
        self._hits += count
        return b"".join(parts), count

    def _recognise(self, piece: bytes, at: int) -> bool:
        """Whether the text at this place is known, or has become so; it is then the latest of its window."""
        if piece[at - 1] == _BACKSLASH:
            return False
        window = piece[at + self._offset : at + self._offset + _WINDOW]
        for known in self._windows.get(window, ()):
            if piece.startswith(known[0], at):
                self._latest[window] = known
                return True
        return self._miss(piece, at)

    def _miss(self, piece: bytes, at: int) -> bool:
        """Whether the text at this place is known now."""
        self._misses += 1
        if self._misses % self._PATIENCE == 0 and self._hits < 2 * self._misses:
            self.give_up()
            return False
        return self._learn(piece, at)

    def _learn(self, piece: bytes, at: int) -> bool:
        if len(self._known) >= self._MOST or self._bytes >= self._MOST_BYTES:
            return False
        try:
            self._scanner.start()
            length = self._scanner.scan(piece, at, final=True)
            if length < self._SHORTEST:
                return False
            text = piece[at : at + length]
            text.decode("utf-8")
            source = self._texts.find_or_decode(text)
        except (LimitReached, Mismatch, ResultError, UnicodeDecodeError):
            return False
        token = f"{self._nonce}{len(self._known)}"
        quoted = f'"{token}"'.encode()
        if not self._place(text, quoted):
            return False
        self.tokens[token] = self.quoted_tokens[quoted] = source
        self._known.append((text, quoted))
        self._bytes += length
        return True

    def _place(self, text: bytes, token: bytes) -> bool:
        """Make the text findable, unless too many look like it where we look."""
        window = self._windows.get(text[self._offset : self._offset + _WINDOW], [])
        if len(window) in _CROWDS[:-1]:
            self._choose_offset(text)
            window = self._windows.get(text[self._offset : self._offset + _WINDOW], [])
        if len(window) >= _CROWDS[-1]:
            return False
        self._enter(text, token)
        return True

    def _enter(self, text: bytes, token: bytes) -> None:
        window, known = text[self._offset : self._offset + _WINDOW], (text, token, len(text))
        self._windows.setdefault(window, []).append(known)
        self._latest[window] = known

    def _choose_offset(self, newest: bytes) -> None:
        """Look elsewhere, if there the texts differ more."""
        texts = [text for text, _ in self._known[-63:]] + [newest]
        shortest = min(len(text) for text in (newest, *(text for text, _ in self._known)))

        def variety(offset: int) -> int:
            return len({text[offset : offset + _WINDOW] for text in texts})

        best = max(range(0, min(shortest, 4096) - _WINDOW, 7), key=variety, default=0)
        if variety(best) <= variety(self._offset):
            return
        self._offset = best
        self._windows, self._latest = {}, {}
        for text, token in self._known:
            self._enter(text, token)
