"""The life of a data product search, as a client sees it."""

import concurrent.futures
import os
import re
import time
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from emulator.emulator_http import FEBRUARY, Api

from aurorax_typed.emulator import EmulatorSettings, search_runner, serve

STATUS_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?")
RESULT_MEMBERS = {
    "data_uri",
    "result_count",
    "result_file_deleted_timestamp",
    "file_size",
    "completed_timestamp",
    "query_duration",
    "error_condition",
}


def test_a_search_is_accepted_with_an_absolute_location_and_no_body(api: Api) -> None:
    answer = api.post("/api/v1/data_products/search", FEBRUARY)
    assert (answer.status, answer.body) == (202, b"")
    assert answer.headers["content-type"] == "application/json"
    prefix = f"{api.base}/api/v1/data_products/requests/"
    assert answer.headers["location"].startswith(prefix)
    identifier = answer.headers["location"].removeprefix(prefix)
    assert str(uuid.UUID(identifier)) == identifier


def test_the_location_follows_the_host_that_the_client_used(api: Api) -> None:
    answer = api.call("POST", "/api/v1/data_products/search", FEBRUARY, {"host": "aurora.example.org:99"})
    assert answer.headers["location"].startswith("http://aurora.example.org:99/api/v1/data_products/requests/")


def test_a_finished_search_has_the_servers_status_document(api: Api) -> None:
    path = api.submit({**FEBRUARY, "unknown_member": 1})
    answer = api.get(path)
    assert answer.headers["content-type"] == "application/json"
    document = api.wait(path)
    identifier = path.rsplit("/", 1)[1]

    request = document["search_request"]
    assert request["request_id"] == identifier
    assert request["request_type"] == "data_product"
    assert STATUS_TIME.fullmatch(request["requested"])
    assert request["query"] == {
        "start": "2020-02-01T00:00:00",
        "end": "2020-02-05T23:59:59",
        "request_id": None,
        "data_product_type_filters": [],
        "data_sources": {
            "programs": ["trex"],
            "platforms": [],
            "instrument_types": [],
            "data_product_metadata_filters": {"expressions": [], "logical_operator": "AND"},
        },
    }

    result = document["search_result"]
    assert set(result) == RESULT_MEMBERS
    assert result["data_uri"] == f"{path}/data"
    assert result["error_condition"] is False
    assert result["result_count"] == 1490
    assert result["result_file_deleted_timestamp"] is None
    assert STATUS_TIME.fullmatch(result["completed_timestamp"])
    assert isinstance(result["query_duration"], int)

    size, count = result["file_size"], result["result_count"]
    texts = [(entry["level"], entry["summary"]) for entry in document["logs"]]
    seconds = r"\d+\.\d\d seconds"
    expected = [
        ("debug", "Search request arrived and saved"),
        ("info", f"Starting query for {identifier}"),
        ("info", rf"Finished query in {seconds}\."),
        ("debug", "Starting to write data to file"),
        ("info", rf"Finished writing data, found {count} records in {seconds}\."),
        ("debug", rf"File size is {size} bytes\."),
        ("info", rf"Finished search in {seconds} and found {count} records\."),
    ]
    assert len(texts) == len(expected)
    for (level, text), (expected_level, pattern) in zip(texts, expected, strict=True):
        assert level == expected_level
        assert re.fullmatch(pattern, text), text
    assert all(STATUS_TIME.fullmatch(entry["timestamp"]) for entry in document["logs"])


def test_while_it_runs_everything_about_the_result_is_null(slow_api: Api) -> None:
    path = slow_api.submit(FEBRUARY)
    document = slow_api.get(path).json
    assert document["search_result"] == dict.fromkeys(RESULT_MEMBERS)
    assert 1 <= len(document["logs"]) < 7
    status, code, message = slow_api.get(path + "/data").error
    assert (status, code) == (404, "NotFound")
    assert "not finished" in message


