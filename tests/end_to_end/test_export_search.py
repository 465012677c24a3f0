"""Exports of a search while it comes over the network, sync and async, with everything that may go wrong."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.emulator import fault
from support.runtimes import RUNTIMES, Runtime, client, run

from aurorax_typed import (
    DataProduct,
    PollingPolicy,
    QueryError,
    ResultCountError,
    ResultExpiredError,
    ResultTruncatedError,
    RetryPolicy,
    SearchStateError,
)
from aurorax_typed._runtime_async import to_thread
from aurorax_typed.events import Event, Received, RequestSent
from aurorax_typed.export import arrow_schema, batch_to_arrow, column_names, read_results, records_from_arrow

pytestmark = pytest.mark.filterwarnings(
    "ignore::aurorax_typed.errors.UnknownNameWarning", "ignore::aurorax_typed.errors.NothingFoundWarning"
)

START, END = datetime(2020, 2, 1), datetime(2020, 2, 5, 23, 59, 59)
FAST: dict[str, Any] = {
    "retry": RetryPolicy(initial_wait=0.01, max_wait=0.02),
    "polling": PollingPolicy(initial_interval=0.01, max_interval=0.05),
}
FILES = ("to_parquet", "to_csv", "to_ndjson")

Scenario = Callable[[Any, str, Path, list[Event]], Coroutine[Any, Any, None]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[function.__name__] = function
    return function


def contents(folder: Path) -> dict[str, bytes]:
    return {item.name: item.read_bytes() for item in folder.iterdir()}


async def batches_of(search: Any, **options: Any) -> AsyncIterator[pa.RecordBatch]:
    """`iter_arrow` sync or async."""
    inner = getattr(search, "inner", None)
    if inner is None:
        async for batch in search.iter_arrow(**options):
            yield batch
    else:
        for batch in inner.iter_arrow(**options):
            yield batch


@scenario
async def every_table_has_every_record(ax: Any, url: str, folder: Path, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    records = await search.get_data()
    again = ax.data_products.attach(search.request_id)  # has not fetched anything
    table = await again.to_arrow()
    assert table.schema.equals(arrow_schema(DataProduct), check_metadata=True)
    assert table.num_rows == len(records) == search.result_count > 1000
    reduced = [batch_to_arrow(records, DataProduct)]
    expected = list(records_from_arrow(reduced, DataProduct))
    assert list(records_from_arrow(table.to_batches(), DataProduct)) == expected
    batches = [batch async for batch in batches_of(again)]
    assert pa.Table.from_batches(batches).unify_dictionaries().equals(table)
    frame = await again.to_pandas()
    assert list(frame.columns) == column_names(DataProduct)
    assert frame.url.tolist() == [record.url for record in records]
    assert frame.start.tolist() == [record.start for record in records]
    assert frame.program.tolist() == [record.data_source.program for record in records]
    typed = await again.to_pandas(metadata=["keogram_type", "no_such_field"])
    assert [None if pd.isna(kind) else kind for kind in typed.keogram_type] == [
        record.metadata.get("keogram_type") for record in records
    ]
    assert typed.no_such_field.isna().all()
    other = await again.to_polars(metadata={"keogram_type": str})
    batches = [batch async for batch in batches_of(again, metadata={"keogram_type": str})]
    assert other["keogram_type"].to_list() == [kind for b in batches for kind in b.column("keogram_type").to_pylist()]
    with pytest.raises(QueryError, match="'keogram_type' needs a type here"):
        [batch async for batch in batches_of(again, metadata=["keogram_type"])]
    polars = await again.to_polars()
    assert polars.columns == column_names(DataProduct)
    assert polars["end"].to_list() == [record.end for record in records]


@scenario
async def every_file_has_every_record(ax: Any, url: str, folder: Path, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    for name in FILES:
        assert await getattr(search, name)(folder / f"x.{name[3:]}") == search.result_count
    records = await search.get_data()
    assert list(read_results(folder / "x.ndjson", DataProduct)) == records
    expected = list(records_from_arrow([batch_to_arrow(records, DataProduct)], DataProduct))
    assert list(read_results(folder / "x.parquet", DataProduct)) == expected
    assert (folder / "x.csv").read_text().count("\n") == len(records) + 1
    assert await search.to_parquet(folder / "gzip.parquet", compression="gzip") == len(records)
    assert pq.read_metadata(folder / "gzip.parquet").row_group(0).column(0).compression == "GZIP"
    assert contents(folder).keys() == {"gzip.parquet", "x.csv", "x.ndjson", "x.parquet"}


@scenario
async def what_was_fetched_is_not_fetched_again(ax: Any, url: str, folder: Path, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    records = await search.get_data()
    before = len([event for event in events if isinstance(event, RequestSent)])
    assert await search.to_parquet(folder / "x") == (await search.to_arrow()).num_rows == len(records)
    assert len([event for event in events if isinstance(event, RequestSent)]) == before


@scenario
async def nothing_found(ax: Any, url: str, folder: Path, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["no such program"])
    assert (await search.to_arrow()).equals(arrow_schema(DataProduct).empty_table())
    assert [batch async for batch in batches_of(search)] == []
    for frame in (await search.to_pandas(), await search.to_polars()):
        assert (len(frame), list(frame.columns)) == (0, column_names(DataProduct))
    for name in FILES:
        assert await getattr(search, name)(folder / name) == 0
    assert pq.read_schema(folder / "to_parquet") == arrow_schema(DataProduct)
    assert (folder / "to_csv").read_text() == ",".join(column_names(DataProduct)) + "\n"
    assert (folder / "to_ndjson").read_bytes() == b""


@scenario
async def a_result_that_is_not_whole_makes_no_file(ax: Any, url: str, folder: Path, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    (folder / "x").write_bytes(b"old")
    for name in FILES:
        fault(url, "cut_result", size=60_000, clean=True, count=5)
        with pytest.raises(ResultTruncatedError):
            await getattr(search, name)(folder / "x")
        assert contents(folder) == {"x": b"old"}
    with pytest.raises(ResultTruncatedError):
        fault(url, "cut_result", size=60_000, clean=True, count=5)
        await search.to_arrow()
    fault(url, "wrong_count", delta=1)
    wrong = await ax.data_products.search(START, END, programs=["trex"])
    for name in FILES:
        with pytest.raises(ResultCountError):
            await getattr(wrong, name)(folder / "x")
        assert contents(folder) == {"x": b"old"}


@scenario
async def nothing_is_asked_for_a_file_that_can_not_be_written(
    ax: Any, url: str, folder: Path, events: list[Event]
) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    before = len(events)
    for name in FILES:
        with pytest.raises(FileNotFoundError, match="make it first"):
            await getattr(search, name)(folder / "missing" / "x")
    assert len(events) == before


@scenario
async def too_early_and_too_late(ax: Any, url: str, folder: Path, events: list[Event]) -> None:
    search = await ax.data_products.search(START, END, programs=["trex"])
    fault(url, "expire_result", request_id=search.request_id)
    for name in FILES:
        with pytest.raises(ResultExpiredError):
            await getattr(search, name)(folder / "x")
        with pytest.raises(SearchStateError):
            await getattr(ax.data_products.prepare(search.query), name)(folder / "x")
    assert contents(folder) == {}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(name: str, runtime: Runtime, emulator: str, tmp_path: Path) -> None:
    events: list[Event] = []

    async def whole() -> None:
        async with client(runtime, base_url=emulator, on_event=events.append, **FAST) as ax:
            await SCENARIOS[name](ax, emulator, tmp_path, events)

    run(whole())


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("method", FILES)
def test_an_interrupt_leaves_the_old_file(method: str, runtime: Runtime, emulator: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    armed = False

    def interrupt(event: Event) -> None:
        if armed and isinstance(event, Received) and event.records > 500:
            raise KeyboardInterrupt

    async def whole() -> None:
        nonlocal armed
        async with client(runtime, base_url=emulator, on_event=interrupt, **FAST) as ax:
            search = await ax.data_products.search(START, END, programs=["trex"])
            armed = True
            await getattr(search, method)(path)

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(whole())
    assert contents(tmp_path) == {"x": b"old"}


@pytest.mark.parametrize("method", FILES)
def test_a_cancelled_task_leaves_the_old_file(method: str, emulator: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    task: asyncio.Task[int] | None = None

    def cancel(event: Event) -> None:
        if task is not None and isinstance(event, Received) and event.records > 500:
            task.cancel()

    async def whole() -> None:
        nonlocal task
        async with client("async", base_url=emulator, on_event=cancel, **FAST) as ax:
            search = await ax.data_products.search(START, END, programs=["trex"])
            task = asyncio.ensure_future(getattr(search, method)(path))
            with pytest.raises(asyncio.CancelledError):
                await task
            assert contents(tmp_path) == {"x": b"old"}

    run(whole())


def test_work_in_a_thread_is_over_when_its_task_is() -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_end.wait()
        ended.set()
        raise ValueError("nobody asks for this any more")

    async def whole() -> None:
        task = asyncio.ensure_future(to_thread(work))
        await asyncio.to_thread(begun.wait)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0)
            assert not task.done()
        may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()
        assert await to_thread(int, "7") == 7
        with pytest.raises(ValueError, match="invalid literal"):
            await to_thread(int, "x")

    run(whole())
