"""The sync and the async client have the same face, and the module-level calls have that of the sync one."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

import aurorax_typed
from aurorax_typed._async import (
    accounts as async_accounts,
    availability as async_availability,
    client as async_client,
    conjunctions as async_conjunctions,
    data_products as async_products,
    ephemeris as async_ephemeris,
    metadata as async_metadata,
    requests as async_requests,
    search as async_search,
    sources as async_sources,
    swarmaurora as async_swarmaurora,
    utilities as async_utilities,
)
from aurorax_typed._sync import (
    accounts,
    availability,
    client,
    conjunctions,
    data_products,
    ephemeris,
    metadata,
    requests,
    search,
    sources,
    swarmaurora,
    utilities,
)

PAIRS: list[tuple[type[Any], type[Any]]] = [
    (async_client.AsyncAuroraX, client.AuroraX),
    (async_products.AsyncDataProducts, data_products.DataProducts),
    (async_products.AsyncDataProductsSearch, data_products.DataProductsSearch),
    (async_ephemeris.AsyncEphemerides, ephemeris.Ephemerides),
    (async_ephemeris.AsyncEphemerisSearch, ephemeris.EphemerisSearch),
    (async_conjunctions.AsyncConjunctions, conjunctions.Conjunctions),
    (async_conjunctions.AsyncConjunctionsSearch, conjunctions.ConjunctionsSearch),
    (async_search.AsyncSearch, search.Search),
    (async_sources.AsyncSources, sources.Sources),
    (async_availability.AsyncAvailability, availability.Availability),
    (async_requests.AsyncRequests, requests.Requests),
    (async_metadata.AsyncMetadata, metadata.Metadata),
    (async_accounts.AsyncAccounts, accounts.Accounts),
    (async_utilities.AsyncUtilities, utilities.Utilities),
    (async_swarmaurora.AsyncSwarmAurora, swarmaurora.SwarmAurora),
]


def public(kind: type[Any]) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in dir(kind) if not name.startswith("_")} | {"__init__": kind.__init__}


def shape(function: Callable[..., Any]) -> list[tuple[str, str, str]]:
    parameters = inspect.signature(function).parameters.values()
    plain = [(p.name, str(p.kind), repr(p.default), str(p.annotation)) for p in parameters]
    return [(name, kind, f"{default} {note.replace('Async', '')}") for name, kind, default, note in plain]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[1].__name__)
def test_sync_and_async_have_the_same_signatures(pair: tuple[type[Any], type[Any]]) -> None:
    waiting, blocking = map(public, pair)
    assert waiting.keys() == blocking.keys()
    functions = [name for name, value in waiting.items() if isinstance(value, FunctionType)]
    assert functions
    for name in functions:
        assert shape(waiting[name]) == shape(blocking[name]), name
        assert bool(waiting[name].__doc__) == bool(blocking[name].__doc__), name


FACADES = [
    (aurorax_typed.data_products, data_products.DataProducts, aurorax_typed.DataProductQuery),
    (aurorax_typed.ephemeris, ephemeris.Ephemerides, aurorax_typed.EphemerisQuery),
    (aurorax_typed.conjunctions, conjunctions.Conjunctions, aurorax_typed.ConjunctionQuery),
]
CALLS = ["search", "submit", "scan", "prepare", "attach", "describe"]
WRITES = {
    "DataProducts": ["upload", "delete", "delete_urls", "download_files"],
    "Ephemerides": ["upload", "delete", "delete_jobs", "delete_job"],
    "Conjunctions": [],
}


@pytest.mark.parametrize("facade", FACADES, ids=lambda facade: facade[1].__name__)
def test_module_level_calls_have_the_methods_signature(facade: tuple[Any, Any, Any]) -> None:
    module, resource, query = facade
    for name in CALLS + WRITES[resource.__name__]:
        call, method = getattr(module, name), getattr(resource, name)
        # A base's method is about any query; the function names the one of its module.
        meant = [(name, kind, re.sub(r"\bQ$", query.__name__, rest)) for name, kind, rest in shape(method)[1:]]
        assert shape(call) == meant
        assert inspect.getdoc(call) == inspect.getdoc(method)
    assert [name for name, *_ in shape(module.Search)] == [name for name, *_ in shape(query) if name != "extra"]
    assert set(module.__all__) >= {*CALLS, *WRITES[resource.__name__], "Search"}


RESOURCES = [
    (aurorax_typed.sources, sources.Sources),
    (aurorax_typed.availability, availability.Availability),
    (aurorax_typed.requests, requests.Requests),
    (aurorax_typed.metadata, metadata.Metadata),
    (aurorax_typed.accounts, accounts.Accounts),
    (aurorax_typed.utilities, utilities.Utilities),
    (aurorax_typed.swarmaurora, swarmaurora.SwarmAurora),
]


@pytest.mark.parametrize("facade", RESOURCES, ids=lambda facade: facade[1].__name__)
def test_module_level_resources_have_the_methods_signatures(facade: tuple[Any, Any]) -> None:
    module, resource = facade
    methods = {name for name, value in public(resource).items() if name != "__init__" and callable(value)}
    assert set(module.__all__) == methods
    for name in methods:
        call, method = getattr(module, name), getattr(resource, name)
        own = isinstance(inspect.getattr_static(resource, name), staticmethod)
        assert shape(call) == (shape(method) if own else shape(method)[1:])
        assert inspect.getdoc(call) == inspect.getdoc(method)


def test_every_public_name_exists_and_is_documented() -> None:
    for name in aurorax_typed.__all__:
        value = getattr(aurorax_typed, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert inspect.getdoc(value), name


def test_no_any_in_public_signatures() -> None:
    for kind in {kind for pair in PAIRS for kind in pair}:
        for name, value in public(kind).items():
            if isinstance(value, FunctionType):
                notes = [str(p.annotation) for p in inspect.signature(value).parameters.values()]
                notes.append(str(inspect.signature(value).return_annotation))
                assert not [note for note in notes if re.search(r"\bAny\b", note)], f"{kind.__name__}.{name}"
