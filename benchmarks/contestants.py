"""Everything that is measured: each takes a result file and says how many records it got, and when it had the first.

A contestant imports its own tools, so that a process that measures one pays for that one alone. Those that stream drop
each record when the next comes; the others have to hold all.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

__all__ = ["CONTESTANTS", "Contestant"]

CHUNK = 1 << 16
Run = Callable[[Path, Callable[[], None]], int]
"""Reads the file, calls back when it has the first record, returns how many there were (0 where it made none)."""


@frozen
class Contestant:
    """One way to read a result.

    Attributes:
        title: for tables.
        prepare: imports what it needs and makes what reads such a file.
        streams: it gives out records as they come.
        module: what has to be installed, beyond the package's own dependencies.
        remark: what it ends with.
    """

    title: str
    prepare: Callable[[str, Path], Run]
    streams: bool = False
    module: str = ""
    remark: str = field(default="records")


def _count(items: Iterator[Any], first: Callable[[], None]) -> int:
    count = 0
    for _ in items:
        if not count:
            first()
        count += 1
    return count


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _record_types() -> dict[str, Any]:
    from aurorax_typed.records import Conjunction, DataProduct, Ephemeris

    return {"data_products": DataProduct, "ephemeris": Ephemeris, "conjunctions": Conjunction}


def _ours(family: str, _: Path) -> Run:
    from aurorax_typed import iter_batches

    kind = _record_types()[family]

    def run(path: Path, first: Callable[[], None]) -> int:
        count = 0
        for batch in iter_batches(_chunks(path), kind):
            if not count:
                first()
            count += len(batch)
        return count

    return run


def _ours_kept(family: str, _: Path) -> Run:
    from aurorax_typed import iter_records

    kind = _record_types()[family]

    def run(path: Path, first: Callable[[], None]) -> int:
        kept = list(iter_records(_chunks(path), kind))
        first()
        return len(kept)

    return run


def _ours_http(family: str, path: Path) -> Run:
    import httpx

    from aurorax_typed import iter_batches
    from benchmarks.serving import serve

    kind = _record_types()[family]
    url = serve(path)

    def run(_: Path, first: Callable[[], None]) -> int:
        count = 0
        with httpx.stream("GET", url, trust_env=False) as response:
            for batch in iter_batches(response.iter_raw(), kind):
                if not count:
                    first()
                count += len(batch)
        return count

    return run


def _ours_parquet(family: str, path: Path) -> Run:
    import tempfile

    import httpx
    import pyarrow.parquet  # noqa: F401 - its import is not what is measured

    from aurorax_typed import iter_batches
    from aurorax_typed.export import ParquetSink
    from benchmarks.serving import serve

    kind = _record_types()[family]
    url = serve(path)

    def run(_: Path, first: Callable[[], None]) -> int:
        with tempfile.TemporaryDirectory() as folder, httpx.stream("GET", url, trust_env=False) as response:
            with ParquetSink(Path(folder) / "result.parquet", kind) as sink:
                gathered: list[Any] = []  # as `to_parquet` does: small batches cost more than they hold
                for batch in iter_batches(response.iter_raw(), kind):
                    first()
                    gathered += batch
                    if len(gathered) >= 4096:
                        sink.write(gathered)
                        gathered = []
                sink.write(gathered)
            return sink.rows

    return run


def _pyaurorax(family: str, path: Path) -> Run:
    import pyaurorax

    from benchmarks.serving import serve

    aurorax = pyaurorax.PyAuroraX()
    aurorax.api_timeout = 600
    day = datetime(2020, 1, 1)
    searches = {
        "data_products": lambda: pyaurorax.search.DataProductSearch(aurorax, day, day),
        "ephemeris": lambda: pyaurorax.search.EphemerisSearch(aurorax, day, day),
        "conjunctions": lambda: pyaurorax.search.ConjunctionSearch(
            aurorax, day, day, 500, ground=[pyaurorax.search.GroundCriteriaBlock(programs=["themis-asi"])]
        ),
    }
    # Which conversion it applies depends on the address.
    url = f"{serve(path)}api/v1/{family}/requests/0/data"

    def run(_: Path, first: Callable[[], None]) -> int:
        search = searches[family]()
        search.completed, search.data_url = True, url
        search.get_data()
        first()
        return len(search.data)

    return run


def _json_dicts(_: str, __: Path) -> Run:
    def run(path: Path, first: Callable[[], None]) -> int:
        found = json.loads(path.read_bytes())["result"]
        first()
        return len(found)

    return run


def _existing(family: str, _: Path) -> Run:
    from benchmarks.plain import existing_path

    def run(path: Path, first: Callable[[], None]) -> int:
        found = existing_path(family, json.loads(path.read_bytes())["result"])
        first()
        return len(found)

    return run


def _orjson_dicts(_: str, __: Path) -> Run:
    import orjson

    def run(path: Path, first: Callable[[], None]) -> int:
        found = orjson.loads(path.read_bytes())["result"]
        first()
        return len(found)

    return run


def _orjson_records(family: str, _: Path) -> Run:
    import orjson

    from benchmarks.plain import RECORDS

    make = RECORDS[family]

    def run(path: Path, first: Callable[[], None]) -> int:
        found = [make(value) for value in orjson.loads(path.read_bytes())["result"]]
        first()
        return len(found)

    return run


def _ijson_dicts(_: str, __: Path) -> Run:
    from ijson.backends import yajl2_c

    def run(path: Path, first: Callable[[], None]) -> int:
        with path.open("rb") as file:
            return _count(yajl2_c.items(file, "result.item", use_float=True), first)

    return run


def _ijson_records(family: str, _: Path) -> Run:
    from ijson.backends import yajl2_c

    from benchmarks.plain import RECORDS

    make = RECORDS[family]

    def run(path: Path, first: Callable[[], None]) -> int:
        with path.open("rb") as file:
            return _count(map(make, yajl2_c.items(file, "result.item", use_float=True)), first)

    return run


def _msgspec(types: str, *, collect: bool = True) -> Callable[[str, Path], Run]:
    def prepare(family: str, _: Path) -> Run:
        import msgspec

        from benchmarks import mirrors

        kind = mirrors.Nothing if types == "nothing" else getattr(mirrors, types)[family]
        decoder = msgspec.json.Decoder(msgspec.defstruct("Document", [("result", list[kind])]))

        def run(path: Path, first: Callable[[], None]) -> int:
            if not collect:
                gc.disable()
            found = decoder.decode(path.read_bytes()).result
            first()
            return len(found)

        return run

    return prepare


def _reading(_: str, __: Path) -> Run:
    def run(path: Path, first: Callable[[], None]) -> int:
        for chunk in _chunks(path):
            if chunk:
                first()
        return 0

    return run


CONTESTANTS: dict[str, Contestant] = {
    "ours": Contestant("aurorax_typed, streaming", _ours, streams=True),
    "ours-http": Contestant("aurorax_typed, over HTTP on loopback", _ours_http, streams=True),
    "ours-parquet": Contestant(
        "aurorax_typed, over HTTP into a Parquet file", _ours_parquet, streams=True, module="pyarrow", remark="a file"
    ),
    "ours-kept": Contestant("aurorax_typed, all records kept", _ours_kept),
    "existing": Contestant("pyaurorax's path: json, strptime, objects", _existing, remark="its objects"),
    "pyaurorax": Contestant(
        "pyaurorax itself, over HTTP on loopback", _pyaurorax, module="pyaurorax", remark="its objects"
    ),
    "json": Contestant("json.loads, whole", _json_dicts, remark="dictionaries"),
    "orjson": Contestant("orjson, whole", _orjson_dicts, module="orjson", remark="dictionaries"),
    "orjson-records": Contestant("orjson, whole, then records", _orjson_records, module="orjson"),
    "msgspec-structs": Contestant("msgspec, whole, into structs", _msgspec("STRUCTS"), remark="structs"),
    "msgspec-attrs": Contestant("msgspec, whole, into attrs classes", _msgspec("ATTRS"), remark="attrs objects"),
    "msgspec-attrs-nogc": Contestant(
        "the same, garbage collector off", _msgspec("ATTRS", collect=False), remark="attrs objects"
    ),
    "ijson": Contestant("ijson yajl2_c", _ijson_dicts, streams=True, module="ijson", remark="dictionaries"),
    "ijson-records": Contestant("ijson yajl2_c, then records", _ijson_records, streams=True, module="ijson"),
    "floor": Contestant("floor: msgspec skips everything", _msgspec("nothing"), remark="nothing"),
    "reading": Contestant("floor: reading the file", _reading, remark="nothing"),
}
