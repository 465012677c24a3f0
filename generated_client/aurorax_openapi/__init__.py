# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
"""The AuroraX API as generated code: one module for each operation below `api`, one class for each schema below `models`.

Programs use `aurorax_typed`, which is written by hand and stands on this package.
"""

from .client import AuthenticatedClient, Client

DESCRIPTION_SHA256 = "0ca2b0d14608863f"
"""The first 16 digits of the SHA-256 of the corrected description, as written to aurorax_typed/emulator/openapi.json"""

GENERATOR = "openapi-python-client 0.29.1"
"""What wrote this package"""

__all__ = (
    "DESCRIPTION_SHA256",
    "GENERATOR",
    "AuthenticatedClient",
    "Client",
)
