"""A search is a small file: another process goes on with it, whenever the first one ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.faulty import Exchange, faulty_server
from support.runtimes import RUNTIMES, Runtime, client, run
from support.scenarios import accepted, just, replies
from support.writing import ADMIN, writable

import aurorax_typed as at
from aurorax_typed import ConjunctionQuery, DataProductQuery, EphemerisQuery, GroundCriteria, SpaceCriteria

START, END = "2020-02-01", "2020-02-01T23:59:59"
SMALL = DataProductQuery(START, END, programs=["trex"], platforms=["gillam"])
QUERIES: dict[str, Any] = {
    "data_products": DataProductQuery(
        START,
        END,
        programs=["trex"],
        data_product_types=["keogram"],
        metadata_filters=at.MetadataFilter([at.MetadataExpression("keogram_type", "in", ["daily"])], "OR"),
    ),
    "ephemeris": EphemerisQuery(START, "2020-02-01T02:00", platforms=["swarma"]),
    "conjunctions": ConjunctionQuery(
        START,
        END,
        500,
        ground=GroundCriteria(programs=["themis-asi"]),
        space=SpaceCriteria(programs=["swarm"], hemisphere=["northern"]),
    ),
}
FAST: dict[str, Any] = {
    "retry": at.RetryPolicy(initial_wait=0.001, max_wait=0.002),
    "polling": at.PollingPolicy(initial_interval=0.005, max_interval=0.01),
}
KEY = "a-key-that-shows-nowhere"


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("family", QUERIES)
def test_it_comes_back_as_what_it_was(runtime: Runtime, family: str, shared_emulator: str, tmp_path: Path) -> None:
    file = tmp_path / "search.json"

    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, api_key=KEY, **FAST) as ax:
            first = await getattr(ax, family).submit(QUERIES[family], source_format="with_metadata")
            await first.save(file)
            await first.wait()
            data = await first.get_data()
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            again = await ax.load(file)
            assert type(getattr(again, "inner", again)) is type(getattr(first, "inner", first))
            assert again.query == QUERIES[family]
            assert (again.state, again.executed, again.source_format) == ("ready", True, "with_metadata")
            assert again.request_id == first.request_id
            assert again.result_count == len(data)
            assert await again.get_data() == data
            with pytest.raises(at.SearchStateError):
                await again.execute()
            await again.save(file)
            assert (await ax.load(os.fspath(file))).request_id == first.request_id

    run(scenario())
    written = json.loads(file.read_text())
    assert (written["aurorax_search"], written["family"], written["base_url"]) == (1, family, shared_emulator)
    assert written["submitted"].endswith(("Z", "+00:00"))
    assert KEY not in file.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["search.json"]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_saved_before_it_is_submitted(runtime: Runtime, emulator: str, tmp_path: Path) -> None:
    file = tmp_path / "search.json"

    async def scenario() -> None:
        async with client(runtime, base_url=emulator, **FAST) as ax:
            first = ax.data_products.prepare(SMALL)
            await first.save(file)
            assert first.request_id
            assert (first.executed, first.state) == (False, "prepared")
        async with client(runtime, base_url=emulator, **FAST) as ax:
            second = await ax.load(file)
            assert (second.state, second.query, second.request_id) == ("prepared", SMALL, first.request_id)
            await second.execute()
            assert second.request_id == first.request_id
            third = await ax.load(file)
            assert third.executed
            await third.wait()
            assert await third.get_data()

    run(scenario())
    assert searches(emulator) == 1


@pytest.fixture
def emulator() -> Iterator[str]:
    """One whose searches an administrator can count."""
    with writable() as url:
        yield url


def searches(emulator: str) -> int:
    """How many the server was ever given."""
    with at.AuroraX(base_url=emulator, api_key=ADMIN) as ax:
        return len(ax.requests.list())


CHILD = """
import sys
from aurorax_typed import AuroraX, DataProductQuery
def reach(place):
    print(place, flush=True)
    if place == sys.argv[3]:
        sys.stdin.read()
