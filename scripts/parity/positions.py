"""The questions of `searches.py` about ephemeris and conjunctions, for both parties.

Each question is written once, in plain values; each party puts it into its own classes.
"""

import datetime
from collections.abc import Mapping
from typing import Any

__all__ = ["ask_ourselves", "ask_pyaurorax"]

NEW_YEAR = datetime.datetime(2020, 1, 1)
MORNING = datetime.datetime(2020, 1, 1, 6, 59, 59)
EVENING = datetime.datetime(2020, 1, 1, 23, 59, 59)


def _filter(key: str, operator: str, *values: object) -> dict[str, Any]:
    return {"key": key, "operator": operator, "values": list(values)}


CLEAR = ("AND", [_filter("calgary_cloud_ml_v1", "=", "classified as not cloudy")])

# name, start, end, search arguments
EPHEMERIS: list[tuple[str, datetime.datetime, datetime.datetime, dict[str, Any]]] = [
    ("a spacecraft", NEW_YEAR, EVENING, {"programs": ["swarm"], "platforms": ["swarma"]}),
    ("cameras", NEW_YEAR, MORNING, {"programs": ["themis-asi"], "instrument_types": ["panchromatic ASI"]}),
    ("one minute", NEW_YEAR, NEW_YEAR, {"programs": ["swarm", "themis", "iss"]}),
    ("nothing", datetime.datetime(2001, 1, 1), datetime.datetime(2001, 1, 2), {"programs": ["swarm"]}),
    ("a filter of words", NEW_YEAR, EVENING, {"programs": ["themis-asi"], "metadata_filters": CLEAR}),
    (
        "filters joined by or",
        NEW_YEAR,
        EVENING,
        {
            "programs": ["swarm"],
            "metadata_filters": (
                "OR",
                [_filter("radial_distance", "between", 6810, 6811.5), _filter("nbtrace_region", "in", "north cusp")],
            ),
        },
    ),
    (
        "a boolean",
        NEW_YEAR,
        datetime.datetime(2020, 1, 3),
        {"programs": ["swarm"], "metadata_filters": ("AND", [_filter("tii_on", "=", False)])},
    ),
]

THEMIS_ASI, SWARM = {"programs": ["themis-asi"]}, {"programs": ["swarm"]}
# name, end, distance, blocks, other arguments; all of them start with 2020
CONJUNCTIONS: list[tuple[str, datetime.datetime, Any, dict[str, list[dict[str, Any]]], dict[str, Any]]] = [
    ("two blocks", MORNING, 500, {"ground": [THEMIS_ASI], "space": [SWARM]}, {}),
    (
        "three types",
        MORNING,
        400.5,
        {"ground": [THEMIS_ASI], "space": [SWARM]},
        {"conjunction_types": ["nbtrace", "sbtrace", "geographic"]},
    ),
    (
        "a hemisphere and a filter",
        EVENING,
        600,
        {"ground": [{**THEMIS_ASI, "metadata_filters": CLEAR}], "space": [{**SWARM, "hemisphere": ["northern"]}]},
        {},
    ),
    (
        "three blocks with distances of their own",
        EVENING,
        {"ground1-space1": 900, "ground1-space2": 1200, "space1-space2": None},
        {"ground": [THEMIS_ASI], "space": [SWARM, {"programs": ["noaa"]}]},
        {},
    ),
    (
        "cameras at one place",
        datetime.datetime(2020, 1, 3),
        {"ground1-ground2": 0, "ground1-space1": 500, "ground2-space1": 500},
        {"ground": [THEMIS_ASI, {"programs": ["rego"]}], "space": [SWARM]},
        {},
    ),
    (
        "places",
        EVENING,
        500,
        {"space": [SWARM], "custom_locations": [{"locations": [(51.05, -114.07), (60, -100)]}]},
        {},
    ),
    (
        "events",
        datetime.datetime(2020, 3, 1),
        500,
        {"ground": [THEMIS_ASI], "events": [{"instrument_types": ["substorm onset"]}]},
        {},
    ),
    ("nothing", MORNING, 0.001, {"ground": [THEMIS_ASI], "space": [SWARM]}, {}),
]

