"""The table of docs/how-to/asyncio.md: blocking and asyncio differ by the words that it shows, and by nothing else."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

from aurorax_typed._async import client, conjunctions, data_products, ephemeris, scan

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "asyncio.md").read_text(encoding="utf-8")
RESOURCES = [
    type(value) for name, value in vars(client.AsyncAuroraX(base_url="http://127.0.0.1:1")).items() if name[0] != "_"
]
CLASSES = {
    client.AsyncAuroraX,
    *(kind for kind in RESOURCES if kind.__module__.startswith("aurorax_typed._async.")),
    data_products.AsyncDataProductsSearch,
    ephemeris.AsyncEphemerisSearch,
    conjunctions.AsyncConjunctionsSearch,
    scan.AsyncScan,
}


def methods(is_such: Callable[[object], bool]) -> list[str]:
    found = set()
    for kind in CLASSES:
        for name, value in inspect.getmembers(kind):
            if not name.startswith("_") and inspect.isfunction(value) and is_such(value):
                found.add(name)
    return sorted(found)


def streams(function: object) -> bool:
    """Whether its result is read with `async for`."""
    assert inspect.isfunction(function)
    return "AsyncGenerator" in str(function.__annotations__.get("return"))


def named(sentence: str) -> list[str]:
    match = re.search(rf"^{sentence}: (.*?)\.$", PAGE, re.MULTILINE | re.DOTALL)
    assert match is not None
    return re.findall(r"`(\w+)`", match[1])


def test_the_columns_differ_by_await_async_and_the_name_of_the_client() -> None:
    table = [line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "`" in line]
    assert len(table) == 5
    for _, blocking, waiting in table:
        words = re.sub(r"\b(await |async (?=with|for))|\bAsync(?=AuroraX)", "", waiting)
        assert words.strip() == blocking.strip()


def test_what_is_read_with_async_for() -> None:
    assert named("Read with `async for`") == methods(streams)


def test_what_is_not_awaited() -> None:
    plain = methods(lambda value: not (inspect.iscoroutinefunction(value) or streams(value)))
    assert named("Sends nothing, so that nothing is awaited") == plain
