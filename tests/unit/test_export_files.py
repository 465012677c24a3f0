"""Files that appear whole or not at all, and what is read back from them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aurorax_typed import (
    DataProduct,
    DataSource,
    DecoderLimits,
    Ephemeris,
    Location,
    ResultDecodeError,
    ResultLimitError,
    ResultTruncatedError,
)
from aurorax_typed.export import CsvSink, NdjsonSink, ParquetSink, RecordSink, column_names, read_results
from aurorax_typed.export.rows import without_apostrophe

SOURCE = DataSource(103, "trex", "gillam", "RGB ASI", "ground", "TREx RGB GILL")
NOON = datetime(2020, 2, 1, 12)
PRODUCTS = [DataProduct(SOURCE, "keogram", NOON, NOON, f"https://a/{n}.jpg", {"n": n}) for n in range(5)]
SINKS: list[type[RecordSink[Any]]] = [CsvSink, NdjsonSink, ParquetSink]
each_sink = pytest.mark.parametrize("sink_type", SINKS, ids=lambda kind: kind.__name__)


def write(sink_type: Any, path: str | Path, found: list[Any] = PRODUCTS, record_type: Any = DataProduct) -> None:
    with sink_type(path, record_type) as sink:
        for record in found:
            sink.write([record])


# -- what is written --------------------------------------------------------------------------------------------------


def test_the_lines_of_a_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    formula = DataProduct(DataSource(7), "movie", NOON, NOON, '=HYPERLINK("a")', {}, {"n": float("inf")})
    write(CsvSink, path, [*PRODUCTS[:1], formula])
    assert path.read_bytes().decode().splitlines()[1:] == [
        'TREx RGB GILL,103,trex,gillam,RGB ASI,ground,keogram,2020-02-01T12:00:00,2020-02-01T12:00:00,https://a/0.jpg,"{""n"":0}",',
        ',7,,,,,movie,2020-02-01T12:00:00,2020-02-01T12:00:00,"=HYPERLINK(""a"")",{},"{""n"":1e999}"',
    ]
    write(CsvSink, path, [Ephemeris(SOURCE, NOON, Location(56.35, -94.7))], Ephemeris)
    assert "ground,2020-02-01T12:00:00,56.35,-94.7,,,,,,,{},\n" in path.read_text()
    write(CsvSink, path, [])
    assert path.read_text() == ",".join(column_names(DataProduct)) + "\n"


def test_lines_of_json_are_as_the_api_has_them(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    write(
        NdjsonSink, path, [DataProduct(DataSource(7), "movie", NOON, NOON, "é\udc80", {"n": 10**25}, {"new": [None]})]
    )
    assert path.read_bytes().startswith(
        b'{"data_source":{"identifier":7},"data_product_type":"movie","start":"2020-02-01T12:00:00",'
    )
    assert json.loads(path.read_bytes()) == {
        "data_source": {"identifier": 7},
        "data_product_type": "movie",
        "start": "2020-02-01T12:00:00",
        "end": "2020-02-01T12:00:00",
        "url": "é\udc80",
        "metadata": {"n": 10**25},
        "new": [None],
    }


# -- whole or not at all ----------------------------------------------------------------------------------------------


class Stop(BaseException):
    pass


@each_sink
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Stop])
def test_an_error_leaves_the_old_file_and_nothing_else(
    sink_type: Any, error: type[BaseException], tmp_path: Path
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    with pytest.raises(error), sink_type(path, DataProduct) as sink:
        sink.write(PRODUCTS)
        assert len(list(tmp_path.iterdir())) == 2
        assert path.read_bytes() == b"old"
        raise error
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("x", b"old")]


@each_sink
def test_the_old_file_is_replaced_at_the_end(sink_type: Any, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with path.open("rb") as reader:
        with sink_type(path, DataProduct) as sink:
            sink.write(PRODUCTS)
        assert reader.read() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["x"]
    assert b"keogram" in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@each_sink
def test_two_writers_of_one_file_do_not_mix(sink_type: Any, tmp_path: Path) -> None:
    path, alone = tmp_path / "x", tmp_path / "alone"
    write(sink_type, alone, PRODUCTS[:2])
    with sink_type(path, DataProduct) as first, sink_type(path, DataProduct) as second:
        first.write(PRODUCTS[:1])
        second.write(PRODUCTS[2:])
        first.write(PRODUCTS[1:2])
    assert path.read_bytes() == alone.read_bytes()  # `first` was put in place last


@each_sink
def test_a_link_is_followed(sink_type: Any, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "data", tmp_path / "link"
    link.symlink_to(target)
    write(sink_type, link)
    assert link.is_symlink()
    assert b"keogram" in target.read_bytes()
    assert [item.name for item in (tmp_path / "real").iterdir()] == ["data"]


@each_sink
def test_relative_paths_and_long_names(sink_type: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(sink_type, "x")
    write(sink_type, Path("é" * 120))
    assert sorted(item.name for item in tmp_path.iterdir()) == ["x", "é" * 120]


@each_sink
def test_a_place_that_can_not_be_written_is_named(sink_type: Any, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"There is no directory .*missing; make it first.*missing/x") as caught:
        sink_type(tmp_path / "missing" / "x", DataProduct)
    assert caught.value.filename == str(tmp_path / "missing" / "x")
    with pytest.raises(IsADirectoryError, match="This is a directory; name a file in it"):
        sink_type(tmp_path, DataProduct)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@each_sink
def test_a_pipe_is_written_as_it_is(sink_type: Any, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(path.read_bytes()))
    reader.start()
    write(sink_type, path)
    reader.join()
    assert b"keogram" in received[0]
    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of file sizes")
@each_sink
def test_a_full_disk(sink_type: Any, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    code = f"""
import resource, random
from datetime import datetime
from aurorax_typed import DataProduct, DataSource
from aurorax_typed.export import {sink_type.__name__} as Sink
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
random.seed(1)
now = datetime(2020, 2, 1)
try:
    with Sink({str(path)!r}, DataProduct) as sink:
        for _ in range(200):
            sink.write([DataProduct(DataSource(1), "movie", now, now, random.randbytes(500).hex()) for _ in range(10)])
