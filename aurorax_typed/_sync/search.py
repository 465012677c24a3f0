# Made from _async/search.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""A search: its life, around the state machine of `_core.search_state`, and its records."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Generic, Literal, TypeVar
from uuid import uuid4

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._arguments import local_path, wait_limit
from aurorax_typed._core.decoder import Decoder, DocumentDecoder, EnvelopeError, RowDecoder
from aurorax_typed._core.documents import StatusDocument, parse_status, parse_text
from aurorax_typed._core.http import TRY_AGAIN, Reply, Request, public_headers
from aurorax_typed._core.retry import intervals, may_have_arrived, may_retry
from aurorax_typed._core.saved_search import SavedSearch
from aurorax_typed._core.search_state import SearchEvent, SearchHandle, SearchState, next_state
from aurorax_typed._core.source_names import looks_misspelled
from aurorax_typed._core.urls import request_id_of
from aurorax_typed._runtime_sync import owned, sleep, to_thread
from aurorax_typed._sync.download import Download
from aurorax_typed._sync.exports import Exports
from aurorax_typed._sync.sources import KnownSources
from aurorax_typed._sync.transport import Transport
from aurorax_typed._telemetry import Operation
from aurorax_typed.answers import Response
from aurorax_typed.config import PollingPolicy
from aurorax_typed.errors import (
    APIError,
    AuroraXError,
    BadRequestError,
    ConflictError,
    NotFoundError,
    ProtocolError,
    ResultDecodeError,
    ResultExpiredError,
    ResultLimitError,
    ResultTruncatedError,
    SearchCancelledError,
    SearchFailedError,
    SearchStateError,
    SearchTimeoutError,
    TransportError,
)
from aurorax_typed.events import Event, Polled, PollFailed, Received, StateChanged
from aurorax_typed.queries import Query, ResponseFormat, SourceFormat, response_format
from aurorax_typed.queries.common import Family, check_source_format
from aurorax_typed.records import DataSource, Record, Records, Row
from aurorax_typed.tracing import OperationName

if TYPE_CHECKING:
    from aurorax_typed.export.metadata_columns import MetadataFields
    from aurorax_typed.export.sinks import Compression

__all__ = ["Search"]

Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=str)
T = TypeVar("T", bound=Record | Row)


_UNSEEN = 30.0
"""Seconds for which a search that the server has just accepted may be unknown to it (replicas that lag behind)."""

_UNREACHABLE = 300.0
"""Seconds without any answer to a poll after which waiting ends: this server is not busy, it is gone."""

_WORTH_A_LISTING = 500
"""Records from which on it is cheaper to ask for all sources once than to have one in each record."""


