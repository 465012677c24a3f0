"""Conjunction searches: documents, logs, forms, limits."""

import re
from typing import Any

import pytest
from emulator.emulator_http import Api
from emulator.finding import find, found, place
from emulator.meeting import BASIC, END, MEMBERS, PAIR, START, SWARM, THEMIS_ASI, conjunctions, identifiers, length

from aurorax_typed.emulator import EmulatorSettings, conjunction_search, serve


@pytest.fixture(scope="module")
def early(api: Api) -> tuple[Any, list[Any]]:
    """The search of the API's own notebook: THEMIS ASI and Swarm within 500 km, seven hours of 2020."""
    return found(api, "conjunctions", PAIR)


def test_about_as_many_are_found_as_on_the_server(early: tuple[Any, list[Any]]) -> None:
    # The server finds 49 intervals of 92 minutes.
    assert 35 < len(early[1]) < 75
    assert 70 < sum(map(length, early[1])) < 140


def test_swarm_a_passes_over_gillam_when_it_did(early: tuple[Any, list[Any]]) -> None:
    passes = [record for record in early[1] if identifiers(record) == [46, 3]]
    # 00:12 to 00:13 with 89 to 333 km, says the server, by a better field.
    first = min(passes, key=lambda record: str(record["start"]))
    assert (first["start"], first["end"]) == ("2020-01-01T00:12:00", "2020-01-01T00:13:00")
    assert first["min_distance"] == pytest.approx(89, abs=50)
    assert first["max_distance"] == pytest.approx(333, abs=50)


def test_records_have_the_members_of_the_server(early: tuple[Any, list[Any]]) -> None:
    for record in early[1]:
        assert list(record) == MEMBERS
        assert record["conjunction_type"] == "nbtrace"
        assert [list(source) for source in record["data_sources"]] == [BASIC, BASIC]
        # Blocks in their order: ground first.
        assert [source["program"] for source in record["data_sources"]] == ["themis-asi", "swarm"]
        assert 0 <= record["min_distance"] <= record["max_distance"] <= 500
        assert record["start"] <= record["closest_epoch"] <= record["end"]
        assert record["start"] <= record["farthest_epoch"] <= record["end"]
        (event,) = record["events"]
        assert [event["e1_source"], event["e2_source"]] == record["data_sources"]
        shared = ("conjunction_type", "start", "end", "min_distance", "max_distance")
        assert {name: event[name] for name in shared} == {name: record[name] for name in shared}


def test_the_logs_are_those_of_the_server(early: tuple[Any, list[Any]]) -> None:
    status, records = early
    identifier, result = status["search_request"]["request_id"], status["search_result"]
    logs = [(entry["level"], entry["summary"]) for entry in status["logs"]]
    text = (
        "Find conjunctions of type (nbtrace) at one-minute precision between data sources of ground1=(program in"
        " (themis-asi)) AND space1=(program in (swarm)) WHERE epochs are between 2020-01-01T00:00:00 AND"
        " 2020-01-01T06:59:59 UTC HAVING max distances between location points of ground1-space1=500 km."
    )
    combinations = (
        "[[64, 3], [64, 29], [64, 30], [65, 3], [65, 29], [65, 30], [66, 3], [66, 29], [66, 30], [71, 3], [71, 29],"
        " [71, 30], [73, 3], [73, 29], [73, 30], [44, 3], [44, 29], [44, 30], [45, 3],"
    )
    assert logs[:5] == [
        ("debug", "Search request arrived and saved"),
        ("info", f"Starting conjunction search for query {identifier}"),
        ("debug", f"Start search for nbtrace conjunctions using query: {text}"),
        (
            "debug",
            "Querying the database 1 times for this overall combination of criteria blocks and conjunction types. This"
            " log message will repeat 1 times during this search.",
        ),
        ("debug", "Querying database for criteria combination [(program in (themis-asi)), (program in (swarm))]"),
    ]
    assert logs[5] == ("debug", f"Found {sum(map(length, records))} single epoch events")
    assert logs[6] == ("debug", f"Reduced single events into {len(records)} continuous intervals")
    assert logs[7][0] == "debug"
    assert logs[7][1].startswith("Searching for super events across all data source combinations: " + combinations)
    assert logs[7][1].endswith("[61, 30], [62, 3], [62, 29], [62, 30]]")
    assert logs[7][1].count("[") == 1 + 24 * 3
    assert logs[8:12] == [
        ("debug", f"Found {len(records)} super events"),
        ("debug", "Saving results"),
        ("info", "Search completed"),
        ("debug", f"File size is {result['file_size']} bytes."),
    ]
    assert re.fullmatch(rf"Finished search in \d\.\d\d seconds and found {len(records)} records\.", logs[12][1])
    assert len(logs) == 13
    # About what the server stores for a record: both sources whole, once.
    assert 6000 < result["file_size"] / len(records) < 9000


