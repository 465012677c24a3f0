"""Spans, as the SDK of OpenTelemetry receives them: their tree, what they tell, and that each of them ends."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, Span, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from support.faulty import COUNT, RUNNING, faulty_server, whole
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed.otel import OpenTelemetry
from aurorax_typed.queries import DataProductQuery

FAST: dict[str, Any] = {
    "retry": at.RetryPolicy(initial_wait=0.001, max_wait=0.002),
    "polling": at.PollingPolicy(initial_interval=0.005, max_interval=0.01, timeout=20),
    "timeout": 5.0,
}
DAY = ("2020-02-01", "2020-02-02")
PLACE = "/api/v1/data_products"
ONE = f"{PLACE}/requests/{{id}}"
KEY, PASSWORD = "0a1b2c3d:the-very-secret-key", "correct-horse-battery"


class Spans(SimpleSpanProcessor):
    """Counts those that begin, keeps those that end."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        super().__init__(self.exporter)
        self.begun = 0
        self.provider = TracerProvider()
        self.provider.add_span_processor(self)
        self.tracer = self.provider.get_tracer("tests")

    def on_start(self, span: Span, parent_context: Any = None) -> None:
        self.begun += 1

    @property
    def ended(self) -> list[ReadableSpan]:
        found = list(self.exporter.get_finished_spans())
        assert len(found) == self.begun, "each span that begins must end, once"
        return sorted(found, key=lambda span: span.start_time or 0)

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.ended if span.name == name]

    def tree(self) -> str:
        """Each span below its parent, indented."""
        spans, lines = self.ended, []
        known = {span.context.span_id for span in spans}

        def write(parent: int | None, depth: int) -> None:
            for span in spans:
                above = span.parent.span_id if span.parent else None
                if above == parent or (parent is None and above is not None and above not in known):
                    lines.append("  " * depth + span.name)
                    write(span.context.span_id, depth + 1)

        write(None, 0)
        assert len(lines) == len(spans)
        return "\n".join(lines)


@pytest.fixture
def spans() -> Iterator[Spans]:
    found = Spans()
    yield found
    assert not trace.get_current_span().get_span_context().is_valid, "nothing may stay the current span"
    found.provider.shutdown()


def traced(runtime: Runtime, spans: Spans, url: str, **settings: Any) -> Any:
    return client(runtime, base_url=url, tracing=OpenTelemetry(spans.provider), **{**FAST, **settings})


