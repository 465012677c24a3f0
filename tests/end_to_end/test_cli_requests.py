"""`aurorax requests …` against the emulator: searches taken up again by their ids."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet
import pytest
from support.emulator import fault, get_json

from aurorax_typed import AuroraX
from aurorax_typed.cli import main
from aurorax_typed.cli.formatters import document
from aurorax_typed.cli.record_kinds import KINDS, RecordKind
from aurorax_typed.emulator import serve

UNKNOWN = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands know no width of a terminal."""
    monkeypatch.delenv("COLUMNS", raising=False)


def begun(base_url: str, kind: RecordKind) -> str:  # type: ignore[type-arg]
    """A search of another process, submitted and left alone."""
    with AuroraX(base_url=base_url) as client:
        search = kind.resource(client).prepare(kind.example)
        search.execute()
        return search.request_id


def ran(capfd: Capture, base_url: str, *arguments: str, code: int = 0) -> tuple[str, str]:
    """What a command says on standard output and on standard error."""
    assert main(["--base-url", base_url, "requests", *arguments]) == code
    said = capfd.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_search_of_any_kind_is_found_by_its_id(
    capfd: Capture,
    shared_emulator: str,
    tmp_path: Path,
    kind: RecordKind,  # type: ignore[type-arg]
) -> None:
    name = begun(shared_emulator, kind)
    with AuroraX(base_url=shared_emulator) as client:
        search = kind.resource(client).attach(name)
        search.wait()
        records = [document(record) for record in search.get_data()]
        status = search.status
    assert status is not None

    out, err = ran(capfd, shared_emulator, "wait", name)
    assert (out, err) == (
        "",
        f"{len(records)} records found. To fetch them:\n  aurorax --base-url {shared_emulator} requests data {name}\n",
    )
    assert ran(capfd, shared_emulator, "wait", name, "--quiet") == ("", "")

    out, err = ran(capfd, shared_emulator, "status", name)
    lines = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert (lines["request"], lines["family"], lines["state"]) == (name, kind.name, "ready")
    assert lines["records"] == str(len(records))
    assert err == ""
    stated = json.loads(ran(capfd, shared_emulator, "status", name, "--format", "json")[0])
    assert stated["status"] == status
    assert (stated["family"], stated["state"], stated["result_count"]) == (kind.name, "ready", len(records))
    [row] = csv.DictReader(io.StringIO(ran(capfd, shared_emulator, "status", name, "--format", "csv")[0]))
    assert row == {key: str(value) for key, value in stated.items() if key != "status"}

    assert json.loads(ran(capfd, shared_emulator, "logs", name, "--format", "json")[0]) == status["logs"]
    text = ran(capfd, shared_emulator, "logs", name)[0].splitlines()
    assert [line.endswith(entry["summary"]) for line, entry in zip(text, status["logs"] or [], strict=True)] == (
        [True] * len(text)
    )

    assert [
        json.loads(line) for line in ran(capfd, shared_emulator, "data", name, "--format", "ndjson")[0].splitlines()
    ] == records
    target = tmp_path / "found.parquet"
    assert ran(capfd, shared_emulator, "data", name, "--family", kind.name, "-o", str(target)) == ("", "")
    assert pyarrow.parquet.read_metadata(target).num_rows == len(records)
    assert ran(capfd, shared_emulator, "cancel", name) == ("", f"Search {name} is ready: there is nothing to stop.\n")


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_search_can_be_asked_again(
    capfd: Capture,
    shared_emulator: str,
    tmp_path: Path,
    kind: RecordKind,  # type: ignore[type-arg]
) -> None:
    name = begun(shared_emulator, kind)
    (tmp_path / "q.json").write_text(ran(capfd, shared_emulator, "query", name)[0])
    again = [
        "--base-url",
        shared_emulator,
        "search",
        kind.name,
        "--query",
        str(tmp_path / "q.json"),
        "--format",
        "ndjson",
    ]
    assert main(again) == 0
    found = capfd.readouterr().out
    assert found
    assert sorted(found.splitlines()) == sorted(
        ran(capfd, shared_emulator, "data", name, "--format", "ndjson")[0].splitlines()
    )


@pytest.mark.parametrize("command", ["status", "logs", "query", "wait", "data", "cancel"])
def test_an_unknown_search_is_one_line(capfd: Capture, shared_emulator: str, command: str) -> None:
    out, err = ran(capfd, shared_emulator, command, UNKNOWN, code=1)
    assert out == ""
    assert err.startswith(f"error: The server knows no search {UNKNOWN}. ")
    assert len(err.splitlines()) == 1


def test_a_family_is_the_only_one_asked(capfd: Capture, shared_emulator: str) -> None:
    name = begun(shared_emulator, KINDS[0])
    err = ran(capfd, shared_emulator, "status", name, "--family", "conjunctions", code=1)[1]
    assert err.startswith(f"error: The server knows no search for conjunctions {name}. ")


