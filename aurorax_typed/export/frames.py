"""DataFrames from Arrow tables, with the same columns and the same times."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from aurorax_typed._optional import require

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["table_to_pandas", "table_to_polars"]


def table_to_pandas(table: pa.Table) -> pd.DataFrame:
    """A DataFrame of the table. Numbers are Arrow-backed, text is pandas' `string`, dictionaries become categories.

    Every column has a type that pandas writes to Parquet and Feather and reads back as it was, and whose values can be
    compared, so that `drop_duplicates()` and `merge()` work.

    Times are `datetime64[us]`, UTC without a time zone, as in records and in every other format:
    `frame[frame.start >= "2020-02-01"]`, `frame.start.dt.hour`, `frame.set_index("epoch").loc["2020-02-01"]`. For a
    library that wants a zone: `frame.epoch.dt.tz_localize("UTC")`.

    `metadata`, and the `data_sources` and `events` of conjunctions, are JSON text: `frame.events.map(json.loads)`.
    Fields of the metadata become typed columns with `to_pandas(metadata=["keogram_type"])`.

    Raises:
        MissingExtraError: pandas or pyarrow is not installed.
    """
    types = require("pyarrow", "DataFrames").types
    pandas = require("pandas", "DataFrames")

    def column(kind: object) -> object:
        if types.is_dictionary(kind) or types.is_timestamp(kind):
            return None
        return pandas.StringDtype("pyarrow") if types.is_string(kind) else pandas.ArrowDtype(kind)

    return cast("pd.DataFrame", table.to_pandas(types_mapper=column))


def table_to_polars(table: pa.Table) -> pl.DataFrame:
    """A polars DataFrame of the table. Times are UTC without a time zone, dictionaries become categoricals.

    Raises:
        MissingExtraError: polars or pyarrow is not installed.
    """
    return cast("pl.DataFrame", require("polars", "polars DataFrames").from_arrow(table))
