"""Where a JSON value ends, found without building it.

The scanner sees only brackets and strings; what is between them is left to the parser that gets the value afterwards.
It remembers its state between calls, so each byte is looked at once however the document is cut into chunks, and an
endless value costs no memory but its text.
"""

from __future__ import annotations

import json
import re
from typing import Final, cast

from aurorax_typed._core.decoder.limits import DecoderLimits, LimitReached
from aurorax_typed.errors import ResultDecodeError, ResultLimitError
from aurorax_typed.records import JSONValue

__all__ = [
    "BLANKS",
    "REST_OF_STRING",
    "STRING",
    "ValueScanner",
    "any_number",
    "check_numbers",
    "limit_error",
    "parse_value",
    "suspects_long_number",
]


# Pieces of patterns that several parts of the decoder are made of.


def any_number(body: bytes) -> bytes:
    """Any number of these, possessively: the engine keeps no way back, which would grow with the text.

    Python 3.11.0 to 3.11.4 go on behind a part of the body that did not match in the end
    (https://github.com/python/cpython/issues/106052). A last alternative that never matches begins where it should, and
    takes them back there. It costs next to nothing, since it is tried only where nothing else matches.
    """
    return b"(?:" + body + b"|(?!))*+"


BLANKS: Final = rb"[ \t\n\r]*+"
# Where this body does not match, it fails before it has gone on, so that it needs no way round; there are many strings.
REST_OF_STRING: Final = rb"[^\"\\]*+(?:\\.[^\"\\]*+)*+"
STRING: Final = b'"' + REST_OF_STRING + b'"'


_TEXT = rb'[^"\[\]{}]++|' + STRING
_PLAIN = re.compile(any_number(_TEXT), re.DOTALL)
_STRING_REST = re.compile(REST_OF_STRING, re.DOTALL)
_SCALAR = re.compile(rb"[^\s,:\[\]{}\"]*+")


def _nested(levels: int) -> bytes:
    """Text with whole lists and objects that nest no deeper than this. Which bracket closes which is for the parser."""
    if not levels:
        return _TEXT
    return _TEXT + rb"|[\[{]" + any_number(_nested(levels - 1)) + rb"[\]}]"


_SHALLOW_LEVELS = 4
_PLAIN_AND_SHALLOW = re.compile(any_number(_nested(_SHALLOW_LEVELS)), re.DOTALL)
"""Most of a real record in one step. What nests deeper is looked at again: each byte five times at worst."""
_BLOCK = 65536

_QUOTE, _OPEN_LIST, _OPEN_OBJECT, _CLOSE_LIST, _CLOSE_OBJECT = b'"[{]}'


class ValueScanner:
    """Finds the end of one value at a time."""

    __slots__ = ("_at", "_brackets", "_counted", "_depth", "_limits", "_string", "scanned")

    def __init__(self, limits: DecoderLimits) -> None:
        self._limits = limits
        self.scanned = 0
        """Bytes looked at so far, over all values: what the tests hold against the length of the document."""
        self.start()

    def start(self) -> None:
        """Begin with a new value."""
        self._at = 0
        self._depth = 0
        self._brackets = 0
        self._counted = 0
        self._string = -1

    def scan(self, data: bytes | bytearray, start: int, *, final: bool) -> int:
        """The length of the value at `data[start:]`, or -1 when it goes on after the data.

        Call it again with the same value and more data until it ends. `final` says that no more data will come.

        Raises:
            LimitReached: the value is too long, too deep, or has too long a string.
        """
        before = self._at
        try:
            length = self._scan(data, start, final=final)
        finally:
            self.scanned += self._at - before
        self._count_brackets(data, start)
        if length > self._limits.max_record_bytes or (length < 0 and self._at > self._limits.max_record_bytes):
            raise LimitReached("max_record_bytes", 0, f"is longer than {self._limits.max_record_bytes} bytes")
        return length

    def _scan(self, data: bytes | bytearray, start: int, *, final: bool) -> int:
        size = len(data)
        at = start + self._at
        if not self._depth and self._string < 0 and at < size and (self._at or data[at] not in b'"[{'):
            end = _end(_SCALAR, data, at, size)
            self._at = end - start
            return self._at if final or end < size else -1
        stop = min(size, start + self._limits.max_record_bytes + 1)
        block = min(_BLOCK, self._limits.max_string_bytes)
        while at < stop:
            if self._string >= 0:
                at = self._inside_string(data, start, at, stop)
                if self._string >= 0:
                    break
                if not self._depth:
                    return self._at
                continue
            if self._depth:
                pattern = _PLAIN_AND_SHALLOW if self._depth + _SHALLOW_LEVELS <= self._limits.max_depth else _PLAIN
                at = _end(pattern, data, at, min(stop, at + block))
                self._at = at - start
                if at >= stop:
                    break
            byte = data[at]
            if byte == _QUOTE:
                self._string = at - start
                at += 1
            elif byte in (_OPEN_OBJECT, _OPEN_LIST):
                self._open(at - start)
                at += 1
            elif byte in (_CLOSE_OBJECT, _CLOSE_LIST):
                self._depth -= 1
                at += 1
            self._at = at - start
            if not self._depth and self._string < 0:
                return self._at
        return -1

    def _inside_string(self, data: bytes | bytearray, start: int, at: int, stop: int) -> int:
        end = _end(_STRING_REST, data, at, stop)
        self._at = end - start
        length = self._at - self._string - 1
        if length > self._limits.max_string_bytes:
            reason = f"holds a string longer than {self._limits.max_string_bytes} bytes"
            raise LimitReached("max_string_bytes", self._string, reason)
        if end < stop and data[end] == _QUOTE:
            self._string = -1
            end += 1
            self._at += 1
        return end

    def _open(self, at: int) -> None:
        self._depth += 1
        if self._depth > self._limits.max_depth:
            raise LimitReached("max_depth", at, f"nests deeper than {self._limits.max_depth} levels")

    def _count_brackets(self, data: bytes | bytearray, start: int) -> None:
        most = self._limits.max_record_brackets
        if self._at <= most:
            return
        span = start + self._counted, start + self._at
        self._brackets += data.count(b"{", *span) + data.count(b"[", *span)
        self._counted = self._at
        if self._brackets > most:
            raise LimitReached("max_record_brackets", 0, f"holds more than {most} opening brackets")


