"""Accounts, sessions, administrators' listings, schemas and utilities, against the emulator, sync and async."""

from __future__ import annotations

import asyncio
import json
import pickle
import threading
import traceback
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.emulator import fault
from support.runtimes import RUNTIMES, Runtime, client, run
from support.writing import ADMIN, FAST, OWNER, PASSWORD, USER, writable

from aurorax_typed import (
    AuroraX,
    AuroraXError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConjunctionQuery,
    GroundCriteria,
    NotFoundError,
    PermissionDeniedError,
    QueryError,
    RetryPolicy,
    SpaceCriteria,
    TransportError,
)
from aurorax_typed._core.redaction import Redacted
from aurorax_typed.events import Event, RequestSent
from aurorax_typed.queries import DataProductQuery

Scenario = Callable[[Any, str, list[Event]], Coroutine[Any, Any, None]]
SCENARIOS: dict[str, Scenario] = {}
EMAIL = "contributor@example.org"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[function.__name__] = function
    return function


def sent(events: list[Event]) -> list[str]:
    return [event.path.rsplit("/", 1)[1] for event in events if isinstance(event, RequestSent)]


def assert_no_frame_shows(secret: str, error: BaseException) -> None:
    """Neither the message nor a local variable of this library, as a traceback with variables would print them."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [frame for frame in told.stack if "aurorax_typed" in frame.filename]
    assert len(frames) > 3
    for frame in frames:
        assert secret not in str(frame.locals), frame
    assert secret not in str(error)


def runtime_of(ax: Any) -> Runtime:
    return "async" if type(ax).__name__ == "AsyncAuroraX" else "sync"


@scenario
async def a_session_takes_the_place_of_the_key(ax: Any, url: str, events: list[Event]) -> None:
    async with client(runtime_of(ax), base_url=url, api_key=USER, **FAST) as user:
        assert not user.accounts.signed_in
        account = await user.accounts.sign_in(EMAIL, PASSWORD)
        assert user.accounts.signed_in
        assert (account.email_address, account.role, account.disabled) == (EMAIL, "Owner", False)
        assert account.this_login is not None
        assert abs(account.this_login - datetime.now(UTC).replace(tzinfo=None)) < timedelta(minutes=5)
        assert (account.last_login, account.extra) == (None, None)
        made = await user.sources.add(
            program="p", platform="q", instrument_type="r", source_type="ground", display_name="s"
        )
        assert made.owner == EMAIL
        await user.accounts.end_session()
        assert not user.accounts.signed_in
        with pytest.raises(PermissionDeniedError):
            await user.sources.delete(made.identifier)
        await user.accounts.end_session()
        again = await user.accounts.sign_in(EMAIL, PASSWORD)
        assert again.last_login == account.this_login


@scenario
async def a_session_that_ended_is_renewed_once(ax: Any, url: str, events: list[Event]) -> None:
    document = json.dumps({"error_code": "NotAuthenticated", "error_message": "401 Unauthorized."})
    refusal = {"status": 401, "body": document, "content_type": "application/json"}
    async with client(runtime_of(ax), base_url=url, on_event=events.append, **FAST) as nobody:
        await nobody.accounts.sign_in(EMAIL, PASSWORD)
        events.clear()
        fault(url, "answer", method="PATCH", **refusal)
        with pytest.raises(PermissionDeniedError):
            await nobody.sources.update(3, display_name="a")
        assert sent(events) == ["3", "authenticate", "3"]
        events.clear()
        fault(url, "answer", path="/data_sources", count=2, **refusal)
        with pytest.raises(AuthenticationError, match="data_sources: 401 Unauthorized. Set AURORAX_API_KEY"):
            await nobody.sources.list()
        assert sent(events) == ["data_sources", "authenticate", "data_sources"]
        events.clear()
        fault(url, "answer", method="GET", path="$/data", **refusal)
        search = await nobody.data_products.search("2020-02-01", "2020-02-01T12:00", programs=["trex"])
        assert await search.get_data()
        assert sent(events).count("authenticate") == 1
        events.clear()
        fault(url, "answer", path="$/end_session", **refusal)
        await nobody.accounts.end_session()
        assert (sent(events), nobody.accounts.signed_in) == (["end_session"], False)


@scenario
async def a_wrong_password_leaves_all_as_it_was(ax: Any, url: str, events: list[Event]) -> None:
    async with client(runtime_of(ax), base_url=url, api_key=OWNER, **FAST) as owner:
        for email, password in [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD)]:
            with pytest.raises(AuthenticationError, match="do not belong together"):
                await owner.accounts.sign_in(email, password)
        assert not owner.accounts.signed_in
        for email, password in [("", "a"), ("a@example.org", ""), (None, "a")]:
            with pytest.raises(QueryError, match="must be text that is not empty"):
                await owner.accounts.sign_in(email, password)
        await owner.accounts.sign_in(EMAIL, PASSWORD)
        with pytest.raises(AuthenticationError):
            await owner.accounts.sign_in(EMAIL, "wrong")
        assert owner.accounts.signed_in


@scenario
async def neither_password_nor_token_shows(ax: Any, url: str, events: list[Event]) -> None:
    for echo in (PASSWORD, json.dumps(PASSWORD)[1:-1]):
        body = '{"error_code": "Other", "error_message": "Wrong: ' + echo + '"}'
        fault(url, "answer", path="$/authenticate", status=400, body=body, content_type="application/json")
        with pytest.raises(BadRequestError) as caught:
            await ax.accounts.sign_in(EMAIL, PASSWORD)
        assert "Wrong: ***" in str(caught.value)
        assert_no_frame_shows(PASSWORD, caught.value)
    async with client(runtime_of(ax), base_url="http://127.0.0.1:1", retry=RetryPolicy(max_attempts=1)) as cut_off:
        with pytest.raises(TransportError) as lost:
            await cut_off.accounts.sign_in(EMAIL, PASSWORD)
    assert_no_frame_shows(PASSWORD.split(" ä")[0], lost.value)  # its last letter is written in many ways
    person = {"email": "no address", "first_name": "a", "last_name": "b", "password": PASSWORD}
    with pytest.raises(BadRequestError, match="no e-mail address") as caught:
        await ax.accounts.create(**person, agreed_to_terms="2026-01-01")
    assert_no_frame_shows(PASSWORD, caught.value)
    await ax.accounts.sign_in(EMAIL, PASSWORD)
    session = getattr(ax, "inner", ax)._transport.session
    token = session.token.reveal()
    assert token.startswith("Bearer ")
    fault(url, "answer", status=400, body=f"Who is {token}?")
    with pytest.raises(BadRequestError) as caught:
        await ax.sources.list()
    assert_no_frame_shows(token, caught.value)
    shown = [repr(ax), repr(session), repr(vars(session)), repr(session.token), str(caught.value), repr(events)]
    shown.append(repr(pickle.dumps(caught.value)))
    for text in shown:
        assert token not in text
        assert token.removeprefix("Bearer ") not in text
        assert PASSWORD not in text
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(session.token)


@scenario
async def accounts_are_made_and_listed(ax: Any, url: str, events: list[Event]) -> None:
    person = {"email": "new@example.org", "first_name": "New", "last_name": "Person", "password": "pass word"}
    agreed = datetime(2026, 1, 2, 3, 4, 5)
    assert await ax.accounts.create(**person, agreed_to_terms=agreed) is None
    with pytest.raises(ConflictError):
        await ax.accounts.create(**person, agreed_to_terms=agreed)
    with pytest.raises(QueryError, match="last_name must be text"):
        await ax.accounts.create(**{**person, "last_name": ""}, agreed_to_terms=agreed)
    with pytest.raises(QueryError, match="agreed_to_terms='yes' is not a time"):
        await ax.accounts.create(**person, agreed_to_terms="yes")
    users = await ax.accounts.list(role="User")
    assert [account.email_address for account in users] == ["new@example.org", "user@example.org"]
    assert (users[0].first_name, users[0].agree_terms) == ("New", agreed)
    assert {account.role for account in await ax.accounts.list()} == {"Administrator", "Owner", "Maintainer", "User"}
    async with client(runtime_of(ax), base_url=url, **FAST) as new:
        with pytest.raises(AuthenticationError):
            await new.accounts.list()
        assert (await new.accounts.sign_in("new@example.org", "pass word")).role == "User"
        with pytest.raises(PermissionDeniedError):
            await new.accounts.list()


@scenario
async def searches_are_listed_by_every_filter(ax: Any, url: str, events: list[Event]) -> None:
    day = ("2020-02-01", "2020-02-01T23:59:59")
    small = await ax.data_products.search(*day, programs=["trex"], platforms=["gillam"])
    large = await ax.data_products.search("2020-02-01", "2020-02-05", programs=["trex"])
    fault(url, "fail_search")
    failed = await ax.data_products.submit(DataProductQuery(*day, programs=["trex"]))
    with pytest.raises(AuroraXError):
        await failed.wait()

    async def listed(**filters: Any) -> set[str]:
        names = {small.request_id: "small", large.request_id: "large", failed.request_id: "failed"}
        return {names[row.request_id] for row in await ax.requests.list(**filters)}

    assert await listed() == {"small", "large", "failed"}
    assert await listed(error_condition=True) == {"failed"}
    assert await listed(error_condition=False) == {"small", "large"}
    assert await listed(active=True) == set()
    assert await listed(active=False) == {"small", "large", "failed"}
    assert await listed(search_type="data_product") == {"small", "large", "failed"}
    assert await listed(search_type="conjunction") == set()
    assert await listed(result_count=small.result_count + 1) == {"large"}
    assert await listed(result_count=small.result_count) == {"small", "large"}
    assert await listed(file_size=small.file_size // 1000 + 1) == {"large"}
    assert await listed(query_duration=10**9) == set()
    assert await listed(query_duration=0) == {"small", "large", "failed"}
    rows = {row.request_id: row for row in await ax.requests.list()}
    row = rows[small.request_id]
    assert (row.search_type, row.active, row.error_condition) == ("data_product", False, False)
    assert (row.result_count, row.file_size) == (small.result_count, small.file_size)
    assert (row.ip_address, row.result_file_exists, row.extra) == ("127.0.0.1", True, None)
    assert row.query_duration is not None
    assert row.requested is not None
    now = datetime.now(UTC)
    assert await listed(start=now + timedelta(hours=1)) == set()
    assert await listed(start=row.requested.replace(microsecond=0), end=now + timedelta(hours=1)) == {
        "small",
        "large",
        "failed",
    }
    assert await listed(end=row.requested - timedelta(hours=1)) == set()
    with pytest.raises(QueryError, match=r"start .* is after end"):
        await ax.requests.list(start="2020-01-02", end="2020-01-01")
    assert (rows[failed.request_id].error_condition, rows[failed.request_id].result_count) == (True, None)


@scenario
async def searches_are_removed(ax: Any, url: str, events: list[Event]) -> None:
    search = await ax.data_products.submit(DataProductQuery("2020-02-01", "2020-02-01T12:00", programs=["trex"]))
    await ax.requests.delete(search.request_id)
    with pytest.raises(NotFoundError):
        await ax.data_products.attach(search.request_id).update_status()
    with pytest.raises(NotFoundError):
        await ax.requests.delete(UNKNOWN)
    with pytest.raises(QueryError, match="is not a request id"):
        await ax.requests.delete("../data_sources/3")
    async with client(runtime_of(ax), base_url=url, api_key=USER, **FAST) as user:
        with pytest.raises(PermissionDeniedError):
            await user.requests.list()
    async with client(runtime_of(ax), base_url=url, **FAST) as nobody:
        with pytest.raises(AuthenticationError):
            await nobody.requests.delete(UNKNOWN)


@scenario
async def schemas_of_sources(ax: Any, url: str, events: list[Event]) -> None:
    schema = await ax.metadata.ephemeris_schema(3)
    assert [item.field_name for item in schema][:2] == ["nbtrace_region", "sbtrace_region"]
    assert await ax.metadata.data_products_schema(3) == []
    keograms = await ax.metadata.data_products_schema(103)
    problems = ax.metadata.validate(keograms, {"keogram_type": "daily_moviederived", "colour": "red"})
    assert [(p.field_name, p.kind, p.serious) for p in problems if p.kind != "missing"] == [
        ("colour", "unknown", True),
        ("keogram_type", "value", False),
    ]
    with pytest.raises(NotFoundError):
        await ax.metadata.ephemeris_schema(12345678)


@scenario
async def time_zones(ax: Any, url: str, events: list[Event]) -> None:
    assert "America/Edmonton" in await ax.utilities.time_zones()
    expected = ["2020-02-01T19:00:00"]
    assert await ax.utilities.convert_to_utc("2020-02-01T12:00", "America/Edmonton") == expected
    assert await ax.utilities.convert_to_utc(datetime(2020, 2, 1, 12), "America/Edmonton") == expected
    with pytest.raises(BadRequestError):
        await ax.utilities.convert_to_utc("2020-02-01", "Atlantis")
    for wrong, message in [("noon", "is not a time"), (None, "must be a time"), (datetime.now(UTC), "has a zone")]:
        with pytest.raises(QueryError, match=message):
            await ax.utilities.convert_to_utc(wrong, "America/Edmonton")
    fault(url, "answer", path="$/timezones", status=200, body="[1]", content_type="application/json")
    with pytest.raises(AuroraXError, match="no text"):
        await ax.utilities.time_zones()


@scenario
async def combinations(ax: Any, url: str, events: list[Event]) -> None:
    query = ConjunctionQuery(
        "2020-02-01",
        "2020-02-02",
        500,
        ground=GroundCriteria(programs=["themis-asi"]),
        space=SpaceCriteria(programs=["swarm"]),
    )
    cameras = await ax.sources.list(program="themis-asi")
    assert await ax.utilities.count_combinations(query) == 3 * len(cameras)


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_scenario(runtime: Runtime, name: str) -> None:
    events: list[Event] = []

    async def go() -> None:
        with writable() as url:
            async with client(runtime, base_url=url, api_key=ADMIN, on_event=events.append, **FAST) as ax:
                await SCENARIOS[name](ax, url, events)

    run(go())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_server_whose_sessions_end_at_once_is_not_asked_for_ever(runtime: Runtime) -> None:
    events: list[Event] = []

    async def go() -> None:
        with writable(session_idle=0) as url:
            async with client(runtime, base_url=url, on_event=events.append, **FAST) as ax:
                await ax.accounts.sign_in(EMAIL, PASSWORD)
                with pytest.raises(AuthenticationError):
                    await ax.accounts.list()
        assert sent(events) == ["authenticate", "accounts", "authenticate", "accounts"]

    run(go())


def test_tasks_that_are_refused_together_sign_in_once() -> None:
    events: list[Event] = []

    async def go() -> None:
        with writable() as url:
            async with client("async", base_url=url, on_event=events.append, **FAST) as ax:
                await ax.accounts.sign_in(EMAIL, PASSWORD)
                stale = ax._transport.session.token
                events.clear()
                await asyncio.gather(*(ax._transport.session.renew(ax._transport, stale) for _ in range(5)))
                assert sent(events) == ["authenticate"]
                assert ax._transport.session.token is not stale

    run(go())


def test_threads_that_are_refused_together_sign_in_once() -> None:
    events: list[Event] = []
    with writable() as url, AuroraX(base_url=url, on_event=events.append, **FAST) as ax:
        ax.accounts.sign_in(EMAIL, PASSWORD)
        session = ax._transport.session
        assert session is not None
        stale = session.token
        events.clear()
        threads = [threading.Thread(target=session.renew, args=(ax._transport, stale)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sent(events) == ["authenticate"]


def test_what_is_hidden_is_found_in_every_form() -> None:
    hidden = Redacted('a"ä')
    assert hidden._blank('x a"ä y a\\"ä z a\\"\\u00e4'.encode()) == b"x *** y *** z ***"
    assert Redacted("")._blank(b"abc") == b"abc"
    assert (str(hidden), f"{hidden}") == ("Redacted('***')", "Redacted('***')")
