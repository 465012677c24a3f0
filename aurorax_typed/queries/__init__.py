"""What can be asked, checked before anything is sent.

A query is frozen and knows how to write itself as the JSON that the server takes (`to_json`) and to read such JSON back
(`from_json`), members that this version does not know included.
"""

from typing import TypeAlias

from aurorax_typed.queries.common import Query, SourceFormat, SourceType
from aurorax_typed.queries.conjunctions import (
    Blocks,
    ConjunctionQuery,
    ConjunctionType,
    Distance,
    Distances,
    advanced_distances,
)
from aurorax_typed.queries.criteria import (
    Criteria,
    CustomLocationsCriteria,
    EventsCriteria,
    GroundCriteria,
    Hemisphere,
    LocationLike,
    SpaceCriteria,
)
from aurorax_typed.queries.data_products import DataProductQuery, DataProductType
from aurorax_typed.queries.ephemeris import EphemerisQuery
from aurorax_typed.queries.fields import (
    ConjunctionField,
    DataProductField,
    EphemerisField,
    ResponseFormat,
    all_fields,
    response_format,
)
from aurorax_typed.queries.metadata import (
    LogicalOperator,
    MetadataExpression,
    MetadataFilter,
    MetadataFilterInput,
    MetadataOperator,
    MetadataScalar,
)
from aurorax_typed.queries.times import Time

__all__ = [
    "Blocks",
    "ConjunctionField",
    "ConjunctionQuery",
    "ConjunctionType",
    "Criteria",
    "CustomLocationsCriteria",
    "DataProductField",
    "DataProductQuery",
    "DataProductType",
    "Distance",
    "Distances",
    "EphemerisField",
    "EphemerisQuery",
    "EventsCriteria",
    "GroundCriteria",
    "Hemisphere",
    "LocationLike",
    "LogicalOperator",
    "MetadataExpression",
    "MetadataFilter",
    "MetadataFilterInput",
    "MetadataOperator",
    "MetadataScalar",
    "Query",
    "ResponseFormat",
    "SourceFormat",
    "SourceType",
    "SpaceCriteria",
    "SpanQuery",
    "Time",
    "advanced_distances",
    "all_fields",
    "response_format",
]

SpanQuery: TypeAlias = ConjunctionQuery | DataProductQuery | EphemerisQuery
"""A query over a span of time, of any kind."""
