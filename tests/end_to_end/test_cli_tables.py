"""What every command shows: tables that fit 80 columns, machine formats that nothing about a terminal changes."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pyarrow.parquet
import pytest

from aurorax_typed import AuroraX
from aurorax_typed.cli import main

Capture = pytest.CaptureFixture[str]

FEBRUARY = ["--start", "2020-02-01", "--end", "2020-02-29"]
NIGHT = ["--start", "2020-02-01", "--end", "2020-02-01"]
HOUR = ["--start", "2020-02-01T11:00", "--end", "2020-02-01T12:00"]
NEAR = ["--distance", "300", "--ground", "themis-asi", "--space", "swarm"]
SHOWING = {
    "search data-products": ["search", "data-products", *NIGHT, "--program", "trex", "--platform", "fort smith"],
    "search ephemeris": ["search", "ephemeris", *HOUR, "--program", "swarm"],
    "search conjunctions": ["search", "conjunctions", *HOUR, *NEAR],
    "requests status": ["requests", "status", "ID"],
    "requests logs": ["requests", "logs", "ID"],
    "requests data": ["requests", "data", "ID"],
    "sources list": ["sources", "list"],
    "sources search": ["sources", "search", "asi"],
    "sources show": ["sources", "show", "103"],
    "sources stats": ["sources", "stats", "--program", "trex"],
    "availability data-products": ["availability", "data-products", *FEBRUARY, "--program", "trex"],
    "availability ephemeris": [
        "availability",
        "ephemeris",
        "--start",
        "2016-01-01",
        "--end",
        "2016-12-31",
        "--program",
        "rego",
    ],
    "config show": ["config", "show"],
    "config check": ["config", "check"],
}


@pytest.fixture(autouse=True)
def shared(shared_emulator: str, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Commands talk to the shared emulator, and know no width of a terminal."""
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    for name in ("COLUMNS", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return shared_emulator


@pytest.fixture(scope="module")
def request_id(shared_emulator: str) -> str:
    """A search that is over."""
    with AuroraX(base_url=shared_emulator) as client:
        return client.data_products.search("2020-02-01", "2020-02-01T06:00", programs=["trex"]).request_id


def shown(capfd: Capture, name: str, request_id: str, *more: str) -> str:
    arguments = [request_id if word == "ID" else word for word in SHOWING[name]]
    assert main([*arguments, *more]) == 0
    return capfd.readouterr().out


@pytest.mark.parametrize("name", SHOWING)
def test_a_table_fits_80_columns_and_says_what_it_cuts(
    capfd: Capture, monkeypatch: pytest.MonkeyPatch, request_id: str, name: str
) -> None:
    whole = shown(capfd, name, request_id)
    monkeypatch.setenv("COLUMNS", "80")
    fitted = shown(capfd, name, request_id)
    assert fitted.strip()
    assert max(map(len, fitted.splitlines())) <= 80
    # Where something is cut, the mark says so.
    if "…" not in fitted and not name.startswith(("availability", "config")):
        assert fitted.split() == whole.split()


@pytest.mark.parametrize("name", SHOWING)
def test_nothing_about_a_terminal_changes_the_formats_for_programs(
    capfd: Capture, monkeypatch: pytest.MonkeyPatch, request_id: str, tmp_path: Path, name: str
) -> None:
    changing = name in ("config check", "config show")
    formats = ("json", "ndjson", "csv")
    before = [shown(capfd, name, request_id, "--format", format) for format in formats]
    for variable, value in {"COLUMNS": "30", "FORCE_COLOR": "1", "LC_ALL": "C", "TERM": "dumb"}.items():
        monkeypatch.setenv(variable, value)
    after = [shown(capfd, name, request_id, "--format", format) for format in formats]
    if not changing:
        assert after == before
    as_json, as_lines, as_csv = after
    assert "\x1b" not in as_json + as_lines + as_csv
    found = json.loads(as_json)
    single = [found] if isinstance(found, dict) else found
    assert len(as_lines.splitlines()) == len(single)
    if not changing:
        assert [json.loads(line) for line in as_lines.splitlines()] == single
    rows = list(csv.DictReader(io.StringIO(as_csv)))
    target = tmp_path / "found.parquet"
    shown(capfd, name, request_id, "--output", str(target))
    table = pyarrow.parquet.read_table(target)
    assert table.num_rows == len(rows) > 0
    assert table.column_names == list(rows[0])


def test_colours_are_shown_where_they_are_asked_for(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["sources", "list", "--program", "swarm"]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(command) == 0
    assert capfd.readouterr().out.startswith("\x1b[1mID  PROGRAM")
    assert main(["sources", "show", "trex"]) == 2
    assert capfd.readouterr().err.startswith("\x1b[1;31merror:\x1b[0m A data source is named by")
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(command) == 0
    assert "\x1b" not in capfd.readouterr().out


def test_availability_is_that_of_the_library(capfd: Capture, shared: str) -> None:
    arguments = ["availability", "data-products", *FEBRUARY, "--program", "trex", "--type", "keogram"]
    with AuroraX(base_url=shared) as client:
        expected = client.availability.data_products(
            date(2020, 2, 1), date(2020, 2, 29), program="trex", data_product_type="keogram"
        )
    assert main([*arguments, "--format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [(item["data_source"]["identifier"], list(item["available_data_products"].values())) for item in found] == [
        (result.data_source.identifier, list(result.available.values())) for result in expected
    ]

    assert main(arguments) == 0
    said = capfd.readouterr()
    rows = re.findall(r"(?m)^(TREx .*?)  ([·░▒▓█]{29}) +([0-9,]+)$", said.out)
    having = [result for result in expected if result.total]
    assert [(name.strip(), int(total.replace(",", ""))) for name, _, total in rows] == [
        (result.data_source.display_name, result.total) for result in having
    ]
    nothing = len(expected) - len(having)
    assert said.err == f"{len(having)} sources; {nothing} more have nothing in this time\n"

    # Several names are more than the server takes.
    names = ["--program", "trex", "--program", "swarm", "--platform", "gillam", "--platform", "swarma"]
    assert main(["availability", "ephemeris", *FEBRUARY, *names, "--format", "csv"]) == 0
    table = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert {row["platform"] for row in table} == {"gillam", "swarma"}
    assert {row["day"] for row in table} == {f"2020-02-{day:02}" for day in range(1, 30)}
    assert main(["availability", "ephemeris", *FEBRUARY, "--program", "trex", "--platform", "swarma"]) == 0
    assert capfd.readouterr() == ("", "No sources found.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["data-products", *NIGHT, "--program", "trex", "--type", "keogram"], "data_products"),
        (["ephemeris", *NIGHT, "--program", "swarm", "--filter", "nbtrace_region = north polar cap"], "ephemeris"),
        (["conjunctions", *NIGHT, *NEAR], "conjunctions"),
    ],
)
def test_a_query_in_words(capfd: Capture, tmp_path: Path, arguments: list[str], words: str) -> None:
    assert main(["describe", *arguments]) == 0
    said = capfd.readouterr()
    assert said.out.startswith("Find ")
    assert words in said.out
    assert said.out.count("\n") == 1
    assert said.err == ""
    # The same, from a file.
    query = tmp_path / "q.json"
    assert main(["search", *arguments, "--template", "--output", str(query)]) == 0
    assert main(["describe", arguments[0], "--query", str(query)]) == 0
    assert capfd.readouterr().out == said.out
