"""What must not pass: each ignore stands where every one of the four type checkers must find an error."""

from __future__ import annotations

from datetime import datetime

from aurorax_typed import (
    AsyncAuroraX,
    AuroraX,
    DataProduct,
    DataProductQuery,
    GroundCriteria,
    MetadataExpression,
    PollingPolicy,
    RetryPolicy,
    SearchState,
    SpaceCriteria,
    StatusDocument,
)

START, END = datetime(2020, 2, 1), datetime(2020, 2, 2)


def literals(ax: AuroraX) -> None:
    ax.data_products.search(START, END, data_product_types=["keogramm"])  # type: ignore[list-item]
    ax.ephemeris.search(START, END, source_format="everything")  # type: ignore[call-overload]
    ax.ephemeris.attach("id").select("nbtrace.latitude")  # type: ignore[arg-type]
    SpaceCriteria(hemisphere=["north"])  # type: ignore[list-item]
    MetadataExpression("calgary_apa_ml_v1", "like", ["APA"])  # type: ignore[arg-type]


def kinds(ax: AuroraX) -> None:
    ax.conjunctions.search(START, END, "500", ground=GroundCriteria())  # type: ignore[call-overload]
    ax.conjunctions.search(START, END, {1: 500}, ground=GroundCriteria())  # type: ignore[dict-item]
    ax.data_products.search(20200201, END)  # type: ignore[call-overload]
    ax.data_products.search(START, END, programs=5)  # type: ignore[call-overload]
    ax.data_products.attach(5)  # type: ignore[arg-type]
    ax.sources.list(owner=5)  # type: ignore[arg-type]
    RetryPolicy(max_attempts="three")  # type: ignore[arg-type]
    PollingPolicy(timeout="1 h")  # type: ignore[arg-type]


def arguments(ax: AuroraX) -> None:
    ax.data_products.search(START)  # type: ignore[call-overload]
    ax.data_products.search(START, END, ["trex"])  # type: ignore[call-overload]
    ax.ephemeris.search(START, END, data_product_types=["keogram"])  # type: ignore[call-overload]
    ax.conjunctions.search(START, END)  # type: ignore[call-overload]
    AuroraX("key")  # type: ignore[call-arg]


def members(product: DataProduct, status: StatusDocument) -> None:
    print(product.program)  # type: ignore[attr-defined]
    print(product.url + 1)  # type: ignore[operator]
    print(product.data_source.program.upper())  # type: ignore[union-attr]
    print(status["search_results"])  # type: ignore[typeddict-item]
    print(SearchState.DONE)  # type: ignore[attr-defined]


def frozen(query: DataProductQuery) -> None:
    query.start = START  # type: ignore[misc]


async def awaited_though_blocking(ax: AuroraX) -> None:
    await ax.data_products.search(START, END)  # type: ignore[misc]
    async with ax:  # type: ignore[attr-defined]
        pass


async def not_awaited(ax: AsyncAuroraX) -> None:
    search = ax.data_products.search(START, END)
    print(search.result_count)  # type: ignore[attr-defined]
    urls: list[str] = (await search).to_csv("urls.csv")  # type: ignore[assignment]
    print(urls)
    with ax:  # type: ignore[attr-defined]
        pass
