"""The commands that write: sources made, changed and removed, records sent in; and the listing for administrators."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow.parquet
import pytest
from support.writing import ADMIN, FAST, writable

from aurorax_typed import AuroraX, DataProduct, Ephemeris, JSONValue, Location, PollingPolicy
from aurorax_typed.cli import main
from aurorax_typed.cli.upload import RecordFile

Capture = pytest.CaptureFixture[str]

NEW = ["--program", "test", "--platform", "here", "--instrument-type", "camera", "--source-type", "ground"]
SOURCE_COLUMNS = ("data_source", "identifier", "program", "platform", "instrument_type", "source_type")
SCHEMA = [{"field_name": "mode", "description": "", "data_type": "string", "allowed_values": ["fast"]}]


@pytest.fixture
def server(clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An emulator that an Administrator's key may write to; commands have the key, and no width."""
    with writable() as url:
        monkeypatch.setenv("AURORAX_BASE_URL", url)
        monkeypatch.setenv("AURORAX_API_KEY", ADMIN)
        monkeypatch.delenv("COLUMNS", raising=False)
        yield url


def ran(capfd: Capture, *arguments: str, code: int = 0) -> tuple[str, str]:
    """What a command says on standard output and on standard error."""
    assert main(list(arguments)) == code
    said = capfd.readouterr()
    assert "Traceback" not in said.err
    assert ADMIN not in said.out + said.err
    return said.out, said.err


def test_a_source_is_made_changed_and_removed(capfd: Capture, server: str) -> None:
    add = ["sources", "add", *NEW, "--name", "Test here", "--metadata", '{"lat": 51}', "--identifier", "70001"]
    out, err = ran(capfd, *add, "--dry-run")
    assert json.loads(out)["metadata"] == {"lat": 51}
    assert err == "Nothing was sent. Without --dry-run this source would be made.\n"
    assert "404" in ran(capfd, "sources", "show", "70001", code=1)[1]

    out, err = ran(capfd, *add, "--format", "json")
    made = json.loads(out)
    assert (made["identifier"], made["program"], made["display_name"]) == (70001, "test", "Test here")
    assert err == "Source 70001 was made.\n"
    assert "409" in ran(capfd, *add, code=1)[1]

    out, err = ran(capfd, "sources", "update", "70001", "--name", "Test there", "--dry-run")
    assert json.loads(out) == {"display_name": {"before": "Test here", "after": "Test there"}}
    assert "Nothing was sent." in err
    out, _ = ran(capfd, "sources", "update", "70001", "--name", "Test there")
    assert "name             Test there\n" in out
    with AuroraX(base_url=server) as client:
        assert client.sources.get("test", "here", "camera").display_name == "Test there"

    err = ran(capfd, "sources", "delete", "70001", "--dry-run")[1]
    assert err.startswith("Nothing was sent. Without --dry-run this would be removed: source 70001, Test there ")
    err = ran(capfd, "sources", "delete", "70001", code=2)[1]
    assert "Add --yes where nobody can be asked." in err
    assert ran(capfd, "sources", "delete", "70001", "--yes") == ("", "Source 70001 was removed.\n")
    assert "404" in ran(capfd, "sources", "delete", "70001", "--yes", code=1)[1]


def test_a_source_is_made_like_another_one(capfd: Capture, server: str, tmp_path: Path) -> None:
    like = tmp_path / "like.json"
    ran(capfd, "sources", "show", "103", "--format", "json", "--output", str(like))
    arguments = ["--file", str(like), "--identifier", "70103", "--platform", "elsewhere", "--name", "Elsewhere"]
    made = json.loads(ran(capfd, "sources", "add", *arguments, "--format", "json")[0])
    other = json.loads(like.read_text())
    assert (made["identifier"], made["platform"], made["program"]) == (70103, "elsewhere", "trex")
    assert made["data_product_metadata_schema"] == other["data_product_metadata_schema"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "must hold a JSON object, not list"),
        ("{", "is not JSON"),
        ('{"programme": "x"}', "a data source has no member 'programme'. Its members: identifier, program,"),
        ('{"program": 7}', "holds no data source: program is a number, a string is needed."),
        ('{"program": "x"}', "A data source needs platform, instrument_type, source_type, display_name."),
    ],
)
def test_a_file_that_is_no_source_is_refused(
    capfd: Capture, server: str, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "source.json"
    file.write_text(text)
    err = ran(capfd, "sources", "add", "--file", str(file), code=2)[1]
    assert message in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", *NEW, "--name", "x" * 51], "display_name has 51 characters; the server keeps at most 50."),
        (["add", *NEW, "--name", "x", "--source-type", "air"], "'air' is not a source type. Known: ground,"),
        (["add", *NEW, "--name", "x", "--metadata", "[1]"], "--metadata must hold a JSON object, not list"),
        (["add", "--file", "/nowhere.json"], "/nowhere.json can't be read: No such file"),
        (["update", "103"], "There is nothing to change about source 103."),
    ],
)
def test_what_cannot_be_meant_is_not_sent(capfd: Capture, server: str, arguments: list[str], message: str) -> None:
    err = ran(capfd, "sources", *arguments, code=2)[1]
    assert message in err
    assert len(err.splitlines()) == 1


