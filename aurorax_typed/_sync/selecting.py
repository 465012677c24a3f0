# Made from _async/selecting.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Asking for less: some members of each record in place of all of them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Generic, TypeVar

from aurorax_typed import _gateway as gateway
from aurorax_typed._core.decoder import RowDecoder
from aurorax_typed._sync.search import Search
from aurorax_typed.queries import Query, ResponseFormat, response_format
from aurorax_typed.records import Record, Row

__all__ = ["SelectingSearch"]

Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=str)


class SelectingSearch(Search[Q, R], Generic[Q, R, F]):
    """A search that knows the names of its records' members."""

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

    def _rows(self, tree: ResponseFormat) -> Generator[Row]:
        with closing(self._row_batches(tree)) as batches:
            for batch in batches:
                for row in batch:
                    yield row

    def _row_batches(self, tree: ResponseFormat) -> Generator[list[Row]]:
        self._require_result()
        decoder = RowDecoder(self.record_type, limits=self._transport.limits)
        request = gateway.select(self.family, self.request_id, tree)
        with closing(self._received(decoder, request)) as pieces:
            for _, batch in pieces:
                if batch:
                    yield batch
