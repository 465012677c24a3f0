"""The decoder: chunks of a document in, typed records out."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from typing import Generic, TypeVar, cast

from aurorax_typed._core.decoder.build import RECORD_TYPES
from aurorax_typed._core.decoder.document_parser import DocumentParser
from aurorax_typed._core.decoder.limits import DecoderLimits
from aurorax_typed.errors import ResultDecodeError, ResultError, ResultLimitError
from aurorax_typed.records import DataSource, JSONValue, Record, Row

__all__ = ["Decoder", "DocumentDecoder", "aiter_batches", "aiter_records", "iter_batches", "iter_records"]


T = TypeVar("T", bound=Record | Row)
R = TypeVar("R", bound=Record)
_Bytes = bytes  # the class has a member of that name


class DocumentDecoder(Generic[T]):
    """Reads one result document, cut into chunks anywhere, into records, or rows with some of their members.

    The document is `{"result": [record, …]}`, with other members before and after, or the bare list. Records come out
    as soon as they are complete; memory is bounded by the limits, not by the document. Where the document is at
    fault, the records before the fault are given out and the error follows, at the latest from `close()`. After an
    error the decoder stays failed.
    """

    def __init__(self, parser: DocumentParser) -> None:
        self._parser = parser
        self._steps = self._parser.run()
        self._error: ResultError | None = None
        self._closed = False
        self._records = 0
        self._bytes = 0

    @property
    def records(self) -> int:
        """Records given out so far."""
        return self._records

    @property
    def complete(self) -> bool:
        """Whether the document has ended where it should; only white space may follow."""
        return self._parser.finished

    @property
    def failed(self) -> bool:
        """Whether a fault was found; it is raised once the records before it are given out."""
        return self._error is not None

    @property
    def members(self) -> dict[str, JSONValue]:
        """The members of the envelope beside `result`, as far as they have been read."""
        return self._parser.members

    def feed(self, chunk: _Bytes) -> list[T]:
        """Take the next bytes and give out the records that became complete, maybe none.

        Raises:
            ResultDecodeError: the document is not JSON, or not made of such records.
            ResultTruncatedError: it ends early.
            ResultLimitError: it goes beyond a limit.
            EnvelopeError: it carries the server's error.
        """
        if self._closed:
            raise ValueError("The decoder is closed; use a new one for each document.")
        self._check()
        most = self._parser.limits.max_total_bytes
        room = len(chunk) if most is None else most - self._bytes
        over = len(chunk) > room
        self._parser.extend(memoryview(chunk)[:room] if over else chunk)
        self._bytes += min(len(chunk), room)
        records = self._step()
        if over and self._error is None:
            self._error = ResultLimitError(
                f"The document is longer than {most} bytes. "
                "If it is meant to be so, raise DecoderLimits.max_total_bytes.",
                offset=most,
            )
            if not records:
                self._check()
        return records

    def close(self) -> list[T]:
        """Tell the end of the document. Raises like `feed`, foremost if the document is not complete.

        Every record was given out when its last byte came, so the list is empty; it is one for the sake of symmetry.
        """
        if self._closed and self._error is None:
            return []
        self._check()
        self._closed = True
        self._parser.final = True
        records = self._step()
        self._check()
        return records

    def _check(self) -> None:
        if self._error is not None:
            raise self._error.with_traceback(None)

    def _step(self) -> list[T]:
        parser = self._parser
        try:
            next(self._steps)
        except StopIteration:
            if not parser.finished:
                self._error = ResultDecodeError("Decoding was interrupted before; use a new decoder.")
        except ResultError as error:
            self._error = error
        records, parser.out = parser.out, []
        self._records += len(records)
        if not records:
            self._check()
        return cast(list[T], records)

    @property
    def bytes(self) -> int:
        """Length of what was fed so far."""
        return self._bytes


class Decoder(DocumentDecoder[R]):
    """Reads a document into records of one type.

    Args:
        record_type: `DataProduct`, `Ephemeris` or `Conjunction`.
        limits: what the document may cost.
        known_sources: what to give in place of sources that are nothing but an identifier.
    """

    def __init__(
        self,
        record_type: type[R],
        *,
        limits: DecoderLimits | None = None,
        known_sources: Mapping[int, DataSource] | None = None,
    ) -> None:
        if record_type not in RECORD_TYPES:
            known = ", ".join(kind.__name__ for kind in RECORD_TYPES)
            raise TypeError(f"record_type is {record_type!r}; it must be one of {known}.")
        super().__init__(DocumentParser(record_type, limits or DecoderLimits(), known_sources or {}))

    @property
    def unknown_sources(self) -> set[int]:
        """Identifiers of sources that stood there bare and are not among the known ones."""
        return self._parser.sources.cache.unknown


# Records from any source of chunks: the decoder with a loop around it.


_MOST = 1 << 17
"""Bytes decoded at a time, so that one huge chunk doesn't become one huge list of records."""


def _portions(chunk: bytes) -> Iterable[bytes]:
    if len(chunk) <= _MOST:
        return (chunk,)
    return (chunk[at : at + _MOST] for at in range(0, len(chunk), _MOST))


def iter_batches(
    chunks: Iterable[bytes], record_type: type[R], *, limits: DecoderLimits | None = None
) -> Iterator[list[R]]:
    """Decode a result document from chunks of bytes into lists of records, none of them empty.

    Args:
        chunks: the document, cut anywhere: a response's chunks, blocks of a file, or `[whole]`.
        record_type: `DataProduct`, `Ephemeris` or `Conjunction`.
        limits: what the document may cost.

    Raises:
        ResultError: the document is at fault; the records before the fault have come out.
    """
    decoder = Decoder(record_type, limits=limits)
    for chunk in chunks:
        for portion in _portions(chunk):
            if records := decoder.feed(portion):
                yield records
    if records := decoder.close():
        yield records


def iter_records(chunks: Iterable[bytes], record_type: type[R], *, limits: DecoderLimits | None = None) -> Iterator[R]:
    """Decode a result document record by record; see `iter_batches`."""
    for batch in iter_batches(chunks, record_type, limits=limits):
        yield from batch


async def aiter_batches(
    chunks: AsyncIterable[bytes], record_type: type[R], *, limits: DecoderLimits | None = None
) -> AsyncIterator[list[R]]:
    """Decode a result document from chunks that arrive asynchronously; see `iter_batches`."""
    decoder = Decoder(record_type, limits=limits)
    async for chunk in chunks:
        for portion in _portions(chunk):
            if records := decoder.feed(portion):
                yield records
    if records := decoder.close():
        yield records


async def aiter_records(
    chunks: AsyncIterable[bytes], record_type: type[R], *, limits: DecoderLimits | None = None
) -> AsyncIterator[R]:
    """Decode a result document record by record from chunks that arrive asynchronously; see `iter_batches`."""
    async for batch in aiter_batches(chunks, record_type, limits=limits):
        for record in batch:
            yield record
