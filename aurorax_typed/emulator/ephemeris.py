"""Searches for ephemeris: where sources were, minute by minute."""

import datetime
import random
from collections.abc import Iterator

import numpy as np
from attrs import frozen

from aurorax_typed.emulator.archive import Catalogue
from aurorax_typed.emulator.criteria import SourceCriteria, lenient, parse_sources
from aurorax_typed.emulator.parsing import brief, parse_time
from aurorax_typed.emulator.positions.chunks import Chunk, fitting, metadata_texts
from aurorax_typed.emulator.positions.ephemeris import Whereabouts
from aurorax_typed.emulator.positions.frames import Floats
from aurorax_typed.emulator.positions.spacecraft import minute_of
from aurorax_typed.emulator.replies import ApiError, Json, JsonObject, bad_request, encode
from aurorax_typed.emulator.results import Reshape, shape_records
from aurorax_typed.emulator.search_runner import Job, Outcome, Query

__all__ = ["Ephemerides", "EphemerisQuery", "first_minute", "last_minute", "record_lines"]


def first_minute(start: str) -> int:
    """The first whole minute at or after a time."""
    return minute_of(start) + (not start.endswith(":00"))


def last_minute(end: str) -> int:
    """The last whole minute at or before a time."""
    return minute_of(end)


@frozen(kw_only=True)
class EphemerisQuery:
    """What is asked for. Times are texts to the second; both ends are included."""

    start: str
    end: str
    criteria: SourceCriteria

    def echo(self) -> JsonObject:
        """The query as the status document repeats it."""
        filters: JsonObject = {"ephemeris_metadata_filters": self.criteria.filters.echo()}
        return {"start": self.start, "end": self.end, "data_sources": self.criteria.echo() | filters}

    def describe(self) -> str:
        """The query in the server's words, its odd spaces included."""
        filters = self.criteria.filters.describe()
        return (
            f"Find ephemeris for (({self.criteria.names()} filtered by metadata ()) AND "
            f" ephemeris_metadata_filters [{filters}]) "
            f" AND epoch between {brief(self.start)} and {brief(self.end)} UTC"
        )


class Ephemerides:
    """The family of ephemeris searches."""

    name = "ephemeris"
    request_type = "ephemeris"
    describe_name = "ephemeris"
    longest: datetime.timedelta = datetime.timedelta(days=2)

    def __init__(self, catalogue: Catalogue, whereabouts: Whereabouts) -> None:
        self._catalogue = catalogue
        self._whereabouts = whereabouts

    def parse(self, given: Json) -> EphemerisQuery:
        """Understand the body of a search. Unknown members are ignored, as the server does."""
        if not isinstance(given, dict):
            raise bad_request("a search is a JSON object with the members start, end and data_sources")
        criteria = parse_sources(given.get("data_sources"), "data_sources")
        start, end = parse_time(given, "start"), parse_time(given, "end")
        if start > end:
            raise bad_request(f"start, {start}, must not be later than end, {end}")
        if criteria.empty:
            raise bad_request("data_sources needs at least one program, platform, instrument type or metadata filter")
        return EphemerisQuery(start=start, end=end, criteria=criteria)

    def describe(self, given: Json) -> str:
        """Put a query into words. As on the server nothing is refused: what cannot be understood is left out."""
        query = given if isinstance(given, dict) else {}

        def time(name: str) -> str:
            try:
                return parse_time(query, name)
            except ApiError:
                return str(query.get(name))

        criteria = lenient(query.get("data_sources"), "data_sources")
        return EphemerisQuery(start=time("start"), end=time("end"), criteria=criteria).describe()

    def shape(self, form: str, tree: Json, *, queries: bool) -> Reshape | None:
        """How records are shown."""
        return shape_records(form, tree)

    async def run(self, query: Query, job: Job) -> Outcome:
        """Search, with the steps, words and pace of the server's logs."""
        assert isinstance(query, EphemerisQuery)
        pace = random.Random(job.request_id)
        await job.pause(pace.uniform(0.003, 0.009))
        job.log("debug", f"Starting {job.request_id} for query {query.describe()}")
        began = job.elapsed()
        await job.pause(pace.uniform(0.008, 0.02))
        job.log("info", f"Finished query in {job.elapsed() - began:.2f} seconds.")
        await job.pause(pace.uniform(0.002, 0.006))
        job.log("debug", "Starting to write data to file")
        began = job.elapsed()
        count, size = await job.write(self.lines(query))
        await job.pause(min(count * 0.0003, 0.45) * pace.uniform(0.9, 1.1) - (job.elapsed() - began))
        job.log("info", f"Finished writing data, found {count} records in {job.elapsed() - began:.2f} seconds.")
        await job.pause(pace.uniform(0.002, 0.005))
        job.log("debug", f"File size is {size} bytes.")
        await job.pause(0.002)
        return Outcome(count, size)

    def lines(self, query: Query) -> Iterator[Iterator[bytes]]:
        """The records found, as result files have them, those of a day at most at a time."""
        assert isinstance(query, EphemerisQuery)
        first, last = first_minute(query.start), last_minute(query.end)
        filters = query.criteria.filters
        for source in query.criteria.sources(self._catalogue):
            text = encode(source.document("full_record"))
            for chunk in self._whereabouts.chunks(source, first, last):
                kept = chunk.keep(fitting(filters, chunk.columns, len(chunk)))
                # Nothing at all is passed on too, so that a search that finds nothing can be cancelled.
                yield record_lines(kept, text) if len(kept) else iter(())


_AFTER_SOURCE = ',"epoch":"%s","location_geo":%s,"location_gsm":%s,"nbtrace":%s,"sbtrace":%s,"metadata":%s}'
_PLACE = '{"lat":%r,"lon":%r}'


def record_lines(chunk: Chunk, source_text: bytes) -> Iterator[bytes]:
    """The records of a chunk as result files have them; ``source_text`` is the whole source as JSON."""
    epochs: list[str] = np.datetime_as_string(chunk.minutes.astype("datetime64[m]"), unit="s").tolist()
    places = (chunk.location_geo, chunk.location_gsm, chunk.nbtrace, chunk.sbtrace)
    before = b'{"data_source":' + source_text
    rows = zip(
        epochs, *(_place_texts(place) for place in places), metadata_texts(chunk.columns, len(chunk)), strict=True
    )
    return (before + (_AFTER_SOURCE % row).encode() for row in rows)


def _place_texts(places: Floats) -> list[str]:
    texts = [_PLACE % tuple(pair) for pair in places.tolist()]
    for row in np.flatnonzero(np.isnan(places).any(axis=1)).tolist():
        texts[row] = texts[row].replace("nan", "null")
    return texts