def test_the_query_is_repeated_normalised(early: tuple[Any, list[Any]]) -> None:
    request = early[0]["search_request"]
    assert request["request_type"] == "conjunction"
    assert request["query"] == {
        "start": START,
        "end": END,
        "ground": [
            {"programs": ["themis-asi"], "platforms": [], "instrument_types": [], "ephemeris_metadata_filters": None}
        ],
        "space": [
            {
                "programs": ["swarm"],
                "platforms": [],
                "instrument_types": [],
                "ephemeris_metadata_filters": None,
                "hemisphere": [],
            }
        ],
        "events": [],
        "adhoc": [],
        "conjunction_types": ["nbtrace"],
        "max_distances": {"ground1-space1": 500},
        "epoch_search_precision": 60,
        "subminute_precision": False,
        "request_id": None,
    }


def test_records_come_pair_by_pair_and_not_in_time_order(early: tuple[Any, list[Any]]) -> None:
    pairs = [identifiers(record)[::-1] for record in early[1]]
    assert pairs == sorted(pairs)
    starts = [record["start"] for record in early[1]]
    assert starts != sorted(starts)
    assert [pair[0] for pair in pairs].count(3) > 10


def test_a_query_is_put_into_words_without_being_checked(api: Api) -> None:
    def describe(query: object) -> Any:
        return api.post("/api/v1/utils/describe/query/conjunction", query).json

    query = {
        "start": "2018-01-01T00:00:00.000Z",
        "end": "2018-01-01T23:59:59.000Z",
        "ground": [THEMIS_ASI],
        "space": [{"programs": ["themis"], "ephemeris_metadata_filters": {}, "hemisphere": []}],
        "max_distances": {"ground1-space1": 400},
    }
    text = (
        "Find conjunctions of type () at one-minute precision between data sources of ground1=(program in (themis-asi))"
        " AND space1=(program in (themis)) WHERE epochs are between 2018-01-01T00:00:00 AND 2018-01-01T23:59:59 UTC"
        " HAVING max distances between location points of ground1-space1=400 km."
    )
    assert describe(query) == text
    assert describe({**query, "subminute_precision": True}) == text.replace("one-minute", "sub-minute")
    assert describe({**query, "epoch_search_precision": 30}) == text.replace("one-minute", "sub-minute")
    assert describe({**query, "conjunction_types": ["a", "b"]}) == text.replace("()", "(a, b)")
    assert describe({**query, "max_distances": {"ground1-space1": 0.5}}) == text.replace("=400 km", "=0.5 km")
    assert describe({"space": 3, "start": 4}).startswith("Find conjunctions of type () at one-minute precision between")


BAD: list[tuple[dict[str, Any], str]] = [
    ({"space": []}, "2 to 10 criteria blocks, not 1"),
    ({"ground": [THEMIS_ASI] * 10}, "2 to 10 criteria blocks, not 11"),
    ({"start": END, "end": START}, "must not be later"),
    ({"conjunction_types": ["nbtrace", "magnetic"]}, "'magnetic' is none of"),
    ({"space": [{"programs": ["swarm"], "hemisphere": ["north"]}]}, "hemisphere 'north'"),
    ({"max_distances": {"ground1-space1": -1}}, "ground1-space1"),
    ({"max_distances": {"ground1-space1": "500"}}, "ground1-space1"),
    ({"max_distances": [500]}, "max_distances"),
    ({"adhoc": [{"locations": [{"lat": 91, "lon": 0}]}]}, "adhoc1"),
    ({"adhoc": [{}]}, "adhoc1 needs locations"),
    ({"ground": "themis-asi"}, "ground must be an array"),
    ({"ground": ["themis-asi"]}, "ground1 must be an object"),
    ({"epoch_search_precision": 61}, "1 to 60 seconds"),
    ({"subminute_precision": 1}, "true or false"),
    ({"ground": [{"ephemeris_metadata_filters": {"expressions": [{"key": "a"}]}}]}, "operator"),
]


