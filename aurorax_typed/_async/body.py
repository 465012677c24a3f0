"""The body of a reply, as it comes over the network."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Iterator
from typing import cast

import httpx

from aurorax_typed._core.content_encoding import CodingError, ContentDecoder
from aurorax_typed._core.http import Request
from aurorax_typed._home import Home
from aurorax_typed._runtime_async import event_loop, to_the_end
from aurorax_typed._transport import (
    SLOWEST,
    damaged,
    transport_error,
)
from aurorax_typed.errors import (
    TransportError,
)

__all__ = ["AsyncBody"]


class AsyncBody:
    """The body of a reply, read piece by piece. Closing it early drops the connection.

    Attributes:
        taken: bytes read so far, as they were sent; with what came in an earlier body where this one goes on from it.
        sound: what was read so far could be decoded.
    """

    def __init__(self, reply: httpx.Response, request: Request, url: str, silence: float, home: Home) -> None:
        self.status = reply.status_code
        self.headers = {name.lower(): value for name, value in reply.headers.items()}
        self.taken = 0
        self.sound = True
        self._reply = reply
        self._raw = cast(AsyncGenerator[bytes], cast(httpx.AsyncByteStream, reply.stream).__aiter__())
        self._content: ContentDecoder | None = None
        self._pieces: Iterator[bytes] = iter(())
        self._request = request
        self._url = url
        self._returned = b""
        self._silence = silence
        self._home = home
        self._window = (time.monotonic(), 0)

    def go_on_from(self, earlier: AsyncBody) -> None:
        """Be the rest of a body that broke: count on, and decode on, from where that one stopped."""
        self.taken = earlier.taken
        self._content = earlier._content

    def give_back(self, piece: bytes) -> None:
        """Put back the end of a piece, to be read next."""
        self._returned = piece

    async def read(self) -> bytes:
        """The next piece, its content coding undone; empty at the end.

        Raises:
            TransportError: the connection broke, nothing came in time, or the coding is damaged.
            ClientStateError: it was opened in another process or event loop, or the client was closed meanwhile.
        """
        self._home.check(event_loop())
        if self._returned:
            piece, self._returned = self._returned, b""
            return piece
        failure: TransportError | None = None
        try:
            if self._content is None:
                self._content = ContentDecoder(self.headers.get("content-encoding", ""))
            while True:
                for piece in self._pieces:
                    return piece
                raw = await anext(self._raw, None)
                if raw is None:
                    self._content.close()
                    return b""
                self.taken += len(raw)
                self._check_pace(len(raw))
                self._pieces = self._content.feed(raw)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = transport_error(error, self._request, self._url)
        except CodingError as error:
            self.sound = False
            failure = damaged(error, self._request, self._url)
        # Raised here, not above, so that httpx's error (which holds the headers) is not its context.
        raise failure

    def _check_pace(self, size: int) -> None:
        """A server that sends a byte now and then never lets a read time out; it is as good as silent."""
        begun, received = self._window
        received += size
        now = time.monotonic()
        if now - begun <= self._silence:
            self._window = (begun, received)
        elif received < SLOWEST:
            raise httpx.ReadTimeout(f"only {received} bytes in {now - begun:.0f} s")
        else:
            self._window = (now, 0)

    async def aclose(self) -> None:
        """Close it, to the end: a task that is cancelled at this moment must not lose the connection."""
        await to_the_end(self._close)

    async def _close(self) -> None:
        # httpx's iterator too, by name: one that is only dropped is closed later, by a task of its own.
        await self._raw.aclose()
        await self._reply.aclose()
