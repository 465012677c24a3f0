"""A Dask cluster at work on a scan, one of whose workers dies; a program, since a cluster is a family of processes.

    dask_run.py BASE_URL KEY FLAG

Prints what came of it as JSON. The first worker that holds a fetched window makes the file FLAG and kills itself.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pandas as pd
from distributed import Client, LocalCluster

from aurorax_typed import AuroraX
from aurorax_typed.queries import EphemerisQuery


def die_once(frame: pd.DataFrame, flag: str) -> pd.DataFrame:
    """What a worker does with a window."""
    if len(frame):  # not the empty frame by which Dask learns the columns
        try:
            Path(flag).touch(exist_ok=False)
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
    return frame


def main() -> None:
    base_url, key, flag = sys.argv[1:]
    most = 0
    over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.02):
            most = max(most, len(ax.requests.list(active=True)))

    watcher = threading.Thread(target=watch)
    with AuroraX(base_url=base_url, api_key=key) as ax:
        scan = ax.ephemeris.scan(
            EphemerisQuery("2020-01-01", "2020-01-08T23:59:59", programs=["swarm"], platforms=["swarma"]),
            window="day",
            in_flight=2,
        )
        frame: Any = scan.to_dask()
        graph = pickle.dumps(dict(frame.__dask_graph__()))
        local = scan.to_pandas()
        cluster = LocalCluster(
            n_workers=2,
            threads_per_worker=2,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
        with cluster, Client(cluster) as client:
            watcher.start()
            try:
                found = frame.map_partitions(die_once, flag, meta=frame._meta).compute()
            finally:
                over.set()
                watcher.join()
            client.wait_for_workers(2)  # the one that died is started again in its own time
            workers = len(client.scheduler_info()["workers"])
    equal = found.reset_index(drop=True).astype(str).equals(local.astype(str))
    told = {
        "partitions": frame.npartitions,
        "workers": workers,
        "killed": Path(flag).exists(),
        "rows": len(found),
        "equal": bool(equal),
        "most_active": most,
        "key_in_graph": key.encode() in graph,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
