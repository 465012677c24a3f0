"""What a notebook shows: whole, small, in the page's own colours, and nothing but text where a server chose it."""

from __future__ import annotations

import asyncio
import pickle
import re
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

import aurorax_typed as at
from aurorax_typed.records import Records

WHEN = datetime(2020, 2, 1, 12, 30)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\x1b[31m\u202e"
TAGS = {"div", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "strong", "code", "a"}
ATTRIBUTES = {"style", "href", "target", "rel"}


class Page(HTMLParser):
    """Reads HTML, and refuses what is not balanced, or not of the few kinds that we write."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []
        self.lines = [" | ".join(row) for row in self.rows]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "href":
                self.links.append(value or "")
            if name == "style":
                assert not re.search(r"#[0-9a-f]{3}|\bwhite(?!-)|\bblack|(?<!-)color:(?!inherit)", value or "")
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert data.replace("\xa0", " ").isprintable(), data
        self.text += data
        if "td" in self._open or "th" in self._open:
            self.rows[-1][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def shown(value: Any) -> Page:
    html = value._repr_html_()
    assert len(html) < 60_000
    return Page(html)


def source(text: str = "swarm") -> at.DataSource:
    return at.DataSource(3, text, text, text, "leo", f"Swarm {text}", metadata={text: [text] * 99})


def product(text: str = "trex", url: str = "https://data.example/a/b.jpg") -> at.DataProduct:
    return at.DataProduct(source(text), text, WHEN, WHEN, url, metadata={text: text})


def test_a_list_shows_its_ends_and_stays_a_list() -> None:
    many = Records(product(f"p{number}") for number in range(1_000))
    page = shown(many)
    assert page.text.startswith("1,000 data products")
    assert page.lines[0] == "start (UTC) | end | source | type | url"
    assert page.lines[1] == "2020-02-01 12:30 | 2020-02-01 12:30 | Swarm p0 | p0 | b.jpg"
    assert [line.split(" | ")[3] for line in page.lines[5:8]] == ["p4", "…", "p995"]
    assert len(page.rows) == 12
    assert page.links == ["https://data.example/a/b.jpg"] * 10
    assert isinstance(many, list)
    assert many == list(many)
    assert type(many[:3]) is Records
    assert many[:3] == list(many)[:3]
    assert many[-1] is list(many)[-1]
    assert pickle.loads(pickle.dumps(many[:2])) == many[:2]
    assert repr(many[:1]) == repr(list(many)[:1])


def test_a_million_shows_as_quickly_as_ten() -> None:
    class Counting(Records[at.DataProduct]):
        asked = 0

        def __getitem__(self, index: Any) -> Any:
            Counting.asked += 1
            return super().__getitem__(index)

        def __iter__(self) -> Any:
            raise AssertionError("nobody reads a million records to show ten")

    many = Counting([product()])
    many *= 1_000_000
    assert shown(many).text.startswith("1,000,000 data products")
    assert Counting.asked < 30


def test_lists_of_each_kind() -> None:
    here, there = at.Location(76.7, -103.026), at.Location()
    epochs = Records([at.Ephemeris(source(), WHEN, here, here, there)])
    assert shown(epochs).lines == [
        "epoch (UTC) | source | geographic (lat, lon) | north B-trace",
        "2020-02-01 12:30 | Swarm swarm | 76.70°, -103.03° | 76.70°, -103.03°",
    ]
    meetings = Records([at.Conjunction("nbtrace", WHEN, WHEN, [source("a"), source("b")], 12.5, 498.125, [])] * 2)
    page = shown(meetings)
    assert page.text.startswith("2 conjunctions")
    assert page.lines[1] == "2020-02-01 12:30 | 2020-02-01 12:30 | nbtrace | Swarm a, Swarm b | 12.5 | 498.125"
    counts = {date(2020, 1, day): 1440 for day in (1, 2, 5)}
    assert shown(Records([at.AvailabilityResult(source(), counts)])).lines == [
        "source | days | first (UTC) | last | records",
        "Swarm swarm | 3 | 2020-01-01 | 2020-01-05 | 4320",
    ]
    stats = at.DataSourceStatistics(ephemeris_count=12_345, data_product_count=6)
    lines = shown(Records([at.DataSource(3, "a", "b", "c", "leo", "d", stats=stats), at.DataSource(4)])).lines
    assert lines[1:] == ["3 | a | b | c | leo | d | 12,345 ephemeris, 6 data products", "4 |  |  |  |  |  | "]
    assert shown(Records([at.SearchListing(request_id="x", active=True)])).lines[1] == "x | yes"
    assert "owner@example.org" in shown(Records([at.Account(email_address="owner@example.org")])).text
    assert shown(Records()).text == "no records"
    assert shown(Records([1, None, "x"])).text.startswith("3 items")
    assert "4" in shown(Records([product(), 4])).text


def test_one_of_each_kind() -> None:
    lines = shown(product()).lines
    assert lines[0] == "data_source | Swarm trex"
    assert "start | 2020-02-01 12:30" in lines
    assert lines[-1] == "metadata.trex | trex"
    event = at.ConjunctionEvent("nbtrace", source("a"), source("b"), WHEN, WHEN, 1.0, 2.0)
    page = shown(at.Conjunction("nbtrace", WHEN, WHEN, [source("a")] * 9, 1.0, 2.0, [event] * 30))
    assert "data_sources | 9" in page.lines[3]
    assert shown(event).lines[1] == "e1_source | Swarm a"
    assert "sbtrace" not in shown(at.Ephemeris(source(), WHEN, at.Location(1, 2))).text
    assert "metadata.swarm | swarm, swarm, swarm, swarm, … (99 in all)" in shown(source()).lines
    assert shown(at.AvailabilityResult(source(), {})).lines == ["data_source | Swarm swarm"]
    wide = at.DataSource(1, metadata={str(number): number for number in range(5_000)})
    assert len(shown(wide).rows) < 50


def test_hostile_texts_stay_texts() -> None:
    records: list[Any] = [
        product(HOSTILE, HOSTILE),
        at.Ephemeris(source(HOSTILE), WHEN, metadata={HOSTILE: HOSTILE}),
        at.Conjunction(HOSTILE, WHEN, WHEN, [source(HOSTILE)], 1.0, 2.0, []),
        source(HOSTILE),
        at.AvailabilityResult(source(HOSTILE), {}),
        at.SearchListing(request_id=HOSTILE, search_type=HOSTILE),
        at.Account(email_address=HOSTILE, first_name=HOSTILE),
        at.MetadataProblem(HOSTILE, "type", HOSTILE),
    ]
    for record in records:
        for value in (record, Records([record]), Records([record] * 50)):
            page = shown(value)
            assert "<script>" in page.text
            assert "<script" not in value._repr_html_()
            assert page.links == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " https://x/", "data:text/html,x", "//x", 'https://x/"onclick="a', "https://x/\n"]
)
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    [link, *more] = [*shown(product(url=url)).links, ""]
    assert link in ("", url)
    assert bool(link) is (url.startswith("https://") and url.isprintable())
    assert more in ([], [""])


def test_a_search_from_prepared_to_read(shared_emulator: str) -> None:
    with at.AuroraX(base_url=shared_emulator) as ax:
        where = at.SpaceCriteria(programs=["swarm"], hemisphere=["northern"])
        query = at.ConjunctionQuery(
            "2020-01-01", "2020-01-01T06:00", 500, ground=[at.GroundCriteria(programs=["themis-asi"])], space=[where]
        )
        search = ax.conjunctions.prepare(query)
        page = shown(search)
        assert page.text.startswith("ConjunctionsSearch \xa0prepared")
        assert page.text.endswith("Not submitted yet. Next: search.execute()")
        assert "ground 1 | programs: themis-asi" in page.lines
        assert "space 1 | programs: swarm, hemisphere: northern" in page.lines
        search.execute()
        page = shown(search)
        assert "As of the last look. Next: search.wait(), or search.update_status() to look again" in page.text
        assert page.lines[0] == f"request id | {search.request_id}"
        search.wait()
        page = shown(search)
        assert f"{search.result_count:,} records" in page.text
        assert "MB at the server" in page.text
        assert "Next: search.get_data(), or search.stream()" in page.text
        assert f"{len(search.logs)} log entries" in page.text
        assert search.logs[0]["summary"] in page.text
        assert type(search.get_data()) is Records
        assert "Its records are in search.data" in shown(search).text
        attached = ax.conjunctions.attach(search.request_id)
        assert "start" not in shown(attached).text
        attached.update_status()
        assert "ground 1 | programs: themis-asi" in shown(attached).lines
        assert type(ax.sources.list()) is Records
        assert type(ax.availability.ephemeris("2020-01-01", "2020-01-02", program="swarm")) is Records


def test_a_search_of_asyncio_says_await() -> None:
    async def scenario() -> None:
        async with at.AsyncAuroraX(base_url="http://127.0.0.1:1") as ax:
            query = at.DataProductQuery("2020-01-01", "2020-01-02", programs=[HOSTILE])
            search = ax.data_products.prepare(query)
            assert "Next: await search.execute()" in shown(search).text
            assert "<script>" in shown(search).text

    asyncio.run(scenario())


def test_the_whole_query_is_shown_and_nothing_that_it_leaves_open() -> None:
    condition = at.MetadataExpression("keogram_type", "in", ["daily", "hourly"])
    with at.AuroraX(base_url="http://127.0.0.1:1") as ax:
        query = at.DataProductQuery("2020-01-01", "2020-01-02", programs=["trex"], metadata_filters=condition)
        assert shown(ax.data_products.prepare(query)).lines == [
            "start | 2020-01-01T00:00:00",
            "end | 2020-01-02T23:59:59",
            "programs | trex",
            "data product metadata filters: expressions 1 | key: keogram_type, operator: in, values: daily, hourly",
            "data product metadata filters: logical operator | AND",
        ]


def test_a_hostile_status_is_shown_as_text() -> None:
    with at.AuroraX(base_url="http://127.0.0.1:1") as ax:
        search = ax.data_products.attach("00000000-0000-4000-8000-000000000000")
        entry: Any = {"level": HOSTILE, "summary": HOSTILE * 100, "timestamp": HOSTILE}
        deep: Any = {HOSTILE: HOSTILE}
        for _ in range(100):
            deep = {HOSTILE: deep, "list": [deep] if len(str(deep)) < 2_000 else []}
        search.status = {
            "search_request": {"request_id": search.request_id, "query": deep},
            "search_result": None,
            "logs": [entry] * 5_000,
        }
        page = shown(search)
        assert "5,000 log entries… 4,900 more before these" in page.text
        assert len(page.rows) < 50
        assert "<script" not in search._repr_html_()
