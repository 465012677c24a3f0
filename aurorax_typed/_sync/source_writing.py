# Made from _async/source_writing.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""Making, changing and removing data sources. Needs the key of an Administrator or an owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aurorax_typed import _gateway as gateway
from aurorax_typed._core.documents import parse_source, parse_statistics
from aurorax_typed._core.payloads import complete_members, new_members, require_names, source_members
from aurorax_typed._sync.transport import Transport
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceType
from aurorax_typed.records import DataSource, DataSourceStatistics, JSONValue, MetadataSchemaItem

__all__ = ["SourceWriting"]


class SourceWriting:
    """What `client.sources` can write."""

    _transport: Transport

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
        reply = self._transport.call(gateway.add_source(new_members(source, given)))
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
        reply = self._transport.call(gateway.update_source(identifier, members))
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
        reply = self._transport.call(gateway.replace_source(source.identifier, members))
        return parse_source(reply.body)

    def delete(self, identifier: int) -> None:
        """Remove a source that has no records (any more).

        Raises:
            ConflictError: it still has records; delete those first.
            NotFoundError: there is no such source.
            AuthenticationError, PermissionDeniedError: the key is missing, or is neither its owner's nor an
                Administrator's.
        """
        self._transport.call(gateway.remove_source(identifier))

    def stats(self, identifier: int) -> DataSourceStatistics:
        """How many records a source has, and from when to when.

        Raises:
            NotFoundError: there is no such source.
        """
        request = gateway.get_source(identifier, format="identifier_only", include_stats=True)
        reply = self._transport.call(request)
        return parse_statistics(reply.body)
