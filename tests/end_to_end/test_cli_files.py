"""Files that the command line writes: in the format of their name, whole or not at all."""

from __future__ import annotations

import csv
import json
import sys
from datetime import datetime
from pathlib import Path

import pyarrow.parquet
import pytest
from support.emulator import fault
from support.writing import ADMIN, writable

from aurorax_typed import AuroraX
from aurorax_typed.cli import main
from aurorax_typed.export import column_names
from aurorax_typed.records import DataProduct

DAY = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-01"]
SPAN = ["search", "data-products", "--start", "2020-02-01", "--end", "2020-02-05", "--program", "trex"]
GILLAM = [*DAY, "--program", "trex", "--platform", "gillam"]

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def shared(shared_emulator: str, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Commands talk to the shared emulator."""
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    return shared_emulator


def refused(capfd: Capture, arguments: list[str], code: int) -> str:
    """Run what must fail; its words on standard error. Nothing is printed else."""
    assert main(arguments) == code
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    return said.err


def test_a_file_in_the_format_of_its_name(capfd: Capture, tmp_path: Path) -> None:
    for name in ("found.json", "found.ndjson", "found.csv"):
        assert main([*GILLAM, "--output", str(tmp_path / name)]) == 0
        assert capfd.readouterr() == ("", "")
    count = len(json.loads((tmp_path / "found.json").read_text()))
    assert count == len((tmp_path / "found.ndjson").read_text().splitlines())
    assert count == len((tmp_path / "found.csv").read_text().splitlines()) - 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.csv", "found.json", "found.ndjson"]


@pytest.mark.parametrize("name", ["found.ndjson", "found.parquet"])
def test_a_failing_search_leaves_the_old_file_whole(
    capfd: Capture, tmp_path: Path, emulator: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", emulator)
    target = tmp_path / name
    target.write_text("old")
    fault(emulator, "wrong_count", delta=1)
    said = refused(capfd, [*GILLAM, "--output", str(target)], 1)
    assert "counted" in said
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_cannot_be_written_is_found_out_first(capfd: Capture, tmp_path: Path) -> None:
    # Nothing listens there: that it is not what is complained of shows that nothing was sent.
    nowhere = ["--base-url", "http://127.0.0.1:9", *GILLAM]
    assert "is a directory" in refused(capfd, [*nowhere, "--format", "csv", "--output", str(tmp_path)], 2)
    assert "There is no directory" in refused(capfd, [*nowhere, "--output", str(tmp_path / "a" / "b.csv")], 2)
    assert "does not say which format" in refused(capfd, [*nowhere, "--output", str(tmp_path / "b.dat")], 2)


def test_parquet_holds_the_same_records_and_the_limit(capfd: Capture, tmp_path: Path) -> None:
    target, other = tmp_path / "found.parquet", tmp_path / "found.ndjson"
    for path in (target, other):
        assert main([*SPAN, "--output", str(path)]) == 0
    assert capfd.readouterr() == ("", "")
    table = pyarrow.parquet.read_table(target)
    assert table.column_names == column_names(DataProduct)
    expected = [json.loads(line) for line in other.read_text().splitlines()]
    assert sorted(table["url"].to_pylist()) == sorted(item["url"] for item in expected)
    assert f"{min(table['start'].to_pylist()):%Y-%m-%dT%H:%M:%S}" == min(item["start"] for item in expected)
    assert main([*SPAN, "--limit", "7", "--format", "parquet", "--output", str(tmp_path / "some")]) == 0
    assert pyarrow.parquet.read_metadata(tmp_path / "some").num_rows == 7
    assert main([*DAY, "--program", "nothing-of-this-name", "--output", str(target)]) == 0
    assert pyarrow.parquet.read_table(target).num_rows == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.ndjson", "found.parquet", "some"]


def test_parquet_that_cannot_be_written_is_found_out_first(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = ["--base-url", "http://127.0.0.1:9", *GILLAM]
    target = str(tmp_path / "found.parquet")
    assert "needs a file: --output found.parquet" in refused(capfd, [*nowhere, "--format", "parquet"], 2)
    assert "is a directory" in refused(capfd, [*nowhere, "--format", "parquet", "--output", str(tmp_path)], 2)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = refused(capfd, [*nowhere, "--output", target], 2)
    assert said == "error: Parquet files need pyarrow, which is not installed: pip install 'aurorax-typed[arrow]'\n"
    assert list(tmp_path.iterdir()) == []


def test_columns_of_metadata(capfd: Capture, tmp_path: Path) -> None:
    wanted = [*GILLAM, "--type", "keogram", "--metadata", "keogram_type", "--metadata", "movie_type", "--quiet"]
    for name in ("x.csv", "x.parquet"):
        assert main([*wanted, "--output", str(tmp_path / name)]) == 0
    rows = list(csv.DictReader((tmp_path / "x.csv").read_text("utf-8").splitlines()))
    table = pyarrow.parquet.read_table(tmp_path / "x.parquet")
    assert [*rows[0]] == table.column_names == [*column_names(DataProduct), "keogram_type", "movie_type"]
    types = [json.loads(text).get("keogram_type") for text in table["metadata"].to_pylist()]
    assert types == table["keogram_type"].to_pylist() == [row["keogram_type"] for row in rows]
    assert {"daily", "hourly"} <= set(types)
    assert {row["movie_type"] for row in rows} == {""}
    capfd.readouterr()
    for options, words in (
        (["--format", "json"], "--metadata makes columns of CSV and Parquet. Add --format csv, or leave it out."),
        (["--format", "csv", "--metadata", "url"], "there is already a column 'url'."),
        (["--format", "csv", "--metadata", "movie_type"], "metadata names 'movie_type' twice."),
    ):
        assert words in refused(capfd, [*wanted, *options], 2)


def test_a_file_for_a_spreadsheet(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with writable() as url, AuroraX(base_url=url, api_key=ADMIN) as client:
        monkeypatch.setenv("AURORAX_BASE_URL", url)
        source = client.sources.add(
            identifier=70001, program="+p", platform="@q", instrument_type="=i", source_type="ground", display_name="-n"
        )
        product = DataProduct(source, "keogram", datetime(2031, 3, 4), datetime(2031, 3, 4), "=1+1", {"mode": "-x"})
        client.data_products.upload(source, [product])
        day = ["--start", "2031-03-04", "--end", "2031-03-04"]
        search = [*DAY[:2], *day, "--program", "+p", "--metadata", "mode", "--format", "csv"]
        for command in (search, ["sources", "list", "--program", "+p", "--format", "csv"]):
            plain, safe = ([*command, *more, "--quiet"] for more in ([], ["--excel-safe"]))
            assert main(plain) == main(safe) == 0
        assert main(["availability", "data-products", *day, "--program", "+p", "--format", "csv", "--excel-safe"]) == 0
        cells = [line.split(",") for line in capfd.readouterr().out.splitlines()]
        assert cells[1][:5] == ["-n", "70001", "+p", "@q", "=i"]
        assert cells[3][:5] == ["'-n", "70001", "'+p", "'@q", "'=i"]
        assert ("=1+1" in cells[1], "'=1+1" in cells[3], cells[1][-1], cells[3][-1]) == (True, True, "-x", "'-x")
        assert (cells[5], cells[7]) == (
            ["70001", "+p", "@q", "=i", "ground", "-n"],
            ["70001", "'+p", "'@q", "'=i", "ground", "'-n"],
        )
        assert "'+p" in cells[9]
        assert "--excel-safe is for CSV" in refused(capfd, ["sources", "list", "--format", "json", "--excel-safe"], 2)


@pytest.mark.parametrize("name", ["found.csv", "found.ndjson", "found.parquet"])
def test_a_file_that_is_replaced_is_named(
    capfd: Capture, shared_emulator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert main([*GILLAM, "--output", f"~/{name}"]) == 0
    assert "Replaced" not in capfd.readouterr().err
    assert main([*GILLAM, "--output", f"~/{name}"]) == 0
    assert capfd.readouterr().err == f"Replaced ~/{name}.\n"
    assert main([*GILLAM, "--output", f"~/{name}", "--quiet"]) == 0
    assert capfd.readouterr().err == ""
    assert [path.name for path in tmp_path.iterdir()] == [name]
