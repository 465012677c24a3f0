"""Which data sources a query is about: the criteria that searches for ephemeris and for conjunctions share."""

from collections.abc import Callable

from attrs import frozen

from aurorax_typed.emulator.archive import Catalogue, Source
from aurorax_typed.emulator.filters import Filters, parse_filters
from aurorax_typed.emulator.parsing import parse_texts
from aurorax_typed.emulator.replies import ApiError, Json, JsonObject, bad_request

__all__ = ["SourceCriteria", "lenient", "parse_sources"]

_FILTERS = "ephemeris_metadata_filters"


@frozen(kw_only=True)
class SourceCriteria:
    """Sources by their names, and their records by metadata. Empty lists allow everything.

    ``filters_given`` tells a filter that was left out, or null, from an empty one: queries are repeated as they came.
    """

    programs: list[str]
    platforms: list[str]
    instrument_types: list[str]
    filters: Filters
    filters_given: bool

    @property
    def empty(self) -> bool:
        """Whether nothing at all is asked for."""
        return not (self.programs or self.platforms or self.instrument_types or self.filters.expressions)

    def names(self) -> str:
        """The lists in the server's words."""
        lists = (
            ("program", self.programs),
            ("platform", self.platforms),
            ("instrument_type", self.instrument_types),
        )
        return " AND ".join(f"{name} in ({', '.join(values)})" for name, values in lists if values)

    def echo(self) -> JsonObject:
        """The lists as status documents repeat them."""
        return {
            "programs": [*self.programs],
            "platforms": [*self.platforms],
            "instrument_types": [*self.instrument_types],
        }

    def sources(self, catalogue: Catalogue, also: Callable[[Source], bool] = lambda source: True) -> list[Source]:
        """The sources that fit, by identifier."""
        return catalogue.find(
            programs=self.programs, platforms=self.platforms, instrument_types=self.instrument_types, also=also
        )


def parse_sources(given: Json, name: str) -> SourceCriteria:
    """Read criteria; ``name`` is the member they were found under, for the message of a 400."""
    if not isinstance(given, dict):
        raise bad_request(f"{name} must be an object with programs, platforms or instrument_types")
    return SourceCriteria(
        programs=parse_texts(given, "programs"),
        platforms=parse_texts(given, "platforms"),
        instrument_types=parse_texts(given, "instrument_types"),
        filters=parse_filters(given.get(_FILTERS), _FILTERS),
        filters_given=given.get(_FILTERS) is not None,
    )


def lenient(given: Json, name: str) -> SourceCriteria:
    """Criteria to be put into words: what cannot be understood is left out."""
    members = given if isinstance(given, dict) else {}
    kept: JsonObject = {}
    for key in ("programs", "platforms", "instrument_types", _FILTERS):
        try:
            parse_sources({key: members.get(key)}, name)
        except ApiError:
            continue
        kept[key] = members.get(key)
    return parse_sources(kept, name)
