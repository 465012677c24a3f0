"""Links and import files for Swarm-Aurora, against a server that notes what it is told, sync and async."""

from __future__ import annotations

import json
import stat
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from support.emulator import fault
from support.recording import always, recording
from support.runtimes import RUNTIMES, Runtime, client, run
from support.writing import FAST, writable

from aurorax_typed import (
    ConfigurationError,
    ConjunctionQuery,
    GroundCriteria,
    NotFoundError,
    ProtocolError,
    QueryError,
    SearchStateError,
    ServerError,
    SpaceCriteria,
)

ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"
KEY = "key-that-stays-here"
SMALL = ConjunctionQuery(
    "2020-01-01",
    "2020-01-01T00:01",
    1,
    ground=GroundCriteria(programs=["rego"]),
    space=SpaceCriteria(programs=["goes"]),
)
ANSWER: list[dict[str, Any]] = [{"start": "2020-01-01T00:00:00", "platform": "fort smith é"}, {"start": None}]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def found(ax: Any) -> Any:
    return await ax.conjunctions.search(
        "2020-01-01T00:00",
        "2020-01-01T06:00",
        500,
        ground=GroundCriteria(programs=["themis-asi"]),
        space=SpaceCriteria(programs=["swarm"]),
    )


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_import_file_is_fetched_without_any_key(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def go() -> None:
        body = json.dumps(ANSWER).encode()
        with writable() as url, recording(always(200, body)) as (address, seen):
            async with client(runtime, base_url=url, api_key=KEY, **FAST) as ax:
                search = await found(ax)
                ax.swarmaurora.base_url = address + "/"
                assert await ax.swarmaurora.custom_import(search.request_id) == ANSWER
                (asked,) = seen
                path = f"/conjunctionFinder/generate_custom_import_json?aurorax_request_id={search.request_id}"
                assert (asked.method, asked.path, asked.body) == ("GET", path, b"")
                assert KEY not in str(asked.headers)
                assert not asked.headers.keys() & {"authorization", "x-aurorax-api-key", "cookie"}
                target = tmp_path / "import.json"
                target.write_text("old")
                assert await ax.swarmaurora.save_custom_import(search.request_id, target) == target
                assert json.loads(target.read_text("utf-8")) == ANSWER
                monkeypatch.chdir(tmp_path)
                usual = await ax.swarmaurora.save_custom_import(search.request_id)
                assert usual == Path(f"swarmaurora_custom_import_{search.request_id}.json")
                assert usual.read_bytes() == target.read_bytes()
                assert names(tmp_path) == {"import.json", usual.name}
                other = tmp_path / "other"
                other.touch()
                assert stat.S_IMODE(usual.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)

    run(go())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_what_can_not_be_imported_says_so(runtime: Runtime, tmp_path: Path) -> None:
    async def go() -> None:
        target = tmp_path / "import.json"
        target.write_text("old")
        with writable() as url:
            async with client(runtime, base_url=url, **FAST) as ax:
                search = await found(ax)
                for body, status, error in [
                    (b"{}", 200, ProtocolError),
                    (b"[1]", 200, ProtocolError),
                    (b"<html>", 200, ProtocolError),
                    (b"{}", 404, NotFoundError),
                    (b"no", 500, ServerError),
                ]:
                    with recording(always(status, body)) as (address, seen):
                        ax.swarmaurora.base_url = address
                        with pytest.raises(error):
                            await ax.swarmaurora.save_custom_import(search.request_id, target)
                        assert len(seen) == (5 if status == 500 else 1)
                with recording(always(200, b"[]")) as (address, seen):
                    ax.swarmaurora.base_url = address
                    fault(url, "wrong_count", delta=5001)
                    large = await ax.conjunctions.submit(SMALL)
                    await large.wait()
                    with pytest.raises(QueryError, match="found 5001 conjunctions; Swarm-Aurora takes at most 5000"):
                        await ax.swarmaurora.custom_import(large.request_id)
                    fault(url, "fail_search")
                    failed = await ax.conjunctions.submit(SMALL)
                    while not failed.completed:
                        await failed.update_status()
                    with pytest.raises(SearchStateError, match="has no result"):
                        await ax.swarmaurora.custom_import(failed.request_id)
                    with pytest.raises(NotFoundError):
                        await ax.swarmaurora.custom_import(ID)
                    assert seen == []
                with pytest.raises(QueryError, match="is not a request id"):
                    await ax.swarmaurora.custom_import("../admin")
                with pytest.raises(FileNotFoundError), recording(always(200, b"[]")) as (address, _):
                    ax.swarmaurora.base_url = address
                    await ax.swarmaurora.save_custom_import(search.request_id, tmp_path / "no" / "such.json")
        assert names(tmp_path) == {"import.json"}
        assert target.read_text() == "old"

    run(go())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_page_is_shown_in_a_browser_or_an_error_is(runtime: Runtime, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > "{noted}"\n')
    script.chmod(0o755)
    webbrowser.register("recorder", None, webbrowser.GenericBrowser([str(script), "%s"]))
    webbrowser.register("broken", None, webbrowser.GenericBrowser(["false", "%s"]))

    async def go() -> None:
        async with client(runtime, base_url="http://127.0.0.1:1", api_key=KEY) as ax:
            address = f"https://swarm-aurora.com/conjunctionFinder?aurorax_request_id={ID}"
            assert ax.swarmaurora.url(ID.upper()) == address
            ax.swarmaurora.open_in_browser(ID, browser="recorder")
            assert noted.read_text() == address
            with pytest.raises(ConfigurationError, match=r"did not start. Open https://swarm-aurora\.com"):
                ax.swarmaurora.open_in_browser(ID, browser="broken")
            with pytest.raises(ConfigurationError, match="No browser could be found"):
                ax.swarmaurora.open_in_browser(ID, browser="no such browser")
            with pytest.raises(QueryError, match="is not a request id"):
                ax.swarmaurora.url("a b")

    run(go())
