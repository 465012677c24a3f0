"""One document, read piece by piece; taken up again when the connection breaks."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

from aurorax_typed._async.transport import AsyncBody, AsyncTransport
from aurorax_typed._core.http import Request
from aurorax_typed.errors import ProtocolError, ResultDecodeError, TransportError

__all__ = ["AsyncDownload"]


class _EndedEarly(TransportError):
    """A body ended as if it were whole, and is not."""


class AsyncDownload:
    """The body of one reply, as if the connection never broke; the request must be one that only reads.

    When it does, the document is asked for again and what came before is read over, compared by its checksum, and not
    given out twice. Where the document has changed meanwhile, that is an error: half of one and half of another is
    neither.

    Args:
        complete: whether what was given out so far is a whole document, or can't become one. Where a body ends before
            that, the connection broke without a sign (a body may have no length), and the document is asked for again.

    Attributes:
        received: bytes given out so far.
    """

    def __init__(self, transport: AsyncTransport, request: Request, complete: Callable[[], bool]) -> None:
        self.received = 0
        self._complete = complete
        self._transport = transport
        self._request = request
        self._body: AsyncBody | None = None
        self._checksum = 0

    async def read(self) -> bytes:
        """The next piece; empty at the end, which may come early all the same.

        Raises:
            TransportError: the connection broke more often than the retry policy allows.
            APIError: the server refused.
            ResultDecodeError: the document has changed between two attempts.
        """
        piece = b""
        try:
            async for attempt in self._transport.retrying(self._request):
                with attempt:
                    piece = await self._next(attempt.retry_state.attempt_number)
        except _EndedEarly:
            return b""  # whoever puts the pieces together can say what is missing
        self.received += len(piece)
        self._checksum = crc32(piece, self._checksum)
        return piece

    async def _next(self, attempt: int) -> bytes:
        try:
            if self._body is None:
                await self._open(attempt)
            piece = await self._take()
            if not piece and not self._complete():
                raise _EndedEarly(f"{self._request.path} ended early", method=self._request.method)
        except BaseException:
            await self.aclose()
            raise
        return piece

    async def aclose(self) -> None:
        """Drop the connection, if one is open."""
        if self._body is not None:
            body, self._body = self._body, None
            await body.aclose()

    async def _take(self) -> bytes:
        if self._body is None:
            raise AssertionError
        return await self._body.read()

    async def _open(self, attempt: int) -> None:
        self._body = await self._transport.open(self._request, attempt)
        kind = self._body.headers.get("content-type", "application/json")
        if "json" not in kind.lower():
            start = (await self._body.read())[:60]
            raise ProtocolError(
                f"{self._request.path} should be JSON and is {kind[:80]!r}, beginning with {start!r}. "
                "Is the base URL that of an AuroraX server?"
            )
        await self._skip(self.received)

    async def _skip(self, size: int) -> None:
        """Read over what was given out before; what reaches beyond it is kept for the next read."""
        checksum = 0
        left = size
        while left > 0:
            piece = await self._take()
            if not piece:
                raise ResultDecodeError(
                    "The result became shorter while it was read. Fetch it again.", offset=size - left
                )
            part, rest = piece[:left], piece[left:]
            checksum = crc32(part, checksum)
            left -= len(part)
            if rest and self._body is not None:
                self._body.give_back(rest)
        if checksum != self._checksum and size:
            raise ResultDecodeError("The result changed while it was read. Fetch it again.", offset=0)
