"""Conjunctions on Swarm-Aurora, another web site, with the default client."""

from __future__ import annotations

from aurorax_typed._default import of_default
from aurorax_typed._sync.client import AuroraX
from aurorax_typed._sync.swarmaurora import SwarmAurora

__all__ = ["custom_import", "open_in_browser", "save_custom_import", "url"]


def _resource(client: AuroraX) -> SwarmAurora:
    return client.swarmaurora


url = of_default(_resource, SwarmAurora.url)
open_in_browser = of_default(_resource, SwarmAurora.open_in_browser)
custom_import = of_default(_resource, SwarmAurora.custom_import)
save_custom_import = of_default(_resource, SwarmAurora.save_custom_import)
