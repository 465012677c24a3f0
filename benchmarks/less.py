"""`python -m benchmarks.less`: what a result costs in each form in which it can be asked for.

The emulator holds the search of a year of data products; each form is fetched once over HTTP, then decoded again and
again from memory, as it comes over the network: in chunks of 64 KiB. Seconds are those of the processor that decoding
took, the least of all rounds; a busy machine hardly shows in them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Sequence
from urllib.request import Request, urlopen

from aurorax_typed import AuroraX, DataProduct
from aurorax_typed._core.decoder import Decoder, DocumentDecoder, RowDecoder
from aurorax_typed._core.documents import parse_sources
from aurorax_typed.emulator import serve
from aurorax_typed.queries import response_format

__all__ = ["main"]

_CHUNK = 65536
_SELECTIONS = [
    ["start", "url"],
    ["start", "url", "data_source.identifier"],
    ["start", "end", "data_product_type", "url", "metadata", "data_source.display_name"],
]


def _fetch(url: str, tree: object = None) -> bytes:
    body = None if tree is None else json.dumps(tree).encode()
    with urlopen(Request(url, data=body, headers={"content-type": "application/json"})) as reply:
        return bytes(reply.read())


def _seconds(make: Callable[[], DocumentDecoder[DataProduct]] | Callable[[], RowDecoder], document: bytes) -> float:
    chunks = [document[at : at + _CHUNK] for at in range(0, len(document), _CHUNK)]
    decoder = make()
    start = time.process_time()
    for chunk in chunks:
        decoder.feed(chunk)
    decoder.close()
    return time.process_time() - start


def _line(name: str, sizes: Sequence[bytes], seconds: float) -> str:
    plain = sum(map(len, sizes)) / 1e6
    packed = sum(len(gzip.compress(part, 6)) for part in sizes) / 1e6
    return f"| {name} | {plain:.1f} | {packed:.1f} | {seconds:.2f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.less", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each form is decoded (default 5)")
    rounds: int = parser.parse_args().rounds
    with serve(time_scale=0) as url, AuroraX(base_url=url) as ax:
        search = ax.data_products.search("2020-01-01", "2020-12-31T23:59:59", programs=["trex"])
        print(f"{search.result_count} records\n\n| Asked for | MB | MB, gzip | s |\n|---|---|---|---|")
        address = search.data_url
        listing = _fetch(f"{url}/api/v1/data_sources?format=basic_info")
        known = {source.identifier: source for source in parse_sources(listing, include_internal=True)}
        for form in ("full_record", "basic_info", "identifier_only"):
            document = _fetch(f"{address}?data_source_record_format={form}")
            bare = form == "identifier_only"

            def whole(bare: bool = bare) -> Decoder[DataProduct]:
                return Decoder(DataProduct, known_sources=known if bare else {})

            least = min(_seconds(whole, document) for _ in range(rounds))
            name = "`identifier_only` and one listing" if bare else f"`{form}` written out"
            print(_line(name, [document, listing] if bare else [document], least), flush=True)
        for fields in _SELECTIONS:
            document = _fetch(f"{address}", response_format(DataProduct, fields))
            least = min(_seconds(lambda: RowDecoder(DataProduct), document) for _ in range(rounds))
            named = ", ".join(f'"{field}"' for field in fields)
            print(_line(f"`select({named})`", [document], least), flush=True)


if __name__ == "__main__":
    main()
