"""The command line against the emulator: what each command prints, and its exit code."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from aurorax_openapi import GENERATOR
from support.emulator import fault, get_json
from typer.main import get_command

from aurorax_typed import AuroraX, __version__
from aurorax_typed.cli import main
from aurorax_typed.cli.app import app
from aurorax_typed.cli.formatters import document
from aurorax_typed.emulator import serve

DAY = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-01"]
SPAN = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-05", "--program", "trex"]
GILLAM = [*DAY, "--program", "trex", "--platform", "gillam"]
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def shared(shared_emulator: str, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Commands talk to the shared emulator, and know no width of a terminal."""
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    monkeypatch.delenv("COLUMNS", raising=False)
    return shared_emulator


def refused(capfd: Capture, arguments: list[str], code: int) -> str:
    """Run what must fail; its words on standard error, which are no traceback. Nothing is printed else."""
    assert main(arguments) == code
    said = capfd.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert said.err.startswith("error: ")
    return said.err


def urls(shared_emulator: str, **selection: list[str]) -> list[str]:
    """What the library itself finds on the first of February 2020."""
    with AuroraX(base_url=shared_emulator) as client:
        found = client.data_products.search("2020-02-01", "2020-02-01T23:59:59", programs=["trex"], **selection)  # type: ignore[arg-type]
        return sorted(product.url for product in found.get_data())


# -- what is found ----------------------------------------------------------------------------------------------------


def test_a_table_of_the_first_fifty_and_how_many_there_are(capfd: Capture) -> None:
    assert main(SPAN) == 0
    said = capfd.readouterr()
    heading, *rows = said.out.splitlines()
    assert heading.split() == ["START", "(UTC)", "END", "TYPE", "SOURCE", "FILE"]
    assert len(rows) == 50
    assert rows[0].startswith("2020-02-01 00:00  23:59  keogram  trex/pinawa/RGB ASI")
    assert said.err == "1,490 records found, the first 50 shown; --limit 0 shows all\n"


def test_all_rows_when_asked_for_and_in_a_file(capfd: Capture, tmp_path: Path) -> None:
    assert main([*GILLAM, "--limit", "0"]) == 0
    said = capfd.readouterr()
    count = len(said.out.splitlines()) - 1
    assert count > 50
    assert said.err == f"{count} records found\n"
    assert main([*GILLAM, "--output", str(tmp_path / "table.txt")]) == 0
    assert (tmp_path / "table.txt").read_text() == said.out
    assert capfd.readouterr().out == ""


def test_a_table_fits_the_width_that_is_asked_for(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*SPAN, "--limit", "0"]) == 0
    widths = [len(line) for line in capfd.readouterr().out.splitlines()]
    assert len(widths) == 1491
    assert max(widths) == 80


def test_nothing_found_is_no_error(capfd: Capture) -> None:
    said = "warning: The 3 sources have no data products.\nNo records found.\n"
    assert main([*DAY, "--program", "swarm"]) == 0
    assert capfd.readouterr() == ("", said)
    assert main([*DAY, "--program", "swarm", "--format", "json"]) == 0
    assert capfd.readouterr() == ("[]\n", said)


def test_each_format_holds_the_same_records(capfd: Capture, shared: str) -> None:
    with AuroraX(base_url=shared) as client:
        found = client.data_products.search(
            "2020-02-01", "2020-02-01T23:59:59", programs=["trex"], platforms=["gillam"]
        )
        expected = {record.url: document(record) for record in found.get_data()}

    assert main([*GILLAM, "--format", "json"]) == 0
    said = capfd.readouterr()
    assert {item["url"]: item for item in json.loads(said.out)} == expected
    assert said.err == ""

    assert main([*GILLAM, "--format", "ndjson"]) == 0
    said = capfd.readouterr()
    assert {item["url"]: item for item in map(json.loads, said.out.splitlines())} == expected
    assert said.err == ""

    assert main([*GILLAM, "--format", "csv"]) == 0
    said = capfd.readouterr()
    rows = {cells["url"]: cells for cells in csv.DictReader(io.StringIO(said.out))}
    assert rows.keys() == expected.keys()
    assert {url: row["start"] for url, row in rows.items()} == {url: item["start"] for url, item in expected.items()}
    assert {row["data_source"] for row in rows.values()} == {"TREx RGB GILL"}
    assert said.err == ""


