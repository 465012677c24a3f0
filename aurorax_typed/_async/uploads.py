"""Sending records in and removing them. Needs a key: an Administrator's, or that of an owner or maintainer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import ClassVar, Final, TypeVar, cast

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_json, parse_list, parse_source
from aurorax_typed._core.http import Request, json_bytes
from aurorax_typed._core.payloads import (
    DataSourceLike,
    check_chunk_size,
    chunks,
    data_product_document,
    ephemeris_document,
    minute_text,
    names_of,
    url_list,
)
from aurorax_typed.errors import AuroraXError, QueryError
from aurorax_typed.events import Uploaded
from aurorax_typed.queries import Time
from aurorax_typed.queries.common import Family
from aurorax_typed.queries.times import check_span, to_last_minute, to_start
from aurorax_typed.records import DataProduct, DataSource, Ephemeris, JSONValue

__all__ = ["AsyncDataProductUploads", "AsyncEphemerisUploads"]


R = TypeVar("R")

_IN_MEMORY: Final = 16 << 20
"""Bytes of checked records that are kept in memory; more of them wait in a temporary file."""


class _Uploads:
    """What both kinds of records share."""

    _transport: AsyncTransport
    _kind: ClassVar[Family]

    async def _source(self, source: DataSourceLike, schema: str | None = None) -> DataSource:
        """The source with its three names, and with the schema asked for; looked up where it lacks one."""
        if isinstance(source, DataSource):
            named = source.program and source.platform and source.instrument_type
            if named and (schema is None or getattr(source, schema) is not None):
                return source
            source = source.identifier
        if isinstance(source, bool) or not isinstance(source, int):
            raise QueryError(f"A data source, or its identifier, is needed, not {source!r}.")
        reply = await self._transport.call(
            endpoints.sources.get_source(source, format="full_record", include_stats=False)
        )
        return parse_source(reply.body)

    async def _upload(
        self,
        source: DataSource,
        records: Iterable[R],
        document: Callable[[int, R], dict[str, JSONValue]],
        send: Callable[[int, Iterable[Mapping[str, JSONValue]]], Request],
        *,
        chunk_size: int,
        dry_run: bool,
        on_progress: Callable[[Uploaded], None] | None,
    ) -> int:
        size = check_chunk_size(chunk_size)
        if not isinstance(records, Iterable):
            raise QueryError(f"records takes a list of records or a generator, not {type(records).__name__}.")
        with SpooledTemporaryFile(_IN_MEMORY) as checked:
            total = 0
            for number, record in enumerate(records):
                found = document(number, record)
                if not dry_run:
                    checked.write(json_bytes(found) + b"\n")
                total += 1
            if dry_run:
                return total
            checked.seek(0)
            with self._transport.telemetry.operation("upload", self._kind) as operation, operation.active():
                operation.known.update(identifier=source.identifier, records=0)
                done = 0
                for lines in chunks(checked, size):
                    try:
                        await self._transport.call(send(source.identifier, map(_members, lines)))
                    except AuroraXError as error:
                        error.add_note(
                            f"{done} records were taken in before. Uploading all of them again does no harm."
                        )
                        raise
                    done += len(lines)
                    operation.known["records"] = done
                    event = Uploaded(identifier=source.identifier, records=done, expected=total)
                    self._transport.telemetry.tell(event)
                    if on_progress is not None:
                        on_progress(event)
        return done


class AsyncEphemerisUploads(_Uploads):
    """What `client.ephemeris` can write."""

    _kind = "ephemeris"

    async def upload(
        self,
        source: DataSourceLike,
        records: Iterable[Ephemeris],
        *,
        chunk_size: int = 500,
        validate: bool = True,
        dry_run: bool = False,
        on_progress: Callable[[Uploaded], None] | None = None,
    ) -> int:
        """Send ephemeris in. Safe to repeat: a record takes the place of the one of the same source and epoch.

        Every record is checked before the first one is sent, also those of a generator. Checked records wait as JSON,
        up to 16 MB in memory and more in a temporary file. They show in searches some seconds later. Metadata holds
        what JSON has; numpy's numbers, booleans and text are converted, NaN and times are refused.

        Args:
            source: whose records they are, or its identifier.
            records: epochs on the minute, UTC; latitudes from -90 to 90 degrees.
            chunk_size: so many records go at once; the last time what is left.
            validate: check metadata against the source's schema (names and types), and locations against the globe.
                What can't be sent, such as NaN, is refused either way.
            dry_run: check every record, send none.
            on_progress: is told after each chunk, as is the client's `on_event`.

        Returns:
            How many records were taken in; of a dry run, how many would have been sent.

        Raises:
            QueryError: a record is not valid; the message has its index, the field and the reason. Nothing was sent.
            BadRequestError: the server does not accept a chunk.
            AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
        """
        found = await self._source(source, "ephemeris_metadata_schema" if validate else None)
        return await self._upload(
            found,
            records,
            lambda number, record: ephemeris_document(found, number, record, validated=validate),
            endpoints.records.upload_ephemeris_records,
            chunk_size=chunk_size,
            dry_run=dry_run,
            on_progress=on_progress,
        )

    async def delete(self, source: DataSourceLike, start: Time, end: Time) -> None:
        """Remove the ephemeris of a source between two epochs, both included. The server goes on in the background.

        Args:
            source: whose records, or its identifier.
            start: first minute, UTC.
            end: last minute, UTC, inclusive.

        Raises:
            QueryError: the times can't mean anything; nothing was sent.
            NotFoundError: there is no such source.
            AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
        """
        first, last = to_start(start), to_last_minute(end)
        check_span(first, last)
        span: dict[str, JSONValue] = {"start": minute_text(first, "start"), "end": minute_text(last, "end")}
        found = await self._source(source)
        await self._transport.call(endpoints.records.delete_ephemeris_range(found.identifier, names_of(found) | span))

    async def delete_jobs(self, identifier: int) -> list[JSONValue]:
        """The removals of ephemeris of the last hour, as the server lists them; their form is not documented."""
        reply = await self._transport.call(endpoints.records.ephemeris_delete_jobs(identifier))
        return parse_list(reply.body, what="The list of delete jobs")

    async def delete_job(self, identifier: int, job_id: str) -> JSONValue:
        """One removal of the last hour, as the server tells it; the form is not documented.

        Raises:
            NotFoundError: there is no such removal, or it is over an hour old.
        """
        reply = await self._transport.call(endpoints.records.ephemeris_delete_job(identifier, job_id))
        return parse_json(reply.body, what="The delete job")


class AsyncDataProductUploads(_Uploads):
    """What `client.data_products` can write."""

    _kind = "data_products"

    async def upload(
        self,
        source: DataSourceLike,
        records: Iterable[DataProduct],
        *,
        chunk_size: int = 500,
        validate: bool = True,
        dry_run: bool = False,
        on_progress: Callable[[Uploaded], None] | None = None,
    ) -> int:
        """Send data products in. Safe to repeat: one takes the place of the one of the same source and URL.

        Every record is checked before the first one is sent, also those of a generator. Checked records wait as JSON,
        up to 16 MB in memory and more in a temporary file. They show in searches some seconds later. Metadata holds
        what JSON has; numpy's numbers, booleans and text are converted, NaN and times are refused.

        Times go to the server to the second. Its own client sends whole minutes only, so what the server makes of
        seconds is not known; fractions of a second are refused.

        Args:
            source: whose records they are, or its identifier.
            records: with an URL each, by which the server tells them apart.
            chunk_size: so many records go at once; the last time what is left.
            validate: check metadata against the source's schema (names and types). What can't be sent, such as
                NaN, is refused either way.
            dry_run: check every record, send none.
            on_progress: is told after each chunk, as is the client's `on_event`.

        Returns:
            How many records were taken in; of a dry run, how many would have been sent.

        Raises:
            QueryError: a record is not valid; the message has its index, the field and the reason. Nothing was sent.
            BadRequestError: the server does not accept a chunk.
            AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
        """
        found = await self._source(source, "data_product_metadata_schema" if validate else None)
        return await self._upload(
            found,
            records,
            lambda number, record: data_product_document(found, number, record, validated=validate),
            endpoints.records.upload_data_product_records,
            chunk_size=chunk_size,
            dry_run=dry_run,
            on_progress=on_progress,
        )

    async def delete_urls(self, source: DataSourceLike, urls: Iterable[str], *, chunk_size: int = 500) -> int:
        """Remove data products by URL. Ones that the server does not have are passed over.

        Args:
            source: whose records, or its identifier.
            urls: at least one.
            chunk_size: so many URLs go at once; the last time what is left.

        Returns:
            How many URLs were sent.

        Raises:
            QueryError: there is no URL; nothing was sent.
            NotFoundError: there is no such source.
            AuthenticationError, PermissionDeniedError: the key is missing, or may not write records of this source.
        """
        size = check_chunk_size(chunk_size)
        wanted = url_list(urls)
        found = await self._source(source)
        for chunk in chunks(wanted, size):
            members = names_of(found)
            members["urls"] = [*chunk]
            await self._transport.call(endpoints.records.delete_data_products_by_url(found.identifier, members))
        return len(wanted)


def _members(line: bytes) -> dict[str, JSONValue]:
    return cast("dict[str, JSONValue]", json.loads(line))
