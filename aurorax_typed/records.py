"""The records that AuroraX answers with, as typed classes.

Times are naive datetimes in UTC, as everywhere in this field. Latitudes and longitudes are degrees (geodetic north and
east positive); distances are kilometres. Values that the server chooses (types, states, names) are plain `str`, never
an enum that a newer server could break; members that this version does not know are kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, NotRequired, SupportsIndex, TypeAlias, TypedDict, TypeVar, Union, overload

from attrs import define, field, fields_dict, frozen

__all__ = [
    "Conjunction",
    "ConjunctionEvent",
    "DataProduct",
    "DataSource",
    "DataSourceStatistics",
    "Ephemeris",
    "JSONValue",
    "Location",
    "LogEntry",
    "MetadataSchemaItem",
    "Record",
    "Records",
    "Row",
    "RowValue",
]

JSONValue: TypeAlias = "bool | int | float | str | list[JSONValue] | dict[str, JSONValue] | None"
"""Anything that a JSON document can hold."""

RowValue: TypeAlias = "bool | int | float | str | datetime | list[RowValue] | dict[str, RowValue] | None"
Row: TypeAlias = dict[str, RowValue]
"""Some members of a record, as `select` gives them: nested like the server's JSON, times as naive datetimes in UTC."""

if TYPE_CHECKING:
    _Values: TypeAlias = list[JSONValue]
else:
    # The decoder lets msgspec fill this class, which can't follow a type that refers to itself. Deeper values than
    # these, which the server has never sent, are read another way.
    _Scalar = Union[str, int, float, bool, None]  # noqa: UP007
    _Values = list[Union[_Scalar, list[_Scalar], dict[str, _Scalar]]]  # noqa: UP007

_SHOWN = 20


def naive_utc(time: datetime) -> datetime:
    """A time as records have it: naive, in UTC. One without an offset is UTC already.

    Raises:
        OverflowError: it lies outside the calendar once it is converted.
    """
    return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)


def _short(value: object) -> str:
    """A value for a one-line repr: long text and metadata are cut, so that a list of records stays readable."""
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "...")
    if isinstance(value, Mapping):
        text = repr(dict(value))
        return text if len(text) <= _SHOWN + 2 else text[:_SHOWN] + "...}"
    if isinstance(value, list) and len(value) > 2:
        return f"[{value[0]!r}, ... {len(value)} in all]"
    return repr(value)


class _Fields:
    """`vars(record)`: the fields by name, in order, so that a list of records becomes a table in one line.

    Slotted classes have no instance dictionary; this makes one on demand. Members that only some replies carry (`extra`
    and the like) are left out where they are absent.
    """

    __slots__ = ()
    _optional: ClassVar[frozenset[str]] = frozenset({"extra"})
    _repr_order: ClassVar[tuple[str, ...]] = ()

    def _repr_html_(self) -> str:
        """What a notebook shows: a small table, in the page's own colours."""
        from aurorax_typed._notebook import object_table

        return object_table(self)

    @property
    def __dict__(self) -> dict[str, object]:  # type: ignore[override]
        names = fields_dict(type(self))  # type: ignore[arg-type]
        values = {name: getattr(self, name) for name in names}
        return {k: v for k, v in values.items() if v is not None or k not in self._optional}

    def __repr__(self) -> str:
        shown = self.__dict__
        order = [name for name in self._repr_order if name in shown]
        order += [name for name in shown if name not in order]
        return f"{type(self).__name__}({', '.join(f'{name}={_short(shown[name])}' for name in order)})"


T = TypeVar("T")


