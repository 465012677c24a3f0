"""The pictures of a search, into a folder: from the emulator, interrupted, on a full disk, twice at once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.emulator import fault
from support.faulty import Exchange, faulty_server, head
from support.parts import serves
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed
from aurorax_typed import DataProduct, DataSource, FileDownloadError, FilesReport, QueryError, RetryPolicy
from aurorax_typed._core.filenames import part_name
from aurorax_typed.emulator import EmulatorSettings, serve
from aurorax_typed.emulator.pictures import picture
from aurorax_typed.files import FileEvent, FileFinished, FileReceived, FileStarted

SPAN = ("2020-02-01", "2020-02-01T23:59:59")
FAST: dict[str, Any] = {"retry": RetryPolicy(initial_wait=0.001, max_wait=0.002), "timeout": 5.0}
BIG = random.Random(3).randbytes(12_000_000)
STOP = 9_500_000


@pytest.fixture(scope="module")
def pictures() -> Iterator[str]:
    """An emulator with the files of its products."""
    with serve(settings=EmulatorSettings(time_scale=0, serve_files=True, ranges=True)) as url:
        yield url


def product(url: str) -> DataProduct:
    start = datetime(2020, 2, 1)
    return DataProduct(
        DataSource(103, program="trex", platform="gillam", instrument_type="RGB ASI"), "movie", start, start, url
    )


def check_png(data: bytes) -> None:
    """It has the chunks of a PNG, with right checksums, and its pixels."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    position, kinds, pixels = 8, [], b""
    while position < len(data):
        size, kind = int.from_bytes(data[position : position + 4]), data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + size]
        assert zlib.crc32(kind + body) == int.from_bytes(data[position + 8 + size : position + 12 + size])
        kinds.append(kind)
        pixels += body if kind == b"IDAT" else b""
        position += 12 + size
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]
    assert len(zlib.decompress(pixels)) == 64 * (1 + 3 * 192)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_pictures_of_a_search(pictures: str, runtime: Runtime, tmp_path: Path) -> None:
    events: list[FileEvent] = []

    async def scenario() -> None:
        async with client(runtime, base_url=pictures, **FAST) as ax:
            search = await ax.data_products.search(
                *SPAN, programs=["trex"], platforms=["gillam"], data_product_types=["keogram"]
            )
            fault(pictures, "cut_result", path="/files/", size=5000, count=6)
            fault(pictures, "bad_gateway", path="/files/", count=3)
            report = await search.download_files(tmp_path / "new" / "folder", workers=8, on_event=events.append)
            assert len(report.downloaded) == len(report.files) == search.result_count > 20
            for file in report.files:
                data = file.path.read_bytes()
                check_png(data)
                assert data == picture(file.url.split("/files/")[1])
                assert (file.bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
                assert file.path.relative_to(report.folder).parts[:4] == ("trex", "gillam", "RGB_ASI", "2020-02-01")
            again = await ax.data_products.download_files(await search.data, tmp_path / "new" / "folder")
            assert len(again.skipped) == len(report.files)
            assert again.bytes == 0

    run(scenario())
    finished = [event for event in events if isinstance(event, FileFinished)]
    assert [event.done for event in finished] == list(range(1, len(finished) + 1))
    assert len({event.url for event in events if isinstance(event, FileStarted)}) == len(finished)


def test_addresses_stay_as_they_are_unless_the_emulator_is_asked(shared_emulator: str) -> None:
    with aurorax_typed.AuroraX(base_url=shared_emulator) as ax:
        search = ax.data_products.search(*SPAN, programs=["trex"], platforms=["gillam"])
        assert all(item.url.startswith("https://data.phys.ucalgary.ca/") for item in search.stream())


def test_module_level(pictures: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", pictures)
    search = aurorax_typed.data_products.search(
        *SPAN, programs=["trex"], platforms=["gillam"], data_product_types=["montage"]
    )
    report = aurorax_typed.data_products.download_files(search.data[:2], tmp_path)
    report.raise_if_failed()
    assert len(report.downloaded) == 2


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("options", [{"workers": 0}, {"workers": 33}, {"workers": True}, {"max_bytes": 0}])
def test_settings_that_make_no_sense(runtime: Runtime, options: dict[str, Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url="http://127.0.0.1:1") as ax:
            with pytest.raises(QueryError, match="must be a number"):
                await ax.data_products.download_files([], tmp_path / "x", **options)
            report = await ax.data_products.download_files([], tmp_path / "x")
            assert report.files == ()

    run(scenario())


# -- interrupted ------------------------------------------------------------------------------------------------------


def stalls(exchange: Exchange) -> None:
    """Most of the file, and then nothing more."""
    exchange.send(head(200, {"etag": '"5f3a-1"'}, length=len(BIG)) + BIG[:STOP])
    exchange.stall()


CHILD = """
import sys
from aurorax_typed import AuroraX, DataProduct, DataSource
from aurorax_typed.files import FileReceived
from datetime import datetime
def show(event):
    if isinstance(event, FileReceived) and event.received == {stop}:
        print("here", flush=True)
now = datetime(2020, 2, 1)
source = DataSource(103, program="trex", platform="gillam", instrument_type="RGB ASI")
with AuroraX(base_url="http://127.0.0.1:1", timeout=100) as ax:
    ax.data_products.download_files([DataProduct(source, "movie", now, now, {url!r})], {folder!r}, on_event=show)
"""


def interrupted(how: signal.Signals, tmp_path: Path) -> int:
    """A process that downloads is stopped, and another goes on; from which byte."""
    with faulty_server(**{"a.mp4": [stalls, serves(BIG)]}) as server:
        url = f"{server.url}/a.mp4"
        code = CHILD.format(stop=STOP, url=url, folder=str(tmp_path))
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "here\n"
            child.send_signal(how)
            _, said = child.communicate()
        assert said.endswith("KeyboardInterrupt\n") if how is signal.SIGINT else not said
        with aurorax_typed.AuroraX(base_url="http://127.0.0.1:1", **FAST) as ax:
            report = ax.data_products.download_files([product(url)], tmp_path)
        begin = int(server.seen_headers[1]["range"].removeprefix("bytes=").removesuffix("-"))
    file = report.downloaded[0]
    assert file.path.read_bytes() == BIG
    assert file.sha256 == hashlib.sha256(BIG).hexdigest()
    assert len(list(file.path.parent.iterdir())) == 1
    assert len(report.manifest.read_bytes().splitlines()) == 1
    return begin


@pytest.mark.fault(
    "the process is killed while a movie comes", "the next goes on from the last 4 MiB", requests="file file"
)
def test_killed(tmp_path: Path) -> None:
    assert 2 * 4 * 1024 * 1024 <= interrupted(signal.SIGKILL, tmp_path) <= STOP


@pytest.mark.fault(
    "Ctrl-C while a server is silent in the middle of a movie",
    "it ends at once; the next goes on from there",
    requests="file file",
)
def test_ctrl_c(tmp_path: Path) -> None:
    assert interrupted(signal.SIGINT, tmp_path) == STOP


@pytest.mark.fault(
    "a task that downloads is cancelled", "it ends at once; called again, it goes on", requests="file file"
)
def test_cancelled(tmp_path: Path) -> None:
    async def scenario() -> None:
        here = asyncio.Event()

        def watch(event: FileEvent) -> None:
            if isinstance(event, FileReceived) and event.received == STOP:
                here.set()

        async with aurorax_typed.AsyncAuroraX(base_url="http://127.0.0.1:1", **FAST) as ax:
            work = asyncio.create_task(ax.data_products.download_files([product(url)], tmp_path, on_event=watch))
            await here.wait()
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
            report = await ax.data_products.download_files([product(url)], tmp_path)
        assert report.downloaded[0].path.read_bytes() == BIG

    with faulty_server(**{"a.mp4": [stalls, serves(BIG)]}) as server:
        url = f"{server.url}/a.mp4"
        run(scenario())
        assert server.seen_headers[1]["range"] == f"bytes={STOP}-"


@pytest.mark.parametrize(
    ("runtime", "error"), [("sync", KeyboardInterrupt), ("sync", ZeroDivisionError), ("async", ZeroDivisionError)]
)
def test_the_listener_ends_it(runtime: Runtime, error: type[BaseException], tmp_path: Path) -> None:
    """As Ctrl-C does: the error comes out, other files in flight end, and nothing is left running."""
    threads = threading.active_count()

    def raising(event: FileEvent) -> None:
        if isinstance(event, FileReceived) and event.url.endswith("b.png"):
            raise error

    async def scenario() -> None:
        async with client(runtime, base_url="http://127.0.0.1:1", **FAST) as ax:
            products = [product(f"{server.url}/{name}.png") for name in "abcdef"]
            await ax.data_products.download_files(products, tmp_path, workers=2, on_event=raising)

    with faulty_server(**{f"{name}.png": [serves(BIG[:200_000])] for name in "abcdef"}) as server:
        with pytest.raises(error):
            run(scenario())
        assert "f.png" not in server.requests
    assert threading.active_count() <= threads
    assert all(path.stat().st_size == 200_000 for path in tmp_path.rglob("*.png"))


# -- the disk ---------------------------------------------------------------------------------------------------------

FULL = """
import asyncio, resource
from aurorax_typed import AsyncAuroraX, AuroraX
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
def say(call):
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error)
def sync():
    with AuroraX(base_url={url!r}) as ax:
        search = ax.data_products.search(*{span!r}, platforms=["gillam"], data_product_types=["montage"])
        search.download_files({folder!r}, overwrite=True)
async def waiting():
    async with AsyncAuroraX(base_url={url!r}) as ax:
        search = await ax.data_products.search(*{span!r}, platforms=["gillam"], data_product_types=["montage"])
        await search.download_files({folder!r}, overwrite=True)
say({call})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of file sizes")
@pytest.mark.parametrize("call", ["sync", "lambda: asyncio.run(waiting())"], ids=["sync", "async"])
@pytest.mark.fault("no space for a picture", "`OSError`; what was whole before is whole", requests=None)
def test_a_full_disk(pictures: str, call: str, tmp_path: Path) -> None:
    with aurorax_typed.AuroraX(base_url=pictures) as ax:
        search = ax.data_products.search(*SPAN, platforms=["gillam"], data_product_types=["montage"])
        report = search.download_files(tmp_path)
    before = {file.path: file.path.read_bytes() for file in report.files}
    code = FULL.format(url=pictures, span=SPAN, folder=str(tmp_path), call=call)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"OSError [Errno 27] File too large: '{tmp_path}/trex/")
    assert done.stderr == ""
    assert {path: path.read_bytes() for path in before} == before


def test_two_downloads_into_one_folder(pictures: str, tmp_path: Path) -> None:
    def second(event: FileEvent) -> None:
        if not refused:
            with pytest.raises(BlockingIOError, match="Another download is working in this folder") as caught:
                ax.data_products.download_files(search.data, tmp_path)
            refused.append(caught.value)

    refused: list[BlockingIOError] = []
    with aurorax_typed.AuroraX(base_url=pictures) as ax:
        search = ax.data_products.search(*SPAN, programs=["trex"], platforms=["gillam"], data_product_types=["montage"])
        search.download_files(tmp_path, on_event=second).raise_if_failed()
    assert refused


def test_a_link_that_leads_out(pictures: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "files" / "trex").mkdir(parents=True)
    (tmp_path / "files" / "trex" / "gillam").symlink_to(tmp_path / "elsewhere")
    with aurorax_typed.AuroraX(base_url=pictures) as ax:
        search = ax.data_products.search(*SPAN, programs=["trex"], platforms=["gillam"], data_product_types=["montage"])
        report = search.download_files(tmp_path / "files")
    assert {file.status for file in report.files} == {"failed"}
    assert "a link that leads out of" in str(report.failed[0].error)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        b'{"url": "URL", "file": "../../out.png", "status": "downloaded", "bytes": 3, "sha256": "", "etag": null}',
        b'{"url": "URL", "file": "/etc/passwd", "status": "downloaded", "bytes": 3, "sha256": "", "etag": null}',
        b'{"url": "URL", "file": "a/b.png", "status"',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"url": 3, "file": [], "status": {}, "bytes": "x", "sha256": 1, "etag": 2}',
    ],
)
def test_a_list_that_somebody_spoiled(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "out.png").write_bytes(b"old")
    folder = tmp_path / "x" / "y"
    folder.mkdir(parents=True)
    with faulty_server(**{"a.png": [serves(BIG[:9000])]}) as server:
        url = f"{server.url}/a.png"
        (folder / "manifest.ndjson").write_bytes(line.replace(b"URL", url.encode()))
        with aurorax_typed.AuroraX(base_url=server.url) as ax:
            report = ax.data_products.download_files([product(url)], folder)
    assert report.downloaded[0].path == folder / "trex/gillam/RGB_ASI/2020-02-01/a.png"
    assert (tmp_path / "out.png").read_bytes() == b"old"
    lines = report.manifest.read_bytes().splitlines()
    assert lines[0] == line.replace(b"URL", url.encode())
    assert json.loads(lines[-1])["status"] == "downloaded"


WHERE = Path("trex/gillam/RGB_ASI/2020-02-01")
TAG = '"5f3a-1"'


def plant(place: Path, what: str, victim: Path) -> None:
    """Put something at a name that a download will use."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if what == "link":
        place.symlink_to(victim)
    elif what == "dangling link":
        place.symlink_to(victim.with_name("made"))
    elif what == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)


PLANTED = [what for what in ("link", "dangling link", "folder", "fifo") if what != "fifo" or hasattr(os, "mkfifo")]


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("what", PLANTED)
def test_a_list_that_is_no_plain_file(what: str, runtime: Runtime, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"old")
    plant(tmp_path / "files" / "manifest.ndjson", what, victim)

    async def scenario() -> None:
        async with client(runtime, base_url="http://127.0.0.1:1", **FAST) as ax:
            with pytest.raises(FileDownloadError, match=r"manifest\.ndjson can't be used\. This is a .*Remove it\."):
                await ax.data_products.download_files([product("http://127.0.0.1:1/a.png")], tmp_path / "files")

    run(scenario())
    assert victim.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"victim", "files"}


@pytest.mark.parametrize("what", PLANTED)
@pytest.mark.parametrize("place", ["a.png", "note"])
def test_something_else_at_the_place_of_a_file(place: str, what: str, tmp_path: Path) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "files"
    victim.write_bytes(b"old")
    with faulty_server(**{"a.png": [serves(b"new")], "b.png": [serves(b"good")]}) as server:
        url = f"{server.url}/a.png"
        plant(folder / WHERE / (place if place != "note" else f"{part_name(url)}.json"), what, victim)
        with aurorax_typed.AuroraX(base_url="http://127.0.0.1:1", **FAST) as ax:
            report = ax.data_products.download_files([product(url), product(f"{server.url}/b.png")], folder)
    assert "is in the way. This is a" in str(report.failed[0].error)
    assert report.downloaded[0].path.read_bytes() == b"good"
    assert victim.read_bytes() == b"old"
    assert not victim.with_name("made").exists()


@pytest.mark.parametrize("what", ["link", "second name"])
def test_a_part_that_somebody_planted(what: str, tmp_path: Path) -> None:
    """Neither the names of parts that were once predictable nor one that a note gives leads anywhere else."""
    victim, folder = tmp_path / "victim", tmp_path / WHERE
    victim.write_bytes(b"old")
    folder.mkdir(parents=True)
    with faulty_server(**{"a.png": [serves(BIG[:9000], tag=TAG)]}) as server:
        url = f"{server.url}/a.png"
        named = f"{part_name(url).removesuffix('.part')}.0123456789abcdef.part"
        for name in (part_name(url), f"{part_name(url)}.json.new", named):
            if what == "link":
                (folder / name).symlink_to(victim)
            else:
                (folder / name).hardlink_to(victim)
        note = {"part": named, "url": url, "etag": TAG, "total": 9000, "bytes": 3, "sha256": ""}
        note["sha256"] = hashlib.sha256(b"old").hexdigest()
        (folder / f"{part_name(url)}.json").write_text(json.dumps(note))
        with aurorax_typed.AuroraX(base_url="http://127.0.0.1:1", **FAST) as ax:
            report = ax.data_products.download_files([product(url)], tmp_path)
    assert report.downloaded[0].path.read_bytes() == BIG[:9000]
    assert victim.read_bytes() == b"old"
    assert [path.name for path in folder.iterdir()] == ["a.png"]


@pytest.mark.parametrize(
    "change",
    [
        {"bytes": 10**400},
        {"bytes": "HUGE"},
        {"bytes": -1},
        {"bytes": "3"},
        {"bytes": None},
        {"total": -9000},
        {"total": "NAN"},
        {"etag": '"x"\r\nX-Evil: 1'},
        {"etag": 'W/"weak"'},
        {"part": "../../../../../victim"},
        {"part": "a.png"},
        {"part": ["x"]},
        {"more": "DEEP"},
        {"sha256": "BYTES"},
    ],
    ids=str,
)
def test_a_note_that_somebody_spoiled(change: dict[str, Any], tmp_path: Path) -> None:
    """It is not trusted, and the file comes anew."""
    victim, folder = tmp_path / "victim", tmp_path / "files" / WHERE
    victim.write_bytes(BIG[:3])
    folder.mkdir(parents=True)
    with faulty_server(**{"a.png": [serves(BIG[:9000], tag=TAG)]}) as server:
        url = f"{server.url}/a.png"
        named = f"{part_name(url).removesuffix('.part')}.0123456789abcdef.part"
        (folder / named).write_bytes(BIG[:3])
        digest = hashlib.sha256(BIG[:3]).hexdigest()
        note = {"part": named, "url": url, "etag": TAG, "total": 9000, "bytes": 3, "sha256": digest} | change
        text = json.dumps(note).encode().replace(b'"HUGE"', b"1e999").replace(b'"NAN"', b"NaN")
        text = text.replace(b'"DEEP"', b"[" * 100_000 + b"]" * 100_000).replace(b'"BYTES"', b'"\xff"')
        (folder / f"{part_name(url)}.json").write_bytes(text)
        with aurorax_typed.AuroraX(base_url="http://127.0.0.1:1", **FAST) as ax:
            report = ax.data_products.download_files([product(url)], tmp_path / "files")
        assert "range" not in server.seen_headers[0]
    assert report.downloaded[0].path.read_bytes() == BIG[:9000]
    assert victim.read_bytes() == BIG[:3]
    assert [path.name for path in folder.iterdir()] == ["a.png"]


@pytest.mark.parametrize(
    "change",
    [
        {"file": "manifest.ndjson"},
        {"file": "MANIFEST.NDJSON"},
        {"file": "manifest.ndjson/a/b/c/d"},
        {"file": f"{WHERE}/b.png"},
        {"file": f"{WHERE}/B.PNG"},
        {"bytes": "HUGE"},
        {"bytes": 10**400},
        {"bytes": -1, "status": "downloaded"},
        {"etag": {}},
    ],
    ids=str,
)
def test_an_entry_never_leads_to_the_list_or_another_file(change: dict[str, Any], tmp_path: Path) -> None:
    with faulty_server(**{"a.png": [serves(b"aaa")] * 2, "b.png": [serves(b"bbb")]}) as server:
        urls = [f"{server.url}/{name}.png" for name in "ab"]
        good = {"url": urls[1], "file": f"{WHERE}/b.png", "status": "failed", "bytes": 0, "sha256": "", "etag": None}
        entry = {"url": urls[0], "file": f"{WHERE}/a.png", "status": "failed", "bytes": 0, "sha256": "", "etag": None}
        lines = b"".join(json.dumps(line).encode() + b"\n" for line in (good, entry | change))
        lines = lines.replace(b'"HUGE"', b"1e999")
        (tmp_path / "manifest.ndjson").write_bytes(lines)
        with aurorax_typed.AuroraX(base_url="http://127.0.0.1:1", **FAST) as ax:
            report = ax.data_products.download_files([product(url) for url in urls], tmp_path)
            again = ax.data_products.download_files([product(url) for url in urls], tmp_path)
    assert [file.path.read_bytes() for file in again.skipped] == [b"aaa", b"bbb"]
    assert len(report.downloaded) == 2
    assert report.manifest.read_bytes().startswith(lines)


def test_the_report_is_readable() -> None:
    report = FilesReport(folder=Path("x"), manifest=Path("x/manifest.ndjson"), files=())
    assert str(report) == "downloaded: 0 (0 bytes), here already: 0, failed: 0, in x"
    report.raise_if_failed()
