"""Queries over a span of time, whichever kind."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias, TypeVar

from attrs import evolve

from aurorax_typed.queries.conjunctions import ConjunctionQuery
from aurorax_typed.queries.data_products import DataProductQuery
from aurorax_typed.queries.ephemeris import EphemerisQuery

__all__ = ["SpanQuery", "between"]

SpanQuery: TypeAlias = ConjunctionQuery | DataProductQuery | EphemerisQuery

Q = TypeVar("Q", bound=SpanQuery)


def between(query: Q, start: datetime, end: datetime) -> Q:
    """The same query over another span."""
    return evolve(query, start=start, end=end)
