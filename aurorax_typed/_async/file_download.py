"""One file from anywhere on the web, into a folder: bounded, whole or not at all, taken up again where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from aurorax_typed._async.body import AsyncBody
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.http import Request
from aurorax_typed._core.http_ranges import is_part, mark_of, range_headers
from aurorax_typed._core.urls import file_address, redirected
from aurorax_typed._partfile import PartFile
from aurorax_typed._runtime_async import in_thread, stopping
from aurorax_typed.errors import APIError, ClientStateError, FileDownloadError, TransportError, UnsafeRedirectError

__all__ = ["AsyncFileDownload"]

_MOST_REDIRECTS: Final = 5
_PLAIN: Final = {"accept": "*/*", "accept-encoding": "identity"}  # pictures don't shrink, and a range is one of theirs


class AsyncFileDownload:
    """The file behind one address.

    Args:
        url: where it is.
        part: where it goes.
        connect: gives connections to a server, without the API key.
        max_bytes: what it may have.
        progress: is told how many bytes are here, and how many there will be, if that is known.
    """

    def __init__(
        self,
        url: str,
        part: PartFile,
        connect: Callable[[str], AsyncTransport],
        max_bytes: int,
        progress: Callable[[int, int | None], None],
    ) -> None:
        self._url = url
        self._part = part
        self._connect = connect
        self._max_bytes = max_bytes
        self._progress = progress
        self._request = Request(method="GET", path=file_address(url)[1], headers=_PLAIN, unsigned=True)
        self._body: AsyncBody | None = None
        self._total: int | None = None
        self._parts_fit = True
        self._furthest = part.size
        self.etag: str | None = None

    async def run(self) -> None:
        """Fetch it; it is whole then, and not in its place yet.

        Raises:
            FileDownloadError, APIError, TransportError: it can't be had.
            OSError: it can't be written.
        """
        mark = self._part.mark
        if mark is not None and self._part.size == mark.total:  # all of it came before, and was only not put in place
            self.etag = mark.validator
            return
        transport = self._connect(file_address(self._url)[0])
        going_on = True
        try:
            while going_on:
                async for attempt in transport.retrying(self._request):
                    with attempt:
                        going_on = await self._next(attempt.retry_state.attempt_number)
            transport.has_progressed()
        finally:
            await self._drop()

    async def _next(self, attempt: int) -> bool:
        """Get further than ever before; False at the end. Attempts count anew from there, and only from there."""
        try:
            if self._body is None:
                self._body = await self._open(attempt)
            while piece := await self._body.read():
                await self._take(piece)
                if self._part.size > self._furthest:
                    self._furthest = self._part.size
                    return True
            if self._total not in (None, self._part.size):
                raise TransportError(
                    f"{self._url} ended after {self._part.size:,} of {self._total:,} bytes. Try again.",
                    method="GET",
                    url=self._url,
                )
        except BaseException:
            await self._drop()
            raise
        return False

    async def _take(self, piece: bytes) -> None:
        size = self._part.size + len(piece)
        if stopping():
            raise ClientStateError("The download of files was ended.")
        if self._total is not None and size > self._total:
            raise FileDownloadError(f"{self._url}: came with more bytes than the server said.", url=self._url)
        self._check_size(size)
        await in_thread(self._part.write, piece)
        self._progress(size, self._total)

    async def _drop(self) -> None:
        if self._body is not None:
            body, self._body = self._body, None
            await body.aclose()

    async def _open(self, attempt: int) -> AsyncBody:
        """A body that goes on from what is here, or the whole, for which what is here was forgotten."""
        mark, start = self._part.mark, self._part.size
        if mark is not None and start and self._parts_fit:
            try:
                body = await self._ask(range_headers(mark, start), attempt)
            except APIError as error:
                if error.status_code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                    raise
                self._parts_fit = False
                return await self._open(attempt)
            if body.status != HTTPStatus.PARTIAL_CONTENT:
                return await self._begin(body)
            if mark.total is None or not is_part(body.headers, mark, start):
                self._parts_fit = False
                await body.aclose()
                return await self._open(attempt)
            self.etag, self._total = mark.validator, mark.total
            return body
        return await self._begin(await self._ask({}, attempt))

    async def _begin(self, body: AsyncBody) -> AsyncBody:
        try:
            self._check_whole(body)
            mark = mark_of(body.headers)
            self.etag = body.headers.get("etag")
            coded = body.headers.get("content-encoding", "identity").strip().lower() != "identity"
            length = body.headers.get("content-length")
            self._total = int(length) if length and not coded else None
            self._check_size(self._total or 0)
            await in_thread(self._part.restart, None if coded else mark)
        except BaseException:
            await body.aclose()
            raise
        return body

    async def _ask(self, headers: dict[str, str], attempt: int) -> AsyncBody:
        url = self._url
        for _ in range(_MOST_REDIRECTS + 1):
            origin, path = file_address(url)
            transport = self._connect(origin)
            request = Request(method="GET", path=path, headers={**_PLAIN, **headers}, unsigned=True)
            try:
                return await transport.open(request, attempt)
            except UnsafeRedirectError as error:
                url = redirected(url, error.location)
        raise FileDownloadError(f"{self._url}: redirected more than {_MOST_REDIRECTS} times.", url=self._url)

    def _check_whole(self, body: AsyncBody) -> None:
        if body.status != HTTPStatus.OK:
            raise FileDownloadError(
                f"{self._url}: answered with {body.status} in place of 200.", url=self._url, status_code=body.status
            )
        kind = body.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml") and not urlsplit(self._url).path.lower().endswith(
            (".html", ".htm")
        ):
            raise FileDownloadError(
                f"{self._url}: a web page came in place of the file. Open it in a browser to see what it says.",
                url=self._url,
                status_code=body.status,
            )
        if "content-length" not in body.headers and "transfer-encoding" not in body.headers:
            raise FileDownloadError(
                f"{self._url}: the server doesn't say how long it is, so that half of it would look like the whole.",
                url=self._url,
            )

    def _check_size(self, size: int) -> None:
        if size > self._max_bytes:
            raise FileDownloadError(
                f"{self._url}: over {self._max_bytes:,} bytes. If it is so large, allow more with max_bytes=.",
                url=self._url,
            )
