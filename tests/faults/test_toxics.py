"""The network between is bad in each way that toxiproxy knows, during each request."""

from __future__ import annotations

from support.runtimes import Runtime
from support.scenarios import LIFE, SLOW, TOO_SLOW, Case, case, check, just, rows, searching
from support.toxics import bandwidth, latency, limit_data, reset_peer, slicer, slow_close, timeout

import aurorax_typed as at

SUBMITTED_AGAIN = "submit status status data"
POLLED_AGAIN = "submit status status data"
FETCHED_AGAIN = "submit status data data"

CASES = [
    case("submit: latency with jitter", requests=LIFE, submit=latency(0.05, 0.03)),
    case("submit: latency above the time-out", requests="submit status submit status data", settings=SLOW,
         submit=latency(0.6)),
    case("submit: half a kilobyte a second", requests=SUBMITTED_AGAIN, settings=SLOW, submit=bandwidth(500)),
    case("submit: slow_close", requests=LIFE, submit=slow_close(0.05)),
    case("submit: timeout, then closed", requests="submit status submit status data", submit=timeout(0.05)),
    case("submit: timeout without an end", requests="submit status submit status data", settings=SLOW,
         submit=timeout()),
    case("submit: reset_peer", requests="submit status submit status data", submit=reset_peer(0.02)),
    case("submit: slicer", requests=LIFE, submit=slicer(7, 5)),
    case("submit: limit_data", requests=SUBMITTED_AGAIN, submit=limit_data(20)),
    case("submit: half closed without a word", requests="submit status submit status data",
         submit=just("half_close")),
    case("status: latency with jitter", requests=LIFE, status=latency(0.05, 0.03)),
    case("status: latency above the time-out", requests=POLLED_AGAIN, settings=SLOW, status=latency(0.6)),
    case("status: half a kilobyte a second", requests=POLLED_AGAIN, settings=SLOW, status=bandwidth(500)),
    case("status: slow_close", requests=LIFE, status=slow_close(0.05)),
    case("status: timeout, then closed", requests=POLLED_AGAIN, status=timeout(0.05)),
    case("status: reset_peer", requests=POLLED_AGAIN, status=reset_peer(0.02)),
    case("status: slicer", requests=LIFE, status=slicer(7, 5)),
    case("status: limit_data", requests=POLLED_AGAIN, status=limit_data(300)),
    case("status: half closed without a word", requests=POLLED_AGAIN, status=just("half_close")),
    case("data: latency with jitter", requests=LIFE, data=latency(0.05, 0.03)),
    case("data: latency above the time-out", requests=FETCHED_AGAIN, settings=SLOW, data=latency(0.6)),
    case("data: half a megabyte a second", requests=LIFE, settings=SLOW, data=bandwidth(500_000)),
    case("data: half a kilobyte a second, for ever", at.TransportError, TOO_SLOW, settings=SLOW,
         data=[bandwidth(500)] * 99),
    case("data: slow_close", requests=LIFE, data=slow_close(0.05)),
    case("data: timeout, then closed", requests=FETCHED_AGAIN, data=timeout(0.05)),
    case("data: timeout without an end", requests=FETCHED_AGAIN, settings=SLOW, data=timeout()),
    case("data: reset_peer", requests=FETCHED_AGAIN, data=reset_peer(0.02)),
    case("data: slicer, each byte alone", requests=LIFE, data=slicer(1)),
    case("data: slicer with pauses", requests=LIFE, data=slicer(3000, 2000, 0.002)),
    case("data: limit_data", requests=FETCHED_AGAIN, data=limit_data(40_000)),
    case("data: half closed without a word", requests=FETCHED_AGAIN, data=just("half_close")),
]  # fmt: skip


@rows(CASES)
def test_toxics(row: Case, runtime: Runtime) -> None:
    check(row, runtime, searching)
