"""What msgspec decodes a piece of the list into: plain structs, one step away from the records.

They take a fraction of the time that records would, since they are filled in C and the cyclic garbage collector leaves
them alone. They are strict where the way over `json` is generous (an unknown member, a deep value, a time with an
offset): what they refuse is decoded that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias, Union

import msgspec

from aurorax_typed.records import Location, MetadataSchemaItem

__all__ = ["BareSource", "Nothing", "SourceForm", "Wire", "WireSource", "extra_name", "list_decoder"]

# The nesting is part of the type, so the fast path can't exceed a limit of depth.
_Scalar = Union[str, int, float, bool, None]  # noqa: UP007 (a value for msgspec at run time)
_Value1 = Union[_Scalar, list[_Scalar], dict[str, _Scalar]]  # noqa: UP007
_Value2 = Union[_Scalar, list[_Value1], dict[str, _Value1]]  # noqa: UP007
_Value3 = Union[_Scalar, list[_Value2], dict[str, _Value2]]  # noqa: UP007
_Members = dict[str, _Value3]

_NaiveTime = Annotated[datetime, msgspec.Meta(tz=False)]

SourceForm: TypeAlias = Literal["token", "bare", "raw", "whole"]
"""What stands for a source: a string in place of it, its identifier alone, its raw text, or all of it."""

Wire: TypeAlias = Any
"""A struct made at run time: its members are those of the record, sources and times in the form that was asked for."""


class Nothing(msgspec.Struct, gc=False):
    """Takes any object and keeps nothing of it."""


class BareSource(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A data source in the format `identifier_only`."""

    identifier: int


class WireSource(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """`DataSource` without statistics."""

    identifier: int
    program: str | None = None
    platform: str | None = None
    instrument_type: str | None = None
    source_type: str | None = None
    display_name: str | None = None
    metadata: _Members | None = None
    owner: str | None = None
    maintainers: list[str] | None = None
    ephemeris_metadata_schema: list[MetadataSchemaItem] | None = None
    data_product_metadata_schema: list[MetadataSchemaItem] | None = None


def extra_name(index: int) -> str:
    """The name that a struct has for the unknown member with this index."""
    return f"extra_{index}"


_Field: TypeAlias = "tuple[str, Any] | tuple[str, Any, Any]"


def _struct(name: str, fields: Sequence[_Field], extra: tuple[str, ...]) -> type[Any]:
    learned: list[_Field] = [(extra_name(i), _Value3, msgspec.UNSET) for i in range(len(extra))]
    return msgspec.defstruct(
        name,
        [*fields, *learned],
        rename={extra_name(i): member for i, member in enumerate(extra)},
        forbid_unknown_fields=True,
        gc=False,
    )


def _product(source: Any, time: Any, extra: tuple[str, ...], _: tuple[str, ...]) -> type[Any]:
    fields: list[_Field] = [
        ("data_source", source),
        ("data_product_type", str),
        ("start", time),
        ("end", time),
        ("url", str),
        ("metadata", _Members | None, None),
    ]
    return _struct("WireProduct", fields, extra)


def _ephemeris(source: Any, time: Any, extra: tuple[str, ...], _: tuple[str, ...]) -> type[Any]:
    fields: list[_Field] = [
        ("data_source", source),
        ("epoch", time),
        ("location_geo", Location | None, None),
        ("nbtrace", Location | None, None),
        ("sbtrace", Location | None, None),
        ("location_gsm", Location | None, None),
        ("metadata", _Members | None, None),
    ]
    return _struct("WireEphemeris", fields, extra)


def _conjunction(source: Any, time: Any, extra: tuple[str, ...], event_extra: tuple[str, ...]) -> type[Any]:
    event: list[_Field] = [
        ("conjunction_type", str),
        ("e1_source", source),
        ("e2_source", source),
        ("start", time),
        ("end", time),
        ("min_distance", float),
        ("max_distance", float),
    ]
    fields: list[_Field] = [
        ("conjunction_type", str),
        ("start", time),
        ("end", time),
        ("data_sources", list[source]),
        ("min_distance", float),
        ("max_distance", float),
        ("events", list[_struct("WireEvent", event, event_extra)]),  # type: ignore[misc]
        ("closest_epoch", time | None, None),
        ("farthest_epoch", time | None, None),
    ]
    return _struct("WireConjunction", fields, extra)


_SOURCES: dict[SourceForm, type[Any]] = {"token": str, "bare": BareSource, "raw": msgspec.Raw, "whole": WireSource}
_TYPES = {"DataProduct": _product, "Ephemeris": _ephemeris, "Conjunction": _conjunction}


@lru_cache(maxsize=64)
def list_decoder(
    record_name: str, *, form: SourceForm, naive: bool, extra: tuple[str, ...], event_extra: tuple[str, ...]
) -> msgspec.json.Decoder[list[Wire]]:
    """A decoder of a list of records.

    Args:
        record_name: which: the name of the class.
        form: what stands for sources.
        naive: times are naive datetimes and nothing else; otherwise strings.
        extra: unknown members that records have.
        event_extra: unknown members that a conjunction's events have.

    Kept for the next document: making the types takes a millisecond.
    """
    source = _SOURCES[form]
    time = _NaiveTime if naive else str
    return msgspec.json.Decoder(list[_TYPES[record_name](source, time, extra, event_extra)])  # type: ignore[misc]
