#!/usr/bin/env python3
"""Fetch the windows of a scan with Ray, from the emulator, and compare with the scan itself: `make engines`.

Ray's processes listen on every address of the machine. So all of this runs in a network namespace of its own, in which
there is nothing but the loopback device; where the machine can't make one, nothing is started.
"""

from __future__ import annotations

import fcntl
import importlib
import os
import shutil
import socket
import struct
import subprocess
import sys
from typing import Any

from aurorax_typed.queries import EphemerisQuery

INSIDE = "AURORAX_TYPED_INSIDE"


def main() -> int:
    if INSIDE in os.environ:
        return compare()
    unshare = shutil.which("unshare")
    command = [unshare or "unshare", "--user", "--map-root-user", "--net"]
    if unshare is None or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        print("This machine makes no network namespaces (unshare, of util-linux); Ray was not tried.", file=sys.stderr)
        return 1
    inside = {**os.environ, INSIDE: "1", "RAY_USAGE_STATS_ENABLED": "0"}
    return subprocess.run([*command, sys.executable, __file__], env=inside, timeout=300, check=False).returncode


def compare() -> int:
    """Within the namespace: the rows of both, which must be the same."""
    loopback_up()
    from aurorax_typed import AuroraX
    from aurorax_typed.emulator import serve
    from aurorax_typed.scans import WindowTask

    ray: Any = importlib.import_module("ray")
    ray.init(num_cpus=2, include_dashboard=False, _node_ip_address="127.0.0.1", logging_level="ERROR")
    try:
        with serve(time_scale=0) as url, AuroraX(base_url=url) as ax:
            scan = ax.ephemeris.scan(
                EphemerisQuery("2020-01-01", "2020-01-04T23:59:59", programs=["swarm"], platforms=["swarma"]),
                window="day",
            )
            fetch = ray.remote(WindowTask.to_arrow)
            tables = ray.get([fetch.remote(task) for task in scan.tasks()])
            found = [row for table in tables for row in table.to_pylist()]
            wanted = scan.to_arrow().to_pylist()
    finally:
        ray.shutdown()
    if found != wanted or not wanted:
        print(f"Ray found {len(found)} rows, the scan {len(wanted)}, and they differ.", file=sys.stderr)
        return 1
    print(f"Ray {ray.__version__} fetched {len(tables)} windows: {len(found)} rows, the same as the scan's.")
    return 0


def loopback_up() -> None:
    """A new namespace has a loopback device, and it is down."""
    set_flags, up, running = 0x8914, 0x1, 0x40  # SIOCSIFFLAGS, IFF_UP, IFF_RUNNING of Linux
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        fcntl.ioctl(device, set_flags, struct.pack("16sH14x", b"lo", up | running))


if __name__ == "__main__":
    sys.exit(main())
