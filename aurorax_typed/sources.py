"""The data sources, on the default client: finding them, making, changing and removing them."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.sources import Sources

__all__ = ["add", "delete", "get", "get_by_identifier", "list", "replace", "search", "stats", "update"]


def _resource(client: AuroraX) -> Sources:
    return client.sources


list = of_default(_resource, Sources.list)
search = of_default(_resource, Sources.search)
get = of_default(_resource, Sources.get)
get_by_identifier = of_default(_resource, Sources.get_by_identifier)
add = of_default(_resource, Sources.add)
update = of_default(_resource, Sources.update)
replace = of_default(_resource, Sources.replace)
delete = of_default(_resource, Sources.delete)
stats = of_default(_resource, Sources.stats)
