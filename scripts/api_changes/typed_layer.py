"""Which class or call of the typed layer stands for which part of the description.

The contract tests hold these tables: every schema in use stands in one of them, and every name exists. Where the two
differ on purpose, `on_purpose` says why.
"""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

__all__ = ["ANSWERS", "BODIES", "FORMATS", "FREE", "NOT_TYPED", "QUERIES", "RENAMED", "Answer", "Query", "typed_names"]


@frozen
class Answer:
    """A class that holds what the server answers.

    Attributes:
        name: the class, with its module below `aurorax_typed`.
        renamed: our name for a member, by theirs.
    """

    name: str
    renamed: dict[str, str] = field(factory=dict, kw_only=True)


@frozen
class Query:
    """A class that becomes what is sent.

    Attributes:
        name: the class, with its module below `aurorax_typed`.
        places: where a field stands in the document, where that is not its own name.
    """

    name: str
    places: dict[str, str] = field(factory=dict, kw_only=True)


ANSWERS: Final[dict[str, Answer]] = {
    "DataProduct": Answer("records.DataProduct"),
    "Ephemeris": Answer("records.Ephemeris"),
    "SuperConjunctionEvent": Answer("records.Conjunction"),
    "ConjunctionEvent": Answer("records.ConjunctionEvent"),
    "Location": Answer("records.Location"),
    "Data Source": Answer("records.DataSource"),
    "DataSourceStats": Answer("records.DataSourceStatistics"),
    "MetadataSchema": Answer("records.MetadataSchemaItem"),
    "UserAccount": Answer("answers.Account"),
    "SearchRequestListing": Answer("answers.SearchListing"),
    "DataProduct Availability": Answer("answers.AvailabilityResult", renamed={"available_data_products": "available"}),
    "Ephemeris Availability": Answer("answers.AvailabilityResult", renamed={"available_ephemeris": "available"}),
    "SearchQueryResponse": Answer("_core.documents.StatusDocument"),
    "SearchRequest": Answer("_core.documents.SearchRequestDocument"),
    "SearchRequestLog": Answer("_core.documents.LogEntry"),
    "SearchResult": Answer("_core.documents.SearchResultDocument"),
    "ErrorDocument": Answer("_core.documents.ErrorDocument"),
}
"""Schemas that the server answers with."""

_SOURCES: Final = {name: f"data_sources.{name}" for name in ("programs", "platforms", "instrument_types")}
_FILTERS: Final = {"metadata_filters": "ephemeris_metadata_filters"}

QUERIES: Final[dict[str, Query]] = {
    "DataProductQuery": Query(
        "queries.DataProductQuery",
        places=_SOURCES
        | {
            "metadata_filters": "data_sources.data_product_metadata_filters",
            "data_product_types": "data_product_type_filters",
        },
    ),
    "EphemerisQuery": Query(
        "queries.EphemerisQuery", places=_SOURCES | {"metadata_filters": "data_sources.ephemeris_metadata_filters"}
    ),
    "SuperConjunctionQuery": Query(
        "queries.ConjunctionQuery", places={"custom_locations": "adhoc", "distance": "max_distances"}
    ),
    "EphemerisCriteriaGround": Query("queries.GroundCriteria", places=_FILTERS),
    "EphemerisCriteriaSpace": Query("queries.SpaceCriteria", places=_FILTERS),
    "EphemerisCriteriaEvent": Query("queries.EventsCriteria", places=_FILTERS),
    "EphemerisCriteriaAdhocLatLon": Query("queries.CustomLocationsCriteria"),
    "MetadataExpressionGroup": Query("queries.MetadataFilter"),
    "MetadataExpression": Query("queries.MetadataExpression"),
    "LoadEphemerisSpecification": Query("records.Ephemeris"),
    "LoadDataProductSpecification": Query("records.DataProduct"),
}
"""Schemas that clients send, as a class."""

INSIDE: Final = {
    "DataSourcesCriteriaForDataProducts": "DataProductQuery",
    "DataSourceCriteriaForEphemeris": "EphemerisQuery",
}
"""Schemas whose members are fields of the class of another."""

BODIES: Final[dict[str, tuple[str, ...]]] = {
    "NewAccountRequest": ("client.accounts.create",),
    "AuthenticationRequest": ("client.accounts.sign_in",),
    "DataSourceQuery": ("client.sources.search",),
    "NewDataSource": ("client.sources.add",),
    "DataSourcePatch": ("client.sources.update",),
    "DeleteEphemerisSpecification": ("client.ephemeris.delete",),
    "DeleteDataProductSpecification": ("client.data_products.delete_urls",),
}
"""Schemas that clients send, whose members are parameters of calls."""

FORMATS: Final = {
    "DataProductFormat": "DataProduct",
    "EphemerisFormat": "Ephemeris",
    "SuperConjunctionEventFormat": "Conjunction",
}
"""Trees of booleans in the shape of a record; `select` fills them."""

RENAMED: Final[dict[tuple[str, str], str]] = {
    ("client.utilities.convert_to_utc", "ts"): "local",
    ("client.utilities.convert_to_utc", "tz"): "time_zone",
    ("client.ephemeris.delete_job", "delete_job_id"): "job_id",
    ("client.accounts.create", "email_address"): "email",
    ("client.accounts.create", "agree_terms"): "agreed_to_terms",
    ("client.accounts.sign_in", "email_address"): "email",
    ("client.ephemeris.upload", "identifier"): "source",
    ("client.ephemeris.delete", "identifier"): "source",
    ("client.data_products.upload", "identifier"): "source",
    ("client.data_products.delete_urls", "identifier"): "source",
    ("client.sources.replace", "identifier"): "source",
}
"""Our name for a parameter, by the function and theirs."""

FREE: Final = frozenset({"JsonNode", "QueryEcho", "PartialRecord"})
"""Schemas of anything: objects whose members are not described."""

NOT_TYPED: Final[dict[str, str]] = {
    "DataProductResult": "the decoder takes the records out of it",
    "EphemerisResult": "the decoder takes the records out of it",
    "ConjunctionResult": "the decoder takes the records out of it",
    "PartialResult": "the decoder takes the rows out of it",
    "ErrorEnvelope": "becomes an exception",
    "UploadFault": "becomes an exception",
    "SourceType": "a list of values: the type SourceType, compared where it is used",
    "RecordFormat": "a list of values: the type SourceFormat, compared where it is used",
    "DataProductQueryWithResponseFormat": "of an operation that is not wrapped",
    "EphemerisQueryWithResponseFormat": "of an operation that is not wrapped",
}
"""Schemas in use that no class stands for, and why."""


def typed_names() -> dict[str, list[str]]:
    """By schema, the classes and calls to look at when it changes, as users write them."""
    found = {schema: [answer.name.rpartition(".")[2]] for schema, answer in ANSWERS.items()}
    found |= {schema: [query.name.rpartition(".")[2]] for schema, query in QUERIES.items()}
    found |= {schema: found[other] for schema, other in INSIDE.items()}
    found |= {schema: [name for name in names if "." in name] for schema, names in BODIES.items()}
    return found | {schema: [f"{record}Field", f"{record} fields of `select`"] for schema, record in FORMATS.items()}
