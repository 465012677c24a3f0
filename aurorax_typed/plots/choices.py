"""What can be chosen of a picture."""

from __future__ import annotations

from typing import Literal, TypeAlias, TypeVar, get_args

from aurorax_typed.errors import QueryError

__all__ = ["CountsBy", "MapView", "Picture", "Position", "chosen"]

Position: TypeAlias = Literal["geographic", "nbtrace", "sbtrace"]
"""Which position of an ephemeris record: geographic, or the magnetic footprint in the north or in the south."""

MapView: TypeAlias = Literal["auto", "world", "north", "south"]
"""The whole world, or a hemisphere from above its pole; `auto` is the hemisphere of a footprint, else the world."""

CountsBy: TypeAlias = Literal["auto", "hour", "day", "month"]
"""What each bar counts; `auto` is by the time span: up to 3 days, up to 6 months, or longer."""

Picture: TypeAlias = Literal["map", "timeline"]
"""Where sources met, or when."""

T = TypeVar("T")


def chosen(value: str, name: str, of: object) -> None:
    """Check a value of a `Literal`.

    Args:
        value: what was given.
        name: as what, up to the value: `kind=`.
        of: the `Literal`.

    Raises:
        QueryError: it is none of them.
    """
    if value not in get_args(of):
        raise QueryError(f"{name}{value!r} is not known. Choose one of: {', '.join(get_args(of))}.")
