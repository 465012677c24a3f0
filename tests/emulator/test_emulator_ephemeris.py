"""Ephemeris searches: documents, logs, forms, filters, and what clients sent in."""

import tracemalloc
from typing import Any

import pytest
from emulator.emulator_http import Api
from emulator.finding import ephemeris, find, found, minute, place

from aurorax_typed.emulator import EmulatorSettings, serve

DAY = ("2019-01-01T00:00:00", "2019-01-01T23:59:59")
SWARM_A = ephemeris(*DAY, programs=["swarm"], platforms=["swarma"], instrument_types=["footprint"])
CAMERAS = ephemeris("2020-01-01T00:00:00", "2020-01-01T11:59:59", programs=["themis-asi"], platforms=["gillam"])
NOWHERE = {"lat": None, "lon": None}
PLACES = ("location_geo", "location_gsm", "nbtrace", "sbtrace")


@pytest.fixture(scope="module")
def day(api: Api) -> list[Any]:
    """Swarm A on a day, sources in full."""
    return find(api, "ephemeris", SWARM_A, "?data_source_record_format=full_record")


def test_a_day_of_a_spacecraft_is_one_record_a_minute_in_order(day: list[Any]) -> None:
    assert [record["epoch"] for record in day] == [
        f"2019-01-01T{hour:02}:{number:02}:00" for hour in range(24) for number in range(60)
    ]


def test_records_have_the_members_of_the_server(day: list[Any]) -> None:
    for record in day:
        assert list(record) == ["data_source", "epoch", *PLACES, "metadata"]
        for name in PLACES:
            assert list(record[name]) == ["lat", "lon"]
            where = place(record[name])
            assert where is None or (abs(where[0]) <= 90 and abs(where[1]) <= 180), record
            assert (record[name]["lat"] is None) == (record[name]["lon"] is None)
        assert place(record["location_geo"])
        assert place(record["location_gsm"])


def test_metadata_is_what_the_schema_of_the_source_allows(api: Api, day: list[Any]) -> None:
    cameras = find(api, "ephemeris", CAMERAS, "?data_source_record_format=full_record")
    assert len(cameras) > 600
    for records in (day, cameras):
        schema = {item["field_name"]: item for item in records[0]["data_source"]["ephemeris_metadata_schema"]}
        seen = set()
        for record in records:
            seen |= set(record["metadata"])
            for key, value in record["metadata"].items():
                kinds = {"string": str, "double": float, "int": int, "bool": bool}
                assert type(value) is kinds[schema[key]["data_type"]], (key, value)
                if schema[key]["data_type"] == "string":
                    assert value in schema[key]["allowed_values"]
        assert seen == set(schema)


def test_quality_flags_are_there_when_the_instrument_is_on(api: Api) -> None:
    flags = {"tii_quality_vixh", "tii_quality_vixv", "tii_quality_viy", "tii_quality_viz"}
    week = ephemeris("2019-01-01T00:00:00", "2019-01-04T23:59:59", programs=["swarm"], platforms=["swarmb"])
    states = set()
    for record in find(api, "ephemeris", week):
        assert flags & set(record["metadata"]) == (flags if record["metadata"]["tii_on"] else set())
        states.add(record["metadata"]["tii_on"])
    assert states == {True, False}


def test_what_is_not_classified_has_no_confidence(api: Api) -> None:
    words = set()
    for record in find(api, "ephemeris", CAMERAS | {"end": "2020-01-04T23:59:59"}):
        for name in ("calgary_cloud_ml_v1", "calgary_apa_ml_v1"):
            words.add(record["metadata"][name])
            confidence = record["metadata"].get(f"{name}_confidence")
            assert (confidence is None) == (record["metadata"][name] == "not classified")
            assert confidence is None or 50 < confidence <= 100
    assert {"not classified", "classified as cloudy", "classified as not cloudy"} <= words


