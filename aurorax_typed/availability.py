"""How many records there are on which day, on the default client: `ephemeris`, `data_products`."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.availability import Availability
from aurorax_typed._sync.client import AuroraX

__all__ = ["data_products", "ephemeris"]


def _resource(client: AuroraX) -> Availability:
    return client.availability


ephemeris = of_default(_resource, Availability.ephemeris)
data_products = of_default(_resource, Availability.data_products)
