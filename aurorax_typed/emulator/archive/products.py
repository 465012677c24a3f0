"""Data products by rule: which pictures an instrument made on a day, where they lie, and what is said about them.

Nothing is stored. A day of an instrument is a pure function of the instrument and the day, so every run of every
emulator finds the same products, and decades of them cost no memory.

The kinds of product and the hours are those of the archive as it stood in January 2022: per TREx RGB camera and day
six daily products, and four for each hour in which the camera ran. The spectrographs' keograms, one for each of four
emissions, were added to the real archive later on; here they begin in 2022.
"""

import datetime
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from attrs import frozen

from aurorax_typed.emulator.archive.sources import Source
from aurorax_typed.emulator.archive.sun import EPOCH, dark_minutes
from aurorax_typed.emulator.replies import JsonObject

__all__ = ["Product", "count_of_day", "makes_products", "product_span", "products_between", "products_of_day"]

_ARCHIVE = "https://data.phys.ucalgary.ca/sort_by_project"


class Product(NamedTuple):
    """One data product. Times are texts to the second, UTC; ``start`` and ``end`` are both covered."""

    source: Source
    product_type: str
    start: str
    end: str
    url: str
    metadata: JsonObject


@frozen
class _Kind:
    product_type: str
    says: JsonObject
    file_name: str


@frozen
class _Instrument:
    folder: str
    devices: dict[str, str]
    daily: tuple[_Kind, ...]
    hourly: tuple[_Kind, ...]
    first_day: datetime.date
    last_day: datetime.date
    late: dict[str, datetime.date]


_KEOGRAMS = (("daily", "full-keogram.jpg"), ("daily_moviederived", "movie-keogram.jpg"))
_HIRES = (("hires", "full-keogram-hires.jpg"), ("hires_200px", "full-keogram-hires-200px.jpg"))

_RGB_DAILY = (
    *(_Kind("keogram", {"keogram_type": name}, file) for name, file in _KEOGRAMS),
    *(_Kind("keogram", {"keogram_type": f"daily_{name}"}, file) for name, file in _HIRES),
    _Kind("montage", {"montage_type": "daily"}, "full-montage.jpg"),
    _Kind("movie", {"movie_type": "real-time daily"}, "full-movie.mp4"),
)
_RGB_HOURLY = (
    _Kind("keogram", {"keogram_type": "hourly"}, "full-keogram.jpg"),
    *(_Kind("keogram", {"keogram_type": f"hourly_{name}"}, file) for name, file in _HIRES),
    _Kind("montage", {"montage_type": "hourly"}, "full-montage.jpg"),
)

# Nanometres: the nitrogen band, the hydrogen line and the two oxygen lines of auroral light.
_EMISSIONS = (427.8, 486.1, 557.7, 630.0)


def _spectrograph(keogram_type: str) -> tuple[_Kind, ...]:
    return tuple(
        _Kind("keogram", {"wavelength": line, "keogram_type": keogram_type}, f"{line}nm-keogram.jpg")
        for line in _EMISSIONS
    )


_DAY = datetime.timedelta(days=1)
_END = datetime.date(2025, 12, 31)
_INSTRUMENTS = {
    ("trex", "RGB ASI"): _Instrument(
        "TREx/RGB/stream2",
        {"fsmi": "rgb-01", "pina": "rgb-02", "luck": "rgb-03", "gill": "rgb-04", "rabb": "rgb-05", "atha": "rgb-06"},
        _RGB_DAILY,
        _RGB_HOURLY,
        datetime.date(2019, 9, 27),
        _END,
        {"atha": datetime.date(2022, 9, 27)},
    ),
    ("trex", "spectrograph"): _Instrument(
        "TREx/spectrograph/stream2",
        {"rabb": "spect-01", "luck": "spect-02"},
        _spectrograph("daily"),
        _spectrograph("hourly"),
        datetime.date(2022, 1, 1),
        _END,
        {},
    ),
    ("auroramax", "DSLR"): _Instrument(
        "AuroraMAX/stream2",
        {"yknf": "dslr-01"},
        (
            _Kind("keogram", {"keogram_type": "daily"}, "full-keogram.jpg"),
            _Kind("movie", {"movie_type": "real-time daily"}, "full-movie.mp4"),
        ),
        (),
        datetime.date(2012, 9, 1),
        datetime.date(2021, 12, 31),
        {},
    ),
}


def makes_products(source: Source) -> bool:
    """Whether the archive has any data product of this source."""
    instrument = _INSTRUMENTS.get((source.program, source.instrument_type))
    return instrument is not None and source.site in instrument.devices


