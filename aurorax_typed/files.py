"""What comes of downloading the pictures and movies behind data products: a report, and events on the way.

`search.download_files(folder)` and `client.data_products.download_files(products, folder)` give these.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from attrs import field, frozen

from aurorax_typed.errors import FileDownloadError
from aurorax_typed.records import DataProduct

__all__ = [
    "FileEvent",
    "FileEventListener",
    "FileFinished",
    "FileReceived",
    "FileStarted",
    "FilesReport",
    "ProductFile",
]

FileStatus: TypeAlias = Literal["downloaded", "skipped", "failed"]


@frozen(kw_only=True)
class ProductFile:
    """What came of the file of one data product.

    Attributes:
        product: whose file it is; of several with one address, the first.
        status: `downloaded`, `skipped` (it was here already), `failed`.
        path: where it is; for one that failed, where it would be.
        bytes: its size; 0 for one that failed.
        sha256: of its bytes, in hexadecimal; empty for one that failed.
        etag: the server's name for this version of it, with its quotes; None where it gave none.
        error: why it failed; None otherwise.
    """

    product: DataProduct = field(repr=False, hash=False)  # which can't be hashed, being mutable
    status: FileStatus
    path: Path
    bytes: int = 0
    sha256: str = ""
    etag: str | None = None
    error: FileDownloadError | None = None

    @property
    def url(self) -> str:
        """Where it came from."""
        return self.product.url


@frozen(kw_only=True)
class FilesReport:
    """What came of all files.

    Attributes:
        folder: where they are.
        manifest: the list of all files in the folder, newline-delimited JSON, see the guide.
        files: one for each address, in the order of the products.
    """

    folder: Path
    manifest: Path
    files: tuple[ProductFile, ...] = field(repr=False)

    @property
    def downloaded(self) -> tuple[ProductFile, ...]:
        """Those that came now."""
        return tuple(file for file in self.files if file.status == "downloaded")

    @property
    def skipped(self) -> tuple[ProductFile, ...]:
        """Those that were here already."""
        return tuple(file for file in self.files if file.status == "skipped")

    @property
    def failed(self) -> tuple[ProductFile, ...]:
        """Those that could not be had; each has its `error`."""
        return tuple(file for file in self.files if file.status == "failed")

    @property
    def bytes(self) -> int:
        """Bytes of those that came now."""
        return sum(file.bytes for file in self.downloaded)

    def raise_if_failed(self) -> None:
        """Raise the first error, if any file failed; the message says how many did.

        Raises:
            FileDownloadError: not all files are here.
        """
        failed = self.failed
        if not failed:
            return
        first = failed[0].error
        why = "" if first is None else f" The first: {first}"
        raise FileDownloadError(
            f"{len(failed)} of {len(self.files)} files could not be downloaded.{why}", url=failed[0].url
        ) from first

    def __str__(self) -> str:
        return (
            f"downloaded: {len(self.downloaded)} ({self.bytes:,} bytes), here already: {len(self.skipped)}, "
            f"failed: {len(self.failed)}, in {self.folder}"
        )


@frozen(kw_only=True)
class FileStarted:
    """A file is about to be asked for. `received` is how many bytes an earlier run has left of it; `done` files of
    `total` are over."""

    url: str
    path: Path
    received: int
    done: int
    total: int


@frozen(kw_only=True)
class FileReceived:
    """Part of a file came. `received` bytes of it are here; `size` is how many it has, if the server said so."""

    url: str
    path: Path
    received: int
    size: int | None


@frozen(kw_only=True)
class FileFinished:
    """A file is here, was here already, or failed; `done` files of `total` are over."""

    file: ProductFile
    done: int
    total: int


FileEvent: TypeAlias = FileStarted | FileReceived | FileFinished
FileEventListener: TypeAlias = Callable[[FileEvent], None]
