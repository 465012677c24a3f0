"""A web service on AuroraX: one client for all requests, a key for each tenant, health, metrics and spans.

pip install 'aurorax-typed[otel]' starlette uvicorn
TENANT_KEYS='{"north": "key-of-north"}' uvicorn app:app --app-dir examples/service

curl localhost:8000/keograms/2020-02-01
curl -H 'X-Tenant: north' localhost:8000/keograms/2020-02-01
curl localhost:8000/health
curl localhost:8000/metrics
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from aurorax_typed import (
    AsyncAuroraX,
    AuroraXError,
    AuthenticationError,
    PermissionDeniedError,
    QueryError,
    RetryPolicy,
    SearchTimeoutError,
)
from aurorax_typed.events import Event, OperationEnded, RequestFailed, ResponseReceived, RetryScheduled
from aurorax_typed.otel import OpenTelemetry


class Metrics:
    """Counts what the client tells, in the text format of Prometheus. One event loop, so no locks."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds = 0.0

    def __call__(self, event: Event) -> None:
        match event:
            case ResponseReceived(status=status, seconds=seconds):
                self.counts[f'aurorax_responses_total{{status="{status}"}}'] += 1
                self.seconds += seconds
            case RequestFailed(error_type=error_type):
                self.counts[f'aurorax_failures_total{{error="{error_type}"}}'] += 1
            case RetryScheduled():
                self.counts["aurorax_retries_total"] += 1
            case OperationEnded(operation=name, error_type=error_type):
                outcome = "error" if error_type else "ok"
                self.counts[f'aurorax_operations_total{{operation="{name}",outcome="{outcome}"}}'] += 1

    def text(self) -> str:
        lines = [f"{name} {count}" for name, count in sorted(self.counts.items())]
        return "\n".join([*lines, f"aurorax_response_seconds_total {self.seconds:.6f}", ""])


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.metrics = Metrics()
    app.state.tenants = {}
    patient = RetryPolicy(max_attempts=3, max_elapsed=20)
    async with AsyncAuroraX(
        timeout=10, retry=patient, on_event=app.state.metrics, tracing=OpenTelemetry()
    ) as app.state.client:
        # On the connections of the one client; made here, so that a wrong key stops the service and no request.
        for tenant, key in json.loads(os.environ.get("TENANT_KEYS", "{}")).items():
            app.state.tenants[tenant] = app.state.client.with_options(api_key=key)
        yield


def client_of(request: Request) -> AsyncAuroraX:
    """The client with the key of the tenant who asks; without a key for those who name none: searching needs none."""
    tenant = request.headers.get("x-tenant")
    found: AsyncAuroraX | None = request.app.state.client if tenant is None else request.app.state.tenants.get(tenant)
    if found is None:
        raise HTTPException(403, f"There is no tenant {tenant!r} here.")
    return found


async def keograms(request: Request) -> JSONResponse:
    day = request.path_params["day"]
    search = await client_of(request).data_products.search(
        day, day, programs=["trex"], data_product_types=["keogram"], timeout=25
    )
    return JSONResponse([row["url"] async for row in search.select("url")])


async def account(request: Request) -> JSONResponse:
    """What needs a key: the searches of the tenant's account."""
    found = await client_of(request).requests.list(active=False)
    return JSONResponse({"searches": len(found)})


async def health(request: Request) -> JSONResponse:
    """Whether AuroraX answers, within two seconds and without trying again."""
    brief = request.app.state.client.with_options(timeout=2, retry=RetryPolicy(max_attempts=1))
    try:
        await brief.utilities.time_zones()
    except AuroraXError as error:
        return JSONResponse({"aurorax": "down", "reason": type(error).__name__}, 503)
    return JSONResponse({"aurorax": "up"})


async def metrics(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.app.state.metrics.text())


async def refuse(request: Request, error: Exception) -> JSONResponse:
    match error:
        case QueryError():
            return JSONResponse({"error": str(error)}, 400)
        case AuthenticationError() | PermissionDeniedError():
            return JSONResponse({"error": "This tenant's key does not allow that."}, 403)
        case SearchTimeoutError(request_id=request_id):
            return JSONResponse({"error": "Not ready yet. Ask again later.", "request_id": request_id}, 202)
        case _:
            return JSONResponse({"error": "AuroraX can't be asked at the moment."}, 502)


app = Starlette(
    routes=[
        Route("/keograms/{day}", keograms),
        Route("/searches", account),
        Route("/health", health),
        Route("/metrics", metrics),
    ],
    lifespan=lifespan,
    exception_handlers={AuroraXError: refuse},
)
