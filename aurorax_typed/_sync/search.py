# Made from _async/search.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""A search, from its query to its records: the shell around the state machine of `_core.lifecycle`."""

from __future__ import annotations

import random
import time
from collections.abc import Generator
from contextlib import closing, suppress
from datetime import datetime
from typing import ClassVar, Generic, Literal, TypeVar
from uuid import uuid4

from aurorax_typed import _gateway as gateway
from aurorax_typed._core.decoder import Decoder, EnvelopeError
from aurorax_typed._core.documents import StatusDocument, parse_status, parse_text
from aurorax_typed._core.handle import SearchHandle
from aurorax_typed._core.http import Request
from aurorax_typed._core.lifecycle import SearchEvent, SearchState, next_state
from aurorax_typed._core.polling import intervals
from aurorax_typed._core.retrying import may_retry
from aurorax_typed._core.urls import request_id_of
from aurorax_typed._runtime_sync import fetched, sleep
from aurorax_typed._sync.download import Download
from aurorax_typed._sync.exporting import Exports
from aurorax_typed._sync.transport import Transport
from aurorax_typed.config import PollingPolicy
from aurorax_typed.errors import (
    APIError,
    ConflictError,
    NotFoundError,
    ResultExpiredError,
    SearchCancelledError,
    SearchFailedError,
    SearchStateError,
    SearchTimeoutError,
    ServerError,
    TransportError,
)
from aurorax_typed.events import Event, Polled, Received, StateChanged
from aurorax_typed.queries import Query
from aurorax_typed.records import Record

__all__ = ["Search"]

Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)

_UNSEEN = 30.0
"""Seconds for which a search that the server has just accepted may be unknown to it (replicas that lag behind)."""

_UNREACHABLE = 300.0
"""Seconds without any answer to a poll after which waiting ends: this server is not busy, it is gone."""