RAW = {
    "start": "2020-01-01T00:00:00.000Z",
    "end": "2020-01-01T06:59:59.000Z",
    "conjunction_types": ["nbtrace"],
    "ground": [{**THEMIS_ASI, "platforms": [], "instrument_types": [], "ephemeris_metadata_filters": {}}],
    "space": [{**SWARM, "platforms": [], "instrument_types": [], "ephemeris_metadata_filters": {}, "hemisphere": []}],
    "events": [],
    "max_distances": {"ground1-space1": 500},
}
SHORT = {"identifier": True, "display_name": True}
EPHEMERIS_FORMAT = {"data_source": SHORT, "epoch": True, "location_geo": {"lat": True, "lon": True}, "metadata": True}
CONJUNCTION_FORMAT = {
    "conjunction_type": True,
    "start": True,
    "end": True,
    "data_sources": SHORT,
    "events": {"e1_source": SHORT, "e2_source": SHORT, "start": True, "max_distance": True},
}
BASIC = ("identifier", "program", "platform", "instrument_type", "source_type", "display_name")


def ask_pyaurorax(search: Any, classes: Any) -> dict[str, Any]:
    """What pyaurorax gets; `search` is its search manager, `classes` the module with its classes."""
    answers: dict[str, Any] = {}

    def filters(given: Any) -> Any:
        joined, expressions = given
        made = [classes.MetadataFilterExpression(e["key"], e["values"], e["operator"]) for e in expressions]
        return classes.MetadataFilter(made, operator=joined.lower())

    def arguments(given: Mapping[str, Any]) -> dict[str, Any]:
        return {name: filters(value) if name == "metadata_filters" else value for name, value in given.items()}

    kinds = {
        "ground": classes.GroundCriteriaBlock,
        "space": classes.SpaceCriteriaBlock,
        "events": classes.EventsCriteriaBlock,
        "custom_locations": classes.CustomLocationsCriteriaBlock,
    }
    for name, start, end, asked in EPHEMERIS:
        found = search.ephemeris.search(start, end, poll_interval=0.05, **arguments(asked))
        answers[f"ephemeris: {name}"] = [_plain_ephemeris(record) for record in found.data]
        answers[f"ephemeris described: {name}"] = search.ephemeris.describe(found)
    for name, end, distance, blocks, more in CONJUNCTIONS:
        made = {kind: [kinds[kind](**arguments(block)) for block in given] for kind, given in blocks.items()}
        asked = {"conjunction_types": ["nbtrace"], **made, **more}
        found = search.conjunctions.search(NEW_YEAR, end, distance, poll_interval=0.05, **asked)
        answers[f"conjunctions: {name}"] = [_plain_conjunction(record) for record in found.data]
        answers[f"conjunctions described: {name}"] = search.conjunctions.describe(found)
    found = search.conjunctions.search_from_raw_query(RAW, poll_interval=0.05)
    answers["conjunctions: a query of the web site"] = [_plain_conjunction(record) for record in found.data]

    _, start, end, asked = EPHEMERIS[0]
    found = search.ephemeris.search(start, end, response_format=EPHEMERIS_FORMAT, poll_interval=0.05, **asked)
    answers["ephemeris: response format"] = [
        {**record, "epoch": _text(record["epoch"]), "location_geo": _plain_place(record["location_geo"])}
        for record in found.data
    ]
    _, end, distance, blocks, _ = CONJUNCTIONS[0]
    made = {kind: [kinds[kind](**block) for block in given] for kind, given in blocks.items()}
    found = search.conjunctions.search(
        NEW_YEAR, end, distance, response_format=CONJUNCTION_FORMAT, poll_interval=0.05, **made
    )
    answers["conjunctions: response format"] = [
        {
            **record,
            "start": _text(record["start"]),
            "end": _text(record["end"]),
            "events": [{**event, "start": _text(event["start"])} for event in record["events"]],
        }
        for record in found.data
    ]
    return answers