WHOLE = f"""
search data_products
  submit data_products
    POST {PLACE}/search
  wait data_products
    GET {ONE}
  download data_products
    GET {ONE}/data
""".strip()


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_search_is_a_span(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> str:
        async with traced(runtime, spans, url) as ax:
            search = await ax.data_products.search(*DAY, programs=["trex"])
            assert len(await search.get_data()) == COUNT
            names.append(search.request_id)

    names: list[str] = []
    with faulty_server() as server:
        run(scenario(server.url))
        port = int(server.url.rsplit(":", 1)[1])
    assert spans.tree() == WHOLE
    [name] = names
    about = {"aurorax.family": "data_products", "aurorax.request_id": name, "aurorax.state": "ready"}
    [search, submit, wait, download] = [span for span in spans.ended if span.kind is SpanKind.INTERNAL]
    counted = {"aurorax.result_count": COUNT}
    assert search.attributes == {**about, **counted, "aurorax.operation": "search"}
    assert submit.attributes == {**about, "aurorax.operation": "submit", "aurorax.state": "submitted"}
    assert wait.attributes == {**about, **counted, "aurorax.operation": "wait"}
    size = download.attributes["aurorax.bytes"]  # type: ignore[index]
    assert isinstance(size, int)
    assert size > 10_000
    assert download.attributes == {
        **about,
        **counted,
        "aurorax.operation": "download",
        "aurorax.records": COUNT,
        "aurorax.bytes": size,
    }
    [post, poll, get] = [span for span in spans.ended if span.kind is SpanKind.CLIENT]
    assert poll.attributes == {
        "http.request.method": "GET",
        "url.full": f"{server.url}{PLACE}/requests/{name}",
        "url.template": ONE,
        "server.address": "127.0.0.1",
        "server.port": port,
        "http.response.status_code": 200,
        "aurorax.request_id": name,
    }
    assert [post.attributes["http.response.status_code"], get.attributes["url.full"]] == [  # type: ignore[index]
        202,
        f"{server.url}{PLACE}/requests/{name}/data",
    ]
    assert [(event.name, event.attributes) for event in wait.events] == [
        ("StateChanged", {"aurorax.request_id": name, "aurorax.before": "submitted", "aurorax.after": "ready"})
    ]
    assert {span.status.status_code for span in spans.ended} == {StatusCode.UNSET}


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_same_with_the_emulator(runtime: Runtime, spans: Spans, shared_emulator: str) -> None:
    async def scenario(url: str) -> None:
        async with traced(runtime, spans, url) as ax:
            with spans.tracer.start_as_current_span("mine"):
                search = await ax.ephemeris.search("2020-01-01", "2020-01-01T01:00", platforms=["swarma"])
                assert await search.get_data()
                with pytest.raises(at.AuthenticationError):
                    await ax.requests.delete("00000000-0000-4000-8000-000000000000")

    run(scenario(shared_emulator))
    lines = spans.tree().splitlines()
    assert lines[:3] == ["mine", "  search ephemeris", "    submit ephemeris"]
    assert "    download ephemeris" in lines
    assert lines[-1].startswith("  DELETE /api/v1/")
    assert lines[-1].endswith("{id}")
    assert len({span.context.trace_id for span in spans.ended}) == 1


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_each_attempt_is_a_span(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> None:
        async with traced(runtime, spans, url) as ax:
            search = await ax.data_products.search(*DAY, programs=["trex"])
            assert len(await search.get_data()) == COUNT

    faults: dict[str, Any] = {
        "submit": [lambda e: (e.accept(), e.send(whole(502, b"")))],
        "status": [lambda e: e.send(e.answer()), lambda e: e.send(whole(503, b""))],
        "data": [lambda e: e.send(whole(500, b""))],
    }
    with faulty_server(**faults) as server:
        run(scenario(server.url))
    assert (
        spans.tree()
        == f"""
search data_products
  submit data_products
    POST {PLACE}/search
    GET {ONE}
  wait data_products
    GET {ONE}
    GET {ONE}
  download data_products
    GET {ONE}/data
    GET {ONE}/data
""".strip()
    )
    told = [
        (
            a["http.response.status_code"],
            a.get("http.request.resend_count"),
            a.get("error.type"),
            span.status.status_code,
        )
        for span in spans.ended
        if span.kind is SpanKind.CLIENT and (a := dict(span.attributes or {}))
    ]
    good, bad = StatusCode.UNSET, StatusCode.ERROR
    assert told == [
        (502, None, "502", bad),
        (200, None, None, good),
        (503, None, "503", bad),
        (200, None, None, good),
        (500, None, "500", bad),
        (200, 1, None, good),
    ]
    events = {span.name.split()[0]: [event.name for event in span.events] for span in spans.ended}
    assert events["submit"] == ["RetryScheduled", "StateChanged"]
    assert events["wait"] == ["PollFailed", "StateChanged"]
    assert events["download"] == ["RetryScheduled"]
    assert {span.status.status_code for span in spans.ended if span.kind is SpanKind.INTERNAL} == {good}


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_an_error_is_recorded_where_it_happened(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> None:
        async with traced(runtime, spans, url) as ax:
            with pytest.raises(at.SearchFailedError):
                await ax.data_products.search(*DAY, programs=["trex"])
            with pytest.raises(at.TransportError):
                await ax.sources.list()

    failed = {**RUNNING, "error_condition": True}
    faults: dict[str, Any] = {
        "status": [lambda e: e.send(whole(200, e.status(failed)))],
        "data_sources": [lambda e: e.reset()] * 9,
    }
    with faulty_server(**faults) as server:
        run(scenario(server.url))
    for name in ("search data_products", "wait data_products"):
        [span] = spans.named(name)
        assert span.status.status_code is StatusCode.ERROR
        assert (span.status.description or "").startswith("SearchFailedError: Search ")
        assert span.attributes
        assert span.attributes["error.type"] == "aurorax_typed.errors.SearchFailedError"
        assert span.attributes["aurorax.state"] == "failed"
        assert "exception" in [event.name for event in span.events]
    lost = spans.named("GET /api/v1/data_sources")
    assert len(lost) == 5
    assert {(span.attributes or {})["error.type"] for span in lost} == {"aurorax_typed.errors.TransportError"}


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_steps_taken_one_by_one(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> None:
        async with traced(runtime, spans, url) as ax:
            search = await ax.data_products.submit(DataProductQuery(*DAY, programs=["trex"]))
            await search.update_status()
            with spans.tracer.start_as_current_span("another trace"):
                await search.wait()
                await search.get_data()
            attached = ax.data_products.attach(search.request_id)
            await attached.wait()

    with faulty_server() as server:
        run(scenario(server.url))
    assert (
        spans.tree()
        == f"""
submit data_products
  POST {PLACE}/search
  poll data_products
    GET {ONE}
another trace
  wait data_products
  download data_products
    GET {ONE}/data
wait data_products
  GET {ONE}
""".strip()
    )
    [submit] = spans.named("submit data_products")
    [download] = spans.named("download data_products")
    assert [link.context.span_id for link in download.links] == [submit.context.span_id]
    assert [span.links for span in spans.named("poll data_products")] == [()]


def by_trace(spans: Spans) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for span in spans.ended:
        attributes = span.attributes or {}
        of_trace = found.setdefault(span.context.trace_id, set())
        of_trace |= {str(attributes[name]) for name in ("aurorax.request_id", "number") if name in attributes}
    return found


def test_searches_of_many_tasks_do_not_mix(spans: Spans) -> None:
    async def one(ax: at.AsyncAuroraX, number: int) -> None:
        with spans.tracer.start_as_current_span("mine", attributes={"number": number}):
            search = await ax.data_products.search(*DAY, programs=["trex"])
            async for _ in search.stream():
                await asyncio.sleep(0)

    async def scenario(url: str) -> None:
        async with traced("async", spans, url) as ax:
            await asyncio.gather(*(one(ax, number) for number in range(8)))

    with faulty_server() as server:
        run(scenario(server.url))
    found = by_trace(spans)
    assert len(found) == 8
    assert all(len(ids) == 2 for ids in found.values())
    assert len(spans.ended) == 8 * (1 + len(WHOLE.splitlines()))


def test_searches_of_many_threads_do_not_mix(spans: Spans) -> None:
    def one(number: int) -> None:
        with spans.tracer.start_as_current_span("mine", attributes={"number": number}):
            search = ax.data_products.search(*DAY, programs=["trex"])
            assert sum(1 for _ in search.stream()) == COUNT

    with faulty_server() as server:
        with at.AuroraX(base_url=server.url, tracing=OpenTelemetry(spans.provider), **FAST) as ax:
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(one, range(8)))
    found = by_trace(spans)
    assert len(found) == 8
    assert all(len(ids) == 2 for ids in found.values())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_what_the_consumer_does_is_not_part_of_the_download(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> None:
        async with traced(runtime, spans, url) as ax:
            search = await ax.data_products.search(*DAY, programs=["trex"])
            with spans.tracer.start_as_current_span("outer"):
                records = search.stream()
                async for _ in records:
                    with spans.tracer.start_as_current_span("inner"):
                        break
                await records.aclose()

    with faulty_server() as server:
        run(scenario(server.url))
    assert "outer\n  inner" in spans.tree() or "outer\n  download data_products\n    GET" in spans.tree()
    [inner], [outer], [download] = (spans.named(name) for name in ("inner", "outer", "download data_products"))
    assert inner.parent is not None
    assert inner.parent.span_id == outer.context.span_id
    assert download.status.status_code is StatusCode.UNSET, "a consumer that has enough is no error"


def test_a_cancelled_task_ends_its_spans(spans: Spans) -> None:
    async def scenario(url: str) -> None:
        async with traced("async", spans, url) as ax:
            task = asyncio.create_task(ax.data_products.search(*DAY, programs=["trex"]))
            await asyncio.to_thread(reached.wait, 20)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    reached = threading.Event()
    with faulty_server(status=[lambda e: (reached.set(), e.stall())]) as server:
        run(scenario(server.url))
    assert [span.name for span in spans.ended] == [line.strip() for line in WHOLE.splitlines()[:5]]
    for name in ("search data_products", "wait data_products", f"GET {ONE}"):
        [span] = spans.named(name)
        assert (span.attributes or {})["error.type"] == "asyncio.exceptions.CancelledError"


def test_an_interrupt_ends_its_spans(spans: Spans) -> None:
    main = threading.main_thread().ident or 0

    def interrupt(exchange: Any) -> None:
        signal.pthread_kill(main, signal.SIGINT)
        exchange.stall()

    with faulty_server(status=[interrupt]) as server:
        with at.AuroraX(base_url=server.url, tracing=OpenTelemetry(spans.provider), **FAST) as ax:
            with pytest.raises(KeyboardInterrupt):
                ax.data_products.search(*DAY, programs=["trex"])
    [search] = spans.named("search data_products")
    assert (search.attributes or {})["error.type"] == "KeyboardInterrupt"


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_traceparent_goes_only_where_it_should(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> None:
        for propagate in (False, True):
            tracing = OpenTelemetry(spans.provider, propagate=propagate)
            async with client(runtime, base_url=url, api_key=KEY, tracing=tracing, **FAST) as ax:
                await ax.sources.list()
                search = await ax.conjunctions.search(*DAY, 500, ground=[at.GroundCriteria(programs=["trex"])] * 2)
                getattr(ax, "inner", ax).swarmaurora.base_url = other.url
                await ax.swarmaurora.custom_import(search.request_id)

    def finished(exchange: Any) -> None:
        result = {"data_uri": "/x", "result_count": 1, "error_condition": False}
        exchange.send(whole(200, exchange.status(result)))

    def submitted(exchange: Any) -> None:
        exchange.accept()
        exchange.send(whole(202))

    def imported(exchange: Any) -> None:
        exchange.send(whole(200, []))

    with faulty_server(generate_custom_import_json=[imported] * 2) as other:
        with faulty_server(status=[finished] * 9, submit=[submitted] * 2) as server:
            run(scenario(server.url))
            half = len(server.seen_headers) // 2
            assert not any("traceparent" in headers for headers in server.seen_headers[:half])
            carried = [headers.get("traceparent", "") for headers in server.seen_headers[half:]]
        assert len(other.seen_headers) == 2
        assert not any("traceparent" in headers or KEY in str(headers) for headers in other.seen_headers)
    requests = {f"{span.context.span_id:016x}": span for span in spans.ended if span.kind is SpanKind.CLIENT}
    assert len(carried) >= 3
    for value in carried:
        version, trace_id, span_id, _ = value.split("-")
        assert (version, trace_id) == ("00", f"{requests[span_id].context.trace_id:032x}")


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_no_span_holds_a_secret(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> None:
        async with traced(runtime, spans, url, api_key=KEY) as ax:
            with pytest.raises(at.BadRequestError):
                await ax.data_products.search(*DAY, programs=["trex"])
            with pytest.raises(at.BadRequestError):
                await ax.accounts.sign_in("somebody@example.org", PASSWORD)
            await ax.sources.list(program="trex")

    def refusing(secret: str) -> Any:
        return [lambda e: e.send(whole(400, {"error_code": "x", "error_message": f"what is {secret}?"}))]

    faults: dict[str, Any] = {"submit": refusing(KEY), "authenticate": refusing(PASSWORD)}
    with faulty_server(**faults) as server:
        run(scenario(server.url))
    text = "\n".join(span.to_json() for span in spans.ended)
    assert "what is ***" in text
    assert KEY not in text
    assert PASSWORD not in text
    assert "example.org" not in text
    assert "format=" not in text, "queries stay out"


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_an_upload_is_a_span(runtime: Runtime, spans: Spans) -> None:
    async def scenario(url: str) -> None:
        source = at.DataSource(3, "a", "b", "c", ephemeris_metadata_schema=[])
        records = [at.Ephemeris(source, epoch) for epoch in epochs]
        async with traced(runtime, spans, url) as ax:
            assert await ax.ephemeris.upload(source, records, chunk_size=2) == 3

    epochs = [datetime(2020, 1, 1, 0, minute) for minute in range(3)]
    with faulty_server(ephemeris=[lambda e: e.send(whole(202))] * 2) as server:
        run(scenario(server.url))
    place = "/api/v1/data_sources/{id}/ephemeris"
    assert spans.tree() == f"upload ephemeris\n  POST {place}\n  POST {place}"
    [upload] = spans.named("upload ephemeris")
    assert (upload.attributes or {})["aurorax.records"] == 3


PROGRAM = """
import sys
sys.modules["opentelemetry"] = None
import aurorax_typed
with aurorax_typed.AuroraX(base_url="http://127.0.0.1:1"):
    pass
try:
    import aurorax_typed.otel
except aurorax_typed.MissingExtraError as error:
    print(error)
"""


def test_without_opentelemetry_all_else_works() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert "pip install 'aurorax-typed[otel]'" in done.stdout
