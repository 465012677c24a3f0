"""Small helpers that the server has, on the default client."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.utilities import Utilities

__all__ = ["convert_to_utc", "count_combinations", "time_zones"]


def _resource(client: AuroraX) -> Utilities:
    return client.utilities


time_zones = of_default(_resource, Utilities.time_zones)
convert_to_utc = of_default(_resource, Utilities.convert_to_utc)
count_combinations = of_default(_resource, Utilities.count_combinations)