def test_a_running_search_is_waited_for_and_stopped(capfd: Capture) -> None:
    with serve(time_scale=1000) as slow:
        name = begun(slow, KINDS[1])
        out, _ = ran(capfd, slow, "status", name)
        assert "state      running\n" in out
        assert "records" not in out
        for command in ("wait", "data"):
            out, err = ran(capfd, slow, command, name, "--timeout", "0.1", code=1)
            assert out == ""
            assert err.splitlines() == [
                f"error: search {name} is still running, and the time for it is over.",
                "The search goes on at the server. To stop it, or to wait for it and fetch its result:",
                f"  aurorax --base-url {slow} requests cancel {name}",
                f"  aurorax --base-url {slow} requests data {name}",
            ]
        assert ran(capfd, slow, "cancel", name) == ("", f"Search {name} is cancelled.\n")
        assert get_json(f"{slow}/api/v1/ephemeris/requests/{name}")["search_result"]["data_uri"] is None
        assert "was cancelled" in ran(capfd, slow, "data", name, code=1)[1]


def test_a_failed_search_and_a_removed_result_are_told(capfd: Capture, emulator: str) -> None:
    fault(emulator, "fail_search", message="The database is gone.")
    failed = begun(emulator, KINDS[0])
    assert "failed: The database is gone." in ran(capfd, emulator, "wait", failed, code=1)[1]
    out, err = ran(capfd, emulator, "status", failed)
    assert "state      failed\n" in out
    assert err == ""
    gone = begun(emulator, KINDS[0])
    ran(capfd, emulator, "wait", gone)
    fault(emulator, "expire_result", request_id=gone)
    assert "has been removed. Run it again." in ran(capfd, emulator, "data", gone, code=1)[1]


def test_a_search_is_kept_in_a_file(capfd: Capture, shared_emulator: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    search = ["search", "ephemeris", "--start", "2020-02-01", "--end", "2020-02-01T01:00", "--program", "swarm"]
    assert main(["--base-url", shared_emulator, *search, "--no-wait", "--save", str(kept)]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    name = json.loads(kept.read_text())["request_id"]
    assert said.out == f"{name}\n"
    by_name = ran(capfd, shared_emulator, "data", name, "--format", "ndjson")[0]
    assert by_name.count("\n") == 183
    assert ran(capfd, shared_emulator, "data", str(kept), "--format", "ndjson")[0] == by_name
    stated = json.loads(ran(capfd, shared_emulator, "status", str(kept), "--format", "json")[0])
    assert (stated["request_id"], stated["family"], stated["state"]) == (name, "ephemeris", "ready")
    assert main(["--base-url", shared_emulator, *search, "--no-wait", "--limit", "3"]) == 2
    assert "--no-wait writes no records" in capfd.readouterr().err
    err = ran(capfd, "http://127.0.0.1:9", "status", str(kept), code=2)[1]
    assert f"is a search at '{shared_emulator}'" in err
    assert "is neither a request id nor a file" in ran(capfd, shared_emulator, "status", "kept.json", code=2)[1]


def test_a_search_that_was_kept_and_never_sent_is_sent_when_its_data_are_asked_for(
    capfd: Capture, shared_emulator: str, unused_port: int, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    with AuroraX(base_url=shared_emulator) as client:
        KINDS[0].resource(client).prepare(KINDS[0].example).save(kept)
    assert "state    prepared\n" in ran(capfd, shared_emulator, "status", str(kept))[0]
    assert json.loads(ran(capfd, shared_emulator, "query", str(kept))[0]) == KINDS[0].example.to_json()
    assert "there is nothing to stop" in ran(capfd, shared_emulator, "cancel", str(kept))[1]
    records = ran(capfd, shared_emulator, "data", str(kept), "--format", "ndjson")[0]
    assert records.count("\n") > 5
    assert "state      ready\n" in ran(capfd, shared_emulator, "status", str(kept))[0]
    nowhere = tmp_path / "no" / "such" / "folder.json"
    search = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-01", "--program", "trex"]
    # Nothing listens there: that it is not what is complained of shows that nothing was sent.
    assert main(["--base-url", f"http://127.0.0.1:{unused_port}", *search, "--save", str(nowhere)]) == 2
    assert "There is no directory" in capfd.readouterr().err


def test_too_long_a_search_says_the_file_that_keeps_it(capfd: Capture, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    with serve(time_scale=1000) as slow:
        search = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-01", "--program", "trex"]
        assert main(["--base-url", slow, *search, "--timeout", "0.1", "--save", str(kept)]) == 1
        said = capfd.readouterr().err.splitlines()
        assert said[-1] == f"  aurorax --base-url {slow} requests data {kept}"
