"""The data sources: listing, adding, changing and removing them."""

from __future__ import annotations

import builtins
import time
from collections.abc import Iterable, Mapping
from typing import TypeVar

from aurorax_typed import _endpoints as endpoints
from aurorax_typed._async.transport import AsyncTransport
from aurorax_typed._core.documents import parse_source, parse_sources, parse_statistics
from aurorax_typed._core.payloads import complete_members, new_members, require_names, source_members
from aurorax_typed._core.source_names import (
    Comparison,
    Misspelling,
    Names,
    compare,
    looks_misspelled,
    matching,
    warn,
    why_nothing,
)
from aurorax_typed.errors import (
    APIError,
    NotFoundError,
    NothingFoundWarning,
    ProtocolError,
    QueryError,
    TransportError,
    UnknownNameWarning,
)
from aurorax_typed.queries import Query, SourceFormat, SourceType
from aurorax_typed.queries.common import Family, check_source_format, check_source_type, names
from aurorax_typed.records import DataSource, DataSourceStatistics, JSONValue, MetadataSchemaItem, Records

__all__ = ["AsyncKnownSources", "AsyncSources"]

N = TypeVar("N", bound=Query | Names)
Q = TypeVar("Q", bound=Query)

_NO_HELP = (APIError, ProtocolError, TransportError)
"""Without a list of sources, names are not compared: a help that is not there must not cost the search."""

_PATIENCE = 5.0
"""Seconds that a list of sources may take where it is only for comparing names."""

_LIFETIME = 600.0
"""Seconds for which a listing is believed. A source that is missing from it is asked for in the result itself."""


