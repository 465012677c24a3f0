"""Faults that a client's tests can ask for."""

import http.client
import json
import time
import uuid

import pytest
from emulator.emulator_http import FEBRUARY, Api

SUBMIT = "/api/v1/data_products/search"


def test_faults_wait_in_a_list_and_can_be_forgotten(own_api: Api) -> None:
    assert own_api.get("/emulator/faults").json == []
    own_api.fault(kind="bad_gateway", count=2, method="get", path="/requests/")
    waiting = own_api.get("/emulator/faults").json
    assert waiting == [{"kind": "bad_gateway", "count": 2, "method": "GET", "path": "/requests/"}]
    assert own_api.call("DELETE", "/emulator/faults").status == 204
    assert own_api.get("/emulator/faults").json == []
    assert len(own_api.search(FEBRUARY)) == 1490


@pytest.mark.parametrize(
    "fault",
    [
        [],
        {},
        {"kind": "earthquake"},
        {"kind": "bad_gateway", "count": 0},
        {"kind": "bad_gateway", "count": True},
        {"kind": "bad_gateway", "path": 3},
        {"kind": "slow_chunks", "delay": "long"},
        {"kind": "answer", "status": "500"},
        {"kind": "answer", "headers": "none"},
        {"kind": "wrong_count", "delta": "many"},
        {"kind": "expire_result", "request_id": str(uuid.UUID(int=0))},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(own_api: Api, fault: object) -> None:
    assert own_api.post("/emulator/faults", fault).error[0] == 400
    assert own_api.get("/emulator/faults").json == []


def test_bad_gateways_as_many_as_asked_for_and_only_where_asked_for(own_api: Api) -> None:
    own_api.fault(kind="bad_gateway", count=2, method="GET", path="/requests/")
    path = own_api.submit(FEBRUARY)
    for _ in range(2):
        answer = own_api.get(path)
        assert answer.status == 502
        assert answer.headers["content-type"] == "text/html"
        assert b"502 Bad Gateway" in answer.body
    assert own_api.get(path).status == 200


def test_the_path_can_be_pinned_to_its_end(own_api: Api) -> None:
    path = own_api.submit(FEBRUARY)
    own_api.wait(path)
    own_api.fault(kind="bad_gateway", path="$/data")
    assert own_api.get(path).status == 200
    assert own_api.get(path + "/data").status == 502
    assert own_api.get(path + "/data").status == 200


def test_maintenance_and_rate_limit(own_api: Api) -> None:
    own_api.fault(kind="maintenance")
    own_api.fault(kind="rate_limit", retry_after=7)
    status, code, message = own_api.post(SUBMIT, FEBRUARY).error
    assert (status, code) == (503, "Unavailable")
    assert "maintenance mode" in message
    answer = own_api.post(SUBMIT, FEBRUARY)
    assert answer.error[:2] == (429, "ToManyRequests")
    assert answer.headers["retry-after"] == "7"
    assert own_api.post(SUBMIT, FEBRUARY).status == 202


def test_any_answer_at_all(own_api: Api) -> None:
    own_api.fault(kind="answer", status=500, body="boom", content_type="text/plain")
    own_api.fault(kind="answer", status=302, headers={"Location": "http://example.org/"})
    first, second = own_api.get("/api/v1/data_sources"), own_api.get("/api/v1/data_sources")
    assert (first.status, first.headers["content-type"], first.body) == (500, "text/plain", b"boom")
    assert (second.status, second.headers["location"]) == (302, "http://example.org/")


def test_an_answer_is_dropped_after_the_search_was_accepted(own_api: Api) -> None:
    own_api.fault(kind="drop_answer", method="POST", path="/search")
    identifier = str(uuid.uuid4())
    with pytest.raises(http.client.RemoteDisconnected):
        own_api.post(SUBMIT, {**FEBRUARY, "request_id": identifier})
    status = own_api.wait(f"/api/v1/data_products/requests/{identifier}")
    assert status["search_result"]["result_count"] == 1490
    assert own_api.post(SUBMIT, {**FEBRUARY, "request_id": identifier}).status == 409


def test_an_answer_is_late(own_api: Api) -> None:
    own_api.fault(kind="slow_answer", delay=0.3)
    began = time.monotonic()
    assert own_api.get("/api/v1/data_sources/3").status == 200
    assert time.monotonic() - began >= 0.3


def test_a_search_fails(own_api: Api) -> None:
    own_api.fault(kind="fail_search", message="out of luck")
    path = own_api.submit(FEBRUARY)
    document = own_api.wait(path)
    result = document["search_result"]
    assert (result["error_condition"], result["data_uri"], result["result_count"]) == (True, None, None)
    assert document["logs"][-1]["level"] == "error"
    assert document["logs"][-1]["summary"] == "out of luck"
    assert own_api.get(path + "/data").error[:2] == (404, "NotFound")
    assert len(own_api.search(FEBRUARY)) == 1490


def test_a_result_expires(own_api: Api) -> None:
    path = own_api.submit(FEBRUARY)
    own_api.wait(path)
    own_api.fault(kind="expire_result", request_id=path.rsplit("/", 1)[1])
    answer = own_api.get(path + "/data")
    assert (answer.status, answer.json["error"]["error_code"]) == (200, "NotFound")
    assert own_api.get(path).json["search_result"]["result_file_deleted_timestamp"] is not None


def test_a_result_counts_wrong(own_api: Api) -> None:
    own_api.fault(kind="wrong_count", delta=-3)
    path = own_api.submit(FEBRUARY)
    assert own_api.wait(path)["search_result"]["result_count"] == 1487
    assert len(own_api.get(path + "/data").json["result"]) == 1490


def test_a_result_breaks_off(own_api: Api) -> None:
    path = own_api.submit(FEBRUARY)
    own_api.wait(path)
    whole = own_api.get(path + "/data").body
    for size in (1, 5000, 400_000):
        own_api.fault(kind="cut_result", size=size)
        with own_api.open("GET", path + "/data") as response, pytest.raises(http.client.IncompleteRead) as caught:
            response.read()
        assert caught.value.partial == whole[:size]
    own_api.fault(kind="cut_result", size=5000, clean=True)
    assert own_api.get(path + "/data").body == whole[:5000]
    assert own_api.get(path + "/data").body == whole


def test_a_result_comes_slowly(own_api: Api) -> None:
    path = own_api.submit({**FEBRUARY, "end": "2020-02-01T23:59:59"})
    own_api.wait(path)
    whole = own_api.get(path + "/data").body
    own_api.fault(kind="slow_chunks", size=40_000, delay=0.05)
    began = time.monotonic()
    assert own_api.get(path + "/data").body == whole
    assert time.monotonic() - began >= 0.05 * (len(whole) // 40_000)


def test_faults_leave_people_and_their_control_alone(own_api: Api) -> None:
    own_api.fault(kind="bad_gateway", count=5)
    assert own_api.get("/").status == 200
    assert json.loads(own_api.get("/emulator/faults").body)[0]["count"] == 5
