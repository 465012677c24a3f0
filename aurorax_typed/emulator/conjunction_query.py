"""Queries for conjunctions: blocks of criteria, and how close their sources must come."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations
from typing import Final, TypeVar

from attrs import frozen

from aurorax_typed.emulator.criteria import SourceCriteria, lenient, parse_sources
from aurorax_typed.emulator.parsing import parse_texts, parse_time
from aurorax_typed.emulator.replies import ApiError, Json, JsonObject, bad_request

__all__ = ["TYPES", "Block", "ConjunctionQuery", "describe_query", "parse_query"]

TYPES: Final = ("nbtrace", "sbtrace", "geographic")
_KINDS = ("ground", "space", "events", "adhoc")
_HEMISPHERES = ("northern", "southern")
_FEWEST, _MOST = 2, 10
_MINUTE = 60  # seconds


@frozen(kw_only=True)
class Block:
    """One block of criteria. ``name`` is what distances call it: its kind and its number among its kind, from 1.

    ``hemisphere`` limits spacecraft, ``locations`` (degrees north and east) are those of an adhoc block.
    """

    kind: str
    number: int
    criteria: SourceCriteria
    hemisphere: list[str]
    locations: list[tuple[float, float]]

    @property
    def name(self) -> str:
        """Such as ``ground1``."""
        return f"{self.kind}{self.number}"

    def echo(self) -> JsonObject:
        """The block as the status document repeats it."""
        if self.kind == "adhoc":
            return {"locations": [{"lat": lat, "lon": lon} for lat, lon in self.locations]}
        filters = self.criteria.filters.echo() if self.criteria.filters_given else None
        shown: JsonObject = {**self.criteria.echo(), "ephemeris_metadata_filters": filters}
        if self.kind == "space":
            shown["hemisphere"] = [*self.hemisphere]
        return shown

    def describe(self) -> str:
        """The block in the server's words, in parentheses."""
        if self.kind == "adhoc":
            parts = ["location in ({})".format(", ".join(f"[{lat:g}, {lon:g}]" for lat, lon in self.locations))]
        else:
            parts = [self.criteria.names()]
            if self.hemisphere:
                parts.append(f"hemisphere in ({', '.join(self.hemisphere)})")
        filters = self.criteria.filters.describe()
        text = " AND ".join(part for part in parts if part)
        return f"({text} filtered by metadata ({filters}))" if filters else f"({text})"


@frozen(kw_only=True)
class ConjunctionQuery:
    """What is asked for. Times are texts to the second, both ends included; ``distances`` are km for each pair of
    blocks by their places in ``blocks``, None where any distance will do; ``max_distances`` are those sent."""

    start: str
    end: str
    blocks: list[Block]
    types: list[str]
    distances: dict[tuple[int, int], float | None]
    max_distances: dict[str, float | None]
    precision: int
    subminute: bool

    @property
    def searched_types(self) -> list[str]:
        """The types that are searched for: without any, footprints in the north."""
        return self.types or ["nbtrace"]

    def echo(self) -> JsonObject:
        """The query as the status document repeats it."""
        shown: JsonObject = {"start": self.start, "end": self.end}
        for kind in _KINDS:
            shown[kind] = [block.echo() for block in self.blocks if block.kind == kind]
        return {
            **shown,
            "conjunction_types": [*self.types],
            "max_distances": {**self.max_distances},
            "epoch_search_precision": self.precision,
            "subminute_precision": self.subminute,
        }

    def describe(self, types: list[str] | None = None) -> str:
        """The query in the server's words (those of 2026), for some of its types or for those that were sent."""
        sources = " AND ".join(f"{block.name}={block.describe()}" for block in self.blocks)
        limits = [
            f"{self.blocks[one].name}-{self.blocks[other].name}={distance:g} km"
            for (one, other), distance in self.distances.items()
            if distance is not None
        ]
        precision = "sub-minute" if self.subminute else "one-minute"
        return (
            f"Find conjunctions of type ({', '.join(self.types if types is None else types)}) at {precision} precision"
            f" between data sources of {sources} WHERE epochs are between {self.start} AND {self.end} UTC"
            f" HAVING max distances between location points of {', '.join(limits)}."
        )


def parse_query(given: Json) -> ConjunctionQuery:
    """Understand the body of a search, or raise ``ApiError`` 400. Unknown members are ignored, as the server does."""
    if not isinstance(given, dict):
        raise bad_request("a search is a JSON object with the members start, end, ground, space and max_distances")
    start, end = parse_time(given, "start"), parse_time(given, "end")
    if start > end:
        raise bad_request(f"start, {start}, must not be later than end, {end}")
    blocks = [block for kind in _KINDS for block in _parse_blocks(given, kind)]
    if not _FEWEST <= len(blocks) <= _MOST:
        raise bad_request(f"a conjunction search takes {_FEWEST} to {_MOST} criteria blocks, not {len(blocks)}")
    types = parse_texts(given, "conjunction_types")
    for unknown in (item for item in types if item not in TYPES):
        raise bad_request(f"conjunction_types: '{unknown}' is none of {', '.join(TYPES)}")
    max_distances = _parse_distances(given)
    precision, subminute = _parse_precision(given)
    return ConjunctionQuery(
        start=start,
        end=end,
        blocks=blocks,
        types=list(dict.fromkeys(types)),
        distances=_pairs(blocks, max_distances),
        max_distances=max_distances,
        precision=precision,
        subminute=subminute,
    )


