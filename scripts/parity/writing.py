"""Write the same with the real pyaurorax and with this package, each to its own emulator, and compare what is there.

    python scripts/parity/writing.py [--environment FOLDER] [--version 1.27.0]

pyaurorax is installed as `searches.py` does it. Afterwards both emulators are read with nothing but the
standard library: the sources, the ephemeris and the data products that were sent in, their counts by day. The script
ends with status 1 on any difference.
"""

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import searches

KEY = "key-of-an-administrator"
NEW: dict[str, Any] = {
    "program": "writing",
    "platform": "bench",
    "instrument_type": "camera",
    "source_type": "ground",
    "display_name": "Camera on a bench",
}
FIELD = {"field_name": "mode", "description": "How it ran", "data_type": "string", "allowed_values": ["fast", "slow"]}
NOON = datetime.datetime(2031, 3, 4, 12)
MINUTE = datetime.timedelta(minutes=1)


def write_with_pyaurorax(address: str) -> dict[str, int | str]:
    """What pyaurorax calls, and what it says of what it may not do. Runs in its own environment."""
    import pyaurorax  # type: ignore[import-not-found,unused-ignore]

    search = pyaurorax.PyAuroraX(api_base_url=address, api_key=KEY).search

    def source(identifier: int, **members: Any) -> Any:
        schema = {"ephemeris_metadata_schema": [FIELD], "data_product_metadata_schema": []}
        return search.DataSource(**{"identifier": identifier, **NEW, **schema, "metadata": {"height": 12.5}, **members})

    made = search.sources.add(source(400))
    search.sources.update(400, display_name="Another name")
    search.sources.add(source(401, platform="shelf"))
    refused = _refused(search.sources.add, source(402))
    kept = _refused(search.sources.delete, 103)
    search.sources.delete(401)
    epochs = [
        search.EphemerisData(
            data_source=made,
            epoch=NOON + MINUTE * number,
            location_geo=search.Location(lat=51.05, lon=-114.07),
            nbtrace=search.Location(lat=51.05, lon=-114.07),
            sbtrace=search.Location(lat=-60.5, lon=170.25 - number),
            location_gsm=search.Location(),
            metadata={"mode": "fast"},
        )
        for number in range(8)
    ]
    search.ephemeris.upload(400, epochs, validate_source=True, chunk_size=3)
    products = [
        search.DataProductData(
            data_source=made,
            data_product_type="keogram" if number % 2 else "movie",
            start=NOON,
            end=NOON + MINUTE * number,
            url=f"http://127.0.0.1/{number}.png",
            metadata={},
        )
        for number in range(6)
    ]
    search.data_products.upload(400, products, validate_source=True)
    search.ephemeris.delete(made, NOON, NOON + MINUTE)
    search.data_products.delete_urls(made, ["http://127.0.0.1/0.png"])
    search.data_products.delete(made, NOON, NOON + MINUTE * 60, data_product_types=["movie"])
    return {"refused": refused, "kept": kept, "searches": len(search.requests.list())}


def write_ourselves(address: str) -> dict[str, int | str]:
    """The same with this package."""
    from aurorax_typed import AuroraX, DataProduct, DataSource, Ephemeris, Location, MetadataSchemaItem

    schema = [MetadataSchemaItem(field_name="mode", description="How it ran", allowed_values=["fast", "slow"])]
    with AuroraX(base_url=address, api_key=KEY) as ax:

        def source(identifier: int) -> DataSource:
            return DataSource(identifier, **NEW, ephemeris_metadata_schema=schema, metadata={"height": 12.5})

        made = ax.sources.add(source(400))
        ax.sources.update(400, display_name="Another name")
        ax.sources.add(source(401), platform="shelf")
        refused = _refused(ax.sources.add, source(402))
        kept = _refused(ax.sources.delete, 103)
        ax.sources.delete(401)
        here = Location(51.05, -114.07)
        epochs = [
            Ephemeris(
                made, NOON + MINUTE * number, here, here, Location(-60.5, 170.25 - number), metadata={"mode": "fast"}
            )
            for number in range(8)
        ]
        ax.ephemeris.upload(400, epochs, chunk_size=3)
        products = [
            DataProduct(
                made,
                "keogram" if number % 2 else "movie",
                NOON,
                NOON + MINUTE * number,
                f"http://127.0.0.1/{number}.png",
            )
            for number in range(6)
        ]
        ax.data_products.upload(400, products)
        ax.ephemeris.delete(made, NOON, NOON + MINUTE)
        ax.data_products.delete_urls(made, ["http://127.0.0.1/0.png"])
        ax.data_products.delete(made, NOON, NOON + MINUTE * 60, data_product_types=["movie"])
        return {"refused": refused, "kept": kept, "searches": len(ax.requests.list())}


