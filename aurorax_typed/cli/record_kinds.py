"""The three kinds of records that can be searched for, and what the command line knows of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from aurorax_typed import (
    AuroraX,
    ConjunctionQuery,
    DataProductQuery,
    EphemerisQuery,
    GroundCriteria,
    MetadataExpression,
    SpaceCriteria,
)
from aurorax_typed._sync.resource import SearchResource
from aurorax_typed._sync.search import Search
from aurorax_typed.cli.formatters import Formatter, record_formatter
from aurorax_typed.cli.table import CONJUNCTION_COLUMNS, EPHEMERIS_COLUMNS, PRODUCT_COLUMNS, Column
from aurorax_typed.queries import Query
from aurorax_typed.records import Conjunction, DataProduct, Ephemeris, JSONValue, Record

__all__ = ["CONJUNCTIONS", "DATA_PRODUCTS", "EPHEMERIS", "KINDS", "RecordKind"]


Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)


@frozen(kw_only=True)
class RecordKind(Generic[Q, R]):
    """One kind of records.

    Attributes:
        name: of its command, such as `data-products`.
        record_type: what is found.
        table: how it is shown.
        resource: their part of a client, which prepares, attaches to and describes searches.
        read: a query from the server's form.
        example: a query that finds something.
    """

    name: str
    record_type: type[R]
    table: Sequence[Column[R]]
    resource: Callable[[AuroraX], SearchResource[Q, Search[Q, R, Any]]]
    read: Callable[[Mapping[str, JSONValue]], Q]
    example: Q

    def formatter(self, metadata: Sequence[str] | None = None) -> Formatter[R]:
        """How its records are written, with these fields of the metadata as columns."""
        return record_formatter(self.record_type, self.table, metadata)


DATA_PRODUCTS = RecordKind(
    name="data-products",
    record_type=DataProduct,
    table=PRODUCT_COLUMNS,
    resource=lambda client: client.data_products,
    read=DataProductQuery.from_json,
    example=DataProductQuery(
        "2020-02-01",
        "2020-02-01T23:59:59",
        programs=["trex"],
        platforms=["gillam"],
        instrument_types=["RGB ASI"],
        data_product_types=["keogram"],
        metadata_filters=[MetadataExpression("keogram_type", "in", ["daily", "hourly"])],
    ),
)

EPHEMERIS = RecordKind(
    name="ephemeris",
    record_type=Ephemeris,
    table=EPHEMERIS_COLUMNS,
    resource=lambda client: client.ephemeris,
    read=EphemerisQuery.from_json,
    example=EphemerisQuery(
        "2020-02-01T00:00:00",
        "2020-02-01T02:00:00",
        programs=["swarm"],
        platforms=["swarma", "swarmb"],
        instrument_types=["footprint"],
        metadata_filters=[MetadataExpression("nbtrace_region", "=", "north polar cap")],
    ),
)

CONJUNCTIONS = RecordKind(
    name="conjunctions",
    record_type=Conjunction,
    table=CONJUNCTION_COLUMNS,
    resource=lambda client: client.conjunctions,
    read=ConjunctionQuery.from_json,
    example=ConjunctionQuery(
        "2020-02-01T00:00:00",
        "2020-02-01T12:00:00",
        {"ground1-space1": 500.0},
        ground=GroundCriteria(programs=["themis-asi"], instrument_types=["panchromatic ASI"]),
        space=SpaceCriteria(
            programs=["swarm"],
            hemisphere=["northern"],
            metadata_filters=[MetadataExpression("nbtrace_region", "!=", "north polar cap")],
        ),
        conjunction_types=["nbtrace"],
    ),
)

KINDS: tuple[RecordKind[Any, Any], ...] = (DATA_PRODUCTS, EPHEMERIS, CONJUNCTIONS)
"""In the order in which they are asked for a search of unknown kind."""