@pytest.mark.parametrize(("changes", "why"), BAD)
def test_queries_that_mean_nothing_are_refused(api: Api, changes: dict[str, Any], why: str) -> None:
    status, code, message = api.post("/api/v1/conjunctions/search", {**PAIR, **changes}).error
    assert (status, code) == (400, "Other")
    assert why in message


@pytest.mark.parametrize("form", ["identifier_only", "basic_info", "with_metadata", "full_record"])
def test_sources_are_shown_in_the_form_asked_for(api: Api, early: tuple[Any, list[Any]], form: str) -> None:
    records = conjunctions(api, f"?data_source_record_format={form}")
    known = {source["identifier"]: source for source in api.get(f"/api/v1/data_sources?format={form}").json}
    assert len(records) == len(early[1])
    for record, basic in zip(records, early[1], strict=True):
        assert record["data_sources"] == [known[identifier] for identifier in identifiers(basic)]
        for event, of_basic in zip(record["events"], basic["events"], strict=True):
            assert event["e1_source"] == known[of_basic["e1_source"]["identifier"]]
            assert event["e2_source"] == known[of_basic["e2_source"]["identifier"]]
        rest = {key: value for key, value in record.items() if key not in ("data_sources", "events")}
        assert rest == {key: basic[key] for key in rest}


def test_response_formats_choose_members(api: Api, early: tuple[Any, list[Any]]) -> None:
    path = api.submit(PAIR, "conjunctions")
    api.wait(path)
    source = {"display_name": True, "identifier": True}
    tree = {
        "conjunction_type": True,
        "start": True,
        "closest_epoch": True,
        "min_distance": False,
        "data_sources": source,
        "events": {"e1_source": source, "e2_source": {"owner": True}, "max_distance": True},
    }

    def shown(basic: Any) -> Any:
        named = [{name: item[name] for name in ("identifier", "display_name")} for item in basic["data_sources"]]
        event = {
            "max_distance": basic["max_distance"],
            "e1_source": named[0],
            "e2_source": {"owner": "owner@example.org"},
        }
        return {name: basic[name] for name in ("conjunction_type", "start", "closest_epoch")} | {
            "data_sources": named,
            "events": [event],
        }

    assert api.post(f"{path}/data", tree).json["result"] == [shown(basic) for basic in early[1]]
    assert api.post(f"{path}/data", {"events": False, "start": True}).json["result"][0].keys() == {"start"}
    assert api.post(f"{path}/data", {"start": 1}).error[0] == 400
    assert api.post(f"{path}/data", []).error[0] == 400
    assert api.get(f"{path}/data?data_source_record_format=all").error[0] == 400


def test_events_carry_ephemeris_queries_when_asked_to(api: Api, early: tuple[Any, list[Any]]) -> None:
    assert "generated" not in str(early[1])
    records = conjunctions(api, "?generate_ephemeris_queries=true")
    (event,) = records[0]["events"]
    for number in (1, 2):
        query = event[f"generated_e{number}_ephemeris_query"]
        ephemerides = find(api, "ephemeris", query)
        assert ephemerides[0]["epoch"] == event["start"]
        assert len(ephemerides) == length(event)
        assert {r["data_source"]["identifier"] for r in ephemerides} == {event[f"e{number}_source"]["identifier"]}
    path = api.submit(PAIR, "conjunctions")
    api.wait(path)
    tree = {"events": {"generated_e2_ephemeris_query": {"data_sources": {"platforms": True}}}}
    first = api.post(f"{path}/data", tree).json["result"][0]
    platform = early[1][0]["data_sources"][1]["platform"]
    assert first == {"events": [{"generated_e2_ephemeris_query": {"data_sources": {"platforms": [platform]}}}]}


def test_nothing_found_is_a_success_of_five_bytes(api: Api) -> None:
    status, records = found(api, "conjunctions", {**PAIR, "max_distances": {"ground1-space1": 0.0001}})
    assert (records, status["search_result"]["file_size"], len(status["logs"])) == ([], 5, 13)
    status, records = found(api, "conjunctions", {**PAIR, "ground": [{"programs": ["nobody"]}]})
    assert (records, status["search_result"]["file_size"]) == ([], 5)