# -- uploads ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def source(capfd: Capture, server: str, tmp_path: Path) -> str:
    """A new source with a schema; its identifier."""
    file = tmp_path / "source.json"
    file.write_text(json.dumps({"data_product_metadata_schema": SCHEMA, "ephemeris_metadata_schema": SCHEMA}))
    ran(capfd, "sources", "add", "--file", str(file), *NEW, "--name", "Test", "--identifier", "70001")
    return "70001"


def found(capfd: Capture, kind: str, *more: str) -> list[dict[str, object]]:
    arguments = ["search", kind, "--start", "2031-03-04", "--end", "2031-03-04", "--program", "test"]
    out, _ = ran(capfd, *arguments, "--format", "ndjson", *more)
    return [json.loads(line) for line in out.splitlines()]


CSV = "start,end,data_product_type,url,metadata\n" + "".join(
    f'2031-03-04T{hour:02}:00:00,2031-03-04T{hour:02}:59:00,keogram,https://x.example/{hour},"{{""mode"": ""fast""}}"\n'
    for hour in range(5)
)


def test_csv_goes_in_and_comes_back_the_same(capfd: Capture, source: str, tmp_path: Path) -> None:
    file = tmp_path / "keograms.csv"
    file.write_text(CSV)
    upload = ["upload", "data-products", str(file)]
    assert "line 2: it does not say whose it is. Add --source" in ran(capfd, *upload, code=2)[1]
    out, err = ran(capfd, *upload, "--source", source, "--dry-run")
    assert (out, err) == ("", "5 records for source 70001 can be sent. Nothing was sent yet.\n")
    assert found(capfd, "data-products") == []
    _, err = ran(capfd, *upload, "--source", source, "--chunk-size", "2", "--progress")
    assert err.splitlines()[-1] == "5 records for source 70001 taken in. They show in searches soon."
    assert "sending  " in err
    there = found(capfd, "data-products")
    assert [item["url"] for item in there] == [f"https://x.example/{hour}" for hour in range(5)]
    assert {str(item["metadata"]) for item in there} == {"{'mode': 'fast'}"}

    # What a search writes can be sent in again as it is, in each format.
    for name in ("again.csv", "again.ndjson", "again.json", "again.parquet"):
        again = tmp_path / name
        assert found(capfd, "data-products", "--output", str(again), "--format", again.suffix[1:]) == []
        assert ran(capfd, "upload", "data-products", str(again))[1].startswith("5 records for source 70001 taken in.")
    assert pyarrow.parquet.read_metadata(tmp_path / "again.parquet").num_rows == 5
    assert found(capfd, "data-products") == there


def test_ephemeris_of_lines_without_a_source(capfd: Capture, source: str, tmp_path: Path) -> None:
    file = tmp_path / "orbit.ndjson"
    lines = [{"epoch": f"2031-03-04T12:{minute:02}:00", "nbtrace": {"lat": 1.5, "lon": minute}} for minute in range(3)]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    err = ran(capfd, "upload", "ephemeris", str(file), "--source", source)[1]
    assert err == "3 records for source 70001 taken in. They show in searches soon.\n"
    there = found(capfd, "ephemeris")
    assert [item["nbtrace"] for item in there] == [{"lat": 1.5, "lon": minute} for minute in range(3)]