except OSError as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"OSError [Errno 27] File too large: {str(path)!r}\n"
    assert done.stderr == ""
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("x", b"old")]


# -- reading ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def document(tmp_path: Path) -> tuple[Path, bytes]:
    """The server's document of the products, and where to save it."""
    write(NdjsonSink, tmp_path / "x.ndjson")
    lines = (tmp_path / "x.ndjson").read_bytes().splitlines()
    (tmp_path / "x.ndjson").unlink()
    return tmp_path / "result.json", b'{"result":[' + b",".join(lines) + b"]}"


def test_saved_documents(document: tuple[Path, bytes], tmp_path: Path) -> None:
    _, text = document
    bare = text[len(b'{"result":') : -1]
    for name, data in {
        "a.json": text,
        "b": b"\xef\xbb\xbf" + text,
        "c.json": bare,
        "d.json.gz": gzip.compress(text),
        "e.json": gzip.compress(text[:100]) + gzip.compress(text[100:]),
        "f.ndjson": b"\n".join(json.dumps(item).encode() for item in json.loads(bare)),
        "g.JSONL.GZ": gzip.compress(
            b"\r\n\r\n".join(json.dumps(item).encode() for item in json.loads(bare)) + b"\r\n\n"
        ),
    }.items():
        (tmp_path / name).write_bytes(data)
        assert list(read_results(tmp_path / name, DataProduct)) == PRODUCTS, name
        assert list(read_results(str(tmp_path / name), DataProduct)) == PRODUCTS, name
    for name, data in {"h.json": b'{"result":[]}', "i.ndjson": b"", "j.ndjson": b"\n"}.items():
        (tmp_path / name).write_bytes(data)
        assert list(read_results(tmp_path / name, DataProduct)) == []


def test_large_files_of_lines_are_read_across_blocks(tmp_path: Path) -> None:
    found = [DataProduct(SOURCE, "movie", NOON, NOON, "x" * (n % 997), {"n": n}) for n in range(3000)]
    write(NdjsonSink, tmp_path / "x.ndjson", found)
    assert (tmp_path / "x.ndjson").stat().st_size > 1_000_000
    assert list(read_results(tmp_path / "x.ndjson", DataProduct)) == found


