"""Traps that the stock output of the generator falls into and ours must not, most of them tried over a real socket."""

from __future__ import annotations

import ast
import asyncio
import importlib
import json
import pkgutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import aurorax_openapi
import httpx
import pytest
from aurorax_openapi import AuthenticatedClient, Client, models
from aurorax_openapi.api.data_products_search import (
    get_data_product_search_result,
    get_data_product_search_status,
    submit_data_product_search,
)
from aurorax_openapi.api.data_sources import list_data_sources
from aurorax_openapi.api.utils import describe_data_product_query, list_search_requests
from aurorax_openapi.errors import UnexpectedStatus
from aurorax_openapi.types import UNSET

PACKAGE = Path(aurorax_openapi.__file__).parent
SECRET = "d6b1f7d0-secret-key"
STATUS = {
    "search_request": {
        "request_id": "an-id",
        "query": {"request_id": None, "new_member": [1]},
        "request_type": "a_kind_of_tomorrow",
        "requested": "2024-11-27T21:41:33.9664785",
    },
    "logs": [{"level": "fatal", "summary": "?", "timestamp": "2024-11-27T21:41:33Z"}],
    "search_result": {"data_uri": None, "error_condition": None, "a_member_of_tomorrow": 1},
    "a_member_of_tomorrow": {"deep": True},
}
SOURCE = {"identifier": 1, "source_type": "submarine", "stats": {"ephemeris_count": 2**40, "data_product_count": 0}}


