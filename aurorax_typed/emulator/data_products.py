"""Searches for data products."""

import datetime
import random
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from attrs import frozen

from aurorax_typed.emulator.archive import Product, Source, products_between
from aurorax_typed.emulator.filters import Filters, parse_filters
from aurorax_typed.emulator.holdings import Holdings
from aurorax_typed.emulator.parsing import brief, parse_texts, parse_time
from aurorax_typed.emulator.replies import ApiError, Json, JsonObject, bad_request, encode
from aurorax_typed.emulator.results import Reshape, record_line, shape_records
from aurorax_typed.emulator.search_runner import Job, Outcome, Query

__all__ = ["DataProductQuery", "DataProducts"]

_TYPES = ("keogram", "montage", "movie", "summary_plot", "data_availability", "average", "gridded_data")


@frozen(kw_only=True)
class DataProductQuery:
    """What is asked for. Times are texts to the second; empty lists allow everything."""

    start: str
    end: str
    programs: list[str]
    platforms: list[str]
    instrument_types: list[str]
    filters: Filters
    product_types: list[str]

    def echo(self) -> JsonObject:
        """The query as the status document repeats it."""
        sources: JsonObject = {
            "programs": [*self.programs],
            "platforms": [*self.platforms],
            "instrument_types": [*self.instrument_types],
            "data_product_metadata_filters": self.filters.echo(),
        }
        return {
            "start": self.start,
            "end": self.end,
            "data_sources": sources,
            "data_product_type_filters": [*self.product_types],
        }

    def describe(self) -> str:
        """The query in the server's words, its stray ones included."""
        lists = (
            ("program", self.programs),
            ("platform", self.platforms),
            ("instrument_type", self.instrument_types),
        )
        chosen = " AND ".join(f"{name} in ({', '.join(values)})" for name, values in lists if values)
        types = f" data_product_type in ({', '.join(self.product_types)})" if self.product_types else ""
        return (
            f"Find data_products for (({chosen} filtered by metadata ()) AND "
            f" data_product_metadata_filters [{self.filters.describe()}])"
            f" AND data_product start >= {brief(self.start)} UTC AND data_product end <= {brief(self.end)} UTC"
            f" AND{types}"
        )

    def matches(self, product: Product) -> bool:
        """Whether a product of a fitting source is wanted. Both ends of the query are included."""
        return (
            product.start >= self.start
            and product.end <= self.end
            and (not self.product_types or product.product_type in self.product_types)
            and self.filters.fits(product.metadata)
        )


