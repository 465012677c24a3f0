"""JSON as the emulator reads and writes it."""

from typing import TypeAlias

import msgspec

__all__ = ["Json", "JsonObject", "decode", "encode"]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

_encoder = msgspec.json.Encoder()


def encode(value: object) -> bytes:
    """Write a value as compact JSON."""
    return _encoder.encode(value)


def decode(text: bytes) -> Json:
    """Read JSON text; raises ``ValueError`` when it is none."""
    try:
        value: Json = msgspec.json.decode(text)
    except msgspec.DecodeError as error:  # a ValueError itself from msgspec 0.21 on only
        raise ValueError(str(error)) from error
    return value