def _refused(call: Any, *arguments: Any) -> str:
    """The kind of error that a call ends in, without what the two clients name differently."""
    try:
        call(*arguments)
    except Exception as error:
        known = {"AuroraXDuplicateError": "ConflictError", "AuroraXConflictError": "ConflictError"}
        return known.get(type(error).__name__, type(error).__name__)
    return "nothing"


def read(address: str) -> dict[str, Any]:
    """What an emulator has of the new sources now."""
    span = "start=2031-03-03&end=2031-03-05&program=writing"
    query = {"start": "2031-03-01T00:00:00", "end": "2031-04-01T00:00:00", "data_sources": {"programs": ["writing"]}}
    found = {
        "sources": _ask(f"{address}/api/v1/data_sources?program=writing&format=full_record&include_stats=true"),
        "ephemeris by day": _ask(f"{address}/api/v1/availability/ephemeris?{span}"),
        "data products by day": _ask(f"{address}/api/v1/availability/data_products?{span}"),
    }
    for family in ("ephemeris", "data_products"):
        found[family] = sorted(_search(address, family, query), key=lambda record: json.dumps(record, sort_keys=True))
    return found


def _ask(url: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, {"content-type": "application/json"}), timeout=30) as reply:
        text = reply.read()
        return json.loads(text) if text else reply.headers["location"]


def _search(address: str, family: str, query: object) -> list[Any]:
    location = _ask(f"{address}/api/v1/{family}/search", query)
    give_up = time.monotonic() + 60
    while (status := _ask(location)["search_result"])["error_condition"] is not False:
        if time.monotonic() > give_up:
            raise SystemExit(f"the search {location} did not end: {status}")
        time.sleep(0.05)
    records = _ask(f"{location}/data")["result"]
    assert isinstance(records, list)
    return records


def compare(theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """Where the two differ."""
    return [
        f"{name}\n  pyaurorax: {json.dumps(theirs.get(name))[:1500]}\n  ours:      {json.dumps(ours.get(name))[:1500]}"
        for name in sorted(theirs.keys() | ours.keys())
        if theirs.get(name) != ours.get(name)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare what pyaurorax and this package write")
    parser.add_argument("--environment", type=Path)
    parser.add_argument("--version", default="1.27.0")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        print(json.dumps(write_with_pyaurorax(options.write)))
        return 0
    from aurorax_typed.emulator import EmulatorSettings, serve

    settings = EmulatorSettings(time_scale=0, admin_key=KEY)
    with tempfile.TemporaryDirectory() as folder, serve(settings=settings) as one, serve(settings=settings) as two:
        python = searches.prepare(options.environment or Path(folder) / "environment", options.version)
        command = [str(python), __file__, "--write", one]
        said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
        theirs = json.loads(said.splitlines()[-1]) | read(one)
        ours = write_ourselves(two) | read(two)
    differences = compare(theirs, ours)
    for difference in differences:
        print(difference)
    print(
        f"{len(theirs)} things compared, {len(theirs['ephemeris'])} ephemeris and {len(theirs['data_products'])} data"
        f" products among them: {len(differences)} differences"
    )
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
