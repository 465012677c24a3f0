"""How many records there are: by day for the availability, in all for the statistics."""

import datetime
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from aurorax_typed.emulator.archive import Source, products_of_day
from aurorax_typed.emulator.archive.products import count_of_day
from aurorax_typed.emulator.archive.sun import EPOCH
from aurorax_typed.emulator.holdings import Holdings
from aurorax_typed.emulator.positions.ephemeris import archive_spells, archive_window, minute_text
from aurorax_typed.emulator.replies import JsonObject

__all__ = ["Counts"]

_DAY = datetime.timedelta(days=1)


@frozen
class Counts:
    """Counting what an emulator has, the changes of its clients included."""

    holdings: Holdings
    _archived_before: dict[tuple[object, ...], tuple[int, str | None, str | None]] = field(factory=dict, init=False)

    def products(
        self, source: Source, first: datetime.date, last: datetime.date, product_type: str | None = None
    ) -> dict[str, int]:
        """Data products by the day of their start; every day of the span is there."""
        hidden = self.holdings.hidden_products(source)
        found = {}
        for day in _days(first, last):
            if product_type is None and not hidden:
                found[day.isoformat()] = count_of_day(source, day)[0]
            else:
                found[day.isoformat()] = sum(
                    product.url not in hidden and product_type in (None, product.product_type)
                    for product in products_of_day(source, day)
                )
        for product in self.holdings.products([source], f"{first}T00:00:00", "9999-12-31T23:59:59"):
            day_text = product.start[:10]
            if day_text in found and product_type in (None, product.product_type):
                found[day_text] += 1
        return found

    def ephemeris(self, source: Source, first: datetime.date, last: datetime.date) -> dict[str, int]:
        """Ephemeris records by day; every day of the span is there."""
        removed = [(_minute(start, up=True), _minute(end)) for start, end in self.holdings.removed_ephemeris(source)]
        sent = self.holdings.ephemeris_epochs(source, f"{first}T00:00:00", f"{last}T23:59:59")
        by_day: dict[str, list[int]] = {}
        for epoch in sent:
            by_day.setdefault(epoch[:10], []).append(_minute(epoch))
        found = {}
        # Asked for once: to look a source up costs more than to count a year of its days.
        archived = _by_day(archive_spells(source, (first - EPOCH).days * 1440, (last - EPOCH).days * 1440 + 1439))
        for day in _days(first, last):
            opens = (day - EPOCH).days * 1440
            spells = archived.get(opens, [])
            text = day.isoformat()
            extra = by_day.get(text, [])
            if not removed and not extra:
                found[text] = sum(end - start + 1 for start, end in spells)
                continue
            minutes = {minute for start, end in spells for minute in range(start, end + 1)}
            for start, end in removed:
                minutes.difference_update(range(max(start, opens), min(end, opens + 1439) + 1))
            found[text] = len(minutes.union(extra))
        return found

    def archived(self, source: Source, day: datetime.date) -> list[tuple[int, int]]:
        """The minutes of a day in which the archive has ephemeris of a source: first and last of each spell."""
        opens = (day - EPOCH).days * 1440
        return archive_spells(source, opens, opens + 1439)

    def statistics(self, source: Source) -> JsonObject:
        """How many records a source has, and from when to when. Times are null where there is nothing."""
        products, start, end = self.holdings.catalogue.products(source)
        ephemeris, earliest, latest = self._archived_ephemeris(source)
        found: JsonObject = {
            "ephemeris_count": ephemeris,
            "data_product_count": products,
            "earliest_ephemeris_loaded": earliest,
            "latest_ephemeris_loaded": latest,
            "earliest_data_product_loaded": start,
            "latest_data_product_loaded": end,
            "data_source": source.document("basic_info"),
        }
        found |= self._product_statistics(source, found)
        return found | self._ephemeris_statistics(source, found)

    def records(self, source: Source) -> int:
        """How many records of either kind a source has."""
        found = self.statistics(source)
        return int(str(found["ephemeris_count"])) + int(str(found["data_product_count"]))

    def _product_statistics(self, source: Source, archive: JsonObject) -> JsonObject:
        added, removed = self.holdings.counts(source)
        if not added and not removed:
            return {}
        count = int(str(archive["data_product_count"])) + added - removed
        names = ("earliest_data_product_loaded", "latest_data_product_loaded")
        if count == 0:
            return {"data_product_count": 0, **dict.fromkeys(names)}
        sent = self.holdings.products([source], "0000", "9999-12-31T23:59:59")
        starts = [product.start for product in sent] + _texts(archive[names[0]])
        ends = [product.end for product in sent] + _texts(archive[names[1]])
        return {"data_product_count": count, names[0]: min(starts), names[1]: max(ends)}

    def _ephemeris_statistics(self, source: Source, archive: JsonObject) -> JsonObject:
        removed = self.holdings.removed_ephemeris(source)
        epochs = self.holdings.ephemeris_epochs(source, "0000", "9999")
        if not removed and not epochs:
            return {}
        names = ("earliest_ephemeris_loaded", "latest_ephemeris_loaded")
        count = int(str(archive["ephemeris_count"]))
        days = {day for start, end in removed for day in _days(*self._within(source, start, end))} if count else set()
        for day in days:
            had = sum(end - start + 1 for start, end in self.archived(source, day))
            count += self.ephemeris(source, day, day)[day.isoformat()] - had
        for epoch in epochs:
            if datetime.date.fromisoformat(epoch[:10]) not in days:
                count += not self._is_archived(source, epoch)
        if count == 0:
            return {"ephemeris_count": 0, **dict.fromkeys(names)}
        times = epochs + _texts(archive[names[0]]) + _texts(archive[names[1]])
        return {"ephemeris_count": count, names[0]: min(times), names[1]: max(times)}

    def _archived_ephemeris(self, source: Source) -> tuple[int, str | None, str | None]:
        """How many ephemeris records a source has in the archive, the first epoch and the last; None without any."""
        # What decides about them. The nights of twenty years are counted once.
        key = (source.identifier, source.program, source.platform, source.instrument_type, source.source_type)
        if key not in self._archived_before:
            window = archive_window(source)
            spells = [] if window is None else archive_spells(source, *window)
            first = minute_text(spells[0][0]) if spells else None
            last = minute_text(spells[-1][1]) if spells else None
            self._archived_before[key] = (sum(end - start + 1 for start, end in spells), first, last)
        return self._archived_before[key]

    def _is_archived(self, source: Source, epoch: str) -> bool:
        minute = _minute(epoch)
        spells = self.archived(source, datetime.date.fromisoformat(epoch[:10]))
        return any(start <= minute <= end for start, end in spells)

    def _within(self, source: Source, start: str, end: str) -> tuple[datetime.date, datetime.date]:
        window = archive_window(source)
        span = (start, end) if window is None else (minute_text(window[0]), minute_text(window[1]))
        return (
            datetime.date.fromisoformat(max(start, span[0])[:10]),
            datetime.date.fromisoformat(min(end, span[1])[:10]),
        )


def _by_day(spells: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Spells of minutes, parted at midnight, by the first minute of their day."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end in spells:
        for opens in range(start - start % 1440, end + 1, 1440):
            found.setdefault(opens, []).append((max(start, opens), min(end, opens + 1439)))
    return found


def _days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    for number in range((last - first).days + 1):
        yield first + _DAY * number


def _minute(text: str, *, up: bool = False) -> int:
    """The minute of a time, counted from ``EPOCH``; its seconds are cut, or counted as one more with ``up``."""
    moment = datetime.datetime.fromisoformat(text)
    minutes = (moment.date() - EPOCH).days * 1440 + moment.hour * 60 + moment.minute
    return minutes + (up and moment.second > 0)


def _texts(*values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)]