def test_instruments_on_the_ground_stay_and_have_no_gsm_position(api: Api) -> None:
    records = find(api, "ephemeris", CAMERAS)
    conjugates = set()
    for record in records:
        assert record["location_geo"] == record["nbtrace"] == {"lat": 56.376723, "lon": -94.643664}
        assert record["location_gsm"] == NOWHERE
        # Published: -72.769 north, -134.668 east, from a field with more than a dipole.
        assert -75 < record["sbtrace"]["lat"] < -70
        assert -140 < record["sbtrace"]["lon"] < -110
        conjugates.add(record["sbtrace"]["lat"])
    # The conjugate drifts with the field, so that no minute has that of another.
    assert len(conjugates) == len(records)
    assert max(conjugates) - min(conjugates) < 1e-3


def test_cameras_have_ephemeris_at_night_only(api: Api) -> None:
    two_days = ephemeris("2020-06-20T00:00:00", "2020-06-21T23:59:59", programs=["themis-asi"])
    # In June it does not get dark enough north of 56 degrees.
    assert {record["data_source"]["platform"] for record in find(api, "ephemeris", two_days)} <= {
        "athabasca",
        "goose bay",
        "kapuskasing",
        "pinawa",
        "the pas",
    }
    winter = {record["epoch"][11:13] for record in find(api, "ephemeris", CAMERAS | {"end": "2020-01-01T23:59:59"})}
    assert {"06", "07"} <= winter
    assert not {"17", "18", "19"} & winter


@pytest.mark.parametrize(
    ("start", "end", "epochs"),
    [
        ("2019-01-01T00:00:00", "2019-01-01T00:00:00", ["00:00"]),
        ("2019-01-01T00:00:00", "2019-01-01T00:02:00", ["00:00", "00:01", "00:02"]),
        ("2019-01-01T00:00:01", "2019-01-01T00:01:59", ["00:01"]),
        ("2019-01-01T00:00:01.000Z", "2019-01-01T00:00:59.999Z", []),
        ("2013-11-25T23:00:00", "2013-11-26T00:01:00", ["00:00", "00:01"]),
        ("2021-12-10T23:58:30", "2022-12-10T23:59:00", ["23:59"]),
        ("2010-01-01T00:00:00", "2010-01-02T00:00:00", []),
    ],
)
def test_both_ends_are_included(api: Api, start: str, end: str, epochs: list[str]) -> None:
    status, records = found(api, "ephemeris", SWARM_A | {"start": start, "end": end})
    assert [record["epoch"][11:16] for record in records] == epochs
    assert epochs or status["search_result"]["file_size"] == 5


def test_sources_come_one_after_the_other(api: Api) -> None:
    records = find(api, "ephemeris", ephemeris("2019-12-31T23:50:00", "2020-01-01T00:09:00", programs=["swarm"]))
    assert [record["data_source"]["identifier"] for record in records] == [3] * 20 + [29] * 20 + [30] * 20
    assert all(records[row]["epoch"] < records[row + 1]["epoch"] for row in range(59) if row % 20 != 19)


def test_the_same_search_gives_the_same_records(api: Api, own_api: Api) -> None:
    assert find(api, "ephemeris", CAMERAS) == find(own_api, "ephemeris", CAMERAS)


def test_the_status_document_and_the_logs_are_those_of_the_server(api: Api) -> None:
    status, records = found(api, "ephemeris", SWARM_A | {"unknown": 1})
    text = (
        "Find ephemeris for ((program in (swarm) AND platform in (swarma) AND instrument_type in (footprint) filtered"
        " by metadata ()) AND  ephemeris_metadata_filters [])  AND epoch between 2019-01-01T00:00 and"
        " 2019-01-01T23:59:59 UTC"
    )
    request, result = status["search_request"], status["search_result"]
    assert request["request_type"] == "ephemeris"
    assert request["query"] == {
        "start": DAY[0],
        "end": DAY[1],
        "data_sources": {
            "programs": ["swarm"],
            "platforms": ["swarma"],
            "instrument_types": ["footprint"],
            "ephemeris_metadata_filters": {"expressions": [], "logical_operator": "AND"},
        },
        "request_id": None,
    }
    logs = [(entry["level"], entry["summary"]) for entry in status["logs"]]
    assert logs[0] == ("debug", "Search request arrived and saved")
    assert logs[1] == ("debug", f"Starting {request['request_id']} for query {text}")
    assert logs[2][0] == "info"
    assert logs[2][1].startswith("Finished query in 0.0")
    assert logs[3] == ("debug", "Starting to write data to file")
    assert logs[4][1].startswith(f"Finished writing data, found {len(records)} records in ")
    assert logs[5] == ("debug", f"File size is {result['file_size']} bytes.")
    assert logs[6][1].endswith(f" seconds and found {len(records)} records.")
    assert len(logs) == 7
    # About what the server stores for a record with its whole source.
    assert 3400 < result["file_size"] / len(records) < 5900
    assert api.post("/api/v1/utils/describe/query/ephemeris", SWARM_A).json == text


