"""The document as a whole: envelope, list of records, end. Reads forward only, and waits wherever the data end."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from typing import NoReturn

from aurorax_typed._core.decoder.build import builder
from aurorax_typed._core.decoder.fast import FastPath
from aurorax_typed._core.decoder.limits import DecoderLimits, EnvelopeError, LimitReached, Mismatch
from aurorax_typed._core.decoder.sources import SourceTable
from aurorax_typed._core.decoder.value_scanner import BLANKS, ValueScanner, limit_error, parse_value
from aurorax_typed.errors import ResultDecodeError, ResultTruncatedError
from aurorax_typed.records import DataSource, JSONValue, Record, Row

__all__ = ["DocumentParser", "Waiting"]


Waiting = Generator[None, None, None]

_BLANKS = re.compile(BLANKS)
_BOM = b"\xef\xbb\xbf"
_END = -1
_QUOTE, _OPEN_LIST, _OPEN_OBJECT, _CLOSE_LIST, _CLOSE_OBJECT, _COMMA, _COLON = b'"[{]},:'


def _after_blanks(data: bytearray, at: int) -> int:
    found = _BLANKS.match(data, at)  # it pins the bytearray, so it must not outlive this function
    return found.end() if found else at


class DocumentParser:
    """Parses one document out of `data`, which its owner extends.

    `run()` is a generator: it appends records to `out`, yields when it needs more data, and ends at the end of the
    document. Set `final` when no more data will come.
    """

    def __init__(
        self, record_type: type[Record], limits: DecoderLimits, known_sources: Mapping[int, DataSource]
    ) -> None:
        self.data = bytearray()
        self.final = False
        self.finished = False
        self.out: list[Record | Row] = []
        self.members: dict[str, JSONValue] = {}
        self.count = 0
        """Records made so far."""
        self.limits = limits
        self.scanner = ValueScanner(limits)
        self.sources = SourceTable(limits, known_sources)
        self.fast = FastPath(record_type, limits, self.sources)
        self._build: Callable[[JSONValue], Record | Row] = builder(record_type, source=self.sources.from_value)
        self._advice = (
            f"The answer doesn't hold complete {record_type.__name__} records; "
            "for some of their members, ask the search with `select`."
        )
        self._pos = 0
        self._base = 0
        self._envelope_bytes = 0
        self._fed = 0

    @property
    def offset(self) -> int:
        """Where reading has come to, bytes from the start of the document."""
        return self._base + self._pos

    def extend(self, chunk: bytes | memoryview) -> None:
        """More of the document. What has been read is dropped."""
        if self._pos:
            del self.data[: self._pos]
            self._base += self._pos
            self._pos = 0
        self.data += chunk
        self._fed = len(chunk)

    def run(self) -> Waiting:
        """Read the document."""
        while len(self.data) < 3 and not self.final and _BOM.startswith(bytes(self.data)):
            yield
        if self.data and _BOM.startswith(bytes(self.data[:3])):
            self._pos = min(3, len(self.data))
        first = yield from self._peek()
        if first == _OPEN_LIST:
            yield from self._records()
        elif first == _OPEN_OBJECT:
            yield from self._envelope()
        elif first == _END:
            self._truncated("The document is empty")
        else:
            self._wrong("The document is no AuroraX result: it starts with {found}, where '{{' or '[' is needed")
        self.finished = True
        while True:
            if (yield from self._peek()) == _END:
                return
            self._wrong("After the end of the document comes {found}")

    def _peek(self) -> Generator[None, None, int]:
        """The next byte that is not blank, left in place; -1 at the end."""
        while True:
            self._pos = _after_blanks(self.data, self._pos)
            if self._pos < len(self.data):
                return self.data[self._pos]
            if self.final:
                return _END
            yield

    def _envelope(self) -> Waiting:
        self._pos += 1
        seen = False
        following = yield from self._peek()
        while following != _CLOSE_OBJECT:
            if following != _QUOTE:
                self._expected("the name of a member in quotes", following)
            name = yield from self._value("A member's name")
            if not isinstance(name, str):
                self._expected("the name of a member in quotes", following)
            if (yield from self._peek()) != _COLON:
                self._expected("':'")
            self._pos += 1
            if name == "result":
                if seen:
                    raise ResultDecodeError(
                        f"The document has a second 'result' (byte {self.offset}); only one is allowed.",
                        offset=self.offset,
                    )
                seen = True
                yield from self._result()
            else:
                yield from self._member(name)
            following = yield from self._peek()
            if following == _COMMA:
                self._pos += 1
                following = yield from self._peek()
                if following == _CLOSE_OBJECT:
                    self._expected("the name of a member in quotes")
            elif following != _CLOSE_OBJECT:
                self._expected("',' or '}'")
        self._pos += 1
        if not seen:
            self._without_result()

    def _result(self) -> Waiting:
        first = yield from self._peek()
        if first == _OPEN_LIST:
            yield from self._records()
            return
        if first == _END:
            self._truncated("The document ends before its records")
        offset = self.offset
        yield from self._value("The member 'result'")
        raise ResultDecodeError(
            f"The member 'result' (byte {offset}) is not a list of records. Was the request one for search results?",
            offset=offset,
        )

    def _member(self, name: str) -> Waiting:
        if (yield from self._peek()) == _END:
            self._truncated(f"The document ends before the value of its member {name[:40]!r}")
        offset = self.offset
        value = yield from self._value(f"The member {name[:40]!r}")
        self.members[name] = value
        if name == "error" and value is not None:
            raise _reported(value, offset)

    def _without_result(self) -> NoReturn:
        if "error_code" in self.members:
            raise _reported(dict(self.members), 0)
        names = ", ".join(repr(name[:40]) for name in list(self.members)[:5]) or "no members at all"
        raise ResultDecodeError(
            f"The document has no member 'result', but {names}. Was the request one for search results?",
            offset=self.offset,
        )

    def _records(self) -> Waiting:
        self._pos += 1
        following = yield from self._peek()
        while following != _CLOSE_LIST:
            last = yield from self._some_records()
            end = self.offset
            following = yield from self._peek()
            if following == _COMMA:
                self._pos += 1
                following = yield from self._peek()
                if following == _OPEN_OBJECT and end >= self._base:
                    gap = bytes(memoryview(self.data)[end - self._base : self._pos])
                    self.fast.learn_boundary(last, gap, self.data, self._pos)
                elif following == _CLOSE_LIST:
                    self._expected("a record")
            elif following != _CLOSE_LIST:
                self._expected("',' or ']'")
        self._pos += 1

    def _some_records(self) -> Generator[None, None, bytes]:
        """As many records as can be had at once, and the one after them; the text of that."""
        what = ""
        self.scanner.start()
        self.fast.moved()
        while True:
            if self._pos >= len(self.data):
                self._truncated(f"The document ends after {self.count} records, inside the list of them")
            before = len(self.out)
            taken = self.fast.take(self.data, self._pos, self.out)
            if taken:
                self.count += len(self.out) - before
                self._pos += taken
                self.scanner.start()
            if not self.final and self.fast.unfinished(self.data, self._pos, self._fed):
                yield
                continue
            what = f"Record {self.count + 1}"
            length = self._scan(what)
            if length >= 0:
                break
            yield
        text = bytes(memoryview(self.data)[self._pos : self._pos + length])
        self.out.append(self.fast.one(text) or self._slowly(text, what))
        self.count += 1
        self._pos += length
        return text

    def _slowly(self, text: bytes, what: str) -> Record | Row:
        offset = self.offset
        value = parse_value(text, what, offset, self.limits)
        try:
            record = self._build(value)
        except Mismatch as fault:
            about = f"{what}: {fault.path} {fault.reason}" if fault.path else f"{what} {fault.reason}"
            raise ResultDecodeError(f"{about} (byte {offset}). {self._advice}", offset=offset) from None
        self.fast.learn(text, value)
        return record

    def _scan(self, what: str) -> int:
        """The length of the value that starts here, or -1 while it isn't complete."""
        try:
            length = self.scanner.scan(self.data, self._pos, final=self.final)
        except LimitReached as fault:
            raise limit_error(fault, what, self.offset) from None
        # Nothing may end with the document but its last bracket; a number or a word that does so may be half of one.
        cut = length < 0 or (self._pos + length == len(self.data) and self.data[self._pos] not in b'"[{')
        if self.final and cut:
            self._truncated(f"{what} (from byte {self.offset}) is not complete: the document ends")
        return length

    def _value(self, what: str) -> Generator[None, None, JSONValue]:
        """The part of the envelope that starts here, with `what` as its name in messages."""
        self.scanner.start()
        while (length := self._scan(what)) < 0:
            yield
        self._envelope_bytes += length
        if self._envelope_bytes > self.limits.max_envelope_bytes:
            reason = f"makes the envelope longer than {self.limits.max_envelope_bytes} bytes"
            raise limit_error(LimitReached("max_envelope_bytes", 0, reason), what, self.offset)
        text = bytes(memoryview(self.data)[self._pos : self._pos + length])
        value = parse_value(text, what, self.offset, self.limits)
        self._pos += length
        return value

    def _truncated(self, message: str) -> NoReturn:
        end = self._base + len(self.data)
        raise ResultTruncatedError(
            f"{message} (after {end} bytes). The download was cut short; get the data again.", offset=end
        )

    def _expected(self, needed: str, found: int | None = None) -> NoReturn:
        if self._pos >= len(self.data):
            self._truncated(f"The document ends where {needed} is needed")
        self._wrong(f"{needed.replace('{', '{{').replace('}', '}}')} is needed, not {{found}}")

    def _wrong(self, message: str) -> NoReturn:
        found = bytes(self.data[self._pos : self._pos + 20]).decode("utf-8", "backslashreplace")
        raise ResultDecodeError(f"{message.format(found=repr(found))} (byte {self.offset}).", offset=self.offset)


def _reported(value: JSONValue, offset: int) -> EnvelopeError:
    code = message = None
    if isinstance(value, dict):
        code, message = value.get("error_code"), value.get("error_message")
    return EnvelopeError(
        error_code=code if isinstance(code, str) else None,
        error_message=message if isinstance(message, str) else str(value)[:200],
        offset=offset,
    )
