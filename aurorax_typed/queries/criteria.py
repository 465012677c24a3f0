"""The criteria blocks of a conjunction query: each chooses a group of sources, or places, or events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Literal, TypeAlias, TypeVar, cast, get_args

from attrs import field, frozen

from aurorax_typed._arguments import Number, names_its_arguments, number
from aurorax_typed.errors import QueryError
from aurorax_typed.queries.common import (
    check_members,
    names,
    take_list,
    take_object,
    to_extra,
    to_instrument_types,
    to_platforms,
    to_programs,
)
from aurorax_typed.queries.metadata import MetadataFilter, to_metadata_filter
from aurorax_typed.records import JSONValue, Location

__all__ = [
    "Criteria",
    "CustomLocationsCriteria",
    "EventsCriteria",
    "GroundCriteria",
    "Hemisphere",
    "LocationLike",
    "SpaceCriteria",
]

Hemisphere = Literal["northern", "southern"]

LocationLike: TypeAlias = Location | tuple[Number, Number] | Mapping[str, object]
"""A place: `Location(lat=, lon=)`, a pair `(lat, lon)`, or a dict `{"lat": …, "lon": …}`; degrees north and east."""


_FILTERS = "ephemeris_metadata_filters"


def _hemispheres(values: Iterable[Hemisphere] | None) -> tuple[Hemisphere, ...]:
    found = names(values, "hemisphere")
    for value in found:
        if value not in get_args(Hemisphere):
            raise QueryError(f"hemisphere holds {value!r}; it takes 'northern' and 'southern'.")
    return cast("tuple[Hemisphere, ...]", found)


def _number(value: object, name: str) -> float:
    return float(
        number(value, lambda: QueryError(f"The {name} of a location must be a number of degrees, not {value!r}."))
    )


def _location(value: LocationLike) -> Location:
    try:
        if isinstance(value, Mapping):
            check_members(value, ("lat", "lon"), "A location")
            lat, lon = value.get("lat"), value.get("lon")
        else:
            lat, lon = (value.lat, value.lon) if isinstance(value, Location) else value
    except (TypeError, ValueError):
        raise QueryError(f"A location is a Location(lat=, lon=) or a pair (lat, lon), not {value!r}.") from None
    north, east = _number(lat, "lat"), _number(lon, "lon")
    if not -90 <= north <= 90:
        raise QueryError(f"lat={north:g} is not a latitude; it lies between -90 and 90 degrees north.")
    if not -180 <= east <= 360:
        raise QueryError(f"lon={east:g} is not a longitude; it lies between -180 and 180 degrees east.")
    return Location(north, east - 360 if east > 180 else east)


def _locations(values: Iterable[LocationLike]) -> tuple[Location, ...]:
    try:
        found = tuple(_location(value) for value in values)
    except TypeError:
        raise QueryError(f"locations takes a list of locations, not {values!r}.") from None
    if not found:
        raise QueryError("CustomLocationsCriteria needs at least one location.")
    return found


def _sources_json(
    block: GroundCriteria | SpaceCriteria | EventsCriteria, programs: Iterable[str]
) -> dict[str, JSONValue]:
    return {
        **block.extra,
        "programs": list(programs),
        "platforms": list(block.platforms),
        "instrument_types": list(block.instrument_types),
        "ephemeris_metadata_filters": block.metadata_filters.to_json() if block.metadata_filters else {},
    }


def _list(members: dict[str, JSONValue], name: str) -> list[str]:
    return cast("list[str]", take_list(members, name))


def _filter(members: dict[str, JSONValue]) -> MetadataFilter | None:
    return MetadataFilter.from_json(take_object(members, "ephemeris_metadata_filters"))


@names_its_arguments(QueryError)
@frozen(kw_only=True)
class GroundCriteria:
    """Ground instruments: those that match every list given.

    Args:
        programs: such as `["themis-asi"]`; any of them.
        platforms: such as `["gillam"]`.
        instrument_types: such as `["panchromatic ASI"]`.
        metadata_filters: conditions on the metadata of their ephemeris, such as the classification of clouds.
        extra: further members to send along as they are.
    """

    kind: ClassVar[Literal["ground"]] = "ground"

    programs: tuple[str, ...] = field(default=None, converter=to_programs)
    platforms: tuple[str, ...] = field(default=None, converter=to_platforms)
    instrument_types: tuple[str, ...] = field(default=None, converter=to_instrument_types)
    metadata_filters: MetadataFilter | None = field(default=None, converter=to_metadata_filter)
    extra: Mapping[str, JSONValue] = field(factory=dict, converter=to_extra, hash=False)

    def to_json(self) -> dict[str, JSONValue]:
        """The block as the server takes it."""
        return _sources_json(self, self.programs)

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> GroundCriteria:
        """A block from the server's form."""
        members = to_extra(document)
        return cls(
            programs=_list(members, "programs"),
            platforms=_list(members, "platforms"),
            instrument_types=_list(members, "instrument_types"),
            metadata_filters=_filter(members),
            extra=members,
        )