def test_a_query_is_put_into_words_without_being_checked(api: Api) -> None:
    def describe(query: object) -> Any:
        return api.post("/api/v1/utils/describe/query/ephemeris", query).json

    wanted = {"expressions": [{"key": "tii_on", "operator": "=", "values": ["true"]}]}
    assert "ephemeris_metadata_filters [tii_on = (true)]" in describe(SWARM_A | ephemeris(*DAY, wanted, programs=["x"]))
    assert describe({"start": 7}) == (
        "Find ephemeris for (( filtered by metadata ()) AND  ephemeris_metadata_filters [])  AND epoch between 7 and"
        " None UTC"
    )
    assert "program in (a)" in describe({"data_sources": {"programs": ["a"], "platforms": 3}})


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({}, "data_sources"),
        ([], "JSON object"),
        (ephemeris(*DAY), "at least one"),
        (ephemeris(*reversed(DAY), programs=["swarm"]), "must not be later"),
        (ephemeris("yesterday", DAY[1], programs=["swarm"]), "start"),
        (ephemeris(*DAY, {"expressions": [{"key": "a", "operator": "~", "values": [1]}]}), "operator"),
        (ephemeris(*DAY, programs=[1]), "programs"),  # type: ignore[list-item]
    ],
)
def test_queries_that_mean_nothing_are_refused(api: Api, query: object, why: str) -> None:
    status, code, message = api.post("/api/v1/ephemeris/search", query).error
    assert (status, code) == (400, "Other")
    assert why in message


def test_sources_are_shown_in_the_form_asked_for(api: Api) -> None:
    query = SWARM_A | {"end": "2019-01-01T00:09:00"}
    path = api.submit(query, "ephemeris")
    api.wait(path)
    members = {
        form: api.get(f"{path}/data?data_source_record_format={form}").json["result"]
        for form in ("identifier_only", "basic_info", "with_metadata", "full_record")
    }
    assert [len(records[0]["data_source"]) for records in members.values()] == [1, 6, 7, 11]
    assert api.get(f"{path}/data").json["result"] == members["basic_info"]
    rest = [[{**record, "data_source": None} for record in records] for records in members.values()]
    assert rest[0] == rest[1] == rest[2] == rest[3]

    tree = {
        "epoch": True,
        "data_source": {"identifier": True, "owner": True},
        "nbtrace": {"lat": True},
        "metadata": True,
    }
    shown = api.post(f"{path}/data", tree).json["result"]
    assert shown == [
        {
            "data_source": {"identifier": 3, "owner": record["data_source"]["owner"]},
            "epoch": record["epoch"],
            "nbtrace": {"lat": record["nbtrace"]["lat"]},
            "metadata": record["metadata"],
        }
        for record in members["full_record"]
    ]
    assert api.post(f"{path}/data", None).json["result"] == [{}] * 10