def test_logs_grow_one_by_one_and_an_entry_never_changes() -> None:
    with serve(time_scale=1) as base:
        api = Api(base)
        path = api.submit(FEBRUARY)
        seen = []
        while not seen or seen[-1]["search_result"]["data_uri"] is None:
            seen.append(api.get(path).json)
        final = seen[-1]["logs"]
        assert len(final) == 7
        assert [entry["timestamp"] for entry in final] == sorted(entry["timestamp"] for entry in final)
        for document in seen:
            assert document["logs"] == final[: len(document["logs"])]
            if document["search_result"]["error_condition"] is None:
                assert set(document["search_result"].values()) == {None}
        # 0.11 to 0.5 s on the real server; a busy machine only adds to it.
        assert seen[-1]["search_result"]["query_duration"] >= 100


def test_the_callers_own_identifier_is_honoured_once(api: Api) -> None:
    identifier = str(uuid.uuid4())
    query = {**FEBRUARY, "request_id": identifier.upper()}
    path = api.submit(query)
    assert path == f"/api/v1/data_products/requests/{identifier}"
    assert api.wait(path)["search_request"]["query"]["request_id"] == identifier
    status, code, message = api.post("/api/v1/data_products/search", query).error
    assert (status, code) == (409, "Duplicate")
    assert identifier in message
    assert api.get(path).json["search_result"]["result_count"] == 1490


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"request_id": "mine"}, "request_id"),
        ({"request_id": "0123456789abcdef0123456789abcdef"}, "request_id"),
        ({"request_id": 5}, "request_id"),
        ({"start": None}, "start"),
        ({"end": "yesterday"}, "end"),
        ({"end": "2020-02-30T00:00:00"}, "end"),
        ({"end": "2020-02-05T23:59:59+01:00"}, "end"),
        ({"start": "2020-02-06T00:00:00"}, "later"),
        ({"data_sources": None}, "data_sources"),
        ({"data_sources": {"programs": "trex"}}, "programs"),
        ({"data_sources": {"platforms": [1]}}, "platforms"),
        ({"data_product_type_filters": ["painting"]}, "painting"),
        ({"data_sources": {"data_product_metadata_filters": []}}, "data_product_metadata_filters"),
    ],
)
def test_a_bad_query_is_refused_and_told_why(api: Api, change: dict[str, object], hint: str) -> None:
    status, _, message = api.post("/api/v1/data_products/search", {**FEBRUARY, **change}).error
    assert status == 400
    assert hint in message


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'"text"', b"\xff"])
def test_a_body_that_is_no_query_is_refused(api: Api, body: bytes) -> None:
    assert api.post("/api/v1/data_products/search", body).error[0] == 400


@pytest.mark.parametrize("written", ["2020-02-01T00:00:00Z", "2020-02-01T00:00:00.000Z", "2020-02-01T00:00:00.5"])
def test_times_may_have_a_zone_and_a_fraction(api: Api, written: str) -> None:
    path = api.submit({**FEBRUARY, "start": written})
    assert api.wait(path)["search_request"]["query"]["start"] == "2020-02-01T00:00:00"


def test_nothing_found_is_a_success_of_five_bytes(api: Api) -> None:
    path = api.submit({**FEBRUARY, "data_sources": {"programs": ["no such program"]}})
    result = api.wait(path)["search_result"]
    assert (result["result_count"], result["file_size"], result["error_condition"]) == (0, 5, False)
    assert api.get(result["data_uri"]).body == b'{"result":[]}'


@pytest.mark.parametrize("name", ["00000000-0000-4000-8000-000000000000", "some-bad-request-id"])
@pytest.mark.parametrize(("method", "rest"), [("GET", ""), ("DELETE", ""), ("GET", "/data"), ("DELETE", "/data")])
def test_an_unknown_search_is_not_found(api: Api, name: str, method: str, rest: str) -> None:
    status, code, message = api.call(method, f"/api/v1/data_products/requests/{name}{rest}").error
    assert (status, code) == (404, "NotFound")
    assert name in message


def test_a_running_search_can_be_cancelled(slow_api: Api) -> None:
    path = slow_api.submit(FEBRUARY)
    answer = slow_api.call("DELETE", path)
    assert answer.status == 200
    document = slow_api.get(path).json
    assert document == answer.json
    assert document["search_result"]["error_condition"] is True
    assert document["search_result"]["data_uri"] is None
    assert document["search_result"]["result_count"] is None
    assert document["logs"][-1]["level"] == "error"
    assert "cancelled" in document["logs"][-1]["summary"]
    assert slow_api.get(path + "/data").error[0] == 404


