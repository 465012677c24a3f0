"""What is in the archive, and how it is found."""

import datetime
import re
from collections import Counter
from typing import Any

import pytest
from emulator.emulator_http import FEBRUARY, Api

from aurorax_typed.emulator.archive.sun import DARKNESS, dark_minutes, elevation

FOLDER = r"https://data\.phys\.ucalgary\.ca/sort_by_project/TREx/RGB/stream2/\d{4}/\d\d/\d\d/(\w{4}_rgb-\d\d)"
DAILY_URL = re.compile(FOLDER + r"/\d{8}__\1_[\w-]+\.(jpg|mp4)")
HOURLY_URL = re.compile(FOLDER + r"/ut(\d\d)/\d{8}_\2_\1_[\w-]+\.jpg")


@pytest.fixture(scope="module")
def february(api: Api) -> list[Any]:
    return api.search(FEBRUARY)


def day(query: dict[str, Any] | None = None, **members: object) -> dict[str, object]:
    """One day of TREx, with other data source criteria."""
    times = {"start": "2020-02-01T00:00:00", "end": "2020-02-01T23:59:59"}
    return {**times, "data_sources": {"programs": ["trex"], **(query or {})}, **members}


def test_the_published_search_finds_as_many_records_as_published(february: list[Any]) -> None:
    # The notebook of January 2022 prints 1490 records, all of them of the five RGB cameras.
    assert len(february) == 1490
    assert {record["data_source"]["identifier"] for record in february} == {96, 101, 102, 103, 104}
    # Two public runs of single days: 67 camera hours on each day, 6 daily products per camera and 4 per hour.
    assert set(Counter(record["start"][:10] for record in february).values()) == {5 * 6 + 67 * 4}


def test_the_first_record_for_the_cameras_is_pinawas_daily_keogram(api: Api) -> None:
    first = api.search({**FEBRUARY, "data_sources": {"programs": ["trex"], "instrument_types": ["RGB ASI"]}})[0]
    assert first == {
        "data_source": {
            "identifier": 102,
            "program": "trex",
            "platform": "pinawa",
            "instrument_type": "RGB ASI",
            "source_type": "ground",
            "display_name": "TREx RGB PINA",
        },
        "data_product_type": "keogram",
        "start": "2020-02-01T00:00:00",
        "end": "2020-02-01T23:59:00",
        "url": "https://data.phys.ucalgary.ca/sort_by_project/TREx/RGB/stream2/2020/02/01/pina_rgb-02/"
        "20200201__pina_rgb-02_full-keogram.jpg",
        "metadata": {
            "keogram_type": "daily",
            "imaging_end_time": first["metadata"]["imaging_end_time"],
            "imaging_start_time": first["metadata"]["imaging_start_time"],
        },
    }


