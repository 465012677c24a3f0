"""Each difference between typed layer and description that is meant, word by word as `drift` reports it, and why.

A difference that is not here is an error; so is an entry whose difference is gone.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ON_PURPOSE"]

_KINDS = "one of average, data_availability, gridded_data, keogram, montage, movie, summary_plot"
_NAMES = ("program", "platform", "instrument_type")
_NEEDED = (*_NAMES, "source_type", "display_name")
_TAKES = "is missing: the schema {} has it (str)"

_REASONS: Final[dict[str, tuple[str, ...]]] = {
    "keeps what a newer server adds": (
        "DataProduct.extra is not in the schema DataProduct",
        "Ephemeris.extra is not in the schema Ephemeris",
        "Conjunction.extra is not in the schema SuperConjunctionEvent",
        "ConjunctionEvent.extra is not in the schema ConjunctionEvent",
        "DataSource.extra is not in the schema Data Source",
        "Account.extra is not in the schema UserAccount",
        "SearchListing.extra is not in the schema SearchRequestListing",
    ),
    "lets users send what a newer server takes": (
        "DataProductQuery.extra is not in the schema DataProductQuery",
        "EphemerisQuery.extra is not in the schema EphemerisQuery",
        "ConjunctionQuery.extra is not in the schema SuperConjunctionQuery",
        "GroundCriteria.extra is not in the schema EphemerisCriteriaGround",
        "SpaceCriteria.extra is not in the schema EphemerisCriteriaSpace",
        "EventsCriteria.extra is not in the schema EphemerisCriteriaEvent",
        "CustomLocationsCriteria.extra is not in the schema EphemerisCriteriaAdhocLatLon",
    ),
    "the client chooses it for each search": tuple(
        f"{name}.request_id {_TAKES.format(schema)}"
        for name, schema in (
            ("DataProductQuery", "DataProductQuery"),
            ("EphemerisQuery", "EphemerisQuery"),
            ("ConjunctionQuery", "SuperConjunctionQuery"),
        )
    ),
    "only where a search asks for it, which the client does not offer; `extra` takes it": (
        "ConjunctionEvent.generated_e1_ephemeris_query is missing: the schema ConjunctionEvent has it (object)",
        "ConjunctionEvent.generated_e2_ephemeris_query is missing: the schema ConjunctionEvent has it (object)",
    ),
    "statistics lie inside their source": (
        "DataSourceStatistics.data_source is missing: the schema DataSourceStats has it (DataSource)",
    ),
    "an item needs only its name; what it lacks is sent as the server takes it": (
        "MetadataSchemaItem.description may be None in the type; the description says it is always there",
        "MetadataSchemaItem.data_type may be None in the type; the description says it is always there",
    ),
    "given on as they come: values that are no text are no reason to refuse a source": (
        "MetadataSchemaItem.allowed_values is list of any; the description says list of str",
    ),
    "without it a listing names no search, so it is refused": (
        "SearchListing.request_id may be left out, and the type says it is there",
    ),
    "a status is given on as it came, and a wait must not end because one lacks what it does not need": (
        "StatusDocument.logs may be None in the type; the description says it is always there",
        "StatusDocument.search_result may be None in the type; the description says it is always there",
        "SearchRequestDocument.requested may be None in the type; the description says it is always there",
        "SearchRequestDocument.request_type may be None in the type; the description says it is always there",
        "SearchRequestDocument.query may be None in the type; the description says it is always there",
        "LogEntry.timestamp may be None in the type; the description says it is always there",
    ),
    "a status is given on as it came, its times as text": (
        "SearchRequestDocument.requested is str; the description says time",
        "LogEntry.timestamp is str; the description says time",
        "SearchResultDocument.result_file_deleted_timestamp is str; the description says time",
        "SearchResultDocument.completed_timestamp is str; the description says time",
    ),
    "one number stands for every pair, and blocks for their names; `max_distances` is what is sent": (
        "ConjunctionQuery.distance is Distances or float; the description says float or null by str",
    ),
    "replaced by subminute_precision; `from_json` reads it": (
        "ConjunctionQuery.epoch_search_precision is missing: the schema SuperConjunctionQuery has it (one of 30, 60)",
    ),
    "the program of events is always `events`": (
        "EventsCriteria.programs is missing: the schema EphemerisCriteriaEvent has it (list of str)",
    ),
    "an int is a number too, and is sent as one": (
        "MetadataExpression.values is list of bool or float or int or str; "
        "the description says list of bool or float or str",
    ),
    "the names of the source go with each record": (
        "Ephemeris.data_source is not in the schema LoadEphemerisSpecification",
        "DataProduct.data_source is not in the schema LoadDataProductSpecification",
        *(f"Ephemeris.{name} {_TAKES.format('LoadEphemerisSpecification')}" for name in _NAMES),
        *(f"DataProduct.{name} {_TAKES.format('LoadDataProductSpecification')}" for name in _NAMES),
    ),
    "the source that is given has the names": tuple(
        f"{call}.{name} {_TAKES.format(schema)}"
        for call, schema in (
            ("client.ephemeris.delete", "DeleteEphemerisSpecification"),
            ("client.data_products.delete_urls", "DeleteDataProductSpecification"),
        )
        for name in _NAMES
    ),
    "what was answered is not sent in": (
        "Ephemeris.extra is not in the schema LoadEphemerisSpecification",
        "DataProduct.extra is not in the schema LoadDataProductSpecification",
    ),
    "records may be of types that this version does not know": (
        f"DataProduct.data_product_type is str; the description says {_KINDS}",
    ),
    "it is in the source that replaces": ("client.sources.replace.source is DataSource; the description says int",),
    "members of a change, or of a source that is given; `add` and `replace` check that none is missing": (
        *(f"client.sources.add.{name} may be left out, and the server needs it" for name in _NEEDED),
    ),
}

ON_PURPOSE: Final[dict[str, str]] = {text: reason for reason, texts in _REASONS.items() for text in texts}
"""Reason of each difference."""
