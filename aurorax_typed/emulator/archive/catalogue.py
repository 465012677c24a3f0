"""Finding data sources, and counting what they have."""

import datetime
from collections.abc import Callable, Collection, Iterable

from aurorax_typed.emulator.archive.products import count_of_day, makes_products, product_span
from aurorax_typed.emulator.archive.sources import Source, load_sources

__all__ = ["Catalogue"]


class Catalogue:
    """The data sources that an emulator knows."""

    def __init__(self, sources: Iterable[Source] | None = None) -> None:
        self._sources = {source.identifier: source for source in (load_sources() if sources is None else sources)}
        self._counted: dict[int, tuple[int, str | None, str | None]] = {}

    def get(self, identifier: int) -> Source | None:
        """The source of this identifier."""
        return self._sources.get(identifier)

    def put(self, source: Source) -> None:
        """Add a source, or replace the one with its identifier."""
        # A new dictionary each time: searches that run in other threads go on with the one they have.
        self._sources = {**self._sources, source.identifier: source}
        self._counted.pop(source.identifier, None)

    def remove(self, identifier: int) -> None:
        """Forget a source."""
        self._sources = {key: source for key, source in self._sources.items() if key != identifier}

    def find(
        self,
        *,
        programs: Collection[str] = (),
        platforms: Collection[str] = (),
        instrument_types: Collection[str] = (),
        also: Callable[[Source], bool] = lambda source: True,
    ) -> list[Source]:
        """Sources by identifier. Values of one list are alternatives, an empty list allows all; matches are exact."""
        return [
            source
            for source in sorted(self._sources.values(), key=lambda source: source.identifier)
            if (not programs or source.program in programs)
            and (not platforms or source.platform in platforms)
            and (not instrument_types or source.instrument_type in instrument_types)
            and also(source)
        ]

    def products(self, source: Source) -> tuple[int, str | None, str | None]:
        """How many data products a source has in the archive, the first start and the last end; None without any."""
        if not makes_products(source):
            return 0, None, None
        if source.identifier not in self._counted:
            self._counted[source.identifier] = _count_products(source)
        return self._counted[source.identifier]


def _count_products(source: Source) -> tuple[int, str | None, str | None]:
    day, last = product_span(source)
    count, earliest, latest = 0, None, None
    while day <= last:
        made, start, end = count_of_day(source, day)
        if made:
            earliest, latest = earliest or start, end
            count += made
        day += datetime.timedelta(days=1)
    return count, earliest, latest
