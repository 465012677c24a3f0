"""DataFrames from Arrow tables. Their times are UTC without a zone, as those of the records are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from aurorax_typed._optional import require

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["table_to_pandas", "table_to_polars"]


def _naive(kind: pa.DataType) -> pa.DataType:
    arrow = require("pyarrow", "DataFrames")
    if arrow.types.is_timestamp(kind):
        return arrow.timestamp(kind.unit)
    if arrow.types.is_struct(kind):
        return arrow.struct([_naive_field(kind.field(index)) for index in range(kind.num_fields)])
    if arrow.types.is_list(kind):
        return arrow.list_(_naive_field(kind.value_field))
    return kind


def _naive_field(field: pa.Field) -> pa.Field:
    return field.with_type(_naive(field.type))


def _without_zones(table: pa.Table) -> pa.Table:
    return table.cast(require("pyarrow", "DataFrames").schema([_naive_field(field) for field in table.schema]))


def table_to_pandas(table: pa.Table) -> pd.DataFrame:
    """A DataFrame on the table's own memory: numbers, text and lists are Arrow-backed, dictionaries become categories.

    Times are `datetime64[us]`, UTC without a zone, so that they can be compared with what this field writes:
    `frame[frame.start >= "2020-02-01"]`, `frame.start.dt.hour`, `frame.set_index("epoch").loc["2020-02-01"]`. (pandas
    can do neither the first nor the last on Arrow-backed times.) The zone is in the Arrow schema and in Parquet files.
    `metadata` is JSON text: `frame.metadata.map(json.loads)` gives its members.

    Raises:
        MissingExtraError: pandas or pyarrow is not installed.
    """
    types = require("pyarrow", "DataFrames").types
    backed = require("pandas", "DataFrames").ArrowDtype

    def column(kind: object) -> object:
        return None if types.is_dictionary(kind) or types.is_timestamp(kind) else backed(kind)

    return cast("pd.DataFrame", _without_zones(table).to_pandas(types_mapper=column))


def table_to_polars(table: pa.Table) -> pl.DataFrame:
    """A polars DataFrame of the table. Times are UTC without a zone, dictionaries become categoricals.

    Raises:
        MissingExtraError: polars or pyarrow is not installed.
    """
    return cast("pl.DataFrame", require("polars", "polars DataFrames").from_arrow(_without_zones(table)))