def _end(pattern: re.Pattern[bytes], data: bytes | bytearray, at: int, stop: int) -> int:
    # A match object pins the bytearray, so it must not outlive this function: the data have to grow afterwards.
    found = pattern.match(data, at, stop)
    return found.end() if found else at


def suspects_long_number(text: bytes, limit: int) -> bool:
    """Whether `text` may hold a number longer than `limit` characters: False is certain, True is not.

    A number has at most three runs of digits, so one of them would be longer than a third. Such a run covers two
    neighbouring samples of a coarse enough grid, and everything between them.
    """
    if len(text) <= limit:
        return False
    if limit < 8:
        return True
    step = limit // 8
    samples = text[::step].translate(_DIGITS)
    at = samples.find(b"00")
    while at >= 0:
        if text[at * step : (at + 1) * step].isdigit():
            return True
        at = samples.find(b"00", at + 1)
    return False


_DIGITS = bytes(0x30 if 0x30 <= i <= 0x39 else 0x20 for i in range(256))
_TOKEN = re.compile(STRING + rb"|-?[0-9][0-9.eE+-]*+", re.DOTALL)


def check_numbers(text: bytes, limits: DecoderLimits) -> None:
    """Refuse a number that is longer than the limit.

    Raises:
        LimitReached: there is one.
    """
    limit = limits.max_number_digits
    if not suspects_long_number(text, limit):
        return
    for token in _TOKEN.finditer(text):
        if token.end() - token.start() > limit and text[token.start()] != _QUOTE:
            raise LimitReached("max_number_digits", token.start(), f"holds a number longer than {limit} characters")


# One JSON value from its text, with the faults of the text told in bytes.


def _not_json(name: str) -> JSONValue:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_not_json)


def limit_error(fault: LimitReached, what: str, offset: int) -> ResultLimitError:
    """The error of a value called `what` that starts at `offset`, bytes."""
    place = offset + fault.at
    return ResultLimitError(
        f"{what} {fault.reason} (byte {place}). If the result is meant to be so, raise DecoderLimits.{fault.limit}.",
        offset=place,
    )


def parse_value(text: bytes, what: str, offset: int, limits: DecoderLimits) -> JSONValue:
    """The value that `text` holds; it is called `what` and starts at `offset` bytes in messages.

    As the standard library reads it, lone surrogates in `\\ud800` escapes included, but for NaN and Infinity, which
    are not JSON.

    Raises:
        ResultDecodeError: it isn't UTF-8, or not JSON.
        ResultLimitError: a number is too long, or the nesting too deep for Python's own stack.
    """
    characters = ""
    try:
        check_numbers(text, limits)
        characters = text.decode("utf-8")
        value = cast(JSONValue, _DECODER.decode(characters))
    except LimitReached as fault:
        raise limit_error(fault, what, offset) from None
    except UnicodeDecodeError as fault:
        place = offset + fault.start
        raise ResultDecodeError(f"{what} is not valid UTF-8 at byte {place}.", offset=place) from None
    except json.JSONDecodeError as fault:
        place = offset + len(characters[: fault.pos].encode("utf-8", "surrogatepass"))
        raise ResultDecodeError(f"{what} is not valid JSON: {fault.msg} at byte {place}.", offset=place) from None
    except RecursionError:
        deep = f"{what} nests deeper than Python's stack can follow (from byte {offset})."
        raise ResultLimitError(f"{deep} Lower DecoderLimits.max_depth.", offset=offset) from None
    except ValueError as fault:
        if str(fault) in {"NaN", "Infinity", "-Infinity"}:
            raise ResultDecodeError(
                f"{what} (from byte {offset}) holds {fault}, which is not JSON and no number.", offset=offset
            ) from None
        raise ResultLimitError(
            f"{what} (from byte {offset}) holds a number that Python refuses to convert: {fault}", offset=offset
        ) from None
    return value
