"""Searching for conjunctions on the default client.

`search(start, end, 500, ground=…, space=…)` submits, waits and fetches; the records are in its `data`. `Search(...)`
takes the same and goes step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.
"""

from __future__ import annotations

from aurorax_typed._default import default_client, fetched_by_default, of_default, prepared_by_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.conjunctions import Conjunctions, ConjunctionsSearch
from aurorax_typed.queries import ConjunctionQuery, advanced_distances

__all__ = [
    "Search",
    "advanced_distances",
    "attach",
    "describe",
    "prepare",
    "search",
    "search_query",
    "submit",
    "submit_query",
]


def _resource(client: AuroraX) -> Conjunctions:
    return client.conjunctions


def _prepare(query: ConjunctionQuery) -> ConjunctionsSearch:
    return default_client().conjunctions.prepare(query)


search = fetched_by_default(_resource, Conjunctions.search)
submit = of_default(_resource, Conjunctions.submit)
search_query = fetched_by_default(_resource, Conjunctions.search_query)
submit_query = of_default(_resource, Conjunctions.submit_query)
prepare = of_default(_resource, Conjunctions.prepare)
attach = of_default(_resource, Conjunctions.attach)
describe = of_default(_resource, Conjunctions.describe)
Search = prepared_by_default(_prepare, ConjunctionQuery)
