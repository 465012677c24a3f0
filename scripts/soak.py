#!/usr/bin/env python3
"""A thousand searches, fifty at a time, against the emulator with faults at random: do all end right?

`soak.py [--searches 1000] [--at-once 50] [--seed 1]`. The server runs in a process of its own. Prints what came of the
searches, and open descriptors, threads and memory before and after; fails where one ended wrong or anything is left.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.request import Request, urlopen

from attrs import frozen

from aurorax_typed import AsyncAuroraX, AuroraXError, PollingPolicy, RetryPolicy, SearchFailedError

FAULTS: list[dict[str, object]] = [
    {"kind": "bad_gateway"},
    {"kind": "bad_gateway", "method": "POST", "path": "$/search"},
    {"kind": "drop_answer", "method": "POST", "path": "$/search"},
    {"kind": "drop_answer", "path": "/requests/"},
    {"kind": "rate_limit", "retry_after": 0.05},
    {"kind": "slow_answer", "delay": 0.2},
    {"kind": "cut_result", "size": 50_000},
    {"kind": "cut_result", "size": 200_000, "clean": True},
    {"kind": "slow_chunks", "size": 65_536, "delay": 0.01},
    {"kind": "fail_search", "message": "soaked"},
]


def ask_for_fault(url: str, fault: dict[str, object]) -> None:
    request = Request(f"{url}/emulator/faults", json.dumps(fault).encode(), {"content-type": "application/json"})
    with urlopen(request, timeout=30):
        pass


def memory() -> int:
    """Resident memory now, bytes (Linux); elsewhere the peak so far."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else -1


async def soak(url: str, searches: int, at_once: int, chance: random.Random) -> Counter[str]:
    """Run them; gives how often each outcome was."""
    outcomes: Counter[str] = Counter()
    turn = asyncio.Semaphore(at_once)
    expected = -1

    async def one(ax: AsyncAuroraX) -> None:
        async with turn:
            if chance.random() < 0.5:
                await asyncio.to_thread(ask_for_fault, url, chance.choice(FAULTS))
            try:
                search = await ax.data_products.search("2020-02-01", "2020-02-05T23:59:59", programs=["trex"])
                count = 0
                async for batch in search.stream_batches():
                    count += len(batch)
                outcomes["right" if count == expected else f"WRONG: {count} records"] += 1
            except SearchFailedError as error:
                outcomes["failed at the server, told so" if "soaked" in str(error) else f"WRONG: {error}"] += 1
            except AuroraXError as error:
                outcomes[f"error: {type(error).__name__}"] += 1

    retry, polling = RetryPolicy(initial_wait=0.02, max_wait=0.2), PollingPolicy(initial_interval=0.05)
    async with AsyncAuroraX(base_url=url, polling=polling, retry=retry) as ax:
        first = await ax.data_products.search("2020-02-01", "2020-02-05T23:59:59", programs=["trex"])
        expected = len(await first.get_data())
        begun = time.monotonic()
        await asyncio.gather(*(one(ax) for _ in range(searches)))
        seconds = time.monotonic() - begun
    await asyncio.sleep(0)
    left = len(asyncio.all_tasks()) - 1
    if left:
        outcomes["WRONG: tasks left behind"] += left
    print(f"{searches} searches of {expected} records, {at_once} at a time, in {seconds:.1f} s")
    for outcome, count in outcomes.most_common():
        print(f"  {count:5d}  {outcome}")
    return outcomes


@frozen
class Held:
    """What this process holds."""

    descriptors: int
    threads: int
    memory: int

    @classmethod
    def now(cls) -> Held:
        gc.collect()
        return cls(descriptors(), threading.active_count(), memory())


def soaked(url: str, searches: int, at_once: int, seed: int) -> bool:
    """Soak, and tell what is held before and after; whether all ended right and nothing is left."""
    # First a little, so that what is made once and kept is there before.
    outcomes = asyncio.run(soak(url, min(searches, at_once), at_once, random.Random(seed)))
    before = Held.now()
    outcomes += asyncio.run(soak(url, searches, at_once, random.Random(seed + 1)))
    after = Held.now()
    print(f"  descriptors {before.descriptors} before, {after.descriptors} after, with every client closed")
    print(f"  threads {before.threads} before, {after.threads} after")
    print(f"  resident memory {before.memory / 1e6:.1f} MB before, {after.memory / 1e6:.1f} MB after")
    wrong = any(outcome.startswith(("WRONG", "error")) for outcome in outcomes)
    return not wrong and after.descriptors <= before.descriptors and after.threads <= before.threads


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--searches", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    command = [str(Path(sys.executable).parent / "aurorax"), "emulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            right = soaked(url, chosen.searches, chosen.at_once, chosen.seed)
        finally:
            server.terminate()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