def test_files_at_fault(document: tuple[Path, bytes], tmp_path: Path) -> None:
    path, text = document

    def read(data: bytes, name: str = "result.json") -> list[DataProduct]:
        (tmp_path / name).write_bytes(data)
        seen = []
        for product in read_results(tmp_path / name, DataProduct):
            seen.append(product)
            assert seen == PRODUCTS[: len(seen)]
        return seen

    with pytest.raises(ResultTruncatedError):
        read(text[:-1])
    with pytest.raises(ResultTruncatedError, match=r"result.json ends early: it is a gzip file that was cut"):
        read(gzip.compress(text)[:-9])
    with pytest.raises(ResultTruncatedError):
        read(gzip.compress(text[:-9]))
    broken = bytearray(gzip.compress(text))
    broken[-6] ^= 1
    with pytest.raises(ResultDecodeError, match="damaged gzip file"):
        read(bytes(broken))
    with pytest.raises(ResultDecodeError, match="damaged gzip file"):
        read(gzip.compress(text) + b"something else")
    lines = b"\n".join(json.dumps(item).encode() for item in json.loads(text)["result"])
    with pytest.raises(ResultTruncatedError):
        read(lines[:-5], "result.ndjson")
    with pytest.raises(ResultDecodeError):
        read(json.dumps(json.loads(text)["result"], indent=1).encode(), "result.ndjson")
    with pytest.raises(ResultTruncatedError):
        read(b"")
    with pytest.raises(ResultLimitError, match="longer than 50 bytes"):
        path.write_bytes(gzip.compress(text))
        list(read_results(path, DataProduct, limits=DecoderLimits(max_total_bytes=50)))
    with pytest.raises(FileNotFoundError):
        read_results(tmp_path / "nothing.json", DataProduct)


def test_reading_closes_the_file_when_it_is_left_early(document: tuple[Path, bytes]) -> None:
    path, text = document
    for data in (text, gzip.compress(text)):
        path.write_bytes(data)
        stream = read_results(path, DataProduct)
        assert next(stream) == PRODUCTS[0]
        del stream  # an open file would be a ResourceWarning, which is an error here


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9) as file:
        file.write(b'{"result":[')
        for _ in range(64):
            file.write(b" " * (1 << 20))
        file.write(b"]}")
    (tmp_path / "x.json.gz").write_bytes(buffer.getvalue())
    assert len(buffer.getvalue()) < 100_000
    code = f"""
import resource
from aurorax_typed import DataProduct
from aurorax_typed.export import read_results
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert list(read_results({str(tmp_path / "x.json.gz")!r}, DataProduct)) == []
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    scale = 1 if sys.platform != "darwin" else 1024
    assert int(done.stdout) < 16_384 * scale


FORMULAS = ["=1+1", "+49 221", "-2+3", "@SUM(A1)", "\t=x", "\r=x", "\n=x", "＝1", "－1", "'=x", '=HYPERLINK("a","b")']
HARMLESS = ["a=1", " =1", "'a", "", "é-1", '"quoted"', "{}"]


@pytest.mark.parametrize("text", [*FORMULAS, *HARMLESS])
def test_text_that_a_spreadsheet_takes_for_a_formula(text: str, tmp_path: Path) -> None:
    source = DataSource(-5, text, "p", "i", "ground", text)
    record = DataProduct(source, "keogram", datetime(2020, 2, 1), datetime(2020, 2, 1), text, {text or "x": text})
    for excel_safe in (False, True):
        with CsvSink(tmp_path / "x.csv", DataProduct, metadata=[text or "x"], excel_safe=excel_safe) as sink:
            sink.write([record])
        header, row = csv.reader(io.StringIO((tmp_path / "x.csv").read_bytes().decode(), newline=""))
        expected = f"'{text}" if excel_safe and text in FORMULAS else text
        cells = dict(zip(header, row, strict=True))
        assert [cells[name] for name in ("data_source", "program", "url")] == [expected] * 3
        assert (header[-1], row[-1]) == (expected or "x", expected)
        assert (cells["identifier"], cells["start"]) == ("-5", "2020-02-01T00:00:00")
        assert cells["metadata"].startswith("{")
        if excel_safe:
            assert [without_apostrophe(cells[name]) for name in ("data_source", "program", "url")] == [text] * 3
    place = Ephemeris(source, datetime(2020, 2, 1), Location(-51.5, -114.0))
    with CsvSink(tmp_path / "x.csv", Ephemeris, excel_safe=True) as points:
        points.write([place])
    assert ",-51.5,-114.0," in (tmp_path / "x.csv").read_bytes().decode()
