"""Which description the generated client was made of."""

from __future__ import annotations

from aurorax_openapi import DESCRIPTION_SHA256, GENERATOR

__all__ = ["DESCRIPTION_SHA256", "GENERATOR"]