class Scripted(ThreadingHTTPServer):
    """Answers every request with the same status, content type and body, and keeps the headers of the requests."""

    daemon_threads = True

    def __init__(self, status: int, content_type: str, body: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = (status, content_type, body)
        self.seen: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        assert isinstance(self.server, Scripted)
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append({name.lower(): value for name, value in self.headers.items()})
        status, content_type, body = self.server.answer
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        if status in {301, 302, 307}:
            self.send_header("location", f"{self.server.url}/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def serve() -> Iterator[Any]:
    running: list[tuple[Scripted, threading.Thread]] = []

    def start(status: int, body: Any = b"", content_type: str = "application/json") -> Scripted:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        server = Scripted(status, content_type, content)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        return server

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


# ---- Clients ----


def test_a_client_gives_up_after_a_while_unless_told_otherwise() -> None:
    for client in (Client(base_url="http://127.0.0.1"), AuthenticatedClient(base_url="http://127.0.0.1", token=SECRET)):
        with client:
            timeout = client.get_httpx_client().timeout
        assert None not in (timeout.connect, timeout.read, timeout.write, timeout.pool)


def test_no_secret_is_in_a_repr() -> None:
    client = AuthenticatedClient(
        base_url="http://127.0.0.1",
        token=SECRET,
        headers={"x-other-secret": SECRET},
        cookies={"session": SECRET},
        httpx_args={"auth": ("user", SECRET)},
    )
    with client:
        assert SECRET not in repr(client)
        assert SECRET not in str(client.__class__.__repr__(client))
    assert "127.0.0.1" in repr(client)


@pytest.mark.parametrize("authenticated", [True, False])
def test_a_derived_client_leaves_the_first_one_as_it_is(authenticated: bool, serve: Any) -> None:
    server = serve(200, [])
    first = AuthenticatedClient(base_url=server.url, token=SECRET) if authenticated else Client(base_url=server.url)
    with first:
        list_data_sources.sync_detailed(client=first)
        with first.with_headers({"x-one": "1"}).with_cookies({"c": "2"}).with_timeout(httpx.Timeout(5)) as second:
            list_data_sources.sync_detailed(client=second)
            list_data_sources.sync_detailed(client=first)
            assert second.get_httpx_client().timeout == httpx.Timeout(5)
        assert first.get_httpx_client().timeout != httpx.Timeout(5)
    before, derived, after = server.seen
    assert (derived["x-one"], derived["cookie"]) == ("1", "c=2")
    assert "x-one" not in after
    assert "cookie" not in after
    assert before == after


def test_the_token_is_sent_and_the_given_headers_stay_as_they_are(serve: Any) -> None:
    server, headers = serve(200, []), {"x-one": "1"}
    key = AuthenticatedClient(
        base_url=server.url, token=SECRET, prefix="", auth_header_name="x-aurorax-api-key", headers=headers
    )
    with key as client:
        list_data_sources.sync_detailed(client=client)
    assert server.seen[0]["x-aurorax-api-key"] == SECRET
    assert headers == {"x-one": "1"}


def test_redirects_are_not_followed(serve: Any) -> None:
    server = serve(302, b"")
    with AuthenticatedClient(base_url=server.url, token=SECRET) as client:
        assert list_data_sources.sync_detailed(client=client).status_code == 302
    assert len(server.seen) == 1


def test_an_error_inside_a_with_block_comes_out_of_it() -> None:
    with pytest.raises(KeyError), Client(base_url="http://127.0.0.1"):
        raise KeyError


# ---- Answers that the stock code does not survive ----


@pytest.mark.parametrize("status", [299, 418, 499, 520, 599])
def test_a_status_without_a_name_is_an_answer(status: int, serve: Any) -> None:
    server = serve(status, {"error_code": "Other", "error_message": "?"})
    with Client(base_url=server.url) as client:
        answer = list_data_sources.sync_detailed(client=client)
    assert answer.status_code == status
    assert type(answer.status_code) is int
    assert isinstance(answer.parsed, models.ErrorDocument)


@pytest.mark.parametrize(
    ("status", "content_type"), [(502, "text/html"), (500, "text/plain; charset=utf-8"), (404, ""), (200, "text/html")]
)
def test_a_body_that_is_not_json_is_not_parsed_as_json(status: int, content_type: str, serve: Any) -> None:
    server = serve(status, b"<html>Bad gateway</html>", content_type)
    with Client(base_url=server.url) as client:
        answer = get_data_product_search_status.sync_detailed("an-id", client=client)
    assert answer.parsed is None
    assert answer.content == b"<html>Bad gateway</html>"


def test_json_may_have_a_charset(serve: Any) -> None:
    server = serve(200, [SOURCE], "application/json;charset=utf-8")
    with Client(base_url=server.url) as client:
        assert list_data_sources.sync(client=client) is not None


@pytest.mark.parametrize("status", [202, 400, 503])
def test_a_body_that_is_empty_is_not_parsed(status: int, serve: Any) -> None:
    server = serve(status)
    with Client(base_url=server.url) as client:
        answer = submit_data_product_search.sync_detailed(client=client, body=models.DataProductQuery())
    assert (answer.status_code, answer.parsed) == (status, None)


def test_values_and_members_of_tomorrow_are_kept(serve: Any) -> None:
    server = serve(200, STATUS)
    with Client(base_url=server.url) as client:
        parsed = get_data_product_search_status.sync("an-id", client=client)
    assert isinstance(parsed, models.SearchQueryResponse)
    assert parsed.search_request.request_type == "a_kind_of_tomorrow"
    assert parsed.logs[0].level == "fatal"
    assert parsed.search_result.data_uri is None
    assert parsed.search_result.result_count is UNSET
    assert parsed.to_dict() == STATUS


def test_the_same_answer_through_the_asynchronous_client(serve: Any) -> None:
    server = serve(200, STATUS)

    async def ask() -> models.SearchQueryResponse | models.ErrorDocument | None:
        async with Client(base_url=server.url) as client:
            return await get_data_product_search_status.asyncio("an-id", client=client)

    parsed = asyncio.run(ask())
    assert isinstance(parsed, models.SearchQueryResponse)
    assert parsed.to_dict() == STATUS


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (models.DataSource, SOURCE),
        (models.ErrorDocument, {"error_code": "Novel", "error_message": "?"}),
        (models.UserAccount, {"role": "Emperor", "this_login": None}),
        (
            models.SearchRequestListing,
            {"search_type": "novel", "result_count": None, "requested": "2024-11-27T21:41:33"},
        ),
        (
            models.DataProduct,
            {
                "data_source": SOURCE,
                "data_product_type": "novel",
                "start": "2020-02-01T00:00:00",
                "end": "",
                "url": "",
                "metadata": {"a": [None]},
            },
        ),
    ],
)
def test_models_of_answers_take_values_of_tomorrow(schema: Any, value: Any) -> None:
    assert schema.from_dict(value).to_dict() == value


