"""The windows of a scan as tasks: small values that can be sent to other processes and machines, and fetched there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from aurorax_typed._core.scan_windows import Overlap, Window
from aurorax_typed.config import ClientSettings
from aurorax_typed.queries import SpanQuery
from aurorax_typed.queries.common import Family
from aurorax_typed.records import Record
from aurorax_typed.scans.options import ScanOptions

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from aurorax_typed._sync.scan import Scan
    from aurorax_typed.export.metadata_columns import MetadataFields

__all__ = ["WindowTask"]

R = TypeVar("R", bound=Record)


@frozen(kw_only=True)
class WindowTask(Generic[R]):
    """One window of a scan, to be fetched anywhere. Made by `scan.tasks()`.

    It can be pickled, and holds no secret: where it is fetched, the API key (searching needs none) is taken from
    `AURORAX_API_KEY`.

    Attributes:
        window: what it fetches.
        kind: the family of searches that it belongs to.
        query: what the scan asks for, over its whole span.
        record_type: what it gives.
        client: how the client there behaves.
    """

    window: Window
    kind: Family
    query: SpanQuery
    record_type: type[R]
    client: ClientSettings
    _overlap: Overlap[R] = field(alias="overlap")
    _options: ScanOptions = field(alias="options")

    def __str__(self) -> str:
        return f"{self.kind} of {self.window.name}"

    def fetch(self) -> list[R]:
        """Its records.

        Raises:
            SearchError, ResultError, TransportError, APIError: it failed, more often than the scan's `attempts` allow.
        """
        with self._scan() as scan:
            return list(scan.stream())

    def to_arrow(self, *, metadata: MetadataFields | None = None) -> pa.Table:
        """Its records as an Arrow table; raises what `fetch` does.

        Args:
            metadata: fields of the metadata that get columns of their own. Give their types, such as `{"kp": float}`,
                if the tables of several windows are put together.

        Raises:
            QueryError: `metadata` is not valid.
            MissingExtraError: pyarrow is not installed.
        """
        with self._scan() as scan:
            return scan.to_arrow(metadata=metadata)

    def to_pandas(self, *, metadata: MetadataFields | None = None) -> pd.DataFrame:
        """Its records as a DataFrame; raises what `fetch` does.

        Args:
            metadata: fields of the metadata that get columns of their own. Give their types, such as `{"kp": float}`,
                if the tables of several windows are put together.

        Raises:
            QueryError: `metadata` is not valid.
            MissingExtraError: pandas or pyarrow is not installed.
        """
        with self._scan() as scan:
            return scan.to_pandas(metadata=metadata)

    @contextmanager
    def _scan(self) -> Iterator[Scan[Any, R]]:
        from aurorax_typed._sync.client import AuroraX
        from aurorax_typed._sync.scan import scan_of

        settings = self.client
        with AuroraX(
            base_url=settings.base_url, timeout=settings.timeout, retry=settings.retry, polling=settings.polling
        ) as client:
            family = getattr(client, self.kind)
            yield scan_of(family, self.query, self.record_type, self._overlap, self._options, only=self.window)
