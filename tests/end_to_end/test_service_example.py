"""examples/service/app.py, over a socket: tenants, health, metrics, refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.writing import ADMIN, USER, writable

EXAMPLE = Path(__file__).parents[2] / "examples" / "service"


@pytest.fixture(scope="module")
def aurorax() -> Iterator[str]:
    with writable() as url:
        yield url


@pytest.fixture(scope="module")
def service(aurorax: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    log = tmp_path_factory.mktemp("service") / "log.txt"
    keys = json.dumps({"north": ADMIN, "south": USER})
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "app:app", "--app-dir", EXAMPLE, "--port", "0"],
            env={**os.environ, "AURORAX_BASE_URL": aurorax, "TENANT_KEYS": keys},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        begun = time.monotonic()
        while "running on " not in (text := log.read_text()):
            assert process.poll() is None, text
            assert time.monotonic() - begun < 60, text
            time.sleep(0.05)
        with httpx.Client(base_url=text.partition("running on ")[2].split()[0], timeout=30) as client:
            yield client
    finally:
        process.terminate()
        assert process.wait(30) in (0, -15, 143)


def test_who_names_no_tenant_may_search(service: httpx.Client) -> None:
    assert len(service.get("/keograms/2020-02-01").json()) > 100
    assert service.get("/searches").status_code == 403


def test_each_tenant_has_its_key(service: httpx.Client) -> None:
    def asked(tenant: str) -> int:
        return service.get("/searches", headers={"X-Tenant": tenant}).status_code

    assert (asked("north"), asked("south"), asked("west")) == (200, 403, 403)
    assert len(service.get("/keograms/2020-02-01", headers={"X-Tenant": "south"}).json()) > 100


def test_what_means_nothing_says_why(service: httpx.Client) -> None:
    answer = service.get("/keograms/2020-02-30")
    assert answer.status_code == 400
    assert "There is no day 30" in answer.json()["error"]


def test_health_and_metrics(service: httpx.Client, aurorax: str) -> None:
    assert service.get("/health").json() == {"aurorax": "up"}
    httpx.post(f"{aurorax}/emulator/faults", json={"kind": "maintenance", "count": 1}).raise_for_status()
    down = service.get("/health")
    assert (down.status_code, down.json()) == (503, {"aurorax": "down", "reason": "MaintenanceError"})
    assert service.get("/health").status_code == 200
    found = service.get("/metrics").text
    assert 'aurorax_responses_total{status="503"} 1' in found
    assert 'aurorax_operations_total{operation="search",outcome="ok"}' in found
    assert "Bearer" not in found
    assert ADMIN not in found
