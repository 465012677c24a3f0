"""Addresses, retries, polling, policies, secrets, documents: the small pure parts."""

from __future__ import annotations

import copy
import itertools
import pickle
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from aurorax_typed import (
    APIError,
    AuthenticationError,
    ConfigurationError,
    MaintenanceError,
    NotFoundError,
    PollingPolicy,
    ProtocolError,
    QueryError,
    RateLimitError,
    RetryPolicy,
    Secret,
    ServerError,
    TransportError,
    UnsafeRedirectError,
)
from aurorax_typed._core.documents import parse_error, parse_json, parse_status
from aurorax_typed._core.http import Reply, Request, error_of
from aurorax_typed._core.retry import RetryBudget, backoff, intervals, may_retry, parse_retry_after
from aurorax_typed._core.urls import check_base_url, check_request_id, request_id_of, same_origin
from aurorax_typed.records import DataSource

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"
BASE = "https://api.aurorax.space"


# -- addresses ---------------------------------------------------------------------------------------------------------


@given(st.uuids())
def test_request_ids_are_uuids(uuid: UUID) -> None:
    assert check_request_id(f" {str(uuid).upper()} ") == str(uuid)
    assert request_id_of(f"{BASE}/api/v1/ephemeris/requests/{uuid}", BASE) == str(uuid)
    assert request_id_of(f"/api/v1/ephemeris/requests/{uuid}/", BASE) == str(uuid)


@given(st.text(max_size=60))
def test_nothing_else_gets_into_an_address(text: str) -> None:
    try:
        accepted = check_request_id(text)
    except QueryError:
        return
    assert UUID(accepted) == UUID(text.strip())


@pytest.mark.parametrize(
    "text", ["", "../x", f"{ID}/..", f"{ID}\n", ID.replace("-", ""), "{" + ID + "}", f"urn:uuid:{ID}"]
)
def test_near_misses_are_refused_unless_only_space_is_around(text: str) -> None:
    if text.strip() == ID:
        assert check_request_id(text) == ID
    else:
        with pytest.raises(QueryError, match="is not a request id"):
            check_request_id(text)


@pytest.mark.parametrize(
    "location",
    [
        f"https://evil.example/api/v1/ephemeris/requests/{ID}",
        f"http://api.aurorax.space/api/v1/ephemeris/requests/{ID}",
        f"//evil.example/{ID}",
        f"https://api.aurorax.space:444/{ID}",
        f"https://api.aurorax.space@evil.example/{ID}",
    ],
)
def test_a_location_elsewhere_is_refused(location: str) -> None:
    assert not same_origin(location, BASE)
    with pytest.raises(UnsafeRedirectError, match="not followed"):
        request_id_of(location, BASE)


def test_a_location_without_an_id_is_refused() -> None:
    with pytest.raises(ProtocolError, match="does not end in a request id"):
        request_id_of(f"{BASE}/api/v1/ephemeris/requests/", BASE)


@pytest.mark.parametrize(
    ("given_url", "used"),
    [
        ("HTTPS://API.AuroraX.space/", BASE),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/prefix/", "http://[::1]:8080/prefix"),
    ],
)
def test_base_urls_are_normalised(given_url: str, used: str) -> None:
    assert check_base_url(given_url) == used
    assert check_base_url(used) == used


