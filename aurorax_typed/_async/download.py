"""One document, read piece by piece; taken up again when the connection breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from zlib import crc32

from attrs import evolve

from aurorax_typed._async.transport import AsyncBody, AsyncTransport
from aurorax_typed._core.http import Request, public_headers
from aurorax_typed._core.http_ranges import Mark, is_part, mark_of, range_headers
from aurorax_typed.answers import Response
from aurorax_typed.errors import APIError, ProtocolError, ResultDecodeError, TransportError

__all__ = ["AsyncDownload"]

_PROGRESS: Final = 64 * 1024
"""New bytes after a retry by which it was worth its while, so that a long download may break often."""


class _EndedEarly(TransportError):
    """A body ended as if it were whole, and is not."""


class AsyncDownload:
    """The body of one reply, as if the connection never broke; the request must be one that only reads.

    When it does, and the server has named the document by a strong entity tag, the rest is asked for. A server that
    can't send it sends the whole again. Without such a tag, or where the part does not fit, the whole is asked for.
    Either way what came before is read over, compared by its checksum, and not given out twice. Where the document has
    changed meanwhile, that is an error: half of one and half of another is neither.

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
        self._head: tuple[int, dict[str, str]] | None = None
        self._checksum = 0
        self._mark: Mark | None = None
        self._broken: AsyncBody | None = None  # what to go on from
        self._parts_fit = request.method == "GET"  # a Range means nothing elsewhere (RFC 9110, section 14.2)
        self._since_retry: int | None = None

    @property
    def response(self) -> Response | None:
        """The head of the answer that the last piece came with; None before there is one."""
        return None if self._head is None else Response(self._head[0], public_headers(self._head[1]))

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
        self._note_progress(len(piece))
        return piece

    async def _next(self, attempt: int) -> bytes:
        try:
            if self._body is None:
                await self._open(attempt)
                if attempt > 1:
                    self._since_retry = 0
            return await self._take()
        except BaseException:
            await self.aclose()
            raise

    async def aclose(self) -> None:
        """Drop the connection, if one is open."""
        if self._body is not None:
            body, self._body = self._body, None
            await body.aclose()

    async def _take(self) -> bytes:
        body = self._opened()
        try:
            piece = await body.read()
            if not piece and not self._complete():
                raise _EndedEarly(f"{self._request.path} ended early", method=self._request.method)
        except TransportError:
            mark = self._mark
            if self._parts_fit and mark is not None and body.sound and 0 < body.taken != mark.total:
                self._broken = body
            raise
        return piece

    async def _open(self, attempt: int) -> None:
        if self._broken is not None and self._mark is not None and await self._go_on(self._broken, self._mark, attempt):
            return
        if self._body is None:
            self._body = await self._transport.open(self._request, attempt)
        self._broken = None
        self._head = self._body.status, self._body.headers
        self._mark = mark_of(self._body.headers)
        if self._body.status == 206:
            raise ProtocolError(
                f"{self._request.path} came in part (206), although the whole was asked for. "
                "Try again; a proxy on the way may be to blame."
            )
        kind = self._body.headers.get("content-type", "application/json")
        if "json" not in kind.lower():
            start = (await self._body.read())[:60]
            raise ProtocolError(
                f"{self._request.path} should be JSON and is {kind[:80]!r}, beginning with {start!r}. "
                "Is the base URL that of an AuroraX server?"
            )
        await self._skip(self.received)

    async def _go_on(self, broken: AsyncBody, mark: Mark, attempt: int) -> bool:
        """Ask for the rest; False where what came, if anything, is the whole."""
        rest = evolve(self._request, headers=range_headers(mark, broken.taken))
        try:
            body = await self._transport.open(rest, attempt)
        except APIError as error:
            if error.status_code != 416:
                raise
            self._parts_fit = False
            return False
        self._body = body
        if body.status != 206:
            return False
        if not is_part(body.headers, mark, broken.taken):
            # A server that answers so once would do it again; the whole is right in any case.
            self._parts_fit = False
            await self.aclose()
            return False
        body.go_on_from(broken)
        self._broken = None
        return True

    async def _skip(self, size: int) -> None:
        """Read over what was given out before; what reaches beyond it is kept for the next read."""
        checksum = 0
        left = size
        while left > 0:
            body = self._opened()
            piece = await body.read()
            if not piece:
                raise ResultDecodeError("The result became shorter while it was read.", offset=size - left)
            part, rest = piece[:left], piece[left:]
            checksum = crc32(part, checksum)
            left -= len(part)
            if rest:
                body.give_back(rest)
        if checksum != self._checksum and size:
            raise ResultDecodeError("The result changed while it was read.", offset=0)

    def _opened(self) -> AsyncBody:
        if self._body is None:
            raise AssertionError
        return self._body

    def _note_progress(self, size: int) -> None:
        if self._since_retry is not None:
            self._since_retry += size
            if self._since_retry >= _PROGRESS:
                self._since_retry = None
                self._transport.has_progressed()
