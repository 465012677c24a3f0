"""Cancelling a search and removing a result end in what is, also when the search ends first or an answer is lost."""

from __future__ import annotations

from typing import Any

from support.faulty import RUNNING
from support.runtimes import Runtime
from support.scenarios import (
    BAD_GATEWAY,
    HTML,
    SLOW,
    Case,
    case,
    check,
    done,
    just,
    replies,
    rows,
    sends,
    status,
)
from support.toxics import limit_data

import aurorax_typed as at
from aurorax_typed.queries import DataProductQuery

CANCELLED = status({**RUNNING, "error_condition": True},
                   logs=[{"level": "error", "summary": "The search was cancelled"}])  # fmt: skip
FAILED = status({**RUNNING, "error_condition": True}, logs=[{"level": "error", "summary": "No space left"}])
RUNS = status(RUNNING)
NOT_FOUND = {"error_code": "NotFound", "error_message": "There is no such request running"}
CONFLICT = {"error_code": "Conflict", "error_message": "The request has completed"}


async def cancelling(ax: Any, seen: list[Any]) -> str:
    search = await ax.data_products.submit(DataProductQuery("2020-02-01", "2020-02-02", programs=["trex"]))
    state = await search.cancel(wait=True, timeout=30)
    assert state is search.state
    return str(state)


async def cancelling_for_a_moment(ax: Any, seen: list[Any]) -> None:
    search = await ax.data_products.submit(DataProductQuery("2020-02-01", "2020-02-02", programs=["trex"]))
    await search.cancel(wait=True, timeout=0.2)


async def deleting(ax: Any, seen: list[Any]) -> str:
    search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
    await search.delete_data()
    return str(search.state)


CANCELS = [
    case("cancel: done as asked", gives="cancelled", requests="submit cancel status", status=CANCELLED),
    case("cancel: 202 without words", gives="cancelled", requests="submit cancel status", status=CANCELLED,
         cancel=replies(202)),
    case("cancel: 204", gives="cancelled", requests="submit cancel status", status=CANCELLED,
         cancel=sends(b"HTTP/1.1 204 No Content\r\n\r\n")),
    case("cancel: finished first", gives="ready", requests="submit cancel status"),
    case("cancel: 404, for it has finished", gives="ready", requests="submit cancel status",
         cancel=replies(404, NOT_FOUND)),
    case("cancel: 409, for it has finished", gives="ready", requests="submit cancel status",
         cancel=replies(409, CONFLICT)),
    case("cancel: 404 inside 200, for it has finished", gives="ready", requests="submit cancel status",
         cancel=replies(200, {"error": NOT_FOUND})),
    case("cancel: 409, and it runs all the same", at.ConflictError, "409 The request has completed",
         requests="submit cancel status", cancel=replies(409, CONFLICT), status=RUNS),
    case("cancel: 404, and it is not known either", at.NotFoundError, "404", requests="submit cancel status",
         cancel=replies(404, NOT_FOUND), status=replies(404, NOT_FOUND)),
    case("cancel: failed meanwhile, told as failed", gives="cancelled", requests="submit cancel status", status=FAILED),
    case("cancel: runs on for a while", gives="cancelled", requests="submit cancel status status status",
         status=[RUNS, RUNS, CANCELLED]),
    case("cancel: runs on for ever", at.SearchTimeoutError, r"still cancelling after 0\.2 s.*attach to this id",
         status=[RUNS] * 999),
    case("cancel: reset", gives="cancelled", requests="submit cancel cancel status", status=CANCELLED,
         cancel=just("reset")),
    case("cancel: closed", gives="cancelled", requests="submit cancel cancel status", status=CANCELLED,
         cancel=just("close")),
    case("cancel: no answer in time", gives="cancelled", requests="submit cancel cancel status", settings=SLOW,
         status=CANCELLED, cancel=just("stall")),
    case("cancel: answer cut", gives="cancelled", requests="submit cancel cancel status", status=CANCELLED,
         cancel=limit_data(30)),
    case("cancel: 502 twice", gives="cancelled", requests="submit cancel cancel cancel status", status=CANCELLED,
         cancel=[BAD_GATEWAY] * 2),
    case("cancel: 401", at.AuthenticationError, "401.*AURORAX_API_KEY", requests="submit cancel", cancel=replies(401)),
    case("cancel: 403 with a page", at.PermissionDeniedError, "403", requests="submit cancel",
         cancel=replies(403, HTML)),
    case("cancel: completed, then its data removed", gives="cancelled", requests="submit cancel status",
         status=done(result_file_deleted_timestamp="2024-12-01T00:00:00")),
]  # fmt: skip

DELETES = [
    case("delete: done as asked", gives="expired", requests="submit status delete", delete=replies(202)),
    case("delete: gone already", gives="expired", requests="submit status delete", delete=replies(404, NOT_FOUND)),
    case("delete: gone already, told inside 200", gives="expired", requests="submit status delete",
         delete=replies(200, {"error": NOT_FOUND})),
    case("delete: done, answer lost, then 404", gives="expired", requests="submit status delete delete",
         delete=[just("reset"), replies(404, NOT_FOUND)]),
    case("delete: 502", gives="expired", requests="submit status delete delete", delete=BAD_GATEWAY),
    case("delete: 403", at.PermissionDeniedError, "403.*higher role", requests="submit status delete",
         delete=replies(403)),
    case("delete: 409", at.ConflictError, "409 The request has completed", requests="submit status delete",
         delete=replies(409, CONFLICT)),
    case("delete: an error inside 200", at.PermissionDeniedError, "200 not yours", requests="submit status delete",
         delete=replies(200, {"error": {"error_code": "NotPermitted", "error_message": "not yours"}})),
    case("delete: reset for ever", at.TransportError, "DELETE .* failed.*try again",
         requests="submit status" + " delete" * 6, delete=[just("reset")] * 9),
]  # fmt: skip


@rows(CANCELS)
def test_cancel(row: Case, runtime: Runtime) -> None:
    check(row, runtime, cancelling_for_a_moment if row.error is at.SearchTimeoutError else cancelling)


@rows(DELETES)
def test_delete(row: Case, runtime: Runtime) -> None:
    check(row, runtime, deleting)