ORBIT = [
    {"epoch": f"2031-03-04T12:{minute:02}:00", "location_geo_lat": 56.4, "location_geo_lon": -94.6, "nbtrace_lat": -0.5}
    | {"nbtrace_lon": minute, "metadata": json.dumps({"mode": "fast"})}
    for minute in range(3)
]


def written(folder: Path, rows: list[dict[str, Any]]) -> Iterator[Path]:
    """The same rows as a file of each format."""
    frame = pd.DataFrame(rows)
    (folder / "a.ndjson").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    (folder / "a.json").write_text(json.dumps(rows))
    frame.to_csv(folder / "a.csv", index=False)
    for name in frame:
        if frame[name].dtype == object:  # a column has one type
            frame[name] = frame[name].map(str, na_action="ignore")
    frame.to_parquet(folder / "a.parquet", index=False)
    for name in ("a.ndjson", "a.json", "a.csv", "a.parquet"):
        yield folder / name


def test_flat_names_are_read_in_every_format(capfd: Capture, source: str, tmp_path: Path) -> None:
    for file in written(tmp_path, ORBIT):
        ran(capfd, "upload", "ephemeris", str(file), "--source", source)
        there = found(capfd, "ephemeris")
        assert [item["location_geo"] for item in there] == [{"lat": 56.4, "lon": -94.6}] * 3, file
        assert [item["nbtrace"] for item in there] == [{"lat": -0.5, "lon": minute} for minute in range(3)]
        assert {str(item["metadata"]) for item in there} == {"{'mode': 'fast'}"}
        with AuroraX() as client:
            client.ephemeris.delete(int(source), "2031-03-04", "2031-03-04")
        assert found(capfd, "ephemeris") == []
    # Nested, in a table of structs.
    nested = [
        {"epoch": row["epoch"], "location_geo": {"lat": 1.5, "lon": 2}, "metadata": {"mode": "fast"}} for row in ORBIT
    ]
    pl.DataFrame(nested).write_parquet(tmp_path / "a.parquet")
    ran(capfd, "upload", "ephemeris", str(tmp_path / "a.parquet"), "--source", source)
    assert [item["location_geo"] for item in found(capfd, "ephemeris")] == [{"lat": 1.5, "lon": 2}] * 3


