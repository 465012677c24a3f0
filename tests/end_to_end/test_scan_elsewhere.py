"""The windows of a scan fetched by other processes: as plain tasks, and by a Dask cluster one of whose workers dies."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from support.writing import ADMIN, writable

import aurorax_typed
from aurorax_typed import AuroraX, GroundCriteria, SpaceCriteria, TransportError
from aurorax_typed.queries import ConjunctionQuery, DataProductQuery, EphemerisQuery
from aurorax_typed.scans import WindowTask

SUPPORT = Path(__file__).resolve().parent.parent
SWARM_A: dict[str, Any] = {"programs": ["swarm"], "platforms": ["swarma"]}


def fetch(task: WindowTask[Any]) -> list[Any]:
    return task.fetch()


def test_tasks_in_other_processes(shared_emulator: str) -> None:
    with AuroraX(base_url=shared_emulator, api_key="a-key-that-stays-here") as ax:
        positions = ax.ephemeris.scan(EphemerisQuery("2020-01-01", "2020-01-02T23:59:59", **SWARM_A), window="day")
        products = ax.data_products.scan(DataProductQuery("2020-01-01", "2020-01-02", programs=["trex"]), window="day")
        meetings = ax.conjunctions.scan(
            ConjunctionQuery(
                "2020-01-01",
                "2020-01-02T23:59:59",
                500,
                ground=GroundCriteria(programs=["themis-asi"]),
                space=SpaceCriteria(programs=["swarm"]),
            ),
            window="day",
        )
        scans: list[Any] = [positions, products, meetings]
        tasks = [task for scan in scans for task in scan.tasks()]
        assert b"a-key-that-stays-here" not in pickle.dumps(tasks)
        assert [str(task) for task in tasks[:2]] == ["ephemeris of 2020-01-01", "ephemeris of 2020-01-02"]
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            found = [record for records in pool.map(fetch, tasks) for record in records]
        assert found == [record for scan in scans for record in scan.stream()]


def test_a_task_keeps_the_policies_of_its_client(unused_port: int) -> None:
    retry = aurorax_typed.RetryPolicy(max_attempts=2, initial_wait=0.01, max_wait=0.02)
    with AuroraX(base_url=f"http://127.0.0.1:{unused_port}", retry=retry) as ax:
        (task,) = ax.ephemeris.scan(
            EphemerisQuery(datetime(2020, 1, 1), datetime(2020, 1, 1) + timedelta(hours=1), **SWARM_A),
            window="day",
            attempts=1,
        ).tasks()
    again: WindowTask[Any] = pickle.loads(pickle.dumps(task))
    assert again == task
    assert again.client.retry == retry
    with pytest.raises(TransportError, match=f"127.0.0.1:{unused_port}"):
        again.fetch()


@pytest.mark.timeout(300)  # two processes start, one is killed and started again
def test_a_cluster_whose_worker_dies_gives_the_same(tmp_path: Path) -> None:
    with writable() as url:
        done = subprocess.run(
            [sys.executable, str(SUPPORT / "support" / "dask_run.py"), url, ADMIN, str(tmp_path / "died")],
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(SUPPORT), *sys.path]),
                "PYTHONWARNINGS": "default",
                "DASK_TEMPORARY_DIRECTORY": str(tmp_path),
            },
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    most = told.pop("most_active")
    assert told == {
        "partitions": 8,
        "workers": 2,
        "killed": True,
        "rows": 8 * 1440,
        "equal": True,
        "key_in_graph": False,
    }
    assert most <= 2