def test_times_come_through_as_they_are(serve: Any) -> None:
    server = serve(200, STATUS)
    with Client(base_url=server.url) as client:
        parsed = get_data_product_search_status.sync("an-id", client=client)
    assert isinstance(parsed, models.SearchQueryResponse)
    assert parsed.search_request.requested == "2024-11-27T21:41:33.9664785"
    assert parsed.logs[0].timestamp == "2024-11-27T21:41:33Z"


def test_times_go_out_as_they_are() -> None:
    query = models.DataProductQuery(start="2020-02-01T00:00:00", end="2020-02-05T23:59:59")
    assert submit_data_product_search.build_request(body=query)["json"] == {
        "start": "2020-02-01T00:00:00",
        "end": "2020-02-05T23:59:59",
    }
    assert list_search_requests.build_request(start="2020-02-01T00:00:00")["params"] == {"start": "2020-02-01T00:00:00"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"result": []}, models.DataProductResult),
        ({"error": {"error_code": "NotFound", "error_message": "gone"}}, models.ErrorEnvelope),
    ],
)
def test_a_result_is_told_from_the_error_in_its_place(body: Any, kind: type[Any], serve: Any) -> None:
    server = serve(200, body)
    with Client(base_url=server.url) as client:
        assert isinstance(get_data_product_search_result.sync("an-id", client=client), kind)


def test_a_described_query_is_one_text(serve: Any) -> None:
    server = serve(200, "Find data_products for (…)")
    with Client(base_url=server.url) as client:
        assert (
            describe_data_product_query.sync(client=client, body=models.DataProductQuery())
            == "Find data_products for (…)"
        )


# ---- Requests ----


def test_no_default_is_sent_that_the_caller_did_not_give() -> None:
    assert models.SuperConjunctionQuery().to_dict() == {}
    assert models.DataProductQuery().to_dict() == {}


def test_an_unexpected_status_can_be_made_an_error() -> None:
    error = UnexpectedStatus(599, b"\xff body")
    assert (error.status_code, error.content) == (599, b"\xff body")


# ---- The package ----


def modules() -> list[str]:
    return [found.name for found in pkgutil.walk_packages(aurorax_openapi.__path__, "aurorax_openapi.")]


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_every_file_says_that_it_is_generated_and_how() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 100
    for file in files:
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        assert "openapi/aurorax.yaml" in first, file
        assert "make regenerate" in first, file


def test_every_module_can_be_imported() -> None:
    for name in modules():
        importlib.import_module(name)


def test_every_model_is_there_and_no_other() -> None:
    for name in models.__all__:
        assert getattr(models, name) is not None
    assert set(models.__all__) <= set(dir(models))
    with pytest.raises(AttributeError, match="DataProdukt"):
        _ = models.DataProdukt  # type: ignore[attr-defined]


def test_an_operation_imports_only_the_models_that_it_needs() -> None:
    code = (
        "import sys, aurorax_openapi.api.data_products_search.submit_data_product_search;"
        "print(*(name for name in sys.modules if name.startswith('aurorax_openapi.models.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("aurorax_openapi.models.") for name in done.stdout.split()}
    assert {"data_product_query", "error_document"} <= loaded
    assert "super_conjunction_query" not in loaded


def test_it_needs_nothing_but_attrs_httpx_and_the_standard_library() -> None:
    needed = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                needed |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                needed.add(str(node.module).partition(".")[0])
    assert needed - sys.stdlib_module_names == {"attrs", "httpx"}


def test_no_model_parses_a_time_by_itself() -> None:
    for file in PACKAGE.rglob("*.py"):
        names = {node.attr for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert not names & {"fromisoformat", "isoparse", "strptime"}, file
