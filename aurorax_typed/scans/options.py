"""Options of a scan."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal, TypeAlias

from attrs import Attribute, field, frozen
from attrs.validators import optional

from aurorax_typed._arguments import wait_limit, whole_number
from aurorax_typed._core.scan_windows import Unit
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceFormat
from aurorax_typed.queries.common import check_source_format

__all__ = ["ScanOptions", "Windowing"]

Windowing: TypeAlias = Literal["auto", "day", "month", "year"]
"""How long the windows of a scan are; `auto` takes what suits its records."""


MOST_IN_FLIGHT: Final = 32
"""Searches of one scan that the server may be asked for at once; more than a few bring nothing."""


def _in_flight(_: object, name: Attribute[int], value: int) -> None:
    whole_number(value, name.name, most=MOST_IN_FLIGHT)


def _whole_number(_: object, name: Attribute[int], value: int) -> None:
    whole_number(value, name.name)


def _known_format(_: object, name: Attribute[SourceFormat], value: SourceFormat) -> None:
    check_source_format(value)


def _a_minute(_: object, name: Attribute[timedelta], value: timedelta) -> None:
    if not isinstance(value, timedelta) or value < timedelta(minutes=1):
        raise QueryError(f"reach={value!r} must be a timedelta of a minute or more.")


@frozen(kw_only=True)
class ScanOptions:
    """The arguments of `scan` that are not the query's; see there.

    Raises:
        QueryError: one of them can't mean anything.
    """

    window: Windowing
    in_flight: int = field(validator=_in_flight)
    attempts: int = field(validator=_whole_number)
    source_format: SourceFormat = field(validator=_known_format)
    timeout: float | Literal["default"] | None = field(converter=wait_limit)
    reach: timedelta | None = field(default=None, validator=optional(_a_minute))
    check_count: bool = False

    @property
    def unit(self) -> Unit:
        """The unit of the calendar that a window is."""
        return "month" if self.window == "auto" else self.window
