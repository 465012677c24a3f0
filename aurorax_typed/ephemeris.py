"""Searching for ephemeris records on the default client.

`search(start, end, programs=["swarm"])` submits, waits and fetches; the records are in its `data`. `Search(...)` takes
the same and goes step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.
"""

from __future__ import annotations

from aurorax_typed._default import default_client, fetched_by_default, of_default, prepared_by_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.ephemeris import Ephemerides, EphemerisSearch
from aurorax_typed.queries import EphemerisQuery

__all__ = [
    "Search",
    "attach",
    "delete",
    "delete_job",
    "delete_jobs",
    "describe",
    "prepare",
    "search",
    "search_query",
    "submit",
    "submit_query",
    "upload",
]


def _resource(client: AuroraX) -> Ephemerides:
    return client.ephemeris


def _prepare(query: EphemerisQuery) -> EphemerisSearch:
    return default_client().ephemeris.prepare(query)


search = fetched_by_default(_resource, Ephemerides.search)
submit = of_default(_resource, Ephemerides.submit)
search_query = fetched_by_default(_resource, Ephemerides.search_query)
submit_query = of_default(_resource, Ephemerides.submit_query)
prepare = of_default(_resource, Ephemerides.prepare)
attach = of_default(_resource, Ephemerides.attach)
describe = of_default(_resource, Ephemerides.describe)
delete = of_default(_resource, Ephemerides.delete)
delete_job = of_default(_resource, Ephemerides.delete_job)
delete_jobs = of_default(_resource, Ephemerides.delete_jobs)
upload = of_default(_resource, Ephemerides.upload)
Search = prepared_by_default(_prepare, EphemerisQuery)
