"""Datasets: what a scan keeps on disk, grown, mended, interrupted and read by others."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from support.emulator import fault
from support.runtimes import RUNTIMES, Runtime, client, run
from support.writing import ADMIN, NEW, writable

from aurorax_typed import AuroraX, Ephemeris, PollingPolicy, QueryError, RetryPolicy, ScanStateError, SearchFailedError
from aurorax_typed.events import Event, RequestSent, WindowDone
from aurorax_typed.queries import EphemerisQuery

FAST: dict[str, Any] = {
    "polling": PollingPolicy(initial_interval=0.01, max_interval=0.05),
    "retry": RetryPolicy(initial_wait=0.01, max_wait=0.02),
}
SWARM_A: dict[str, Any] = {"programs": ["swarm"], "platforms": ["swarma"]}
SPAN = ("2020-01-30", "2020-02-02T23:59:59")
NAMES = ("2020-01-30", "2020-01-31", "2020-02-01", "2020-02-02")


def epochs(folder: Path) -> list[datetime]:
    return sorted(
        pl.scan_parquet(folder / "**/*.parquet", hive_partitioning=True)
        .collect()["epoch"]
        .dt.replace_time_zone(None)
        .to_list()
    )


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet"))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_it_is_written_once_and_read_by_everybody(runtime: Runtime, shared_emulator: str, tmp_path: Path) -> None:
    folder = tmp_path / "swarm-a"

    async def scenario() -> None:
        events: list[Event] = []
        async with client(runtime, base_url=shared_emulator, on_event=events.append, **FAST) as ax:
            report = await ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day").to_parquet(folder)
            assert (report.records, report.fetched, report.kept) == (4 * 1440, NAMES, ())
            assert report.bytes == sum(path.stat().st_size for path in folder.rglob("*.parquet"))
            assert [event.name for event in events if isinstance(event, WindowDone)] == list(NAMES)
            whole = await (await ax.ephemeris.search(*SPAN, programs=["swarm"], platforms=["swarma"])).to_arrow()

            events.clear()
            again = await ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day").to_parquet(folder)
            assert (again.records, again.fetched, again.kept) == (4 * 1440, (), NAMES)
            assert not [event for event in events if isinstance(event, RequestSent) and event.method == "POST"]

        names = files(folder)
        assert names[0] == "year=2020/month=01/ephemeris-2020-01-30.parquet"
        assert [name.split("/")[1] for name in names] == ["month=01", "month=01", "month=02", "month=02"]
        columns = whole.column_names
        table = ds.dataset(folder, partitioning="hive").to_table().sort_by("epoch")
        assert table.select(columns).to_pylist() == whole.to_pylist()
        february = (
            pl.scan_parquet(folder / "**/*.parquet", hive_partitioning=True).filter(pl.col("month") == 2).collect()
        )
        assert len(february) == 2 * 1440
        with duckdb.connect() as db:
            found = db.execute(
                "SELECT count(*) FROM read_parquet(?, hive_partitioning = true) WHERE month = 2",
                [f"{folder}/**/*.parquet"],
            ).fetchone()
            assert found == (2 * 1440,)
        frame = pd.read_parquet(folder, filters=[("month", "==", 1)])
        assert (len(frame), frame["epoch"].max().day) == (2 * 1440, 31)

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_it_grows_in_both_directions(runtime: Runtime, shared_emulator: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:

            async def kept(start: str, end: str) -> Any:
                return await ax.ephemeris.scan(EphemerisQuery(start, end, **SWARM_A), window="day").to_parquet(tmp_path)

            await kept("2020-01-31T06:00", "2020-02-01T11:59")
            later = await kept("2020-01-31T18:00", "2020-02-02T05:59")
            assert later.fetched == ("2020-02-01", "2020-02-02")
            assert later.kept == ("2020-01-31",)
            earlier = await kept("2020-01-30T12:00", "2020-01-31T07:00")
            assert earlier.fetched == ("2020-01-30", "2020-01-31")
            found = epochs(tmp_path)
            assert (found[0], found[-1]) == (datetime(2020, 1, 30, 12), datetime(2020, 2, 2, 5, 59))
            assert len(found) == len(set(found)) == (found[-1] - found[0]).total_seconds() / 60 + 1

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_what_is_gone_or_changed_is_fetched_again(runtime: Runtime, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=url, api_key=ADMIN, **FAST) as ax:
            source = await ax.sources.add(**NEW)

            async def upload(*days: int) -> None:
                records = [Ephemeris(data_source=source, epoch=datetime(2020, 1, day, 6)) for day in days]
                await ax.ephemeris.upload(source.identifier, records)

            async def kept(**options: Any) -> Any:
                scan = ax.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-04", programs=["testing"]), window="day")
                return await scan.to_parquet(tmp_path, **options)

            await upload(1, 3)
            assert (await kept()).records == 2
            assert len(files(tmp_path)) == 2, "no file without records"
            await upload(2)
            assert (await kept()).fetched == ()
            changed = await kept(refresh="changed")
            assert (changed.fetched, changed.records) == (("2020-01-02",), 3)
            (tmp_path / "year=2020/month=01/ephemeris-2020-01-03.parquet").unlink()
            assert (await kept()).fetched == ("2020-01-03",)
            await ax.ephemeris.delete(source.identifier, "2020-01-02", "2020-01-02")
            gone = await kept(refresh="changed")
            assert (gone.fetched, gone.records) == (("2020-01-02",), 2)
            assert [moment.day for moment in epochs(tmp_path)] == [1, 3]
            assert len((await kept(refresh="all")).fetched) == 4
            with pytest.raises(QueryError, match="take 'missing', 'changed' or 'all'"):
                await kept(refresh="new")

    with writable() as url:
        run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_window_that_fails_leaves_the_others(runtime: Runtime, emulator: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=emulator, **FAST) as ax:
            scan = ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day", in_flight=1, attempts=2)
            fault(emulator, "fail_search", count=1, message="once")
            fault(emulator, "cut_result", count=1, size=100)
            assert (await scan.to_parquet(tmp_path)).records == 4 * 1440

            fault(emulator, "fail_search", count=2, message="twice")
            with pytest.raises(SearchFailedError, match="twice"):
                await scan.to_parquet(tmp_path, refresh="all")
            assert len(epochs(tmp_path)) == 4 * 1440, "what was there before is there still"
            with pytest.raises(ScanStateError, match="belongs to another scan"):
                await ax.ephemeris.scan(EphemerisQuery(*SPAN, programs=["themis"]), window="day").to_parquet(tmp_path)

    run(scenario())


KILLED = """
import os, signal, sys
from aurorax_typed import AuroraX, EphemerisQuery, PollingPolicy
from aurorax_typed.events import Received, WindowDone