def test_a_cell_may_be_longer_than_csv_readers_expect(capfd: Capture, source: str, tmp_path: Path) -> None:
    row = {**ORBIT[0], "metadata": json.dumps({"mode": "x" * 200_000})}
    for file in written(tmp_path, [row]):
        ran(capfd, "upload", "ephemeris", str(file), "--source", source)
        assert [item["metadata"] for item in found(capfd, "ephemeris")] == [{"mode": "x" * 200_000}]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"location_geo_latt": 1}, "'location_geo_latt'. Did you mean 'location_geo_lat'?"),
        ({"Epoch": "2031"}, "'Epoch'. Did you mean 'epoch'?"),
        ({"altitude": 450.5}, "'altitude'. Known: data_source, identifier, program, platform,"),
        (
            {"location_geo_lat": "north"},
            "location_geo_lat must be degrees, or empty if there is no position, not 'north'",
        ),
        ({"identifier": "x"}, "identifier must be a whole number, not 'x'"),
        (
            {"identifier": 3},
            "it is of source 3, and this upload is for source 70001. To file it there, leave out data_",
        ),
        ({"metadata": "[1]"}, "metadata must be a JSON object, not [1]"),
        ({"metadata": '{"mode": NaN}'}, "metadata is not JSON: NaN is not a number that JSON has."),
        ({"metadata": '{"mode": "fast", "x": 1e999}'}, "metadata.x is inf, which JSON does not have."),
        ({"mode": "slow"}, "the column mode differs from this field of the metadata"),
        ({"epoch": "2031-03-04T12:00:30"}, "epoch is 2031-03-04 12:00:30, and ephemeris are kept by the minute."),
    ],
)
def test_a_wrong_field_is_named_with_its_line_in_every_format(
    capfd: Capture, source: str, tmp_path: Path, change: dict[str, object], message: str
) -> None:
    rows = [*ORBIT[:2], {**ORBIT[2], **change}]
    for file in written(tmp_path, rows):
        for more in (["--dry-run"], []):
            err = ran(capfd, "upload", "ephemeris", str(file), "--source", source, "--chunk-size", "1", *more, code=2)[
                1
            ]
            assert message in err, (file, err)
            assert not err.endswith("?.\n")
            assert len(err.splitlines()) == 1
            if not re.search("Did you mean|Known|differs", err):  # a table has the column in every row
                place = {".ndjson": "line 3", ".csv": "line 4", ".json": "record 3", ".parquet": "row 3"}[file.suffix]
                assert f"{file}, {place}" in err
    assert found(capfd, "ephemeris") == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"location_geo": {"lat": 1, "lon": 2}, "location_geo_lat": 1},
            "location_geo comes twice, nested and as the column",
        ),
        ({"nbtrace_lon": 1, "nbtrace": None}, "nbtrace comes twice, nested and as the column nbtrace_lon."),
        (
            {"data_source": {"identifier": 70001}, "identifier": 70001},
            "data_source comes twice, nested and as the column",
        ),
        ({"location_geo": {"lat": 1, "long": 2}}, "location_geo has no member 'long'. Did you mean 'lon'?"),
        ({"data_source": {"identifer": 3}}, "data_source has no member 'identifer'. Did you mean 'identifier'?"),
        ({"location_geo": [1, 2]}, "location_geo must be an object with lat and lon, or the columns location_geo_lat"),
        ({"extra": {"quality": 1}}, "there is no field 'quality'."),
        ({"comment": None}, "there is no field 'comment'."),
        ({"nbtrace": {"lat": None, "lon": 1}}, "nbtrace has only one of lat and lon."),
    ],
)
def test_fields_in_two_forms_or_with_unknown_members_are_refused(
    capfd: Capture, source: str, tmp_path: Path, row: dict[str, object], message: str
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text(f"{json.dumps(ORBIT[0])}\n\n{json.dumps({'epoch': '2031-03-04T13:00:00', **row})}\n")
    err = ran(capfd, "upload", "ephemeris", str(file), "--source", source, code=2)[1]
    assert err.startswith(f"error: {file}, line 3: {message}"), err
    assert found(capfd, "ephemeris") == []


def test_every_export_can_be_sent_in_again(capfd: Capture, source: str, tmp_path: Path) -> None:
    with AuroraX(**FAST, polling=PollingPolicy(initial_interval=0.01, max_interval=0.01)) as client:
        here = client.sources.get_by_identifier(int(source))
        there = client.sources.add(
            identifier=70002,
            program="test",
            platform="there",
            instrument_type="camera",
            source_type="ground",
            display_name="=There",
            ephemeris_metadata_schema=[],
            data_product_metadata_schema=[],
        )
        times = [datetime(2031, 3, 4, 12, minute) for minute in range(4)]
        notes: list[dict[str, JSONValue]] = [{"mode": "fast"}, {}, {"mode": "fast"}, {"mode": "fast"}]
        orbit = [
            Ephemeris(here, time, Location(56.4, -94.6), Location(), Location(-1, minute), metadata=note)
            for minute, (time, note) in enumerate(zip(times, notes, strict=True))
        ]
        urls = ['https://x.example/é,"1"', "=cmd()", "-2", "'x"]
        products = [
            DataProduct(here, "keogram", time, time, url, note)
            for time, url, note in zip(times, urls, notes, strict=True)
        ]
        for family, uploads, records in (
            ("ephemeris", client.ephemeris, orbit),
            ("data-products", client.data_products, products),
        ):
            assert uploads.upload(here, records) == 4  # type: ignore[arg-type, attr-defined]
            search = uploads.search("2031-03-04", "2031-03-04", programs=["test"])
            expected = search.get_data()
            frame, table = search.to_pandas(metadata=["mode"]), search.to_polars()
            folder = tmp_path / family
            folder.mkdir()
            search.to_csv(folder / "plain.csv", metadata=["mode"])
            search.to_csv(folder / "safe.csv", excel_safe=True, metadata={"mode": str})
            search.to_parquet(folder / "own.parquet", metadata=["mode"])
            search.to_ndjson(folder / "own.ndjson")
            search.download(folder / "server.json")
            frame.to_parquet(folder / "pandas.parquet")
            frame.sort_values("url" if "url" in frame else "epoch").to_parquet(folder / "index.parquet")
            frame.to_csv(folder / "pandas.csv")
            frame.to_json(folder / "pandas.ndjson", orient="records", lines=True, date_format="iso")
            frame.to_json(folder / "pandas.json", orient="records", date_format="iso")
            table.write_parquet(folder / "polars.parquet")
            table.write_csv(folder / "polars.csv")
            table.write_ndjson(folder / "polars.ndjson")
            query = search.query
            uploads.scan(query, window="day").to_parquet(folder / "dataset", metadata={"mode": str})
            files = sorted(path for path in folder.rglob("*.*") if path.is_file() and not path.name.startswith("."))
            assert len(files) == 14
            for name in ("json", "csv", "ndjson", "parquet"):
                file = folder / f"cli.{name}"
                found(capfd, family, "--output", str(file), "--format", name)
                files.append(file)
            for file in files:
                assert sorted(RecordFile(file, type(records[0])), key=str) == sorted(expected, key=str), file
            for file in files[-4:]:
                assert ran(capfd, "upload", family, str(file))[1].startswith("4 records for source 70001 taken in."), (
                    file
                )
            again = uploads.search("2031-03-04", "2031-03-04", programs=["test"]).get_data()
            assert sorted(again, key=str) == sorted(expected, key=str)
            err = ran(capfd, "upload", family, str(folder), code=2)[1]
            assert (
                err == f"error: {folder} is a folder. Upload its files one by one, such as those of a scan's dataset.\n"
            )
            err = ran(capfd, "upload", family, str(files[0]), "--source", "70002", code=2)[1]
            assert "it is of source 70001, and this upload is for source 70002." in err
            # To another source, once the columns that name the first one are left out.
            frame[[name for name in frame if name not in SOURCE_COLUMNS]].to_csv(folder / "other.csv", index=False)
            ran(capfd, "upload", family, str(folder / "other.csv"), "--source", "70002")
            copies = uploads.search("2031-03-04", "2031-03-04", programs=["test"], platforms=["there"]).get_data()
            assert {record.data_source.identifier for record in copies} == {there.identifier}
            assert sorted(str(record.metadata) for record in copies) == sorted(
                str(record.metadata) for record in expected
            )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("epoch,epoch\n2031,2031\n", "a.csv has the column 'epoch' twice."),
        ("epoch,nbtrace_lat\n2031-03-04T12:00:00\n", "a.csv, line 2: 1 cells, and the header has 2."),
        ("epoch\n2031-03-04T12:00:00,5\n", "a.csv, line 2: 2 cells, and the header has 1."),
        ("epoch,nbtrace_lat,nbtrace_lon\n2031-03-04T12:00:00,nan,1\n", "line 2: nbtrace_lat must be degrees"),
    ],
)
def test_csv_that_does_not_fit_its_header(capfd: Capture, source: str, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text)
    assert message in ran(capfd, "upload", "ephemeris", str(file), "--source", source, code=2)[1]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "x", "a.txt does not say what it holds. It must end in one of .ndjson,"),
        ("a.ndjson", "\n{", "a.ndjson, line 2 is not JSON"),
        ("a.ndjson", '{"start": "2031-03-04"}\n', "a.ndjson, line 1: data_product_type is missing."),
        ("a.ndjson", "", "a.ndjson holds no records; nothing was sent."),
        ("a.json", '{"a": 1}', "must hold a JSON array of records, not dict"),
        ("a.json", "[1]", "record 1: a record is a JSON object, not 1"),
        ("a.csv", "begin\n1\n", "has a column 'begin'. Known: data_source, identifier,"),
        ("a.csv", CSV.replace("fast", "f\xe9"), "is not UTF-8 text."),
        ("a.csv", CSV.replace('""fast""', "7"), "a.csv, line 2: 'mode' must be text, not 7."),
    ],
)
def test_a_file_of_no_records_is_refused(
    capfd: Capture, source: str, tmp_path: Path, *, name: str, text: str, message: str
) -> None:
    file = tmp_path / name
    file.write_bytes(text.encode("latin-1"))
    code = 0 if "no records;" in message else 2
    err = ran(capfd, "upload", "data-products", str(file), "--source", source, code=code)[1]
    assert message in err
    assert len(err.splitlines()) == 1
    assert found(capfd, "data-products") == []