def test_the_selection_is_that_of_the_library(capfd: Capture, shared: str) -> None:
    arguments = [*DAY, "--program", "trex", "--platform", "gillam", "--platform", "pinawa"]
    arguments += ["--instrument-type", "RGB ASI", "--type", "keogram", "--type", "movie", "--format", "ndjson"]
    assert main(arguments) == 0
    found = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    expected = urls(
        shared,
        platforms=["gillam", "pinawa"],
        instrument_types=["RGB ASI"],
        data_product_types=["keogram", "movie"],
    )
    assert sorted(item["url"] for item in found) == expected
    assert {item["data_product_type"] for item in found} == {"keogram", "movie"}
    assert {item["data_source"]["platform"] for item in found} == {"gillam", "pinawa"}


def kinds(capfd: Capture, *arguments: str) -> set[str]:
    assert main([*GILLAM, "--format", "ndjson", *arguments]) == 0
    found = [json.loads(line)["metadata"] for line in capfd.readouterr().out.splitlines()]
    return {str(metadata.get("keogram_type") or metadata.get("montage_type")) for metadata in found}


def test_filters_are_joined_by_and_or_by_or(capfd: Capture) -> None:
    daily, hourly = "keogram_type in daily,daily_hires", "montage_type = hourly"
    assert kinds(capfd, "--filter", daily) == {"daily", "daily_hires"}
    assert kinds(capfd, "--filter", daily, "--filter", "keogram_type != daily") == {"daily_hires"}
    assert kinds(capfd, "--filter", daily, "--filter", hourly) == set()
    assert kinds(capfd, "--filter", daily, "--filter", hourly, "--any") == {"daily", "daily_hires", "hourly"}


def test_a_date_means_its_whole_day_and_a_time_means_itself(capfd: Capture, shared: str) -> None:
    def spans(start: str, end: str) -> set[str]:
        selection = ["--program", "trex", "--platform", "gillam", "--format", "ndjson"]
        assert main(["search", "data-products", "--start", start, "--end", end, *selection]) == 0
        return {json.loads(line)["end"] for line in capfd.readouterr().out.splitlines()}

    assert max(spans("2020-02-01", "2020-02-01")) == "2020-02-01T23:59:00"
    assert max(spans("2020-02-01", "2020-02-01T03:00")) == "2020-02-01T02:59:00"
    assert max(spans("2020-02-01T00:00:00", "2020-02-01T05:00+02:00")) == "2020-02-01T02:59:00"


def test_a_limit_holds_in_every_format(capfd: Capture) -> None:
    for name in ("json", "ndjson", "csv"):
        assert main([*SPAN, "--limit", "3", "--format", name]) == 0
        text = capfd.readouterr().out
        assert text.count("https://") == 3
    assert main([*SPAN, "--limit", "3", "--format", "json"]) == 0
    assert len(json.loads(capfd.readouterr().out)) == 3


def test_verbose_tells_the_steps_and_the_servers_log_and_quiet_nothing(capfd: Capture) -> None:
    assert main([*GILLAM, "--verbose", "--format", "ndjson"]) == 0
    said = capfd.readouterr()
    assert re.search(rf"^ +\d\.\d\d s  search {UUID} is submitted$", said.err, re.MULTILINE)
    assert re.search(r"server: Finished search in .* and found \d+ records\.$", said.err, re.MULTILINE)
    assert said.err.count("server: Search request arrived and saved") == 1
    assert f", {len(said.out.splitlines())} records\n" in said.err
    assert main([*GILLAM, "--quiet"]) == 0
    assert capfd.readouterr().err == ""