def test_cancelling_a_finished_search_leaves_its_result(api: Api) -> None:
    path = api.submit(FEBRUARY)
    before = api.wait(path)
    assert api.call("DELETE", path).json == before
    assert len(api.get(path + "/data").json["result"]) == 1490


def test_a_deleted_result_is_told_as_an_error_with_status_200(api: Api) -> None:
    path = api.submit(FEBRUARY)
    api.wait(path)
    answer = api.call("DELETE", path + "/data")
    assert answer.status == 200
    assert STATUS_TIME.fullmatch(answer.json["search_result"]["result_file_deleted_timestamp"])
    assert answer.json["search_result"]["data_uri"] == path + "/data"
    data = api.get(path + "/data")
    assert (data.status, data.json["error"]["error_code"]) == (200, "NotFound")
    assert set(data.json) == {"error"}
    assert api.call("DELETE", path + "/data").json == answer.json


def test_a_result_is_removed_when_its_time_is_over() -> None:
    with serve(settings=EmulatorSettings(time_scale=0, result_lifetime=0)) as base:
        api = Api(base)
        path = api.submit(FEBRUARY)
        api.wait(path)
        assert api.get(path + "/data").json["error"]["error_code"] == "NotFound"
        assert api.get(path).json["search_result"]["result_file_deleted_timestamp"] is not None


def test_results_whose_time_is_over_do_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(settings=EmulatorSettings(time_scale=0, result_lifetime=3600, data_dir=tmp_path)) as base:
        api = Api(base)
        old, young = api.submit(FEBRUARY), api.submit(FEBRUARY)
        for path in (old, young):
            api.wait(path)
        (file,) = tmp_path.rglob(f"{old.rpartition('/')[2]}.json")
        os.utime(file, (0, 0))
        later = SimpleNamespace(time=lambda: time.time() + 361, monotonic=time.monotonic)
        monkeypatch.setattr(search_runner, "time", later)  # a tenth of the time has passed
        third = api.submit(FEBRUARY)
        assert not file.exists(), "nobody asked for it, and it is gone all the same"
        api.wait(third)
        assert api.get(old).json["search_result"]["result_file_deleted_timestamp"] is not None
        assert api.get(young).json["search_result"]["result_file_deleted_timestamp"] is None


def test_many_searches_run_at_once(api: Api) -> None:
    platforms = ["gillam", "pinawa", "fort smith", "lucky lake"]

    def records(number: int) -> set[str]:
        platform = platforms[number % 4]
        found = api.search({**FEBRUARY, "data_sources": {"programs": ["trex"], "platforms": [platform]}})
        assert {record["data_source"]["platform"] for record in found} == {platform}
        return {record["url"] for record in found}

    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        results = list(pool.map(records, range(24)))
    assert all(results[number] == results[number % 4] for number in range(24))


def test_one_identifier_is_given_to_one_of_many_that_ask_for_it_at_once(api: Api) -> None:
    query = {**FEBRUARY, "request_id": str(uuid.uuid4())}
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: api.post("/api/v1/data_products/search", query).status, range(8)))
    assert sorted(answers) == [202] + [409] * 7


def test_an_api_key_is_accepted_and_not_needed(api: Api) -> None:
    headers = {"x-aurorax-api-key": "anything", "user-agent": "python-pyaurorax/1.27.0"}
    assert api.call("POST", "/api/v1/data_products/search", FEBRUARY, headers).status == 202


def test_errors_outside_the_api_are_those_of_the_web_server_in_front(api: Api) -> None:
    answer = api.get("/api/v1/nowhere")
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html"
    assert b"nginx" in answer.body
    status, _, message = api.call("PUT", "/api/v1/data_products/search").error
    assert status == 405
    assert "PUT" in message


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/utils/admin/search_requests"),
        ("POST", "/api/v1/data_sources"),
        ("DELETE", "/api/v1/data_sources/3/ephemeris"),
    ],
)
def test_what_needs_a_key_says_so_in_the_servers_words(api: Api, method: str, path: str) -> None:
    status, code, message = api.call(method, path).error
    assert (status, code) == (401, "NotAuthenticated")
    assert message.startswith("401 Unauthorized. Please authenticate with a valid ApiKey")
    assert api.call(method, path, headers={"x-aurorax-api-key": "wrong"}).error[:2] == (401, "NotAuthenticated")
