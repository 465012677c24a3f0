# Made from _async/sources.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""The data sources, on the default client: finding, making, changing and removing them."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping

from aurorax_typed._default import default_client
from aurorax_typed.queries import SourceFormat, SourceType
from aurorax_typed.records import DataSource, DataSourceStatistics, JSONValue, MetadataSchemaItem

__all__ = ["add", "delete", "get", "get_by_identifier", "list", "replace", "search", "stats", "update"]


def add(
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
    return default_client().sources.add(
        source,
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


def delete(identifier: int) -> None:
    """Remove a source that has no records (any more).

    Raises:
        ConflictError: it still has records; delete those first.
        NotFoundError: there is no such source.
        AuthenticationError, PermissionDeniedError: the key is missing, or is neither its owner's nor an
            Administrator's.
    """
    return default_client().sources.delete(identifier)


def get(
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
    return default_client().sources.get(program, platform, instrument_type, format=format, include_stats=include_stats)


def get_by_identifier(
    identifier: int, *, format: SourceFormat = "full_record", include_stats: bool = False
) -> DataSource:
    """The source with this identifier.

    Raises:
        NotFoundError: there is none.
    """
    return default_client().sources.get_by_identifier(identifier, format=format, include_stats=include_stats)


def list(
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
    return default_client().sources.list(
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format=format,
        include_stats=include_stats,
        include_internal=include_internal,
    )


def replace(source: DataSource) -> DataSource:
    """Put this source in the place of the one with its identifier, every member of it.

    Raises:
        QueryError: it is not complete (read it with `get_by_identifier`, which gives the full record), so that
            replacing would lose what is missing; nothing was sent.
        NotFoundError: there is no such source.
    """
    return default_client().sources.replace(source)


def search(
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
    return default_client().sources.search(
        programs=programs,
        platforms=platforms,
        instrument_types=instrument_types,
        format=format,
        include_stats=include_stats,
        include_internal=include_internal,
    )


def stats(identifier: int) -> DataSourceStatistics:
    """How many records a source has, and from when to when.

    Raises:
        NotFoundError: there is no such source.
    """
    return default_client().sources.stats(identifier)


def update(
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
    return default_client().sources.update(
        identifier,
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
