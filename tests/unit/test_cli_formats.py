"""Records as JSON, NDJSON, CSV and as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len

from aurorax_typed.cli.formatters import (
    SOURCES,
    Formatter,
    document,
    json_lines,
    json_text,
    record_formatter,
)
from aurorax_typed.cli.output import OutputError
from aurorax_typed.cli.table import PRODUCT_COLUMNS, SOURCE_COLUMNS, lines
from aurorax_typed.cli.writers import Format, Limited, chosen_format, format_of, write_csv, write_json, write_ndjson
from aurorax_typed.export import flat
from aurorax_typed.records import DataProduct, DataSource, DataSourceStatistics, JSONValue, MetadataSchemaItem

T = TypeVar("T")

PINAWA = DataSource(102, "trex", "pinawa", "RGB ASI", "ground", "TREx RGB PINA")
DAILY = DataProduct(
    data_source=PINAWA,
    data_product_type="keogram",
    start=datetime(2020, 2, 1),
    end=datetime(2020, 2, 1, 23, 59),
    url="https://data.example/2020/02/01/20200201__pina_rgb-02_full-keogram.jpg",
    metadata={"keogram_type": "daily", "frames": 7, "cloudy": False},
)
DAILY_DOCUMENT = {
    "data_source": {
        "identifier": 102,
        "program": "trex",
        "platform": "pinawa",
        "instrument_type": "RGB ASI",
        "source_type": "ground",
        "display_name": "TREx RGB PINA",
    },
    "data_product_type": "keogram",
    "start": "2020-02-01T00:00:00",
    "end": "2020-02-01T23:59:00",
    "url": "https://data.example/2020/02/01/20200201__pina_rgb-02_full-keogram.jpg",
    "metadata": {"keogram_type": "daily", "frames": 7, "cloudy": False},
}

PRODUCTS = record_formatter(DataProduct, PRODUCT_COLUMNS)


def csv_text(batches: Iterable[list[T]], formatter: Formatter[T], *, shown: bool = False) -> str:
    return "".join(write_csv(batches, formatter.columns, formatter.csv_rows(False), shown=shown))


def product(url: str = "u", metadata: dict[str, JSONValue] | None = None, **extra: JSONValue) -> DataProduct:
    return DataProduct(PINAWA, "movie", datetime(2020, 2, 1), datetime(2020, 2, 3, 4, 5), url, metadata or {}, extra)


def test_a_record_has_the_names_and_forms_of_the_api() -> None:
    assert document(DAILY) == DAILY_DOCUMENT
    assert list(document(DAILY)) == list(DAILY_DOCUMENT)


def test_members_from_a_newer_server_are_kept_at_the_end() -> None:
    assert list(document(product(quality=[1, {"a": None}])))[-2:] == ["metadata", "quality"]
    assert document(product(quality=[1, {"a": None}]))["quality"] == [1, {"a": None}]


def test_a_full_source_is_written_whole() -> None:
    item = MetadataSchemaItem(field_name="keogram_type", allowed_values=["daily"], searchable=True)
    stats = DataSourceStatistics(data_product_count=3, earliest_data_product_loaded=datetime(2007, 2, 18, 0, 14))
    source = DataSource(1, "p", "q", "r", "ground", "n", {"lat": 50.2}, "o", [], [], [item], stats, {"new": 1})
    found = document(source)
    assert found["metadata"] == {"lat": 50.2}
    assert found["data_product_metadata_schema"] == [
        {
            "field_name": "keogram_type",
            "description": None,
            "data_type": None,
            "allowed_values": ["daily"],
            "additional_description": None,
            "searchable": True,
        }
    ]
    stated = found["stats"]
    assert isinstance(stated, dict)
    assert stated["earliest_data_product_loaded"] == "2007-02-18T00:14:00"
    assert found["new"] == 1
    assert "extra" not in found


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
batches_of_products = st.lists(
    st.lists(
        st.builds(product, texts, st.dictionaries(texts, values, max_size=3)),
        max_size=3,
    ),
    max_size=3,
)


@given(batches_of_products)
def test_every_format_gives_back_what_was_written(batches: list[list[DataProduct]]) -> None:
    expected = [document(record) for batch in batches for record in batch]
    assert json.loads("".join(write_json(batches, json_lines()))) == expected
    written = "".join(write_ndjson(batches, json_lines()))
    assert [json.loads(line) for line in written.split("\n")[:-1]] == expected
    assert not [c for c in written if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]

    table = list(csv.DictReader(io.StringIO(csv_text(batches, PRODUCTS), newline="")))
    assert [cells["url"] for cells in table] == [item["url"] for item in expected]
    assert [json.loads(cells["metadata"]) for cells in table] == [item["metadata"] for item in expected]
    assert {cells["start"] for cells in table} <= {"2020-02-01T00:00:00"}


def test_json_without_records_is_an_empty_array() -> None:
    assert "".join(write_json([[]], json_lines())) == "[]\n"
    assert "".join(write_ndjson([], json_lines())) == ""


def test_csv_has_the_same_columns_for_every_result() -> None:
    header = (
        "data_source,identifier,program,platform,instrument_type,source_type,"
        "data_product_type,start,end,url,metadata,extra\n"
    )
    assert csv_text([], PRODUCTS) == header
    assert csv_text([[product(quality=1)]], PRODUCTS).startswith(header)
    assert record_formatter(DataProduct, PRODUCT_COLUMNS).columns == list(flat(DAILY))
    sources = [[PINAWA, DataSource(-7, "a,b", 'c"d', "e\rf", None, "")]]
    assert csv_text(sources, SOURCES) == (
        "identifier,program,platform,instrument_type,source_type,display_name\n"
        "102,trex,pinawa,RGB ASI,ground,TREx RGB PINA\n"
        '-7,"a,b","c""d","e\rf",,\n'
    )


def test_csv_on_a_terminal_carries_no_escapes_and_in_a_file_all() -> None:
    coloured = product("\x1b[31mx")
    assert "\x1b" not in csv_text([[coloured]], PRODUCTS, shown=True)
    assert "\x1b[31mx" in csv_text([[coloured]], PRODUCTS)


@pytest.mark.parametrize(
    "writer",
    [
        lambda batches: write_json(batches, json_lines()),
        lambda batches: write_ndjson(batches, json_lines()),
        lambda batches: write_csv(batches, PRODUCTS.columns, PRODUCTS.csv_rows(False)),
    ],
)
def test_records_are_written_as_they_come(writer: object) -> None:
    taken: list[int] = []

    def batches() -> Iterator[list[DataProduct]]:
        for number in range(3):
            taken.append(number)
            yield [product(f"url-{number}")]

    assert callable(writer)
    pieces = writer(batches())
    for number in range(3):
        assert f"url-{number}" in next(pieces)
        assert taken == list(range(number + 1))


def test_c1_controls_are_escaped_in_json() -> None:
    assert json_text({"a": "\x9b31m\x7f\u2028"}) == '{"a":"\\u009b31m\\u007f\\u2028"}'
    assert json.loads(json_text("\x9b\x7f\u2028é")) == "\x9b\x7f\u2028é"


def test_a_limit_stops_taking_batches() -> None:
    def batches() -> Iterator[list[DataProduct]]:
        yield [product(), product()]
        yield [product(), product()]
        raise AssertionError("the limit was reached before this batch")

    some = Limited(batches(), 3)
    assert [len(batch) for batch in some] == [2, 1]
    assert some.count == 3
    assert sum(len(batch) for batch in Limited([[DAILY], [DAILY]], None)) == 2


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_says_what_is_needed_to_pick_a_product() -> None:
    assert list(lines(iter([DAILY, product("https://data.example/a/")]), PRODUCT_COLUMNS)) == [
        "START (UTC)       END               TYPE     SOURCE               FILE",
        "2020-02-01 00:00  23:59             keogram  trex/pinawa/RGB ASI  20200201__pina_rgb-02_full-keogram.jpg",
        "2020-02-01 00:00  2020-02-03 04:05  movie    trex/pinawa/RGB ASI  a",
    ]
    assert list(lines(iter([PINAWA]), SOURCE_COLUMNS)) == [
        " ID  PROGRAM  PLATFORM  INSTRUMENT TYPE  KIND    NAME",
        "102  trex     pinawa    RGB ASI          ground  TREx RGB PINA",
    ]


def test_a_table_fits_80_columns_and_keeps_the_ends_of_file_names() -> None:
    [heading, line] = lines(iter([DAILY]), PRODUCT_COLUMNS, width=80)
    assert len(line) == 80
    assert line == "2020-02-01 00:00  23:59  keogram  trex/pinawa/RGB ASI  …_rgb-02_full-keogram.jpg"
    assert len(heading) <= 80


@given(st.integers(20, 200), st.lists(texts, min_size=1, max_size=5))
def test_a_table_is_never_wider_than_it_must_be(width: int, names: list[str]) -> None:
    records = [DataSource(1, name, name * 3, name * 5, "ground", name * 9) for name in names]
    narrowest = sum(max(8, len(c.title)) if c.cut else 2 for c in SOURCE_COLUMNS) + 2 * (len(SOURCE_COLUMNS) - 1)
    for line in lines(iter(records), SOURCE_COLUMNS, width=width):
        assert cell_len(line) <= max(width, narrowest)


def test_an_empty_table_has_no_heading() -> None:
    assert list(lines(iter([]), PRODUCT_COLUMNS)) == []


def test_a_table_holds_no_more_than_the_rows_it_measures() -> None:
    taken = 0

    def records() -> Iterator[DataProduct]:
        nonlocal taken
        for _ in range(5000):
            taken += 1
            yield DAILY

    table = lines(records(), PRODUCT_COLUMNS)
    next(table)
    assert taken == 1000
    assert sum(1 for _ in table) == 5000


def test_a_servers_text_does_not_steer_the_terminal_from_a_table() -> None:
    [_, line] = lines(iter([product("https://data.example/\x1b[2Jx.jpg")]), PRODUCT_COLUMNS)
    assert line.endswith("  x.jpg")


# -- which format ------------------------------------------------------------------------------------------------------


def test_the_format_follows_the_name_of_the_file() -> None:
    names = {"a.json": "json", "a.NDJSON": "ndjson", "a.jsonl": "ndjson", "b/a.csv": "csv", "a.txt": "table"}
    assert {name: format_of(Path(name)) for name in names} == names
    assert chosen_format(None, Path("a.csv")) is Format.CSV
    assert chosen_format(Format.JSON, Path("a.csv")) is Format.JSON
    assert chosen_format(Format.PARQUET, Path("a.csv")) is chosen_format(None, Path("a.parquet")) is Format.PARQUET
    for screen in (None, Path("-")):
        with pytest.raises(OutputError, match="needs a file: --output"):
            chosen_format(Format.PARQUET, screen)
    assert chosen_format(None, None) is chosen_format(None, Path("-")) is Format.TABLE
    with pytest.raises(OutputError, match=r"a\.dat does not say"):
        chosen_format(None, Path("a.dat"))


@pytest.mark.parametrize(
    "name",
    [
        "Kjell Henriksen",
        "オーロラ観測所",
        "北極光",
        "Gjøa",
        "e\u0301toile",
        "a\u200bb",
        "🌌 night",
        "x" * 40,
        "極" * 40,
        "",
    ],
)
@pytest.mark.parametrize("width", [None, 40, 60])
def test_wide_and_combining_characters_keep_columns_aligned(name: str, width: int | None) -> None:
    plain = DataSource(1, "trex", "gillam", "RGB ASI", "ground", "A name")
    odd = DataSource(22, name, "platform", "RGB ASI", "ground", name)
    heading, *rows = lines(iter([plain, odd]), SOURCE_COLUMNS, width=width)
    column = heading.index("KIND")
    assert [cell_len(row[: row.index("ground")]) for row in rows] == [column, column]
    if width is not None and width >= 60:
        assert max(map(cell_len, [heading, *rows])) <= width