def test_what_was_taken_in_before_a_failure_is_told(
    capfd: Capture, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "orbit.csv"
    rows = [f"2031-03-04T12:{minute:02}:00,{(10, 20, 1000)[minute]},0\n" for minute in range(3)]
    file.write_text("".join(["epoch,nbtrace_lat,nbtrace_lon\n", *rows]))
    upload = ["upload", "ephemeris", str(file), "--source", source, "--chunk-size", "2"]
    assert "orbit.csv, line 4: nbtrace has the latitude 1000.0;" in ran(capfd, *upload, code=2)[1]
    assert found(capfd, "ephemeris") == []
    first, note = ran(capfd, *upload, "--no-validate", code=1)[1].splitlines()
    assert first.startswith("error: ")
    assert "a latitude of 1000" in first
    assert note == "  2 records were taken in before. Uploading all of them again does no harm."
    assert len(found(capfd, "ephemeris")) == 2
    monkeypatch.setenv("AURORAX_API_KEY", "nobody:nothing")
    assert "401" in ran(capfd, *upload, "--no-validate", code=1)[1]


# -- for administrators -----------------------------------------------------------------------------------------------


def test_everybodys_searches_the_latest_first(
    capfd: Capture, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ran(capfd, "requests", "list") == ("", "No searches found.\n")
    with AuroraX(base_url=server) as client:
        first = client.data_products.search("2020-02-01", "2020-02-01", programs=["trex"])
        second = client.ephemeris.search("2020-02-01", "2020-02-01T01:00", programs=["swarm"])
    out, err = ran(capfd, "requests", "list")
    heading, *rows = out.splitlines()
    assert heading.split() == ["REQUESTED", "(UTC)", "TYPE", "RECORDS", "REQUEST", "ID"]
    assert {row.split()[-1] for row in rows} == {first.request_id, second.request_id}
    assert err == "2 searches\n"
    out, err = ran(capfd, "requests", "list", "--family", "ephemeris", "--format", "json")
    [listed] = json.loads(out)
    assert (listed["request_id"], listed["result_count"]) == (second.request_id, second.result_count)
    assert err == ""
    target = tmp_path / "searches.parquet"
    ran(capfd, "requests", "list", "--output", str(target))
    table = pyarrow.parquet.read_table(target)
    assert set(table["request_id"].to_pylist()) == {first.request_id, second.request_id}
    assert table["requested"].to_pylist()[0] >= table["requested"].to_pylist()[1]
    assert ran(capfd, "requests", "list", "--limit", "1")[1] == "2 searches, the latest 1 shown; --limit 0 shows all\n"
    assert ran(capfd, "requests", "list", "--failed") == ("", "No searches found.\n")
    monkeypatch.delenv("AURORAX_API_KEY")
    assert "401" in ran(capfd, "requests", "list", code=1)[1]


def test_the_settings_are_tried(capfd: Capture, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = ran(capfd, "config", "show", "--format", "json")[0]
    settings = {item["name"]: (item["value"], item["origin"]) for item in json.loads(out)}
    assert settings["base_url"] == (server, "AURORAX_BASE_URL")
    assert settings["api_key"] == ("set", "AURORAX_API_KEY")
    assert settings["polling.timeout"] == ("3600", "default")

    def checked(*options: str, code: int = 0) -> dict[str, tuple[str, str]]:
        out = ran(capfd, *options, "config", "check", "--format", "json", code=code)[0]
        return {item["name"]: (item["state"], item["detail"]) for item in json.loads(out)}

    assert checked()["API key"] == ("good", "set, accepted, an Administrator's")
    assert checked()["server"][0] == "good"
    monkeypatch.setenv("AURORAX_API_KEY", "nobody:nothing")
    assert checked(code=1)["API key"][0] == "failed"
    nowhere = checked("--base-url", "http://127.0.0.1:9", code=1)
    assert (nowhere["server"][0], nowhere["API key"][0]) == ("failed", "unknown")
    monkeypatch.delenv("AURORAX_API_KEY")
    assert checked()["API key"][0] == "info"
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.example:3128")
    assert "secret" not in ran(capfd, "config", "show")[0]
