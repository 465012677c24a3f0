"""Options of a scan."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, TypeAlias

from attrs import Attribute, field, frozen
from attrs.validators import optional

from aurorax_typed._core.scan_windows import Unit
from aurorax_typed.errors import QueryError
from aurorax_typed.queries import SourceFormat

__all__ = ["ScanOptions", "Windowing"]

Windowing: TypeAlias = Literal["auto", "day", "month", "year"]
"""How long the windows of a scan are; `auto` takes what suits its records."""


def _whole_number(_: object, name: Attribute[int], value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise QueryError(f"{name.name}={value!r} must be a whole number, 1 or more.")


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
    in_flight: int = field(validator=_whole_number)
    attempts: int = field(validator=_whole_number)
    source_format: SourceFormat
    timeout: float | Literal["default"] | None
    reach: timedelta | None = field(default=None, validator=optional(_a_minute))
    check_count: bool = False

    @property
    def unit(self) -> Unit:
        """The unit of the calendar that a window is."""
        return "month" if self.window == "auto" else self.window
