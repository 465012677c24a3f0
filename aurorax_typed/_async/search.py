"""A search and its records."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from typing import Generic, TypeVar

from aurorax_typed import _gateway as gateway
from aurorax_typed._async.download import AsyncDownload
from aurorax_typed._async.exporting import AsyncExports
from aurorax_typed._async.known_sources import AsyncKnownSources
from aurorax_typed._async.life import AsyncLife
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.decoder import Decoder, DocumentDecoder, EnvelopeError
from aurorax_typed._core.http import Request
from aurorax_typed._core.saved_search import SavedSearch
from aurorax_typed._core.search_state import SearchEvent, SearchState
from aurorax_typed._runtime_async import fetched, in_thread
from aurorax_typed._watching import Operation
from aurorax_typed.config import PollingPolicy
from aurorax_typed.errors import (
    APIError,
    BadRequestError,
    NotFoundError,
    ProtocolError,
    ResultDecodeError,
    ResultLimitError,
    ResultTruncatedError,
)
from aurorax_typed.events import Received
from aurorax_typed.queries import Query, SourceFormat
from aurorax_typed.records import DataSource, Record, Records, Row

__all__ = ["AsyncSearch"]

Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)
T = TypeVar("T", bound=Record | Row)

_WORTH_A_LISTING = 500
"""Records from which on it is cheaper to ask for all sources once than to have one in each record."""


class AsyncSearch(AsyncLife[Q], AsyncExports[R], Generic[Q, R]):
    """One search. Made by `submit`, `search`, `prepare` or `attach` of its family, not by hand.

    Attributes:
        query: what was asked; None for a search that was attached to.
        request_id: the server's name for it; empty until it is submitted or saved. Anyone who knows it can attach.
        state: where it is in its life.
        status: the last status document, as the server sent it; None before the first.
        source_format: how much of its data source each record carries: `identifier_only`, `basic_info`,
            `with_metadata`, `full_record`.
        verbose: print each step, behind the time.
    """

    record_type: type[R]

    def __init__(
        self,
        transport: AsyncTransport,
        polling: PollingPolicy,
        known_sources: AsyncKnownSources,
        *,
        query: Q | None = None,
        request_id: str = "",
        source_format: SourceFormat = "basic_info",
        verbose: bool = False,
    ) -> None:
        super().__init__(transport, polling, query=query, request_id=request_id, verbose=verbose)
        self.source_format: SourceFormat = source_format
        self._known_sources = known_sources
        self._data: list[R] | None = None

    @property
    def data(self) -> list[R]:
        """Every record, once `get_data()` has fetched them.

        Raises:
            SearchStateError: they are not here.
        """
        if self._data is None:
            if self.state is not SearchState.READY:
                raise self._no_data()
            fetched(self.get_data)
        return Records() if self._data is None else self._data

    async def get_data(self) -> list[R]:
        """Fetch every record, keep them in `data`, and return them.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
        """
        if self._data is None:
            self._say("Retrieving data ...")
            data: list[R] = Records()
            async for batch in self.stream_batches():
                data += batch
            self._data = data
            size = (self.file_size or 0) / 1e6
            self._say(f"Retrieved {size:.1f} MB of data containing {len(data)} records")
        return self._data

    async def stream(self) -> AsyncGenerator[R]:
        """Its records, one by one, as they come over the network; memory stays flat however many there are.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole; what came before the error is right.
        """
        async with aclosing(self.stream_batches()) as batches:
            async for batch in batches:
                for record in batch:
                    yield record

    async def stream_batches(self) -> AsyncGenerator[list[R]]:
        """Its records in lists of whatever size came over the network at once; see `stream`.

        Records that `get_data()` has fetched are not fetched again.
        """
        if self._data is not None:
            yield self._data
            return
        await self._require_result()
        async with aclosing(self._batches()) as batches:
            async for batch in batches:
                if batch:
                    yield batch

    async def download(self, path: str | os.PathLike[str]) -> int:
        """Keep the result as the server sends it, a JSON document; memory stays flat. `read_results` reads it back.

        It is checked on the way, so that what is there at the end is whole. It is written under another name beside
        `path` and takes its name at the end: after an error what was there before is there still.

        Returns:
            Its size in bytes.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
            OSError: the file can't be written.
        """
        from aurorax_typed.export.files import TargetFile

        await self._require_result()
        file = TargetFile(path)
        size = 0
        try:
            async with aclosing(self._received(self._decoder(), self._whole(self.source_format))) as pieces:
                async for piece, _ in pieces:
                    size += await in_thread(file.write, piece)
            await in_thread(file.commit)
        except BaseException:
            file.abort()
            raise
        return size

    async def save(self, path: str | os.PathLike[str]) -> None:
        """Write down what it takes to go on with this search in another process: `client.load(path)` does.

        A small JSON file without any secret, written whole or not at all. One that is not submitted yet gets its
        request id here, so that a process which ends at any moment after this leaves a search that can be found, and is
        never submitted twice. Save it again after `execute()` to keep when that was.

        Raises:
            OSError: the file can't be written; what was there before is still there.
        """
        from aurorax_typed.export.files import write_whole

        self._choose_id()
        saved = SavedSearch(
            base_url=self._transport.base_url,
            family=self.family,
            request_id=self.request_id,
            query=None if self.query is None else dict(self.query.to_json()),
            source_format=self.source_format,
            submitted=self._submitted,
        )
        await in_thread(write_whole, path, saved.to_bytes())

    async def delete_data(self) -> None:
        """Remove the result file at the server; its status stays. Records that were fetched stay here."""
        await self._require_result()
        with suppress(NotFoundError):  # gone already, or by an attempt whose answer was lost
            await self._transport.call(gateway.delete_data(self.family, self.request_id))
        self._happened(SearchEvent.RESULT_GONE)

    async def _batches(self) -> AsyncGenerator[list[R]]:
        """The records in the cheapest form that loses nothing.

        Nine tenths of a result are its few sources, over and over. So each record comes with the identifier alone, and
        the sources are asked for once. Where the server does not take that, or has forgotten a source since, the rest
        comes with its sources written out.
        """
        wanted = self.source_format
        given = 0
        known = await self._worth_knowing(wanted)
        if known is not None:
            decoder = self._decoder(known)
            try:
                async with aclosing(self._received(decoder, self._whole("identifier_only"))) as pieces:
                    async for _, batch in pieces:
                        if decoder.unknown_sources:
                            break
                        given += len(batch)
                        yield batch
                    else:
                        return
            except BadRequestError:
                pass
        # What the server sends unasked is not named, so that a server which knows no formats is asked for none.
        written_out = None if wanted == "basic_info" else wanted
        async with aclosing(self._received(self._decoder(), self._whole(written_out))) as pieces:
            async for _, batch in pieces:
                passed_over = min(given, len(batch))
                given -= passed_over
                yield batch[passed_over:]

    async def _worth_knowing(self, wanted: SourceFormat) -> Mapping[int, DataSource] | None:
        """The sources by identifier, where asking for them pays; None where it does not, or the server refuses."""
        count = self.result_count
        if wanted == "identifier_only" or (count is not None and count < _WORTH_A_LISTING):
            return None
        try:
            return await self._known_sources.by_identifier(wanted)
        except (APIError, ProtocolError):
            return None  # a saving that can't be made must not cost the result

    def _decoder(self, known: Mapping[int, DataSource] | None = None) -> Decoder[R]:
        return Decoder(self.record_type, limits=self._transport.limits, known_sources=known)

    def _whole(self, source_format: SourceFormat | None) -> Request:
        return gateway.data(self.family, self.request_id, source_format)

    async def _received(self, decoder: DocumentDecoder[T], request: Request) -> AsyncGenerator[tuple[bytes, list[T]]]:
        """The result, piece by piece, each with the records that it completes; at its end it was whole."""
        expected = self.result_count
        download = AsyncDownload(self._transport, request, lambda: decoder.complete or decoder.failed)
        with self._begin("download") as operation:
            try:
                while piece := await self._piece(download, operation):
                    batch = decoder.feed(piece)
                    if expected is not None and decoder.records > expected:
                        self._check_count(decoder.records)
                    self._tell(
                        Received(
                            request_id=self.request_id,
                            bytes=download.received,
                            records=decoder.records,
                            expected=expected,
                        )
                    )
                    yield piece, batch
                decoder.close()
                self._check_count(decoder.records)
            except EnvelopeError as error:
                if error.error_code not in (None, "NotFound"):
                    error._explain(f"Search {self.request_id}:")
                    raise
                self._happened(SearchEvent.RESULT_GONE)
                self._raise_expired(error)
            except ResultDecodeError as error:
                error._explain(self._unreadable, "Fetch it again; if it stays so, run the search again.")
                raise
            except (ResultTruncatedError, ResultLimitError) as error:
                error._explain(self._unreadable)
                raise
            finally:
                self._sum_up(operation)
                operation.known.update(bytes=download.received, records=decoder.records)
                await download.aclose()

    @property
    def _unreadable(self) -> str:
        return f"The result of search {self.request_id} can't be read."

    async def _piece(self, download: AsyncDownload, operation: Operation) -> bytes:
        try:
            with operation.active():
                return await download.read()
        except NotFoundError as error:
            self._happened(SearchEvent.RESULT_GONE)
            self._raise_expired(error)
