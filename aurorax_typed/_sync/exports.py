# Made from _async/exports.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""What a search can be turned into, while it comes over the network: Arrow, DataFrames, files."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from aurorax_typed._runtime_sync import owned, to_thread
from aurorax_typed.records import Record

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from aurorax_typed.export.arrow import BatchConverter
    from aurorax_typed.export.metadata_columns import MetadataFields, MetadataType
    from aurorax_typed.export.sinks import RecordSink

__all__ = ["Exports"]


R = TypeVar("R", bound=Record)


class Exports(Generic[R]):
    """What any stream of records can be turned into. None of them keeps the records.

    All have the same columns, see `aurorax_typed.export.arrow_schema`. Besides what each method says, they raise what
    `stream_batches()` does. A file is written under another name beside `path` and takes its name at the end: after an
    error or an interrupt the file that was there before is there still, whole, and nothing else.
    """

    record_type: type[R]

    def stream_batches(self) -> Generator[list[R]]:
        """The records in lists of any size."""
        raise NotImplementedError

    def iter_arrow(self, *, metadata: Mapping[str, MetadataType] | None = None) -> Generator[pa.RecordBatch]:
        """Its records as Arrow record batches, as they come over the network; memory stays flat.

        Args:
            metadata: fields of the metadata that get columns of their own, with their types: `{"kp": float}`.

        Raises:
            QueryError: `metadata` is not valid, or gives no types.
            MissingExtraError: pyarrow is not installed.
        """
        from aurorax_typed.export.arrow import BatchConverter

        with owned(self._arrow_batches(BatchConverter(self.record_type, metadata))) as batches:
            for batch in batches:
                yield batch

    def _arrow_batches(self, converter: BatchConverter[R]) -> Generator[pa.RecordBatch]:
        with owned(self._gathered()) as groups:
            for records in groups:
                yield to_thread(converter.convert, records)

    def to_arrow(self, *, metadata: MetadataFields | None = None) -> pa.Table:
        """Its records as an Arrow table: the columns only, a fraction of what the records would take.

        Times are UTC without a time zone, as in every other format.

        Args:
            metadata: fields of the metadata that get columns of their own: names, or names with types.

        Raises:
            QueryError: `metadata` is not valid.
            ResultError: a value is not of the type asked for.
            MissingExtraError: pyarrow is not installed.
        """
        from aurorax_typed.export.arrow import SettlingConverter, table_of

        converter = SettlingConverter(self.record_type, metadata)
        with owned(self._arrow_batches(converter)) as stream:
            batches = [batch for batch in stream if batch.num_rows]
        table = to_thread(table_of, batches, converter.schema)
        if not converter.open:
            return table
        schema = converter.settle()
        return (to_thread(converter.settled, table)).cast(schema)

    def to_pandas(self, *, metadata: MetadataFields | None = None) -> pd.DataFrame:
        """Its records as a pandas DataFrame; times are UTC without a time zone, as in every other format.

        See `aurorax_typed.export.table_to_pandas` for the types of the columns.

        Args:
            metadata: fields of the metadata that get columns of their own: names, such as `["keogram_type"]`, or names
                with types, such as `{"kp": float}`. Whole numbers stay whole, also if some records lack the field.

        Raises:
            QueryError: `metadata` is not valid.
            ResultError: a value is not of the type asked for.
            MissingExtraError: pandas or pyarrow is not installed.
        """
        from aurorax_typed._optional import require
        from aurorax_typed.export.frames import table_to_pandas

        require("pandas", "DataFrames")  # which is known before the download
        return table_to_pandas(self.to_arrow(metadata=metadata))

    def to_polars(self, *, metadata: MetadataFields | None = None) -> pl.DataFrame:
        """Its records as a polars DataFrame; times are UTC without a time zone, as in every other format.

        Args:
            metadata: fields of the metadata that get columns of their own: names, or names with types.

        Raises:
            QueryError: `metadata` is not valid.
            ResultError: a value is not of the type asked for.
            MissingExtraError: polars or pyarrow is not installed.
        """
        from aurorax_typed._optional import require
        from aurorax_typed.export.frames import table_to_polars

        require("polars", "polars DataFrames")
        return table_to_polars(self.to_arrow(metadata=metadata))

    def to_csv(
        self, path: str | os.PathLike[str], *, metadata: MetadataFields | None = None, excel_safe: bool = False
    ) -> int:
        """Write its records as comma-separated values with a header; memory stays flat.

        Times are ISO 8601 (UTC, without a zone); metadata, sources and events of conjunctions are JSON text. Text is
        written as it is, even if a spreadsheet would take it for a formula, unless `excel_safe` is set.

        Args:
            path: the file.
            metadata: fields of the metadata that get columns of their own: names, or names with types.
            excel_safe: put an apostrophe before text that begins with `=`, `+`, `-`, `@`, a tab or a line break.
                Numbers stay numbers.

        Returns:
            How many records were written.

        Raises:
            QueryError: `metadata` is not valid.
            ResultError: a value is not of the type asked for.
            OSError: the file can't be written.
        """
        from aurorax_typed.export.sinks import CsvSink

        return self._write(CsvSink(path, self.record_type, metadata=metadata, excel_safe=excel_safe))

    def to_ndjson(self, path: str | os.PathLike[str]) -> int:
        """Write its records as newline-delimited JSON, as the API has them and nothing left out; memory stays flat.

        `read_results` reads them back.

        Returns:
            How many records were written.

        Raises:
            OSError: the file can't be written.
        """
        from aurorax_typed.export.sinks import NdjsonSink

        return self._write(NdjsonSink(path, self.record_type))

    def _write(self, sink: RecordSink[R]) -> int:
        try:
            with owned(self._gathered()) as groups:
                for records in groups:
                    to_thread(sink.write, records)
            to_thread(sink.commit)
        except BaseException:
            sink.abort()
            raise
        return sink.rows

    def _gathered(self) -> Generator[list[R]]:
        """The records in lists that are worth converting."""
        from aurorax_typed.export.sinks import MOST_BATCHES, MOST_RECORDS

        gathered: list[R] = []
        batches = 0
        with owned(self.stream_batches()) as stream:
            for batch in stream:
                for start in range(0, len(batch), MOST_RECORDS):
                    gathered += batch[start : start + MOST_RECORDS]
                    batches += 1
                    if len(gathered) >= MOST_RECORDS or batches >= MOST_BATCHES:
                        yield gathered
                        gathered, batches = [], 0
        if gathered:
            yield gathered
