"""A service that embeds the client. Checked by mypy --strict and pyright, never run."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Iterator
from typing import assert_type

import httpx
import pandas as pd

import aurorax_typed
from aurorax_typed import (
    AnySearch,
    APIError,
    AsyncAnySearch,
    AsyncAuroraX,
    AsyncDataProductsSearch,
    AuroraX,
    AvailabilityResult,
    Conjunction,
    ConjunctionEvent,
    ConjunctionQuery,
    ConjunctionsSearch,
    CustomLocationsCriteria,
    DataProduct,
    DataProductQuery,
    DataProductsSearch,
    DataSource,
    Ephemeris,
    EphemerisQuery,
    EphemerisSearch,
    GroundCriteria,
    JSONValue,
    Location,
    LogEntry,
    MetadataExpression,
    MetadataFilter,
    PollingPolicy,
    RetryPolicy,
    SearchFailedError,
    SearchState,
    SearchTimeoutError,
    SpaceCriteria,
    StatusDocument,
    iter_batches,
    iter_records,
)
from aurorax_typed.events import Event, Received
from aurorax_typed.queries import Criteria, all_fields
from aurorax_typed.records import Row, RowValue

START = datetime.datetime(2020, 2, 1)
END = datetime.datetime(2020, 2, 5, 23, 59, 59)


def listen(event: Event) -> None:
    if isinstance(event, Received):
        assert_type(event.expected, int | None)


def blocking() -> list[str]:
    with AuroraX(
        api_key=None,
        base_url="http://127.0.0.1:8080",
        timeout=10,
        retry=RetryPolicy(max_attempts=3),
        polling=PollingPolicy(timeout=None),
        transport=httpx.HTTPTransport(retries=1),
        on_event=listen,
    ) as ax:
        search = ax.data_products.search(
            START,
            END,
            programs=["trex"],
            data_product_types=["keogram", "movie"],
            metadata_filters=MetadataFilter([MetadataExpression("keogram_type", "in", ["daily"])], "OR"),
            timeout=60,
        )
        assert_type(search, DataProductsSearch)
        assert_type(search.state, SearchState)
        assert_type(search.status, StatusDocument | None)
        assert_type(search.logs, list[LogEntry])
        for product in search.stream():
            assert_type(product, DataProduct)
            assert_type(product.data_source, DataSource)
            assert_type(product.data_source.program, str | None)
            assert_type(product.metadata, dict[str, JSONValue])
        assert_type(search.data, list[DataProduct])
        assert_type(search.to_pandas(), pd.DataFrame)
        attached = ax.data_products.attach(search.request_id)
        try:
            attached.wait(timeout=None)
        except SearchFailedError as error:
            return [entry["summary"] for entry in error.logs]
        except SearchTimeoutError as error:
            return [error.request_id]
        except APIError as error:
            return [str(error.status_code), error.error_code or ""]
        assert_type(ax.sources.list(source_type="ground"), list[DataSource])
        return [batch[0].url for batch in attached.stream_batches()]


async def embedded() -> AsyncIterator[DataProduct]:
    async with AsyncAuroraX(transport=httpx.AsyncHTTPTransport()) as ax:
        query = DataProductQuery(START, "2020-02-05", programs=["trex"])
        search = ax.data_products.prepare(query)
        assert_type(search, AsyncDataProductsSearch)
        await search.execute()
        await search.wait()
        assert_type(await search.get_data(), list[DataProduct])
        assert_type(await ax.sources.get("trex", "gillam", "RGB ASI"), DataSource)
        async for product in search.stream():
            yield product
        async for row in search.select("start", "url"):
            assert_type(row["start"], RowValue)


def conjunctions_to_files() -> int:
    with AuroraX() as ax:
        ground = GroundCriteria(programs=["themis-asi"])
        space = SpaceCriteria(programs=["swarm"], hemisphere=["northern"])
        found = ax.conjunctions.search(
            START,
            END,
            {"space1-ground1": 500.0},
            ground=ground,
            space=[space],
            custom_locations=CustomLocationsCriteria(locations=[(51.05, -114.07), Location(58.0, -94.0)]),
            conjunction_types=["nbtrace", "geographic"],
            source_format="full_record",
        )
        assert_type(found, ConjunctionsSearch)
        for conjunction in found.stream():
            assert_type(conjunction, Conjunction)
            assert_type(conjunction.events, list[ConjunctionEvent])
            assert_type(conjunction.data_sources[0], DataSource)
            assert_type(conjunction.closest_epoch, datetime.datetime | None)
        for row in found.select("start", "data_sources.display_name", "events.min_distance"):
            assert_type(row, Row)
        for rows in found.select_batches(*all_fields(Conjunction)):
            assert_type(rows, list[Row])
        pairs: dict[tuple[Criteria, Criteria], float | None] = {(ground, space): 500}
        by_blocks = ConjunctionQuery(START, END, pairs, ground=ground, space=space)
        assert_type(by_blocks.max_distances, dict[str, float | None])
        positions = ax.ephemeris.submit(EphemerisQuery(START, END, programs=["swarm"]))
        assert_type(positions, EphemerisSearch)
        assert_type([record.nbtrace.lat for record in positions.get_data()], list[float | None])
        assert_type(ax.availability.ephemeris(START.date(), END.date()), list[AvailabilityResult])
        return found.to_parquet("x.parquet") + found.to_csv("x.csv") + found.download("x.json")


def saved(chunks: Iterator[bytes]) -> None:
    for record in iter_records(chunks, Ephemeris):
        assert_type(record, Ephemeris)
    for batch in iter_batches(chunks, DataProduct):
        assert_type(batch, list[DataProduct])


def any_kind(search: AnySearch) -> int | None:
    return search.result_count


def taken_up_again() -> None:
    with AuroraX() as ax:
        ax.data_products.submit(DataProductQuery(START, END, programs=["trex"])).save("search.json")
        search = ax.load("search.json")
        assert_type(search, DataProductsSearch | EphemerisSearch | ConjunctionsSearch)
        any_kind(search)
        if not search.executed:
            search.execute()
        search.wait()
        if isinstance(search, EphemerisSearch):
            assert_type(search.get_data(), list[Ephemeris])
            assert_type(search.query, EphemerisQuery | None)
        assert_type(search.to_parquet("found.parquet"), int)
        assert_type(aurorax_typed.load("search.json"), AnySearch)


async def taken_up_again_later(path: str) -> AsyncAnySearch:
    async with AsyncAuroraX() as ax:
        search = await ax.load(path)
        await search.wait()
        return search


def notebook() -> None:
    found = aurorax_typed.data_products.search(START, END, programs=["trex"], verbose=True)
    assert_type(found.data[0].metadata.get("keogram_type"), JSONValue)
    assert_type(aurorax_typed.data_products.attach("x"), DataProductsSearch)
    assert_type(aurorax_typed.sources.get("trex", "gillam", "RGB ASI"), DataSource)


def wrong() -> None:
    # Each of these must be an error for the type checker: an unused ignore is one, too.
    DataProductQuery(START, END, programs=5)  # type: ignore[arg-type]
    DataProductQuery(START, END, data_product_types=["keogramm"])  # type: ignore[list-item]
    DataProductQuery(START, END, ["trex"])  # type: ignore[call-arg]
    MetadataExpression("a", "like", ["b"])  # type: ignore[arg-type]
    AuroraX("key")  # type: ignore[call-arg]
    with AuroraX() as ax:
        ax.data_products.search(START)  # type: ignore[call-overload]
        ax.ephemeris.attach("x").select("nbtrace.latitude")  # type: ignore[arg-type]
        ax.sources.list(format="everything")  # type: ignore[arg-type]
        ax.sources.get("trex", "gillam")  # type: ignore[call-arg]
        ax.conjunctions.search(START, END, ground=GroundCriteria())  # type: ignore[call-overload]
        ax.conjunctions.search(START, END, 500, conjunction_types=["north"])  # type: ignore[list-item]
        ax.ephemeris.search(START, END, data_product_types=["keogram"])  # type: ignore[call-overload]
    SpaceCriteria(hemisphere=["north"])  # type: ignore[list-item]
    aurorax_typed.data_products.describe(5)  # type: ignore[arg-type]
    iter_records([b""], int)  # type: ignore[type-var]


def what_is_held_in_a_variable(ax: AuroraX) -> None:
    names = ["swarm"]
    condition = {"key": "nbtrace_region", "operator": "=", "values": ["north polar cap"]}
    conditions = {"expressions": [condition], "logical_operator": "AND"}
    ax.ephemeris.search(START, END, programs=names, metadata_filters=condition)
    query = EphemerisQuery(START, END, programs=names, metadata_filters=conditions)
    ax.ephemeris.submit(EphemerisQuery.from_json(query.to_json()))
    document = {"start": "2020-01-01", "end": "2020-01-02", "data_sources": {"programs": ["swarm"]}}
    ax.ephemeris.search(EphemerisQuery.from_json(document))
    ground = {"programs": ["themis-asi"]}
    space = [{"programs": ["swarm"], "hemisphere": ["northern"]}]
    ax.conjunctions.search(START, END, 500, ground=ground, space=space)
    ax.conjunctions.scan(ConjunctionQuery(START, END, 500, ground=[ground], space=space), window="month")
    patient = ax.with_options(timeout=120)
    assert_type(patient, AuroraX)
    ax.ephemeris.search(datetime.date(2020, 1, 1), pd.Timestamp("2020-01-02"), programs=names)
