"""What clients changed: sources that they made, changed or removed, and records that they sent in or removed.

The archive itself is a rule and stores nothing, so the changes are kept beside it, in SQLite. A record sent in hides
the archive's own record with the same key (source and address, or source and minute), and so does a removal.

Whoever searches asks for the rows that were sent in (``products``, ``ephemeris``) and for what of the archive is hidden
(``hidden_products``, ``removed_ephemeris``).
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import asdict, frozen

from aurorax_typed.emulator.archive import Catalogue, Product, Source, products_of_day
from aurorax_typed.emulator.replies import JsonObject, decode, encode
from aurorax_typed.emulator.store import opened

__all__ = ["EphemerisRow", "Holdings"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (identifier INTEGER PRIMARY KEY, document TEXT);
CREATE TABLE IF NOT EXISTS products (
    source INTEGER NOT NULL, url TEXT NOT NULL, in_archive INTEGER NOT NULL,
    type TEXT, start TEXT, end TEXT, metadata TEXT,
    PRIMARY KEY (source, url)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS products_by_start ON products (source, start);
CREATE TABLE IF NOT EXISTS ephemeris (
    source INTEGER NOT NULL, epoch TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (source, epoch)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ephemeris_removed (source INTEGER NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL);
"""


@frozen
class EphemerisRow:
    """One ephemeris record that was sent in. ``epoch`` is a text to the second, on the minute; ``record`` holds
    ``location_geo``, ``nbtrace``, ``sbtrace``, ``location_gsm`` and ``metadata`` as searches give them."""

    epoch: str
    record: JsonObject


