"""Which metadata the records of a source have, on the default client."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.metadata import Metadata

__all__ = ["data_products_schema", "ephemeris_schema", "validate"]


def _resource(client: AuroraX) -> Metadata:
    return client.metadata


ephemeris_schema = of_default(_resource, Metadata.ephemeris_schema)
data_products_schema = of_default(_resource, Metadata.data_products_schema)
validate = Metadata.validate
