"""Records as tables and files: Arrow, Parquet, pandas, polars, CSV, newline-delimited JSON. All of it streams.

`rows` says what the columns are, `arrow` makes them, `sinks` write files, `frames` makes DataFrames and `reading` reads
files back. pyarrow, pandas and polars are imported only when they are asked for.

What every format has in common: the same columns in the same order, however the query or the server changed;
`data_source` is the name of the source for people, with its other basic members in columns of their own; a location is
two columns, degrees; times are UTC without a time zone; `metadata`, `extra`, and the `data_sources` and `events` of a
conjunction are JSON text. Fields of the metadata get typed columns of their own with `metadata=`. What only the full
format of a source has (schemas, owner, maintainers) is in newline-delimited JSON and nowhere else.
"""

from aurorax_typed.export.arrow import BatchConverter, arrow_schema, batch_to_arrow, records_from_arrow
from aurorax_typed.export.frames import table_to_pandas, table_to_polars
from aurorax_typed.export.metadata_columns import MetadataFields, MetadataType
from aurorax_typed.export.reading import read_results
from aurorax_typed.export.rows import column_names, flat
from aurorax_typed.export.sinks import CsvSink, NdjsonSink, ParquetSink, RecordSink

__all__ = [
    "BatchConverter",
    "CsvSink",
    "MetadataFields",
    "MetadataType",
    "NdjsonSink",
    "ParquetSink",
    "RecordSink",
    "arrow_schema",
    "batch_to_arrow",
    "column_names",
    "flat",
    "read_results",
    "records_from_arrow",
    "table_to_pandas",
    "table_to_polars",
]
