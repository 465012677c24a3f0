"""Records from any source of chunks: the decoder with a loop around it."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import TypeVar

from aurorax_typed._core.decoder.limits import DecoderLimits
from aurorax_typed._core.decoder.stream import Decoder
from aurorax_typed.records import Record

__all__ = ["aiter_batches", "aiter_records", "iter_batches", "iter_records"]

R = TypeVar("R", bound=Record)

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
