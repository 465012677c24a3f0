"""The data sources, on the default client: `list`, `search`, `get`, `get_by_identifier`."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.sources import Sources

__all__ = ["get", "get_by_identifier", "list", "search"]


def _resource(client: AuroraX) -> Sources:
    return client.sources


list = of_default(_resource, Sources.list)
search = of_default(_resource, Sources.search)
get = of_default(_resource, Sources.get)
get_by_identifier = of_default(_resource, Sources.get_by_identifier)
