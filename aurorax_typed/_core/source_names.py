"""The names in a query compared with those of the data sources: what is misspelled, and why nothing was found."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar, cast

from attrs import evolve, field, frozen

from aurorax_typed.errors import NothingFoundWarning, UnknownNameWarning
from aurorax_typed.queries import (
    ConjunctionQuery,
    DataProductQuery,
    EphemerisQuery,
    EventsCriteria,
    GroundCriteria,
    MetadataExpression,
    MetadataFilter,
    Query,
    SpaceCriteria,
    SpanQuery,
)
from aurorax_typed.queries.common import Family
from aurorax_typed.records import DataSource, MetadataSchemaItem

__all__ = ["Comparison", "Misspelling", "Names", "compare", "looks_misspelled", "matching", "warn", "why_nothing"]


def _several(names: str | Iterable[str] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)


@frozen
class Names:
    """Names to choose sources by, where no query holds them: one, several or none of each."""

    programs: tuple[str, ...] = field(converter=_several)
    platforms: tuple[str, ...] = field(converter=_several)
    instrument_types: tuple[str, ...] = field(converter=_several)
    metadata_filters: None = None

    def __bool__(self) -> bool:
        return bool(self.programs or self.platforms or self.instrument_types)


Choice: TypeAlias = DataProductQuery | EphemerisQuery | GroundCriteria | SpaceCriteria | EventsCriteria | Names
"""What chooses sources: each must match all of its lists, by any name in them."""

C = TypeVar("C", bound=Choice)
Q = TypeVar("Q", bound=Query | Names)

_LISTS = ("programs", "platforms", "instrument_types")


@frozen
class Misspelling:
    """A name that no source has.

    Attributes:
        what: such as `program`.
        name: as it was given.
        meant: the names that it certainly stands for: another case, other blanks, or several between commas.
        hint: what may have been meant, where that is not certain.
        of_metadata: it is a field of a metadata filter, or a value of one.
    """

    what: str
    name: str
    meant: tuple[str, ...] = ()
    hint: str = ""
    of_metadata: bool = False

    def __str__(self) -> str:
        if len(self.meant) > 1:
            return f"{self.name!r} is not one {self.what} but {len(self.meant)}: {', '.join(map(repr, self.meant))}."
        if self.meant:
            return f"The {self.what} {self.name!r} is spelled {self.meant[0]!r}."
        return f"There is no {self.what} {self.name!r}. {self.hint}".rstrip()


@frozen
class Comparison(Generic[Q]):
    """A query next to the sources.

    Attributes:
        query: with the names that were certainly meant.
        misspellings: what no source has.
        sources: what it was compared with; none where there is no list of them.
    """

    query: Q
    misspellings: tuple[Misspelling, ...]
    sources: Sequence[DataSource]

    @property
    def respelled(self) -> bool:
        """Whether `query` differs, and has only names that sources have."""
        return bool(self.misspellings) and all(misspelling.meant for misspelling in self.misspellings)


def looks_misspelled(query: Query | Names) -> bool:
    """Whether a name is worth a look at the sources before anything is searched: commas and stray blanks are in no
    name, and capital letters in instrument types only."""
    return any(
        name != _folded(name) if names != "instrument_types" else "," in name or name != " ".join(name.split())
        for choice in _choices(query).values()
        for names in _LISTS
        for name in _given(choice, names)
    )


def compare(query: Q, sources: Iterable[DataSource], family: Family | None = None) -> Comparison[Q]:
    """Compare the names in a query with those of the sources.

    Args:
        query: what is asked for.
        sources: every source.
        family: whose records are asked for, to look at the metadata filters too; the sources then have their schemas.
    """
    sources = list(sources)
    found: list[Misspelling] = []

    def respell(choice: C) -> C:
        changes: dict[str, object] = {}
        for names in _LISTS:
            given = _given(choice, names)
            spelled = tuple(_meant(given, names, sources, found))
            if spelled != given:
                changes[names] = spelled
        if changes:
            choice = _changed(choice, changes)
        if family is not None and choice.metadata_filters is not None:
            filters = _filters(choice.metadata_filters, matching(choice, sources), family, found)
            choice = _changed(choice, {"metadata_filters": filters})
        return choice

    if isinstance(query, ConjunctionQuery):
        respelled = evolve(
            query,
            distance=query.max_distances,
            ground=[respell(block) for block in query.ground],
            space=[respell(block) for block in query.space],
            events=[respell(block) for block in query.events],
        )
        return Comparison(cast(Q, respelled), tuple(found), sources)
    return Comparison(cast(Q, respell(cast(Choice, query))), tuple(found), sources)


def matching(choice: Choice, sources: Iterable[DataSource]) -> list[DataSource]:
    """The sources that a query, or a block of one, chooses by their names."""
    program = {"events"} if isinstance(choice, EventsCriteria) else None
    return [
        source
        for source in sources
        if (program is None or source.program in program)
        and all(not _given(choice, names) or getattr(source, names[:-1]) in _given(choice, names) for names in _LISTS)
    ]


def why_nothing(query: Query, sources: Sequence[DataSource], family: Family) -> str:
    """What excludes everything, where every name is known.

    Args:
        sources: every source, with its statistics.
    """
    records = "data products" if family == "data_products" else "ephemeris"
    asked = cast(SpanQuery, query)
    parts: list[str] = []
    for block, choice in _choices(query).items():
        where = f" in {block}" if block else ""
        chosen = matching(choice, sources)
        if not chosen:
            parts.append(f"No source{where} has {_described(choice)}.")
            continue
        who = f"The source{where} has" if len(chosen) == 1 else f"The {len(chosen)} sources{where} have"
        spans = [span for span in (_held(source, family) for source in chosen) if span is not None]
        if not spans:
            parts.append(f"{who} no {records}.")
            continue
        held = f"{records} from {_minute(min(span[0] for span in spans))} to {_minute(max(span[1] for span in spans))}"
        if all(last < asked.start or asked.end < first for first, last in spans):
            parts.append(f"{who} {held}, and none in this span.")
        elif family != "conjunctions":
            narrows = ["a gap"]
            narrows += ["the filter"] if choice.metadata_filters is not None else []
            narrows += ["the type"] if getattr(choice, "data_product_types", ()) else []
            parts.append(f"{who} {held}; {' or '.join(reversed(narrows))} excludes everything in this span.")
    if not parts:
        parts.append(
            "Every block has sources with ephemeris in this span, but no two blocks came this near. Try larger "
            "distances or a longer span."
            if all(choice.metadata_filters is None for choice in _choices(query).values())
            else "Every block has sources with ephemeris in this span; the filters or the distances exclude everything."
        )
    return " ".join(parts)


def _minute(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M}"


def warn(warning: UnknownNameWarning | NothingFoundWarning) -> None:
    """Warn at the line of the caller that is outside of this package."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("aurorax_typed"):
        level, frame = level + 1, frame.f_back
    warnings.warn(warning, stacklevel=level)


