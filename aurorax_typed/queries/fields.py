"""Which members of its records a search returns: their names, and the tree of booleans that asks the server for them.

A name is that of a member, or of a member's member behind a dot: `"start"`, `"data_source.display_name"`,
`"nbtrace.lat"`. One that holds others (`"nbtrace"`) stands for all of them. What repeats (`data_sources`, `events`) is
named as if there were one. Metadata schemas, and the ephemeris queries that the server makes for an event, come whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args, overload

from aurorax_typed._core.record_fields import FieldKind, fields_of
from aurorax_typed.errors import QueryError
from aurorax_typed.records import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    Ephemeris,
    Location,
    MetadataSchemaItem,
    Record,
)

__all__ = [
    "ConjunctionField",
    "DataProductField",
    "EphemerisField",
    "ResponseFormat",
    "all_fields",
    "response_format",
]

ResponseFormat: TypeAlias = "dict[str, bool | ResponseFormat]"
"""A tree in the shape of a record, with true for each member that is wanted."""

DataProductField = Literal[
    "data_source", "data_product_type", "start", "end", "url", "metadata", "data_source.identifier",
    "data_source.program", "data_source.platform", "data_source.instrument_type", "data_source.source_type",
    "data_source.display_name", "data_source.metadata", "data_source.owner", "data_source.maintainers",
    "data_source.ephemeris_metadata_schema", "data_source.data_product_metadata_schema",
]  # fmt: skip
EphemerisField = Literal[
    "data_source", "epoch", "location_geo", "nbtrace", "sbtrace", "location_gsm", "metadata", "location_geo.lat",
    "location_geo.lon", "nbtrace.lat", "nbtrace.lon", "sbtrace.lat", "sbtrace.lon", "location_gsm.lat",
    "location_gsm.lon", "data_source.identifier", "data_source.program", "data_source.platform",
    "data_source.instrument_type", "data_source.source_type", "data_source.display_name", "data_source.metadata",
    "data_source.owner", "data_source.maintainers", "data_source.ephemeris_metadata_schema",
    "data_source.data_product_metadata_schema",
]  # fmt: skip
ConjunctionField = Literal[
    "conjunction_type", "start", "end", "data_sources", "min_distance", "max_distance", "events", "closest_epoch",
    "farthest_epoch", "data_sources.identifier", "data_sources.program", "data_sources.platform",
    "data_sources.instrument_type", "data_sources.source_type", "data_sources.display_name", "data_sources.metadata",
    "data_sources.owner", "data_sources.maintainers", "data_sources.ephemeris_metadata_schema",
    "data_sources.data_product_metadata_schema", "events.conjunction_type", "events.e1_source", "events.e2_source",
    "events.start", "events.end", "events.min_distance", "events.max_distance", "events.generated_e1_ephemeris_query",
    "events.generated_e2_ephemeris_query", "events.e1_source.identifier", "events.e1_source.program",
    "events.e1_source.platform", "events.e1_source.instrument_type", "events.e1_source.source_type",
    "events.e1_source.display_name", "events.e1_source.metadata", "events.e1_source.owner",
    "events.e1_source.maintainers", "events.e1_source.ephemeris_metadata_schema",
    "events.e1_source.data_product_metadata_schema", "events.e2_source.identifier", "events.e2_source.program",
    "events.e2_source.platform", "events.e2_source.instrument_type", "events.e2_source.source_type",
    "events.e2_source.display_name", "events.e2_source.metadata", "events.e2_source.owner",
    "events.e2_source.maintainers", "events.e2_source.ephemeris_metadata_schema",
    "events.e2_source.data_product_metadata_schema",
]  # fmt: skip


def _of(*names: str) -> ResponseFormat:
    return dict.fromkeys(names, True)


_PARTS: Final[Mapping[FieldKind, type]] = {
    "source": DataSource,
    "sources": DataSource,
    "location": Location,
    "schema": MetadataSchemaItem,
    "events": ConjunctionEvent,
}
_QUERY: Final[ResponseFormat] = {
    **_of("request_id", "start", "end"),
    "data_sources": {
        **_of("programs", "platforms", "instrument_types"),
        # `logical_operator` in the answer: the server spells it in two ways.
        "ephemeris_metadata_filters": {**_of("logicalOperator"), "expressions": _of("key", "operator", "values")},
    },
}
_GENERATED: Final[ResponseFormat] = dict.fromkeys(
    ("generated_e1_ephemeris_query", "generated_e2_ephemeris_query"), _QUERY
)


def _tree(kind: type) -> ResponseFormat:
    """All that can be asked for of a class. Statistics come with listings of sources only."""
    tree: ResponseFormat = {
        field.name: _tree(_PARTS[field.kind]) if field.kind in _PARTS else True
        for field in fields_of(kind)
        if field.kind != "statistics"
    }
    return tree | _GENERATED if kind is ConjunctionEvent else tree


_WHOLE: Final[Mapping[type[Record], ResponseFormat]] = {
    kind: _tree(kind) for kind in (DataProduct, Ephemeris, Conjunction)
}
_NAMES: Final[Mapping[type[Record], tuple[str, ...]]] = {
    DataProduct: get_args(DataProductField),
    Ephemeris: get_args(EphemerisField),
    Conjunction: get_args(ConjunctionField),
}


@overload
def all_fields(record_type: type[DataProduct]) -> list[DataProductField]: ...
@overload
def all_fields(record_type: type[Ephemeris]) -> list[EphemerisField]: ...
@overload
def all_fields(record_type: type[Conjunction]) -> list[ConjunctionField]: ...
def all_fields(record_type: type[Record]) -> list[Any]:
    """Every name that can be asked for of such records, members before members of members.

    Args:
        record_type: `DataProduct`, `Ephemeris` or `Conjunction`.
    """
    return list(_names(record_type))


def response_format(record_type: type[Record], fields: Iterable[str]) -> ResponseFormat:
    """The tree of booleans that asks the server for some members of each record, and for nothing else.

    Args:
        record_type: `DataProduct`, `Ephemeris` or `Conjunction`.
        fields: names from `all_fields(record_type)`.

    Raises:
        QueryError: there is no such field, or none was given.
    """
    known = _names(record_type)
    tree: ResponseFormat = {}
    chosen = [fields] if isinstance(fields, str) else list(fields)
    if not chosen:
        raise QueryError(f"Name at least one field of {record_type.__name__}: {', '.join(known)}.")
    for name in chosen:
        if not isinstance(name, str):
            raise QueryError(f"A field is named by text, not {name!r}. Give the names one by one: 'start', 'metadata'.")
        if name not in known:
            raise QueryError(
                f"{record_type.__name__} has no field {name!r}. Nearest first, there are: "
                f"{', '.join(sorted(known, key=lambda other: _distance(name, other)))}."
            )
        _add(tree, name, _WHOLE[record_type])
    return tree


def _names(record_type: type[Record]) -> tuple[str, ...]:
    if record_type not in _NAMES:
        known = ", ".join(kind.__name__ for kind in _NAMES)
        raise TypeError(f"record_type is {record_type!r}; it must be one of {known}.")
    return _NAMES[record_type]


def _distance(name: str, other: str) -> float:
    from difflib import SequenceMatcher

    # The last part counts for itself: whoever leaves out what it belongs to means it all the same.
    parts = (SequenceMatcher(None, name, text).ratio() for text in (other, other.rpartition(".")[2]))
    return -max(parts)


def _add(tree: ResponseFormat, name: str, whole: ResponseFormat) -> None:
    """Mark what a name stands for; `whole` is the tree of all that there is."""
    *above, last = name.split(".")
    for part in above:
        inner, deeper = tree.setdefault(part, {}), whole[part]
        if isinstance(inner, bool) or isinstance(deeper, bool):
            raise AssertionError(name)
        tree, whole = inner, deeper
    tree[last] = _copy(whole[last])


def _copy(asked: bool | ResponseFormat) -> bool | ResponseFormat:
    return asked if isinstance(asked, bool) else {name: _copy(part) for name, part in asked.items()}