# -- wrong usage ------------------------------------------------------------------------------------------------------

WRONG = [
    (DAY, "Nothing to select by: add --program"),
    (["search", "data-products", "--program", "trex"], "Missing option '--start'"),
    ([*DAY, "--program", "trex", "--end", "2020-01-31"], "is after end"),
    ([*DAY, "--program", "trex", "--start", "2020-02-30"], "start='2020-02-30' is not a time"),
    ([*DAY, "--type", "keograms"], "'keograms' is not a data product type. Did you mean 'keogram'?"),
    ([*DAY, "--program", "trex", "--format", "xml"], "'xml' is not one of 'table', 'json', 'ndjson', 'csv'"),
    ([*DAY, "--program", "trex", "--limit", "-1"], "--limit takes a number"),
    ([*DAY, "--program", "trex", "--timeout", "0"], "--timeout takes seconds above 0"),
    ([*DAY, "--program", "trex", "--timeout", "nan"], "--timeout takes seconds above 0"),
    ([*DAY, "--progam", "trex"], "--progam"),
    (["serch"], "No such command 'serch'"),
    (["--base-url", "ftp://x", "sources", "list"], "must begin with https:// or http://"),
    (["sources", "list", "--base-url", "http://x"], "--base-url stands before the command"),
    (["search", "ephemeris", "--debug"], "--debug stands before the command: aurorax --debug search ephemeris …"),
    (["sources", "stats"], "Say which sources: identifiers, such as 103, or --program"),
    (["availability", "ephemeris", "--start", "2020-02-01", "--end", "2020-01-01"], "is after end"),
    (["availability", "ephemeris", "--start", "now", "--end", "2020-01-01"], "start='now' is not a time."),
    (["availability", "data-products", "--end", "2020-01-01"], "Missing option '--start'"),
    (["describe", "data-products", "--program", "trex"], "Missing option '--start'"),
    (["sources", "list", "--source-type", "air"], "'air' is not a source type. Known: ground,"),
    (["sources", "show", "trex"], "A data source is named by its identifier, such as 103"),
    (["requests", "status", "103"], "'103' is neither a request id nor a file"),
    (["requests", "data", "103", "--limit", "-1"], "--limit takes a number"),
    (["emulator", "--port", "65536"], "65535"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[case[1] for case in WRONG])
def test_wrong_usage(capfd: Capture, arguments: list[str], message: str) -> None:
    said = refused(capfd, arguments, 2)
    assert message in said
    assert len(said.splitlines()) <= 2


def test_a_wrong_filter_is_shown_with_the_place(capfd: Capture) -> None:
    said = refused(capfd, [*DAY, "--filter", "keogram_type in daily,,hourly"], 2)
    assert said.splitlines() == [
        "error: --filter: a value is missing after the comma",
        "  keogram_type in daily,,hourly",
        "                        ^",
    ]


def test_an_api_key_that_cannot_be_is_not_shown(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURORAX_API_KEY", "se cret")
    said = refused(capfd, ["sources", "list"], 2)
    assert "API key" in said
    assert "cret" not in said.replace("secret", "")


@pytest.mark.parametrize("arguments", [[], ["search"], ["sources"], ["requests"]], ids=" ".join)
def test_a_missing_command_shows_those_there_are(capfd: Capture, arguments: list[str]) -> None:
    assert main(arguments) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert "Commands:" in said.err


def commands(command: Any = None, *path: str) -> list[list[str]]:
    """Every command and group that there is, by the words that call it."""
    command = command or get_command(app)
    below = command.list_commands(None) if hasattr(command, "list_commands") else []
    return [list(path), *(words for name in below for words in commands(command.get_command(None, name), *path, name))]


COMMANDS = commands()


def test_every_command_is_known_here() -> None:
    assert len(COMMANDS) > 30
    assert ["search", "data-products"] in COMMANDS


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(["aurorax", *arguments]))
def test_help_fits_80_columns_and_shows_an_example(
    capfd: Capture, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for option in ("--help", "-h"):
        assert main([*arguments, option]) == 0
        said = capfd.readouterr()
        assert said.err == ""
        assert max(len(line) for line in said.out.splitlines()) <= 80
        assert "  aurorax " in said.out or "Commands:" in said.out


def test_version(capfd: Capture) -> None:
    assert main(["--version"]) == 0
    description = hashlib.sha256((files("aurorax_typed.emulator") / "openapi.json").read_bytes()).hexdigest()[:16]
    assert capfd.readouterr() == (
        f"aurorax-typed {__version__}\nAPI description {description}\ngenerated by {GENERATOR}\n",
        "",
    )


# -- errors of the search and the server ------------------------------------------------------------------------------


HTML = {"status": 200, "path": "$/data", "body": "<html>", "content_type": "text/html"}
NUMBERS = {"status": 200, "path": "$/data", "body": '{"result": [1]}', "content_type": "application/json"}
ELSEWHERE = {"status": 301, "path": "/search", "headers": {"location": "https://elsewhere.example/"}}
FAILURES: dict[str, tuple[str, dict[str, object], str]] = {
    "search": (
        "fail_search",
        {"message": "The \x1b[31mdatabase\x1b]0;x\x07 is\r\ngone."},
        r"failed: The database is +gone\.",
    ),
    "400": ("answer", {"status": 400, "path": "/search", "body": "no such thing"}, r"400 no such thing"),
    "not JSON": ("answer", HTML, r"should be JSON"),
    "not records": ("answer", NUMBERS, r"record"),
    "redirect": ("answer", ELSEWHERE, r"redirected .*elsewhere\.example"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_line(capfd: Capture, emulator: str, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", emulator)
    kind, options, message = FAILURES[name]
    fault(emulator, kind, **options)
    said = refused(capfd, GILLAM, 1)
    assert re.search(message, said)
    assert len(said.splitlines()) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)


def test_a_passing_failure_is_told_when_every_step_is(
    capfd: Capture, emulator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", emulator)
    fault(emulator, "bad_gateway", path="data_sources")
    assert main(["sources", "list", "--program", "trex"]) == 0
    assert "sources\n" in capfd.readouterr().err
    fault(emulator, "bad_gateway", path="/search")
    assert main([*GILLAM, "--verbose"]) == 0
    assert re.search(r"502 .* Trying again in \d\.\d s\.$", capfd.readouterr().err, re.MULTILINE)


def test_a_fault_of_our_own_is_one_line_and_says_how_to_see_more(
    capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aurorax_typed.cli.writers.write_csv", None)
    broken = ["sources", "list", "--format", "csv"]
    assert refused(capfd, broken, 1).startswith("error: a fault in aurorax itself, TypeError: ")
    for debugging in (True, False):
        if not debugging:
            monkeypatch.setenv("AURORAX_DEBUG", "1")
        assert main([*(["--debug"] if debugging else []), *broken]) == 1
        told = capfd.readouterr().err.splitlines()
        assert told[0] == "Traceback (most recent call last):"
        assert told[-1].startswith("error: a fault in aurorax itself, TypeError: ")
        assert not told[-1].endswith("…")


def test_too_long_a_search_goes_on_and_says_how(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(time_scale=1000) as slow:
        assert main(["--base-url", slow, *GILLAM, "--timeout", "0.1"]) == 1
        said = capfd.readouterr()
        assert said.out == ""
        first, *more = said.err.splitlines()
        found = re.fullmatch(rf"error: search ({UUID}) is still \w+, and the time for it is over\.", first)
        assert found
        assert more[1:] == [
            f"  aurorax --base-url {slow} requests cancel {found[1]}",
            f"  aurorax --base-url {slow} requests data {found[1]}",
        ]
        status = get_json(f"{slow}/api/v1/data_products/requests/{found[1]}")
        assert status["search_request"]["request_id"] == found[1]
        assert status["search_result"]["data_uri"] is None
