"""The blocking half: keograms and conjunctions for an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, assert_never, assert_type

import pandas as pd

from aurorax_typed import (
    AuroraX,
    AuroraXError,
    Conjunction,
    ConjunctionsSearch,
    DataProduct,
    DataProductsSearch,
    DataSource,
    GroundCriteria,
    MetadataExpression,
    MetadataFilter,
    PollingPolicy,
    RateLimitError,
    ResultError,
    RetryPolicy,
    SearchError,
    SearchFailedError,
    SearchState,
    SearchTimeoutError,
    SpaceCriteria,
    StatusDocument,
    TransportError,
)
from aurorax_typed.events import (
    Event,
    Polled,
    RetryScheduled,
)
from aurorax_typed.queries import ConjunctionType, DataProductType, Distance, SourceFormat, advanced_distances

Outcome = Literal["fresh", "slow", "later", "broken"]


class Archive:
    """Owns a client; hands out records."""

    def __init__(self, base_url: str | None = None, *, patience: float = 600) -> None:
        self.retried: dict[str, int] = {}
        self._client = AuroraX(
            base_url=base_url,
            timeout=30,
            retry=RetryPolicy(max_attempts=3, max_elapsed=20),
            polling=PollingPolicy(timeout=patience),
            on_event=self._heard,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def _heard(self, event: Event) -> None:
        if isinstance(event, RetryScheduled):
            self.retried[event.path] = self.retried.get(event.path, 0) + 1
        elif isinstance(event, Polled):
            assert_type(event.state, SearchState)

    def _search(self, start: datetime, end: datetime, kinds: Iterable[DataProductType]) -> DataProductsSearch:
        return self._client.data_products.search(
            start,
            end,
            programs=["trex"],
            data_product_types=kinds,
            metadata_filters=MetadataFilter([MetadataExpression("keogram_type", "in", ["daily", "hourly"])]),
        )

    def keograms(self, start: datetime, end: datetime) -> Iterator[DataProduct]:
        """As they come."""
        yield from self._search(start, end, ["keogram"]).stream()

    def by_platform(self, products: Iterable[DataProduct]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for product in products:
            assert_type(product.start, datetime)
            found.setdefault(product.data_source.platform or "unknown", []).append(product.url)
        return found

    def table(self, start: datetime, end: datetime) -> pd.DataFrame:
        frame = self._search(start, end, ["keogram", "montage"]).to_pandas()
        assert_type(frame, pd.DataFrame)
        return frame

    def outcome(self, search: DataProductsSearch) -> tuple[Outcome, str]:
        try:
            search.wait(timeout=30)
        except SearchTimeoutError as error:
            return "slow", error.request_id
        except SearchFailedError as error:
            return "broken", "; ".join(entry["summary"] for entry in error.logs)
        except RateLimitError as error:
            assert_type(error.retry_after, float | None)
            return "later", error.error_code or str(error.status_code)
        except TransportError as error:
            return "later", error.url
        except (SearchError, ResultError) as error:
            return "broken", error.message
        except AuroraXError as error:
            return "broken", str(error)
        return "fresh", str(search.result_count)

    def said(self, status: StatusDocument) -> list[str]:
        """The server's words: a TypedDict, with what may be missing marked so."""
        assert_type(status["search_request"]["request_id"], str)
        result = status.get("search_result")
        uri = result.get("data_uri") if result else None
        return [entry["level"] for entry in status.get("logs") or []] + ([uri] if uri else [])

    def passes(
        self, start: datetime, end: datetime, distance: Distance, kinds: Iterable[ConjunctionType] = ("nbtrace",)
    ) -> ConjunctionsSearch:
        return self._client.conjunctions.search(
            start,
            end,
            distance,
            ground=GroundCriteria(programs=["themis-asi"]),
            space=SpaceCriteria(programs=["swarm"]),
            conjunction_types=kinds,
        )

    def by_blocks(self, start: datetime, end: datetime) -> Iterator[Conjunction]:
        """Every way to name pairs; each dict is written where it is used and before."""
        ground = GroundCriteria(programs=["themis-asi"])
        swarm, arase = SpaceCriteria(programs=["swarm"]), SpaceCriteria(programs=["arase"])
        written = {(ground, swarm): 500}
        named = advanced_distances(500, ground=1, space=2)
        named["space1-space2"] = None
        search = self._client.conjunctions.search
        yield from search(start, end, written, ground=ground, space=swarm).stream()
        yield from search(start, end, {(swarm, ground): 500}, ground=ground, space=swarm).stream()
        yield from search(start, end, {(ground, swarm): 5, (swarm, arase): None}, ground=ground, space=swarm).stream()
        yield from search(start, end, {"ground1-space1": 5, (swarm, arase): 0.5}, ground=ground, space=swarm).stream()
        yield from search(start, end, named, ground=ground, space=[swarm, arase]).stream()

    def save(self, search: ConjunctionsSearch, folder: Path) -> int:
        return search.to_parquet(folder / "passes.parquet") + search.download(folder / "passes.json")

    def sources(self, form: SourceFormat = "basic_info") -> list[DataSource]:
        return [source for source in self._client.sources.list(format=form) if source.source_type == "ground"]


def advice(outcome: Outcome) -> str:
    match outcome:
        case "fresh":
            return "read it"
        case "slow" | "later":
            return "come back"
        case "broken":
            return "tell somebody"
        case _:
            assert_never(outcome)