@names_its_arguments(QueryError)
@frozen(kw_only=True)
class SpaceCriteria:
    """Spacecraft: those that match every list given.

    Args:
        programs: such as `["swarm"]`; any of them.
        platforms: such as `["swarma"]`.
        instrument_types: such as `["footprint"]`.
        hemisphere: where the spacecraft must be, geographically; none means both.
        metadata_filters: conditions on the metadata of their ephemeris, such as the region of their footprint.
        extra: further members to send along as they are.
    """

    kind: ClassVar[Literal["space"]] = "space"

    programs: tuple[str, ...] = field(default=None, converter=to_programs)
    platforms: tuple[str, ...] = field(default=None, converter=to_platforms)
    instrument_types: tuple[str, ...] = field(default=None, converter=to_instrument_types)
    hemisphere: tuple[Hemisphere, ...] = field(default=None, converter=_hemispheres)
    metadata_filters: MetadataFilter | None = field(default=None, converter=to_metadata_filter)
    extra: Mapping[str, JSONValue] = field(factory=dict, converter=to_extra, hash=False)

    def to_json(self) -> dict[str, JSONValue]:
        """The block as the server takes it."""
        return {**_sources_json(self, self.programs), "hemisphere": list(self.hemisphere)}

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> SpaceCriteria:
        """A block from the server's form."""
        members = to_extra(document)
        return cls(
            programs=_list(members, "programs"),
            platforms=_list(members, "platforms"),
            instrument_types=_list(members, "instrument_types"),
            hemisphere=cast("list[Hemisphere]", _list(members, "hemisphere")),
            metadata_filters=_filter(members),
            extra=members,
        )


@names_its_arguments(QueryError)
@frozen(kw_only=True)
class EventsCriteria:
    """Curated lists of events, such as substorm onsets. Their program is always `events`.

    Args:
        platforms: sites, such as `["gillam"]`.
        instrument_types: the lists, such as `["substorm onset"]`.
        metadata_filters: conditions on the metadata of the events.
        extra: further members to send along as they are.
    """

    kind: ClassVar[Literal["events"]] = "events"

    platforms: tuple[str, ...] = field(default=None, converter=to_platforms)
    instrument_types: tuple[str, ...] = field(default=None, converter=to_instrument_types)
    metadata_filters: MetadataFilter | None = field(default=None, converter=to_metadata_filter)
    extra: Mapping[str, JSONValue] = field(factory=dict, converter=to_extra, hash=False)

    def to_json(self) -> dict[str, JSONValue]:
        """The block as the server takes it."""
        return _sources_json(self, ["events"])

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> EventsCriteria:
        """A block from the server's form."""
        members = to_extra(document)
        members.pop("programs", None)
        return cls(
            platforms=_list(members, "platforms"),
            instrument_types=_list(members, "instrument_types"),
            metadata_filters=_filter(members),
            extra=members,
        )


@names_its_arguments(QueryError)
@frozen(kw_only=True)
class CustomLocationsCriteria:
    """Places of one's own choice; a conjunction with any of them counts.

    Args:
        locations: `Location(lat=, lon=)` or pairs `(lat, lon)`, degrees north and east.
        extra: further members to send along as they are.
    """

    kind: ClassVar[Literal["adhoc"]] = "adhoc"

    locations: tuple[Location, ...] = field(converter=_locations)
    extra: Mapping[str, JSONValue] = field(factory=dict, converter=to_extra, hash=False)

    def to_json(self) -> dict[str, JSONValue]:
        """The block as the server takes it."""
        return {**self.extra, "locations": [{"lat": place.lat, "lon": place.lon} for place in self.locations]}

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> CustomLocationsCriteria:
        """A block from the server's form."""
        members = to_extra(document)
        places = []
        for place in take_list(members, "locations"):
            if not isinstance(place, dict):
                raise QueryError(f"A location must be an object with lat and lon, not {place!r}.")
            places.append(place)
        return cls(locations=places, extra=members)


Criteria: TypeAlias = GroundCriteria | SpaceCriteria | EventsCriteria | CustomLocationsCriteria
"""Any criteria block."""

B = TypeVar("B", GroundCriteria, SpaceCriteria, EventsCriteria, CustomLocationsCriteria)


def block_of(kind: type[B], members: Mapping[str, object]) -> B:
    """A block from a dict of its arguments, in which those of the server's form may stand by their name there."""
    given = {("metadata_filters" if name == _FILTERS else name): value for name, value in members.items()}
    if kind is EventsCriteria and given.get("programs") in (None, ["events"], ("events",)):
        given.pop("programs", None)
    make = cast(Callable[..., B], kind)
    return make(**given)