Tests = list[tuple[list[tuple[str, str, list[Any]]], str]]
FILTERS: Tests = [
    ([("radial_distance", ">=", ["6812"])], "AND"),
    ([("radial_distance", "between", [6810, 6815.5])], "AND"),
    ([("radial_distance", "<", [6808]), ("radial_distance", ">", ["6815"])], "OR"),
    ([("radial_distance", "!=", ["no number"])], "AND"),
    ([("nbtrace_region", "in", ["north auroral oval", "north cusp"])], "AND"),
    ([("nbtrace_region", "not in", ["low latitude"]), ("tii_on", "=", [True])], "AND"),
    ([("tii_quality_viy", "=", ["1"])], "AND"),
    ([("tii_quality_viy", "in", ["0", 1]), ("tii_quality_viz", "<=", [0])], "AND"),
    ([("tii_on", "!=", ["true"])], "AND"),
    ([("state", "=", ["definitive"]), ("state", "=", ["predictive"])], "AND"),
    ([("unheard_of", "!=", ["1"])], "AND"),
]


def fits(metadata: dict[str, Any], condition: tuple[str, str, list[Any]]) -> bool:
    """What a filter means, for records whose members are of one kind."""
    key, sign, values = condition
    if key not in metadata:
        return False
    member = metadata[key]

    def same(value: Any) -> bool:
        if isinstance(member, bool | str):
            return str(member).lower() == str(value).lower()
        try:
            return float(value) == member
        except ValueError:
            return False

    if sign in ("=", "in"):
        return any(same(value) for value in values)
    if sign in ("!=", "not in"):
        return not any(same(value) for value in values)
    limits = [float(value) for value in values]
    if sign == "between":
        return limits[0] <= member <= limits[1]
    return bool(
        {"<": member < limits[0], "<=": member <= limits[0], ">": member > limits[0], ">=": member >= limits[0]}[sign]
    )


@pytest.mark.parametrize(("conditions", "joined"), FILTERS)
def test_metadata_filters_let_through_what_they_say(
    api: Api, day: list[Any], conditions: list[tuple[str, str, list[Any]]], joined: str
) -> None:
    expressions = [{"key": key, "operator": sign, "values": values} for key, sign, values in conditions]
    filters = {"expressions": expressions, "logical_operator": joined}
    status, records = found(api, "ephemeris", ephemeris(*DAY, filters, platforms=["swarma"]))
    every = all if joined == "AND" else any
    wanted = [r["epoch"] for r in day if every(fits(r["metadata"], condition) for condition in conditions)]
    assert [record["epoch"] for record in records] == wanted
    assert status["search_request"]["query"]["data_sources"]["ephemeris_metadata_filters"] == filters


def test_a_filter_alone_is_enough_to_search_by(api: Api) -> None:
    filters = {"expressions": [{"key": "tii_on", "operator": "=", "values": ["true"]}]}
    records = find(api, "ephemeris", ephemeris("2019-01-01T00:00:00", "2019-01-01T00:03:00", filters))
    assert {record["data_source"]["program"] for record in records} == {"swarm"}


def test_a_running_search_can_be_cancelled(slow_api: Api) -> None:
    path = slow_api.submit(SWARM_A, "ephemeris")
    assert slow_api.get(path).json["search_result"]["error_condition"] is None
    assert slow_api.call("DELETE", path).json["search_result"]["error_condition"] is True
    status = slow_api.get(path).json
    assert (status["search_result"]["data_uri"], status["logs"][-1]["level"]) == (None, "error")


def test_a_large_search_leaves_the_server_free_and_can_be_cancelled(own_api: Api) -> None:
    # Twenty years of two cameras' places: minutes of work, of which little is done before it is stopped.
    years = ephemeris("2006-01-01T00:00:00", "2025-12-31T23:59:59", platforms=["gillam", "iss", "noaa15"])
    path = own_api.submit(years, "ephemeris")
    polls = [own_api.get(path).json["search_result"]["error_condition"] for _ in range(20)]
    assert polls == [None] * 20
    assert own_api.get("/api/v1/data_sources/3").status == 200
    own_api.call("DELETE", path)
    status = own_api.wait(path)
    assert status["search_result"]["error_condition"] is True
    assert own_api.get(f"{path}/data").status == 404


