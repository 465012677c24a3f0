"""A download that broke goes on where it stopped, if what comes then surely belongs to what came before.

The server of these tests names its document by a strong entity tag and sends parts of it; each row says where it does
not do as it should. `RANGES` holds which part each request for the result asked for.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from support.faulty import COUNT, FaultyServer, document, whole
from support.parts import TAG, serves
from support.runtimes import RUNTIMES, Runtime
from support.scenarios import (
    BAD_GATEWAY,
    DATA,
    LIFE,
    WHOLE,
    Case,
    case,
    check,
    done,
    replies,
    rows,
    searching,
)

import aurorax_typed as at
from aurorax_typed.export import read_results

ZIPPED = gzip.compress(DATA, 1)
ZIP = {"content-encoding": "gzip"}
MANY = document(6000)
AFTER = 5000


CUT = serves(stop=AFTER)
CUT_ZIP = serves(ZIPPED, stop=500, headers=ZIP)
MORE = "submit status data data"
OVER = "submit status data data data"


def misfit(name: str, **wrong: Any) -> Case:
    """A part that does not fit: the whole is asked for, and read over."""
    return case(name, requests=OVER, data=[CUT, serves(**wrong), serves()])


CASES = [
    case("cut, the server sends parts", requests=MORE, data=[CUT, serves()]),
    case("cut four times, each part goes on", requests="submit status data data data data data",
         data=[serves(stop=n) for n in (1, 700, 4000, 9000)] + [serves()]),
    case("gzip cut, the server sends parts", requests=MORE, data=[CUT_ZIP, serves(ZIPPED, headers=ZIP)]),
    case("gzip cut, the part does not name its coding", requests=MORE,
         data=[CUT_ZIP, serves(ZIPPED, headers=ZIP, part={"content-encoding": ""})]),
    case("parts shorter than asked for", requests="submit status data data data data",
         data=[CUT, serves(most=20_000), serves(most=20_000), serves()]),
    case("a part of a whole of unknown size", requests=MORE,
         data=[CUT, serves(part={"content-range": f"bytes {AFTER}-{len(DATA) - 1}/*"})]),
    case("a part without a content type", requests=MORE, data=[CUT, serves(part={"content-type": ""})]),
    case("a part that breaks before its first byte", requests=OVER, data=[CUT, serves(stop=0), serves()]),
    case("502 for the part, once", requests=OVER, data=[CUT, BAD_GATEWAY, serves()]),
    case("parts that never come", at.TransportError, "/data failed", requests="submit status data data data data data",
         data=[CUT, *[serves(stop=0)] * 99]),
    case("30 breaks, each after 64 KiB more", records=6000, memory=60_000_000, status=done(result_count=6000),
         data=[serves(MANY, stop=66_000)] * 99),
    case("200 for a part: the whole again", requests=MORE, data=[CUT, serves(ignores=True)]),
    case("200 for a part: the document has changed", at.ResultDecodeError, "changed while it was read", requests=MORE,
         data=[CUT, serves(DATA.replace(b"gillam", b"pinawa"), tag='"5f3a-2"')]),
    case("200 for a part: the document became shorter", at.ResultDecodeError, "shorter", requests=MORE,
         data=[CUT, serves(DATA[:3000], tag='"5f3a-2"')]),
    case("200 for a part: another tag, the same bytes", requests=MORE, data=[CUT, serves(tag='"5f3a-2"')]),
    case("416 for a part", requests=OVER, data=[CUT, replies(416, b"", content_range="bytes */10"), serves()]),
    case("403 for a part", at.PermissionDeniedError, "403", requests=MORE, data=[CUT, replies(403)]),
    case("404 for a part", at.ResultExpiredError, "Run it again", requests=MORE, data=[CUT, replies(404)]),
    misfit("a part with another tag", part={"etag": '"5f3a-2"'}),
    misfit("a part without a tag", part={"etag": ""}),
    misfit("a part that begins elsewhere", part={"content-range": f"bytes {AFTER + 1}-{len(DATA) - 1}/{len(DATA)}"}),
    misfit("a part from the beginning", part={"content-range": f"bytes 0-{len(DATA) - 1}/{len(DATA)}"}),
    misfit("a part of a whole of another size",
           part={"content-range": f"bytes {AFTER}-{len(DATA) - 1}/{len(DATA) + 1}"}),
    misfit("a part that ends behind the end", part={"content-range": f"bytes {AFTER}-{len(DATA)}/{len(DATA)}"}),
    misfit("a part that ends before it begins", part={"content-range": f"bytes {AFTER}-{AFTER - 1}/{len(DATA)}"}),
    misfit("a part that does not say which", part={"content-range": ""}),
    misfit("a part counted in something else", part={"content-range": "records 5000-6000/9000"}),
    misfit("several parts in one", part={"content-type": "multipart/byteranges; boundary=x", "content-range": ""}),
    misfit("a part in another coding", part=ZIP),
    case("a part with other bytes", at.ResultDecodeError, "byte", requests=MORE,
         data=[CUT, serves(lies=DATA[AFTER - 100 : -100])]),
    case("a part with bytes behind the end", at.ResultDecodeError, "byte", requests=MORE,
         data=[CUT, serves(lies=DATA[AFTER:] + b"{}")]),
    case("a gzip part with other bytes", requests=OVER,
         data=[CUT_ZIP, serves(ZIPPED, headers=ZIP, lies=ZIPPED[250:]), serves()]),
    case("a part that was not asked for", at.ProtocolError, "in part", requests=LIFE,
         data=replies(206, DATA[AFTER:], etag=TAG, content_range=f"bytes {AFTER}-{len(DATA) - 1}/{len(DATA)}")),
    case("cut, a weak tag", requests=MORE, data=[serves(stop=AFTER, tag=f"W/{TAG}"), serves()]),
    case("cut, a tag without quotes", requests=MORE, data=[serves(stop=AFTER, tag="5f3a-1"), serves()]),
    case("cut, no tag", requests=MORE, data=[serves(stop=AFTER, tag=""), serves()]),
    case("cut, a date and no tag", requests=MORE, data=[
        serves(stop=AFTER, tag="", headers={"last-modified": "Wed, 21 Oct 2015 07:28:00 GMT"}), serves()]),
    case("cut, the server says that it sends no parts", requests=MORE,
         data=[serves(stop=AFTER, headers={"accept-ranges": "none"}), serves()]),
    case("whole by its length, the document ends early", requests=MORE, data=[serves(DATA[:AFTER]), serves()]),
]  # fmt: skip

HERE = f"bytes={AFTER}-"
AGAIN = ["", HERE, ""]
RANGES: dict[str, list[str]] = {
    "cut four times, each part goes on": ["", "bytes=1-", "bytes=701-", "bytes=4701-", "bytes=13701-"],
    "gzip cut, the server sends parts": ["", "bytes=500-"],
    "gzip cut, the part does not name its coding": ["", "bytes=500-"],
    "parts shorter than asked for": ["", HERE, "bytes=25000-", "bytes=45000-"],
    "a part that breaks before its first byte": ["", HERE, HERE],
    "502 for the part, once": ["", HERE, HERE],
    "parts that never come": ["", *[HERE] * 4],
    "30 breaks, each after 64 KiB more": ["", *[f"bytes={66_000 * n}-" for n in range(1, len(MANY) // 66_000 + 1)]],
    "416 for a part": AGAIN,
    "a gzip part with other bytes": ["", "bytes=500-", ""],
    "a part that was not asked for": [""],
} | {
    row.name: ["", ""]
    for row in CASES
    if row.name.startswith(("cut, a weak", "cut, a tag", "cut, no", "cut, a date", "cut, the server says", "whole by"))
}  # fmt: skip


def asked(server: FaultyServer) -> list[str]:
    """The ranges that were asked for, one for each request for the result."""
    pairs = zip(server.requests, server.seen_headers, strict=True)
    return [headers.get("range", "") for kind, headers in pairs if kind == "data"]


@rows(CASES)
def test_ranges(row: Case, runtime: Runtime) -> None:
    server = check(row, runtime, searching)
    expected = RANGES.get(row.name, AGAIN if row.requests == OVER else ["", HERE])
    assert asked(server) == expected
    assert all(headers.get("if-range") == TAG for headers in server.seen_headers if "range" in headers)


DOWNLOADED = [row for row in CASES if row.records == COUNT][::4]
"""A fourth of them: what reads the bytes is the same."""


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("row", DOWNLOADED, ids=[row.name for row in DOWNLOADED])
def test_the_document_itself_goes_on_too(row: Case, runtime: Runtime, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(b"what was here before")

    async def keeping(ax: Any, seen: list[Any]) -> str:
        search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
        assert await search.download(path) == len(DATA)
        seen += read_results(path, at.DataProduct)
        return WHOLE

    server = check(row, runtime, keeping)
    assert asked(server) == RANGES.get(row.name, AGAIN if row.requests == OVER else ["", HERE])
    assert path.read_bytes() == (DATA if row.error is None else b"what was here before")
    assert [item.name for item in tmp_path.iterdir()] == ["result.json"]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_part_is_never_asked_of_a_post(runtime: Runtime) -> None:
    """`Range` has a meaning for GET alone (RFC 9110, section 14.2)."""

    async def selecting(ax: Any, seen: list[Any]) -> str:
        search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
        return str([row["url"] async for row in search.select("url")][-1])

    row = case("post", requests=MORE, gives=f"https://data.example/{COUNT - 1}.jpg", data=[CUT, serves()])
    assert asked(check(row, runtime, selecting)) == ["", ""]


def test_what_a_whole_answer_looks_like() -> None:
    """The scripted server is right where it is not asked to be wrong."""
    assert whole(200, DATA).endswith(DATA)
    assert len(DATA) > 60_000
    assert len(ZIPPED) > 900
