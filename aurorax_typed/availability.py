# Made from _async/availability.py by scripts/unasync.py. Edit that, then run `make unasync`.

"""How many records there are on which day, on the default client."""

from __future__ import annotations

from aurorax_typed._default import default_client
from aurorax_typed.answers import AvailabilityResult
from aurorax_typed.queries import DataProductType, SourceFormat, SourceType
from aurorax_typed.queries.times import Day

__all__ = ["data_products", "ephemeris"]


def data_products(
    start: Day,
    end: Day,
    *,
    program: str | None = None,
    platform: str | None = None,
    instrument_type: str | None = None,
    source_type: SourceType | None = None,
    data_product_type: DataProductType | None = None,
    owner: str | None = None,
    format: SourceFormat = "basic_info",
    slow: bool = False,
) -> list[AvailabilityResult]:
    """Count the data products of every source that matches (exactly), by day. Names are checked as in
    `sources.list`.

    Args:
        start: first day, UTC: a date, or text such as `"2020-01-01"`.
        end: last day, inclusive.
        program: such as `"trex"`.
        platform: such as `"gillam"`.
        instrument_type: such as `"RGB ASI"`.
        source_type: `ground`, `leo`, `heo`, `lunar`, `event_list` or `not_applicable`.
        data_product_type: only these: `keogram`, `montage`, `movie`, …; otherwise all types together.
        owner: an e-mail address.
        format: how much of each source.
        slow: count afresh; otherwise the numbers are from a summary up to ten minutes old.

    Raises:
        QueryError: a day is none, `start` is after `end`, or a type is not known; nothing was sent.
        MaintenanceError: `slow` does not work while the server is in maintenance mode.
    """
    return default_client().availability.data_products(
        start,
        end,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        data_product_type=data_product_type,
        owner=owner,
        format=format,
        slow=slow,
    )


def ephemeris(
    start: Day,
    end: Day,
    *,
    program: str | None = None,
    platform: str | None = None,
    instrument_type: str | None = None,
    source_type: SourceType | None = None,
    owner: str | None = None,
    format: SourceFormat = "basic_info",
    slow: bool = False,
) -> list[AvailabilityResult]:
    """Count the ephemeris of every source that matches (exactly), by day. Names are checked as in `sources.list`.

    Args:
        start: first day, UTC: a date, or text such as `"2020-01-01"`.
        end: last day, inclusive.
        program: such as `"swarm"`.
        platform: such as `"swarma"`.
        instrument_type: such as `"footprint"`.
        source_type: `ground`, `leo`, `heo`, `lunar`, `event_list` or `not_applicable`.
        owner: an e-mail address.
        format: how much of each source.
        slow: count afresh; otherwise the numbers are from a summary up to ten minutes old.

    Raises:
        QueryError: a day is none, `start` is after `end`, or the type is not known; nothing was sent.
        MaintenanceError: `slow` does not work while the server is in maintenance mode.
    """
    return default_client().availability.ephemeris(
        start,
        end,
        program=program,
        platform=platform,
        instrument_type=instrument_type,
        source_type=source_type,
        owner=owner,
        format=format,
        slow=slow,
    )