def test_what_clients_send_in_and_remove_is_found() -> None:
    settings = EmulatorSettings(time_scale=0, admin_key="the-key")
    key = {"x-aurorax-api-key": "the-key"}
    with serve(settings=settings) as base:
        api = Api(base)

        def record(epoch: str, metadata: object, lat: float | None = 12.5) -> dict[str, Any]:
            where = {"lat": lat, "lon": None if lat is None else -100.25}
            about = {"program": "swarm", "platform": "swarma", "instrument_type": "footprint", "epoch": epoch}
            return about | dict.fromkeys(PLACES, where) | {"metadata": metadata}

        sent = [
            record(
                "2019-01-01T00:03:00.000Z", {"state": "predictive", "radial_distance": 7000, "own": [1, {"a": None}]}
            ),
            record("2023-05-05T00:00:00.000Z", {}, None),
        ]
        assert api.call("POST", "/api/v1/data_sources/3/ephemeris", sent, key).status == 202
        removed = record("", {}) | {"start": "2019-01-01T00:05:00", "end": "2019-01-01T00:07:00"}
        assert api.call("DELETE", "/api/v1/data_sources/3/ephemeris", removed, key).status == 202

        records = find(api, "ephemeris", SWARM_A | {"end": "2019-01-01T00:09:00"})
        assert [minute(r["epoch"]).minute for r in records] == [0, 1, 2, 3, 4, 8, 9]
        assert [r["location_geo"] == {"lat": 12.5, "lon": -100.25} for r in records].index(True) == 3
        assert records[3]["metadata"] == {"state": "predictive", "radial_distance": 7000, "own": [1, {"a": None}]}
        assert isinstance(records[2]["metadata"]["radial_distance"], float)
        later = find(api, "ephemeris", SWARM_A | {"start": "2023-01-01T00:00:00", "end": "2024-01-01T00:00:00"})
        assert [(r["epoch"], r["nbtrace"], r["metadata"]) for r in later] == [("2023-05-05T00:00:00", NOWHERE, {})]
        filters = {"expressions": [{"key": "radial_distance", "operator": ">", "values": [6900]}]}
        only = find(api, "ephemeris", ephemeris(*DAY, filters, platforms=["swarma"]))
        assert [r["epoch"] for r in only] == ["2019-01-01T00:03:00"]


def test_availability_counts_what_searches_find(api: Api) -> None:
    names = "start=2020-01-01&end=2020-01-02&program=themis-asi"
    counted = {
        item["data_source"]["identifier"]: sum(item["available_ephemeris"].values())
        for item in api.get(f"/api/v1/availability/ephemeris?{names}").json
    }
    records = find(api, "ephemeris", ephemeris("2020-01-01T00:00:00", "2020-01-02T23:59:59", programs=["themis-asi"]))
    identifiers = [record["data_source"]["identifier"] for record in records]
    assert counted == {identifier: identifiers.count(identifier) for identifier in counted}
    assert sum(counted.values()) == len(records) > 10000


def test_memory_does_not_grow_with_the_result(own_api: Api) -> None:
    week = ephemeris("2019-01-01T00:00:00", "2019-01-04T23:59:59", programs=["swarm"])
    find(own_api, "ephemeris", SWARM_A)  # so that what is loaded once is there
    tracemalloc.start()
    try:
        path = own_api.submit(week, "ephemeris")
        status = own_api.wait(path)
        with own_api.open("GET", f"{path}/data?data_source_record_format=full_record") as response:
            size = sum(len(chunk) for chunk in iter(lambda: response.read(1 << 16), b""))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert status["search_result"]["result_count"] == 4 * 1440 * 3
    assert size > 80e6
    assert peak < 32e6


def test_all_time_is_searched_at_once_where_there_is_little(api: Api) -> None:
    ever = ("0001-01-01T00:00:00", "9999-12-31T23:59:59")
    nights = find(api, "ephemeris", ephemeris(*ever, instrument_types=["STEVE"]))
    assert 500 < len(nights) < 20000
    assert find(api, "ephemeris", ephemeris(*ever, programs=["campaigns"])) == []
