"""What a search can be turned into, while it comes over the network: Arrow, DataFrames, files."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Generic, TypeVar

from aurorax_typed._runtime_async import owned, to_thread
from aurorax_typed.records import Record

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from aurorax_typed.export.sinks import RecordSink

__all__ = ["AsyncExports"]


R = TypeVar("R", bound=Record)


class AsyncExports(Generic[R]):
    """What any stream of records can be turned into. None of them keeps the records.

    All have the same columns, see `aurorax_typed.export.arrow_schema`. Besides what each method says, they raise what
    `stream_batches()` does. A file is written under another name beside `path` and takes its name at the end: after an
    error or an interrupt the file that was there before is there still, whole, and nothing else.
    """

    record_type: type[R]

    def stream_batches(self) -> AsyncGenerator[list[R]]:
        """The records in lists of any size."""
        raise NotImplementedError

    async def iter_arrow(self) -> AsyncGenerator[pa.RecordBatch]:
        """Its records as Arrow record batches, as they come over the network; memory stays flat.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        from aurorax_typed.export.arrow import BatchConverter

        converter = BatchConverter(self.record_type)
        async with owned(self._gathered()) as groups:
            async for records in groups:
                yield await to_thread(converter.convert, records)

    async def to_arrow(self) -> pa.Table:
        """Its records as an Arrow table: the columns only, a fraction of what the records would take.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        from aurorax_typed.export.arrow import arrow_schema, table_of

        schema = arrow_schema(self.record_type)
        async with owned(self.iter_arrow()) as stream:
            batches = [batch async for batch in stream if batch.num_rows]
        return await to_thread(table_of, batches, schema)

    async def to_pandas(self) -> pd.DataFrame:
        """Its records as a pandas DataFrame on Arrow-backed columns; times are UTC without a zone.

        Raises:
            MissingExtraError: pandas or pyarrow is not installed.
        """
        from aurorax_typed._optional import require
        from aurorax_typed.export.frames import table_to_pandas

        require("pandas", "DataFrames")  # which is known before the download
        return table_to_pandas(await self.to_arrow())

    async def to_polars(self) -> pl.DataFrame:
        """Its records as a polars DataFrame; times are UTC without a zone.

        Raises:
            MissingExtraError: polars or pyarrow is not installed.
        """
        from aurorax_typed._optional import require
        from aurorax_typed.export.frames import table_to_polars

        require("polars", "polars DataFrames")
        return table_to_polars(await self.to_arrow())

    async def to_csv(self, path: str | os.PathLike[str]) -> int:
        """Write its records as comma-separated values with a header; memory stays flat.

        Times are ISO 8601 (UTC, without a zone); metadata, sources and events of conjunctions are JSON text.

        Returns:
            How many records were written.

        Raises:
            OSError: the file can't be written.
        """
        from aurorax_typed.export.sinks import CsvSink

        return await self._write(CsvSink(path, self.record_type))

    async def to_ndjson(self, path: str | os.PathLike[str]) -> int:
        """Write its records as newline-delimited JSON, as the API has them and nothing left out; memory stays flat.

        `read_results` reads them back.

        Returns:
            How many records were written.

        Raises:
            OSError: the file can't be written.
        """
        from aurorax_typed.export.sinks import NdjsonSink

        return await self._write(NdjsonSink(path, self.record_type))

    async def _write(self, sink: RecordSink[R]) -> int:
        try:
            async with owned(self._gathered()) as groups:
                async for records in groups:
                    await to_thread(sink.write, records)
            await to_thread(sink.commit)
        except BaseException:
            sink.abort()
            raise
        return sink.rows

    async def _gathered(self) -> AsyncGenerator[list[R]]:
        """The records in lists that are worth converting."""
        from aurorax_typed.export.sinks import MOST_BATCHES, MOST_RECORDS

        gathered: list[R] = []
        batches = 0
        async with owned(self.stream_batches()) as stream:
            async for batch in stream:
                for start in range(0, len(batch), MOST_RECORDS):
                    gathered += batch[start : start + MOST_RECORDS]
                    batches += 1
                    if len(gathered) >= MOST_RECORDS or batches >= MOST_BATCHES:
                        yield gathered
                        gathered, batches = [], 0
        if gathered:
            yield gathered