def product_span(source: Source) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that the archive covers for a source that makes products."""
    instrument = _INSTRUMENTS[source.program, source.instrument_type]
    return instrument.late.get(source.site or "", instrument.first_day), instrument.last_day


def products_of_day(source: Source, day: datetime.date) -> list[Product]:
    """All products of one source on one UTC day, daily ones first. Empty when the camera did not run."""
    nights = _nights(source, day)
    if not nights:
        return []
    instrument = _INSTRUMENTS[source.program, source.instrument_type]
    date = day.isoformat()
    device = f"{source.site}_{instrument.devices[source.site or '']}"
    folder = f"{_ARCHIVE}/{instrument.folder}/{date.replace('-', '/')}/{device}"
    stem = date.replace("-", "")

    made = []
    imaging = _imaging(nights[0])
    for kind in instrument.daily:
        url = f"{folder}/{stem}__{device}_{kind.file_name}"
        says = {**kind.says, **imaging}
        made.append(Product(source, kind.product_type, f"{date}T00:00:00", f"{date}T23:59:00", url, says))
    for hour, night in _hours(nights, day):
        imaging = _imaging(night)
        start, end = f"{date}T{hour:02}:00:00", f"{date}T{hour:02}:59:00"
        stem_of_hour = f"{folder}/ut{hour:02}/{stem}_{hour:02}_{device}_"
        for kind in instrument.hourly:
            says = {**kind.says, **imaging}
            made.append(Product(source, kind.product_type, start, end, stem_of_hour + kind.file_name, says))
    return made


def count_of_day(source: Source, day: datetime.date) -> tuple[int, str, str]:
    """How many products ``products_of_day`` finds, the earliest start and the latest end, without making them."""
    nights = _nights(source, day)
    if not nights:
        return 0, "", ""
    instrument = _INSTRUMENTS[source.program, source.instrument_type]
    count = len(instrument.daily) + len(instrument.hourly) * len(_hours(nights, day))
    return count, f"{day.isoformat()}T00:00:00", f"{day.isoformat()}T23:59:00"


def products_between(
    sources: Sequence[Source], first: datetime.date, last: datetime.date, seed: int
) -> Iterator[list[Product]]:
    """The products of several sources day by day, those of a day in order of their start.

    The server gives those that start together in another order on every run. Here ``seed`` decides it, so that a
    seed always gives the same.
    """
    makers = [(source, product_span(source)) for source in sources if makes_products(source)]
    if not makers:
        return
    day = max(first, min(span[0] for _, span in makers))
    last = min(last, max(span[1] for _, span in makers))
    salt = seed.to_bytes(8, "little", signed=True)
    while day <= last:
        found = [product for source, _ in makers for product in products_of_day(source, day)]
        found.sort(key=lambda product: (product.start, zlib.crc32(product.url.encode(), zlib.crc32(salt))))
        yield found
        day += _DAY


def _nights(source: Source, day: datetime.date) -> list[tuple[int, int]]:
    """The dark spells in which the source made products on a day, the one around its own local midnight first."""
    if not makes_products(source):
        return []
    first, last = product_span(source)
    if not first <= day <= last or source.latitude is None or source.longitude is None:
        return []
    opens = (day - EPOCH).days * 1440
    days = (day, day - _DAY, day + _DAY)
    spells = (dark_minutes(source.latitude, source.longitude, midnight) for midnight in days)
    return [spell for spell in spells if spell is not None and spell[0] < opens + 1440 and spell[1] >= opens]


def _hours(nights: list[tuple[int, int]], day: datetime.date) -> list[tuple[int, tuple[int, int]]]:
    """The hours of a day in which the camera ran, each with the night it belongs to."""
    opens = (day - EPOCH).days * 1440
    found = []
    for hour in range(24):
        begin = opens + hour * 60
        for night in nights:
            if night[0] <= begin + 59 and night[1] >= begin:
                found.append((hour, night))
                break
    return found


def _imaging(night: tuple[int, int]) -> JsonObject:
    return {"imaging_end_time": _minute_text(night[1]), "imaging_start_time": _minute_text(night[0])}


@lru_cache(maxsize=4096)
def _minute_text(minute: int) -> str:
    days, rest = divmod(minute, 1440)
    day = EPOCH + datetime.timedelta(days=days)
    return f"{day.isoformat()}T{rest // 60:02}:{rest % 60:02}:00.000000"