class AsyncSources:
    """`client.sources`: the instruments and spacecraft that AuroraX has data of.

    Adding, changing and removing them needs the API key of an Administrator or of the owner.
    """

    def __init__(self, transport: AsyncTransport, known_sources: AsyncKnownSources) -> None:
        self._transport = transport
        self._known_sources = known_sources

    async def list(
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

        Where nothing is found, the names are compared with those that there are: one that no source has is an
        `UnknownNameWarning`, and where only case, blanks or commas differ, the right spelling is used.

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
        reply = await self._transport.call(request)
        found = parse_sources(reply.body, include_internal=include_internal)
        if not found and (meant := await self._known_sources.meant(Names(program, platform, instrument_type))):
            every = await self.list(
                source_type=source_type,
                owner=owner,
                format=format,
                include_stats=include_stats,
                include_internal=include_internal,
            )
            found = [source for source in every if source.identifier in meant]
        return Records(found)

    async def search(
        self,
        *,
        programs: Iterable[str] | None = None,
        platforms: Iterable[str] | None = None,
        instrument_types: Iterable[str] | None = None,
        format: SourceFormat = "basic_info",
        include_stats: bool = False,
        include_internal: bool = False,
    ) -> builtins.list[DataSource]:
        """All sources that match any value of every list given, by identifier.

        Where nothing is found, a name that no source has is an `UnknownNameWarning`, as for `list`.
        """
        given = Names(
            names(programs, "programs"), names(platforms, "platforms"), names(instrument_types, "instrument_types")
        )
        request = endpoints.sources.search_sources(
            programs=given.programs,
            platforms=given.platforms,
            instrument_types=given.instrument_types,
            format=format,
            include_stats=include_stats,
        )
        reply = await self._transport.call(request)
        found = parse_sources(reply.body, include_internal=include_internal)
        if not found and (meant := await self._known_sources.meant(given)):
            every = await self.list(format=format, include_stats=include_stats, include_internal=include_internal)
            found = [source for source in every if source.identifier in meant]
        return Records(found)

    async def get(
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
        request = endpoints.sources.list_sources(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            source_type=None,
            owner=None,
            format=format,
            include_stats=include_stats,
        )
        found = parse_sources((await self._transport.call(request)).body, include_internal=True)
        if not found:
            hint = await self._known_sources.misspellings(Names(program, platform, instrument_type))
            raise NotFoundError(
                f"There is no data source {program!r} {platform!r} {instrument_type!r}. "
                f"{hint or 'sources.list() shows them all.'}",
                status_code=404,
            )
        return found[0]

    async def get_by_identifier(
        self, identifier: int, *, format: SourceFormat = "full_record", include_stats: bool = False
    ) -> DataSource:
        """The source with this identifier.

        Raises:
            NotFoundError: there is none.
        """
        reply = await self._transport.call(
            endpoints.sources.get_source(identifier, format=format, include_stats=include_stats)
        )
        return parse_source(reply.body)

    async def add(
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
        reply = await self._transport.call(endpoints.sources.add_source(new_members(source, given)))
        return parse_source(reply.body)

    async def update(
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
        reply = await self._transport.call(endpoints.sources.update_source(identifier, members))
        return parse_source(reply.body)

    async def replace(self, source: DataSource) -> DataSource:
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
        reply = await self._transport.call(endpoints.sources.replace_source(source.identifier, members))
        return parse_source(reply.body)

    async def delete(self, identifier: int) -> None:
        """Remove a source that has no records (any more).

        Raises:
            ConflictError: it still has records; delete those first.
            NotFoundError: there is no such source.
            AuthenticationError, PermissionDeniedError: the key is missing, or is neither its owner's nor an
                Administrator's.
        """
        await self._transport.call(endpoints.sources.remove_source(identifier))

    async def stats(self, identifier: int) -> DataSourceStatistics:
        """How many records a source has, and from when to when.

        Raises:
            NotFoundError: there is no such source.
        """
        request = endpoints.sources.get_source(identifier, format="identifier_only", include_stats=True)
        reply = await self._transport.call(request)
        return parse_statistics(reply.body)


class AsyncKnownSources:
    """The data sources, listed once for each format: a result then needs only their identifiers, and names in queries
    can be compared with them."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
        self._listings: dict[tuple[SourceFormat, bool], tuple[float, dict[int, DataSource]]] = {}

    async def by_identifier(
        self, format: SourceFormat, *, include_stats: bool = False, retry: bool = True, since: float = 0.0
    ) -> dict[int, DataSource]:
        """Every source, the server's own included; listed after `since`, as `time.monotonic` counts."""
        asked, known = self._listings.get((format, include_stats), (0.0, {}))
        now = time.monotonic()
        if not known or asked < since or now - asked > _LIFETIME:
            request = endpoints.sources.list_sources(
                program=None,
                platform=None,
                instrument_type=None,
                source_type=None,
                owner=None,
                format=format,
                include_stats=include_stats,
            )
            reply = await self._transport.call(request, retry=retry, within=None if retry else _PATIENCE)
            known = {source.identifier: source for source in parse_sources(reply.body, include_internal=True)}
            self._listings[format, include_stats] = (now, known)
        return known

    async def respelled(self, query: Q) -> Q:
        """A query with its names as the sources have them, where a look at it says that they may be misspelled.

        Warns of each name that was changed, or that no source has.
        """
        if not looks_misspelled(query):
            return query
        compared = await self._compared(query)
        self._warn_of(compared.misspellings)
        return compared.query

    async def explain_nothing(self, query: Q, family: Family, *, names_told: bool = False) -> Q | None:
        """Warn of why a search found nothing; with `names_told`, not of names of sources, which was done before.

        Returns:
            What was certainly meant, where names were only written another way; it is worth a search.
        """
        compared = await self._compared(query, family)
        self._warn_of(one for one in compared.misspellings if one.of_metadata or not names_told)
        if not compared.misspellings and compared.sources:
            warn(NothingFoundWarning(why_nothing(query, compared.sources, family)))
        return compared.query if compared.respelled else None

    async def meant(self, given: Names) -> set[int]:
        """The identifiers of the sources that were certainly meant by names which chose none; empty where that is not
        certain. Warns of each name that no source has."""
        if not given:
            return set()
        compared = await self._compared(given)
        self._warn_of(compared.misspellings)
        chosen = matching(compared.query, compared.sources) if compared.respelled else []
        return {source.identifier for source in chosen}

    async def misspellings(self, given: Names) -> str:
        """What is to be said of names that chose no source."""
        return " ".join(map(str, (await self._compared(given)).misspellings))

    async def _compared(self, query: N, family: Family | None = None) -> Comparison[N]:
        """A query next to the sources that people search for, not the server's own. A name that an older list does not
        have is looked up in a new one."""
        format: SourceFormat = "basic_info" if family is None else "full_record"
        compared: Comparison[N] = Comparison(query, (), ())
        for since in (0.0, time.monotonic()):
            try:
                every = await self.by_identifier(format, include_stats=family is not None, retry=False, since=since)
            except _NO_HELP:
                break
            sources = [source for source in every.values() if source.identifier >= 0]
            compared = compare(query, sources, family)
            if not compared.misspellings:
                break
        return compared

    def _warn_of(self, misspellings: Iterable[Misspelling]) -> None:
        for misspelling in misspellings:
            warn(UnknownNameWarning(str(misspelling), name=misspelling.name, meant=misspelling.meant))
