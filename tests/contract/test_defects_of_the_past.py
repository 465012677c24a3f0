"""What an older client got wrong in writing, listing and administration, each shown not to be so here.

The scenarios of `tests/end_to_end` go deeper; here each defect can be found by its name.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.recording import Asked, always, recording
from support.writing import ADMIN, FAST, NEW, OWNER, writable

from aurorax_typed import (
    AuroraX,
    AvailabilityResult,
    BadRequestError,
    ConfigurationError,
    DataProduct,
    DataSource,
    Ephemeris,
    Location,
    MetadataSchemaItem,
    NotFoundError,
    QueryError,
    RetryPolicy,
)
from aurorax_typed.metadata import validate

SOURCE = DataSource(400, **NEW, ephemeris_metadata_schema=[], data_product_metadata_schema=[])
DOCUMENT = {"identifier": 400, **NEW}
NOON = datetime(2031, 3, 4, 12)
ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"


@pytest.fixture(scope="module")
def writing() -> Iterator[str]:
    with writable() as url:
        yield url


@pytest.fixture
def owner(writing: str) -> Iterator[AuroraX]:
    with AuroraX(base_url=writing, api_key=OWNER, **FAST) as client:
        yield client


def asking(url: str) -> AuroraX:
    return AuroraX(base_url=url, api_key="k", retry=RetryPolicy(max_attempts=1))


def minutes(count: int) -> list[Ephemeris]:
    return [Ephemeris(SOURCE, NOON + timedelta(minutes=n), metadata={"a": 1}) for n in range(count)]


def test_uploads_do_not_cut_seconds_off() -> None:
    with recording(always(202, b"")) as (url, seen), asking(url) as client:
        with pytest.raises(QueryError, match="kept by the minute"):
            client.ephemeris.upload(SOURCE, [Ephemeris(SOURCE, NOON.replace(second=30))])
        assert seen == []
        product = DataProduct(SOURCE, "keogram", NOON, NOON.replace(second=59), "u")
        client.data_products.upload(SOURCE, [product])
        assert seen[0].json[0]["end"] == "2031-03-04T12:00:59.000Z"


def test_the_reasons_of_a_refused_upload_are_read_from_an_array_and_from_a_document() -> None:
    for reply in ([{"message": "epoch is wrong"}, {"message": "lat is wrong"}], {"error_message": "epoch is wrong"}):
        with (
            recording(always(400, reply)) as (url, _),
            asking(url) as client,
            pytest.raises(BadRequestError, match="epoch is wrong"),
        ):
            client.ephemeris.upload(SOURCE, minutes(1))


def test_clients_do_not_share_keys_or_headers() -> None:
    with (
        recording(always(200, [])) as (url, seen),
        AuroraX(base_url=url, api_key="one") as one,
        AuroraX(base_url=url, api_key="two") as two,
        AuroraX(base_url=url) as none,
    ):
        for client in (one, two, none, one):
            client.sources.list()
    assert [asked.headers.get("x-aurorax-api-key") for asked in seen] == ["one", "two", None, "one"]


def test_no_repr_shows_a_key() -> None:
    with AuroraX(base_url="http://127.0.0.1:1", api_key="a-very-secret-key") as client:
        shown = [repr(client), repr(vars(client))]
        shown += [repr(value) + repr(vars(value)) for name, value in vars(client).items() if hasattr(value, "__dict__")]
    assert not [text for text in shown if "a-very-secret-key" in text]


def test_uploading_twice_works_and_leaves_the_records_alone() -> None:
    records = minutes(3)
    before, objects = copy.deepcopy(records), [id(record) for record in records]
    with recording(always(202, b"")) as (url, seen), asking(url) as client:
        client.ephemeris.upload(SOURCE, records)
        client.ephemeris.upload(SOURCE, records)
        assert seen[0].body == seen[1].body
    assert records == before
    assert [id(record) for record in records] == objects


def test_the_address_of_the_source_search_has_one_slash() -> None:
    for suffix in ("", "/", "/prefix/"):
        with recording(always(200, [])) as (url, seen), asking(url + suffix) as client:
            client.sources.search(programs=["trex"])
            assert seen[0].path.split("?")[0] == f"{suffix.rstrip('/')}/api/v1/data_sources/search"


@pytest.mark.parametrize("value", [True, False])
def test_the_filter_for_failed_searches_is_sent_beside_the_one_for_duration(value: bool) -> None:
    with recording(always(200, [])) as (url, seen), asking(url) as client:
        client.requests.list(error_condition=value, query_duration=250)
        query = seen[0].path.split("?")[1].split("&")
        assert sorted(query) == [f"error_condition={str(value).lower()}", "query_duration=250"]


def test_sources_without_names_can_be_listed_in_every_format(owner: AuroraX) -> None:
    rows = [{"identifier": 7, "owner": None}, {"identifier": 5, "owner": "a@example.org"}]
    with recording(always(200, rows)) as (url, _), asking(url) as client:
        assert [source.identifier for source in client.sources.list()] == [5, 7]
    for form in ("identifier_only", "basic_info", "with_metadata", "full_record"):
        identifiers = [source.identifier for source in owner.sources.list(format=form)]
        assert identifiers == sorted(identifiers)
        assert len(identifiers) > 100


def test_listing_and_searching_hide_and_show_the_same_sources(owner: AuroraX) -> None:
    for internal in (False, True):
        listed = owner.sources.list(include_internal=internal)
        assert owner.sources.search(include_internal=internal) == listed
        assert (listed[0].identifier < 0) is internal


def test_getting_a_source_gives_the_one_or_says_that_there_is_none(owner: AuroraX) -> None:
    assert owner.sources.get("trex", "gillam", "RGB ASI").identifier == 103
    with pytest.raises(NotFoundError, match="no data source 'trex' 'gillam' 'RGB'"):
        owner.sources.get("trex", "gillam", "RGB")


def test_updating_a_source_sends_what_is_given_and_nothing_else() -> None:
    with recording(always(200, DOCUMENT)) as (url, seen), asking(url) as client:
        client.sources.update(400, display_name="a", maintainers=[], metadata={})
        (asked,) = seen
        assert (asked.method, asked.path) == ("PATCH", "/api/v1/data_sources/400")
        assert asked.json == {"display_name": "a", "maintainers": [], "metadata": {}}


@pytest.mark.parametrize(
    ("count", "size", "expected"), [(999, 500, [500, 499]), (1000, 500, [500, 500]), (3, 2, [2, 1])]
)
def test_upload_chunks_are_not_larger_than_asked_for(count: int, size: int, expected: list[int]) -> None:
    with recording(always(202, b"")) as (url, seen), asking(url) as client:
        assert client.ephemeris.upload(SOURCE, minutes(count), chunk_size=size) == count
        assert [len(asked.json) for asked in seen] == expected


def test_deleting_nothing_sends_nothing(owner: AuroraX) -> None:
    def answer(asked: Asked) -> tuple[int, bytes]:
        raise AssertionError(asked)

    with recording(answer) as (url, seen), asking(url) as client:
        with pytest.raises(QueryError, match="urls is empty"):
            client.data_products.delete_urls(SOURCE, [])
        assert seen == []
    made = owner.sources.add(**{**NEW, "platform": "nothing to delete"})
    assert owner.data_products.delete(made, "2020-01-01", "2021-01-01") == 0


def test_metadata_is_checked_for_types_and_values_not_for_names_alone() -> None:
    schema = [
        MetadataSchemaItem(field_name="mode", data_type="string", allowed_values=["fast", "slow"]),
        MetadataSchemaItem(field_name="gain", data_type="double"),
    ]
    assert validate(schema, {"mode": "fast", "gain": 1.5}) == []
    kinds = {(p.field_name, p.kind) for p in validate(schema, {"mode": "medium", "gain": "high"})}
    assert kinds == {("mode", "value"), ("gain", "type")}


def test_an_empty_location_and_a_full_one_can_be_made_and_changed() -> None:
    from attrs import evolve

    assert Location() == Location(None, None)
    assert evolve(Location(), lat=1.0, lon=2.0) == Location(1.0, 2.0)


def test_availability_schemas_and_listings_are_typed_not_dicts(owner: AuroraX, writing: str) -> None:
    (result,) = owner.availability.ephemeris("2020-01-01", "2020-01-02", platform="swarma")
    assert isinstance(result, AvailabilityResult)
    assert {type(day) for day in result.available} == {date}
    assert isinstance(owner.metadata.ephemeris_schema(3)[0], MetadataSchemaItem)
    search = owner.data_products.search("2020-02-01", "2020-02-01T12:00", programs=["trex"])
    with AuroraX(base_url=writing, api_key=ADMIN) as admin:
        (row,) = [row for row in admin.requests.list() if row.request_id == search.request_id]
    assert isinstance(row.requested, datetime)


def test_swarm_aurora_gets_neither_key_nor_query() -> None:
    status = {"search_request": {"request_id": ID}, "search_result": {"result_count": 1}}
    with (
        recording(always(200, status)) as (url, _),
        recording(always(200, [{}])) as (other, seen),
        asking(url) as client,
    ):
        client.swarmaurora.base_url = other
        assert client.swarmaurora.custom_import(ID) == [{}]
    (asked,) = seen
    assert asked.body == b""
    assert asked.path.endswith(f"?aurorax_request_id={ID}")
    assert not asked.headers.keys() & {"x-aurorax-api-key", "authorization", "cookie"}


def test_a_browser_that_does_not_open_is_an_error() -> None:
    with (
        AuroraX(base_url="http://127.0.0.1:1") as client,
        pytest.raises(ConfigurationError, match="No browser could be found"),
    ):
        client.swarmaurora.open_in_browser(ID, browser="no such browser")


def test_availability_of_one_type_of_data_product_can_be_asked_for() -> None:
    with recording(always(200, [])) as (url, seen), asking(url) as client:
        client.availability.data_products("2020-01-01", "2020-01-02", data_product_type="keogram")
        assert "data_product_type=keogram" in seen[0].path


def test_flags_that_are_not_given_are_not_sent() -> None:
    with recording(always(200, [])) as (url, seen), asking(url) as client:
        client.requests.list()
        client.requests.list(active=False)
        assert [asked.path.partition("?")[2] for asked in seen] == ["", "active=false"]


def test_listed_searches_that_still_run_have_no_sizes_and_do_no_harm() -> None:
    row: dict[str, Any] = {"request_id": ID, "active": True, "requested": "2024-11-27T21:41:33.966478"}
    row |= dict.fromkeys(["file_size", "result_count", "query_duration", "error_condition"])
    with recording(always(200, [row])) as (url, _), asking(url) as client:
        (listed,) = client.requests.list()
    assert (listed.file_size, listed.result_count, listed.error_condition) == (None, None, None)
    assert listed.requested == datetime(2024, 11, 27, 21, 41, 33, 966478)


def test_schemas_with_null_or_missing_descriptions_are_read() -> None:
    item: dict[str, Any] = {"field_name": "a", "description": None, "data_type": "string", "allowed_values": []}
    source = {**DOCUMENT, "data_product_metadata_schema": [{**item, "additional_description": None}, item]}
    with recording(always(200, source)) as (url, _), asking(url) as client:
        assert client.metadata.data_products_schema(400) == [MetadataSchemaItem(field_name="a", data_type="string")] * 2


def test_saving_the_import_file_leaves_what_was_there_when_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "import.json"
    target.write_text("old")
    status = {"search_request": {"request_id": ID}, "search_result": {"result_count": 1}}
    with recording(always(200, status)) as (url, _), recording(always(200, b"{")) as (other, _), asking(url) as client:
        client.swarmaurora.base_url = other
        with pytest.raises(Exception, match="import file"):
            client.swarmaurora.save_custom_import(ID, target)
    assert target.read_text() == "old"
    assert json.dumps([path.name for path in tmp_path.iterdir()]) == '["import.json"]'