class Holdings:
    """The changes to one emulator's archive. ``close()`` it. Any thread may use it."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lock = Lock()
        self._database = opened(path, _SCHEMA)
        for identifier, document in self._all("SELECT identifier, document FROM sources"):
            if document is None:
                catalogue.remove(identifier)
            else:
                catalogue.put(Source(**_object(document)))  # type: ignore[arg-type]

    def close(self) -> None:
        """Close the database; more than once is fine."""
        with self._lock:
            self._database.close()

    # -- sources ------------------------------------------------------------------------------------------------------

    def put_source(self, source: Source) -> None:
        """Make a source, or put it in the place of the one with its identifier."""
        text = encode(asdict(source)).decode()
        self._do([("INSERT OR REPLACE INTO sources VALUES (?, ?)", [(source.identifier, text)])])
        self.catalogue.put(source)

    def remove_source(self, identifier: int) -> None:
        """Remove a source. What was sent in for it must be gone already."""
        self._do(
            [
                ("INSERT OR REPLACE INTO sources VALUES (?, NULL)", [(identifier,)]),
                ("DELETE FROM ephemeris_removed WHERE source = ?", [(identifier,)]),
            ]
        )
        self.catalogue.remove(identifier)

    # -- data products ------------------------------------------------------------------------------------------------

    def put_products(self, source: Source, products: Iterable[Product]) -> None:
        """Take in data products; one with the same address takes the place of the other."""
        given = list(products)
        archived = _in_archive(source, (product.url for product in given))
        rows = [
            (
                source.identifier,
                product.url,
                archived[product.url],
                product.product_type,
                product.start,
                product.end,
                encode(product.metadata).decode(),
            )
            for product in given
        ]
        self._do([("INSERT OR REPLACE INTO products VALUES (?, ?, ?, ?, ?, ?, ?)", rows)])

    def remove_products(self, source: Source, urls: Iterable[str]) -> None:
        """Remove data products by address; unknown addresses are passed over."""
        known = _in_archive(source, urls)
        self._do(
            [
                ("DELETE FROM products WHERE source = ? AND url = ?", [(source.identifier, url) for url in known]),
                (
                    "INSERT OR REPLACE INTO products (source, url, in_archive) VALUES (?, ?, 1)",
                    [(source.identifier, url) for url, archived in known.items() if archived],
                ),
            ]
        )

    def products(self, sources: Sequence[Source], start: str, end: str) -> list[Product]:
        """What was sent in for these sources and lies within a time span, by start."""
        found = []
        for source in sources:
            rows = self._all(
                "SELECT type, start, end, url, metadata FROM products"
                " WHERE source = ? AND type IS NOT NULL AND start >= ? AND end <= ?",
                (source.identifier, start, end),
            )
            found += [
                Product(source, kind, begin, finish, url, _object(text)) for kind, begin, finish, url, text in rows
            ]
        return sorted(found, key=lambda product: (product.start, product.url))

    def hidden_products(self, source: Source) -> set[str]:
        """Addresses of the archive's own products that were removed or replaced."""
        rows = self._all("SELECT url FROM products WHERE source = ? AND in_archive = 1", (source.identifier,))
        return {url for (url,) in rows}

    # -- ephemeris ----------------------------------------------------------------------------------------------------

    def put_ephemeris(self, source: Source, rows: Iterable[EphemerisRow]) -> None:
        """Take in ephemeris; one of the same minute takes the place of the other."""
        values = [(source.identifier, row.epoch, encode(row.record).decode()) for row in rows]
        self._do([("INSERT OR REPLACE INTO ephemeris VALUES (?, ?, ?)", values)])

    def remove_ephemeris(self, source: Source, start: str, end: str) -> None:
        """Remove the ephemeris of a time span, both ends included: what was sent in, and what the archive has."""
        span = [(source.identifier, start, end)]
        self._do(
            [
                ("DELETE FROM ephemeris WHERE source = ? AND epoch >= ? AND epoch <= ?", span),
                ("INSERT INTO ephemeris_removed VALUES (?, ?, ?)", span),
            ]
        )

    def ephemeris(self, source: Source, start: str, end: str) -> list[EphemerisRow]:
        """What was sent in for a source between two epochs, both included, in order of time."""
        rows = self._all(
            "SELECT epoch, record FROM ephemeris WHERE source = ? AND epoch >= ? AND epoch <= ? ORDER BY epoch",
            (source.identifier, start, end),
        )
        return [EphemerisRow(epoch, _object(text)) for epoch, text in rows]

    def ephemeris_epochs(self, source: Source, start: str, end: str) -> list[str]:
        """The epochs of ``ephemeris`` alone."""
        rows = self._all(
            "SELECT epoch FROM ephemeris WHERE source = ? AND epoch >= ? AND epoch <= ? ORDER BY epoch",
            (source.identifier, start, end),
        )
        return [epoch for (epoch,) in rows]

    def removed_ephemeris(self, source: Source) -> list[tuple[str, str]]:
        """The spans, both ends included, in which the archive's own ephemeris of a source is hidden."""
        rows = self._all("SELECT start, end FROM ephemeris_removed WHERE source = ?", (source.identifier,))
        return [(start, end) for start, end in rows]

    def changed(
        self, archive: Iterable[list[Product]], sources: Sequence[Source], start: str, end: str
    ) -> Iterator[list[Product]]:
        """The archive's products, day by day and by start, with what clients changed."""
        hidden = {source.identifier: self.hidden_products(source) for source in sources}
        sent = self.products(sources, start, end)
        done = 0
        for products in archive:
            left = [product for product in products if product.url not in hidden[product.source.identifier]]
            first = done
            while left and done < len(sent) and sent[done].start[:10] <= left[0].start[:10]:
                done += 1
            # Both are in order already, and sorting keeps the order of those that start together.
            yield sorted(left + sent[first:done], key=lambda product: product.start) if done > first else left
        yield sent[done:]

    def counts(self, source: Source) -> tuple[int, int]:
        """How many products were sent in that the archive does not have, and how many of the archive's are removed."""
        rows = self._all(
            "SELECT count(*) FILTER (WHERE type IS NOT NULL AND NOT in_archive), count(*) FILTER (WHERE type IS NULL)"
            " FROM products WHERE source = ?",
            (source.identifier,),
        )
        added, removed = rows[0]
        return added, removed

    # -- within -------------------------------------------------------------------------------------------------------

    def _do(self, statements: Iterable[tuple[str, Sequence[tuple[object, ...]]]]) -> None:
        with self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            for statement, rows in statements:
                self._database.executemany(statement, rows)

    def _all(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()


def _object(text: str) -> JsonObject:
    value = decode(text.encode())
    assert isinstance(value, dict)
    return value


# The archive's addresses name their day.
_DAY = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/")


def _in_archive(source: Source, urls: Iterable[str]) -> dict[str, bool]:
    """For each address, whether the archive makes a product of this source there."""
    days: dict[tuple[str, ...], set[str]] = {}
    found = {}
    for url in urls:
        match = _DAY.search(url)
        if match is not None and match.groups() not in days:
            days[match.groups()] = _urls_of(source, *map(int, match.groups()))
        found[url] = match is not None and url in days[match.groups()]
    return found


def _urls_of(source: Source, year: int, month: int, day: int) -> set[str]:
    try:
        return {product.url for product in products_of_day(source, datetime.date(year, month, day))}
    except ValueError:
        return set()
