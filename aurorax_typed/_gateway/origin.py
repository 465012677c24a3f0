"""From which description of the API the client was made, and with what."""

from aurorax_openapi import DESCRIPTION_SHA256, GENERATOR

__all__ = ["DESCRIPTION_SHA256", "GENERATOR"]
