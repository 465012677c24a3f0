"""Records as tables. pandas is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import fields_dict

from aurorax_typed.errors import MissingExtraError
from aurorax_typed.records import DataSource, Location, Record

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["column_names", "flat", "to_pandas"]

_SOURCE_COLUMNS = ("identifier", "program", "platform", "instrument_type", "source_type", "display_name")


def flat(record: Record) -> dict[str, object]:
    """A record as one row of plain values: a source as its basic members, a location as two columns.

    Columns of the source are `data_source` (its display name) and `program`, `platform`, `instrument_type`,
    `source_type`, `identifier`; those of a location are `<name>_lat` and `<name>_lon`, degrees.
    """
    row: dict[str, object] = {}
    for name, value in vars(record).items():
        if isinstance(value, DataSource):
            row[name] = value.display_name
            row.update({column: getattr(value, column) for column in _SOURCE_COLUMNS if column != "display_name"})
        elif isinstance(value, Location):
            row[f"{name}_lat"], row[f"{name}_lon"] = value.lat, value.lon
        else:
            row[name] = value
    return row


def column_names(record_type: type[Record]) -> list[str]:
    """The columns of `flat` for a kind of record, in order."""
    columns: list[str] = []
    for name, attribute in fields_dict(record_type).items():  # type: ignore[arg-type]
        if name == "data_source":
            columns += [name, *(column for column in _SOURCE_COLUMNS if column != "display_name")]
        elif "Location" in str(attribute.type):
            columns += [f"{name}_lat", f"{name}_lon"]
        elif name != "extra":
            columns.append(name)
    return columns


def to_pandas(records: Sequence[Record], record_type: type[Record]) -> pd.DataFrame:
    """A DataFrame with a row for each record and the columns of `flat`; times are UTC without a zone.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("Tables need pandas: pip install 'aurorax-typed[pandas]'") from None
    if records:
        return pd.DataFrame([flat(record) for record in records])
    return pd.DataFrame(columns=column_names(record_type))
