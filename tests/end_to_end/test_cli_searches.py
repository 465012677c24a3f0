"""Searches for ephemeris and conjunctions from the command line, and queries from files, against the emulator."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from aurorax_typed import AuroraX, GroundCriteria, SpaceCriteria
from aurorax_typed.cli import main
from aurorax_typed.cli.formatters import document
from aurorax_typed.cli.record_kinds import KINDS
from aurorax_typed.export import column_names
from aurorax_typed.records import Conjunction, Ephemeris

HOUR = ["search", "ephemeris", "--start", "2020-02-01T00:30", "--end", "2020-02-01T01:29"]
MEETINGS = ["search", "conjunctions", "--start", "2020-02-01", "--end", "2020-02-01T12:00"]
NEAR = [*MEETINGS, "--distance", "500", "--ground", "themis-asi", "--space", "swarm; hemisphere=northern"]

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def shared(shared_emulator: str, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Commands talk to the shared emulator, and know a terminal of 80 columns."""
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    monkeypatch.setenv("COLUMNS", "80")
    return shared_emulator


def found(capfd: Capture, arguments: list[str]) -> list[dict[str, Any]]:
    """What a search finds, in the order of its lines."""
    assert main([*arguments, "--format", "ndjson"]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    return sorted(map(json.loads, said.out.splitlines()), key=json.dumps)


def template(capfd: Capture, arguments: list[str]) -> dict[str, Any]:
    """The query that would be sent."""
    assert main([*arguments, "--template"]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    query = json.loads(said.out)
    assert isinstance(query, dict)
    return query


def refused(capfd: Capture, arguments: list[str]) -> str:
    """Words of a command that was called wrongly."""
    assert main(arguments) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert len(said.err.splitlines()) == 1
    return said.err


# -- ephemeris --------------------------------------------------------------------------------------------------------


def test_ephemeris_is_that_of_the_library(capfd: Capture, shared: str) -> None:
    with AuroraX(base_url=shared) as client:
        search = client.ephemeris.search(
            "2020-02-01T00:30", "2020-02-01T01:29", programs=["swarm"], platforms=["swarma", "swarmb"]
        )
        expected = sorted(map(document, search.get_data()), key=json.dumps)
    assert len(expected) == 120
    both = [*HOUR, "--program", "swarm", "--platform", "swarma", "--platform", "swarmb"]
    assert found(capfd, both) == expected
    polar = "nbtrace_region = north polar cap"
    some = found(capfd, [*both, "--filter", polar])
    assert some == [item for item in expected if item["metadata"]["nbtrace_region"] == "north polar cap"]
    assert 0 < len(some) < 120


def test_ephemeris_as_a_table_of_80_columns_and_as_parquet(capfd: Capture, tmp_path: Path) -> None:
    swarma = [*HOUR, "--program", "swarm", "--platform", "swarma"]
    assert main(swarma) == 0
    said = capfd.readouterr()
    heading, first, *more = said.out.splitlines()
    assert heading == "EPOCH (UTC)       SOURCE                  GEO LAT     LON  NBTRACE LAT     LON"
    assert first.startswith("2020-02-01 00:30  swarm/swarma/footprint  ")
    [record] = [item for item in found(capfd, swarma) if item["epoch"] == "2020-02-01T00:30:00"]
    degrees = [record[place][part] for place in ("location_geo", "nbtrace") for part in ("lat", "lon")]
    assert first.split()[3:] == [f"{number:.2f}" for number in degrees]
    assert len(more) == 49
    assert max(map(len, said.out.splitlines())) <= 80
    assert said.err == "60 records found, the first 50 shown; --limit 0 shows all\n"

    target = tmp_path / "swarm.parquet"
    assert main([*HOUR, "--program", "swarm", "--output", str(target)]) == 0
    table = pyarrow.parquet.read_table(target)
    assert table.column_names == column_names(Ephemeris)
    assert table.num_rows == 180
    assert set(table["platform"].to_pylist()) == {"swarma", "swarmb", "swarmc"}


# -- conjunctions -----------------------------------------------------------------------------------------------------


def test_conjunctions_are_those_of_the_library(capfd: Capture, shared: str) -> None:
    with AuroraX(base_url=shared) as client:
        search = client.conjunctions.search(
            "2020-02-01",
            "2020-02-01T12:00",
            500,
            ground=GroundCriteria(programs=["themis-asi"]),
            space=SpaceCriteria(programs=["swarm"], hemisphere=["northern"]),
        )
        expected = sorted(map(document, search.get_data()), key=json.dumps)
    assert len(expected) > 10
    assert found(capfd, NEAR) == expected
    nearer = found(capfd, [*NEAR, "--distance", "space1-ground1=200"])
    assert 0 < len(nearer) < len(expected)
    assert max(item["min_distance"] for item in nearer) <= 200


def test_conjunctions_as_a_table_of_80_columns_and_as_parquet(capfd: Capture, tmp_path: Path) -> None:
    assert main(NEAR) == 0
    said = capfd.readouterr()
    heading, *rows = said.out.splitlines()
    assert heading == "START (UTC)       END    TYPE     MIN KM  MAX KM  WHO"
    assert said.err == f"{len(rows)} records found\n"
    assert max(map(len, rows)) <= 80
    assert all(" + Swarm " in row and int(row.split()[4]) <= int(row.split()[5]) <= 500 for row in rows)
    target = tmp_path / "near.parquet"
    assert main([*NEAR, "--output", str(target)]) == 0
    table = pyarrow.parquet.read_table(target)
    assert table.column_names == column_names(Conjunction)
    assert table.num_rows == len(rows)


def test_every_option_of_conjunctions_is_in_the_query(capfd: Capture) -> None:
    arguments = [*MEETINGS, "--ground", "trex; filter=a = b", "--space", "swarm", "--space", "themis"]
    arguments += ["--events", "substorm onset", "--location", "51,-114", "--location", "-10,200"]
    arguments += ["--distance", "400", "--distance", "custom1-space2=any", "--distance", "space1-ground1=100"]
    query = template(capfd, [*arguments, "--type", "sbtrace", "--type", "geographic", "--subminute"])
    assert (query["start"], query["end"]) == ("2020-02-01T00:00:00", "2020-02-01T12:00:00")
    assert query["ground"][0]["programs"] == ["trex"]
    assert query["ground"][0]["ephemeris_metadata_filters"]["expressions"] == [
        {"key": "a", "operator": "=", "values": ["b"]}
    ]
    assert [block["programs"] for block in query["space"]] == [["swarm"], ["themis"]]
    assert query["events"][0]["instrument_types"] == ["substorm onset"]
    assert query["adhoc"] == [{"locations": [{"lat": 51.0, "lon": -114.0}, {"lat": -10.0, "lon": -160.0}]}]
    assert query["conjunction_types"] == ["sbtrace", "geographic"]
    assert query["subminute_precision"] is True
    special = {"ground1-space1": 100.0, "space2-adhoc1": None}
    assert len(query["max_distances"]) == 10
    assert query["max_distances"] == {pair: special.get(pair, 400.0) for pair in query["max_distances"]}


# -- queries from files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_template_finds_something_as_it_is(capfd: Capture, tmp_path: Path, kind: Any) -> None:
    search, path = ["search", kind.name], tmp_path / "query.json"
    assert main([*search, "--template", "--output", str(path)]) == 0
    text = path.read_text()
    assert max(map(len, text.splitlines())) <= 80
    example = json.loads(text)
    assert template(capfd, [*search, "--query", str(path)]) == example
    assert len(found(capfd, [*search, "--query", str(path)])) > 5


def test_options_become_a_template_which_finds_the_same(
    capfd: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    options = [*HOUR, "--platform", "swarma", "--filter", "nbtrace_region = north polar cap"]
    text = json.dumps(template(capfd, options))

    class Stdin:
        buffer = io.BytesIO(text.encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    assert found(capfd, ["search", "ephemeris", "--query", "-"]) == found(capfd, options)
    (tmp_path / "q").write_text(text)
    moved = template(
        capfd, ["search", "ephemeris", "--query", str(tmp_path / "q"), "--start", "2020-01-01", "--end", "2020-01-02"]
    )
    assert moved == json.loads(text) | {"start": "2020-01-01T00:00:00", "end": "2020-01-02T23:59:59"}


def test_what_is_no_query_is_told(capfd: Capture, tmp_path: Path) -> None:
    def said(text: bytes, *more: str) -> str:
        (tmp_path / "q.json").write_bytes(text)
        return refused(capfd, ["search", "ephemeris", "--query", str(tmp_path / "q.json"), *more])

    assert "q.json: The query is not JSON" in said(b"{")
    assert "q.json: The query is not JSON" in said(b"\xff")
    assert "nested too deeply" in said(b"[" * 100_000)
    assert "q.json: A query is a JSON object" in said(b"[]")
    assert "q.json: The query needs a 'start'" in said(b"{}")
    assert "q.json: Nothing to select by" in said(b"{}", "--start", "2020-01-01", "--end", "2020-01-01")
    assert "leave out --program, --any." in said(b"{}", "--program", "swarm", "--any")
    assert "none.json can't be read: No such file" in refused(
        capfd, ["search", "ephemeris", "--query", str(tmp_path / "none.json")]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (HOUR, "Nothing to select by: add --program"),
        (["search", "ephemeris", "--start", "2020-01-01"], "Missing option '--end'"),
        (MEETINGS, "Missing option '--distance'"),
        ([*MEETINGS, "--distance", "500", "--ground", "trex"], "between 2 to 10 criteria blocks, got 1"),
        ([*NEAR, "--distance", "ground1-space2=3"], "not a pair of blocks of this query. Its pairs: ground1-space1"),
        ([*NEAR, "--distance", "ground1-space1=1", "--distance", "space1-ground1=2"], "given twice"),
        ([*NEAR, "--type", "north"], "'north' is not a conjunction type"),
        ([*NEAR, "--location", "91,0"], "lat=91 is not a latitude"),
    ],
    ids=range(8),
)
def test_wrong_usage(capfd: Capture, arguments: list[str], message: str) -> None:
    assert message in refused(capfd, arguments)


def test_a_block_that_cannot_be_read_is_shown_with_the_place(capfd: Capture) -> None:
    assert main([*MEETINGS, "--distance", "500", "--ground", "trex; platform=,"]) == 2
    assert capfd.readouterr().err.splitlines() == [
        "error: --ground: a name is missing here",
        "  trex; platform=,",
        "                 ^",
    ]


def test_an_error_in_a_file_is_told_with_its_line(capfd: Capture, tmp_path: Path) -> None:
    path = tmp_path / "q.json"
    path.write_text('{\n  "start": "2020-02-01",\n  "end" "2020-02-01"\n}\n')
    assert main(["search", "data-products", "--query", str(path)]) == 2
    assert "line 3 column 9" in capfd.readouterr().err