windows = 0

def watch(event):
    global windows
    windows += isinstance(event, WindowDone)
    if windows == 2 and isinstance(event, Received):  # while the third is written
        os.kill(os.getpid(), signal.SIGKILL)

with AuroraX(base_url=sys.argv[1], on_event=watch, polling=PollingPolicy(initial_interval=0.01)) as ax:
    query = EphemerisQuery("2020-01-30", "2020-02-02T23:59:59", programs=["swarm"], platforms=["swarma"])
    scan = ax.ephemeris.scan(query, window="day")
    scan.to_parquet(sys.argv[2])
"""


def test_killed_in_the_middle_it_goes_on(shared_emulator: str, tmp_path: Path) -> None:
    killed, straight = tmp_path / "killed", tmp_path / "straight"
    done = subprocess.run([sys.executable, "-c", KILLED, shared_emulator, str(killed)], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(epochs(killed)) == 2 * 1440, "whole windows only"
    assert [path for path in killed.rglob("*") if path.name.endswith(".part")], "something was being written"

    async def scenario() -> None:
        events: list[Event] = []
        async with client("sync", base_url=shared_emulator, on_event=events.append, **FAST) as ax:
            report = await ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day").to_parquet(killed)
            assert (report.kept, report.fetched) == (NAMES[:2], NAMES[2:])
            # Both that were left had been submitted, and were taken up again.
            assert not [event for event in events if isinstance(event, RequestSent) and event.method == "POST"]
            await ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day").to_parquet(straight)

    run(scenario())
    assert not list(killed.rglob("*.part"))
    for name in NAMES:
        (file,) = killed.rglob(f"*{name}.parquet")
        assert pq.read_table(file).equals(pq.read_table(straight / file.relative_to(killed)))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_columns_of_metadata_are_the_same_in_every_file(runtime: Runtime, shared_emulator: str, tmp_path: Path) -> None:
    async def go() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            scan = ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day")
            with pytest.raises(QueryError, match="'nbtrace_region' needs a type here, such as metadata="):
                await scan.to_parquet(tmp_path, metadata=["nbtrace_region"])
            with pytest.raises(QueryError, match="there is already a column 'month'"):
                await scan.to_parquet(tmp_path, metadata={"month": int})
            await scan.to_parquet(tmp_path, metadata={"nbtrace_region": str})
            with pytest.raises(ScanStateError):
                await ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day").to_parquet(tmp_path)

    run(go())
    regions = pl.concat([pl.read_parquet(tmp_path / name) for name in files(tmp_path)])["nbtrace_region"]
    assert "north polar cap" in set(regions)
    if runtime == "async":  # the same function
        return
    with AuroraX(base_url=shared_emulator, **FAST) as ax:
        scan = ax.ephemeris.scan(EphemerisQuery(*SPAN, **SWARM_A), window="day")
        frame = scan.to_dask(metadata={"nbtrace_region": str})
        computed = frame.compute(scheduler="threads")
        assert list(computed.dtypes) == list(frame.dtypes)
    assert regions.fill_null("").to_list() == computed.nbtrace_region.fillna("").tolist()


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_files_that_are_not_what_was_written_are_fetched_again(
    runtime: Runtime, shared_emulator: str, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            query = EphemerisQuery(*SPAN, **SWARM_A)
            await ax.ephemeris.scan(query, window="day").to_parquet(tmp_path)
            whole = epochs(tmp_path)
            cut, spoiled, other, empty = (tmp_path / name for name in files(tmp_path))
            cut.write_bytes(cut.read_bytes()[:-100])
            data = spoiled.read_bytes()
            footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
            spoiled.write_bytes(data[:footer] + bytes(64) + data[footer + 64 :])  # no footer, at the right size
            pq.write_table(pq.read_table(other, partitioning=None).slice(1), other)
            empty.write_bytes(b"")
            theirs = [tmp_path / ".theirs.part", cut.with_name(f".{cut.name}.0123456789abcdef.part")]
            for path in theirs:
                path.write_text("of another program")

            report = await ax.ephemeris.scan(query, window="day").to_parquet(tmp_path)
            assert report.fetched == NAMES
            assert epochs(tmp_path) == whole
            assert [path.read_text() for path in theirs] == ["of another program"] * 2

    run(scenario())
