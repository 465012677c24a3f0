"""A disk that is full leaves the old file whole, and the error names the file.

The limit is the operating system's own (`RLIMIT_FSIZE`, `/dev/full`), in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of file sizes")

_SYNC = """
with AuroraX(base_url=URL) as ax:
    keep(ax.data_products.search(*SPAN, programs=["trex"]).{method}, PATH)
"""
_ASYNC = """
async def main():
    async with AsyncAuroraX(base_url=URL) as ax:
        search = await ax.data_products.search(*SPAN, programs=["trex"])
        try:
            await search.{method}(PATH)
        except OSError as error:
            print(type(error).__name__, error)
asyncio.run(main())
"""
_BEFORE = """
import asyncio, resource
from aurorax_typed import AsyncAuroraX, AuroraX
URL, PATH, LIMIT = {url!r}, {path!r}, {limit!r}
SPAN = ("2020-02-01", "2020-02-05T23:59:59")
if LIMIT:
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))  # Python ignores SIGXFSZ: writing fails with EFBIG
def keep(method, path):
    try:
        method(path)
    except OSError as error:
        print(type(error).__name__, error)
"""


def said(url: str, path: str, method: str, runtime: str, limit: int) -> str:
    """What a process of its own prints that may write files of so many bytes."""
    code = _BEFORE.format(url=url, path=path, limit=limit)
    code += (_SYNC if runtime == "sync" else _ASYNC).format(method=method)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.fault("no space while a result is written", "`OSError`; the old file is whole", requests=None)
@pytest.mark.parametrize(("runtime", "method"), [("sync", "download"), ("async", "download"), ("sync", "to_parquet")])
def test_the_old_file_stays(shared_emulator: str, tmp_path: Path, runtime: str, method: str) -> None:
    path = tmp_path / "result"
    path.write_bytes(b"old")
    assert said(shared_emulator, str(path), method, runtime, 10_000) == f"OSError [Errno 27] File too large: '{path}'\n"
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("result", b"old")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.fault("a device without space", "`OSError`", requests=None)
@pytest.mark.parametrize("method", ["download", "to_parquet"])
def test_a_device_that_is_always_full(shared_emulator: str, method: str) -> None:
    output = said(shared_emulator, "/dev/full", method, "sync", 0)
    assert output == "OSError [Errno 28] No space left on device: '/dev/full'\n"
