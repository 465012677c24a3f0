"""Writes result documents at random: as text, since blanks, escapes and forms of numbers are what is tried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from aurorax_typed._core.decoder import fast, recogniser
from aurorax_typed.records import Conjunction, DataProduct, Ephemeris, Record

__all__ = ["KINDS", "cut", "mutate", "small_pieces", "write_document"]

KINDS: list[type[Record]] = [DataProduct, Ephemeris, Conjunction]

_TRICKY = [
    "",
    "plain",
    "}",
    "{",
    "]},{",
    '"',
    '\\"},{"data_source":',
    '{"identifier":3}',
    '},{"data_source":{"identifier":',
    '","events":[',
    "\\",
    "\\\\",
    "naïve é ☃ 𝄞",
    "\u0000\u001f\u007f",
    "\u2028",
    "a" * 80,
    "00:00:00.9999999",
    "\ud800",
]
_NAMES = [
    "identifier",
    "data_source",
    "metadata",
    "new member",
    'q"uote',
    "back\\slash",
    "ünï",
    "",
    "extra",
    "stats",
    "x",
]
_NUMBERS = ["0", "-0", "1", "-17", "1.0", "1.50", "-0.0", "1e5", "1E-7", "1.5e+3", "123456789012345678901234567890"]
_NUMBERS += ["0.1", "6819.1090046469235", "2.2250738585072011e-308", "1e400", "-1e999", "9007199254740993", "4" * 400]


class _Verbatim:
    """JSON text that is written as it stands."""

    def __init__(self, text: str) -> None:
        self.text = text


class Doc:
    """A writer of values as JSON, in the many ways that JSON allows."""

    def __init__(self, random: Random, *, plain: bool) -> None:
        self.random = random
        self.plain = plain

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def blank(self) -> str:
        if self.plain or self.chance(0.7):
            return ""
        return self.random.choice([" ", "\n", "\t", "\r\n", "  \n  "])

    def string(self, value: str) -> str:
        if self.plain or self.chance(0.5):
            return json.dumps(value, ensure_ascii=self.plain or any("\ud800" <= c <= "\udfff" for c in value))
        parts = []
        for character in value:
            code = ord(character)
            if character in '"\\' or code < 32 or self.chance(0.1) or 0xD800 <= code <= 0xDFFF:
                parts.append(json.dumps(character)[1:-1] if self.chance(0.5) or code > 0xFFFF else f"\\u{code:04X}")
            elif character == "/" and self.chance(0.3):
                parts.append("\\/")
            else:
                parts.append(character)
        return f'"{"".join(parts)}"'

    def write(self, value: Any) -> str:
        if isinstance(value, _Verbatim):
            return value.text
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, list):
            return f"[{self.blank()}{(self.blank() + ',' + self.blank()).join(map(self.write, value))}{self.blank()}]"
        if isinstance(value, dict):
            items = list(value.items())
            if not self.plain and self.chance(0.1):
                self.random.shuffle(items)
            members = [self.member(name, item) for name, item in items]
            if members and not self.plain and self.chance(0.05):
                # The last of two members with one name counts.
                members.insert(0, self.member(items[-1][0], self.junk(1)))
            return f"{{{self.blank()}{(self.blank() + ',' + self.blank()).join(members)}{self.blank()}}}"
        return json.dumps(value)

    def member(self, name: str, value: Any) -> str:
        return f"{self.string(name)}{self.blank()}:{self.blank()}{self.write(value)}"

    def junk(self, depth: int) -> Any:
        choice = self.random.random()
        if depth and choice < 0.15:
            return [self.junk(depth - 1) for _ in range(self.random.randrange(3))]
        if depth and choice < 0.3:
            return self.members(depth - 1)
        if choice < 0.5:
            return self.random.choice([None, True, False])
        if choice < 0.7:
            return _Verbatim(self.random.choice(_NUMBERS))
        return self.random.choice(_TRICKY)

    def members(self, depth: int) -> dict[str, Any]:
        return {self.random.choice(_NAMES): self.junk(depth) for _ in range(self.random.randrange(4))}

    def time(self) -> Any:
        day = f"20{self.random.randrange(10, 30)}-0{self.random.randrange(1, 10)}-1{self.random.randrange(10)}"
        text = f"{day}T0{self.random.randrange(10)}:"
        text += self.random.choice(["00:00", "59:59", "07:00"])
        if self.plain or self.chance(0.8):
            return text
        if self.chance(0.5):
            text += self.random.choice(
                [".0", ".123", ".123456", ".1234567", ".9999999", ".9999994", ".000000000", ".12345678901"]
            )
        return text + self.random.choice(["", "", "Z", "+00:00", "+05:30", "-08:00"])

    def optional(self, members: dict[str, Any], name: str, value: Any) -> None:
        if self.plain or self.chance(0.85):
            members[name] = value
        elif self.chance(0.5):
            members[name] = None

    def source(self) -> Any:
        number = self.random.choice([3, 29, 44, -1])
        if self.chance(0.3):
            return {"identifier": number}
        members: dict[str, Any] = {"identifier": number}
        for name in ("program", "platform", "instrument_type", "source_type", "display_name"):
            members[name] = f"{name} of {number}"
        if self.chance(0.7):
            members["metadata"] = {}
            members["owner"] = "owner@example.org"
            members["maintainers"] = ["one@example.org"]
            item = {"field_name": "state", "data_type": "string", "allowed_values": ["a", "}]"], "searchable": None}
            members["ephemeris_metadata_schema"] = [item, {**item, "additional_description": 'has "},{" inside'}]
            members["data_product_metadata_schema"] = []
        if not self.plain and self.chance(0.1):
            members["metadata"] = self.members(2)
        if not self.plain and self.chance(0.05):
            members["stats"] = {"ephemeris_count": 5, "latest_ephemeris_loaded": self.time(), "unknown": {"a": []}}
        if not self.plain and self.chance(0.05):
            members[self.random.choice(_NAMES)] = self.junk(2)
        return members

    def place(self) -> Any:
        choice = self.random.random()
        if choice < 0.1:
            return {}
        if choice < 0.2:
            return {"lat": None, "lon": None}
        place: dict[str, Any] = {"lat": self.random.uniform(-90, 90), "lon": self.random.randrange(-180, 180)}
        if not self.plain and choice > 0.95:
            place["alt"] = self.junk(1)
        return place

    def record(self, kind: type[Record]) -> Any:
        if kind is Conjunction:
            record = self.conjunction()
        elif kind is Ephemeris:
            record = {"data_source": self.source(), "epoch": self.time()}
            for name in ("location_geo", "nbtrace", "sbtrace", "location_gsm"):
                self.optional(record, name, self.place())
            self.optional(record, "metadata", self.metadata())
        else:
            record = {
                "data_source": self.source(),
                "data_product_type": "keogram",
                "start": self.time(),
                "end": self.time(),
                "url": self.random.choice(_TRICKY),
            }
            self.optional(record, "metadata", self.metadata())
        if not self.plain and self.chance(0.2):
            record[self.random.choice(_NAMES[3:])] = self.junk(3)
        return record

    def metadata(self) -> Any:
        if self.chance(0.1):
            return {"copy": self.source()}  # looks like a source, and is none
        return {"state": "definitive", "tii_on": True} if self.plain else self.members(4)

    def conjunction(self) -> dict[str, Any]:
        pool = [self.source(), self.source()]
        record: dict[str, Any] = {
            "conjunction_type": "nbtrace",
            "start": self.time(),
            "end": self.time(),
            "data_sources": pool[: self.random.randrange(3)],
            "min_distance": self.distance(),
            "max_distance": self.distance(),
            "events": [self.event(pool) for _ in range(self.random.randrange(4))],
        }
        self.optional(record, "closest_epoch", self.time())
        self.optional(record, "farthest_epoch", self.time())
        return record

    def event(self, pool: list[Any]) -> dict[str, Any]:
        event: dict[str, Any] = {
            "conjunction_type": "nbtrace",
            "e1_source": pool[0],
            "e2_source": pool[1],
            "start": self.time(),
            "end": self.time(),
            "min_distance": self.distance(),
            "max_distance": self.distance(),
        }
        if not self.plain and self.chance(0.05):
            event[self.random.choice(_NAMES[3:])] = self.junk(2)
        return event

    def distance(self) -> Any:
        return self.random.choice([self.random.uniform(0, 500), 420, _Verbatim("4.2e2")])


def write_document(random: Random, kind: type[Record], *, most: int = 8, parts: bool = False) -> bytes:
    """A document of valid records, or of parts of such: plain as the server writes it, or as odd as JSON can be."""
    doc = Doc(random, plain=random.random() < 0.3)
    count = random.randrange(most + 1)
    records = [doc.record(kind) for _ in range(count)]
    if parts:
        names = sorted({name for record in records for name in record})
        left = set(random.sample(names, random.randrange(len(names) + 1)))
        records = [{name: value for name, value in record.items() if name in left} for record in records]
    text = doc.write(records)
    if random.random() < 0.8:
        others = [doc.member(name, doc.junk(2)) for name in ("before", "error_code") if random.random() < 0.2]
        after = [doc.member(name, doc.junk(2)) for name in ("after", 'od"d') if random.random() < 0.2]
        members = [*others, f"{doc.string('result')}{doc.blank()}:{doc.blank()}{text}", *after]
        text = (
            f"{doc.blank()}{{{doc.blank()}{(doc.blank() + ',' + doc.blank()).join(members)}{doc.blank()}}}{doc.blank()}"
        )
    document = text.encode("utf-8")
    return b"\xef\xbb\xbf" + document if random.random() < 0.05 else document


_BITS = [
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b",",
    b":",
    b"\\",
    b"0",
    b"-",
    b".",
    b"e",
    b" ",
    b"\n",
    b"\x00",
    b"\xff",
    b"\xc3",
]
_BITS += [
    b"null",
    b"true",
    b"NaN",
    b"Infinity",
    b'"',
    b'\\"',
    b"},{",
    b"]}",
    b'{"identifier":',
    b'"lat":"x",',
    b"\xed\xa0\x80",
]


def mutate(random: Random, document: bytes) -> bytes:
    """The document with one to three small faults, some of which may turn out harmless."""
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(document) + 1)
        action = random.random()
        if action < 0.3:
            document = document[:at] + document[at + random.choice([1, 1, 1, 2, 10, 50]) :]
        elif action < 0.6:
            document = document[:at] + random.choice(_BITS) + document[at:]
        elif action < 0.9:
            document = document[:at] + random.choice(_BITS) + document[at + 1 :]
        else:
            other = random.randrange(len(document) + 1)
            document = document[:at] + document[min(at, other) : max(at, other)] + document[at:]
    return document


def cut(document: bytes, random: Random) -> list[bytes]:
    """The document in chunks: whole, byte by byte, in equal parts, or anywhere."""
    choice = random.random()
    if choice < 0.25:
        return [document]
    if choice < 0.4:
        return [document[i : i + 1] for i in range(len(document))]
    if choice < 0.7:
        size = random.randrange(1, 700)
        return [document[i : i + size] for i in range(0, len(document), size)]
    places = sorted(random.randrange(len(document) + 1) for _ in range(random.randrange(1, 12)))
    return [document[a:b] for a, b in zip([0, *places], [*places, len(document)], strict=True)]


@contextmanager
def small_pieces(piece: int) -> Iterator[None]:
    """The decoder's pieces hold the documents of the tests whole; here it cuts them into many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "_PIECE", piece)
        patch.setattr(fast, "_MOST", 4 * piece)
        patch.setattr(recogniser.Recogniser, "_SHORTEST", 30)
        yield
