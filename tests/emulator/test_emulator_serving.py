"""Starting and stopping emulators."""

import gc
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from emulator.emulator_http import FEBRUARY, Api

from aurorax_typed.emulator import EmulatorError, EmulatorSettings, run, serve

RUN = "from aurorax_typed.emulator import run; run({arguments})"


def left_behind() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("aurorax-emulator-*")}


def test_several_run_at_once_and_share_nothing() -> None:
    with serve(time_scale=0) as first, serve(time_scale=0) as second:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", first)
        assert first != second
        path = Api(first).submit(FEBRUARY)
        assert Api(first).wait(path)["search_result"]["result_count"] == 1490
        assert Api(second).get(path).status == 404


def test_nothing_is_left_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    threads = set(threading.enumerate())
    with serve(time_scale=200) as base:
        assert len(left_behind()) == 1
        port = urlsplit(base).port
        # A search that runs and a connection that stays open must not hold it up.
        Api(base).submit(FEBRUARY)
        with socket.create_connection(("127.0.0.1", port or 0)):
            pass
    assert left_behind() == set()
    assert set(threading.enumerate()) == threads
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port or 0))


@pytest.mark.parametrize("name", ["results", "searches.sqlite", "accounts.sqlite", "changes.sqlite"])
def test_a_folder_that_it_cannot_use(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("neither a folder nor a database")
    with pytest.raises(EmulatorError, match=f"cannot keep its state in '{tmp_path}'"), serve(data_dir=tmp_path):
        raise AssertionError("it runs without its state")
    gc.collect()  # a database that was left open would be a warning, and that an error


def test_it_ends_when_the_block_is_left_by_an_error() -> None:
    addresses = []
    with pytest.raises(ZeroDivisionError), serve() as base:
        addresses.append(base)
        raise ZeroDivisionError
    with pytest.raises(ConnectionRefusedError):
        Api(addresses[0]).get("/")


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EmulatorError, match=f"port {port}.*in use.*port 0"), serve(port=port):
            pass
        with pytest.raises(EmulatorError, match=f"port {port}"):
            run(port=port)


@pytest.mark.parametrize("port", [-1, 65536, 10**12])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(EmulatorError, match="port"), serve(port=port):
        pass


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.1", "example.org"])
def test_only_this_machine_is_served_unless_asked_otherwise(host: str) -> None:
    with pytest.raises(EmulatorError, match="other machines"), serve(host=host):
        pass


def test_all_machines_are_served_when_asked() -> None:
    with serve(host="0.0.0.0", allow_remote=True) as base:
        port = urlsplit(base).port
        assert Api(f"http://127.0.0.1:{port}").get("/").status == 200


def test_searches_and_results_outlive_an_emulator_with_a_folder_of_its_own(tmp_path: Path) -> None:
    with serve(data_dir=tmp_path / "state", time_scale=0) as base:
        path = Api(base).submit(FEBRUARY)
        before = Api(base).wait(path)
        data = Api(base).get(path + "/data").body
    with serve(data_dir=tmp_path / "state", time_scale=200) as base:
        assert Api(base).get(path).json == before
        assert Api(base).get(path + "/data").body == data
        unfinished = Api(base).submit(FEBRUARY)
    with serve(data_dir=tmp_path / "state") as base:
        document = Api(base).get(unfinished).json
        assert document["search_result"]["error_condition"] is True
        assert document["logs"][-1]["level"] == "error"


def test_maintenance_refuses_writes_and_nothing_else() -> None:
    with serve(settings=EmulatorSettings(time_scale=0, maintenance=True)) as base:
        api = Api(base)
        for method, path in (("POST", ""), ("PATCH", "/3"), ("DELETE", "/3"), ("POST", "/3/data_products")):
            status, code, message = api.call(method, f"/api/v1/data_sources{path}").error
            assert (status, code) == (503, "Unavailable")
            assert "maintenance mode" in message
        assert api.post("/api/v1/data_sources/search", {"programs": ["swarm"]}).status == 200
        assert len(api.search(FEBRUARY)) == 1490


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_in_the_foreground_it_tells_its_address_first_and_ends_when_interrupted(
    number: signal.Signals, tmp_path: Path
) -> None:
    theirs = "ignore:'asyncio.iscoroutinefunction':DeprecationWarning"  # called by old versions of what it stands on
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-W", theirs, "-c", RUN.format(arguments="port=0")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    with process:
        try:
            assert process.stdout is not None
            base = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", base)
            api = Api(base)
            assert api.get("/").status == 200
            api.submit(FEBRUARY)
            process.send_signal(number)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0
    assert (out, err) == ("", "")
    assert list(tmp_path.iterdir()) == []


def in_fresh_interpreter(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout


def test_importing_the_client_does_not_import_the_emulator() -> None:
    code = (
        "import sys, aurorax_typed;"
        "print([name for name in sys.modules if name.split('.')[0] in ('starlette', 'uvicorn') or 'emulator' in name])"
    )
    assert in_fresh_interpreter(code).strip() == "[]"


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_a_missing_extra_is_named(missing: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "try:\n"
        "    from aurorax_typed.emulator import serve\n"
        "except ImportError as error:\n"
        "    print(error)"
    )
    message = in_fresh_interpreter(code)
    assert missing in message
    assert "pip install 'aurorax-typed[emulator]'" in message