def describe_query(given: Json) -> str:
    """Put a query into words. As on the server nothing is refused: what cannot be understood is left out."""
    query = given if isinstance(given, dict) else {}
    blocks: list[Block] = []
    for kind in _KINDS:
        blocks += _lenient(partial(_parse_blocks, query, kind), _lenient_blocks(query.get(kind), kind))
    max_distances: dict[str, float | None] = _lenient(lambda: _parse_distances(query), {})
    precision, subminute = _lenient(lambda: _parse_precision(query), (_MINUTE, False))
    return ConjunctionQuery(
        start=_lenient(lambda: parse_time(query, "start"), str(query.get("start"))),
        end=_lenient(lambda: parse_time(query, "end"), str(query.get("end"))),
        blocks=blocks,
        types=_lenient(lambda: parse_texts(query, "conjunction_types"), []),
        distances=_pairs(blocks, max_distances),
        max_distances=max_distances,
        precision=precision,
        subminute=subminute,
    ).describe()


_Value = TypeVar("_Value")


def _lenient(parse: Callable[[], _Value], otherwise: _Value) -> _Value:
    try:
        return parse()
    except ApiError:
        return otherwise


def _parse_blocks(given: JsonObject, kind: str) -> list[Block]:
    value = given.get(kind)
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request(f"{kind} must be an array of criteria blocks")
    return [_parse_block(item, kind, number) for number, item in enumerate(value, 1)]


def _parse_block(given: Json, kind: str, number: int) -> Block:
    if not isinstance(given, dict):
        raise bad_request(f"{kind}{number} must be an object")
    hemisphere = parse_texts(given, "hemisphere") if kind == "space" else []
    for unknown in (item for item in hemisphere if item not in _HEMISPHERES):
        raise bad_request(f"{kind}{number}: hemisphere '{unknown}' is none of {', '.join(_HEMISPHERES)}")
    locations = _parse_locations(given.get("locations"), number) if kind == "adhoc" else []
    criteria = parse_sources({} if kind == "adhoc" else given, f"{kind}{number}")
    return Block(kind=kind, number=number, criteria=criteria, hemisphere=hemisphere, locations=locations)


def _lenient_blocks(given: Json, kind: str) -> list[Block]:
    items = given if isinstance(given, list) else []
    return [
        Block(kind=kind, number=number, criteria=lenient(item, kind), hemisphere=[], locations=[])
        for number, item in enumerate(items, 1)
    ]


def _parse_locations(given: Json, number: int) -> list[tuple[float, float]]:
    if not isinstance(given, list) or not given:
        raise bad_request(f"adhoc{number} needs locations, an array of objects with lat and lon")
    found = []
    for item in given:
        latitude, longitude = (item.get("lat"), item.get("lon")) if isinstance(item, dict) else (None, None)
        if not _is_number(latitude, 90) or not _is_number(longitude, 360):
            raise bad_request(f"adhoc{number}: a location has a lat from -90 to 90 and a lon, degrees; not {item!r}")
        found.append((float(str(latitude)), float(str(longitude))))
    return found


def _is_number(value: Json, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most


def _parse_distances(given: JsonObject) -> dict[str, float | None]:
    value = given.get("max_distances")
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad_request("max_distances must be an object such as {'ground1-space1': 500}, km")
    found: dict[str, float | None] = {}
    for pair, distance in value.items():
        if distance is None:
            found[pair] = None
        elif isinstance(distance, int | float) and not isinstance(distance, bool) and distance >= 0:
            found[pair] = distance
        else:
            raise bad_request(f"max_distances: {pair} must be a number of kilometres from 0 up, or null")
    return found


def _pairs(blocks: list[Block], given: Mapping[str, float | None]) -> dict[tuple[int, int], float | None]:
    """The distance of every pair of blocks. Without one, ground instruments must stand at the same place, and for all
    others any distance will do. Names are understood either way round."""
    found: dict[tuple[int, int], float | None] = {}
    for one, other in combinations(range(len(blocks)), 2):
        names = (blocks[one].name, blocks[other].name)
        same_place = blocks[one].kind == blocks[other].kind == "ground"
        there, back = "-".join(names), "-".join(reversed(names))
        found[one, other] = given.get(there, given.get(back, 0 if same_place else None))
    return found


def _parse_precision(given: JsonObject) -> tuple[int, bool]:
    """Seconds, and whether epochs between the minutes count. The older member is a number of seconds."""
    older, subminute = given.get("epoch_search_precision"), given.get("subminute_precision")
    if older is not None and (isinstance(older, bool) or not isinstance(older, int) or not 1 <= older <= _MINUTE):
        raise bad_request(f"epoch_search_precision must be 1 to {_MINUTE} seconds, not {older!r}")
    if subminute is not None and not isinstance(subminute, bool):
        raise bad_request(f"subminute_precision must be true or false, not {subminute!r}")
    seconds = older if isinstance(older, int) else _MINUTE
    return seconds, subminute if isinstance(subminute, bool) else seconds < _MINUTE
