"""What the shell may complete: words that are known without asking anybody.

The programs and instrument types are those of the sources that most records belong to; others are taken as typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from aurorax_typed.queries import ConjunctionType, DataProductType, SourceType

__all__ = ["conjunction_types", "instrument_types", "product_types", "programs", "source_types"]

_PROGRAMS = (
    "amisr",
    "arase",
    "auroramax",
    "cluster",
    "dmsp",
    "elfin",
    "epop",
    "goes",
    "mms",
    "noaa",
    "rainbow",
    "rbsp",
    "rego",
    "swarm",
    "themis",
    "themis-asi",
    "trex",
)
_INSTRUMENT_TYPES = (
    "RGB ASI",
    "blueline ASI",
    "footprint",
    "near-infrared ASI",
    "panchromatic ASI",
    "redline ASI",
    "spectrograph",
)


def _beginning(words: Iterable[str]) -> Callable[[str], list[str]]:
    known = sorted(words)
    return lambda incomplete: [word for word in known if word.startswith(incomplete)]


conjunction_types = _beginning(get_args(ConjunctionType))
instrument_types = _beginning(_INSTRUMENT_TYPES)
product_types = _beginning(get_args(DataProductType))
programs = _beginning(_PROGRAMS)
source_types = _beginning(get_args(SourceType))
