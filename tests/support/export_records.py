"""Hypothesis strategies for records, from the ordinary to what only a fuzzer thinks of; and their tables."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from aurorax_typed import (
    Conjunction,
    ConjunctionEvent,
    DataProduct,
    DataSource,
    DataSourceStatistics,
    Ephemeris,
    JSONValue,
    Location,
    MetadataSchemaItem,
)
from aurorax_typed._core.record_fields import fields_of
from aurorax_typed.export import BatchConverter
from aurorax_typed.export.arrow import table_of

__all__ = ["RECORD_TYPES", "RecordType", "records", "table"]

RecordType = type[DataProduct] | type[Ephemeris] | type[Conjunction]
RECORD_TYPES: tuple[RecordType, ...] = (DataProduct, Ephemeris, Conjunction)

_TEXT = st.one_of(
    st.sampled_from(
        ["", "keogram", '=cmd|"/c calc"!A0', "+1", "-1", "@SUM(A1)", 'a,"b"\r\nc', "é\u2028\x00\x7f", "😀", "nan"]
    ),
    st.text(max_size=12),
)
# A high surrogate before it would make it a character, in JSON as everywhere.
_BROKEN_TEXT = st.builds("{}\udc80{}".format, _TEXT, _TEXT)
_NUMBER = st.floats(allow_nan=False)
_TIME = st.one_of(st.just(datetime(2020, 2, 1)), st.datetimes())


def _json(text: st.SearchStrategy[str]) -> st.SearchStrategy[JSONValue]:
    plain = st.none() | st.booleans() | st.integers() | st.integers(10**19, 10**30) | _NUMBER | text
    return st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=6
    )


@cache
def records(record_type: RecordType, *, whole: bool) -> st.SearchStrategy[list[DataProduct | Ephemeris | Conjunction]]:
    """Lists of records, in which sources repeat.

    Args:
        whole: also what only lines of JSON can hold: lone surrogates outside of JSON text, identifiers beyond 64 bits,
            the members of a full source.
    """
    text = _TEXT | _BROKEN_TEXT if whole else _TEXT
    members = st.dictionaries(_TEXT | _BROKEN_TEXT, _json(_TEXT | _BROKEN_TEXT), max_size=3)
    unknown = st.none() | st.dictionaries(_TEXT.map("x-{}".format), _json(_TEXT | _BROKEN_TEXT), min_size=1, max_size=2)
    name = st.none() | text
    item = st.builds(
        MetadataSchemaItem,
        field_name=text,
        description=name,
        data_type=name,
        allowed_values=st.lists(_json(text), max_size=2),
        searchable=st.none() | st.booleans(),
    )
    full = {
        "metadata": st.none() | members,
        "owner": name,
        "maintainers": st.none() | st.lists(text, max_size=2),
        "ephemeris_metadata_schema": st.none() | st.lists(item, max_size=2),
        "data_product_metadata_schema": st.none() | st.lists(item, max_size=2),
        "stats": st.none()
        | st.builds(DataSourceStatistics, ephemeris_count=st.integers(0), latest_ephemeris_loaded=st.none() | _TIME),
        "extra": unknown,
    }
    identifier = st.integers() if whole else st.integers(-(2**63), 2**63 - 1)
    source = st.builds(DataSource, identifier, name, name, name, name, name, **(full if whole else {}))
    place = st.builds(Location, st.none() | _NUMBER, st.none() | _NUMBER)

    def lists(sources: list[DataSource]) -> st.SearchStrategy[list[DataProduct | Ephemeris | Conjunction]]:
        of = st.sampled_from(sources)
        kinds: dict[str, st.SearchStrategy[Any]] = {
            "text": text,
            "number": _NUMBER,
            "whole": st.integers(-(2**63), 2**63 - 1),
            "flag": st.booleans(),
            "time": _TIME,
            "object": members,
            "texts": st.lists(text, max_size=2),
            "location": place,
            "source": of,
            "sources": st.lists(of, max_size=3),
        }

        def build(kind: type[Any]) -> st.SearchStrategy[Any]:
            fields = {
                field.name: st.none() | kinds[field.kind] if field.nullable else kinds[field.kind]
                for field in fields_of(kind)
            }
            return st.builds(kind, **fields, extra=unknown)

        kinds["events"] = st.lists(build(ConjunctionEvent), max_size=3)
        return st.lists(build(record_type), max_size=8)

    return st.lists(source, min_size=1, max_size=3).flatmap(lists)


def table(record_type: RecordType, found: list[Any], size: int = 4096) -> pa.Table:
    """The records as Arrow, in batches of that many, each of which is valid."""
    converter: BatchConverter[Any] = BatchConverter(record_type)
    batches = [converter.convert(found[at : at + size]) for at in range(0, len(found), size)]
    for batch in batches:
        batch.validate(full=True)
    return table_of(batches, converter.schema)