def test_a_running_search_can_be_cancelled(slow_api: Api) -> None:
    path = slow_api.submit(PAIR, "conjunctions")
    assert slow_api.get(path).json["search_result"]["error_condition"] is None
    assert slow_api.call("DELETE", path).json["search_result"]["error_condition"] is True
    assert slow_api.get(path).json["logs"][-1]["level"] == "error"


def test_a_large_search_leaves_the_server_free_and_can_be_cancelled(own_api: Api) -> None:
    everybody = {"instrument_types": ["footprint"]}
    path = own_api.submit(
        {**PAIR, "start": "2010-01-01T00:00:00", "end": "2019-12-31T23:59:59", "space": [everybody]}, "conjunctions"
    )
    assert [own_api.get(path).json["search_result"]["error_condition"] for _ in range(20)] == [None] * 20
    own_api.call("DELETE", path)
    assert own_api.wait(path)["search_result"]["error_condition"] is True


def test_a_search_that_lets_everything_through_fails_and_says_so(own_api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def last_words(query: Any) -> str:
        path = own_api.submit(query, "conjunctions")
        status = own_api.wait(path)
        assert status["search_result"]["error_condition"] is True
        assert status["search_result"]["data_uri"] is None
        return str(status["logs"][-1]["summary"])

    wide = {**PAIR, "max_distances": {"ground1-space1": None}}
    monkeypatch.setattr(conjunction_search, "MOST_ROWS", 1000)
    assert "more than can be held in memory" in last_words(wide)
    monkeypatch.undo()
    monkeypatch.setattr(conjunction_search, "MOST_ROWS", 100)
    three = {**wide, "space": [SWARM, SWARM], "max_distances": {"ground1-space1": 3000, "ground1-space2": 3000}}
    assert "more than can be held in memory" in last_words(three)


def test_all_time_is_searched_at_once_where_there_is_little(api: Api) -> None:
    ever = {"start": "0001-01-01T00:00:00", "end": "9999-12-31T23:59:59", "ground": [], "space": []}
    mcgrath = {"locations": [{"lat": 62.95, "lon": -155.59}]}
    steve = [{"programs": ["events"], "instrument_types": ["STEVE"]}]
    records = conjunctions(api, **ever, events=steve, adhoc=[mcgrath], max_distances={"events1-adhoc1": 1})
    nights = find(api, "ephemeris", {**ever, "data_sources": {"instrument_types": ["STEVE"]}})
    assert sum(map(length, records)) == len(nights)
    path = api.submit({**PAIR, **ever, "adhoc": [mcgrath] * 2, "max_distances": {"adhoc1-adhoc2": 1}}, "conjunctions")
    assert "more than can be held in memory" in api.wait(path)["logs"][-1]["summary"]


def test_what_clients_send_in_takes_part() -> None:
    key = {"x-aurorax-api-key": "the-key"}
    with serve(settings=EmulatorSettings(time_scale=0, admin_key="the-key")) as base:
        api = Api(base)
        about = {"program": "themis-asi", "platform": "gillam", "instrument_type": "panchromatic ASI"}
        camera = {"programs": ["themis-asi"], "platforms": ["gillam"]}
        noon = {"start": "2020-01-01T18:00:00", "end": "2020-01-01T18:10:00"}
        alone = {"ground": [camera], "space": [{"platforms": ["swarma"]}], "max_distances": {"ground1-space1": 1}}
        assert conjunctions(api, **noon, **alone) == []
        (record,) = find(
            api,
            "ephemeris",
            {"start": "2020-01-01T18:05:00", "end": "2020-01-01T18:05:30", "data_sources": {"platforms": ["swarma"]}},
        )
        trace = record["nbtrace"] if place(record["nbtrace"]) else record["sbtrace"]
        kind = "nbtrace" if place(record["nbtrace"]) else "sbtrace"
        sent = {**about, "epoch": "2020-01-01T18:05:00.000Z", "metadata": {}}
        sent |= dict.fromkeys(("location_geo", "location_gsm", "nbtrace", "sbtrace"), trace)
        assert api.call("POST", "/api/v1/data_sources/46/ephemeris", [sent], key).status == 202
        (met,) = conjunctions(api, conjunction_types=[kind], **noon, **alone)
        assert (met["start"], met["end"], met["max_distance"]) == (record["epoch"], record["epoch"], 0)
