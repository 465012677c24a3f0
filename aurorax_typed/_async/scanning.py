"""Making a scan of a query, for each family in its way."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any, Literal, TypeAlias, TypeVar

from aurorax_typed._async.availability import AsyncAvailability
from aurorax_typed._async.family import AsyncFamily
from aurorax_typed._async.scan import Plan
from aurorax_typed._async.scan_dataset import AsyncScan
from aurorax_typed._core.windows import Seams, Unit, windows_of
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceFormat, SpanQuery
from aurorax_typed.records import JSONValue, Record

__all__ = ["Windowing", "scan_of"]

Q = TypeVar("Q", bound=SpanQuery)
R = TypeVar("R", bound=Record)

Windowing: TypeAlias = Literal["auto", "day", "month", "year"]


def scan_of(
    family: AsyncFamily[Q, Any],
    query: Q,
    record_type: type[R],
    seams: Seams[R],
    *,
    window: Windowing,
    in_flight: int,
    attempts: int,
    source_format: SourceFormat,
    timeout: float | Literal["default"] | None,
    ledger: str | os.PathLike[str] | None,
    reach: timedelta | None = None,
    check_count: bool = False,
) -> AsyncScan[Q, R]:
    """A scan; its arguments are those of `scan` in each family.

    Raises:
        QueryError: an argument can't mean anything.
    """
    for name, value in {"in_flight": in_flight, "attempts": attempts}.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise QueryError(f"{name}={value!r} must be a whole number, 1 or more.")
    if reach is not None and reach < timedelta(minutes=1):
        raise QueryError(f"reach={reach!r} must be a minute or more.")
    unit: Unit = "month" if window == "auto" else window
    transport = family._transport
    asked = query.to_json()
    identity: dict[str, JSONValue] = {
        "kind": family.name,
        "query": {name: value for name, value in asked.items() if name not in ("start", "end")},
        "source_format": source_format,
        "window": unit,
        "reach": None if reach is None else reach.total_seconds(),
    }
    plan = Plan(
        query=query,
        windows=windows_of(query.start, query.end, unit),
        seams=seams,
        in_flight=in_flight,
        attempts=attempts,
        timeout=timeout,
        count=check_count,
        prepare=lambda part: family.prepare(part, source_format=source_format),
        attach=lambda request_id: family.attach(request_id, source_format=source_format),
        availability=AsyncAvailability(transport),
        kind=family.name,
        identity=identity,
        retry=transport.retry,
        on_event=transport.watch.tell,
    )
    return AsyncScan(plan, record_type, ledger)
