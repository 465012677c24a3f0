"""Sources as the server describes them: real programs and members, with schemas of the real size.

A full spacecraft source is 2.9 or 5.2 kB of JSON, a ground one 1.3 to 2.2 kB; records that embed them reach the sizes
of the server's own files (ephemeris 3.4 to 5.7 kB, conjunction 8 kB, data product 2.5 kB).
"""

from __future__ import annotations

import json
from typing import Literal

__all__ = ["GROUND", "RGB", "SPACE", "Format", "JSONObject", "source_text", "spoil"]

JSONObject = dict[str, object]
Format = Literal["full_record", "basic_info", "identifier_only"]

_REGIONS = ["polar cap", "cusp", "cleft", "auroral oval", "mid-latitude"]


def _item(name: str, kind: str, description: str, *allowed: str, note: str = "") -> JSONObject:
    return {
        "field_name": name,
        "description": description,
        "data_type": kind,
        "allowed_values": list(allowed),
        "additional_description": note,
        "searchable": True,
    }


def _trace(side: str) -> JSONObject:
    return _item(
        f"{side[0]}btrace_region",
        "string",
        f"Region in which the field line through the spacecraft meets the ground of the {side}ern magnetic hemisphere",
        *(f"{side} {region}" for region in _REGIONS),
        "low latitude",
        note="Only one region of this kind holds at a time. Mid-latitude is the band between 30 degrees and the oval.",
    )


_SPACECRAFT = [
    _trace("north"),
    _trace("south"),
    _item("radial_distance", "double", "Distance of the spacecraft from the centre of the Earth in kilometres"),
    _item(
        "spacecraft_region",
        "string",
        "Region of the magnetosphere or its surroundings that the spacecraft is in",
        *("interplanetary medium", "dayside magnetosheath", "nightside magnetosheath", "dayside magnetosphere"),
        *("nightside magnetosphere", "plasma sheet", "tail lobe", "low latitude boundary layer"),
        *("high latitude boundary layer", "dayside plasmasphere", "nightside plasmasphere"),
        note="Found from models of the bow shock, the magnetopause, the neutral sheet and the plasmasphere.",
    ),
    _item(
        "radial_trace_region",
        "string",
        "Region in which the straight line from the spacecraft to the centre of the Earth meets the ground",
        *(f"{side} {region}" for side in ("north", "south") for region in _REGIONS),
        "low latitude",
    ),
    _item("state", "string", "Whether the orbit is measured or predicted", "definitive", "predictive"),
]
_QUALITY = [
    _item(
        f"tii_quality_{axis}",
        "int",
        f"Quality of the thermal ion imager's cross-track flow, {axis}: each bit set names one condition not met",
        note="0 is best. The bits are explained in the release notes of the instrument's level 2 data. " * 2,
    )
    for axis in ("vixh", "vixv", "viy", "viz")
]
_CLOUDS = [
    _item(f"{name}_ml", kind, text, *allowed)
    for name, kind, text, allowed in [
        (
            "calgary_apa",
            "string",
            "Amorphous pulsating aurora, by a trained classifier",
            ("classified as APA", "not classified as APA"),
        ),
        ("calgary_apa_confidence", "double", "Confidence of that classification, per cent", ()),
        (
            "calgary_cloud",
            "string",
            "Cloud, by a trained classifier",
            ("classified as cloudy", "classified as not cloudy"),
        ),
        (
            "clausen_oath",
            "string",
            "Oslo auroral classes of the image",
            ("arc", "diffuse", "discrete", "cloud", "moon", "clear"),
        ),
    ]
]
_KEOGRAMS = [
    _item(
        "keogram_type",
        "string",
        "How the keogram was made and which time it covers",
        *(
            "daily",
            "hourly",
            "daily_hires",
            "hourly_hires",
            "daily_hires_200px",
            "hourly_hires_200px",
            "daily_moviebased",
        ),
        note="Keograms with high resolution have a column for each image, the others one for each minute or so. " * 2,
    ),
    _item("imaging_start_time", "timestamp", "When the camera took its first image of the night, UTC"),
    _item("imaging_end_time", "timestamp", "When the camera took its last image of the night, UTC"),
    _item("movie_type", "string", "Speed of the movie", "real-time daily", note="Frames are as they were taken. " * 8),
    _item(
        "montage_type", "string", "Which time the montage covers", "daily", "hourly", note="One image a minute. " * 8
    ),
]


def _source(  # noqa: PLR0917
    identifier: int,
    program: str,
    platform: str,
    instrument: str,
    kind: str,
    name: str,
    ephemeris: list[JSONObject],
    products: list[JSONObject],
) -> JSONObject:
    return {
        "identifier": identifier,
        "program": program,
        "platform": platform,
        "instrument_type": instrument,
        "source_type": kind,
        "display_name": name,
        "metadata": {},
        "owner": "owner@example.org",
        "maintainers": ["maintainer@example.org"],
        "ephemeris_metadata_schema": ephemeris,
        "data_product_metadata_schema": products,
    }


SPACE = [
    _source(3, "swarm", "swarma", "footprint", "leo", "Swarm A", _SPACECRAFT + _QUALITY, []),
    _source(29, "swarm", "swarmb", "footprint", "leo", "Swarm B", _SPACECRAFT + _QUALITY, []),
    _source(10, "themis", "themise", "footprint", "heo", "THEMIS-E", _SPACECRAFT, []),
    _source(8, "themis", "themisd", "footprint", "heo", "THEMIS-D", _SPACECRAFT, []),
]
GROUND = [
    _source(number, "themis-asi", place, "panchromatic ASI", "ground", f"THEMIS-ASI {place[:4].upper()}", _CLOUDS, [])
    for number, place in [
        (44, "athabasca"),
        (51, "gillam"),
        (53, "inuvik"),
        (57, "pinawa"),
        (60, "rankin inlet"),
        (64, "whitehorse"),
    ]
]
RGB = [
    _source(number, "trex", place, "RGB ASI", "ground", f"TREx RGB {place[:4].upper()}", [], _KEOGRAMS)
    for number, place in [
        (96, "fort smith"),
        (101, "lucky lake"),
        (102, "pinawa"),
        (103, "gillam"),
        (104, "rabbit lake"),
    ]
]
_BASIC = ("identifier", "program", "platform", "instrument_type", "source_type", "display_name")


def source_text(source: JSONObject, form: Format) -> str:
    """The source as JSON without blanks, in one of the server's formats."""
    if form == "basic_info":
        source = {name: source[name] for name in _BASIC}
    elif form == "identifier_only":
        source = {"identifier": source["identifier"]}
    return json.dumps(source, separators=(",", ":"))


def spoil(text: str, number: int) -> str:
    """The same source as another one: its number changes, so that nothing in the file repeats."""
    start = text.index(":") + 1
    return (
        text[:start]
        + str(1_000_000 + number)
        + text[text.index(",", start) if "," in text else text.index("}", start) :]
    )
