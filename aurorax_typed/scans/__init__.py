"""Many searches as one: what a scan over years keeps on disk, and its windows as tasks for other machines."""

from aurorax_typed._lazy import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__)