@pytest.mark.parametrize(
    "url",
    ["api.aurorax.space", "ftp://x", "https://", "https://user:pw@x", "https://x?y=1", "https://x#y", "http://x:99999"],
)
def test_base_urls_that_can_not_be_used(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_base_url(url)
    assert "pw" not in str(caught.value)


# -- retries -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("3", 3.0),
        ("0.5", 0.5),
        ("-5", 0.0),
        ("1e9", None),
        ("999999999999999999999999", 3600.0),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("1" * 65, None),
        (format_datetime(NOW + timedelta(seconds=90)), 90.0),
        (format_datetime(NOW - timedelta(days=1)), 0.0),
        (format_datetime(NOW + timedelta(days=900)), 3600.0),
        ("Fri, 99 Foo 2026 00:00:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, NOW) == seconds


@given(st.text(max_size=70))
def test_retry_after_takes_anything(text: str) -> None:
    seconds = parse_retry_after(text, NOW)
    assert seconds is None or 0 <= seconds <= 3600


@given(
    st.integers(1, 10_000),
    st.floats(0, 10),
    st.floats(0, 100),
    st.floats(0, 1, exclude_max=True),
)
def test_backoff_grows_to_its_ceiling_and_no_further(attempt: int, first: float, most: float, chance: float) -> None:
    policy = RetryPolicy(initial_wait=first, max_wait=most)
    wait = backoff(attempt, policy, None, lambda: chance)
    assert 0 <= wait <= most
    assert wait <= first * 2.0 ** min(attempt - 1, 60)
    assert backoff(attempt, policy, RateLimitError("x", status_code=429, retry_after=7.0), lambda: chance) == 7.0


def error(status: int, kind: type[APIError] = APIError) -> APIError:
    return kind("x", status_code=status)


@pytest.mark.parametrize(
    ("failure", "repeatable", "not_repeatable"),
    [
        (TransportError("never sent", may_have_arrived=False), True, True),
        (TransportError("reset", may_have_arrived=True), True, False),
        (TransportError("bad certificate", may_have_arrived=False, retryable=False), False, False),
        (error(429, RateLimitError), True, True),
        (error(503, MaintenanceError), True, True),
        (error(500, ServerError), True, False),
        (error(501, ServerError), False, False),
        (error(520, ServerError), True, False),
        (error(408), True, False),
        (error(404, NotFoundError), False, False),
        (error(401, AuthenticationError), False, False),
        (ProtocolError("html"), False, False),
        (KeyboardInterrupt(), False, False),
    ],
)
def test_what_may_be_sent_again(failure: BaseException, repeatable: bool, not_repeatable: bool) -> None:
    assert may_retry(failure, repeatable=True) is repeatable
    assert may_retry(failure, repeatable=False) is not_repeatable


def test_a_budget_ends_and_comes_back_with_success() -> None:
    budget = RetryBudget(capacity=10, cost=5)
    assert [budget.take() for _ in range(3)] == [True, True, False]
    for _ in range(5):
        budget.give_back()
    assert [budget.take() for _ in range(2)] == [True, False]
    for _ in range(100):
        budget.give_back()
    assert [budget.take() for _ in range(3)] == [True, True, False]


# -- polling -----------------------------------------------------------------------------------------------------------


@given(st.floats(0.01, 10), st.floats(0.01, 100), st.floats(1, 5), st.floats(0, 1, exclude_max=True))
def test_polls_begin_soon_and_reach_the_ceiling(first: float, most: float, growth: float, chance: float) -> None:
    policy = PollingPolicy(initial_interval=first, max_interval=most, multiplier=growth)
    waits = list(itertools.islice(intervals(policy, lambda: chance), 50))
    assert 0.8 * first * 0.999 <= waits[0] <= first
    assert all(0 < wait <= max(first, most) for wait in waits)
    assert all(later >= earlier * 0.999 for earlier, later in itertools.pairwise(waits[1:]))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (RetryPolicy, {"max_attempts": 0}),
        (RetryPolicy, {"max_elapsed": -1}),
        (RetryPolicy, {"initial_wait": "1"}),
        (RetryPolicy, {"max_wait": float("inf")}),
        (PollingPolicy, {"initial_interval": 0}),
        (PollingPolicy, {"multiplier": 0.5}),
        (PollingPolicy, {"timeout": -1}),
        (PollingPolicy, {"max_interval": float("nan")}),
    ],
)
def test_policies_are_checked(kind: type[Any], values: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(values))):
        kind(**values)


# -- secrets -----------------------------------------------------------------------------------------------------------

KEY = "0123abcd-key:very-secret"


