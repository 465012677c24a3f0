"""The searches of everybody, for administrators, on the default client: `list`, `delete`."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.requests import Requests

__all__ = ["delete", "list"]


def _resource(client: AuroraX) -> Requests:
    return client.requests


list = of_default(_resource, Requests.list)
delete = of_default(_resource, Requests.delete)