def _changed(choice: C, changes: Mapping[str, object]) -> C:
    change = cast("Callable[..., C]", evolve)
    return change(choice, **changes)


def _choices(query: Query | Names) -> Mapping[str, Choice]:
    """The query, or its blocks by their names."""
    if isinstance(query, ConjunctionQuery):
        blocks = query.blocks.items()
        return {
            name: block for name, block in blocks if isinstance(block, GroundCriteria | SpaceCriteria | EventsCriteria)
        }
    return {"": cast(Choice, query)}


def _given(choice: Choice, names: str) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(choice, names, ())  # the program of events is always the same
    return found


def _described(choice: Choice) -> str:
    """Such as "the program 'trex' and the platform 'gillam'"."""
    parts = [
        f"the {_word(names)} {' or '.join(map(repr, _given(choice, names)))}"
        for names in _LISTS
        if _given(choice, names)
    ]
    return " together with ".join(parts)


def _held(source: DataSource, family: Family) -> tuple[datetime, datetime] | None:
    """From when to when a source has records."""
    stats = source.stats
    if stats is None:
        return None
    if family == "data_products":
        first, last = stats.earliest_data_product_loaded, stats.latest_data_product_loaded
    else:
        first, last = stats.earliest_ephemeris_loaded, stats.latest_ephemeris_loaded
    return None if first is None or last is None else (first, last)


