"""Conjunction searches to ask for, and their records taken apart; nothing of the package under test."""

from typing import Any

from emulator.emulator_http import Api
from emulator.finding import MINUTE, find, minute

START, END = "2020-01-01T00:00:00", "2020-01-01T06:59:59"
MEMBERS = [
    "conjunction_type",
    "start",
    "end",
    "data_sources",
    "min_distance",
    "max_distance",
    "closest_epoch",
    "farthest_epoch",
    "events",
]
BASIC = ["identifier", "program", "platform", "instrument_type", "source_type", "display_name"]
EARLY = {"start": START, "end": END, "conjunction_types": ["nbtrace"]}
THEMIS_ASI = {"programs": ["themis-asi"]}
SWARM = {"programs": ["swarm"]}
PAIR = {**EARLY, "ground": [THEMIS_ASI], "space": [SWARM], "max_distances": {"ground1-space1": 500}}


def conjunctions(api: Api, asked: str = "", **changes: Any) -> list[Any]:
    return find(api, "conjunctions", {**PAIR, **changes}, asked)


def length(record: Any) -> int:
    return int((minute(record["end"]) - minute(record["start"])) / MINUTE) + 1


def identifiers(record: Any) -> list[int]:
    return [source["identifier"] for source in record["data_sources"]]
