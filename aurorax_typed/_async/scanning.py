"""Making a scan of a query, for each family in its way."""

from __future__ import annotations

import os
from typing import Any, TypeVar

from aurorax_typed import _gateway as gateway
from aurorax_typed._async.availability import AsyncAvailability
from aurorax_typed._async.family import AsyncFamily
from aurorax_typed._async.scan import Plan
from aurorax_typed._async.scan_dataset import AsyncScan
from aurorax_typed._core.scan_windows import Seams, Window, windows_of
from aurorax_typed.queries import SpanQuery
from aurorax_typed.records import JSONValue, Record
from aurorax_typed.scans.options import ScanOptions
from aurorax_typed.scans.tasks import ClientSettings

__all__ = ["scan_of"]

Q = TypeVar("Q", bound=SpanQuery)
R = TypeVar("R", bound=Record)


def scan_of(
    family: AsyncFamily[Q, Any],
    query: Q,
    record_type: type[R],
    seams: Seams[R],
    options: ScanOptions,
    *,
    ledger: str | os.PathLike[str] | None = None,
    only: Window | None = None,
) -> AsyncScan[Q, R]:
    """A scan of a query, or of one of its windows only.

    Raises:
        QueryError: there are no such windows.
    """
    transport = family._transport
    kind: gateway.Family = family._search.family
    asked = query.to_json()
    identity: dict[str, JSONValue] = {
        "kind": kind,
        "query": {name: value for name, value in asked.items() if name not in ("start", "end")},
        "source_format": options.source_format,
        "window": options.unit,
        "reach": None if options.reach is None else options.reach.total_seconds(),
    }
    plan = Plan(
        query=query,
        windows=windows_of(query.start, query.end, options.unit) if only is None else (only,),
        record_type=record_type,
        seams=seams,
        options=options,
        prepare=lambda part: family.prepare(part, source_format=options.source_format),
        attach=lambda request_id: family.attach(request_id, source_format=options.source_format),
        availability=AsyncAvailability(transport),
        kind=kind,
        identity=identity,
        client=ClientSettings(
            base_url=transport.base_url, timeout=transport.timeout, retry=transport.retry, polling=family._polling
        ),
        on_event=transport.watch.tell,
    )
    return AsyncScan(plan, ledger)