def test_products_are_as_the_real_ones(february: list[Any]) -> None:
    kinds = Counter()
    for record in february:
        metadata, hourly = record["metadata"], record["end"].endswith(":59:00") and record["end"][11:13] != "23"
        hourly = hourly or record["start"][11:13] == "23"
        kind = next(metadata[name] for name in ("keogram_type", "montage_type", "movie_type") if name in metadata)
        kinds[record["data_product_type"], kind] += 1
        if hourly:
            match = HOURLY_URL.fullmatch(record["url"])
            assert match
            assert match[2] == record["start"][11:13]
            assert record["start"][11:].endswith(":00:00")
            assert record["end"] == record["start"][:13] + ":59:00"
        else:
            assert DAILY_URL.fullmatch(record["url"])
            assert (record["start"][11:], record["end"][11:]) == ("00:00:00", "23:59:00")
        for name in ("imaging_start_time", "imaging_end_time"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000000", metadata[name])
        # Imaging touches the time that the product covers.
        assert metadata["imaging_start_time"] <= record["end"]
        assert metadata["imaging_end_time"] >= record["start"]
    hours = 335
    assert kinds == {
        ("keogram", "daily"): 25,
        ("keogram", "daily_moviederived"): 25,
        ("keogram", "daily_hires"): 25,
        ("keogram", "daily_hires_200px"): 25,
        ("montage", "daily"): 25,
        ("movie", "real-time daily"): 25,
        ("keogram", "hourly"): hours,
        ("keogram", "hourly_hires"): hours,
        ("keogram", "hourly_hires_200px"): hours,
        ("montage", "hourly"): hours,
    }


def test_every_product_has_its_own_address_and_they_are_in_order_of_start(february: list[Any]) -> None:
    assert len({record["url"] for record in february}) == len(february)
    starts = [record["start"] for record in february]
    assert starts == sorted(starts)
    # Not sorted by source within one start: nobody should rely on that.
    together = [record["data_source"]["identifier"] for record in february if record["start"] == starts[0]]
    assert together != sorted(together)


def test_the_same_search_finds_the_same(api: Api, february: list[Any]) -> None:
    assert api.search(FEBRUARY) == february


def test_hours_of_the_cameras_agree_with_public_prints(api: Api, february: list[Any]) -> None:
    def cameras(hour: str) -> set[int]:
        return {record["data_source"]["identifier"] for record in february if record["start"] == hour}

    assert cameras("2020-02-05T13:00:00") == {96, 101, 104}
    assert cameras("2020-02-05T14:00:00") == {96}
    # Fort Smith has 66 products on New Year's Day of 2020, Gillam 15 hourly keograms, the last of them at 23 UT.
    new_year = {"start": "2020-01-01T00:00:00", "end": "2020-01-01T23:59:59"}
    fort_smith = {"programs": ["trex"], "platforms": ["fort smith"], "instrument_types": ["RGB ASI"]}
    assert len(api.search({**new_year, "data_sources": fort_smith})) == 66
    hourly = {"expressions": [{"key": "keogram_type", "operator": "in", "values": ["daily", "hourly"]}]}
    gillam = {"programs": ["trex"], "platforms": ["gillam"], "data_product_metadata_filters": hourly}
    found = api.search({**new_year, "data_sources": gillam})
    assert len(found) == 16
    assert found[-1]["start"] == "2020-01-01T23:00:00"
    # Printed: 23:30 on the day before to 13:16.
    daily = next(record for record in found if record["metadata"]["keogram_type"] == "daily")
    printed = {"imaging_start_time": (23, 30), "imaging_end_time": (13, 16)}
    for name, (hour, minute) in printed.items():
        time = datetime.datetime.fromisoformat(daily["metadata"][name])
        assert abs((time.hour - hour) * 60 + time.minute - minute) <= 10


def test_daily_keograms_of_the_five_cameras_on_another_day(api: Api) -> None:
    filters = {"expressions": [{"key": "keogram_type", "operator": "in", "values": ["daily"]}]}
    found = api.search(
        {
            "start": "2021-01-01T00:00:00",
            "end": "2021-01-01T23:59:59",
            "data_sources": {"programs": ["trex"], "data_product_metadata_filters": filters},
        }
    )
    assert sorted(record["data_source"]["identifier"] for record in found) == [96, 101, 102, 103, 104]


def test_both_ends_of_the_query_are_included(api: Api) -> None:
    def found(start: str, end: str) -> set[tuple[str, str]]:
        query = {"start": f"2020-02-02T{start}", "end": f"2020-02-02T{end}"}
        return {(r["start"][11:], r["end"][11:]) for r in api.search({**query, "data_sources": {"programs": ["trex"]}})}

    assert found("05:00:00", "06:59:00") == {("05:00:00", "05:59:00"), ("06:00:00", "06:59:00")}
    assert found("05:00:01", "06:59:00") == {("06:00:00", "06:59:00")}
    assert found("05:00:00", "06:58:59") == {("05:00:00", "05:59:00")}
    assert found("00:00:00", "23:59:00") >= {("00:00:00", "23:59:00")}
    assert ("00:00:00", "23:59:00") not in found("00:00:00", "23:58:59")


def test_criteria_of_one_kind_are_alternatives_and_of_several_kinds_must_all_fit(api: Api) -> None:
    def identifiers(**criteria: list[str]) -> set[int]:
        times = {"start": "2022-02-01T00:00:00", "end": "2022-02-01T23:59:59"}
        return {record["data_source"]["identifier"] for record in api.search({**times, "data_sources": criteria})}

    assert identifiers(programs=["trex"], platforms=["gillam", "pinawa"]) == {102, 103}
    assert identifiers(programs=["trex"], instrument_types=["spectrograph"]) == {95, 97}
    assert identifiers(platforms=["lucky lake"]) == {95, 101}
    assert identifiers(programs=["trex"], platforms=["gillam"], instrument_types=["spectrograph"]) == set()
    assert identifiers(programs=["TREX"]) == set()
    assert identifiers() == {95, 96, 97, 101, 102, 103, 104}


def test_types_can_be_chosen(api: Api) -> None:
    kinds = Counter(
        record["data_product_type"]
        for record in api.search(day(data_product_type_filters=["movie", "montage", "summary_plot"]))
    )
    assert kinds == {"movie": 5, "montage": 5 + 67}


def test_spectrograph_keograms_tell_their_wavelength_as_a_number(api: Api) -> None:
    found = api.search(
        {
            "start": "2022-02-01T00:00:00",
            "end": "2022-02-05T23:59:59",
            "data_sources": {"programs": ["trex"], "instrument_types": ["spectrograph"]},
        }
    )
    # As in the real archive: four emissions, each with a daily and an hourly keogram.
    assert {record["metadata"]["wavelength"] for record in found} == {427.8, 486.1, 557.7, 630.0}
    assert len(found) == 580


def test_the_dark_spell_is_where_the_sun_is_low_minute_by_minute() -> None:
    places = [(56.38, -94.64), (50.26, -95.87), (78.15, 16.04), (62.41, -145.16)]
    days = [datetime.date(2020, month, 5) for month in range(1, 13)]
    for latitude, longitude in places:
        for date in days:
            midnight = (date - datetime.date(1970, 1, 1)).days * 1440 - round(longitude * 4)
            dark = [m for m in range(midnight - 720, midnight + 720) if elevation(latitude, longitude, m) < DARKNESS]
            expected = (dark[0], dark[-1]) if dark else None
            assert dark_minutes(latitude, longitude, date) == expected


def test_the_sun_stands_where_the_almanac_has_it() -> None:
    # The March equinox of 2020 was on the 20th at 03:50 UTC: declination 0, so the height at the pole is 0.
    equinox = datetime.datetime(2020, 3, 20, 3, 50)
    # The June solstice of 2020 was on the 20th at 21:44 UTC: declination 23.44 degrees.
    solstice = datetime.datetime(2020, 6, 20, 21, 44)
    for moment, declination in ((equinox, 0.0), (solstice, 23.44)):
        minute = int((moment - datetime.datetime(1970, 1, 1)).total_seconds()) // 60
        assert elevation(90.0, 0.0, minute) == pytest.approx(declination, abs=0.02)
    # Local noon at Greenwich is 14 minutes after 12 in mid February (equation of time).
    noon = int((datetime.datetime(2020, 2, 12, 12, 14) - datetime.datetime(1970, 1, 1)).total_seconds()) // 60
    heights = [elevation(51.48, 0.0, noon + shift) for shift in range(-30, 31)]
    assert abs(heights.index(max(heights)) - 30) <= 1
