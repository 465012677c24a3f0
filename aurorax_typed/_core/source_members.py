"""A data source on its way to the server: which members go, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import asdict

from aurorax_typed.errors import QueryError
from aurorax_typed.queries import names
from aurorax_typed.queries.common import check_source_type
from aurorax_typed.records import DataSource, JSONValue, MetadataSchemaItem

__all__ = ["complete_members", "new_members", "require_names", "source_members"]

_REQUIRED: Final = ("program", "platform", "instrument_type", "source_type", "display_name")
"""What every source has."""

# The columns of the server's database, in characters; a longer text ends there in a general error without a reason.
_LIMITS: Final[Mapping[str, int]] = {"program": 200, "platform": 50, "instrument_type": 200, "display_name": 50}


def source_members(
    *,
    identifier: int | None = None,
    program: str | None = None,
    platform: str | None = None,
    instrument_type: str | None = None,
    source_type: str | None = None,
    display_name: str | None = None,
    metadata: Mapping[str, JSONValue] | None = None,
    owner: str | None = None,
    maintainers: Iterable[str] | None = None,
    ephemeris_metadata_schema: Iterable[MetadataSchemaItem] | None = None,
    data_product_metadata_schema: Iterable[MetadataSchemaItem] | None = None,
) -> dict[str, JSONValue]:
    """Those members that are given, as the server takes them; empty lists and objects are members too.

    Raises:
        QueryError: one can't be right: too long, empty, of an unknown type.
    """
    texts = {
        "program": program,
        "platform": platform,
        "instrument_type": instrument_type,
        "source_type": source_type,
        "display_name": display_name,
        "owner": owner,
    }
    found: dict[str, JSONValue] = {} if identifier is None else {"identifier": _identifier(identifier)}
    for name, text in texts.items():
        if text is not None:
            found[name] = _text(name, text)
    check_source_type(source_type)
    if metadata is not None:
        found["metadata"] = dict(metadata)
    if maintainers is not None:
        found["maintainers"] = list(names(maintainers, "maintainers"))
    if ephemeris_metadata_schema is not None:
        found["ephemeris_metadata_schema"] = _schema("ephemeris_metadata_schema", ephemeris_metadata_schema)
    if data_product_metadata_schema is not None:
        found["data_product_metadata_schema"] = _schema("data_product_metadata_schema", data_product_metadata_schema)
    return found


def complete_members(source: DataSource) -> dict[str, JSONValue]:
    """All members of a source that a client may write.

    Raises:
        QueryError: one can't be right.
    """
    return source_members(
        identifier=source.identifier,
        program=source.program,
        platform=source.platform,
        instrument_type=source.instrument_type,
        source_type=source.source_type,
        display_name=source.display_name,
        metadata=source.metadata,
        owner=source.owner,
        maintainers=source.maintainers,
        ephemeris_metadata_schema=source.ephemeris_metadata_schema,
        data_product_metadata_schema=source.data_product_metadata_schema,
    )


def new_members(source: DataSource | None, given: Mapping[str, JSONValue]) -> dict[str, JSONValue]:
    """All members that make a new source: those of `source`, then those given (see `source_members`).

    Raises:
        QueryError: one is missing, or can't be right.
    """
    members = {} if source is None else complete_members(source)
    members |= given
    require_names(members)
    # The server's description asks for no more, but its own client has always sent these.
    for name in ("ephemeris_metadata_schema", "data_product_metadata_schema"):
        members.setdefault(name, [])
    members.setdefault("metadata", {})
    return members


def require_names(members: Mapping[str, JSONValue]) -> None:
    """Check that all is there which every source has.

    Raises:
        QueryError: something is missing.
    """
    missing = [name for name in _REQUIRED if name not in members]
    if missing:
        raise QueryError(f"A data source needs {', '.join(missing)}.")


def _identifier(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise QueryError(
            f"identifier must be a whole number, 0 or more, not {value!r}; the server keeps those below 0."
        )
    return value


def _text(name: str, text: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise QueryError(f"{name} must be text that is not empty, not {text!r}.")
    limit = _LIMITS.get(name)
    if limit is not None and len(text) > limit:
        raise QueryError(f"{name} has {len(text)} characters; the server keeps at most {limit}.")
    return text


def _schema(name: str, items: Iterable[MetadataSchemaItem]) -> list[JSONValue]:
    found: list[JSONValue] = []
    for item in items:
        if not isinstance(item, MetadataSchemaItem):
            raise QueryError(f"{name} takes a list of MetadataSchemaItem, not {item!r}.")
        members = {key: value for key, value in asdict(item).items() if value is not None}
        # These two are required by the server.
        found.append({"description": "", "data_type": "string", **members})
    return found
