"""The records of a search in every form in which they can be asked for."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from emulator.emulator_http import FEBRUARY, Api

from aurorax_typed.emulator.archive import load_sources
from aurorax_typed.emulator.replies import encode
from aurorax_typed.emulator.results import (
    Cancelled,
    Reshape,
    as_format,
    as_tree,
    read_result,
    record_line,
    write_result,
)

BASIC = {"identifier", "program", "platform", "instrument_type", "source_type", "display_name"}
FULL = BASIC | {"metadata", "owner", "maintainers", "ephemeris_metadata_schema", "data_product_metadata_schema"}


@pytest.fixture(scope="module")
def data(api: Api) -> str:
    """The path of the data of the search for TREx in February 2020."""
    path = api.submit(FEBRUARY)
    api.wait(path)
    return path + "/data"


def test_records_carry_basic_information_about_their_source(api: Api, data: str) -> None:
    answer = api.get(data)
    assert answer.headers["content-type"] == "application/json"
    document = answer.json
    assert set(document) == {"result"}
    assert len(document["result"]) == 1490
    for record in document["result"]:
        assert set(record) == {"data_source", "data_product_type", "start", "end", "url", "metadata"}
        assert set(record["data_source"]) == BASIC


@pytest.mark.parametrize(
    ("form", "members"),
    [
        ("identifier_only", {"identifier"}),
        ("basic_info", BASIC),
        ("with_metadata", BASIC | {"metadata"}),
        ("full_record", FULL),
    ],
)
def test_the_source_comes_in_the_form_that_was_asked_for(api: Api, data: str, form: str, members: set[str]) -> None:
    records = api.get(f"{data}?data_source_record_format={form}").json["result"]
    assert {frozenset(record["data_source"]) for record in records} == {frozenset(members)}
    sources = {record["data_source"]["identifier"]: record["data_source"] for record in records}
    for identifier, source in sources.items():
        assert source == api.get(f"/api/v1/data_sources/{identifier}?format={form}").json
    plain = api.get(data).json["result"]
    assert [record["url"] for record in records] == [record["url"] for record in plain]


def test_an_unknown_form_is_refused(api: Api, data: str) -> None:
    assert api.get(f"{data}?data_source_record_format=everything").error[0] == 400


def test_the_file_size_is_that_of_the_records_with_their_full_sources(api: Api, data: str) -> None:
    size = api.get(data.removesuffix("/data")).json["search_result"]["file_size"]
    full = api.get(f"{data}?data_source_record_format=full_record")
    # The file has a newline for each record where the answer has none, and brackets in place of the envelope.
    assert size == len(full.body) - len('{"result":[]}') + len("[\n\n]\n") + 1490 - 1
    # 2.5 kB for a data product, as on the real server.
    assert 2400 < size / 1490 < 2600


def test_a_response_format_picks_members(api: Api, data: str) -> None:
    tree = {
        "data_source": {"identifier": True, "display_name": True, "program": False},
        "data_product_type": True,
        "start": True,
        "end": True,
        "url": True,
    }
    records = api.post(data, tree).json["result"]
    plain = api.get(data).json["result"]
    expected = [
        {
            "data_source": {key: record["data_source"][key] for key in ("identifier", "display_name")},
            **{key: record[key] for key in ("data_product_type", "start", "end", "url")},
        }
        for record in plain
    ]
    assert records == expected


def test_a_response_format_reaches_into_schemas_and_whole_objects(api: Api, data: str) -> None:
    full = api.get(f"{data}?data_source_record_format=full_record").json["result"]
    tree = {"data_source": {"data_product_metadata_schema": {"field_name": True}, "owner": True}, "metadata": True}
    for record, whole in zip(api.post(data, tree).json["result"], full, strict=True):
        schema = whole["data_source"]["data_product_metadata_schema"]
        assert record == {
            "data_source": {
                "owner": whole["data_source"]["owner"],
                "data_product_metadata_schema": [{"field_name": item["field_name"]} for item in schema],
            },
            "metadata": whole["metadata"],
        }


@pytest.mark.parametrize(
    ("tree", "expected"),
    [({}, {}), ({"url": False}, {}), ({"nothing_like_this": True}, {}), ({"data_product_type": True, "x": None}, None)],
)
def test_members_that_are_not_marked_or_unknown_stay_away(
    api: Api, data: str, tree: dict[str, object], expected: dict[str, object] | None
) -> None:
    records = api.post(data, tree).json["result"]
    assert len(records) == 1490
    assert set(records[0]) == ({"data_product_type"} if expected is None else set(expected))


def test_the_whole_source_can_be_marked_at_once(api: Api, data: str) -> None:
    record = api.post(data, {"data_source": True}).json["result"][0]
    assert set(record["data_source"]) == FULL


@pytest.mark.parametrize("tree", [[], "url", {"url": "yes"}, {"data_source": {"owner": 1}}])
def test_a_response_format_that_is_none_is_refused(api: Api, data: str, tree: object) -> None:
    assert api.post(data, tree).error[0] == 400


def test_a_result_comes_in_pieces_while_the_rest_is_still_on_the_way(api: Api) -> None:
    path = api.submit({**FEBRUARY, "start": "2020-01-25T00:00:00"})
    status = api.wait(path)
    with api.open("GET", path + "/data?data_source_record_format=full_record") as response:
        assert response.getheader("transfer-encoding") == "chunked"
        first = response.read(100)
        whole = first + response.read()
    assert len(json.loads(whole)["result"]) == status["search_result"]["result_count"]


def test_a_large_result_takes_little_memory_to_write_and_to_read(tmp_path: Path) -> None:
    sources = load_sources()[:7]
    texts = [encode(source.document("full_record")) for source in sources]
    number = 20_000

    def batches() -> Iterator[list[bytes]]:
        for batch in range(number // 100):
            yield [record_line(texts[row % 7], {"url": f"{batch}-{row}"}) for row in range(100)]

    def read(reshape: Reshape | None) -> int:
        with (tmp_path / "result.json").open("rb") as file:
            return sum(len(chunk) for chunk in read_result(file, reshape))

    tracemalloc.start()
    try:
        count, size = write_result(tmp_path / "result.json", batches(), Event())
        for reshape in (None, as_format("basic_info"), as_tree({"url": True})):
            assert read(reshape) > number * 10
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == number
    assert size == (tmp_path / "result.json").stat().st_size
    assert size > 8 * peak


def test_a_cancelled_result_leaves_no_file(tmp_path: Path) -> None:
    cancelled = Event()

    def batches() -> Iterator[list[bytes]]:
        yield [b"{}"]
        cancelled.set()
        yield [b"{}"]

    with pytest.raises(Cancelled):
        write_result(tmp_path / "result.json", batches(), cancelled)
    assert list(tmp_path.iterdir()) == []


def test_sources_that_changed_between_records_are_told_apart(tmp_path: Path) -> None:
    # One identifier, three texts of different length: each record must come out with its own.
    sources = [
        {"identifier": 5, "program": name, "platform": 'p",{}[]"', "metadata": {"data_source": {"identifier": 5}}}
        for name in ("a", "bb", 'c"\\')
    ]
    rows = [sources[row % 3] for row in range(100)]
    lines = [record_line(encode(source), {"url": f"{row}"}) for row, source in enumerate(rows)]
    write_result(tmp_path / "result.json", [lines], Event())

    def read(reshape: Reshape | None) -> list[object]:
        with (tmp_path / "result.json").open("rb") as file:
            return json.loads(b"".join(read_result(file, reshape)))["result"]

    assert read(None) == [{"data_source": source, "url": f"{row}"} for row, source in enumerate(rows)]
    for record, source in zip(read(as_format("basic_info")), rows, strict=True):
        assert isinstance(record, dict)
        assert record["data_source"] == {key: source[key] for key in ("identifier", "program", "platform")}
    assert read(as_tree({"data_source": {"program": True}})) == [
        {"data_source": {"program": s["program"]}} for s in rows
    ]


def test_a_client_that_leaves_early_leaves_the_emulator_well(api: Api, data: str) -> None:
    for _ in range(5):
        with api.open("GET", data + "?data_source_record_format=full_record") as response:
            response.read(1000)
    assert len(api.get(data).json["result"]) == 1490