class Records(list[T]):
    """A list, and nothing but a list, that a notebook shows as a table of its first and last members."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from aurorax_typed._notebook import listing

        return listing(self)

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> T: ...
    @overload
    def __getitem__(self, index: slice, /) -> Records[T]: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> T | Records[T]:
        """One of them, or some as another such list."""
        found = super().__getitem__(index)
        return Records(found) if isinstance(index, slice) else found  # type: ignore[arg-type, return-value]


class Record(_Fields):
    """What a search can find: `DataProduct`, `Ephemeris` or `Conjunction`."""

    __slots__ = ()


@frozen
class Location:
    """A point on the globe.

    Attributes:
        lat: degrees north. None where the server has none (GSM of a ground site, a B-trace over the pole).
        lon: degrees east. None together with `lat`.
    """

    lat: float | None = None
    lon: float | None = None


@frozen(kw_only=True)
class MetadataSchemaItem:
    """One field that a source's metadata may hold.

    `allowed_values` are advice: the server does not enforce them, and records with other values exist.
    """

    field_name: str
    description: str | None = None
    data_type: str | None = None
    allowed_values: _Values = field(factory=list)
    additional_description: str | None = None
    searchable: bool | None = None


@frozen(kw_only=True, repr=False)
class DataSourceStatistics(_Fields):
    """How much data a source has. Times are UTC, None where there is no data; the latest may lie in the future."""

    ephemeris_count: int = 0
    data_product_count: int = 0
    earliest_ephemeris_loaded: datetime | None = None
    latest_ephemeris_loaded: datetime | None = None
    earliest_data_product_loaded: datetime | None = None
    latest_data_product_loaded: datetime | None = None


@frozen(repr=False)
class DataSource(_Fields):
    """An instrument at a place, or on a spacecraft: what AuroraX files its records under.

    Frozen, since every record of a result shares the same object. `identifier` is always there; the next five in the
    format `basic_info` (the default) and above; the others only where the format asks for them.

    Attributes:
        identifier: the server's number; below 0 for internal sources.
        program: for example `"trex"`.
        platform: a site or a spacecraft, for example `"gillam"`.
        instrument_type: for example `"RGB ASI"` (all-sky imager).
        source_type: `ground`, `leo`, `heo`, `lunar`, `event_list`, `not_applicable`, or what the server adds later.
        display_name: for people, for example `"TREx RGB GILL"`.
        metadata: free members; format `with_metadata` and above.
        owner: an e-mail address; format `full_record`, as are the rest.
        stats: with `include_stats` only.
        extra: members that this version does not know.
    """

    _optional = frozenset(
        {
            "program",
            "platform",
            "instrument_type",
            "source_type",
            "display_name",
            "metadata",
            "owner",
            "maintainers",
            "ephemeris_metadata_schema",
            "data_product_metadata_schema",
            "stats",
            "extra",
        }
    )

    identifier: int
    program: str | None = None
    platform: str | None = None
    instrument_type: str | None = None
    source_type: str | None = None
    display_name: str | None = None
    metadata: Mapping[str, JSONValue] | None = field(default=None, hash=False)
    owner: str | None = field(default=None, hash=False)
    maintainers: list[str] | None = field(default=None, hash=False)
    ephemeris_metadata_schema: list[MetadataSchemaItem] | None = field(default=None, hash=False)
    data_product_metadata_schema: list[MetadataSchemaItem] | None = field(default=None, hash=False)
    stats: DataSourceStatistics | None = field(default=None, hash=False)
    extra: dict[str, JSONValue] | None = field(default=None, hash=False)


@define(repr=False)
class DataProduct(Record):
    """A picture or movie made from an instrument's data, such as a keogram.

    Attributes:
        data_product_type: `keogram`, `montage`, `movie`, `summary_plot`, `data_availability`, or what the server adds
            later.
        start: first minute that it covers, UTC.
        end: last minute that it covers, UTC, inclusive (hourly products end at :59).
        url: where the file is.
        metadata: free members, such as `keogram_type`.
        extra: members that this version does not know; None where there are none.
    """

    _repr_order = ("data_source", "start", "end", "data_product_type", "url", "metadata")

    data_source: DataSource
    data_product_type: str
    start: datetime
    end: datetime
    url: str
    metadata: dict[str, JSONValue] = field(factory=dict)
    extra: dict[str, JSONValue] | None = None


@define(repr=False)
class Ephemeris(Record):
    """Where a source was at one minute.

    Attributes:
        epoch: the minute, UTC.
        location_geo: geographic position (for a spacecraft, below it).
        nbtrace: the magnetic footprint in the northern hemisphere (North B-trace), traced along the field line.
        sbtrace: the same in the southern hemisphere.
        location_gsm: geocentric solar magnetospheric position; empty for ground sites.
        metadata: free members, such as `nbtrace_region` or the results of cloud classification.
        extra: members that this version does not know; None where there are none.
    """

    data_source: DataSource
    epoch: datetime
    location_geo: Location = Location()
    nbtrace: Location = Location()
    sbtrace: Location = Location()
    location_gsm: Location = Location()
    metadata: dict[str, JSONValue] = field(factory=dict)
    extra: dict[str, JSONValue] | None = None


@define(repr=False)
class ConjunctionEvent(_Fields):
    """One pair of sources being close to each other, without a break.

    Attributes:
        start: first minute, UTC.
        end: last minute, UTC, inclusive.
        min_distance: closest approach, km.
        max_distance: farthest, km.
        extra: members that this version does not know; None where there are none.
    """

    conjunction_type: str
    e1_source: DataSource
    e2_source: DataSource
    start: datetime
    end: datetime
    min_distance: float
    max_distance: float
    extra: dict[str, JSONValue] | None = None


@define(repr=False)
class Conjunction(Record):
    """Sources whose footprints (or positions) were within the distance asked for at the same time.

    Attributes:
        conjunction_type: `nbtrace`, `sbtrace` or `geographic`: which positions were compared.
        start: first minute, UTC.
        end: last minute, UTC, inclusive.
        data_sources: who met, in the order of the query's criteria.
        min_distance: closest approach, km.
        max_distance: farthest, km.
        events: the pairs that make it up.
        closest_epoch: the minute of `min_distance`, UTC.
        farthest_epoch: the minute of `max_distance`, UTC.
        extra: members that this version does not know; None where there are none.
    """

    conjunction_type: str
    start: datetime
    end: datetime
    data_sources: list[DataSource]
    min_distance: float
    max_distance: float
    events: list[ConjunctionEvent]
    closest_epoch: datetime | None = None
    farthest_epoch: datetime | None = None
    extra: dict[str, JSONValue] | None = None


class LogEntry(TypedDict):
    """One line of a search's log, in the server's words. `timestamp` is UTC, as text, with or without a Z."""

    level: str
    summary: str
    timestamp: NotRequired[str | None]
