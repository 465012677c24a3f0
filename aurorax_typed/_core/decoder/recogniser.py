"""Repeated data sources, recognised before they are parsed: short tokens take the place of texts that are known.

Full sources are nine tenths of a result, and always the same few. What is here makes results with full sources faster,
and nothing else: without it every source is decoded by `sources`.
"""

from __future__ import annotations

import re
from secrets import token_hex

from aurorax_typed._core.decoder.limits import DecoderLimits, LimitReached, Mismatch
from aurorax_typed._core.decoder.sources import SourceCache
from aurorax_typed._core.decoder.value_scanner import BLANKS, ValueScanner
from aurorax_typed.errors import ResultError
from aurorax_typed.records import DataSource

__all__ = ["Recogniser"]

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

    def __init__(self, limits: DecoderLimits, cache: SourceCache) -> None:
        self.tokens: dict[str, DataSource] = {}
        self.quoted_tokens: dict[bytes, DataSource] = {}
        self.enabled = False
        self._given_up = False
        self._cache = cache
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
            source = self._cache.find_or_decode(text)
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
