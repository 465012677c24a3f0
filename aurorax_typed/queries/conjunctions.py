"""Queries for conjunctions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Literal, Protocol, TypeAlias, cast, get_args, runtime_checkable

from attrs import field, frozen

from aurorax_typed._arguments import names_its_arguments, number
from aurorax_typed.errors import QueryError
from aurorax_typed.queries.common import load, names, take_list, take_object, take_time, to_extra
from aurorax_typed.queries.criteria import (
    B,
    Criteria,
    CustomLocationsCriteria,
    EventsCriteria,
    GroundCriteria,
    SpaceCriteria,
    block_of,
)
from aurorax_typed.queries.times import check_span, to_end, to_start
from aurorax_typed.records import JSONValue

__all__ = ["Blocks", "ConjunctionQuery", "ConjunctionType", "Distance", "Distances", "advanced_distances"]

ConjunctionType = Literal["nbtrace", "sbtrace", "geographic"]


@runtime_checkable
class Distances(Protocol):
    """A mapping such as a dict: from pairs of blocks to kilometres.

    Not `Mapping`, whose keys are invariant: a type checker would refuse a dict whose pairs are all of a ground and a
    space block, where pairs of any two blocks may stand.
    """

    def items(self) -> Iterable[tuple[str | tuple[Criteria, Criteria], float | None]]:
        """The pairs, each with its distance."""
        ...


Distance: TypeAlias = float | Distances
"""The largest distance, km: one number for every pair of blocks, or one for each pair, named like `"ground1-space1"` or
by the two blocks themselves, either way round. None, or a pair left out, means any distance."""

_KINDS = ("ground", "space", "events", "adhoc")
_NAME = re.compile(r"(ground|space|events|adhoc|custom)([1-9][0-9]?)")
_MOST_BLOCKS = 10


Blocks: TypeAlias = Iterable[B | Mapping[str, object]] | B | Mapping[str, object]
"""Criteria blocks of one class, or one: each an object of the class, or a dict of its arguments."""


def advanced_distances(
    distance: float | None = None, *, ground: int = 0, space: int = 0, events: int = 0, custom: int = 0
) -> dict[str, float | None]:
    """Every pair of so many blocks of each kind, with the same distance in km, to be changed one by one.

    The names are those that the server uses: kinds in the order ground, space, events, adhoc (custom locations), each
    counted from 1.
    """
    counts = zip(_KINDS, (ground, space, events, custom), strict=True)
    blocks = [f"{kind}{number}" for kind, count in counts for number in range(1, count + 1)]
    return {f"{one}-{other}": distance for one, other in combinations(blocks, 2)}


def _blocks(values: Blocks[B], kind: type[B], name: str) -> tuple[B, ...]:
    if isinstance(values, CustomLocationsCriteria | EventsCriteria | GroundCriteria | SpaceCriteria | Mapping):
        values = (cast(B, values),)
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise QueryError(f"{name} takes {kind.__name__} objects, or dicts of their arguments, not {values!r}.")
    found = []
    for block in values:
        if isinstance(block, Mapping):
            found.append(block_of(kind, block))
        elif isinstance(block, kind):
            found.append(block)
        else:
            raise QueryError(
                f"{name} takes {kind.__name__} objects, or dicts of their arguments, not {type(block).__name__}."
            )
    return tuple(found)


def _ground(values: Blocks[GroundCriteria]) -> tuple[GroundCriteria, ...]:
    return _blocks(values, GroundCriteria, "ground")


def _space(values: Blocks[SpaceCriteria]) -> tuple[SpaceCriteria, ...]:
    return _blocks(values, SpaceCriteria, "space")


def _events(values: Blocks[EventsCriteria]) -> tuple[EventsCriteria, ...]:
    return _blocks(values, EventsCriteria, "events")


def _custom(values: Blocks[CustomLocationsCriteria]) -> tuple[CustomLocationsCriteria, ...]:
    return _blocks(values, CustomLocationsCriteria, "custom_locations")


def _types(values: Iterable[ConjunctionType]) -> tuple[ConjunctionType, ...]:
    found = names(values, "conjunction_types")
    for value in found:
        if value not in get_args(ConjunctionType):
            raise QueryError(f"{value!r} is not a conjunction type. Known: {', '.join(get_args(ConjunctionType))}.")
    if not found:
        raise QueryError(
            "conjunction_types is empty. The server would search for nbtrace alone; name the types that you want."
        )
    return cast("tuple[ConjunctionType, ...]", found)


def _kilometres(value: object, pair: str) -> float | None:
    if value is None:
        return None

    def refusal() -> QueryError:
        return QueryError(f"The distance of {pair} must be a number of kilometres, 0 or more, not {value!r}.")

    found = number(value, refusal)
    if found < 0:
        raise refusal()
    return found


@names_its_arguments(QueryError)
@frozen
class ConjunctionQuery:
    """When sources were close to each other.

    A conjunction needs one source of every block, each pair of them within its distance at the same minute. Distances
    are between footprints (`nbtrace`, `sbtrace`) or positions (`geographic`).

    Args:
        start: first minute, UTC.
        end: last minute, UTC.
        distance: the largest distance in km: one number for every pair, or a mapping of pairs, see `Distance`.
        ground: blocks of ground instruments.
        space: blocks of spacecraft.
        events: blocks of events.
        custom_locations: blocks of places.
        conjunction_types: what is compared: `nbtrace`, `sbtrace` (footprints), `geographic`.
        subminute_precision: positions between the minutes as well; None leaves it to the server (one minute).
        extra: further members to send along as they are.

    Raises:
        QueryError: fewer than 2 or more than 10 blocks, an unknown pair or type, start after end …
    """

    start: datetime = field(converter=to_start)
    end: datetime = field(converter=to_end)
    distance: Distance
    ground: tuple[GroundCriteria, ...] = field(default=(), converter=_ground, kw_only=True)
    space: tuple[SpaceCriteria, ...] = field(default=(), converter=_space, kw_only=True)
    events: tuple[EventsCriteria, ...] = field(default=(), converter=_events, kw_only=True)
    custom_locations: tuple[CustomLocationsCriteria, ...] = field(default=(), converter=_custom, kw_only=True)
    conjunction_types: tuple[ConjunctionType, ...] = field(default=("nbtrace",), converter=_types, kw_only=True)
    subminute_precision: bool | None = field(default=None, kw_only=True)
    extra: Mapping[str, JSONValue] = field(factory=dict, converter=to_extra, hash=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_span(self.start, self.end)
        count = len(self.blocks)
        if not 2 <= count <= _MOST_BLOCKS:
            raise QueryError(
                f"A conjunction is between 2 to {_MOST_BLOCKS} criteria blocks, got {count}. "
                "Blocks are the GroundCriteria, SpaceCriteria, EventsCriteria and CustomLocationsCriteria given."
            )
        if self.subminute_precision is not None and not isinstance(self.subminute_precision, bool):
            raise QueryError(f"subminute_precision is True, False or None, not {self.subminute_precision!r}.")
        # Frozen, and pairs must be complete and named as the server names them from here on.
        object.__setattr__(self, "distance", self._pairs())

    @property
    def blocks(self) -> dict[str, Criteria]:
        """Every block by its name in distances (`ground1`, `space1`, …; custom locations are `adhoc1`, …)."""
        groups: tuple[Sequence[Criteria], ...] = (self.ground, self.space, self.events, self.custom_locations)
        return {
            f"{kind}{number}": block
            for kind, group in zip(_KINDS, groups, strict=True)
            for number, block in enumerate(group, 1)
        }

    @property
    def max_distances(self) -> dict[str, float | None]:
        """The distance of every pair, km, as it is sent; None means any."""
        return dict(cast("Mapping[str, float | None]", self.distance))

    def _pairs(self) -> dict[str, float | None]:
        names_of = list(self.blocks)
        every = {f"{one}-{other}": cast("float | None", None) for one, other in combinations(names_of, 2)}
        if not isinstance(self.distance, Distances):
            if self.distance is None:
                raise QueryError("A conjunction needs a distance in km.")
            return dict.fromkeys(every, _kilometres(self.distance, "every pair"))
        given: set[str] = set()
        for key, value in self.distance.items():
            pair = self._pair(key, every)
            if pair in given:
                raise QueryError(f"The distance of {pair} is given twice.")
            given.add(pair)
            every[pair] = _kilometres(value, pair)
        if all(value is None for value in every.values()):
            raise QueryError("No pair has a distance, so that every minute would be a conjunction. Give at least one.")
        return every

    def _pair(self, key: object, every: Mapping[str, float | None]) -> str:
        """The server's name of a pair that was named by text or by its two blocks, either way round."""
        if isinstance(key, str):
            ends = [self._text_name(part.strip()) for part in key.split("-")]
        elif isinstance(key, tuple):
            ends = [self._block_name(block) for block in key]
        else:
            ends = []
        for pair in ("-".join(ends), "-".join(reversed(ends))):
            if len(ends) == 2 and pair in every:
                return pair
        raise QueryError(f"{key!r} is not a pair of blocks of this query. Its pairs: {', '.join(every)}.")

    def _text_name(self, text: str) -> str:
        match = _NAME.fullmatch(text)
        if match is None:
            return text
        return ("adhoc" if match[1] == "custom" else match[1]) + match[2]

    def _block_name(self, block: object) -> str:
        found = [name for name, candidate in self.blocks.items() if candidate is block]
        # Equal blocks are told apart by identity; a copy may stand for one only where that is unmistakable.
        found = found or [name for name, candidate in self.blocks.items() if candidate == block]
        if len(found) != 1:
            why = "is not a block of this query" if not found else "stands for several blocks"
            raise QueryError(f"{block!r} {why}; name the pair like 'ground1-space1' instead.")
        return found[0]

    def to_json(self) -> dict[str, JSONValue]:
        """The query as the server takes it."""
        query: dict[str, JSONValue] = {
            **self.extra,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "ground": [block.to_json() for block in self.ground],
            "space": [block.to_json() for block in self.space],
            "events": [block.to_json() for block in self.events],
            "adhoc": [block.to_json() for block in self.custom_locations],
            "conjunction_types": list(self.conjunction_types),
            "max_distances": dict(self.max_distances),
        }
        if self.subminute_precision is not None:
            query["subminute_precision"] = self.subminute_precision
        return query

    @classmethod
    def from_json(cls, document: str | bytes | Mapping[str, object]) -> ConjunctionQuery:
        """A query from the server's form, as JSON text or as a dict, such as the web site gives to copy.

        Unknown members are kept in `extra`. A `request_id` inside is left out: it belongs to the search that had it.
        The older `epoch_search_precision` (seconds) becomes `subminute_precision` where that is not given: 60 is False,
        less is True. No or empty `conjunction_types` mean nbtrace, as for the server.

        Raises:
            QueryError: it is not such a query.
        """
        members = load(document)
        members.pop("request_id", None)
        types = take_list(members, "conjunction_types")
        older = members.pop("epoch_search_precision", None)
        precision = members.pop("subminute_precision", None)
        if precision is None and older is not None:
            if isinstance(older, bool) or not isinstance(older, int) or not 1 <= older <= 60:
                raise QueryError(f"epoch_search_precision must be 1 to 60 seconds, not {older!r}.")
            precision = older < 60
        return cls(
            take_time(members, "start"),
            take_time(members, "end"),
            cast("Mapping[str, float | None]", take_object(members, "max_distances")),
            ground=[GroundCriteria.from_json(_block(block)) for block in take_list(members, "ground")],
            space=[SpaceCriteria.from_json(_block(block)) for block in take_list(members, "space")],
            events=[EventsCriteria.from_json(_block(block)) for block in take_list(members, "events")],
            custom_locations=[
                CustomLocationsCriteria.from_json(_block(block)) for block in take_list(members, "adhoc")
            ],
            conjunction_types=cast("list[ConjunctionType]", types or ["nbtrace"]),
            subminute_precision=cast("bool | None", precision),
            extra=members,
        )


def _block(value: JSONValue) -> dict[str, JSONValue]:
    if not isinstance(value, dict):
        raise QueryError(f"A criteria block must be an object, not {value!r}.")
    return value