class Search(SearchHandle, Exports[R], Generic[Q, R, F]):
    """One search. Made by `submit`, `search`, `prepare` or `attach` of its family, not by hand.

    Attributes:
        query: what was asked; None for a search that was attached to.
        request_id: the server's name for it; empty until it is submitted or saved. Anyone who knows it can attach.
        state: where it is in its life.
        status: the last status document, as the server sent it; None before the first.
        source_format: how much of its data source each record carries: `identifier_only`, `basic_info`,
            `with_metadata`, `full_record`.
        verbose: print each step, prefixed with the elapsed time.
        response: status and headers of the last answer about it: to its submission, of its status, or of its result.
    """

    request_id: str
    state: SearchState
    status: StatusDocument | None
    family: ClassVar[Family]
    query_type: type[Q]
    record_type: type[R]

    def __init__(
        self,
        transport: Transport,
        polling: PollingPolicy,
        known_sources: KnownSources,
        *,
        query: Q | None = None,
        request_id: str = "",
        source_format: SourceFormat = "basic_info",
        verbose: bool = False,
    ) -> None:
        check_source_format(source_format)
        super().__init__(request_id)
        self.query = query
        self.source_format: SourceFormat = source_format
        self.verbose = verbose
        self._transport = transport
        self._polling = polling
        self._known_sources = known_sources
        self.response: Response | None = None
        self._data: list[R] | None = None
        self._submitted_at: float | None = None
        self._submitted: datetime | None = None
        self._perhaps_there = False
        self._origin: object = None
        self._meant: Q | None = None
        self._names_told = False
        self._explains = True  # False for the windows of a scan, which explains for all of them
        self._say("Search object created")

    @property
    def request_url(self) -> str:
        """Where its status is; empty until it is submitted."""
        return self._transport.base_url + self._request_path() if self.request_id else ""

    @property
    def data_url(self) -> str:
        """Where its result is; empty until there is one."""
        return f"{self.request_url}/data" if self.state is SearchState.READY else ""

    # -- its life ---------------------------------------------------------------------------------------------------

    def execute(self) -> None:
        """Submit it. Returns as soon as the server has accepted it.

        Safe against lost answers: the request id is chosen here, so that an attempt whose answer never came can be
        looked up, and is sent again only where the server does not know it. The same when it is called again after an
        interruption or an error.

        Names that look misspelled are compared with the data sources before: where only case, blanks or commas differ,
        the right ones are searched for, with an `UnknownNameWarning`.

        Raises:
            SearchStateError: it was submitted before.
            APIError: the server refused it.
            TransportError: no usable answer came; the search may or may not run, under `request_id`.
        """
        if self.query is None or self.executed:
            raise SearchStateError(
                "This search was submitted before. Make a new one to run it again.", request_id=self.request_id
            )
        if self._explains and not self._perhaps_there:
            self.query = self._known_sources.respelled(self.query)
            self._names_told = looks_misspelled(self.query)
        chosen = self._choose_id()
        request = endpoints.searches.submit(self.family, self.query.to_json(), chosen)
        with self._doing("submit"):
            try:
                self._submit(request)
            except (TransportError, APIError) as error:
                error.request_id = chosen
                if self._perhaps_there and may_retry(error, repeatable=True):
                    error.message = error.message.removesuffix(TRY_AGAIN).rstrip()  # which would begin a second one
                    error._explain(after=f"The search may have begun all the same: attach to {chosen} to see.")
                raise
            self._submitted_at = time.monotonic()
            self._submitted = datetime.now(UTC)
            self._happened(SearchEvent.ACCEPTED)
        self._say("Request submitted")
        self._say(f"Request ID: {self.request_id}")
        self._say(f"Request details available at: {self.request_url}")

    def update_status(self) -> StatusDocument:
        """Ask the server how it stands, and note it in `status`, `logs` and `state`.

        Raises:
            SearchStateError: it was not submitted.
            NotFoundError: the server does not know it (any more).
        """
        with self._doing("poll"):
            return self._look(retry=True, within=None)

    def check_for_data(self) -> bool:
        """Look once; whether the result is there."""
        self._say("Checking for data ...")
        self.update_status()
        if self.state is SearchState.READY:
            self._say("Data is now available")
        return self.state is SearchState.READY

    def wait(self, timeout: float | Literal["default"] | None = "default") -> None:
        """Wait until the result is there.

        Where nothing was found, a warning says why: `UnknownNameWarning` for a name that no data source has, otherwise
        `NothingFoundWarning`.

        Args:
            timeout: seconds to wait in total; None waits indefinitely; defaults to `PollingPolicy.timeout`.

        Raises:
            SearchFailedError: the server gave up; `logs` say why.
            SearchCancelledError: it was cancelled.
            ResultExpiredError: its result has been removed.
            SearchTimeoutError: it took longer; the search goes on, `wait()` again or attach to its `request_id`.
        """
        self._require_submitted()
        limit = wait_limit(timeout)
        with self._doing("wait"):
            self._wait(self._polling.timeout if limit == "default" else limit)
            self._explain_nothing()

    def _explain_nothing(self) -> None:
        """Warn of why nothing was found, once; `_meant` is then what was certainly meant, if it is another query."""
        if self.result_count == 0 and self._explains and self.query is not None:
            self._explains = False
            self._meant = self._known_sources.explain_nothing(self.query, self.family, names_told=self._names_told)

    def _wait(self, limit: float | None) -> None:
        begun = time.monotonic()
        answered = begun
        self._say("Waiting for data ...")
        looked = False
        failure: TransportError | APIError | ProtocolError | None = None
        for interval in intervals(self._polling, random.random):
            if self.completed:
                break
            left = None if limit is None else begun + limit - time.monotonic()
            if looked and left is not None and left <= 0:
                why = "" if failure is None else f" The last poll failed: {failure}"
                raise SearchTimeoutError(
                    f"Search {self.request_id} was still {self.state} after {limit:g} s. It goes on at the server: "
                    f"wait() again, or attach to this id later.{why}",
                    request_id=self.request_id,
                )
            if looked or self._submitted_at is not None:  # one that was attached to may be ready long since
                sleep(interval if left is None else max(min(interval, left), 0.0))
            looked = True
            left = None if limit is None else max(begun + limit - time.monotonic(), 0.05)
            self._say("Checking for data ...")
            try:
                self._look(retry=False, within=left)
            except (TransportError, APIError, ProtocolError) as error:
                if isinstance(error, ProtocolError) and (not error._garbled or isinstance(failure, ProtocolError)):
                    raise
                failure = error
                self._tolerate_poll_error(error, begun=begun, since=answered, left=left)
            else:
                answered, failure = time.monotonic(), None
                self._tell(
                    Polled(
                        request_id=self.request_id,
                        state=self.state,
                        elapsed=answered - begun,
                        logs=tuple(self.logs),
                    )
                )
        self._raise_if_unsuccessful()
        self._say("Data is now available")

    def cancel(self, *, wait: bool = False, timeout: float | None = 60.0) -> SearchState:
        """Ask the server to stop. A search that is over is left as it is.

        Args:
            wait: until the server has done so (or has finished first, as small searches do).
            timeout: seconds to wait in total.

        Returns:
            The state, `cancelling`; with `wait`, what came of it: `cancelled` or `ready`.
        """
        self._require_submitted()
        if self.completed:
            return self.state
        try:
            with self._doing("cancel"):
                self._transport.call(endpoints.searches.cancel(self.family, self.request_id))
                self._happened(SearchEvent.CANCEL_SENT)
        except (ConflictError, NotFoundError):
            self.update_status()  # it may have ended just before: then there is nothing to stop any more
            if self.completed:
                return self.state
            raise
        if wait:
            with suppress(SearchCancelledError, SearchFailedError, ResultExpiredError):
                self.wait(timeout=timeout)
        return self.state

    def abandon(self) -> None:
        """Cancel it on the server if it may still run, since no one will read it. Best effort; never raises."""
        if (self.executed or self._perhaps_there) and not self.completed:
            with suppress(AuroraXError):
                self._transport.call(endpoints.searches.cancel(self.family, self.request_id), retry=False, within=2.0)

    def describe(self) -> str:
        """The query in the server's words. The server describes without checking."""
        if self.query is None:
            raise SearchStateError("This search was attached to; its query is in its status. Call update_status().")
        reply = self._transport.call(endpoints.searches.describe(self.family, self.query.to_json()))
        return parse_text(reply.body, what="The description of the query")

    # -- its records ------------------------------------------------------------------------------------------------

    @property
    def data(self) -> list[R]:
        """Every record: `get_data()`, read like an attribute.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
        """
        return self.get_data()

    def get_data(self) -> list[R]:
        """Fetch every record, keep them in `data`, and return them.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
        """
        if self._data is None:
            self._say("Retrieving data ...")
            data: list[R] = Records()
            for batch in self.stream_batches():
                data += batch
            self._data = data
            size = (self.file_size or 0) / 1e6
            self._say(f"Retrieved {size:.1f} MB of data containing {len(data)} records")
        return self._data

    def stream(self) -> Generator[R]:
        """Its records, one by one, as they come over the network; memory stays flat however many there are.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole; what came before the error is right.
        """
        with owned(self.stream_batches()) as batches:
            for batch in batches:
                for record in batch:
                    yield record

    def stream_batches(self) -> Generator[list[R]]:
        """Its records in lists of whatever size came over the network at once; see `stream`.

        Records that `get_data()` has fetched are not fetched again.
        """
        if self._data is not None:
            yield self._data
            return
        self._require_result()
        with owned(self._batches()) as batches:
            for batch in batches:
                if batch:
                    yield batch

    def download(self, path: str | os.PathLike[str]) -> int:
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
        from aurorax_typed._atomic import TargetFile

        path = local_path(path)
        self._require_result()
        file = TargetFile(path)
        size = 0
        try:
            with owned(self._received(self._decoder(), self._whole(self.source_format))) as pieces:
                for piece, _ in pieces:
                    size += to_thread(file.write, piece)
            to_thread(file.commit)
        except BaseException:
            file.abort()
            raise
        return size

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write down what it takes to go on with this search in another process: `client.load(path)` does.

        A small JSON file without any secret, written whole or not at all. One that is not submitted yet gets its
        request id here, so that a process which ends at any moment after this leaves a search that can be found, and is
        never submitted twice. Save it again after `execute()` to keep when that was.

        Raises:
            OSError: the file can't be written; what was there before is still there.
        """
        from aurorax_typed._atomic import write_whole

        path = local_path(path)
        self._choose_id()
        saved = SavedSearch(
            base_url=self._transport.base_url,
            family=self.family,
            request_id=self.request_id,
            query=None if self.query is None else dict(self.query.to_json()),
            source_format=self.source_format,
            submitted=self._submitted,
        )
        to_thread(write_whole, path, saved.to_bytes())

    def delete_data(self) -> None:
        """Remove the result file at the server; its status stays. Records that were fetched stay here."""
        self._require_result()
        with suppress(NotFoundError):  # gone already, or by an attempt whose answer was lost
            self._transport.call(endpoints.searches.delete_data(self.family, self.request_id))
        self._happened(SearchEvent.RESULT_GONE)

    def select(self, *fields: F) -> Generator[Row]:
        """Some members of its records, one row for each record, as they come over the network; memory stays flat.

        The server sends nothing else, so that a result becomes as small as what is asked for. Rows are dicts, nested as
        the server nests them: `{"start": datetime(…), "data_source": {"display_name": "…"}}`. Times are naive datetimes
        in UTC, as in records; a member that a record does not have is missing in its row. Rows are always fetched, even
        where `get_data()` has fetched the records.

        Args:
            fields: names such as `"start"`, `"data_source.display_name"`, `"nbtrace.lat"`; a name that holds others
                (`"nbtrace"`) stands for all of them. `aurorax_typed.queries.all_fields` lists them.

        Raises:
            QueryError: there is no such field, or none was given; nothing was sent.
            SearchStateError: it is still running.
            ResultError: the result can't be read whole; what came before the error is right.
        """
        return self._rows(response_format(self.record_type, fields))

    def select_batches(self, *fields: F) -> Generator[list[Row]]:
        """The same in lists of whatever size came over the network at once; see `select`."""
        return self._row_batches(response_format(self.record_type, fields))

    def to_parquet(
        self,
        path: str | os.PathLike[str],
        *,
        compression: Compression = "zstd",
        metadata: MetadataFields | None = None,
    ) -> int:
        """Write its records to a Parquet file, row group by row group; memory stays flat.

        Times are UTC without a time zone, as in `to_pandas` and every other format, so that tables can be merged.

        Args:
            path: the file.
            compression: of the columns.
            metadata: fields of the metadata that get columns of their own: names, or names with types. With names alone
                the rows wait in a temporary file until all values are known.

        Returns:
            How many records were written.

        Raises:
            QueryError: `metadata` is not valid.
            ResultError: a value is not of the type asked for.
            OSError: the file can't be written.
            MissingExtraError: pyarrow is not installed.
        """
        from aurorax_typed.export.sinks import ParquetSink

        return self._write(ParquetSink(path, self.record_type, compression=compression, metadata=metadata))

    # -- within -----------------------------------------------------------------------------------------------------

    def _request_path(self) -> str:
        return endpoints.searches.status(self.family, self.request_id).path

    def _say(self, text: str) -> None:
        if self.verbose:
            print(f"[{datetime.now()}] {text}")

    def _tell(self, event: Event) -> None:
        self._transport.telemetry.tell(event)

    def _begin(self, name: OperationName) -> Operation:
        operation = self._transport.telemetry.operation(name, self.family, self._origin)
        if self._origin is None and name in ("search", "submit"):
            self._origin = operation.origin
        return operation

    @contextmanager
    def _doing(self, name: OperationName) -> Iterator[None]:
        """What is done in this block is one operation on this search."""
        with self._begin(name) as operation, operation.active():
            try:
                yield
            finally:
                self._sum_up(operation)

    def _sum_up(self, operation: Operation) -> None:
        operation.known.update(request_id=self.request_id, state=str(self.state))
        if self.result_count is not None:
            operation.known["result_count"] = self.result_count

    def _happened(self, event: SearchEvent) -> None:
        before, self.state = self.state, next_state(self.state, event)
        if before is not self.state:
            self._tell(StateChanged(request_id=self.request_id, before=before, after=self.state))

    def _choose_id(self) -> str:
        self.request_id = self.request_id or str(uuid4())
        return self.request_id

    def _resume(self, saved: SavedSearch) -> None:
        """Go on as another process left it, with what the server says now; still prepared where the server does not
        know it."""
        self.request_id = saved.request_id
        self._submitted = saved.submitted
        age = _UNSEEN if saved.submitted is None else (datetime.now(UTC) - saved.submitted).total_seconds()
        try:
            reply = self._transport.call(endpoints.searches.status(self.family, self.request_id))
        except NotFoundError:
            if 0 <= age < _UNSEEN:  # accepted a moment ago, and not yet known to every replica
                self._submitted_at = time.monotonic() - age
                self._happened(SearchEvent.ATTACHED)
            elif self.query is None:
                raise
            return
        self._happened(SearchEvent.ATTACHED)
        self._take_in(reply)

    def _submit(self, request: Request) -> None:
        """Send it until its fate is known: where an answer was lost, ask for the id before sending again."""
        for attempt in self._transport.retrying(request, repeatable=True):
            with attempt:
                try:
                    self._offer(request)
                except TransportError as error:
                    if not error.reused or attempt.retry_state.attempt_number > 1:
                        raise
                    self._offer(request)

    def _offer(self, request: Request) -> None:
        """Send it, unless the server has it. If interrupted, record that the request may have arrived."""
        before = self._perhaps_there
        if before and self._is_known():
            return
        self._perhaps_there = True
        try:
            reply = self._transport.call(request, retry=False)
            self.response = Response(reply.status, public_headers(reply.headers))
        except ConflictError:
            if self._is_known():
                return
            raise
        except (TransportError, APIError) as error:
            self._perhaps_there = before or may_have_arrived(error)
            raise
        location = reply.headers.get("location")
        if location is None and "html" in reply.headers.get("content-type", ""):
            raise ProtocolError(
                f"{request.method} {request.path} was answered with a web page, beginning with {reply.body[:60]!r}. "
                "Is the base URL that of an AuroraX server, and is this machine online?"
            )
        if location is not None:
            self.request_id = request_id_of(location, self._transport.base_url)

    def _is_known(self) -> bool:
        try:
            self._transport.call(endpoints.searches.status(self.family, self.request_id), retry=False)
        except NotFoundError:
            return False
        return True

    def _look(self, *, retry: bool, within: float | None) -> StatusDocument:
        self._require_submitted()
        request = endpoints.searches.status(self.family, self.request_id)
        return self._take_in(self._transport.call(request, retry=retry, within=within))

    def _take_in(self, reply: Reply) -> StatusDocument:
        self.response = Response(reply.status, public_headers(reply.headers))
        status = parse_status(reply.body, self.request_id)
        event = self._reported(status)
        try:
            self._happened(event)
        except ProtocolError as error:
            error._explain(f"Search {self.request_id}:")
            raise
        self.status = status
        return status

    def _tolerate_poll_error(
        self, error: TransportError | APIError | ProtocolError, *, begun: float, since: float, left: float | None
    ) -> None:
        """Wait and go on after a poll that failed for a transient reason; raise for any other."""
        now = time.monotonic()
        fresh = self._submitted_at is not None and now - self._submitted_at < _UNSEEN
        unseen = isinstance(error, NotFoundError) and fresh
        transient = unseen or isinstance(error, ProtocolError) or may_retry(error, repeatable=True)
        if not transient or (not unseen and now - since > _UNREACHABLE):
            if transient:
                error._explain(after=f"No poll of search {self.request_id} was answered for {now - since:.0f} s.")
            raise error
        self._tell(PollFailed(request_id=self.request_id, reason=str(error), elapsed=now - begun))
        asked = error.retry_after if isinstance(error, APIError) else None
        if asked:
            sleep(asked if left is None else min(asked, left))

    def _require_result(self) -> None:
        self._require_submitted()
        if not self.completed:
            self.update_status()
        self._raise_if_unsuccessful()
        if self.state is not SearchState.READY:
            raise SearchStateError(
                f"Search {self.request_id} is {self.state}: it has no result yet. Call wait() first.",
                request_id=self.request_id,
            )

    def _batches(self) -> Generator[list[R]]:
        """The records in the cheapest form that loses nothing.

        Nine tenths of a result are its few sources, over and over. So each record comes with the identifier alone, and
        the sources are asked for once. Where the server does not take that, or has forgotten a source since, the rest
        comes with its sources written out.
        """
        wanted = self.source_format
        given = 0
        known = self._worth_knowing(wanted)
        if known is not None:
            decoder = self._decoder(known)
            try:
                with owned(self._received(decoder, self._whole("identifier_only"))) as pieces:
                    for _, batch in pieces:
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
        with owned(self._received(self._decoder(), self._whole(written_out))) as pieces:
            for _, batch in pieces:
                passed_over = min(given, len(batch))
                given -= passed_over
                yield batch[passed_over:]

    def _worth_knowing(self, wanted: SourceFormat) -> Mapping[int, DataSource] | None:
        """The sources by identifier, where asking for them pays; None where it does not, or the server refuses."""
        count = self.result_count
        if wanted == "identifier_only" or (count is not None and count < _WORTH_A_LISTING):
            return None
        try:
            return self._known_sources.by_identifier(wanted)
        except (APIError, ProtocolError):
            return None  # a saving that can't be made must not cost the result

    def _decoder(self, known: Mapping[int, DataSource] | None = None) -> Decoder[R]:
        return Decoder(self.record_type, limits=self._transport.limits, known_sources=known)

    def _whole(self, source_format: SourceFormat | None) -> Request:
        check_source_format(source_format)
        return endpoints.searches.data(self.family, self.request_id, source_format)

    def _received(self, decoder: DocumentDecoder[T], request: Request) -> Generator[tuple[bytes, list[T]]]:
        """The result, piece by piece, each with the records that it completes; at its end it was whole."""
        expected = self.result_count
        download = Download(self._transport, request, lambda: decoder.complete or decoder.failed)
        with self._begin("download") as operation:
            try:
                while piece := self._piece(download, operation):
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
                download.close()

    @property
    def _unreadable(self) -> str:
        return f"The result of search {self.request_id} can't be read."

    def _piece(self, download: Download, operation: Operation) -> bytes:
        try:
            with operation.active():
                piece = download.read()
            self.response = download.response
            return piece
        except NotFoundError as error:
            self._happened(SearchEvent.RESULT_GONE)
            self._raise_expired(error)

    def _rows(self, tree: ResponseFormat) -> Generator[Row]:
        with owned(self._row_batches(tree)) as batches:
            for batch in batches:
                for row in batch:
                    yield row

    def _row_batches(self, tree: ResponseFormat) -> Generator[list[Row]]:
        self._require_result()
        decoder = RowDecoder(self.record_type, limits=self._transport.limits)
        request = endpoints.searches.select(self.family, self.request_id, tree)
        with owned(self._received(decoder, request)) as pieces:
            for _, batch in pieces:
                if batch:
                    yield batch
