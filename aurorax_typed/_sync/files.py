# Made from _async/files.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""The files behind data products, into a folder: many at a time, and a list of what came of each."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from attrs import frozen

from aurorax_typed._core.filenames import FileNames
from aurorax_typed._core.manifest import Entry, entry_line
from aurorax_typed._partfile import FileList
from aurorax_typed._runtime_sync import in_thread, opened, spread
from aurorax_typed._sync.file_download import FileDownload
from aurorax_typed._sync.transport import Transport
from aurorax_typed.errors import (
    APIError,
    AuroraXError,
    ClientStateError,
    FileDownloadError,
    QueryError,
    ServerError,
    TransportError,
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

__all__ = ["Files", "download_files"]

_MOST_WORKERS: Final = 32


def download_files(
    transport: Transport,
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
        fetching = Files(transport, files, on_event, max_bytes)
        return fetching.fetch(list(asked.values()), workers=workers, overwrite=overwrite)


@frozen
class _Job:
    """A file to be fetched: its position in the report, whose it is, where it goes."""

    position: int
    product: DataProduct
    place: str
    path: Path


class Files:
    """One download of many files. None of them is asked of the API's server, and no key goes along."""

    def __init__(
        self, transport: Transport, files: FileList, on_event: FileEventListener | None, max_bytes: int
    ) -> None:
        self._transport = transport
        self._list = files
        self._on_event = on_event
        self._max_bytes = max_bytes
        self._connections: dict[str, Transport] = {}
        self._lock = threading.Lock()  # never held while something is waited for, so that it suits asyncio too
        self._found: dict[int, ProductFile] = {}
        self._count = 0
        self._over = False

    def fetch(self, products: list[DataProduct], *, workers: int, overwrite: bool) -> FilesReport:
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
        spread(self._fetch, jobs, min(workers, len(jobs)), self._hang_up)
        found = tuple(self._found[position] for position in range(len(products)))
        return FilesReport(folder=self._list.folder, manifest=self._list.path, files=found)

    def _hang_up(self) -> None:
        """Close all connections, those in use too."""
        with self._lock:
            self._over = True
            connections, self._connections = list(self._connections.values()), {}
        for connection in connections:
            connection.close()

    def _fetch(self, job: _Job) -> None:
        try:
            file = self._downloaded(job)
        except FileDownloadError as error:
            file = ProductFile(product=job.product, status="failed", path=job.path, error=error)
        entry = Entry(file=job.place, status=file.status, bytes=file.bytes, sha256=file.sha256, etag=file.etag)
        line = entry_line(entry, job.product, file.error, datetime.now(UTC))
        in_thread(self._list.add, line)
        self._finished(job, file)

    def _downloaded(self, job: _Job) -> ProductFile:
        url = job.product.url
        part = opened(self._list.part, job.path, url)
        try:
            self._tell(
                FileStarted(url=url, path=job.path, received=part.size, done=len(self._found), total=self._count)
            )

            def progress(received: int, size: int | None) -> None:
                self._tell(FileReceived(url=url, path=job.path, received=received, size=size))

            download = FileDownload(url, part, self._connect, self._max_bytes, progress)
            download.run()
            in_thread(part.commit)
        except OSError:
            part.close()
            raise
        except ClientStateError:  # all of it ends, and this file has no fault
            part.leave()
            raise
        except AuroraXError as error:
            # What may pass leaves something to go on from.
            in_thread(part.leave if isinstance(error, TransportError | ServerError) else part.discard)
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

    def _connect(self, origin: str) -> Transport:
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