class Search(SearchHandle, Exports[R], Generic[Q, R]):
    """One search. Made by `submit`, `search`, `prepare` or `attach` of its family, not by hand.

    Attributes:
        query: what was asked; None for a search that was attached to.
        request_id: the server's name for it; empty until it is submitted. Anyone who knows it can attach.
        state: where it is in its life.
        status: the last status document, as the server sent it; None before the first.
        verbose: print each step, behind the time.
    """

    family: ClassVar[gateway.Family]
    record_type: type[R]

    def __init__(
        self,
        transport: Transport,
        polling: PollingPolicy,
        *,
        query: Q | None = None,
        request_id: str = "",
        verbose: bool = False,
    ) -> None:
        super().__init__(request_id)
        self.query = query
        self.verbose = verbose
        self._transport = transport
        self._polling = polling
        self._data: list[R] | None = None
        self._submitted_at: float | None = None
        self._say("Search object created")

    @property
    def request_url(self) -> str:
        """Where its status is; empty until it is submitted."""
        return self._transport.base_url + self._request_path() if self.request_id else ""

    @property
    def data_url(self) -> str:
        """Where its result is; empty until there is one."""
        return f"{self.request_url}/data" if self.state is SearchState.READY else ""

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
        return self._data or []

    # -- its life -----------------------------------------------------------------------------------------------------

    def execute(self) -> None:
        """Submit it. Returns as soon as the server has accepted it.

        Safe against lost answers: the request id is chosen here, so that an attempt whose answer never came can be
        looked up, and is sent again only where the server does not know it.

        Raises:
            SearchStateError: it was submitted before.
            APIError: the server refused it.
            TransportError: no usable answer came; the search may or may not run, under `request_id`.
        """
        if self.query is None or self.executed:
            raise SearchStateError(
                "This search was submitted before. Make a new one to run it again.", request_id=self.request_id
            )
        chosen = self.request_id or str(uuid4())
        self.request_id = chosen
        request = gateway.submit(self.family, self.query.to_json(), chosen)
        try:
            self._submit(request)
        except TransportError as error:
            error.request_id = chosen
            raise
        self._submitted_at = time.monotonic()
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

        Args:
            timeout: seconds to wait in all; None for ever; else the polling policy's.

        Raises:
            SearchFailedError: the server gave up; `logs` say why.
            SearchCancelledError: it was cancelled.
            ResultExpiredError: its result has been removed.
            SearchTimeoutError: it took longer; the search goes on, `wait()` again or attach to its `request_id`.
        """
        self._require_submitted()
        limit = self._polling.timeout if timeout == "default" else timeout
        begun = time.monotonic()
        answered = begun
        self._say("Waiting for data ...")
        looked = False
        for interval in intervals(self._polling, random.random):
            if self.completed:
                break
            left = None if limit is None else begun + limit - time.monotonic()
            if looked and left is not None and left <= 0:
                raise SearchTimeoutError(
                    f"Search {self.request_id} was still {self.state} after {limit:g} s. It goes on at the server: "
                    "wait() again, or attach to this id later.",
                    request_id=self.request_id,
                )
            if looked or self._submitted_at is not None:  # one that was attached to may be ready long since
                sleep(interval if left is None else max(min(interval, left), 0.0))
            looked = True
            left = None if limit is None else max(begun + limit - time.monotonic(), 0.05)
            self._say("Checking for data ...")
            try:
                self._look(retry=False, within=left)
            except (TransportError, APIError) as error:
                self._bear(error, since=answered, left=left)
            else:
                answered = time.monotonic()
                self._tell(
                    Polled(
                        request_id=self.request_id,
                        state=self.state,
                        elapsed=answered - begun,
                        logs=tuple(self.logs),
                    )
                )
        self._raise_if_in_vain()
        self._say("Data is now available")

    def get_data(self) -> list[R]:
        """Fetch every record, keep them in `data`, and return them.

        Raises:
            SearchStateError: it is still running.
            ResultError: the result can't be read whole.
        """
        if self._data is None:
            self._say("Retrieving data ...")
            data: list[R] = []
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
        with closing(self.stream_batches()) as batches:
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
        expected = self.result_count
        decoder: Decoder[R] = Decoder(self.record_type, limits=self._transport.limits)
        download = Download(self._transport, gateway.data(self.family, self.request_id))
        try:
            while piece := self._piece(download):
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
                if batch:
                    yield batch
            if batch := decoder.close():
                yield batch
        except EnvelopeError as error:
            if error.error_code not in (None, "NotFound"):
                raise
            self._happened(SearchEvent.RESULT_GONE)
            self._raise_expired(error)
        finally:
            download.close()
        self._check_count(decoder.records)

    def cancel(self, *, wait: bool = False, timeout: float | None = 60.0) -> SearchState:
        """Ask the server to stop. A search that is over is left as it is.

        Args:
            wait: until the server has done so (or has finished first, as small searches do).
            timeout: seconds to wait in all.

        Returns:
            The state: `cancelling`, or with `wait` what came of it: `cancelled` or `ready`.
        """
        self._require_submitted()
        if self.completed:
            return self.state
        self._transport.call(gateway.cancel(self.family, self.request_id))
        self._happened(SearchEvent.CANCEL_SENT)
        if wait:
            with suppress(SearchCancelledError, SearchFailedError, ResultExpiredError):
                self.wait(timeout=timeout)
        return self.state

    def delete_data(self) -> None:
        """Remove the result file at the server; its status stays. Records that were fetched stay here."""
        self._require_result()
        self._transport.call(gateway.delete_data(self.family, self.request_id))
        self._happened(SearchEvent.RESULT_GONE)

    def describe(self) -> str:
        """The query in the server's words. The server describes without checking."""
        if self.query is None:
            raise SearchStateError("This search was attached to; its query is in its status. Call update_status().")
        reply = self._transport.call(gateway.describe(self.family, self.query.to_json()))
        return parse_text(reply.body, what="The description of the query")

    # -- within -------------------------------------------------------------------------------------------------------

    def _request_path(self) -> str:
        return gateway.status(self.family, self.request_id).path

    def _say(self, text: str) -> None:
        if self.verbose:
            print(f"[{datetime.now()}] {text}")

    def _tell(self, event: Event) -> None:
        if self._transport.on_event is not None:
            self._transport.on_event(event)

    def _happened(self, event: SearchEvent) -> None:
        before, self.state = self.state, next_state(self.state, event)
        if before is not self.state:
            self._tell(StateChanged(request_id=self.request_id, before=before, after=self.state))

    def _submit(self, request: Request) -> None:
        """Send it until its fate is known: where an answer was lost, ask for the id before sending again."""
        perhaps_accepted = False
        for attempt in self._transport.retrying(request, repeatable=True):
            with attempt:
                if perhaps_accepted and self._is_known():
                    break
                try:
                    reply = self._transport.call(request, retry=False)
                except ConflictError:
                    if self._is_known():
                        break
                    raise
                except TransportError as error:
                    perhaps_accepted = perhaps_accepted or error.may_have_arrived
                    raise
                except ServerError:
                    perhaps_accepted = True
                    raise
                location = reply.headers.get("location")
                if location is not None:
                    self.request_id = request_id_of(location, self._transport.base_url)

    def _is_known(self) -> bool:
        try:
            self._transport.call(gateway.status(self.family, self.request_id), retry=False)
        except NotFoundError:
            return False
        return True

    def _look(self, *, retry: bool, within: float | None) -> StatusDocument:
        self._require_submitted()
        request = gateway.status(self.family, self.request_id)
        reply = self._transport.call(request, retry=retry, within=within)
        status = parse_status(reply.body)
        self._happened(self._reported(status))
        self.status = status
        return status

    def _bear(self, error: TransportError | APIError, *, since: float, left: float | None) -> None:
        """Pass over a poll that failed for a passing reason; raise where it is not passing."""
        now = time.monotonic()
        fresh = self._submitted_at is not None and now - self._submitted_at < _UNSEEN
        if isinstance(error, NotFoundError) and fresh and self.status is None:
            return
        if not may_retry(error, repeatable=True) or now - since > _UNREACHABLE:
            raise error
        asked = error.retry_after if isinstance(error, APIError) else None
        if asked:
            sleep(asked if left is None else min(asked, left))

    def _require_result(self) -> None:
        self._require_submitted()
        if not self.completed:
            self.update_status()
        self._raise_if_in_vain()
        if self.state is not SearchState.READY:
            raise SearchStateError(
                f"Search {self.request_id} is {self.state}: it has no result yet. Call wait() first.",
                request_id=self.request_id,
            )

    def _piece(self, download: Download) -> bytes:
        try:
            return download.read()
        except NotFoundError as error:
            self._happened(SearchEvent.RESULT_GONE)
            self._raise_expired(error)