class DataProducts:
    """The family of data product searches."""

    name = "data_products"
    request_type = "data_product"
    describe_name = "data_products"
    longest: datetime.timedelta = datetime.timedelta(days=3653)

    def __init__(self, holdings: Holdings, seed: int) -> None:
        self._holdings = holdings
        self._seed = seed

    def parse(self, given: Json) -> DataProductQuery:
        """Understand the body of a search. Unknown members are ignored, as the server does."""
        if not isinstance(given, dict):
            raise bad_request("a search is a JSON object with the members start, end and data_sources")
        criteria = given.get("data_sources")
        if not isinstance(criteria, dict):
            raise bad_request("data_sources must be an object with programs, platforms or instrument_types")
        start, end = parse_time(given, "start"), parse_time(given, "end")
        if start > end:
            raise bad_request(f"start, {start}, must not be later than end, {end}")
        types = parse_texts(given, "data_product_type_filters")
        for unknown in (item for item in types if item not in _TYPES):
            raise bad_request(f"data_product_type_filters: '{unknown}' is none of {', '.join(_TYPES)}")
        return DataProductQuery(
            start=start,
            end=end,
            programs=parse_texts(criteria, "programs"),
            platforms=parse_texts(criteria, "platforms"),
            instrument_types=parse_texts(criteria, "instrument_types"),
            filters=parse_filters(criteria.get("data_product_metadata_filters"), "data_product_metadata_filters"),
            product_types=types,
        )

    def describe(self, given: Json) -> str:
        """Put a query into words. As on the server nothing is refused: what cannot be understood is left out."""
        query = given if isinstance(given, dict) else {}
        criteria = query.get("data_sources")
        sources = criteria if isinstance(criteria, dict) else {}
        filters = "data_product_metadata_filters"
        return DataProductQuery(
            start=_lenient(parse_time, query, "start", str(query.get("start"))),
            end=_lenient(parse_time, query, "end", str(query.get("end"))),
            programs=_lenient(parse_texts, sources, "programs", []),
            platforms=_lenient(parse_texts, sources, "platforms", []),
            instrument_types=_lenient(parse_texts, sources, "instrument_types", []),
            filters=_lenient(lambda given, name: parse_filters(given.get(name), name), sources, filters, Filters()),
            product_types=_lenient(parse_texts, query, "data_product_type_filters", []),
        ).describe()

    def shape(self, form: str, tree: Json, *, queries: bool) -> Reshape | None:
        """How records are shown."""
        return shape_records(form, tree)

    async def run(self, query: Query, job: Job) -> Outcome:
        """Search, with the steps, words and pace of the server's logs."""
        assert isinstance(query, DataProductQuery)
        pace = random.Random(job.request_id)
        await job.pause(pace.uniform(0.003, 0.009))
        job.log("info", f"Starting query for {job.request_id}")
        began = job.elapsed()
        sources = self._sources(query)
        await job.pause(_seconds(_guess(query, sources), pace))
        job.log("info", f"Finished query in {job.elapsed() - began:.2f} seconds.")
        await job.pause(pace.uniform(0.003, 0.012))
        job.log("debug", "Starting to write data to file")
        began = job.elapsed()
        count, size = await job.write(self.lines(query))
        await job.pause(_seconds(count, pace) - (job.elapsed() - began))
        job.log("info", f"Finished writing data, found {count} records in {job.elapsed() - began:.2f} seconds.")
        await job.pause(pace.uniform(0.003, 0.010))
        job.log("debug", f"File size is {size} bytes.")
        await job.pause(0.004)
        return Outcome(count, size)

    def lines(self, query: Query) -> Iterator[list[bytes]]:
        """The records found, as result files have them, a day at a time."""
        assert isinstance(query, DataProductQuery)
        return _lines(self._matching(query, self._sources(query)))

    def _sources(self, query: DataProductQuery) -> list[Source]:
        return self._holdings.catalogue.find(
            programs=query.programs, platforms=query.platforms, instrument_types=query.instrument_types
        )

    def _matching(self, query: DataProductQuery, sources: list[Source]) -> Iterator[list[Product]]:
        first = datetime.date.fromisoformat(query.start[:10])
        last = datetime.date.fromisoformat(query.end[:10])
        archive = products_between(sources, first, last, self._seed)
        for products in self._holdings.changed(archive, sources, query.start, query.end):
            yield [product for product in products if query.matches(product)]


def _lines(days: Iterable[list[Product]]) -> Iterator[list[bytes]]:
    texts: dict[int, bytes] = {}
    for products in days:
        lines = []
        for product in products:
            source = product.source
            text = texts.get(source.identifier)
            if text is None:
                text = texts[source.identifier] = encode(source.document("full_record"))
            lines.append(
                record_line(
                    text,
                    {
                        "data_product_type": product.product_type,
                        "start": product.start,
                        "end": product.end,
                        "url": product.url,
                        "metadata": product.metadata,
                    },
                )
            )
        yield lines


def _guess(query: DataProductQuery, sources: list[Source]) -> int:
    """Roughly how many products the database would look at."""
    days = datetime.date.fromisoformat(query.end[:10]) - datetime.date.fromisoformat(query.start[:10])
    return 50 * (days.days + 1) * min(len(sources), 8)


def _seconds(records: int, pace: random.Random) -> float:
    """How long one step takes: 0.11 to 0.26 s for about a thousand records in the real logs, nothing for none."""
    return min(0.02 + records * 0.00012, 0.2) * pace.uniform(0.7, 1.1) if records else 0.002


_Value = TypeVar("_Value")


def _lenient(parse: Callable[[JsonObject, str], _Value], given: JsonObject, name: str, otherwise: _Value) -> _Value:
    try:
        return parse(given, name)
    except ApiError:
        return otherwise
