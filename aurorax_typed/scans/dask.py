"""A scan as a Dask DataFrame: a partition for each window, fetched by whoever works on it, when it is needed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from aurorax_typed._optional import require
from aurorax_typed.export.arrow import arrow_schema
from aurorax_typed.export.frames import table_to_pandas
from aurorax_typed.records import Record
from aurorax_typed.scans.tasks import WindowTask

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd
    import pyarrow as pa

    from aurorax_typed.export.metadata_columns import MetadataType

__all__ = ["scan_to_dask"]


def scan_to_dask(
    tasks: Sequence[WindowTask[Any]],
    record_type: type[Record],
    in_flight: int,
    metadata: Mapping[str, MetadataType] | None = None,
) -> dd.DataFrame:
    """The windows as partitions.

    Args:
        tasks: a window each.
        record_type: what they hold.
        in_flight: how many windows are fetched at once, over all workers.
        metadata: fields of the metadata that get columns of their own, with their types.

    Raises:
        QueryError: `metadata` is not valid, or gives no types.
        MissingExtraError: dask, pandas or pyarrow is not installed.
    """
    frames: Any = require("dask.dataframe", "Dask DataFrames")
    empty = _frame(arrow_schema(record_type, metadata).empty_table())
    server = tasks[0].client.base_url if tasks else ""
    fetch = _Fetch(limit=f"searches in flight at {server}: {in_flight}", in_flight=in_flight, metadata=metadata)
    return cast("dd.DataFrame", frames.from_map(fetch, list(tasks), meta=empty, label="aurorax-scan"))


@frozen
class _Fetch:
    """Fetches a window, at most so many at once over all workers."""

    limit: str
    in_flight: int
    metadata: Mapping[str, MetadataType] | None

    def __call__(self, task: WindowTask[Any]) -> pd.DataFrame:
        with _turn(self.limit, self.in_flight):
            return _frame(task.to_arrow(metadata=self.metadata))


def _frame(table: pa.Table) -> pd.DataFrame:
    """As `to_pandas`, but with text where that has categories: partitions would have different ones."""
    arrow: Any = require("pyarrow", "DataFrames")
    plain = [
        field.with_type(field.type.value_type) if arrow.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table_to_pandas(table.cast(arrow.schema(plain)))


@contextmanager
def _turn(limit: str, in_flight: int) -> Iterator[None]:
    """One of the turns that all workers share: of a cluster through its scheduler, else of the threads of a process.

    The scheduler takes back the turn of a worker that died.
    """
    turn: AbstractContextManager[Any] = _of_cluster(limit, in_flight) or _of_process(limit, in_flight)
    with turn:
        yield


def _of_cluster(limit: str, in_flight: int) -> AbstractContextManager[Any] | None:
    try:
        import distributed
    except ModuleNotFoundError:
        return None
    try:
        distributed.get_worker()
    except ValueError:
        return None  # not in a worker of a cluster
    semaphore: Any = distributed.Semaphore
    return cast("AbstractContextManager[Any]", semaphore(max_leases=in_flight, name=limit))


_limits: dict[str, threading.BoundedSemaphore] = {}
_lock = threading.Lock()


def _of_process(limit: str, in_flight: int) -> AbstractContextManager[Any]:
    with _lock:
        return _limits.setdefault(limit, threading.BoundedSemaphore(in_flight))