def _word(names: str) -> str:
    return names[:-1].replace("_", " ")


def _folded(text: str) -> str:
    return " ".join(text.replace(",", " ").split()).casefold()


def _certain(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """What a name stands for where only case, blanks or commas differ."""
    spelled = {_folded(own): own for own in known}
    if whole := spelled.get(_folded(name)):
        return (whole,)
    parts = [spelled.get(_folded(part)) for part in name.split(",") if part.strip()]
    meant = [part for part in parts if part is not None]
    return tuple(meant) if len(meant) == len(parts) else ()


def _nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Such as "Did you mean 'trex'?"; names of many words also by some of them."""
    from difflib import get_close_matches  # seldom needed, and slow to import

    spelled = {_folded(own): own for own in known}
    near = get_close_matches(_folded(name), spelled, n=1, cutoff=0.6)
    if not near:
        near = [own for own in spelled if _folded(name) in own][:1]
    return f"Did you mean {spelled[near[0]]!r}?" if near else otherwise


def _meant(
    given: tuple[str, ...], names: str, sources: Sequence[DataSource], found: list[Misspelling]
) -> Iterable[str]:
    """The names as the sources have them; what none has is added to `found`."""

    def own(of: str) -> set[str]:
        return {value for source in sources if (value := getattr(source, of))}

    known = own(names[:-1])
    for name in given:
        if name in known or not sources:
            yield name
        elif meant := _certain(name, known):
            found.append(Misspelling(_word(names), name, meant))
            yield from meant
        else:
            found.append(Misspelling(_word(names), name, hint=_hint(name, names, known, own)))
            yield name


def _hint(name: str, names: str, known: set[str], own: Callable[[str], set[str]]) -> str:
    for other in _LISTS:
        if other != names and (meant := _certain(name, own(other[:-1]))):
            article = "an" if other == "instrument_types" else "a"
            return f"{meant[0]!r} is {article} {_word(other)}."
    if _certain(name, own("display_name")):
        return "That is a display name: search by program, platform and instrument type."
    return _nearest(
        name, known, f"Known: {', '.join(sorted(known))}." if len(known) <= 30 else "See the list of sources."
    )


def _filters(
    filters: MetadataFilter, chosen: Sequence[DataSource], family: Family, found: list[Misspelling]
) -> MetadataFilter:
    """The filter with the fields and values that the chosen sources have in their schemas."""
    member = "data_product_metadata_schema" if family == "data_products" else "ephemeris_metadata_schema"
    fields: dict[str, list[MetadataSchemaItem]] = {}
    for source in chosen:
        for item in getattr(source, member) or ():
            fields.setdefault(item.field_name, []).append(item)
    if not fields:
        return filters
    return evolve(filters, expressions=[_expression(part, fields, found) for part in filters.expressions])


def _expression(
    expression: MetadataExpression, fields: Mapping[str, list[MetadataSchemaItem]], found: list[Misspelling]
) -> MetadataExpression:
    key = expression.key
    if key not in fields:
        meant = _certain(key, fields)
        if len(meant) != 1:
            known = f"These sources have: {', '.join(sorted(fields))}."
            found.append(Misspelling("metadata field", key, hint=_nearest(key, fields, known), of_metadata=True))
            return expression
        found.append(Misspelling("metadata field", key, meant, of_metadata=True))
        key = meant[0]
    allowed = {str(value) for item in fields[key] for value in item.allowed_values}
    if not allowed or expression.operator not in ("=", "in"):
        return evolve(expression, key=key)
    values: list[str | int | float | bool] = []
    for value in expression.values:
        if not isinstance(value, str) or value in allowed:
            values.append(value)
        elif meant := _certain(value, allowed):
            found.append(Misspelling(f"value of {key}", value, meant, of_metadata=True))
            values += meant
        else:
            known = f"Known: {', '.join(sorted(allowed))}."
            found.append(Misspelling(f"value of {key}", value, hint=_nearest(value, allowed, known), of_metadata=True))
            values.append(value)
    return evolve(expression, key=key, operator="=" if len(values) == 1 else "in", values=values)
