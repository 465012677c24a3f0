# Made from _async/sources.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""The data sources: listing, adding, changing and removing them."""

from __future__ import annotations

import builtins
import time
from collections.abc import Iterable, Mapping

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._core.documents import parse_source, parse_sources, parse_statistics
from aurorax_typed._core.payloads import complete_members, new_members, require_names, source_members
from aurorax_typed._sync.transport import Transport
from aurorax_typed.errors import NotFoundError, QueryError
from aurorax_typed.queries import SourceFormat, SourceType
from aurorax_typed.queries.common import check_source_format, check_source_type, names
from aurorax_typed.records import DataSource, DataSourceStatistics, JSONValue, MetadataSchemaItem, Records

__all__ = ["KnownSources", "Sources"]

_LIFETIME = 600.0
"""Seconds for which a listing is believed. A source that is missing from it is asked for in the result itself."""


class Sources:
    """`client.sources`: the instruments and spacecraft that AuroraX has data of.

    Adding, changing and removing them needs the API key of an Administrator or of the owner.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        program: str | None = None,
        platform: str | None = None,
        instrument_type: str | None = None,
        source_type: SourceType | None = None,
        owner: str | None = None,
        format: SourceFormat = "basic_info",
        include_stats: bool = False,
        include_internal: bool = False,
    ) -> builtins.list[DataSource]:
        """All sources that match every filter given (exactly), by identifier.

        Args:
            program: such as `"trex"`.
            platform: such as `"gillam"`.
            instrument_type: such as `"RGB ASI"`.
            source_type: `ground`, `leo`, `heo`, `lunar`, `event_list` or `not_applicable`.
            owner: an e-mail address.
            format: how much of each: `identifier_only`, `basic_info`, `with_metadata`, `full_record`.
            include_stats: count records; slower.
            include_internal: also the server's own sources, whose identifiers are below 0.

        Raises:
            QueryError: the source type is not known; nothing was sent.
        """
        check_source_type(source_type)
        check_source_format(format)
        request = endpoints.sources.list_sources(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            owner=owner,
            format=format,
            include_stats=include_stats,
        )
        reply = self._transport.call(request)
        return Records(parse_sources(reply.body, include_internal=include_internal))

    def search(
        self,
        *,
        programs: Iterable[str] | None = None,
        platforms: Iterable[str] | None = None,
        instrument_types: Iterable[str] | None = None,
        format: SourceFormat = "basic_info",
        include_stats: bool = False,
        include_internal: bool = False,
    ) -> builtins.list[DataSource]:
        """All sources that match any value of every list given, by identifier."""
        request = endpoints.sources.search_sources(
            programs=names(programs, "programs"),
            platforms=names(platforms, "platforms"),
            instrument_types=names(instrument_types, "instrument_types"),
            format=format,
            include_stats=include_stats,
        )
        reply = self._transport.call(request)
        return Records(parse_sources(reply.body, include_internal=include_internal))

    def get(
        self,
        program: str,
        platform: str,
        instrument_type: str,
        *,
        format: SourceFormat = "full_record",
        include_stats: bool = False,
    ) -> DataSource:
        """The one source with these three names, which together name it.

        Raises:
            NotFoundError: there is none.
        """
        found = self.list(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            format=format,
            include_stats=include_stats,
            include_internal=True,
        )
        if not found:
            raise NotFoundError(
                f"There is no data source {program!r} {platform!r} {instrument_type!r}. "
                "The three names are matched exactly; sources.list() shows them all.",
                status_code=404,
            )
        return found[0]

    def get_by_identifier(
        self, identifier: int, *, format: SourceFormat = "full_record", include_stats: bool = False
    ) -> DataSource:
        """The source with this identifier.

        Raises:
            NotFoundError: there is none.
        """
        reply = self._transport.call(
            endpoints.sources.get_source(identifier, format=format, include_stats=include_stats)
        )
        return parse_source(reply.body)

    def add(
        self,
        source: DataSource | None = None,
        *,
        identifier: int | None = None,
        program: str | None = None,
        platform: str | None = None,
        instrument_type: str | None = None,
        source_type: SourceType | None = None,
        display_name: str | None = None,
        metadata: Mapping[str, JSONValue] | None = None,
        owner: str | None = None,
        maintainers: Iterable[str] | None = None,
        ephemeris_metadata_schema: Iterable[MetadataSchemaItem] | None = None,
        data_product_metadata_schema: Iterable[MetadataSchemaItem] | None = None,
    ) -> DataSource:
        """Make a source, from a `DataSource`, from members, or from one with some members of another value.

        Args:
            source: what to begin with; its `stats` are not looked at.
            identifier: a number of your choice; without one the server chooses.
            program: together with the next two it names the source; at most 200 characters.
            platform: at most 50 characters.
            instrument_type: at most 200 characters.
            source_type: `ground`, `leo`, `heo`, `lunar`, `event_list` or `not_applicable`.
            display_name: for people; at most 50 characters.
            metadata: anything worth keeping with it.
            owner: an e-mail address; without one, you.
            maintainers: e-mail addresses of those who may write its records.
            ephemeris_metadata_schema: which metadata its ephemeris has.
            data_product_metadata_schema: which metadata its data products have.

        Returns:
            The source as the server has stored it.

        Raises:
            QueryError: a member is missing, too long or wrong; nothing was sent.
            ConflictError: there is a source with this identifier, or with these three names.
            AuthenticationError, PermissionDeniedError: the key is missing, or its role is too low.
            TransportError: no answer came; look with `get` whether the source is there before trying again.
        """
        given = source_members(
            identifier=identifier,
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            display_name=display_name,
            metadata=metadata,
            owner=owner,
            maintainers=maintainers,
            ephemeris_metadata_schema=ephemeris_metadata_schema,
            data_product_metadata_schema=data_product_metadata_schema,
        )
        reply = self._transport.call(endpoints.sources.add_source(new_members(source, given)))
        return parse_source(reply.body)

    def update(
        self,
        identifier: int,
        *,
        program: str | None = None,
        platform: str | None = None,
        instrument_type: str | None = None,
        source_type: SourceType | None = None,
        display_name: str | None = None,
        metadata: Mapping[str, JSONValue] | None = None,
        owner: str | None = None,
        maintainers: Iterable[str] | None = None,
        ephemeris_metadata_schema: Iterable[MetadataSchemaItem] | None = None,
        data_product_metadata_schema: Iterable[MetadataSchemaItem] | None = None,
    ) -> DataSource:
        """Change a source: only what is given is sent. None leaves a member as it is; `[]` and `{}` empty it.

        Returns:
            The source as it is now.

        Raises:
            QueryError: nothing to change, or a member is too long or wrong; nothing was sent.
            NotFoundError: there is no such source.
            ConflictError: another source has these three names.
            AuthenticationError, PermissionDeniedError: the key is missing, or is neither its owner's nor an
                Administrator's.
        """
        members = source_members(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=source_type,
            display_name=display_name,
            metadata=metadata,
            owner=owner,
            maintainers=maintainers,
            ephemeris_metadata_schema=ephemeris_metadata_schema,
            data_product_metadata_schema=data_product_metadata_schema,
        )
        if not members:
            raise QueryError(f"There is nothing to change about source {identifier}. Give at least one member.")
        reply = self._transport.call(endpoints.sources.update_source(identifier, members))
        return parse_source(reply.body)

    def replace(self, source: DataSource) -> DataSource:
        """Put this source in the place of the one with its identifier, every member of it.

        Raises:
            QueryError: it is not complete (read it with `get_by_identifier`, which gives the full record), so that
                replacing would lose what is missing; nothing was sent.
            NotFoundError: there is no such source.
        """
        parts = ("metadata", "maintainers", "ephemeris_metadata_schema", "data_product_metadata_schema")
        missing = [name for name in parts if getattr(source, name) is None]
        if missing:
            raise QueryError(
                f"Replacing source {source.identifier} would lose its {', '.join(missing)}. Start from the full record "
                "(get_by_identifier), or change single members with update()."
            )
        members = complete_members(source)
        require_names(members)
        reply = self._transport.call(endpoints.sources.replace_source(source.identifier, members))
        return parse_source(reply.body)

    def delete(self, identifier: int) -> None:
        """Remove a source that has no records (any more).

        Raises:
            ConflictError: it still has records; delete those first.
            NotFoundError: there is no such source.
            AuthenticationError, PermissionDeniedError: the key is missing, or is neither its owner's nor an
                Administrator's.
        """
        self._transport.call(endpoints.sources.remove_source(identifier))

    def stats(self, identifier: int) -> DataSourceStatistics:
        """How many records a source has, and from when to when.

        Raises:
            NotFoundError: there is no such source.
        """
        request = endpoints.sources.get_source(identifier, format="identifier_only", include_stats=True)
        reply = self._transport.call(request)
        return parse_statistics(reply.body)


class KnownSources:
    """The data sources by identifier, listed once for each format: a result then needs only their identifiers."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._listings: dict[SourceFormat, tuple[float, dict[int, DataSource]]] = {}

    def by_identifier(self, format: SourceFormat) -> dict[int, DataSource]:
        """Every source, the server's own included."""
        asked, known = self._listings.get(format, (0.0, {}))
        now = time.monotonic()
        if not known or now - asked > _LIFETIME:
            request = endpoints.sources.list_sources(
                program=None,
                platform=None,
                instrument_type=None,
                source_type=None,
                owner=None,
                format=format,
                include_stats=False,
            )
            reply = self._transport.call(request)
            known = {source.identifier: source for source in parse_sources(reply.body, include_internal=True)}
            self._listings[format] = (now, known)
        return known
