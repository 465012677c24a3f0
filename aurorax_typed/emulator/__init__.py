"""A local AuroraX server, for tests, demonstrations and work without a network.

``serve()`` runs one in the background for the length of a ``with`` block; ``run()`` runs one in the foreground until it
is interrupted. Neither shares any code with the client, so that the two cannot share a mistake.

Needs the extra ``emulator``: ``pip install 'aurorax-typed[emulator]'``.
"""

try:
    import numpy  # noqa: F401
    import starlette  # noqa: F401
    import uvicorn  # noqa: F401
except ImportError as _missing:
    raise ImportError(
        f"the emulator needs {_missing.name}, which is not installed: pip install 'aurorax-typed[emulator]'",
        name=_missing.name,
    ) from _missing

from aurorax_typed.emulator.server import run, serve
from aurorax_typed.emulator.settings import EmulatorAccount, EmulatorError, EmulatorSettings

__all__ = ["EmulatorAccount", "EmulatorError", "EmulatorSettings", "run", "serve"]