with AuroraX(base_url=sys.argv[1]) as ax:
    search = ax.data_products.prepare(DataProductQuery("2020-02-01", "2020-02-01T23:59:59", programs=["trex"],
                                                       platforms=["gillam"]))
    search.save(sys.argv[2])
    reach("saved")
    search.execute()
    reach("executed")
    search.wait()
    reach("ready")
    for batch in search.stream_batches():
        reach("receiving")
"""


def killed(url: str, file: Path, place: str, *, until: str | None = None) -> None:
    """Run the child up to a place and kill it there, as a machine that loses power does."""
    command = [sys.executable, "-c", CHILD, url, str(file), place]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == (until or place):
                break
        else:
            raise AssertionError("the child ended before it was there")
        if until is None:
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL


@pytest.mark.fault("the process is killed between any two steps of a search that was saved first",
                   "load() goes on with it; one search at the server")  # fmt: skip
@pytest.mark.parametrize("place", ["saved", "executed", "ready", "receiving"])
def test_killed_between_two_steps(emulator: str, tmp_path: Path, place: str) -> None:
    file = tmp_path / "search.json"
    killed(emulator, file, place)
    with at.AuroraX(base_url=emulator, **FAST) as ax:
        search = ax.load(file)
        assert search.executed == (place != "saved")
        if not search.executed:
            search.execute()
        search.wait()
        assert len(search.get_data()) == search.result_count
    assert searches(emulator) == 1


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.fault("the process is killed while it submits",
                   "load() asks whether the server has it; if not, execute() submits it under the same id")  # fmt: skip
def test_killed_while_it_submits(tmp_path: Path, taken: bool) -> None:
    file = tmp_path / "search.json"
    children: list[subprocess.Popen[str]] = []

    def kill(exchange: Exchange) -> None:
        if taken:
            exchange.accept()
        children[0].kill()
        exchange.stall()

    with faulty_server(submit=[kill]) as server:
        command = [sys.executable, "-c", CHILD, server.url, str(file), "-"]
        # The pipe holds the child back until it is known here.
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            children.append(process)
            assert process.wait() == -signal.SIGKILL
        [first] = server.known or {json.loads(file.read_text())["request_id"]}
        with at.AuroraX(base_url=server.url, **FAST) as ax:
            search = ax.load(file)
            assert search.executed == taken
            if not search.executed:
                search.execute()
            assert search.request_id == first
            search.wait()
    assert " ".join(server.requests) == ("submit status" if taken else "submit status submit status")
    assert server.known == {first}


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_executed_again_after_an_error_it_asks_first(runtime: Runtime) -> None:
    async def scenario(url: str) -> None:
        once = {**FAST, "retry": at.RetryPolicy(max_attempts=1)}
        async with client(runtime, base_url=url, **once) as ax:
            search = ax.data_products.prepare(SMALL)
            with pytest.raises(at.TransportError):
                await search.execute()
            await search.execute()
            await search.wait()

    with faulty_server(submit=[accepted(just("reset"))]) as server:
        run(scenario(server.url))
        assert " ".join(server.requests) == "submit status status"
        assert len(server.known) == 1


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_replica_that_lags_behind(runtime: Runtime, tmp_path: Path) -> None:
    file = tmp_path / "search.json"

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **FAST) as ax:
            await (await ax.data_products.submit(SMALL)).save(file)
            again = await ax.load(file)
            assert again.state == "submitted"
            await again.wait()
            assert again.state == "ready"

    with faulty_server(status=[replies(404), replies(404)]) as server:
        run(scenario(server.url))
        assert " ".join(server.requests) == "submit status status status"


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_forgotten_by_the_server(runtime: Runtime, tmp_path: Path) -> None:
    file, foreign = tmp_path / "search.json", tmp_path / "attached.json"

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **FAST) as ax:
            await (await ax.data_products.submit(SMALL)).save(file)
            long_ago = {**json.loads(file.read_text()), "submitted": "2020-02-01T00:00:00Z"}
            file.write_text(json.dumps(long_ago))
            again = await ax.load(file)
            assert (again.state, again.query) == ("prepared", SMALL)
            await ax.data_products.attach(again.request_id).save(foreign)
            with pytest.raises(at.NotFoundError, match="404"):
                await ax.load(foreign)

    with faulty_server(status=[replies(404)] * 2) as server:
        run(scenario(server.url))


GOOD: dict[str, Any] = {
    "aurorax_search": 1,
    "base_url": "http://127.0.0.1:9",
    "family": "data_products",
    "request_id": "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55",
    "query": SMALL.to_json(),
    "source_format": "basic_info",
    "submitted": None,
}
BAD: dict[str, tuple[bytes | dict[str, Any], str]] = {
    "empty": (b"", "no saved search, or is damaged"),
    "truncated": (json.dumps(GOOD).encode()[:-20], "no saved search, or is damaged"),
    "no JSON": (b"\x89PNG\r\n\x1a\n\x00\xff", "no saved search, or is damaged"),
    "another document": (b'{"result": []}', "missing required field `aurorax_search`"),
    "a bare array": (b"[1, 2]", "damaged"),
    "deep": (b'{"aurorax_search":1,"query":{"a":' + b"[" * 200_000, "damaged"),
    "huge": (b" " * (17 * 1024 * 1024), "over 16,777,216 bytes"),
    "a later version": ({"aurorax_search": 2, "all": "new"}, "later version .*format 2.*pip install -U"),
    "version 0": ({"aurorax_search": 0}, "damaged"),
    "another server": ({"base_url": "https://evil.example"}, "search at 'https://evil.example', and this client asks"),
    "the same host, another port": ({"base_url": "http://127.0.0.1:10"}, "this client asks"),
    "an address with a key": ({"base_url": "https://me:secret@evil.example"}, "must not carry a user name"),
    "a path for an id": ({"request_id": "../../accounts"}, "is not a request id"),
    "a path as long as an id": ({"request_id": "../../../../../api/v1/accounts/x/y/z"}, "is not a request id"),
    "line breaks in the id": ({"request_id": "091c6ed8\r\nX-Evil: 1"}, "is not a request id"),
    "an id that is a number": ({"request_id": 5}, "request_id"),
    "an unknown kind": ({"family": "../sources"}, "family"),
    "an unknown source format": ({"source_format": "all"}, "source_format"),
    "a query that is none": ({"query": {"start": "2020-02-02", "end": "2020-02-01"}}, "its query can't be read"),
    "a query of text": ({"query": "x"}, "query"),
    "a time that is none": ({"submitted": "yesterday"}, "submitted"),
}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", BAD)
def test_bad_files(runtime: Runtime, tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    file = tmp_path / "search.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps({**GOOD, **content}).encode())

    async def scenario() -> None:
        async with client(runtime, base_url="http://127.0.0.1:9", api_key=KEY) as ax:
            with pytest.raises(at.SavedSearchError, match=message) as caught:
                await ax.load(file)
            assert caught.value.path == str(file)
            assert str(file) in str(caught.value)
            assert len(str(caught.value)) < 500 + len(str(file))
            assert isinstance(caught.value, ValueError)

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_files_that_are_not_there(runtime: Runtime, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url="http://127.0.0.1:9") as ax:
            with pytest.raises(FileNotFoundError):
                await ax.load(tmp_path / "nothing.json")
            with pytest.raises(IsADirectoryError):
                await ax.load(tmp_path)
            with pytest.raises(FileNotFoundError, match="make it first"):
                await ax.data_products.prepare(SMALL).save(tmp_path / "no" / "search.json")

    run(scenario())


def test_by_the_default_client(monkeypatch: pytest.MonkeyPatch, shared_emulator: str, tmp_path: Path) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    try:
        search = at.data_products.submit(DataProductQuery(START, END, programs=["trex"], platforms=["gillam"]))
        search.save(tmp_path / "search.json")
        again = at.load(tmp_path / "search.json")
        assert isinstance(again, at.DataProductsSearch)
        assert again.request_id == search.request_id
    finally:
        at.default_client().close()
        at.set_default_client(None)
