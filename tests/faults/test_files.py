"""A file behind a data product is there whole, or its error says why it is not; the other files come in any case."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import ssl
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from attrs import frozen
from support.faulty import Fault, FaultyServer, faulty_server, head
from support.parts import TAG, serves
from support.runtimes import RUNTIMES, Runtime, client, run
from support.scenarios import BAD_GATEWAY, HTML, drips, just, replies, sends

from aurorax_typed import DataProduct, DataSource, FileDownloadError, FilesReport, RetryPolicy
from aurorax_typed.files import FileEvent, FileFinished, FileReceived, FileStarted

KEY = "a-key-that-shows-nowhere"
BODY = random.Random(7).randbytes(60_000)
OTHER = random.Random(8).randbytes(50_000)
GOOD = b"\x89PNG, or so it says"
WHERE = Path("trex/gillam/RGB_ASI/2020-02-01")
SOURCE = DataSource(103, program="trex", platform="gillam", instrument_type="RGB ASI")
FAST: dict[str, Any] = {"retry": RetryPolicy(initial_wait=0.001, max_wait=0.002), "timeout": 5.0, "api_key": KEY}
PNG = {"content-type": "image/png"}
CHUNKED = head(200, {**PNG, "transfer-encoding": "chunked"}) + b"%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n"


def product(url: str) -> DataProduct:
    start = datetime(2020, 2, 1, 5)
    return DataProduct(SOURCE, "keogram", start, datetime(2020, 2, 1, 5, 59), url)


def file(body: bytes = BODY, **options: Any) -> Fault:
    return serves(body, **{"headers": PNG, **options})


def to(location: str, status: int = 302) -> Fault:
    return replies(status, b"", location=location)


@frozen
class Row:
    """What happens to `a.png`, what its error says if it must fail, how often it is asked for, and which parts of."""

    name: str
    faults: list[Fault]
    match: str = ""
    requests: int = 1
    ranges: list[str] = []  # noqa: RUF008 - never changed
    body: bytes = BODY
    settings: dict[str, Any] = {}  # noqa: RUF008 - never changed

    @property
    def outcome(self) -> str:
        return "`FileDownloadError` in the report" if self.match else "the whole file"


CUT = file(stop=20_000)
UNNAMED = {"tag": "", "headers": PNG}
SLOW = {"timeout": 0.3}
ROWS = [
    Row("a file, nothing happens", [file()]),
    Row("a file in chunks", [sends(CHUNKED)]),
    Row("a file that is sent gzip-coded", [replies(200, gzip.compress(BODY), content_encoding="gzip")]),
    Row("an empty file", [file(b"")], body=b""),
    Row("a file cut, the server sends parts", [CUT, file()], requests=2, ranges=["", "bytes=20000-"]),
    Row("a file cut three times", [CUT, CUT, file(stop=10_000), file()], requests=4,
        ranges=["", "bytes=20000-", "bytes=40000-", "bytes=50000-"]),
    Row("a file cut, no tag", [file(stop=20_000, **UNNAMED), file(**UNNAMED)], requests=2, ranges=["", ""]),
    Row("a file cut, a weak tag", [file(stop=20_000, tag=f"W/{TAG}"), file()], requests=2, ranges=["", ""]),
    Row("a file cut at the same place for ever, no tag", [file(stop=20_000, **UNNAMED)] * 99, "failed", requests=5),
    Row("a file cut in chunks", [sends(CHUNKED[:30_000], then="close"), file()], requests=2),
    Row("a file that never begins", [just("reset")] * 99, "failed", requests=5),
    Row("a file that stalls", [lambda e: (e.send(head(200, PNG, length=len(BODY)) + BODY[:99]), e.stall()), file()],
        requests=2, settings=SLOW),
    Row("a file that drips for ever", [drips(head(200, PNG, length=len(BODY)) + BODY)] * 99,
        "in time|took longer", requests=5, settings=SLOW),
    Row("a file that changed while it was cut", [CUT, file(OTHER, tag='"5f3a-2"')], requests=2,
        ranges=["", "bytes=20000-"], body=OTHER),
    Row("416 for a part of a file", [CUT, replies(416), file()], requests=3, ranges=["", "bytes=20000-", ""]),
    Row("a part of a file with another tag", [CUT, file(part={"etag": '"5f3a-2"'}), file()], requests=3,
        ranges=["", "bytes=20000-", ""]),
    Row("a part of a file with more bytes than there are", [CUT, file(lies=BODY)], "more bytes", requests=2),
    Row("a part of a file that nobody asked for", [replies(206, BODY[:9], content_range="bytes 0-8/60000")], "206"),
    Row("no length at all", [sends(head(200, {**PNG, "connection": "close"}) + BODY, then="close")], "how long"),
    Row("404 for a file", [replies(404, HTML)], "answered 404. It is not there"),
    Row("403 for a file", [replies(403, HTML)], "answered 403"),
    Row("502 for a file, twice", [BAD_GATEWAY, BAD_GATEWAY, file()], requests=3),
    Row("502 for a file, for ever", [BAD_GATEWAY] * 99, "answered 502. Try again later", requests=5),
    Row("a web page in place of a picture", [replies(200, HTML, content_type="text/html; charset=utf-8")], "web page"),
    Row("204 for a file", [replies(204)], "204 in place of 200"),
    Row("a file that is too large, told", [file(bytes(400_000))], "over 300,000 bytes"),
    Row("a file that is too large, not told",
        [sends(head(200, {**PNG, "transfer-encoding": "chunked"}) + (b"10000\r\n" + bytes(65536) + b"\r\n") * 6)],
        "over 300,000 bytes"),
    Row("a file that unfolds beyond its limit",
        [replies(200, gzip.compress(bytes(50_000_000)), content_encoding="gzip")], "over 300,000 bytes"),
    Row("a file elsewhere on the server", [to("/pictures/a.png"), file()], requests=2),
    Row("a file moved for good, by a relative address", [to("../x/a.png", 301), file()], requests=2),
    Row("redirects in a circle", [to("a.png")] * 99, "redirected more than 5 times", requests=6),
    Row("a redirect to nowhere", [to("")], "which is no address"),
    Row("a redirect to something else than the web", [to("file:///etc/passwd")], "not an address that can be fetched"),
    Row("a redirect with a password", [to("http://me:secret@data.example/a.png")], "not an address"),
]  # fmt: skip


def asked(server: FaultyServer, kind: str = "a.png") -> list[str]:
    pairs = zip(server.requests, server.seen_headers, strict=True)
    return [headers.get("range", "") for seen, headers in pairs if seen == kind]


def fetch(runtime: Runtime, products: list[DataProduct], folder: Path, **options: Any) -> FilesReport:
    """Download in one of the runtimes."""
    settings = {**FAST, **options.pop("settings", {})}
    reports: list[FilesReport] = []

    async def scenario() -> None:
        async with client(runtime, base_url="http://127.0.0.1:1", **settings) as ax:
            reports.append(await ax.data_products.download_files(products, folder, **options))

    run(scenario())
    return reports[0]


def left(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def check_events(events: list[FileEvent], report: FilesReport) -> None:
    finished = [event for event in events if isinstance(event, FileFinished)]
    assert [event.done for event in finished] == list(range(1, len(report.files) + 1))
    assert {event.file for event in finished} == set(report.files)
    for one in report.files:
        mine = [event for event in events if not isinstance(event, FileFinished) and event.url == one.url]
        assert isinstance(mine[0], FileStarted)
        received = [event.received for event in mine if isinstance(event, FileReceived)]
        assert not received or one.status == "failed" or received[-1] == one.bytes


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row, id=row.name, marks=pytest.mark.fault(row.name, row.outcome, requests=" ".join(["file"] * row.requests))
        )
        for row in ROWS
    ],
)
def test_file(row: Row, runtime: Runtime, tmp_path: Path) -> None:
    events: list[FileEvent] = []
    threads = threading.active_count()
    with faulty_server(**{"a.png": row.faults, "good.png": [file(GOOD)]}) as server:
        products = [product(f"{server.url}/pictures/a.png"), product(f"{server.url}/pictures/good.png")]
        # One at a time: a connection that another file has used would be replaced once without a sign.
        report = fetch(
            runtime, products, tmp_path, settings=row.settings, workers=1, max_bytes=300_000, on_event=events.append
        )
        assert len(asked(server)) == row.requests
        assert not row.ranges or asked(server) == row.ranges
        sent = server.seen_headers
    assert threading.active_count() <= threads
    assert all(KEY not in str(headers) and "authorization" not in headers for headers in sent)
    assert [item.product for item in report.files] == products
    check_events(events, report)

    bad, good = report.files
    assert (good.status, good.path.read_bytes(), good.etag) == ("downloaded", GOOD, TAG)
    lines = [json.loads(line) for line in report.manifest.read_text().splitlines()]
    listed = next(line for line in lines if line["url"] == bad.url)
    assert (listed["program"], listed["data_product_type"], listed["start"]) == (
        "trex",
        "keogram",
        "2020-02-01T05:00:00",
    )
    if row.match:
        assert (bad.status, bad.bytes) == ("failed", 0)
        assert isinstance(bad.error, FileDownloadError)
        assert str(bad.error).isprintable()
        assert row.match in str(bad.error) or any(part in str(bad.error) for part in row.match.split("|"))
        assert (listed["status"], listed["error"]) == ("failed", str(bad.error))
        assert {name for name in left(tmp_path) if "/." not in name} == {"manifest.ndjson", str(WHERE / "good.png")}
        with pytest.raises(FileDownloadError, match="1 of 2 files could not be downloaded"):
            report.raise_if_failed()
    else:
        digest = hashlib.sha256(row.body).hexdigest()
        assert (bad.status, bad.path, bad.bytes, bad.sha256) == (
            "downloaded",
            tmp_path / WHERE / "a.png",
            len(row.body),
            digest,
        )
        assert bad.path.read_bytes() == row.body
        assert (listed["file"], listed["bytes"], listed["sha256"]) == (str(WHERE / "a.png"), len(row.body), digest)
        assert left(tmp_path) == {"manifest.ndjson", str(WHERE / "a.png"), str(WHERE / "good.png")}
        report.raise_if_failed()


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    "url", ["notebook_testing.jpg", "file:///etc/passwd", "ftp://a.example/b.png", "http://me:secret@127.0.0.1:1/b.png",
            "//a.example/b.png", "http://", "http://[::1/b.png", "https://a.example/\x1b[31m.png", ""]
)  # fmt: skip
@pytest.mark.fault(
    "the address of a product is none that can be fetched", "`FileDownloadError` in the report", requests=""
)
def test_an_address_that_is_none(url: str, runtime: Runtime, tmp_path: Path) -> None:
    report = fetch(runtime, [product(url)], tmp_path)
    error = report.failed[0].error
    assert error is not None
    assert "not an address that can be fetched" in str(error)
    assert str(error).isprintable()
    assert left(tmp_path) == {"manifest.ndjson"}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("nobody listens where the file is", "`FileDownloadError` in the report", requests="")
def test_nobody_listens(runtime: Runtime, tmp_path: Path, unused_port: int) -> None:
    report = fetch(runtime, [product(f"http://127.0.0.1:{unused_port}/a.png")], tmp_path)
    assert "Is the address right, and is the server running?" in str(report.failed[0].error)


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a file redirected to another server", "the whole file; no key goes there", requests="file file")
def test_another_server(runtime: Runtime, tmp_path: Path) -> None:
    with (
        faulty_server(**{"a.png": [CUT, file()]}) as second,
        faulty_server(**{"a.png": [to(f"{second.url}/a.png")] * 2}) as first,
    ):
        report = fetch(runtime, [product(f"{first.url}/a.png")], tmp_path)
        assert asked(first) == asked(second) == ["", "bytes=20000-"]
        assert KEY not in str(first.seen_headers + second.seen_headers)
    assert report.downloaded[0].path.read_bytes() == BODY


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.fault("a file redirected from https to http", "`FileDownloadError` in the report", requests="file")
def test_https_to_http(runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    (tmp_path / "ca.pem").write_bytes(authority.cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with (
        faulty_server(**{"a.png": [file()]}) as plain,
        faulty_server(context, **{"a.png": [to(f"{plain.url}/a.png")], "b.png": [file()]}) as safe,
    ):
        report = fetch(runtime, [product(f"{safe.url}/a.png"), product(f"{safe.url}/b.png")], tmp_path / "files")
        assert plain.requests == []
    assert "redirected from https to" in str(report.failed[0].error)
    assert report.downloaded[0].path.read_bytes() == BODY


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("damage", ["none", "part", "note"])
@pytest.mark.fault(
    "a download that failed is called again", "it goes on where it stopped, if what is here is right", requests="file"
)
def test_called_again(damage: str, runtime: Runtime, tmp_path: Path) -> None:
    once = {"retry": RetryPolicy(max_attempts=1)}
    with faulty_server(**{"a.png": [CUT]}) as server:
        report = fetch(runtime, [product(f"{server.url}/a.png")], tmp_path, settings=once)
        assert len(report.failed) == 1
        part, note = sorted((tmp_path / WHERE).iterdir())
        assert (part.read_bytes(), json.loads(note.read_text())["bytes"]) == (BODY[:20_000], 20_000)
        if damage == "part":
            part.write_bytes(b"x" + BODY[1:20_000])
        elif damage == "note":
            note.write_text('{"bytes": 20000')
        server.faults["a.png"] = [file()]
        again = fetch(runtime, [report.failed[0].product], tmp_path)
        assert asked(server) == ["", "bytes=20000-" if damage == "none" else ""]
    assert again.downloaded[0].path.read_bytes() == BODY
    assert again.downloaded[0].sha256 == hashlib.sha256(BODY).hexdigest()
    assert left(tmp_path) == {"manifest.ndjson", str(WHERE / "a.png")}


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_what_is_here_is_not_fetched_again(runtime: Runtime, tmp_path: Path) -> None:
    with faulty_server(**{"a.png": [file()] * 2, "good.png": [file(GOOD)] * 3}) as server:
        products = [product(f"{server.url}/{name}") for name in ("a.png", "good.png", "a.png")]
        first = fetch(runtime, products, tmp_path)
        assert [item.url for item in first.files] == [products[0].url, products[1].url], "one address is one file"
        (tmp_path / WHERE / "good.png").write_bytes(b"cut")
        second = fetch(runtime, products, tmp_path)
        assert [item.status for item in second.files] == ["skipped", "downloaded"]
        assert second.files[0].sha256 == first.files[0].sha256
        third = fetch(runtime, products, tmp_path, overwrite=True)
        assert [item.status for item in third.files] == ["downloaded", "downloaded"]
        assert (len(asked(server)), len(asked(server, "good.png"))) == (2, 3)
    assert str(second).startswith("downloaded: 1 (19 bytes), here already: 1, failed: 0, in ")