def ask_ourselves(client: Any) -> dict[str, Any]:
    """What this package gets."""
    import aurorax_typed as classes

    answers: dict[str, Any] = {}

    def filters(given: Any) -> Any:
        joined, expressions = given
        made = [classes.MetadataExpression(e["key"], e["operator"], e["values"]) for e in expressions]
        return classes.MetadataFilter(made, joined)

    def arguments(given: Mapping[str, Any]) -> dict[str, Any]:
        made = {name: filters(value) if name == "metadata_filters" else value for name, value in given.items()}
        if "locations" in made:
            made["locations"] = [classes.Location(lat=lat, lon=lon) for lat, lon in made["locations"]]
        return made

    kinds: dict[str, Any] = {
        "ground": classes.GroundCriteria,
        "space": classes.SpaceCriteria,
        "events": classes.EventsCriteria,
        "custom_locations": classes.CustomLocationsCriteria,
    }
    for name, start, end, asked in EPHEMERIS:
        query = classes.EphemerisQuery(start, end, **arguments(asked))
        search = client.ephemeris.search(query)
        answers[f"ephemeris: {name}"] = [_plain_ephemeris(record) for record in search.get_data()]
        answers[f"ephemeris described: {name}"] = client.ephemeris.describe(query)
    for name, end, distance, blocks, more in CONJUNCTIONS:
        made = {kind: [kinds[kind](**arguments(block)) for block in given] for kind, given in blocks.items()}
        asked_for = classes.ConjunctionQuery(NEW_YEAR, end, distance, **{**made, **more})
        found = client.conjunctions.search(asked_for)
        answers[f"conjunctions: {name}"] = [_plain_conjunction(record) for record in found.get_data()]
        answers[f"conjunctions described: {name}"] = client.conjunctions.describe(asked_for)
    found = client.conjunctions.search(classes.ConjunctionQuery.from_json(RAW))
    answers["conjunctions: a query of the web site"] = [_plain_conjunction(record) for record in found.get_data()]

    # Our records in the shape that pyaurorax gives to those of a response format.
    answers["ephemeris: response format"] = [
        {
            "data_source": _short(record["data_source"]),
            **{member: record[member] for member in ("epoch", "location_geo", "metadata")},
        }
        for record in answers[f"ephemeris: {EPHEMERIS[0][0]}"]
    ]
    answers["conjunctions: response format"] = [
        {
            **{member: record[member] for member in ("conjunction_type", "start", "end")},
            "data_sources": [_short(source) for source in record["data_sources"]],
            "events": [
                {
                    "e1_source": _short(event["e1_source"]),
                    "e2_source": _short(event["e2_source"]),
                    "start": event["start"],
                    "max_distance": event["max_distance"],
                }
                for event in record["events"]
            ],
        }
        for record in answers[f"conjunctions: {CONJUNCTIONS[0][0]}"]
    ]
    return answers


def _short(source: Mapping[str, Any]) -> dict[str, Any]:
    return {name: source[name] for name in SHORT}


def _text(moment: Any) -> str:
    return str(moment.isoformat()) if isinstance(moment, datetime.datetime) else str(moment)


def _member(record: Any, name: str) -> Any:
    """pyaurorax's events are dictionaries, ours are objects."""
    return record[name] if isinstance(record, dict) else getattr(record, name)


def _plain_source(source: Any) -> dict[str, Any]:
    return {name: _member(source, name) for name in BASIC}


def _plain_place(location: Any) -> dict[str, Any]:
    return {"lat": location.lat, "lon": location.lon}


def _plain_ephemeris(record: Any) -> dict[str, Any]:
    places = ("location_geo", "location_gsm", "nbtrace", "sbtrace")
    return {
        "data_source": _plain_source(record.data_source),
        "epoch": _text(record.epoch),
        **{name: _plain_place(getattr(record, name)) for name in places},
        "metadata": dict(record.metadata),
    }


def _plain_conjunction(record: Any) -> dict[str, Any]:
    return {
        "conjunction_type": record.conjunction_type,
        "start": _text(record.start),
        "end": _text(record.end),
        "data_sources": [_plain_source(source) for source in record.data_sources],
        "min_distance": record.min_distance,
        "max_distance": record.max_distance,
        "closest_epoch": _text(record.closest_epoch),
        "farthest_epoch": _text(record.farthest_epoch),
        "events": [_plain_event(event) for event in record.events],
    }


def _plain_event(event: Any) -> dict[str, Any]:
    return {
        "conjunction_type": _member(event, "conjunction_type"),
        "e1_source": _plain_source(_member(event, "e1_source")),
        "e2_source": _plain_source(_member(event, "e2_source")),
        "start": _text(_member(event, "start")),
        "end": _text(_member(event, "end")),
        "min_distance": _member(event, "min_distance"),
        "max_distance": _member(event, "max_distance"),
    }
