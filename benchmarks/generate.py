"""Result files in the shapes of the real server, of any size and always the same."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Literal

from benchmarks.shapes import GROUND, RGB, SPACE, Format, JSONObject, source_text, spoil

__all__ = ["FAMILIES", "VARIANTS", "Family", "Variant", "data_file", "records"]

Family = Literal["conjunctions", "ephemeris", "data_products"]
Variant = Literal["full", "basic", "slim", "distinct"]
"""`slim` carries identifiers only; in `distinct` every source is full and differs from every other."""

FAMILIES: tuple[Family, ...] = ("conjunctions", "ephemeris", "data_products")
VARIANTS: tuple[Variant, ...] = ("full", "basic", "slim", "distinct")

_FORMATS: dict[Variant, Format] = {
    "full": "full_record",
    "basic": "basic_info",
    "slim": "identifier_only",
    "distinct": "full_record",
}
_EPOCH = datetime(2019, 1, 1)
_SEED = 20190101


class _Writer:
    def __init__(self, variant: Variant) -> None:
        self.random = Random(_SEED)
        self.distinct = variant == "distinct"
        self.form = _FORMATS[variant]
        self.spoiled = 0

    def texts(self, sources: list[JSONObject]) -> list[str]:
        return [source_text(source, self.form) for source in sources]

    def source(self, text: str) -> str:
        if not self.distinct:
            return text
        self.spoiled += 1
        return spoil(text, self.spoiled)


def _place(lat: float, lon: float) -> str:
    return f'{{"lat":{lat:.6f},"lon":{lon:.6f}}}'


_NOWHERE = '{"lat":null,"lon":null}'


def _ephemeris(writer: _Writer) -> Iterator[str]:
    random = writer.random
    space, ground = writer.texts(SPACE), writer.texts(GROUND[:1])
    day = 0
    while True:
        for index, text in enumerate(space + ground):
            flying = index < len(space)
            for minute in range(1440):
                epoch = (_EPOCH + timedelta(days=day, minutes=minute)).isoformat()
                if flying:
                    turn = minute / 47.0 + index
                    lat, lon = 87.4 * math.sin(turn), (minute * 3.77 + 60 * index) % 360 - 180
                    places = [
                        _place(lat, lon),
                        _place(abs(lat) * 0.9 + 3, lon + 7.1),
                        _place(-abs(lat) * 0.9 - 3, lon - 9.3),
                    ]
                    places.append(_place(lat * 0.8, lon * 0.5))
                    data: JSONObject = {
                        "nbtrace_region": "north auroral oval" if lat > 60 else "low latitude",
                        "sbtrace_region": "low latitude",
                        "radial_distance": 6819.0 + 20 * random.random(),
                        "spacecraft_region": "dayside plasmasphere",
                        "radial_trace_region": "low latitude",
                        "state": "definitive",
                    }
                    if index < 2 and minute % 10:
                        data |= {"tii_on": True} | {
                            f"tii_quality_{axis}": minute % 5 for axis in ("vixh", "vixv", "viy", "viz")
                        }
                else:
                    places = [_place(56.35 + index, -94.7), _place(56.35 + index, -94.7)]
                    places += [_place(-72.769 - day * 8e-5 - index, 178.4), _NOWHERE]
                    data = {
                        "calgary_apa_ml": "not classified as APA",
                        "calgary_apa_confidence_ml": round(100 * random.random(), 2),
                        "calgary_cloud_ml": "classified as cloudy",
                        "clausen_oath_ml": "diffuse",
                    }
                names = ("location_geo", "nbtrace", "sbtrace", "location_gsm")
                where = ",".join(f'"{name}":{place}' for name, place in zip(names, places, strict=True))
                metadata = json.dumps(data, separators=(",", ":"))
                source = writer.source(text)
                yield f'{{"data_source":{source},"epoch":"{epoch}",{where},"metadata":{metadata}}}'
        day += 1


def _data_products(writer: _Writer) -> Iterator[str]:
    texts = writer.texts(RGB)
    day = 0
    while True:
        date = _EPOCH + timedelta(days=day)
        for hour in range(-1, 24):
            for index, text in enumerate(texts):
                hourly = hour >= 0
                start = date + timedelta(hours=max(hour, 0))
                end = start + (timedelta(minutes=59) if hourly else timedelta(hours=23, minutes=59))
                place = str(RGB[index]["platform"])[:4]
                kind = "hourly" if hourly else "daily"
                camera = f"{place}_rgb-0{index}"
                name = f"{date:%Y%m%d}_{max(hour, 0):02d}_{camera}_{kind}-keogram.jpg"
                url = f"https://data.phys.ucalgary.ca/sort_by_project/TREx/RGB/stream2/{date:%Y/%m/%d}/{camera}/{name}"
                first, last = date - timedelta(minutes=30 + day % 60), date + timedelta(hours=13, minutes=day % 60)
                yield (
                    f'{{"data_source":{writer.source(text)},"data_product_type":"keogram","start":"{start.isoformat()}",'
                    f'"end":"{end.isoformat()}","url":"{url}","metadata":{{"keogram_type":"{kind}",'
                    f'"imaging_start_time":"{first.isoformat()}.000000","imaging_end_time":"{last.isoformat()}.000000"}}}}'
                )
        day += 1


def _conjunctions(writer: _Writer) -> Iterator[str]:
    random = writer.random
    space, ground = writer.texts(SPACE[2:]), writer.texts(GROUND)
    hour = 0
    while True:
        for there in space:
            for here in ground:
                start = _EPOCH + timedelta(hours=hour, minutes=random.randrange(60))
                events = []
                nearest, farthest = 500.0, 0.0
                for number in range(1 if random.random() < 0.9 else 2):
                    begin = start + timedelta(minutes=3 * number)
                    end = begin + timedelta(minutes=random.randrange(3))
                    near = random.uniform(20, 400)
                    far = near + random.uniform(0, 95)
                    nearest, farthest = min(nearest, near), max(farthest, far)
                    events.append(
                        f'{{"conjunction_type":"nbtrace","e1_source":{writer.source(here)},"e2_source":{writer.source(there)},'
                        f'"start":"{begin.isoformat()}","end":"{end.isoformat()}","min_distance":{near!r},"max_distance":{far!r}}}'
                    )
                    last = end.isoformat()
                first = start.isoformat()
                yield (
                    f'{{"conjunction_type":"nbtrace","start":"{first}","end":"{last}",'
                    f'"data_sources":[{writer.source(here)},{writer.source(there)}],"min_distance":{nearest!r},'
                    f'"max_distance":{farthest!r},"events":[{",".join(events)}],"closest_epoch":"{first}","farthest_epoch":"{last}"}}'
                )
        hour += 1


_GENERATORS = {"conjunctions": _conjunctions, "ephemeris": _ephemeris, "data_products": _data_products}


def records(family: Family, variant: Variant) -> Iterator[str]:
    """The JSON texts of endless records, in the order in which the server writes them."""
    return _GENERATORS[family](_Writer(variant))


def data_file(folder: Path, family: Family, variant: Variant, megabytes: int) -> Path:
    """A result file of that size (in millions of bytes), made on first use."""
    path = folder / f"{family}-{variant}-{megabytes}.json"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    room = megabytes * 1_000_000
    with part.open("w", encoding="ascii", newline="") as file:
        file.write('{"result":[')
        separator = ""
        for text in records(family, variant):
            file.write(separator + text)
            separator = ","
            room -= len(text) + 1
            if room <= 0:
                break
        file.write("]}")
    part.rename(path)
    return path
