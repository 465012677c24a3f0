"""Writing, counting and administration over plain HTTP: the server's statuses, documents and rights."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from emulator.emulator_http import FEBRUARY, Answer, Api

from aurorax_typed.emulator import EmulatorAccount, EmulatorSettings, serve

ADMIN = {"x-aurorax-api-key": "admin"}
OWNER = {"x-aurorax-api-key": "owner"}
MAINTAINER = {"x-aurorax-api-key": "maintainer"}
USER = {"x-aurorax-api-key": "user"}
NAMES = {"program": "test", "platform": "bench", "instrument_type": "camera"}
NEW = {**NAMES, "source_type": "ground", "display_name": "Test"}
FULL = {
    "identifier", "program", "platform", "instrument_type", "source_type", "display_name", "metadata", "owner",
    "maintainers", "ephemeris_metadata_schema", "data_product_metadata_schema",
}  # fmt: skip


@pytest.fixture
def api() -> Iterator[Api]:
    accounts = (
        EmulatorAccount(email="owner@example.com", role="Owner", key="owner", password="secret"),
        EmulatorAccount(email="maintainer@example.com", role="Maintainer", key="maintainer"),
        EmulatorAccount(email="user@example.com", role="User", key="user"),
    )
    with serve(settings=EmulatorSettings(time_scale=0, admin_key="admin", accounts=accounts)) as base:
        yield Api(base)


def made(api: Api, **members: Any) -> int:
    answer = api.call("POST", "/api/v1/data_sources", {**NEW, **members}, OWNER)
    assert answer.status == 200, answer
    return int(answer.json["identifier"])


def test_a_created_source_is_answered_as_a_full_record(api: Api) -> None:
    unset = dict.fromkeys(["identifier", "owner", "maintainers", "metadata", "ephemeris_metadata_schema"])
    answer = api.call("POST", "/api/v1/data_sources", {**NEW, **unset, "strange": 1}, OWNER)
    assert answer.status == 200
    assert set(answer.json) == FULL
    assert answer.json["owner"] == "owner@example.com"
    assert (answer.json["metadata"], answer.json["maintainers"]) == ({}, [])
    assert api.get(f"/api/v1/data_sources/{answer.json['identifier']}?format=full_record").json == answer.json


def test_in_a_patch_null_leaves_and_empty_replaces(api: Api) -> None:
    item = {"field_name": "a", "description": "", "data_type": "string", "allowed_values": []}
    number = made(api, metadata={"a": 1}, ephemeris_metadata_schema=[item], maintainers=["x@example.com"])
    path = f"/api/v1/data_sources/{number}"
    before = api.get(path + "?format=full_record").json
    nulls: dict[str, Any] = dict.fromkeys(FULL)
    answer = api.call("PATCH", path, {**nulls, "identifier": 77, "display_name": "New"}, OWNER)
    assert answer.json == {**before, "display_name": "New"}
    answer = api.call("PATCH", path, {"metadata": {}, "ephemeris_metadata_schema": [], "maintainers": []}, OWNER)
    assert answer.json == {
        **before, "display_name": "New", "metadata": {}, "ephemeris_metadata_schema": [], "maintainers": []
    }  # fmt: skip


def test_put_replaces_everything(api: Api) -> None:
    number = made(api, metadata={"a": 1}, maintainers=["x@example.com"])
    answer = api.call("PUT", f"/api/v1/data_sources/{number}", {**NEW, "display_name": "New"}, OWNER)
    assert (answer.json["metadata"], answer.json["maintainers"], answer.json["display_name"]) == ({}, [], "New")
    assert answer.json["owner"] == "owner@example.com"
    assert api.call("PUT", f"/api/v1/data_sources/{number}", {"program": "a"}, OWNER).error[:2] == (400, "Other")
    assert api.call("PUT", f"/api/v1/data_sources/{number}", {**NEW, "identifier": 4}, OWNER).status == 400


@pytest.mark.parametrize(
    ("member", "length"), [("program", 201), ("platform", 51), ("instrument_type", 201), ("display_name", 51)]
)
def test_a_text_that_the_database_can_not_hold_is_a_general_error(api: Api, member: str, length: int) -> None:
    answer = api.call("POST", "/api/v1/data_sources", {**NEW, member: "x" * length}, OWNER)
    assert answer.error == (500, "ApplicationError", "An internal error occurred.")
    assert api.call("POST", "/api/v1/data_sources", {**NEW, member: "x" * (length - 1)}, OWNER).status == 200


@pytest.mark.parametrize(
    "members",
    [
        {"program": None},
        {"program": 5},
        {"source_type": "orbit"},
        {"metadata": []},
        {"maintainers": [1]},
        {"ephemeris_metadata_schema": ["a"]},
        {"identifier": "4"},
        {"identifier": True},
    ],
)
def test_a_wrong_member_is_a_400(api: Api, members: dict[str, object]) -> None:
    assert api.call("POST", "/api/v1/data_sources", {**NEW, **members}, OWNER).error[:2] == (400, "Other")


def test_conflicts(api: Api) -> None:
    number = made(api, identifier=400)
    assert number == 400
    for twin in (NEW, {**NEW, "identifier": 400, "platform": "shelf"}):
        assert api.call("POST", "/api/v1/data_sources", twin, OWNER).error[:2] == (409, "Duplicate")
    assert api.call("DELETE", "/api/v1/data_sources/103", None, ADMIN).error[:2] == (409, "Conflict")
    assert api.call("DELETE", "/api/v1/data_sources/400", None, OWNER).status == 200
    assert api.call("DELETE", "/api/v1/data_sources/400", None, OWNER).error[:2] == (404, "NotFound")


WRITES = [
    ("POST", "/api/v1/data_sources", {**NEW, "platform": "shelf"}, "owner"),
    ("PATCH", "/api/v1/data_sources/{}", {"display_name": "a"}, "owner of it"),
    ("PUT", "/api/v1/data_sources/{}", NEW, "owner of it"),
    ("POST", "/api/v1/data_sources/{}/ephemeris", [], "contributor"),
    ("POST", "/api/v1/data_sources/{}/data_products", [], "contributor"),
    ("DELETE", "/api/v1/data_sources/{}/ephemeris", {**NAMES, "start": "2020-01-01T00:00", "end": "2020-01-02T00:00"},
     "contributor"),
    ("DELETE", "/api/v1/data_sources/{}/data_products", {**NAMES, "urls": ["a"]}, "contributor"),
    ("GET", "/api/v1/accounts", None, "administrator"),
    ("GET", "/api/v1/utils/admin/search_requests", None, "administrator"),
    ("DELETE", "/api/v1/data_sources/{}", None, "owner of it"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "least"), WRITES, ids=lambda value: str(value)[:40])
def test_rights(api: Api, method: str, path: str, body: object, least: str) -> None:
    number = made(api, maintainers=["maintainer@example.com"])
    path = path.format(number)
    allowed = {
        "owner": [OWNER, ADMIN],
        "owner of it": [OWNER, ADMIN],
        "contributor": [MAINTAINER, OWNER, ADMIN],
        "administrator": [ADMIN],
    }[least]
    for headers in ({}, {"x-aurorax-api-key": "wrong"}, {"authorization": "Bearer wrong"}):
        assert api.call(method, path, body, headers).error[:2] == (401, "NotAuthenticated")
    for headers in (USER, MAINTAINER, OWNER):
        if headers not in allowed:
            assert api.call(method, path, body, headers).error[:2] == (403, "NotPermitted")
    answer = api.call(method, path, body, allowed[0])
    assert answer.status in (200, 202), answer


def test_an_unknown_source_is_a_404_but_only_for_those_who_may(api: Api) -> None:
    for method, path in [
        ("PATCH", "/api/v1/data_sources/12345678"),
        ("POST", "/api/v1/data_sources/12345678/ephemeris"),
        ("DELETE", "/api/v1/data_sources/12345678/data_products"),
    ]:
        assert api.call(method, path, {}).error[0] == 401
        message = "No Data Source record found in AuroraX for identifier 12345678"
        assert api.call(method, path, {}, USER).error == (404, "NotFound", message)


def upload(api: Api, number: int, kind: str, records: object) -> Answer:
    return api.call("POST", f"/api/v1/data_sources/{number}/{kind}", records, OWNER)


def test_uploads_are_accepted_with_an_empty_answer_and_folded_over_the_pole(api: Api) -> None:
    number = made(api)
    record = {
        **NAMES,
        "epoch": "2031-01-01T00:00:00.000Z",
        "location_geo": {"lat": 51.05, "lon": -114.07},
        "location_gsm": {"lat": 150.25, "lon": -10.75},
        "nbtrace": {"lat": -95, "lon": 1},
        "metadata": {"a": 1},
    }
    answer = upload(api, number, "ephemeris", [record])
    assert (answer.status, answer.body) == (202, b"")
    query = {"start": "2031-01-01T00:00:00", "end": "2031-01-01T00:00:00", "data_sources": {"programs": ["test"]}}
    path = api.submit(query, "ephemeris")
    api.wait(path)
    (found,) = api.get(path + "/data").json["result"]
    assert found["location_gsm"] == {"lat": 29.75, "lon": -10.75}
    assert found["nbtrace"] == {"lat": -85, "lon": 1}
    assert found["sbtrace"] == {"lat": None, "lon": None}
    assert (found["epoch"], found["metadata"]) == ("2031-01-01T00:00:00", {"a": 1})


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("ephemeris", {"epoch": None}, "epoch is missing"),
        ("ephemeris", {"epoch": "noon"}, "'noon' is not a time"),
        ("ephemeris", {"program": "other"}, "program must be 'test'"),
        ("ephemeris", {"location_geo": 5}, "location_geo must be an object"),
        ("ephemeris", {"nbtrace": {"lat": "1"}}, "lat must be a number"),
        ("ephemeris", {"nbtrace": {"lat": 271, "lon": 0}}, "on no globe"),
        ("ephemeris", {"metadata": "text"}, "metadata must be an object"),
        ("data_products", {"start": "2031-01-02T00:00:00"}, "must not be later than end"),
        ("data_products", {"url": ""}, "url is missing"),
        ("data_products", {"data_product_type": None}, "data_product_type is missing"),
        ("data_products", {"platform": None}, "platform must be 'bench'"),
    ],
)
def test_faults_of_an_upload_are_an_array_of_messages(api: Api, kind: str, change: Any, message: str) -> None:
    number = made(api)
    good = {
        **NAMES,
        "epoch": "2031-01-01T00:00:00",
        "start": "2031-01-01T00:00:00",
        "end": "2031-01-01T00:59:00",
        "url": "http://127.0.0.1/a",
        "data_product_type": "keogram",
    }
    answer = upload(api, number, kind, [good, {**good, **change}])
    assert answer.status == 400
    ((said,),) = [[item["message"] for item in answer.json]]
    assert said.startswith("Record 1: ")
    assert message in said
    counts = api.get(f"/api/v1/data_sources/{number}?include_stats=true").json["stats"]
    assert (counts["ephemeris_count"], counts["data_product_count"]) == (0, 0)
    assert upload(api, number, kind, {"not": "an array"}).error[:2] == (400, "Other")


def test_products_that_were_sent_in_come_in_order_of_their_start(api: Api) -> None:
    number = made(api)
    starts = ["2020-02-01T00:00:00", "2020-02-02T12:00:00", "2020-02-04T05:30:00", "2031-01-01T00:00:00"]
    product = {**NAMES, "data_product_type": "keogram"}
    records = [{**product, "start": start, "end": start, "url": f"http://127.0.0.1/{start}"} for start in starts]
    assert upload(api, number, "data_products", records[::-1]).status == 202
    found = api.search({**FEBRUARY, "data_sources": {"programs": ["trex", "test"]}})
    assert [record["start"] for record in found] == sorted(record["start"] for record in found)
    assert [record["url"] for record in found if record["data_source"]["program"] == "test"] == [
        record["url"] for record in records[:3]
    ]
    assert len(found) == len(api.search(FEBRUARY)) + 3


def test_availability_without_times_is_this_year(api: Api) -> None:
    (swarm,) = api.get("/api/v1/availability/ephemeris?platform=swarma").json
    days = list(swarm["available_ephemeris"])
    assert set(swarm) == {"data_source", "available_ephemeris"}
    assert days[0].endswith("-01-01")
    assert days == sorted(days)
    (year,) = api.get("/api/v1/availability/ephemeris?platform=swarma&start=2019-02-01").json
    assert (min(year["available_ephemeris"]), max(year["available_ephemeris"])) == ("2019-02-01", "2020-02-01")
    (leap,) = api.get("/api/v1/availability/data_products?platform=swarma&start=2020-02-29").json
    assert (max(leap["available_data_products"]), set(leap["available_data_products"].values())) == ("2021-02-28", {0})


@pytest.mark.parametrize("query", ["start=2020-1-1", "end=now", "start=2020-02-30", "start=2020-01-02&end=2020-01-01",
                                   "start=1900-01-01&end=2020-01-01", "format=long"])  # fmt: skip
def test_a_bad_day_is_a_400(api: Api, query: str) -> None:
    for kind in ("ephemeris", "data_products"):
        assert api.get(f"/api/v1/availability/{kind}?{query}").error[:2] == (400, "Other")


def test_a_session_begins_and_ends(api: Api) -> None:
    wrong = {"email_address": "owner@example.com", "password": "wrong"}
    assert api.post("/api/v1/authenticate", wrong).error[:2] == (401, "NotAuthenticated")
    nobody = {"email_address": "maintainer@example.com", "password": ""}
    assert api.post("/api/v1/authenticate", nobody).error[0] == 400
    answer = api.post("/api/v1/authenticate", {**wrong, "password": "secret"})
    token = answer.headers["authorization"]
    assert token.startswith("Bearer ")
    assert set(answer.json) == {
        "account_id", "upload_username", "email_address", "email_confirmed", "first_name", "last_name", "role",
        "agree_terms", "this_login", "last_login", "disabled",
    }  # fmt: skip
    assert "secret" not in json.dumps(answer.json)
    headers = {"authorization": token}
    assert api.call("POST", "/api/v1/data_sources", NEW, headers).status == 200
    assert api.call("POST", "/api/v1/authenticate/end_session", None, headers).status == 200
    assert api.call("POST", "/api/v1/data_sources", NEW, headers).error[0] == 401
    assert api.call("POST", "/api/v1/authenticate/end_session", None, headers).status == 200


def test_accounts_are_kept_between_runs_without_their_passwords(tmp_path: Any) -> None:
    person = {
        "email_address": "new@example.com", "first_name": "New", "last_name": "Person", "password": "a password",
        "agree_terms": "2026-01-02T03:04:05",
    }  # fmt: skip
    settings = EmulatorSettings(time_scale=0, data_dir=tmp_path)
    with serve(settings=settings) as base:
        assert Api(base).post("/api/v1/accounts", person).status == 200
        assert Api(base).post("/api/v1/accounts", person).error[:2] == (409, "Duplicate")
        assert Api(base).post("/api/v1/accounts", {**person, "email_address": "nobody"}).error[0] == 400
        assert Api(base).post("/api/v1/accounts", {**person, "agree_terms": True}).error[0] == 400
    with serve(settings=settings) as base:
        login = {"email_address": "new@example.com", "password": "a password"}
        assert Api(base).post("/api/v1/authenticate", login).json["role"] == "User"
    for file in tmp_path.iterdir():
        if file.is_file():
            assert b"a password" not in file.read_bytes()


def test_an_administrator_can_remove_a_search_that_runs() -> None:
    with serve(settings=EmulatorSettings(time_scale=200, admin_key="admin")) as base:
        slow = Api(base)
        path = slow.submit(FEBRUARY)
        (row,) = slow.call("GET", "/api/v1/utils/admin/search_requests?active=True", None, ADMIN).json
        assert (row["active"], row["result_count"], row["file_size"], row["error_condition"]) == (
            True,
            None,
            None,
            None,
        )
        bounded = "/api/v1/utils/admin/search_requests?active=True&file_size=0"
        assert slow.call("GET", bounded, None, ADMIN).json == []
        removal = f"/api/v1/utils/admin/search_requests/{row['request_id']}"
        assert slow.call("DELETE", removal, None, ADMIN).status == 200
        assert slow.get(path).error[:2] == (404, "NotFound")
        assert slow.call("DELETE", removal, None, ADMIN).error[:2] == (404, "NotFound")


@pytest.mark.parametrize("query", ["search_type=all", "active=maybe", "error_condition=1", "file_size=x", "start=now"])
def test_a_wrong_filter_of_searches_is_a_400(api: Api, query: str) -> None:
    answer = api.call("GET", f"/api/v1/utils/admin/search_requests?{query}", None, ADMIN)
    assert answer.error[:2] == (400, "Other")


def test_time_zones_and_combinations(api: Api) -> None:
    assert "America/Edmonton" in api.get("/api/v1/utils/timezones").json
    convert = "/api/v1/utils/timezones/convert?ts=2020-07-01T12:00:00&tz="
    assert api.get(convert + "America/Edmonton").json == ["2020-07-01T18:00:00"]
    for zone in ("Atlantis", "", "../etc/passwd", "/etc/passwd"):
        assert api.get(convert + zone).error[0] == 400
    query = {
        "start": "2020-01-01T00:00:00",
        "end": "2020-01-02T00:00:00",
        "space": [{"programs": ["swarm"]}],
        "adhoc": [{"locations": [{"lat": 51, "lon": -114}, {"lat": 52, "lon": -114}]}],
        "max_distances": {"space1-adhoc1": 500},
    }
    assert api.post("/api/v1/utils/describe/cartesian_products", query).json == 6