def test_a_key_shows_nowhere() -> None:
    secret = Secret(KEY)
    assert secret.reveal() == KEY
    for shown in (repr(secret), str(secret), f"{secret}", f"{[secret]}", repr(dir(secret))):
        assert KEY not in shown
    with pytest.raises(TypeError, match="vars"):
        vars(secret)
    for duplicate in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not pickled"):
            duplicate(secret)
    assert secret == Secret(KEY)
    assert secret != Secret("other")


@pytest.mark.parametrize("bad", ["", "  ", f"{KEY}\n", f"{KEY}\r\nx: y", f"{KEY} {KEY}", f"{KEY}é", f"{KEY}\x00"])
def test_a_bad_key_is_refused_without_being_shown(bad: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Secret(bad)
    text = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=False).format())
    assert KEY not in str(caught.value)
    assert "Secret(bad)" in text


# -- documents ---------------------------------------------------------------------------------------------------------


def test_a_status_is_kept_as_it_came() -> None:
    body = b'{"search_request": {"request_id": "x", "new": [1]}, "logs": null, "search_result": {"later": {}}}'
    assert parse_status(body) == {
        "search_request": {"request_id": "x", "new": [1]},
        "logs": None,
        "search_result": {"later": {}},
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is not JSON"),
        (b"<html>502</html>", "starts with '<html>"),
        (b"[]", "Expected `object`, got `array`"),
        (b"{}", "search_request"),
        (b'{"search_request": {"request_id": 5}}', r"\$.search_request.request_id"),
        (b'{"search_request": {"request_id": "x"}, "logs": [{"level": "info"}]}', "summary"),
        (b'{"search_request": {"request_id": "x"}, "search_result": {"result_count": "7"}}', "result_count"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
    ],
)
def test_what_is_no_status_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(ProtocolError, match=message):
        parse_status(body)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a": 1}', what="It") == {"a": 1}


@pytest.mark.parametrize(
    ("body", "kind", "code", "message"),
    [
        (b'{"error_code": "NotFound", "error_message": "gone"}', "application/json", "NotFound", "gone"),
        (b'{"error": {"error_code": "NotFound", "error_message": "gone"}}', "application/json", "NotFound", "gone"),
        (b'[{"message": "a"}, {"message": "b"}, 5]', "application/json", None, "a; b"),
        (b"<html><title>502</title></html>", "text/html", None, None),
        (b"Service busy", "text/plain", None, "Service busy"),
        (b"{broken", "application/json", None, None),
        (b'{"error_code": 7, "error_message": ["x"]}', "application/json", None, None),
        (b"5", "application/json", None, None),
        (b"", "", None, None),
    ],
)
def test_error_documents_in_every_form(body: bytes, kind: str, code: str | None, message: str | None) -> None:
    assert parse_error(body, kind) == {"error_code": code, "error_message": message}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_success_is_no_error(status: int) -> None:
    assert error_of(Request(method="GET", path="/x"), Reply(status=status, headers={}, body=b"", url="u"), NOW) is None


@given(st.integers(300, 999), st.binary(max_size=50))
def test_every_other_status_is_an_error_that_says_what(status: int, body: bytes) -> None:
    request = Request(method="GET", path="/api/v1/x", request_id=ID)
    found = error_of(request, Reply(status=status, headers={}, body=body, url="u"), NOW)
    assert found is not None
    assert str(status) in str(found)
    assert "GET /api/v1/x" in str(found)
    if isinstance(found, APIError):
        assert found.status_code == status
        assert found.request_id == ID
        restored = pickle.loads(pickle.dumps(found))
        assert (type(restored), str(restored), restored.status_code) == (type(found), str(found), status)
    else:
        assert isinstance(found, UnsafeRedirectError)


def test_sources_are_shared_and_can_be_keys() -> None:
    one, same = (DataSource(3, "swarm", "swarma", "footprint", "leo", "Swarm A", {"a": []}) for _ in range(2))
    assert {one: 1}[same] == 1
