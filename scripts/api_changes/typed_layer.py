"""Which class or call of the typed layer stands for which part of the description.

The contract tests hold these tables: every schema in use stands in one of them, and every name exists. Where the two
differ on purpose, `on_purpose` says why.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ANSWERS", "BODIES", "FORMATS", "FREE", "INSIDE", "NOT_TYPED", "QUERIES", "RENAMED", "short", "typed_names"]


def short(name: str) -> str:
    """A class without its module; a call as it is."""
    return name if name.startswith("client.") else name.rpartition(".")[2]


ANSWERS: Final[dict[str, str]] = {
    "DataProduct": "records.DataProduct",
    "Ephemeris": "records.Ephemeris",
    "SuperConjunctionEvent": "records.Conjunction",
    "ConjunctionEvent": "records.ConjunctionEvent",
    "Location": "records.Location",
    "Data Source": "records.DataSource",
    "DataSourceStats": "records.DataSourceStatistics",
    "MetadataSchema": "records.MetadataSchemaItem",
    "UserAccount": "answers.Account",
    "SearchRequestListing": "answers.SearchListing",
    "DataProduct Availability": "answers.AvailabilityResult",
    "Ephemeris Availability": "answers.AvailabilityResult",
    "SearchQueryResponse": "_core.documents.StatusDocument",
    "SearchRequest": "_core.documents.SearchRequestDocument",
    "SearchRequestLog": "_core.documents.LogEntry",
    "SearchResult": "_core.documents.SearchResultDocument",
    "ErrorDocument": "_core.documents.ErrorDocument",
}
"""Schemas that the server answers with."""

QUERIES: Final[dict[str, str]] = {
    "DataProductQuery": "queries.DataProductQuery",
    "EphemerisQuery": "queries.EphemerisQuery",
    "SuperConjunctionQuery": "queries.ConjunctionQuery",
    "EphemerisCriteriaGround": "queries.GroundCriteria",
    "EphemerisCriteriaSpace": "queries.SpaceCriteria",
    "EphemerisCriteriaEvent": "queries.EventsCriteria",
    "EphemerisCriteriaAdhocLatLon": "queries.CustomLocationsCriteria",
    "MetadataExpressionGroup": "queries.MetadataFilter",
    "MetadataExpression": "queries.MetadataExpression",
    "LoadEphemerisSpecification": "records.Ephemeris",
    "LoadDataProductSpecification": "records.DataProduct",
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

_SOURCES: Final = {f"data_sources.{name}": name for name in ("programs", "platforms", "instrument_types")}
_FILTERS: Final = {"ephemeris_metadata_filters": "metadata_filters"}
_SOURCE: Final = {"identifier": "source"}

RENAMED: Final[dict[str, dict[str, str]]] = {
    "answers.AvailabilityResult": {"available_data_products": "available", "available_ephemeris": "available"},
    "queries.DataProductQuery": _SOURCES
    | {
        "data_sources.data_product_metadata_filters": "metadata_filters",
        "data_product_type_filters": "data_product_types",
    },
    "queries.EphemerisQuery": _SOURCES | {"data_sources.ephemeris_metadata_filters": "metadata_filters"},
    "queries.ConjunctionQuery": {"adhoc": "custom_locations", "max_distances": "distance"},
    "queries.GroundCriteria": _FILTERS,
    "queries.SpaceCriteria": _FILTERS,
    "queries.EventsCriteria": _FILTERS,
    "client.utilities.convert_to_utc": {"ts": "local", "tz": "time_zone"},
    "client.ephemeris.delete_job": {"delete_job_id": "job_id"},
    "client.accounts.create": {"email_address": "email", "agree_terms": "agreed_to_terms"},
    "client.accounts.sign_in": {"email_address": "email"},
    "client.ephemeris.upload": _SOURCE,
    "client.ephemeris.delete": _SOURCE,
    "client.data_products.upload": _SOURCE,
    "client.data_products.delete_urls": _SOURCE,
    "client.sources.replace": _SOURCE,
}
"""Our name by theirs, where it is another or the member of an object is a field of its own: by class or call."""

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
    found = {schema: [short(name)] for schema, name in (ANSWERS | QUERIES | INSIDE).items()} | {
        schema: list(calls) for schema, calls in BODIES.items()
    }
    return found | {schema: [f"{record}Field", f"{record} fields of `select`"] for schema, record in FORMATS.items()}
