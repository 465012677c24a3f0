"""The files behind data products, into a folder: many at a time, and a list of what came of each."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from attrs import frozen

from aurorax_typed._async.transport import AsyncBody, AsyncTransport
from aurorax_typed._core.filenames import FileNames
from aurorax_typed._core.http import Request
from aurorax_typed._core.http_ranges import is_part, mark_of, range_headers
from aurorax_typed._core.urls import file_address, redirected
from aurorax_typed._download_folder import Entry, FileList, PartFile, entry_line
from aurorax_typed._runtime_async import open_in_thread, run_workers, should_stop, to_thread
from aurorax_typed.errors import (
    APIError,
    AuroraXError,
    ClientStateError,
    FileDownloadError,
    QueryError,
    ServerError,
    TransportError,
    UnsafeRedirectError,
)
from aurorax_typed.files import (
    FileEvent,
    FileEventListener,
    FileFinished,
    FileReceived,
    FilesReport,
    FileStarted,
    ProductFile,
)
from aurorax_typed.records import DataProduct

__all__ = ["AsyncFileDownload", "AsyncFiles", "download_files"]


_MOST_REDIRECTS: Final = 5
_PLAIN: Final = {"accept": "*/*", "accept-encoding": "identity"}  # pictures don't shrink, and a range is one of theirs


class AsyncFileDownload:
    """One file from anywhere on the web, into a folder: bounded, whole or not at all, resumed where it stopped.

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
        if should_stop():
            raise ClientStateError("The download of files was ended.")
        if self._total is not None and size > self._total:
            raise FileDownloadError(f"{self._url}: came with more bytes than the server said.", url=self._url)
        self._check_size(size)
        await to_thread(self._part.write, piece)
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
            await to_thread(self._part.restart, None if coded else mark)
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


_MOST_WORKERS: Final = 32


async def download_files(
    transport: AsyncTransport,
    products: Iterable[DataProduct],
    folder: str | os.PathLike[str],
    *,
    workers: int,
    overwrite: bool,
    max_bytes: int,
    on_event: FileEventListener | None,
) -> FilesReport:
    """See `AsyncDataProducts.download_files`."""
    if isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= _MOST_WORKERS:
        raise QueryError(f"workers must be a number from 1 to {_MOST_WORKERS}, not {workers!r}.")
    if isinstance(max_bytes, bool) or not isinstance(max_bytes, int) or max_bytes < 1:
        raise QueryError(f"max_bytes must be a number of bytes above 0, not {max_bytes!r}.")
    if isinstance(products, DataProduct):
        products = [products]
    asked: dict[str, DataProduct] = {}
    for product in products:
        asked.setdefault(product.url, product)
    with FileList(folder) as files:
        fetching = AsyncFiles(transport, files, on_event, max_bytes)
        return await fetching.fetch(list(asked.values()), workers=workers, overwrite=overwrite)


@frozen
class _Job:
    """A file to be fetched: its position in the report, whose it is, where it goes."""

    position: int
    product: DataProduct
    place: str
    path: Path


class AsyncFiles:
    """One download of many files. None of them is asked of the API's server, and no key goes along."""

    def __init__(
        self, transport: AsyncTransport, files: FileList, on_event: FileEventListener | None, max_bytes: int
    ) -> None:
        self._transport = transport
        self._list = files
        self._on_event = on_event
        self._max_bytes = max_bytes
        self._connections: dict[str, AsyncTransport] = {}
        self._lock = threading.Lock()  # never held while something is waited for, so that it suits asyncio too
        self._found: dict[int, ProductFile] = {}
        self._count = 0
        self._over = False

    async def fetch(self, products: list[DataProduct], *, workers: int, overwrite: bool) -> FilesReport:
        """Fetch all; what is here already, whole, is left as it is."""
        names = FileNames({url: entry.file for url, entry in self._list.entries.items()})
        self._count = len(products)
        jobs: list[_Job] = []
        for position, product in enumerate(products):
            place = names.place(product)
            job = _Job(position, product, place, self._list.folder / place)
            here = None if overwrite else self._list.whole(product.url)
            if here is None:
                jobs.append(job)
            else:
                file = ProductFile(
                    product=product,
                    status="skipped",
                    path=job.path,
                    bytes=here.bytes,
                    sha256=here.sha256,
                    etag=here.etag,
                )
                self._finished(job, file)
        await run_workers(self._fetch, jobs, min(workers, len(jobs)), self._disconnect)
        found = tuple(self._found[position] for position in range(len(products)))
        return FilesReport(folder=self._list.folder, manifest=self._list.path, files=found)

    async def _disconnect(self) -> None:
        """Close all connections, those in use too."""
        with self._lock:
            self._over = True
            connections, self._connections = list(self._connections.values()), {}
        for connection in connections:
            await connection.aclose()

    async def _fetch(self, job: _Job) -> None:
        try:
            file = await self._downloaded(job)
        except FileDownloadError as error:
            file = ProductFile(product=job.product, status="failed", path=job.path, error=error)
        entry = Entry(file=job.place, status=file.status, bytes=file.bytes, sha256=file.sha256, etag=file.etag)
        line = entry_line(entry, job.product, file.error, datetime.now(UTC))
        await to_thread(self._list.add, line)
        self._finished(job, file)

    async def _downloaded(self, job: _Job) -> ProductFile:
        url = job.product.url
        part = await open_in_thread(self._list.part, job.path, url)
        try:
            self._tell(
                FileStarted(url=url, path=job.path, received=part.size, done=len(self._found), total=self._count)
            )

            def progress(received: int, size: int | None) -> None:
                self._tell(FileReceived(url=url, path=job.path, received=received, size=size))

            download = AsyncFileDownload(url, part, self._connect, self._max_bytes, progress)
            await download.run()
            await to_thread(part.commit)
        except OSError:
            part.close()
            raise
        except ClientStateError:  # all of it ends, and this file has no fault
            part.leave()
            raise
        except AuroraXError as error:
            # What may pass leaves something to go on from.
            await to_thread(part.leave if isinstance(error, TransportError | ServerError) else part.discard)
            raise _as_file_error(url, error) from None
        except BaseException:
            part.leave()
            raise
        return ProductFile(
            product=job.product,
            status="downloaded",
            path=job.path,
            bytes=part.size,
            sha256=part.sha256,
            etag=download.etag,
        )

    def _connect(self, origin: str) -> AsyncTransport:
        with self._lock:
            if self._over:
                raise ClientStateError("The download of files was ended.")
            if origin not in self._connections:
                self._connections[origin] = self._transport.elsewhere(origin)
            return self._connections[origin]

    def _finished(self, job: _Job, file: ProductFile) -> None:
        with self._lock:
            self._found[job.position] = file
            if self._on_event is not None:
                self._on_event(FileFinished(file=file, done=len(self._found), total=self._count))

    def _tell(self, event: FileEvent) -> None:
        if self._on_event is not None:
            with self._lock:
                self._on_event(event)


def _as_file_error(url: str, error: AuroraXError) -> FileDownloadError:
    if isinstance(error, FileDownloadError):
        return error
    if isinstance(error, APIError):
        status = error.status_code
        if status in (404, 410):
            what = "It is not there (any more)."
        elif status in (401, 403):
            what = "It is not for everybody."
        else:
            what = "Try again later."
        return FileDownloadError(f"{url}: the server answered {status}. {what}", url=url, status_code=status)
    return FileDownloadError(str(error).replace(" (AURORAX_BASE_URL)", ""), url=url)
